#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"
#include "sql/tree/query.h"

/// ORDER BY and DISTINCT, and the targets that they, GROUP BY and windows mean (parser/parse_clause.c).
namespace backout::analyze {

namespace {

constexpr Oid btree = 403, hash = 405;
constexpr std::int16_t btree_less = 1, btree_equal = 3, btree_greater = 5, hash_equal = 1;

/// The operators of an operator class. Those of arrays compare elements, which must be comparable themselves.
SortOperators operators_of_class(const Catalog& catalog, Oid type) {
    SortOperators found;
    const Oid base = catalog::base_type(catalog, type);
    if (const auto tree = catalog::default_operator_class(catalog, btree, base)) {
        const auto member = [&](std::int16_t strategy) {
            return catalog::find_family_operator(catalog, tree->family, tree->input_type, tree->input_type, strategy);
        };
        found = {member(btree_less), member(btree_greater), member(btree_equal)};
    } else if (const auto table = catalog::default_operator_class(catalog, hash, base)) {
        found.equal = catalog::find_family_operator(catalog, table->family, table->input_type, table->input_type,
                                                    hash_equal);
    }
    return found;
}

/// Whether one of the local relations has a column of that name, without regard to who else has one.
bool is_local_column(const ParseState& state, std::string_view name) {
    return std::any_of(state.name_space.begin(), state.name_space.end(), [&](const NamespaceItem& item) {
        if (!item.columns_visible || item.lateral_only) return false;
        const Columns& columns = item.range_index != 0 ? state.entry(item.range_index).columns : item.scope->columns;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i < item.merged_away.size() && item.merged_away[i]) continue;
            if (columns[i].name == name) return true;
        }
        return false;
    });
}

bool contains(const Expr& expression, ExprKind kind) {
    if (expression.kind == kind) return true;
    return std::any_of(expression.arguments.begin(), expression.arguments.end(),
                       [&](const ExprPtr& argument) { return argument && contains(*argument, kind); });
}

/// checkTargetlistEntrySQL92: GROUP BY may not mean a target with aggregates.
Status check_grouped_target(const Expr& expression, Clause clause) {
    if (clause != Clause::group_by) return {};
    if (contains(expression, ExprKind::aggregate))
        return failure("42803", "aggregate functions are not allowed in GROUP BY", expression.location);
    if (contains(expression, ExprKind::window_function))
        return failure("42P20", "window functions are not allowed in GROUP BY", expression.location);
    return {};
}

constexpr std::size_t not_found = static_cast<std::size_t>(-1);

/// A name by itself means a result column of that name (SQL92).
Result<std::size_t> find_by_name(const sql::ColumnRef& reference, const std::vector<TargetEntry>& targets,
                                 Clause clause) {
    std::size_t found = not_found;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].junk || targets[i].name != reference.names[0]) continue;
        if (found == not_found) {
            found = i;
        } else if (!catalog::equal(targets[found].expression, targets[i].expression)) {
            return failure("42702", fmt::format("{} \"{}\" is ambiguous", clause_name(clause), reference.names[0]),
                           reference.location);
        }
    }
    return found;
}

/// A number by itself means the result column at that place (SQL92).
Result<std::size_t> find_by_number(const sql::Constant& constant, const std::vector<TargetEntry>& targets,
                                   Clause clause) {
    if (constant.type != sql::Constant::Type::integer)
        return failure("42601", fmt::format("non-integer constant in {}", clause_name(clause)), constant.location);
    std::int32_t number = 0;
    for (std::size_t i = 0; i < targets.size(); ++i)
        if (!targets[i].junk && ++number == constant.integer) return i;
    return failure("42P10", fmt::format("{} position {} is not in select list", clause_name(clause), constant.integer),
                   constant.location);
}

/// Literals that are sorted or grouped by are texts.
Status make_text(ParseState& state, TargetEntry& target) {
    if (target.expression->type != type_oid::unknown) return {};
    BACKOUT_ASSIGN(target.expression,
                   coerce_type(state, target.expression, type_oid::text, -1, Coercion::implicit,
                               catalog::ExprForm::implicit_cast, target.expression->location));
    return {};
}

tl::unexpected<Error> no_ordering(const Context& context, Oid type, sql::Location location) {
    return failure("42883", fmt::format("could not identify an ordering operator for type {}", type_text(context, type)),
                   location, "Use an explicit ordering operator or modify the query.");
}

tl::unexpected<Error> no_equality(const Context& context, Oid type, sql::Location location) {
    return failure("42883", fmt::format("could not identify an equality operator for type {}", type_text(context, type)),
                   location);
}

