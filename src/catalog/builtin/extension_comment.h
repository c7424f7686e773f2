#pragma once

#include <string_view>

namespace backout::catalog::builtin {

/// The comment in an extension's control file, which CREATE EXTENSION makes its own (commands/extension.c,
/// CreateExtensionInternal); empty where there is none or it isn't known.
std::string_view extension_comment(std::string_view name);

}  // namespace backout::catalog::builtin
