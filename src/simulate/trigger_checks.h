#pragma once

#include "simulate/context.h"

/// What CREATE TRIGGER refuses (commands/trigger.c).
namespace backout::simulate {

/// Kinds of relations and the triggers they can't have: 42809.
Status check_trigger_relation(const StatementContext& context, Oid relation, const sql::CreateTriggerStatement& statement);

/// Combinations of timing, events, columns and transition tables.
Status check_trigger_definition(const catalog::Relation& relation, const sql::CreateTriggerStatement& statement);

/// What WHEN may refer to: 42P17 "INSERT trigger's WHEN condition cannot reference OLD values" and the like.
Status check_trigger_condition(const catalog::Relation& relation, const catalog::Expr& when,
                               const sql::CreateTriggerStatement& statement);

}  // namespace backout::simulate
