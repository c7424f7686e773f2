#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// Items of FROM that are no joins (parser/parse_clause.c, parse_relation.c).
namespace backout::analyze {

namespace {

/// What the message calls an entry that has too few columns for its alias list.
std::string_view alias_subject(const RangeEntry& entry) {
    switch (entry.kind) {
        case RangeEntry::Kind::join: return "join expression \"{}\" has";
        case RangeEntry::Kind::values: return "VALUES lists \"{}\" have";
        case RangeEntry::Kind::table_function:
            return entry.name == "json_table" ? "JSON_TABLE function has" : "XMLTABLE function has";
        default: return "table \"{}\" has";
    }
}

bool is_readable(catalog::RelationKind kind) {
    switch (kind) {
        case catalog::RelationKind::index:
        case catalog::RelationKind::partitioned_index:
        case catalog::RelationKind::composite: return false;
        default: return true;
    }
}

std::string written_name(const sql::RangeVar& name) {
    return name.schema.empty() ? name.name : fmt::format("{}.{}", name.schema, name.name);
}

/// A relation that exists only for this statement: a transition table.
const RangeEntry* extra_relation(const ParseState& state, const sql::RangeVar& name) {
    if (!state.context.extra_relations || !name.schema.empty()) return nullptr;
    for (const RangeEntry& entry : *state.context.extra_relations)
        if (entry.name == name.name) return &entry;
    return nullptr;
}

/// A WITH item of that name which is not visible yet explains a relation that is not there.
bool is_future_common_table(const ParseState& state, std::string_view name) {
    for (const ParseState* level = &state; level; level = level->parent)
        for (const CommonTableItem& table : level->common_tables)
            if (table.name == name && !table.visible) return true;
    return false;
}

NamespaceItem item_of(const QueryState& state, std::int32_t range_index, bool open) {
    const RangeEntry& entry = state.entry(range_index);
    NamespaceItem item;
    item.range_index = range_index;
    item.name = entry.name;
    item.open = open;
    if (entry.kind == RangeEntry::Kind::relation && entry.alias.empty()) item.relation = entry.relation;
    // A sub-query without an alias has no name to qualify columns with.
    item.relation_visible = !(entry.alias.empty() && (entry.kind == RangeEntry::Kind::subquery ||
                                                      entry.kind == RangeEntry::Kind::values ||
                                                      entry.kind == RangeEntry::Kind::join));
    return item;
}

Result<NamespaceItem> add_common_table(QueryState& state, const FoundCommonTable& found, const sql::RangeVar& name) {
    const CommonTableItem& table = *found.table;
    const bool self_reference = table.under_way;
    if (table.modifying && table.query && table.query->returning.empty())
        return failure("0A000", fmt::format("WITH query \"{}\" does not have a RETURNING clause", table.name),
                       name.location);
    RangeEntry entry;
    entry.kind = RangeEntry::Kind::cte;
    entry.name = table.name;
    entry.cte_name = table.name;
    entry.cte_levels_up = found.levels_up;
    entry.cte_self_reference = self_reference;
    entry.columns = table.columns;
    BACKOUT_TRY(apply_alias(entry, name.alias));
    const sql::CommonTableExpression& definition = *table.definition;
    std::size_t hidden = 0;
    const auto add_column = [&](const std::string& column, Oid type) {
        if (column.empty()) return;
        entry.columns.push_back({column, type, -1, catalog::invalid_oid, 0});
        ++hidden;
    };
    // Columns of SEARCH and CYCLE; within the recursive query itself `*` leaves them out.
    add_column(definition.search_sequence_column,
               definition.search_breadth_first ? type_oid::record : type_oid::record_array);
    add_column(definition.cycle_mark_column, table.cycle_mark_type);
    add_column(definition.cycle_path_column, type_oid::record_array);
    NamespaceItem item = add_entry(state, std::move(entry), table.query && table.query->open);
    if (found.levels_up > 0 && hidden > 0) {
        const std::size_t columns = state.entry(item.range_index).columns.size();
        item.merged_away.assign(columns, false);
        std::fill(item.merged_away.end() - static_cast<std::ptrdiff_t>(hidden), item.merged_away.end(), true);
    }
    return item;
}

/// TABLESAMPLE. The methods of a fresh server take a percentage; others are extensions' functions.
Status transform_sample(QueryState& state, const sql::FromRelation& relation, RangeEntry& entry) {
    const auto info = catalog::relation_info(state.catalog(), entry.relation);
    const bool sampled = info && (info->kind == catalog::RelationKind::table ||
                                  info->kind == catalog::RelationKind::materialized_view ||
                                  info->kind == catalog::RelationKind::partitioned_table);
    if (entry.kind != RangeEntry::Kind::relation || !sampled)
        return failure("0A000", "TABLESAMPLE clause can only be applied to tables and materialized views",
                       relation.relation.location);
    const std::string& method = relation.sample_method.back();
    const auto functions = catalog::functions_named(state.catalog(), state.context.path, method);
    constexpr Oid tsm_handler = 3310, float4 = 700;
    const bool known = std::any_of(functions.begin(), functions.end(), [](const catalog::FunctionInfo& function) {
        return function.return_type == tsm_handler;
    });
    if (!known)
        return failure("42704", fmt::format("tablesample method {} does not exist", display_name(relation.sample_method)),
                       relation.location);
    entry.sample_method = method;
    const bool standard = method == "bernoulli" || method == "system";
    if (standard && relation.sample_arguments.size() != 1)
        return failure("2202H",
                       fmt::format("tablesample method {} requires 1 argument, not {}", method,
                                   relation.sample_arguments.size()),
                       relation.location);
    for (const sql::ExpressionPtr& argument : relation.sample_arguments) {
        BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *argument, Clause::from_function));
        if (standard) {
            BACKOUT_ASSIGN(value, coerce_to_specific_type(state, value, float4, "TABLESAMPLE", value->location));
        }
        entry.sample_arguments.push_back(std::move(value));
    }
    if (relation.sample_repeatable) {
        BACKOUT_ASSIGN(entry.sample_repeatable,
                       transform_expression(state, *relation.sample_repeatable, Clause::from_function));
        BACKOUT_ASSIGN(entry.sample_repeatable,
                       coerce_to_specific_type(state, entry.sample_repeatable, type_oid::float8, "REPEATABLE",
                                               entry.sample_repeatable->location));
    }
    return {};
}

