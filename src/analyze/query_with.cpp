#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "analyze/deparse.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"
#include "sql/quote.h"

/// WITH (parser/parse_cte.c). Queries of WITH RECURSIVE are analysed when they are first named, so that each is done
/// with before those that need it, whatever order they were written in.
namespace backout::analyze {

namespace {

const sql::SelectStatement* as_select(const sql::CommonTableExpression& definition) {
    return sql::as<sql::SelectStatement>(definition.query.get());
}

tl::unexpected<Error> invalid_recursion(std::string_view format, const CommonTableItem& table,
                                        sql::Location location) {
    return failure("42P19", fmt::format(fmt::runtime(format), table.name), location);
}

/// analyzeCTETargetList
Status set_columns(CommonTableItem& table, Columns columns) {
    const std::vector<std::string>& aliases = table.definition->columns;
    if (aliases.size() > columns.size())
        return failure("42P10",
                       fmt::format("WITH query \"{}\" has {} columns available but {} columns specified", table.name,
                                   columns.size(), aliases.size()),
                       table.definition->location);
    for (std::size_t i = 0; i < aliases.size(); ++i) columns[i].name = aliases[i];
    table.columns = std::move(columns);
    table.columns_known = true;
    return {};
}

/// A recursive query gives what its non-recursive term gives (analyzeCTE).
Status check_recursive_columns(const QueryState& state, const CommonTableItem& table) {
    const Columns overall = result_columns(state.catalog(), *table.query);
    for (std::size_t i = 0; i < std::min(overall.size(), table.columns.size()); ++i) {
        const RangeEntry::Column& base = table.columns[i];
        if (base.type == catalog::invalid_oid || overall[i].type == catalog::invalid_oid) continue;
        const auto text = [&](const RangeEntry::Column& column) {
            return catalog::format_type(state.catalog(), state.context.path, column.type, column.typmod);
        };
        const auto collation = [&](const RangeEntry::Column& column) {
            const auto info = catalog::collation_info(state.catalog(), column.collation);
            return info ? info->name : std::string();
        };
        const sql::Location location = table.query->targets[i].expression->location;
        if (overall[i].type != base.type || overall[i].typmod != base.typmod)
            return failure("42804",
                           fmt::format("recursive query \"{}\" column {} has type {} in non-recursive term but type {} "
                                       "overall",
                                       table.name, i + 1, text(base), text(overall[i])),
                           location, "Cast the output of the non-recursive term to the correct type.");
        if (overall[i].collation != base.collation)
            return failure("42P21",
                           fmt::format("recursive query \"{}\" column {} has collation \"{}\" in non-recursive term but "
                                       "collation \"{}\" overall",
                                       table.name, i + 1, collation(base), collation(overall[i])),
                           location, "Use the COLLATE clause to set the collation of the non-recursive term.");
    }
    return {};
}

/// Clauses that a recursive query can't have (checkWellFormedRecursion).
Status check_recursive_clauses(const CommonTableItem& table) {
    const sql::SelectStatement& select = *as_select(*table.definition);
    const auto refuse = [](std::string_view what, sql::Location location) {
        return failure("0A000", fmt::format("{} in a recursive query is not implemented", what), location);
    };
    if (!select.order_by.empty()) return refuse("ORDER BY", select.order_by[0].location);
    if (select.limit_offset) return refuse("OFFSET", select.limit_offset->location);
    if (select.limit_count) return refuse("LIMIT", select.limit_count->location);
    if (!select.locking.empty()) return refuse("FOR UPDATE/SHARE", sql::no_location);
    return {};
}

/// The columns that SEARCH and CYCLE name.
Status check_listed_columns(const CommonTableItem& table, const std::vector<std::string>& listed,
                            std::string_view kind) {
    std::unordered_set<std::string_view> seen;
    for (const std::string& name : listed) {
        const bool known = std::any_of(table.columns.begin(), table.columns.end(),
                                       [&](const RangeEntry::Column& column) { return column.name == name; });
        if (!known)
            return failure("42601", fmt::format("{} column \"{}\" not in WITH query column list", kind, name),
                           sql::no_location);
        if (!seen.insert(name).second)
            return failure("42701", fmt::format("{} column \"{}\" specified more than once", kind, name),
                           sql::no_location);
    }
    return {};
}

Status check_added_column(const CommonTableItem& table, const std::string& name, std::string_view kind) {
    for (const RangeEntry::Column& column : table.columns)
        if (!name.empty() && column.name == name)
            return failure("42601",
                           fmt::format("{} column name \"{}\" already used in WITH query column list", kind, name),
                           sql::no_location);
    return {};
}

/// SEARCH and CYCLE need one SELECT on each side of the UNION.
Status check_sides(const CommonTableItem& table) {
    const catalog::SetOperationTree& operation = *table.query->set_operations;
    if (operation.left->operation != 0)
        return failure("0A000", "with a SEARCH or CYCLE clause, the left side of the UNION must be a SELECT",
                       sql::no_location);
    if (operation.right->operation != 0)
        return failure("42601", "with a SEARCH or CYCLE clause, the right side of the UNION must be a SELECT",
                       sql::no_location);
    return {};
}

/// The columns that they add must have names of their own.
Status check_added_names(const sql::CommonTableExpression& definition) {
    const std::string& sequence = definition.search_sequence_column;
    const std::string& mark = definition.cycle_mark_column;
    const std::string& path = definition.cycle_path_column;
    const auto same = [](std::string_view first, std::string_view second) {
        return failure("42601", fmt::format("{} column name and {} column name are the same", first, second),
                       sql::no_location);
    };
    if (!mark.empty() && mark == path) return same("cycle mark", "cycle path");
    if (!sequence.empty() && sequence == mark) return same("search sequence", "cycle mark");
    if (!sequence.empty() && sequence == path) return same("search sequence", "cycle path");
    return {};
}

/// SEARCH and CYCLE, as pg_get_viewdef prints them.
Result<std::string> search_and_cycle(const CommonTableItem& table) {
    const sql::CommonTableExpression& definition = *table.definition;
    std::string text;
    if (!table.recursive) return failure("42601", "WITH query is not recursive", definition.location);
    BACKOUT_TRY(check_sides(table));
    const auto list = [](const std::vector<std::string>& names) {
        std::string joined;
        for (const std::string& name : names) joined += (joined.empty() ? "" : ", ") + sql::quote_identifier(name);
        return joined;
    };
    if (!definition.search_sequence_column.empty()) {
        BACKOUT_TRY(check_listed_columns(table, definition.search_columns, "search"));
        BACKOUT_TRY(check_added_column(table, definition.search_sequence_column, "search sequence"));
        text += fmt::format(" SEARCH {} FIRST BY {} SET {}", definition.search_breadth_first ? "BREADTH" : "DEPTH",
                            list(definition.search_columns), sql::quote_identifier(definition.search_sequence_column));
    }
    if (!definition.cycle_mark_column.empty()) {
        BACKOUT_TRY(check_listed_columns(table, definition.cycle_columns, "cycle"));
        BACKOUT_TRY(check_added_column(table, definition.cycle_mark_column, "cycle mark"));
        BACKOUT_TRY(check_added_column(table, definition.cycle_path_column, "cycle path"));
        text += fmt::format(" CYCLE {} SET {}", list(definition.cycle_columns),
                            sql::quote_identifier(definition.cycle_mark_column));
        text += table.cycle_values;
        text += fmt::format(" USING {}", sql::quote_identifier(definition.cycle_path_column));
    }
    BACKOUT_TRY(check_added_names(definition));
    return text;
}

/// The values of CYCLE's mark column: true and false where none are written.
Status transform_cycle_mark(QueryState& state, CommonTableItem& table) {
    const sql::CommonTableExpression& definition = *table.definition;
    table.cycle_mark_type = type_oid::boolean;
    if (!definition.cycle_mark_value || !definition.cycle_mark_default) return {};
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *definition.cycle_mark_value, Clause::cycle_mark));
    BACKOUT_ASSIGN(ExprPtr other, transform_expression(state, *definition.cycle_mark_default, Clause::cycle_mark));
    BACKOUT_ASSIGN(table.cycle_mark_type, select_common_type(state, {value, other}, "CYCLE"));
    if (!is_undecided(table.cycle_mark_type) && !sort_operators(state.catalog(), table.cycle_mark_type).equal)
        return failure("42883",
                       fmt::format("could not identify an equality operator for type {}",
                                   type_text(state.context, table.cycle_mark_type)),
                       sql::no_location);
    BACKOUT_ASSIGN(value, coerce_to_common_type(state, value, table.cycle_mark_type, "CYCLE/SET/TO", value->location));
    BACKOUT_ASSIGN(other,
                   coerce_to_common_type(state, other, table.cycle_mark_type, "CYCLE/SET/DEFAULT", other->location));
    const auto is_boolean = [](const ExprPtr& expression, char letter) {
        return expression->kind == ExprKind::constant && expression->type == type_oid::boolean &&
               expression->text.starts_with(letter);
    };
    if (is_boolean(value, 't') && is_boolean(other, 'f')) return {};
    table.cycle_values = " TO " + deparse_expression(state.catalog(), *value) + " DEFAULT " +
                         deparse_expression(state.catalog(), *other);
    return {};
}

