#pragma once

#include <string>
#include <vector>

/// A graph to look at: boxes, arrows, labels. Printed in languages that others draw. Labels are what strangers wrote:
/// whatever is in them stays text.
namespace backout::graph {

struct Picture {
    struct Box {
        std::string kind;     ///< decides colour and shape, and is written in the box
        std::string label;
        std::string cluster;  ///< boxes of the same name stand together; empty: outside
    };
    struct Arrow {
        std::size_t from = 0;
        std::size_t to = 0;
        std::string label;
    };
    std::string cluster_word;  ///< "schema"
    std::vector<Box> boxes;
    std::vector<Arrow> arrows;
};

/// In Graphviz's language.
std::string as_dot(const Picture& picture);
/// In Mermaid's, which Markdown viewers draw.
std::string as_mermaid(const Picture& picture);

/// Text as the inside of a quoted string of DOT, for attributes in which backslashes and entities mean something.
std::string escape_dot(std::string_view text);
/// Text as the inside of a quoted label of Mermaid.
std::string escape_mermaid(std::string_view text);

}  // namespace backout::graph