Result<NamespaceItem> transform_relation(QueryState& state, const sql::FromRelation& from) {
    const sql::RangeVar& name = from.relation;
    const bool sampled = !from.sample_method.empty();
    if (name.schema.empty()) {
        BACKOUT_ASSIGN(const FoundCommonTable found, find_common_table(state, name));
        if (found.table && !sampled) return add_common_table(state, found, name);
        if (const RangeEntry* extra = extra_relation(state, name)) {
            RangeEntry entry = *extra;
            BACKOUT_TRY(apply_alias(entry, name.alias));
            return add_entry(state, std::move(entry));
        }
    }
    BACKOUT_ASSIGN(const catalog::RelationInfo relation, open_relation(state, name));
    BACKOUT_ASSIGN(RangeEntry entry, relation_entry(state, relation, name.alias, name.inherit));
    if (sampled) BACKOUT_TRY(transform_sample(state, from, entry));
    return add_entry(state, std::move(entry), relation.open);
}

Result<NamespaceItem> transform_subselect(QueryState& state, const sql::FromSubselect& from) {
    QueryPtr query;
    {
        const ClauseScope clause(state, Clause::from_subselect);
        state.lateral_active = from.lateral;
        auto result = transform_sub_query(state, *from.query);
        state.lateral_active = false;
        if (!result) return passed_on(result);
        query = std::move(*result);
    }
    return add_subquery(state, std::move(query), from.alias, from.lateral);
}

