#pragma once

#include "plan/alteration.h"

namespace backout::plan {

/// Labels of an enum can be added and renamed; where some have to go, or to stand elsewhere, the type is made anew under
/// its name and its columns are given the new one. What else uses the type (functions, views, domains; constraints,
/// indexes and policies with a value of it) has to be out of the way by then, and so has a column that is dropped or gets
/// another type.
void alter_enum(const Pair& pair, Alteration& alteration);

}  // namespace backout::plan