/// analyzeCTE
Status analyze_common_table(QueryState& state, std::size_t place) {
    CommonTableItem& table = state.common_tables[place];
    const sql::CommonTableExpression& definition = *table.definition;
    if (!definition.cycle_mark_column.empty()) BACKOUT_TRY(transform_cycle_mark(state, table));
    QueryState inner(state.context, &state);
    inner.common_table = &table;
    table.under_way = true;
    state.under_way.push_back(place);
    auto query = transform_statement(inner, *definition.query);
    state.under_way.pop_back();
    table.under_way = false;
    if (!query) return passed_on(query);
    table.query = std::move(*query);
    if (table.modifying && state.parent)
        return failure("0A000", "WITH clause containing a data-modifying statement must be at the top level",
                       definition.location);
    if (table.recursive) {
        BACKOUT_TRY(check_recursive_clauses(table));
        BACKOUT_TRY(check_recursive_columns(state, table));
    } else {
        BACKOUT_TRY(set_columns(table, result_columns(state.catalog(), *table.query)));
    }
    if (!definition.search_sequence_column.empty() || !definition.cycle_mark_column.empty()) {
        BACKOUT_ASSIGN(table.clauses, search_and_cycle(table));
    }
    return {};
}

/// The level of a WITH query itself, of which `state` is a part or further in.
const QueryState& top_level_of(const ParseState& state, const QueryState& level) {
    const ParseState* top = &state;
    while (top->parent != &level) top = top->parent;
    return static_cast<const QueryState&>(*top);
}

