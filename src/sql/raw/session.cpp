#include "sql/raw/lowering.h"

/// Transactions, settings, prepared statements, cursors, notifications.
namespace backout::sql::raw {

StatementPtr lower(Lowering& lowering, const ::TransactionStmt* node) {
    using Action = TransactionStatement::Action;
    static_assert(static_cast<int>(Action::rollback_prepared) == TRANS_STMT_ROLLBACK_PREPARED);
    auto result = std::make_unique<TransactionStatement>();
    result->action = same<Action>(node->kind);
    result->options = lower_options(lowering, node->options);
    result->savepoint = string_of(node->savepoint_name);
    result->gid = string_of(node->gid);
    result->chain = node->chain;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::VariableSetStmt* node) {
    auto result = std::make_unique<VariableSetStatement>();
    result->setting = lower_setting(lowering, node);
    return result;
}

StatementPtr lower(Lowering&, const ::VariableShowStmt* node) {
    auto result = std::make_unique<VariableShowStatement>();
    result->name = string_of(node->name);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterSystemStmt* node) {
    auto result = std::make_unique<AlterSystemStatement>();
    result->setting = lower_setting(lowering, node->setstmt);
    return result;
}

StatementPtr lower(Lowering&, const ::DiscardStmt* node) {
    static_assert(static_cast<int>(DiscardStatement::Target::temporary) == DISCARD_TEMP);
    auto result = std::make_unique<DiscardStatement>();
    result->target = same<DiscardStatement::Target>(node->target);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ConstraintsSetStmt* node) {
    auto result = std::make_unique<ConstraintsSetStatement>();
    result->constraints = lower_list<::RangeVar>(lowering, node->constraints);
    result->deferred = node->deferred;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::LockStmt* node) {
    auto result = std::make_unique<LockStatement>();
    result->relations = lower_list<::RangeVar>(lowering, node->relations);
    result->mode = node->mode;
    result->nowait = node->nowait;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::PrepareStmt* node) {
    auto result = std::make_unique<PrepareStatement>();
    result->name = string_of(node->name);
    result->argument_types = lower_list<::TypeName>(lowering, node->argtypes);
    result->query = lower_statement(lowering, node->query);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ExecuteStmt* node) {
    auto result = std::make_unique<ExecuteStatement>();
    result->name = string_of(node->name);
    result->parameters = lower_expressions(lowering, node->params);
    return result;
}

StatementPtr lower(Lowering&, const ::DeallocateStmt* node) {
    auto result = std::make_unique<DeallocateStatement>();
    result->name = string_of(node->name);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DeclareCursorStmt* node) {
    auto result = std::make_unique<DeclareCursorStatement>();
    result->name = string_of(node->portalname);
    result->options = node->options;
    result->query = lower_statement(lowering, node->query);
    return result;
}

StatementPtr lower(Lowering&, const ::FetchStmt* node) {
    static_assert(static_cast<int>(FetchStatement::Direction::relative) == FETCH_RELATIVE);
    auto result = std::make_unique<FetchStatement>();
    result->portal = string_of(node->portalname);
    result->move = node->ismove;
    result->direction = same<FetchStatement::Direction>(node->direction);
    result->count = node->howMany;
    return result;
}

StatementPtr lower(Lowering&, const ::ClosePortalStmt* node) {
    auto result = std::make_unique<ClosePortalStatement>();
    result->name = string_of(node->portalname);
    return result;
}

StatementPtr lower(Lowering&, const ::NotifyStmt*) {
    return std::make_unique<NotifyStatement>();
}
StatementPtr lower(Lowering&, const ::ListenStmt*) {
    return std::make_unique<ListenStatement>();
}
StatementPtr lower(Lowering&, const ::UnlistenStmt*) {
    return std::make_unique<UnlistenStatement>();
}
StatementPtr lower(Lowering&, const ::LoadStmt*) {
    return std::make_unique<LoadStatement>();
}
StatementPtr lower(Lowering&, const ::CheckPointStmt*) {
    return std::make_unique<CheckpointStatement>();
}

}  // namespace backout::sql::raw
