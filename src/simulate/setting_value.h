#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// Whether a session may set a parameter to this value: 55P02 where it is fixed, 22023 where the value isn't one that it
/// takes (set_config_option, utils/misc/guc.c). Parameters that aren't among the facts pass, and so do strings, which
/// have checks of their own.
Status check_setting_value(const StatementContext& context, const std::string& name, std::string_view value);

/// RESET and SET … TO DEFAULT.
Status check_setting_reset(const StatementContext& context, const std::string& name);

}  // namespace backout::simulate
