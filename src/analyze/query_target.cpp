#include <algorithm>

#include <fmt/format.h>

#include "analyze/column_reference.h"
#include "analyze/names.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// Target lists (parser/parse_target.c).
namespace backout::analyze {

namespace {

/// What `*` adds to a list: the expressions, with the names that they have as result columns.
struct Expansion {
    std::vector<ExprPtr> expressions;
    std::vector<std::string> names;
};

void expand_columns(QueryState& state, const NamespaceItem& item, std::int32_t levels_up, Expansion& into) {
    const ParseState* level = &state;
    for (std::int32_t i = 0; i < levels_up; ++i) level = level->parent;
    if (item.open) {
        state.open_result = true;
        state.inexact.push_back(fmt::format("not all columns of \"{}\" are known", item.name));
    }
    const Columns& columns = item.range_index != 0 ? level->entry(item.range_index).columns : item.scope->columns;
    const std::size_t count = item.column_limit > 0 ? item.column_limit : columns.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i < item.merged_away.size() && item.merged_away[i]) continue;
        into.expressions.push_back(make_var(*level, item, i, levels_up));
        into.names.push_back(columns[i].name);
    }
}

Status expand_all(QueryState& state, sql::Location location, Expansion& into) {
    bool found = false;
    for (const NamespaceItem& item : state.name_space) {
        if (!item.columns_visible) continue;
        found = true;
        expand_columns(state, item, 0, into);
    }
    if (!found) return failure("42601", "SELECT * with no tables specified is not valid", location);
    return {};
}

/// The fields of a row (ExpandRowReference).
Status expand_row(QueryState& state, const ExprPtr& row, sql::Location location, Expansion& into) {
    const auto columns = row_columns(state, *row);
    if (!columns) {
        if (row->type != catalog::invalid_oid)
            return failure("42809", fmt::format("type {} is not composite", type_text(state.context, row->type)),
                           location);
        state.open_result = true;
        state.inexact.emplace_back("the columns of a row are not known");
        return {};
    }
    for (const RangeEntry::Column& column : *columns) {
        auto field = std::make_shared<Expr>();
        field->kind = ExprKind::field_select;
        field->type = column.type;
        field->typmod = column.typmod;
        field->collation = column.collation;
        field->attribute = column.attribute;
        field->text = column.name;
        field->location = location;
        field->arguments.push_back(row);
        into.expressions.push_back(std::move(field));
        into.names.push_back(column.name);
    }
    return {};
}

/// `t.*`, `s.t.*` and `*` (ExpandColumnRefStar).
Status expand_star(QueryState& state, const sql::ColumnRef& reference, Expansion& into) {
    if (reference.names.empty()) return expand_all(state, reference.location, into);
    const std::size_t parts = reference.names.size();
    if (parts > 3)
        return failure("42601",
                       fmt::format("improper qualified name (too many dotted names): {}.*",
                                   display_name(reference.names)),
                       reference.location);
    const std::string schema = parts > 1 ? reference.names[parts - 2] : std::string();
    BACKOUT_ASSIGN(const FoundItem found,
                   find_namespace_item(state, schema, reference.names.back(), reference.location));
    if (!found.item) return missing_entry(state, reference.names.back(), reference.location);
    expand_columns(state, *found.item, found.levels_up, into);
    return {};
}

/// The expression of which all fields are meant, in `(expression).*`; null for others.
const sql::Indirection* expanded_row(const sql::Expression* expression) {
    const auto* indirection = sql::as<sql::Indirection>(expression);
    const bool star = indirection && !indirection->steps.empty() &&
                      indirection->steps.back().kind == sql::Indirection::Step::Kind::star;
    return star ? indirection : nullptr;
}

/// Expands what ends in a star; false when the expression doesn't.
Result<bool> expand(QueryState& state, const sql::Expression& expression, Clause clause, Expansion& into) {
    if (const auto* reference = sql::as<sql::ColumnRef>(&expression); reference && reference->star) {
        BACKOUT_TRY(expand_star(state, *reference, into));
        return true;
    }
    if (const auto* indirection = expanded_row(&expression)) {
        // The expression half reads an indirection without its star as the row itself.
        BACKOUT_ASSIGN(const ExprPtr row, transform_row_of_star(state, *indirection, clause));
        BACKOUT_TRY(expand_row(state, row, expression.location, into));
        return true;
    }
    return false;
}

