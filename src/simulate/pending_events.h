#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// A row that was surely inserted has its deferred foreign keys and constraint triggers wait for the transaction's end;
/// until then the table can't be altered (CheckTableNotInUse, commands/tablecmds.c).
void note_pending_insert(StatementContext& context, Oid relation);

}  // namespace backout::simulate
