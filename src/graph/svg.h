#pragma once

#include <string>

#include <tl/expected.hpp>

namespace backout::graph {

/// Draws DOT as SVG with Graphviz's library, which is looked for only now: the program starts and installs without it.
/// The error says what is missing.
tl::expected<std::string, std::string> draw_svg(const std::string& dot);

}  // namespace backout::graph
