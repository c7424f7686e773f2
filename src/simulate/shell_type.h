#pragma once

#include "simulate/context.h"

/// Types that are named before they are defined, so that their input and output functions can be declared
/// (TypeShellMake, catalog/pg_type.c).
namespace backout::simulate {

/// Makes a shell of this name; the name must be free.
Result<Oid> insert_shell_type(StatementContext& context, const sql::Names& names);

}  // namespace backout::simulate
