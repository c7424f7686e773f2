#pragma once

#include <span>
#include <string_view>

namespace backout::graph {

/// How boxes of some kinds look. Kinds of one group share it; the kind's word is in the box, so colour alone says nothing.
struct Style {
    std::string_view name;           ///< of the group
    std::string_view fill;
    std::string_view line;
    std::string_view dot_shape;
    std::string_view mermaid_open;   ///< brackets that give the box its shape
    std::string_view mermaid_close;
};

std::span<const Style> all_styles();
const Style& style_of(std::string_view kind);

}  // namespace backout::graph