/// The sub-query that a scalar sub-query gives the value of, below casts; null for other expressions.
const Query* scalar_sub_query(const sql::Expression* written, const Expr* expression) {
    while (written->kind == sql::ExpressionKind::type_cast || written->kind == sql::ExpressionKind::collate)
        written = written->kind == sql::ExpressionKind::type_cast
                      ? sql::as<sql::TypeCast>(written)->argument.get()
                      : sql::as<sql::CollateClause>(written)->argument.get();
    const auto* sublink = sql::as<sql::SubLink>(written);
    if (!sublink || sublink->type != sql::SubLink::Type::expression) return nullptr;
    while (expression->kind != ExprKind::sublink && !expression->arguments.empty())
        expression = expression->arguments[0].get();
    return expression->kind == ExprKind::sublink ? expression->query.get() : nullptr;
}

/// FigureColname: a scalar sub-query gives its own column's name, which the text alone may not tell.
std::string column_name(const sql::Expression& written, const Expr& expression) {
    const Query* query = scalar_sub_query(&written, &expression);
    return query && !query->targets.empty() ? query->targets[0].name : figure_column_name(written);
}

}  // namespace

Result<ExprPtr> transform_row_of_star(ParseState& state, const sql::Indirection& indirection, Clause clause) {
    const ClauseScope scope(state, clause);
    return transform_indirection(state, indirection, indirection.steps.size() - 1);
}

void expand_item(QueryState& state, const NamespaceItem& item, std::int32_t levels_up,
                 std::vector<TargetEntry>& targets) {
    Expansion expansion;
    expand_columns(state, item, levels_up, expansion);
    for (std::size_t i = 0; i < expansion.expressions.size(); ++i) {
        TargetEntry target;
        target.expression = std::move(expansion.expressions[i]);
        target.name = std::move(expansion.names[i]);
        targets.push_back(std::move(target));
    }
}

Result<std::vector<TargetEntry>> transform_targets(QueryState& state, const std::vector<sql::Target>& targets,
                                                   Clause clause) {
    std::vector<TargetEntry> result;
    result.reserve(targets.size());
    for (const sql::Target& target : targets) {
        Expansion expansion;
        BACKOUT_ASSIGN(const bool expanded, expand(state, *target.value, clause, expansion));
        if (expanded) {
            for (std::size_t i = 0; i < expansion.expressions.size(); ++i) {
                result.emplace_back();
                result.back().expression = std::move(expansion.expressions[i]);
                result.back().name = std::move(expansion.names[i]);
            }
            continue;
        }
        BACKOUT_ASSIGN(ExprPtr expression, transform_expression(state, *target.value, clause));
        result.emplace_back();
        result.back().expression = std::move(expression);
        result.back().name = !target.name.empty() ? target.name : column_name(*target.value, *result.back().expression);
    }
    return result;
}

Result<std::vector<ExprPtr>> transform_expressions(QueryState& state, const sql::Expressions& expressions,
                                                   Clause clause, bool allow_default) {
    std::vector<ExprPtr> result;
    result.reserve(expressions.size());
    for (const sql::ExpressionPtr& expression : expressions) {
        if (allow_default && expression->kind == sql::ExpressionKind::set_to_default) {
            auto value = std::make_shared<Expr>();
            value->kind = ExprKind::set_to_default;
            value->location = expression->location;
            result.push_back(std::move(value));
            continue;
        }
        Expansion expansion;
        BACKOUT_ASSIGN(const bool expanded, expand(state, *expression, clause, expansion));
        if (expanded) {
            std::move(expansion.expressions.begin(), expansion.expressions.end(), std::back_inserter(result));
            continue;
        }
        BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *expression, clause));
        result.push_back(std::move(value));
    }
    return result;
}

Status resolve_unknown_targets(QueryState& state, std::vector<TargetEntry>& targets) {
    for (TargetEntry& target : targets) {
        if (target.expression->type != type_oid::unknown) continue;
        BACKOUT_ASSIGN(target.expression,
                       coerce_type(state, target.expression, type_oid::text, -1, Coercion::implicit,
                                   catalog::ExprForm::implicit_cast, target.expression->location));
    }
    return {};
}

}  // namespace backout::analyze