/// The sort that an item asks for, without its argument.
Result<Expr::Sort> sort_of(ParseState& state, const sql::SortBy& item, Oid type) {
    const sql::Location location =
        item.location != sql::no_location ? item.location : item.expression->location;
    using Direction = sql::SortBy::Direction;
    Expr::Sort sort;
    sort.descending = item.direction == Direction::descending;
    if (!is_undecided(type)) {
        const SortOperators operators = sort_operators(state.catalog(), type);
        if (item.direction == Direction::using_) {
            sort.operator_ = compatible_operator(state.context, item.using_operator, type, type);
            if (sort.operator_ == catalog::invalid_oid)
                return failure("42883",
                               fmt::format("operator does not exist: {0} {1} {0}", type_text(state.context, type),
                                           display_name(item.using_operator)),
                               location);
            sort.descending = sort.operator_ == operators.greater;
            sort.using_clause = sort.operator_ != operators.less && sort.operator_ != operators.greater;
            if (sort.using_clause && !is_ordering_operator(state.catalog(), type, sort.operator_, sort.descending))
                return failure("42809",
                               fmt::format("operator {} is not a valid ordering operator", item.using_operator.back()),
                               location,
                               "Ordering operators must be \"<\" or \">\" members of btree operator families.");
        } else {
            sort.operator_ = sort.descending ? operators.greater : operators.less;
            if (sort.operator_ == catalog::invalid_oid) return no_ordering(state.context, type, location);
        }
    }
    sort.nulls_first = item.nulls == sql::SortBy::Nulls::default_ ? sort.descending
                                                                  : item.nulls == sql::SortBy::Nulls::first;
    return sort;
}

bool is_sorted_by(const SortList& list, std::int32_t reference, Oid operator_, const Catalog& catalog) {
    return std::any_of(list.begin(), list.end(), [&](const Expr::Sort& sort) {
        if (sort.argument != reference) return false;
        if (operator_ == catalog::invalid_oid || sort.operator_ == operator_) return true;
        const auto info = catalog::operator_info(catalog, sort.operator_);
        return info && info->commutator == operator_;
    });
}

}  // namespace

SortOperators sort_operators(const Catalog& catalog, Oid type) {
    SortOperators found = operators_of_class(catalog, type);
    // An array is comparable where its elements are, a row where all its columns are.
    const auto limit_by = [&](Oid part) {
        const SortOperators of_part = sort_operators(catalog, part);
        if (!of_part.less) found.less = found.greater = catalog::invalid_oid;
        if (!of_part.equal) found.equal = catalog::invalid_oid;
    };
    if (const Oid element = catalog::element_type_of(catalog, type)) {
        limit_by(element);
    } else if (const auto info = catalog::type_info(catalog, catalog::base_type(catalog, type));
               info && info->relation != catalog::invalid_oid) {
        for (const catalog::ColumnInfo& column : catalog::columns_of(catalog, info->relation)) limit_by(column.type);
    }
    return found;
}

/// get_ordering_op_properties: whether some btree family sorts this type by the operator.
bool is_ordering_operator(const Catalog& catalog, Oid type, Oid operator_, bool& descending) {
    const auto standard = catalog::default_operator_class(catalog, btree, catalog::base_type(catalog, type));
    const auto info = catalog::operator_info(catalog, operator_);
    if (!info) return false;
    const std::int16_t strategy = standard ? catalog::family_strategy(catalog, standard->family, operator_) : 0;
    if (strategy == btree_less || strategy == btree_greater) {
        descending = strategy == btree_greater;
        return true;
    }
    // Operators of other families than the default one are known by their names: ~<~ of text_pattern_ops.
    descending = info->name.find('>') != std::string_view::npos;
    return (info->name.find('<') != std::string_view::npos) != descending &&
           info->name.find('=') == std::string_view::npos;
}

std::int32_t assign_reference(std::size_t target, std::vector<TargetEntry>& targets) {
    std::int32_t& reference = targets[target].sort_group_reference;
    if (reference == 0) {
        std::int32_t highest = 0;
        for (const TargetEntry& entry : targets) highest = std::max(highest, entry.sort_group_reference);
        reference = highest + 1;
    }
    return reference;
}

