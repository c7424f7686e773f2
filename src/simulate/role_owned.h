#pragma once

#include "simulate/context.h"

/// What hangs on a role: objects it owns, privileges that name it (catalog/pg_shdepend.c).
namespace backout::simulate {

/// 2BP01 `role "x" cannot be dropped because some objects depend on it`, with what they are as its detail.
Status check_nothing_depends_on_role(const StatementContext& context, Oid role);

}  // namespace backout::simulate
