#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// Gives objects made in a stretch of the journal what ALTER DEFAULT PRIVILEGES says new ones are to have
/// (get_user_default_acl, catalog/aclchk.c).
void apply_default_privileges(Catalog& catalog, catalog::Position from);

}  // namespace backout::simulate
