#include <map>

#include <fmt/format.h>

#include "graph/naming.h"
#include "graph/picture.h"
#include "graph/style.h"
#include "text/escape.h"

namespace backout::graph {

namespace {

std::string box_line(const Picture::Box& box, std::size_t number) {
    const Style& style = style_of(box.kind);
    return fmt::format("n{} [label=\"{}\\n{}\", shape={}, fillcolor=\"{}\", color=\"{}\"];\n", number,
                       escape_dot(kind_in_words(box.kind)), escape_dot(box.label), style.dot_shape, style.fill, style.line);
}

}  // namespace

std::string escape_dot(std::string_view text) {
    // In a label a backslash starts an escape (\N is the node's name) and & an entity ("escString" and "Character
    // Encodings" of Graphviz's documentation).
    std::string escaped;
    for (char c : text::escape_for_terminal(text)) {
        switch (c) {
            case '"': escaped += "&quot;"; break;
            case '&': escaped += "&amp;"; break;
            case '\\': escaped += "\\\\"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            default: escaped += c; break;
        }
    }
    return escaped;
}

std::string as_dot(const Picture& picture) {
    std::string out =
        "// An arrow points to what is needed.\n"
        "digraph backout {\n"
        "  rankdir=LR;\n"
        "  charset=\"UTF-8\";\n"
        "  graph [fontname=\"Helvetica\", fontsize=12];\n"
        "  node [fontname=\"Helvetica\", fontsize=10, style=filled];\n"
        "  edge [fontname=\"Helvetica\", fontsize=8, color=\"#525252\"];\n";
    std::map<std::string, std::vector<std::size_t>> clusters;
    for (std::size_t i = 0; i < picture.boxes.size(); ++i) clusters[picture.boxes[i].cluster].push_back(i);
    std::size_t number = 0;
    for (const auto& [name, members] : clusters) {
        if (!name.empty())
            out += fmt::format("  subgraph cluster_{} {{\n    label=\"{} {}\";\n    color=\"#a8a29e\";\n", number++,
                               escape_dot(picture.cluster_word), escape_dot(name));
        for (std::size_t i : members) out += (name.empty() ? "  " : "    ") + box_line(picture.boxes[i], i);
        if (!name.empty()) out += "  }\n";
    }
    for (const Picture::Arrow& arrow : picture.arrows)
        out += fmt::format("  n{} -> n{} [label=\"{}\"];\n", arrow.from, arrow.to, escape_dot(arrow.label));
    return out + "}\n";
}

}  // namespace backout::graph
