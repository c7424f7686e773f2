#pragma once

#include <optional>

#include "simulate/context.h"

/// Where values of a type are stored: what keeps the type from being changed.
namespace backout::simulate {

struct StoredUse {
    Oid relation = catalog::invalid_oid;
    std::string column;
};

/// The first column with rows of its own whose type is this one or contains it: in an array, a domain, a range, or a
/// composite type (find_composite_type_dependencies, commands/tablecmds.c).
std::optional<StoredUse> find_stored_use(const Catalog& catalog, Oid type);

/// 0A000 `cannot alter type "x" because column "t.c" uses it`.
Status check_type_unused(const Catalog& catalog, Oid type, std::string_view altered_type);

}  // namespace backout::simulate
