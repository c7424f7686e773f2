#pragma once

#include "simulate/evaluate.h"

namespace backout::simulate {

/// CALL with variables that its arguments may name; `atomic`: the procedure can't end the transaction.
Status run_procedure(StatementContext& context, const sql::CallStatement& statement, const Variables& variables, bool atomic);

}  // namespace backout::simulate
