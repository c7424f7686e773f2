#include "analyze/coerce.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// Columns of rows: of composite values, of records whose columns can be told, of functions in FROM (funcapi.c,
/// expandRecordVariable in parser/parse_target.c).
namespace backout::analyze {

namespace {

Columns composite_columns(const Catalog& catalog, Oid relation) {
    Columns columns;
    for (const catalog::ColumnInfo& column : catalog::columns_of(catalog, relation))
        columns.push_back({std::string(column.name), column.type, column.typmod, column.collation, column.number});
    return columns;
}

bool is_output(char mode) { return mode == 'o' || mode == 'b' || mode == 't'; }

/// A polymorphic OUT parameter takes its type from the arguments (resolve_polymorphic_argtypes).
Oid actual_type(const Context& context, const Expr& call, const catalog::FunctionInfo& function, Oid declared) {
    if (!is_polymorphic(declared)) return declared;
    std::vector<Oid> given;
    std::vector<Oid> parameters(function.argument_types.begin(), function.argument_types.end());
    for (const ExprPtr& argument : call.arguments) given.push_back(argument->type);
    if (given.size() != parameters.size()) return catalog::invalid_oid;
    const auto resolved = resolve_polymorphic_types(context, given, parameters, declared);
    return resolved ? *resolved : catalog::invalid_oid;
}

/// What OUT parameters and RETURNS TABLE give.
Columns output_columns(const Context& context, const Expr& call, const catalog::FunctionInfo& function) {
    Columns columns;
    for (std::size_t i = 0; i < function.total_arguments(); ++i) {
        if (function.all_argument_types.empty() || !is_output(function.argument_mode(i))) continue;
        const Oid type = actual_type(context, call, function, function.all_argument_types[i]);
        std::string name(function.argument_name(i));
        if (name.empty()) name = "column" + std::to_string(columns.size() + 1);
        columns.push_back({std::move(name), type, -1, type_collation(context.catalog, type),
                           static_cast<AttributeNumber>(columns.size() + 1)});
    }
    return columns;
}

std::optional<Columns> record_columns(const ParseState& state, const Expr& variable, std::int32_t levels_up);

/// The columns of a record that some expression of another query level gives.
std::optional<Columns> columns_within(const ParseState& outer, const std::vector<RangeEntry>& range_table,
                                      const Expr& expression) {
    ParseState inner(outer.context, const_cast<ParseState*>(&outer));
    inner.range_table = range_table;
    return row_columns(inner, expression);
}

const Expr* target_expression(const Query& query, AttributeNumber number) {
    std::int32_t place = 0;
    const auto& targets = query.command == Query::Command::select ? query.targets : query.returning;
    for (const TargetEntry& target : targets)
        if (!target.junk && ++place == number) return target.expression.get();
    return nullptr;
}

/// expandRecordVariable: where a column of type record comes from.
std::optional<Columns> record_columns(const ParseState& state, const Expr& variable, std::int32_t levels_up) {
    const ParseState* level = &state;
    for (std::int32_t i = 0; i < variable.levels_up + levels_up && level; ++i) level = level->parent;
    const auto index = static_cast<std::size_t>(variable.range_index);
    if (!level || index == 0 || index > level->range_table.size()) return std::nullopt;
    const RangeEntry& entry = level->entry(variable.range_index);
    if (variable.attribute == 0) return entry.columns;
    switch (entry.kind) {
        case RangeEntry::Kind::subquery: {
            const Expr* source = target_expression(*entry.subquery, variable.attribute);
            return source ? columns_within(*level, entry.subquery->range_table, *source) : std::nullopt;
        }
        case RangeEntry::Kind::join: {
            const auto place = static_cast<std::size_t>(variable.attribute) - 1;
            return place < entry.join_aliases.size() ? row_columns(*level, *entry.join_aliases[place]) : std::nullopt;
        }
        case RangeEntry::Kind::cte: {
            const ParseState* owner = level;
            for (std::int32_t i = 0; i < entry.cte_levels_up && owner; ++i) owner = owner->parent;
            if (!owner) return std::nullopt;
            for (const CommonTableItem& table : owner->common_tables) {
                if (table.name != entry.cte_name || !table.query) continue;
                const Expr* source = target_expression(*table.query, variable.attribute);
                return source ? columns_within(*owner, table.query->range_table, *source) : std::nullopt;
            }
            return std::nullopt;
        }
        default: return std::nullopt;
    }
}

}  // namespace

std::optional<Columns> row_columns(const ParseState& state, const Expr& expression) {
    const Catalog& catalog = state.catalog();
    const auto type = catalog::type_info(catalog, catalog::base_type(catalog, expression.type));
    if (type && type->relation != catalog::invalid_oid) return composite_columns(catalog, type->relation);
    if (expression.kind == ExprKind::var && (expression.type == type_oid::record || expression.attribute == 0))
        return record_columns(state, expression, 0);
    if (expression.type != type_oid::record) return std::nullopt;
    if (expression.kind == ExprKind::function) {
        const auto function = catalog::function_info(catalog, expression.object);
        Columns columns = function ? output_columns(state.context, expression, *function) : Columns{};
        if (!columns.empty()) return columns;
    }
    if (expression.kind == ExprKind::row) {
        Columns columns;
        for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
            const Expr& field = *expression.arguments[i];
            std::string name = i < expression.names.size() ? expression.names[i] : "f" + std::to_string(i + 1);
            columns.push_back({std::move(name), field.type, field.typmod, field.collation,
                               static_cast<AttributeNumber>(i + 1)});
        }
        return columns;
    }
    return std::nullopt;
}

FunctionResult function_result(const ParseState& state, const Expr& expression) {
    const Catalog& catalog = state.catalog();
    FunctionResult result;
    if (expression.kind == ExprKind::function) {
        if (const auto function = catalog::function_info(catalog, expression.object)) {
            result.columns = output_columns(state.context, expression, *function);
            if (function->return_type == type_oid::record && !result.columns.empty()) {
                result.kind = ResultClass::composite;
                return result;
            }
        }
    }
    const auto type = catalog::type_info(catalog, catalog::base_type(catalog, expression.type));
    if (type && type->relation != catalog::invalid_oid) {
        result.kind = ResultClass::composite;
        result.columns = composite_columns(catalog, type->relation);
        return result;
    }
    if (expression.type == type_oid::record) {
        if (auto columns = row_columns(state, expression)) {
            result.kind = ResultClass::composite;
            result.columns = std::move(*columns);
        } else {
            result.kind = ResultClass::record;
        }
        return result;
    }
    const bool pseudo = type && type->kind == catalog::TypeKind::pseudo;
    if (pseudo && expression.type != type_oid::void_ && expression.type != type_oid::cstring)
        result.kind = ResultClass::other;
    // A single OUT parameter names the column.
    std::string name = result.columns.size() == 1 ? result.columns[0].name : std::string();
    result.columns = {{std::move(name), expression.type, expression.typmod, expression.collation, 1}};
    return result;
}

}  // namespace backout::analyze
