#include "sql/raw/lowering.h"

/// Bulk data, maintenance, databases and tablespaces.
namespace backout::sql::raw {

namespace {

VacuumStatement::Relation lower_relation(Lowering& lowering, const ::VacuumRelation* relation) {
    return {.relation = lower_optional(lowering, relation->relation), .columns = names_of(relation->va_cols)};
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::TruncateStmt* node) {
    auto result = std::make_unique<TruncateStatement>();
    result->relations = lower_list<::RangeVar>(lowering, node->relations);
    result->restart_sequences = node->restart_seqs;
    result->behavior = lower(node->behavior);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CopyStmt* node) {
    auto result = std::make_unique<CopyStatement>();
    result->relation = lower_optional(lowering, node->relation);
    result->query = lower_statement(lowering, node->query);
    result->columns = names_of(node->attlist);
    result->is_from = node->is_from;
    result->is_program = node->is_program;
    result->filename = optional_string_of(node->filename);
    result->options = lower_options(lowering, node->options);
    result->where = lower_expression(lowering, node->whereClause);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::VacuumStmt* node) {
    auto result = std::make_unique<VacuumStatement>();
    result->is_vacuum = node->is_vacuumcmd;
    result->options = lower_options(lowering, node->options);
    result->relations = lower_list<::VacuumRelation>(lowering, node->rels, lower_relation);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ClusterStmt* node) {
    auto result = std::make_unique<ClusterStatement>();
    result->relation = lower_optional(lowering, node->relation);
    result->index_name = string_of(node->indexname);
    result->options = lower_options(lowering, node->params);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ReindexStmt* node) {
    static_assert(static_cast<int>(ReindexStatement::Target::database) == REINDEX_OBJECT_DATABASE);
    auto result = std::make_unique<ReindexStatement>();
    result->target = same<ReindexStatement::Target>(node->kind);
    result->relation = lower_optional(lowering, node->relation);
    result->name = string_of(node->name);
    if (!node->relation && !node->name)
        lowering.note_newer({16, "42601", "syntax error at end of input", {}, no_location});
    result->options = lower_options(lowering, node->params);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ExplainStmt* node) {
    auto result = std::make_unique<ExplainStatement>();
    result->query = lower_statement(lowering, node->query);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreatedbStmt* node) {
    auto result = std::make_unique<CreateDatabaseStatement>();
    result->name = string_of(node->dbname);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterDatabaseStmt* node) {
    auto result = std::make_unique<AlterDatabaseStatement>();
    result->name = string_of(node->dbname);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterDatabaseSetStmt* node) {
    auto result = std::make_unique<AlterDatabaseSetStatement>();
    result->name = string_of(node->dbname);
    result->setting = lower_setting(lowering, node->setstmt);
    return result;
}

StatementPtr lower(Lowering&, const ::AlterDatabaseRefreshCollStmt*) {
    return std::make_unique<AlterDatabaseRefreshCollationStatement>();
}

StatementPtr lower(Lowering& lowering, const ::DropdbStmt* node) {
    auto result = std::make_unique<DropDatabaseStatement>();
    result->name = string_of(node->dbname);
    result->missing_ok = node->missing_ok;
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateTableSpaceStmt* node) {
    auto result = std::make_unique<CreateTablespaceStatement>();
    result->name = string_of(node->tablespacename);
    result->owner = lower_optional(lowering, node->owner);
    result->directory = string_of(node->location);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering&, const ::DropTableSpaceStmt* node) {
    auto result = std::make_unique<DropTablespaceStatement>();
    result->name = string_of(node->tablespacename);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterTableSpaceOptionsStmt* node) {
    auto result = std::make_unique<AlterTablespaceOptionsStatement>();
    result->name = string_of(node->tablespacename);
    result->options = lower_options(lowering, node->options);
    result->reset = node->isReset;
    return result;
}

}  // namespace backout::sql::raw