/// A reference to a query from within itself: it must be a UNION, and the reference stand alone on its right side.
Status check_self_reference(const ParseState& state, const QueryState& level, CommonTableItem& table,
                            sql::Location location) {
    const sql::CommonTableExpression& definition = *table.definition;
    const auto* select = as_select(definition);
    if (!select)
        return invalid_recursion("recursive query \"{}\" must not contain data-modifying statements", table,
                                 definition.location);
    if (select->operation != sql::SelectStatement::SetOperation::union_)
        return invalid_recursion(
            "recursive query \"{}\" does not have the form non-recursive-term UNION [ALL] recursive-term", table,
            definition.location);
    BACKOUT_TRY(check_recursive_clauses(table));
    constexpr std::string_view within_subquery =
        "recursive reference to query \"{}\" must not appear within a subquery";
    const QueryState& top = top_level_of(state, level);
    if (!top.under_way.empty()) return invalid_recursion(within_subquery, table, location);
    if (!table.columns_known)
        return invalid_recursion(
            "recursive reference to query \"{}\" must not appear within its non-recursive term", table, location);
    for (const ParseState* inner = &state; inner != &level; inner = inner->parent) {
        if (const std::string_view ban = static_cast<const QueryState*>(inner)->recursion_ban; !ban.empty())
            return failure("42P19",
                           fmt::format("recursive reference to query \"{}\" must not appear within {}", table.name, ban),
                           location);
        const Clause clause = inner->parent->clause;
        if (inner->parent != &level && clause != Clause::none && clause != Clause::from_subselect)
            return invalid_recursion(within_subquery, table, location);
    }
    if (++table.self_references > 1)
        return invalid_recursion("recursive reference to query \"{}\" must not appear more than once", table,
                                 location);
    table.recursive = true;
    return {};
}

