#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// ALTER TRIGGER, RULE and POLICY … RENAME.
Status rename_part(StatementContext& context, const sql::RenameStatement& statement);

}  // namespace backout::simulate
