#pragma once

#include "simulate/alter_table.h"

/// What depends on a column whose type or generation expression changes. Some of it forbids the change, the
/// rest the server drops and makes anew from its printed definition (RememberAllDependentForRebuilding,
/// ATPostAlterTypeCleanup). Here the objects stay the same, and only what the new type changes in them is
/// looked at again.
namespace backout::simulate {

/// The expression printed and read again, now that columns have other types.
Result<catalog::ExprPtr> analyze_again(StatementContext& context, Oid relation,
                                       const catalog::ExprPtr& expression, analyze::Use use);
/// Dependencies on functions, operators and types that an expression needed, replaced by those of the new
/// one. Columns are the same.
void replace_references(const Catalog& catalog, catalog::Object& object, Oid relation,
                        const catalog::ExprPtr& before, const catalog::ExprPtr& after);

/// An index whose columns have changed (what DefineIndex makes of pg_get_indexdef).
Status rebuild_index(AlterTable& work, AlteredTable& table, Oid index);

}  // namespace backout::simulate
