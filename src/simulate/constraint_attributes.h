#pragma once

#include "simulate/constraint.h"

namespace backout::simulate {

/// The constraints of a column with DEFERRABLE, INITIALLY and ENFORCED, which the grammar gives as
/// constraints of their own, folded into the one before them: 42601 `misplaced DEFERRABLE clause` and the
/// like.
Result<std::vector<ConstraintRequest>> fold_constraint_attributes(
    const std::vector<sql::Constraint>& constraints);

}  // namespace backout::simulate
