#include "analyze/query.h"

/// Actions of rules (transformRuleStmt in parser/parse_utilcmd.c).
namespace backout::analyze {

namespace {

/// OLD or NEW: an entry of the range table whose columns are named by it only.
void add_rule_relation(QueryState& state, Oid relation, const char* name, bool visible) {
    RangeEntry entry;
    entry.relation = relation;
    entry.alias = name;
    entry.name = name;
    for (const catalog::ColumnInfo& column : catalog::columns_of(state.catalog(), relation))
        entry.columns.push_back(
            {std::string(column.name), column.type, column.typmod, column.collation, column.number});
    const auto info = catalog::relation_info(state.catalog(), relation);
    NamespaceItem item = add_entry(state, std::move(entry), info && info->open);
    if (visible) add_to_namespace(state, std::move(item), true, false);
}

}  // namespace

Result<QueryPtr> analyze_rule_action(const Context& context, const sql::Statement& statement, Oid relation,
                                     char event) {
    constexpr char update = '2', insert = '3';
    QueryState state(context);
    add_rule_relation(state, relation, "old", event != insert);
    add_rule_relation(state, relation, "new", event == update || event == insert);
    return transform_statement(state, statement);
}

}  // namespace backout::analyze
