#include "simulate/statements.h"

namespace backout::simulate {

Status create_view(StatementContext&, const sql::ViewStatement&) { return unknown("not simulated"); }
Status create_table_as(StatementContext&, const sql::CreateTableAsStatement&) { return unknown("not simulated"); }
Status refresh_materialized_view(StatementContext&, const sql::RefreshMaterializedViewStatement&) { return unknown("not simulated"); }
Status create_rule(StatementContext&, const sql::CreateRuleStatement&) { return unknown("not simulated"); }
Status create_sequence(StatementContext&, const sql::CreateSequenceStatement&) { return unknown("not simulated"); }
Status alter_sequence(StatementContext&, const sql::AlterSequenceStatement&) { return unknown("not simulated"); }
Status run_select(StatementContext&, const sql::SelectStatement&) { return unknown("not simulated"); }
Status run_insert(StatementContext&, const sql::InsertStatement&) { return unknown("not simulated"); }
Status run_update(StatementContext&, const sql::UpdateStatement&) { return unknown("not simulated"); }
Status run_delete(StatementContext&, const sql::DeleteStatement&) { return unknown("not simulated"); }
Status run_merge(StatementContext&, const sql::MergeStatement&) { return unknown("not simulated"); }
Status run_copy(StatementContext&, const sql::CopyStatement&) { return unknown("not simulated"); }
Status truncate(StatementContext&, const sql::TruncateStatement&) { return unknown("not simulated"); }
Status lock(StatementContext&, const sql::LockStatement&) { return unknown("not simulated"); }
Status explain(StatementContext&, const sql::ExplainStatement&) { return unknown("not simulated"); }
Status prepare(StatementContext&, const sql::PrepareStatement&) { return unknown("not simulated"); }
Status run_execute(StatementContext&, const sql::ExecuteStatement&) { return unknown("not simulated"); }
Status deallocate(StatementContext&, const sql::DeallocateStatement&) { return unknown("not simulated"); }
Status declare_cursor(StatementContext&, const sql::DeclareCursorStatement&) { return unknown("not simulated"); }
Status fetch(StatementContext&, const sql::FetchStatement&) { return unknown("not simulated"); }
Status close_portal(StatementContext&, const sql::ClosePortalStatement&) { return unknown("not simulated"); }
Status vacuum(StatementContext&, const sql::VacuumStatement&) { return unknown("not simulated"); }
Status cluster(StatementContext&, const sql::ClusterStatement&) { return unknown("not simulated"); }
Status reindex(StatementContext&, const sql::ReindexStatement&) { return unknown("not simulated"); }

}  // namespace backout::simulate