Result<std::size_t> find_target(ParseState& state, const sql::Expression& expression,
                                std::vector<TargetEntry>& targets, Clause clause, bool sql99) {
    if (!sql99) {
        const auto* reference = sql::as<sql::ColumnRef>(&expression);
        const bool bare = reference && reference->names.size() == 1 && !reference->star;
        if (bare && !(clause == Clause::group_by && is_local_column(state, reference->names[0]))) {
            BACKOUT_ASSIGN(const std::size_t found, find_by_name(*reference, targets, clause));
            if (found != not_found) {
                BACKOUT_TRY(check_grouped_target(*targets[found].expression, clause));
                return found;
            }
        }
        if (const auto* constant = sql::as<sql::Constant>(&expression)) {
            BACKOUT_ASSIGN(const std::size_t found, find_by_number(*constant, targets, clause));
            BACKOUT_TRY(check_grouped_target(*targets[found].expression, clause));
            return found;
        }
    }
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, expression, clause));
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Expr* target = targets[i].expression.get();
        while (is_implicit_cast(*target)) target = target->arguments[0].get();
        if (catalog::equal(*value, *target)) return i;
    }
    TargetEntry junk;
    junk.expression = std::move(value);
    junk.junk = true;
    targets.push_back(std::move(junk));
    return targets.size() - 1;
}

bool is_implicit_cast(const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::function:
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
        case ExprKind::array_coerce:
        case ExprKind::convert_rowtype:
        case ExprKind::coerce_to_domain: return expression.form == ExprForm::implicit_cast;
        default: return false;
    }
}

Result<SortList> transform_order_by(ParseState& state, const std::vector<sql::SortBy>& order,
                                    std::vector<TargetEntry>& targets, Clause clause, bool sql99) {
    SortList list;
    for (const sql::SortBy& item : order) {
        BACKOUT_ASSIGN(const std::size_t target, find_target(state, *item.expression, targets, clause, sql99));
        BACKOUT_TRY(make_text(state, targets[target]));
        BACKOUT_ASSIGN(Expr::Sort sort, sort_of(state, item, targets[target].expression->type));
        sort.argument = assign_reference(target, targets);
        if (!is_sorted_by(list, sort.argument, sort.operator_, state.catalog())) list.push_back(sort);
    }
    return list;
}

Result<std::int32_t> add_group_target(ParseState& state, std::size_t target, std::vector<TargetEntry>& targets,
                                      sql::Location location) {
    BACKOUT_TRY(make_text(state, targets[target]));
    const Oid type = targets[target].expression->type;
    if (!is_undecided(type) && sort_operators(state.catalog(), type).equal == catalog::invalid_oid)
        return no_equality(state.context, type, location);
    return assign_reference(target, targets);
}

namespace {

Status transform_distinct_all(QueryState& state, Query& query) {
    for (const Expr::Sort& sort : query.order_by) {
        const auto target = std::find_if(query.targets.begin(), query.targets.end(), [&](const TargetEntry& entry) {
            return entry.sort_group_reference == sort.argument;
        });
        if (target->junk)
            return failure("42P10", "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                           target->expression->location);
    }
    bool any = false;
    for (std::size_t i = 0; i < query.targets.size(); ++i) {
        if (query.targets[i].junk) continue;
        any = true;
        BACKOUT_TRY(add_group_target(state, i, query.targets, query.targets[i].expression->location));
    }
    if (!any && !state.open_result) return failure("42601", "SELECT DISTINCT must have at least one column", -1);
    query.distinct = true;
    return {};
}

Status transform_distinct_on(QueryState& state, Query& query, const sql::Expressions& expressions) {
    std::vector<std::int32_t> references;
    std::vector<std::size_t> places;
    for (const sql::ExpressionPtr& expression : expressions) {
        BACKOUT_ASSIGN(const std::size_t target,
                       find_target(state, *expression, query.targets, Clause::distinct_on, false));
        places.push_back(target);
        references.push_back(assign_reference(target, query.targets));
    }
    constexpr std::string_view mismatch = "SELECT DISTINCT ON expressions must match initial ORDER BY expressions";
    bool skipped = false;
    for (const Expr::Sort& sort : query.order_by) {
        const auto found = std::find(references.begin(), references.end(), sort.argument);
        if (found == references.end()) {
            skipped = true;
        } else if (skipped) {
            const auto place = static_cast<std::size_t>(found - references.begin());
            return failure("42P10", std::string(mismatch), expressions[place]->location);
        } else {
            query.distinct_on.push_back(sort.argument);
        }
    }
    for (std::size_t i = 0; i < references.size(); ++i) {
        auto& listed = query.distinct_on;
        if (std::find(listed.begin(), listed.end(), references[i]) != listed.end()) continue;
        if (skipped) return failure("42P10", std::string(mismatch), expressions[i]->location);
        BACKOUT_TRY(add_group_target(state, places[i], query.targets, expressions[i]->location));
        listed.push_back(references[i]);
    }
    query.distinct = true;
    return {};
}

}  // namespace

Status transform_distinct(QueryState& state, Query& query, const sql::SelectStatement& statement) {
    if (!statement.distinct_on.empty()) return transform_distinct_on(state, query, statement.distinct_on);
    if (statement.distinct) return transform_distinct_all(state, query);
    return {};
}

}  // namespace backout::analyze