Result<NamespaceItem> transform_single(QueryState& state, const sql::FromItem& item) {
    switch (item.kind) {
        case sql::FromKind::relation: return transform_relation(state, static_cast<const sql::FromRelation&>(item));
        case sql::FromKind::subselect:
            return transform_subselect(state, static_cast<const sql::FromSubselect&>(item));
        case sql::FromKind::function:
            return transform_function_item(state, static_cast<const sql::FromFunction&>(item));
        default: return transform_table_function(state, static_cast<const sql::FromTableFunction&>(item));
    }
}

}  // namespace

Status apply_alias(RangeEntry& entry, const std::optional<sql::Alias>& alias) {
    if (!alias) return {};
    if (alias->columns.size() > entry.columns.size())
        return failure("42P10",
                       fmt::format("{} {} columns available but {} columns specified",
                                   fmt::format(fmt::runtime(alias_subject(entry)), alias->name),
                                   entry.columns.size(), alias->columns.size()),
                       sql::no_location);
    entry.alias = alias->name;
    entry.name = alias->name;
    entry.alias_columns = alias->columns;
    entry.has_alias_columns = !alias->columns.empty();
    for (std::size_t i = 0; i < alias->columns.size(); ++i) entry.columns[i].name = alias->columns[i];
    return {};
}

NamespaceItem add_entry(QueryState& state, RangeEntry entry, bool open) {
    if (entry.kind != RangeEntry::Kind::relation || entry.relation == catalog::invalid_oid)
        for (std::size_t i = 0; i < entry.columns.size(); ++i)
            entry.columns[i].attribute = static_cast<AttributeNumber>(i + 1);
    state.range_table.push_back(std::move(entry));
    return item_of(state, static_cast<std::int32_t>(state.range_table.size()), open);
}

Result<catalog::RelationInfo> open_relation(ParseState& state, const sql::RangeVar& name) {
    const Catalog& catalog = state.catalog();
    Oid found = catalog::invalid_oid;
    if (name.schema.empty()) {
        found = catalog::find_relation(catalog, state.context.path, name.name);
    } else if (auto scope = require_namespace(state.context, name.schema, name.location)) {
        found = catalog::find_relation(catalog, *scope, name.name);
    }
    const auto relation = catalog::relation_info(catalog, found);
    if (!relation) {
        auto error = missing_object(state.context, {Missing::Kind::relation, name.schema, name.name}, "42P01",
                                    fmt::format("relation \"{}\" does not exist", written_name(name)), name.location);
        if (name.schema.empty() && is_future_common_table(state, name.name)) {
            error.value().detail = fmt::format(
                "There is a WITH item named \"{}\", but it cannot be referenced from this part of the query.",
                name.name);
            error.value().hint =
                "Use WITH RECURSIVE, or re-order the WITH items to remove forward references.";
        }
        return error;
    }
    if (is_readable(relation->kind)) return *relation;
    const bool composite = relation->kind == catalog::RelationKind::composite;
    if (catalog.major_number() >= 15) {
        const std::string_view what = composite                                           ? "composite types"
                                      : relation->kind == catalog::RelationKind::index ? "indexes"
                                                                                          : "partitioned indexes";
        return failure("42809", fmt::format("cannot open relation \"{}\"", relation->name), name.location, {},
                       fmt::format("This operation is not supported for {}.", what));
    }
    return failure("42809", fmt::format("\"{}\" is {}", relation->name, composite ? "a composite type" : "an index"),
                   name.location);
}

Result<RangeEntry> relation_entry(ParseState& state, const catalog::RelationInfo& relation,
                                  const std::optional<sql::Alias>& alias, bool inherit) {
    RangeEntry entry;
    entry.relation = relation.oid;
    entry.name = relation.name;
    entry.only = !inherit;
    for (const catalog::ColumnInfo& column : catalog::columns_of(state.catalog(), relation.oid))
        entry.columns.push_back(
            {std::string(column.name), column.type, column.typmod, column.collation, column.number});
    BACKOUT_TRY(apply_alias(entry, alias));
    return entry;
}

