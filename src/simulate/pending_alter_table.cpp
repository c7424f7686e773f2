#include "simulate/statements.h"

namespace backout::simulate {

Status alter_table(StatementContext&, const sql::AlterTableStatement&) { return unknown("not simulated"); }
Status alter_table_move_all(StatementContext&, const sql::AlterTableMoveAllStatement&) { return unknown("not simulated"); }

}  // namespace backout::simulate
