#include "simulate/statements.h"

namespace backout::simulate {

Status create_table(StatementContext&, const sql::CreateTableStatement&) { return unknown("not simulated"); }
Status create_statistics(StatementContext&, const sql::CreateStatisticsStatement&) { return unknown("not simulated"); }
Status alter_statistics(StatementContext&, const sql::AlterStatisticsStatement&) { return unknown("not simulated"); }

}  // namespace backout::simulate