Result<NamespaceItem> add_subquery(QueryState& state, QueryPtr query, const std::optional<sql::Alias>& alias,
                                   bool lateral) {
    RangeEntry entry;
    entry.kind = RangeEntry::Kind::subquery;
    entry.name = "unnamed_subquery";
    entry.lateral = lateral;
    entry.columns = result_columns(state.catalog(), *query);
    const bool open = query->open;
    entry.subquery = std::move(query);
    BACKOUT_TRY(apply_alias(entry, alias));
    return add_entry(state, std::move(entry), open);
}

NamespaceItem& add_to_namespace(QueryState& state, NamespaceItem item, bool relation_visible, bool columns_visible) {
    item.relation_visible = relation_visible && item.relation_visible;
    item.columns_visible = columns_visible;
    state.name_space.push_back(std::move(item));
    return state.name_space.back();
}

std::unique_ptr<JoinTree> range_reference(std::int32_t range_index) {
    auto tree = std::make_unique<JoinTree>();
    tree->range_index = range_index;
    return tree;
}

Result<catalog::RelationInfo> set_target_table(QueryState& state, const sql::RangeVar& name, bool inherit,
                                               bool also_source) {
    if (extra_relation(state, name))
        return failure("0A000",
                       fmt::format("relation \"{}\" cannot be the target of a modifying statement", name.name),
                       name.location);
    BACKOUT_ASSIGN(const catalog::RelationInfo relation, open_relation(state, name));
    BACKOUT_ASSIGN(RangeEntry entry, relation_entry(state, relation, name.alias, inherit));
    NamespaceItem item = add_entry(state, std::move(entry), relation.open);
    state.target_relation = item.range_index;
    state.target_open = relation.open;
    // The target is no item of FROM, but the statement may name it.
    if (also_source) add_to_namespace(state, std::move(item), true, true);
    return relation;
}

Result<FromPart> transform_from_item(QueryState& state, const sql::FromItem& item) {
    if (item.kind == sql::FromKind::join) return transform_join(state, static_cast<const sql::FromJoin&>(item));
    BACKOUT_ASSIGN(NamespaceItem single, transform_single(state, item));
    FromPart part;
    part.tree = range_reference(single.range_index);
    part.names.push_back(single);
    part.top = std::move(single);
    return part;
}

Status check_name_conflicts(const std::vector<NamespaceItem>& left, const std::vector<NamespaceItem>& right) {
    for (const NamespaceItem& first : left) {
        if (!first.relation_visible) continue;
        for (const NamespaceItem& second : right) {
            if (!second.relation_visible || first.name != second.name) continue;
            // Two different relations without aliases may share a name, of different schemas.
            if (first.relation != catalog::invalid_oid && second.relation != catalog::invalid_oid &&
                first.relation != second.relation)
                continue;
            return failure("42712", fmt::format("table name \"{}\" specified more than once", first.name),
                           sql::no_location);
        }
    }
    return {};
}

Status transform_from(QueryState& state, const std::vector<sql::FromItemPtr>& items) {
    for (const sql::FromItemPtr& item : items) {
        BACKOUT_ASSIGN(FromPart part, transform_from_item(state, *item));
        BACKOUT_TRY(check_name_conflicts(state.name_space, part.names));
        for (NamespaceItem& name : part.names) {
            name.lateral_only = true;
            name.lateral_ok = true;
            state.name_space.push_back(std::move(name));
        }
        state.from.push_back(std::move(part.tree));
    }
    for (NamespaceItem& name : state.name_space) {
        name.lateral_only = false;
        name.lateral_ok = true;
    }
    return {};
}

}  // namespace backout::analyze
