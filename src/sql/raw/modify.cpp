#include "sql/raw/lowering.h"

/// INSERT, UPDATE, DELETE, MERGE.
namespace backout::sql::raw {

namespace {

/// Since PostgreSQL 18, RETURNING is a clause with names for OLD and NEW; before, a list.
#if PG_VERSION_NUM >= 180000
template <class Result, class Source>
void lower_returning(Lowering& lowering, Result& result, const Source* node) {
    if (!node->returningClause) return;
    result.returning = lower_list<::ResTarget>(lowering, node->returningClause->exprs);
    if (node->returningClause->options) lowering.note_newer(18, "WITH", -1);
    for (const ::ReturningOption* option : elements<::ReturningOption>(node->returningClause->options))
        result.returning_aliases.push_back({.is_new = option->option == RETURNING_OPTION_NEW,
                                            .name = string_of(option->value),
                                            .location = lowering.place(option->location)});
}
#else
template <class Result, class Source>
void lower_returning(Lowering& lowering, Result& result, const Source* node) {
    result.returning = lower_list<::ResTarget>(lowering, node->returningList);
}
#endif

InsertStatement::Override lower_override(::OverridingKind kind) {
    static_assert(static_cast<int>(InsertStatement::Override::system_value) == OVERRIDING_SYSTEM_VALUE);
    return same<InsertStatement::Override>(kind);
}

OnConflict::InferElement lower_infer_element(Lowering& lowering, const ::IndexElem* element) {
    OnConflict::InferElement result;
    result.column = string_of(element->name);
    result.expression = lower_expression(lowering, element->expr);
    result.collation = names_of(element->collation);
    result.opclass = names_of(element->opclass);
    return result;
}

std::unique_ptr<OnConflict> lower_on_conflict(Lowering& lowering, const ::OnConflictClause* clause) {
    static_assert(static_cast<int>(OnConflict::Action::update) == ONCONFLICT_UPDATE);
    if (!clause) return nullptr;
    auto result = std::make_unique<OnConflict>();
    result->action = same<OnConflict::Action>(clause->action);
    if (const ::InferClause* infer = clause->infer) {
        result->has_inference = true;
        result->elements = lower_list<::IndexElem>(lowering, infer->indexElems, lower_infer_element);
        result->index_where = lower_expression(lowering, infer->whereClause);
        result->constraint = string_of(infer->conname);
    }
    result->targets = lower_list<::ResTarget>(lowering, clause->targetList);
    result->where = lower_expression(lowering, clause->whereClause);
    result->location = lowering.place(clause->location);
    return result;
}

MergeStatement::When::Action merge_action(::CmdType command) {
    using Action = MergeStatement::When::Action;
    switch (command) {
        case CMD_INSERT:
            return Action::insert;
        case CMD_UPDATE:
            return Action::update;
        case CMD_DELETE:
            return Action::delete_;
        default:
            return Action::nothing;
    }
}

MergeStatement::When lower_when(Lowering& lowering, const ::MergeWhenClause* when) {
    using Match = MergeStatement::When::Match;
    static_assert(static_cast<int>(Match::not_matched_by_target) == MERGE_WHEN_NOT_MATCHED_BY_TARGET);
    if (when->matchKind == MERGE_WHEN_NOT_MATCHED_BY_SOURCE) lowering.note_newer(17, "BY", -1);
    MergeStatement::When result;
    result.match = same<Match>(when->matchKind);
    result.action = merge_action(when->commandType);
    result.condition = lower_expression(lowering, when->condition);
    result.targets = lower_list<::ResTarget>(lowering, when->targetList);
    result.values = lower_expressions(lowering, when->values);
    result.override_ = lower_override(when->override);
    return result;
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::InsertStmt* node) {
    auto result = std::make_unique<InsertStatement>();
    result->with = lower_with(lowering, node->withClause);
    result->relation = lower(lowering, node->relation);
    result->columns = lower_list<::ResTarget>(lowering, node->cols);
    result->source = lower_statement(lowering, node->selectStmt);
    result->on_conflict = lower_on_conflict(lowering, node->onConflictClause);
    lower_returning(lowering, *result, node);
    result->override_ = lower_override(node->override);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::UpdateStmt* node) {
    auto result = std::make_unique<UpdateStatement>();
    result->with = lower_with(lowering, node->withClause);
    result->relation = lower(lowering, node->relation);
    result->targets = lower_list<::ResTarget>(lowering, node->targetList);
    result->from = lower_from(lowering, node->fromClause);
    result->where = lower_expression(lowering, node->whereClause);
    lower_returning(lowering, *result, node);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DeleteStmt* node) {
    auto result = std::make_unique<DeleteStatement>();
    result->with = lower_with(lowering, node->withClause);
    result->relation = lower(lowering, node->relation);
    result->using_ = lower_from(lowering, node->usingClause);
    result->where = lower_expression(lowering, node->whereClause);
    lower_returning(lowering, *result, node);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::MergeStmt* node) {
    lowering.note_newer(15, "MERGE", -1);
    auto result = std::make_unique<MergeStatement>();
    result->with = lower_with(lowering, node->withClause);
    result->relation = lower(lowering, node->relation);
    result->source = lower_from_item(lowering, node->sourceRelation);
    result->condition = lower_expression(lowering, node->joinCondition);
    result->whens = lower_list<::MergeWhenClause>(lowering, node->mergeWhenClauses, lower_when);
    lower_returning(lowering, *result, node);
    if (!result->returning.empty()) lowering.note_newer(17, "RETURNING", -1);
    return result;
}

}  // namespace backout::sql::raw
