#include <map>
#include <set>

#include <fmt/format.h>

#include "graph/naming.h"
#include "graph/picture.h"
#include "graph/style.h"
#include "text/escape.h"

namespace backout::graph {

namespace {

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '_' ||
           c == ',' || static_cast<unsigned char>(c) >= 0x80;
}

std::string box_line(const Picture::Box& box, std::size_t number) {
    const Style& style = style_of(box.kind);
    return fmt::format("n{}{}\"{}<br/>{}\"{}:::{}\n", number, style.mermaid_open, escape_mermaid(kind_in_words(box.kind)),
                       escape_mermaid(box.label), style.mermaid_close, style.name);
}

}  // namespace

std::string escape_mermaid(std::string_view text) {
    // Entity codes with # ("Entity codes to escape characters" of Mermaid's flowcharts); all ASCII that isn't a word's,
    // since quotes, Markdown, HTML, formulas and directives all have characters of their own.
    std::string escaped;
    for (char c : text::escape_for_terminal(text))
        escaped += is_plain(c) ? std::string(1, c) : fmt::format("#{};", static_cast<int>(c));
    return escaped;
}

std::string as_mermaid(const Picture& picture) {
    std::string out = "%% An arrow points to what is needed.\nflowchart LR\n";
    std::map<std::string, std::vector<std::size_t>> clusters;
    for (std::size_t i = 0; i < picture.boxes.size(); ++i) clusters[picture.boxes[i].cluster].push_back(i);
    std::size_t number = 0;
    for (const auto& [name, members] : clusters) {
        if (!name.empty())
            out += fmt::format("  subgraph c{}[\"{} {}\"]\n", number++, escape_mermaid(picture.cluster_word),
                               escape_mermaid(name));
        for (std::size_t i : members) out += (name.empty() ? "  " : "    ") + box_line(picture.boxes[i], i);
        if (!name.empty()) out += "  end\n";
    }
    for (const Picture::Arrow& arrow : picture.arrows) {
        const std::string label = arrow.label.empty() ? "" : fmt::format("|\"{}\"|", escape_mermaid(arrow.label));
        out += fmt::format("  n{} -->{} n{}\n", arrow.from, label, arrow.to);
    }
    std::set<std::string_view> used;
    for (const Picture::Box& box : picture.boxes) used.insert(style_of(box.kind).name);
    for (const Style& style : all_styles())
        if (used.contains(style.name))
            out += fmt::format("  classDef {} fill:{},stroke:{},color:#000\n", style.name, style.fill, style.line);
    return out;
}

}  // namespace backout::graph