/// The order in which the server keeps queries of WITH RECURSIVE (TopologicalSort).
std::vector<std::size_t> safe_order(const QueryState& state) {
    std::vector<std::size_t> order(state.common_tables.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::vector<bool> done(order.size(), false);
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::size_t next = i;
        for (; next + 1 < order.size(); ++next) {
            const auto& needs = state.depends_on[order[next]];
            if (std::all_of(needs.begin(), needs.end(), [&](std::size_t need) { return done[need]; })) break;
        }
        std::swap(order[i], order[next]);
        done[order[i]] = true;
    }
    return order;
}

Query::CommonTable finished(const CommonTableItem& table) {
    Query::CommonTable result;
    result.name = table.name;
    result.columns = table.definition->columns;
    result.materialized = static_cast<std::int32_t>(table.definition->materialized);
    result.query = table.query;
    result.text = table.clauses;
    return result;
}

}  // namespace

Status set_recursive_columns(QueryState& state, const Columns& columns) {
    Columns known = columns;
    for (RangeEntry::Column& column : known) {
        if (column.type != type_oid::unknown) continue;
        column.type = type_oid::text;
        column.typmod = -1;
        column.collation = catalog::default_collation;
    }
    return set_columns(*state.common_table, std::move(known));
}

Result<FoundCommonTable> find_common_table(ParseState& state, const sql::RangeVar& name) {
    FoundCommonTable found;
    for (ParseState* level = &state; level; level = level->parent, ++found.levels_up) {
        const auto table = std::find_if(level->common_tables.begin(), level->common_tables.end(),
                                        [&](const CommonTableItem& item) {
                                            return item.visible && item.name == name.name;
                                        });
        if (table == level->common_tables.end()) continue;
        // Only query levels have a WITH.
        auto& query_level = static_cast<QueryState&>(*level);
        const auto place = static_cast<std::size_t>(table - level->common_tables.begin());
        if (table->under_way && place == query_level.under_way.back()) {
            BACKOUT_TRY(check_self_reference(state, query_level, *table, name.location));
        } else if (table->under_way) {
            return failure("0A000", "mutual recursion between WITH items is not implemented",
                           table->definition->location);
        } else {
            if (!query_level.under_way.empty()) query_level.depends_on[query_level.under_way.back()].push_back(place);
            if (!table->query) BACKOUT_TRY(analyze_common_table(query_level, place));
        }
        ++table->references;
        found.table = &*table;
        return found;
    }
    return FoundCommonTable{};
}

Status transform_with(QueryState& state, Query& query, const sql::WithClause* with) {
    if (!with) return {};
    query.recursive = with->recursive;
    std::unordered_set<std::string_view> names;
    for (const sql::CommonTableExpression& definition : with->expressions) {
        if (!names.insert(definition.name).second)
            return failure("42712", fmt::format("WITH query name \"{}\" specified more than once", definition.name),
                           definition.location);
        if (definition.query->kind == sql::StatementKind::merge && state.catalog().major_number() < 17)
            return failure("0A000", "MERGE not supported in WITH query", definition.location);
        CommonTableItem table;
        table.name = definition.name;
        table.definition = &definition;
        table.visible = with->recursive;
        table.modifying = !as_select(definition);
        state.has_modifying_cte = state.has_modifying_cte || table.modifying;
        state.common_tables.push_back(std::move(table));
    }
    state.depends_on.resize(state.common_tables.size());
    for (std::size_t i = 0; i < state.common_tables.size(); ++i) {
        if (!state.common_tables[i].query) BACKOUT_TRY(analyze_common_table(state, i));
        state.common_tables[i].visible = true;
    }
    if (with->recursive) {
        for (std::size_t place : safe_order(state)) query.ctes.push_back(finished(state.common_tables[place]));
    } else {
        for (const CommonTableItem& table : state.common_tables) query.ctes.push_back(finished(table));
    }
    return {};
}

}  // namespace backout::analyze
