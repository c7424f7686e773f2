#include "analyze/column_reference.h"

#include <array>

#include <fmt/format.h>

#include "analyze/function.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// References to columns and whole rows (transformColumnRef in parser/parse_expr.c, parser/parse_relation.c).
namespace backout::analyze {

namespace {

using catalog::RangeEntry;
using catalog::RelationKind;

struct SystemColumn {
    std::string_view name;
    AttributeNumber number;
    Oid type;
};
// access/sysattr.h
constexpr std::array<SystemColumn, 6> system_columns{{{"ctid", -1, type_oid::tid},
                                                      {"xmin", -2, type_oid::xid},
                                                      {"cmin", -3, type_oid::cid},
                                                      {"xmax", -4, type_oid::xid},
                                                      {"cmax", -5, type_oid::cid},
                                                      {"tableoid", -6, type_oid::oid}}};
constexpr AttributeNumber tableoid = -6;

ExprPtr make_column_var(std::int32_t range_index, AttributeNumber attribute, Oid type, std::int32_t typmod,
                        Oid collation, std::int32_t levels_up, sql::Location location) {
    auto var = make_expr(ExprKind::var, type, location);
    var->range_index = range_index;
    var->attribute = attribute;
    var->typmod = typmod;
    var->collation = collation;
    var->levels_up = levels_up;
    return var;
}

std::int32_t range_index_of(const NamespaceItem& item) {
    return item.scope ? item.scope->range_index : item.range_index;
}

/// Which system columns the place of the expression lets one name (scanNSItemForColumn).
Result<bool> check_system_column(const ParseState& state, const SystemColumn& column,
                                 sql::Location location) {
    if (column.number == tableoid) return true;
    switch (state.clause) {
        case Clause::check_constraint:
            return failure(
                "42P10",
                fmt::format("system column \"{}\" reference in check constraint is invalid", column.name),
                location);
        case Clause::generated_column:
            return failure(
                "42P10",
                fmt::format("cannot use system column \"{}\" in column generation expression", column.name),
                location);
        case Clause::merge_when:
            return failure(
                "42P10", fmt::format("cannot use system column \"{}\" in MERGE WHEN condition", column.name),
                location);
        default:
            return true;
    }
}

Result<ExprPtr> find_system_column(const ParseState& state, const ParseState& level,
                                   const NamespaceItem& item, std::int32_t levels_up, std::string_view name,
                                   sql::Location location) {
    Oid relation = relation_of(level, item);
    if (!relation && !item.scope) return ExprPtr();
    if (relation) {
        auto info = catalog::relation_info(state.catalog(), relation);
        if (!info || info->kind == RelationKind::view || info->kind == RelationKind::composite)
            return ExprPtr();
    }
    for (const SystemColumn& column : system_columns) {
        if (column.name != name) continue;
        BACKOUT_ASSIGN([[maybe_unused]] bool allowed, check_system_column(state, column, location));
        return make_column_var(range_index_of(item), column.number, column.type, -1, catalog::invalid_oid,
                               levels_up, location);
    }
    return ExprPtr();
}

tl::unexpected<Error> ambiguous_column(std::string_view name, sql::Location location) {
    return failure("42702", fmt::format("column reference \"{}\" is ambiguous", name), location);
}

template <class Columns>
Result<const RangeEntry::Column*> find_one(const Columns& columns, std::string_view name,
                                           sql::Location location) {
    const RangeEntry::Column* found = nullptr;
    for (const RangeEntry::Column& column : columns) {
        if (column.name != name) continue;
        if (found) return ambiguous_column(name, location);
        found = &column;
    }
    return found;
}

/// A column of what an expression outside queries may name.
Result<ExprPtr> find_scope_column(const ParseState& state, const ScopeRelation& scope, std::int32_t levels_up,
                                  std::string_view name, sql::Location location) {
    if (scope.relation) {
        if (auto column = catalog::find_column(state.catalog(), scope.relation, name))
            return make_column_var(scope.range_index, column->number, column->type, column->typmod,
                                   column->collation, levels_up, location);
        return ExprPtr();
    }
    BACKOUT_ASSIGN(const RangeEntry::Column* column, find_one(scope.columns, name, location));
    if (!column) return ExprPtr();
    return make_column_var(scope.range_index, column->attribute, column->type, column->typmod,
                           column->collation, levels_up, location);
}

/// check_lateral_ref_ok
Result<bool> check_lateral(const ParseState& level, const NamespaceItem& item, sql::Location location) {
    if (!item.lateral_only || item.lateral_ok) return true;
    bool is_target = item.range_index != 0 && item.range_index == level.target_relation;
    return failure(
        "42P10", fmt::format("invalid reference to FROM-clause entry for table \"{}\"", item.name), location,
        {},
        is_target ? fmt::format("There is an entry for table \"{}\", but it cannot be referenced from this "
                                "part of the query.",
                                item.name)
                  : "The combining JOIN type must be INNER or LEFT for a LATERAL reference.");
}

bool is_hidden_lateral(const ParseState& level, const NamespaceItem& item) {
    return item.lateral_only && !level.lateral_active;
}

/// colNameToVar
Result<ExprPtr> find_unqualified(ParseState& state, std::string_view name, sql::Location location) {
    std::int32_t levels_up = 0;
    for (ParseState* level = &state; level; level = level->parent, ++levels_up) {
        ExprPtr found;
        for (const NamespaceItem& item : level->name_space) {
            if (!columns_visible(item) || is_hidden_lateral(*level, item)) continue;
            BACKOUT_ASSIGN(ExprPtr column, find_item_column(state, *level, item, levels_up, name, location));
            if (!column) continue;
            if (found) return ambiguous_column(name, location);
            BACKOUT_ASSIGN([[maybe_unused]] bool allowed, check_lateral(*level, item, location));
            found = std::move(column);
        }
        if (found) return found;
    }
    return ExprPtr();
}

/// The query level that an item was found in.
const ParseState& level_of(const ParseState& state, const FoundItem& found) {
    const ParseState* level = &state;
    for (std::int32_t up = found.levels_up; up > 0; --up)
        level = level->parent;
    return *level;
}

/// `relation.column`, where also a function of the row may be meant.
Result<ExprPtr> find_qualified(ParseState& state, std::string_view schema, const std::string& relation,
                               const std::string& column, sql::Location location) {
    BACKOUT_ASSIGN(FoundItem found, find_namespace_item(state, schema, relation, location));
    if (!found.item) return missing_entry(state, relation, location, schema);
    const ParseState& level = level_of(state, found);
    BACKOUT_ASSIGN(ExprPtr var,
                   find_item_column(state, level, *found.item, found.levels_up, column, location));
    if (var) return var;
    ExprPtr row = make_whole_row_var(level, *found.item, found.levels_up);
    BACKOUT_ASSIGN(ExprPtr called, project_or_call(state, column, std::move(row), location));
    if (called) return called;
    return missing_column(state, relation, column, found.item, location);
}

/// A parameter of the function whose body this is (sql_fn_post_column_ref, executor/functions.c).
ExprPtr find_parameter(const ParseState& state, const std::string& name, sql::Location location) {
    const Context& context = state.context;
    for (std::size_t i = 0; i < context.parameter_names.size(); ++i) {
        if (context.parameter_names[i].empty() || context.parameter_names[i] != name) continue;
        Oid type = i < context.parameter_types.size() ? context.parameter_types[i] : type_oid::unknown;
        auto param = make_expr(ExprKind::param, type, location);
        param->subkind = static_cast<std::int32_t>(i) + 1;
        param->text = context.parameter_names[i];
        param->collation = type_collation(context.catalog, type);
        return param;
    }
    return nullptr;
}

Result<ExprPtr> resolve(ParseState& state, const sql::ColumnRef& reference) {
    const sql::Names& names = reference.names;
    const sql::Location location = reference.location;
    if (reference.star) {
        std::string relation = names.empty() ? std::string() : names.back();
        std::string schema = names.size() > 1 ? names[names.size() - 2] : std::string();
        BACKOUT_ASSIGN(FoundItem found, find_namespace_item(state, schema, relation, location));
        if (!found.item) return missing_entry(state, relation, location, schema);
        return make_whole_row_var(level_of(state, found), *found.item, found.levels_up);
    }
    if (names.size() > 1 && names.size() <= 4) {
        std::string_view schema =
            names.size() > 2 ? std::string_view(names[names.size() - 3]) : std::string_view();
        return find_qualified(state, schema, names[names.size() - 2], names.back(), location);
    }
    if (names.size() > 4)
        return failure("42601", "improper qualified name (too many dotted names): " + display_name(names),
                       location);
    BACKOUT_ASSIGN(ExprPtr column, find_unqualified(state, names[0], location));
    if (column) return column;
    BACKOUT_ASSIGN(FoundItem found, find_namespace_item(state, {}, names[0], location));
    if (found.item) return make_whole_row_var(level_of(state, found), *found.item, found.levels_up);
    return missing_column(state, {}, names[0], nullptr, location);
}

}  // namespace

Oid relation_of(const ParseState& level, const NamespaceItem& item) {
    if (item.scope) return item.scope->relation;
    const RangeEntry& entry = level.entry(item.range_index);
    return entry.kind == RangeEntry::Kind::relation ? entry.relation : catalog::invalid_oid;
}

bool columns_visible(const NamespaceItem& item) {
    return item.columns_visible && !(item.scope && item.scope->qualified_only);
}

Result<ExprPtr> find_item_column(ParseState& state, const ParseState& level, const NamespaceItem& item,
                                 std::int32_t levels_up, std::string_view name, sql::Location location) {
    if (item.scope) {
        BACKOUT_ASSIGN(ExprPtr column, find_scope_column(state, *item.scope, levels_up, name, location));
        if (column) return column;
    } else {
        std::span<const RangeEntry::Column> columns = level.entry(item.range_index).columns;
        if (item.column_limit > 0) columns = columns.first(item.column_limit);
        BACKOUT_ASSIGN(const RangeEntry::Column* column, find_one(columns, name, location));
        if (column) {
            ExprPtr var = make_var(level, item, static_cast<std::size_t>(column - columns.data()), levels_up);
            in_the_making(var).location = location;
            return var;
        }
    }
    return find_system_column(state, level, item, levels_up, name, location);
}

ExprPtr make_var(const ParseState& level, const NamespaceItem& item, std::size_t place,
                 std::int32_t levels_up) {
    if (item.scope) {
        const RangeEntry::Column& column = item.scope->columns[place];
        return make_column_var(item.scope->range_index, column.attribute, column.type, column.typmod,
                               column.collation, levels_up, sql::no_location);
    }
    const RangeEntry& entry = level.entry(item.range_index);
    const RangeEntry::Column& column = entry.columns[place];
    std::int32_t range_index = item.range_index;
    AttributeNumber attribute = column.attribute ? column.attribute : static_cast<AttributeNumber>(place + 1);
    if (!item.vars.empty()) {
        range_index = item.vars[place].range_index;
        attribute = item.vars[place].attribute;
    }
    ExprPtr var = make_column_var(range_index, attribute, column.type, column.typmod, column.collation,
                                  levels_up, sql::no_location);
    in_the_making(var).subkind = item.returning;
    return var;
}

ExprPtr make_whole_row_var(const ParseState& level, const NamespaceItem& item, std::int32_t levels_up) {
    Oid type = type_oid::record;
    if (item.column_limit > 0) {
        // Of `USING (…) AS name`: there is no row of just these columns to refer to.
        auto row = make_expr(ExprKind::row, type, sql::no_location);
        row->form = ExprForm::implicit_cast;
        for (std::size_t i = 0; i < item.column_limit; ++i) {
            row->arguments.push_back(make_var(level, item, i, levels_up));
            row->names.push_back(level.entry(item.range_index).columns[i].name);
        }
        return row;
    }
    if (Oid relation = relation_of(level, item)) {
        if (auto info = catalog::relation_info(level.catalog(), relation); info && info->row_type)
            type = info->row_type;
    } else if (!item.scope) {
        const RangeEntry& entry = level.entry(item.range_index);
        if (entry.kind == RangeEntry::Kind::function && entry.functions.size() == 1 && !entry.ordinality) {
            // A function's row is what it returns; of a scalar one, its only column.
            Oid returned = entry.functions[0]->type;
            if (is_row_type(level.catalog(), returned)) {
                type = returned;
            } else if (returned != type_oid::record && entry.columns.size() == 1) {
                return make_var(level, item, 0, levels_up);
            }
        }
    }
    ExprPtr row =
        make_column_var(range_index_of(item), 0, type, -1, catalog::invalid_oid, levels_up, sql::no_location);
    in_the_making(row).subkind = item.returning;
    return row;
}

Result<FoundItem> find_namespace_item(ParseState& state, std::string_view schema, std::string_view name,
                                      sql::Location location) {
    Oid relation = catalog::invalid_oid;
    if (!schema.empty()) {
        Oid scope = catalog::find_namespace(state.catalog(), schema);
        relation = scope ? catalog::find_relation(state.catalog(), scope, name) : catalog::invalid_oid;
        if (!relation) return FoundItem{};
    }
    std::int32_t levels_up = 0;
    for (ParseState* level = &state; level; level = level->parent, ++levels_up) {
        const NamespaceItem* found = nullptr;
        for (const NamespaceItem& item : level->name_space) {
            if (!item.relation_visible || is_hidden_lateral(*level, item)) continue;
            if (relation ? item.relation != relation : item.name != name) continue;
            if (found)
                return failure("42P09", fmt::format("table reference \"{}\" is ambiguous", name), location);
            BACKOUT_ASSIGN([[maybe_unused]] bool allowed, check_lateral(*level, item, location));
            found = &item;
        }
        if (found) return FoundItem{found, levels_up};
    }
    return FoundItem{};
}

Result<ExprPtr> transform_column_ref(ParseState& state, const sql::ColumnRef& reference) {
    if (state.clause == Clause::column_default)
        return failure("0A000", "cannot use column reference in DEFAULT expression", reference.location);
    if (state.clause == Clause::partition_bound)
        return failure("0A000", "cannot use column reference in partition bound expression",
                       reference.location);
    if (state.domain_value && reference.names.size() == 1 && reference.names[0] == "value")
        return state.domain_value;
    Result<ExprPtr> found = resolve(state, reference);
    if (found || !found.error().sqlstate.starts_with("42") || found.error().sqlstate == "42702" || reference.names.empty())
        return found;
    // `parameter.field`, `function.parameter` or `parameter`.
    if (reference.names.size() == 2)
        if (ExprPtr row = find_parameter(state, reference.names.front(), reference.location)) {
            BACKOUT_ASSIGN(ExprPtr field, project_or_call(state, reference.names.back(), std::move(row), reference.location));
            if (field) return field;
        }
    if (ExprPtr param = find_parameter(state, reference.names.back(), reference.location)) return param;
    return found;
}

}  // namespace backout::analyze
