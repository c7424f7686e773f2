#pragma once

#include "simulate/error.h"

namespace backout::simulate {

/// The error with the object that explains it: what has the name already, what is of the wrong kind, what
/// overlaps.
inline tl::unexpected<Error> involving(tl::unexpected<Error> made, catalog::Oid oid) {
    made.value().involved.push_back({oid, 0});
    return made;
}

}  // namespace backout::simulate
