#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// The name is free for a new type: 42710 `type "x" already exists`; an array type that the server named itself
/// makes way.
Status check_type_name_free(StatementContext& context, Oid scope, const std::string& name);

}  // namespace backout::simulate
