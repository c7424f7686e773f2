#include "simulate/statements.h"

namespace backout::simulate {

Status create_event_trigger(StatementContext&, const sql::CreateEventTriggerStatement&) { return unknown("not simulated"); }
Status alter_event_trigger(StatementContext&, const sql::AlterEventTriggerStatement&) { return unknown("not simulated"); }
Status create_cast(StatementContext&, const sql::CreateCastStatement&) { return unknown("not simulated"); }
Status create_transform(StatementContext&, const sql::CreateTransformStatement&) { return unknown("not simulated"); }
Status create_conversion(StatementContext&, const sql::CreateConversionStatement&) { return unknown("not simulated"); }
Status create_language(StatementContext&, const sql::CreateLanguageStatement&) { return unknown("not simulated"); }
Status create_access_method(StatementContext&, const sql::CreateAccessMethodStatement&) { return unknown("not simulated"); }
Status define_object(StatementContext&, const sql::DefineStatement&) { return unknown("not simulated"); }
Status alter_operator(StatementContext&, const sql::AlterOperatorStatement&) { return unknown("not simulated"); }
Status create_operator_class(StatementContext&, const sql::CreateOperatorClassStatement&) { return unknown("not simulated"); }
Status create_operator_family(StatementContext&, const sql::CreateOperatorFamilyStatement&) { return unknown("not simulated"); }
Status alter_operator_family(StatementContext&, const sql::AlterOperatorFamilyStatement&) { return unknown("not simulated"); }
Status create_range(StatementContext&, const sql::CreateRangeStatement&) { return unknown("not simulated"); }
Status alter_type(StatementContext&, const sql::AlterTypeStatement&) { return unknown("not simulated"); }
Status alter_collation(StatementContext&, const sql::AlterCollationStatement&) { return unknown("not simulated"); }

}  // namespace backout::simulate
