#include "graph/style.h"

#include <algorithm>
#include <array>

namespace backout::graph {

namespace {

struct Group {
    Style style;
    std::string_view kinds;  ///< each between blanks
};

/// Fills are light, so that black text on them has a contrast of at least 10 to 1.
constexpr std::array groups{
    Group{{"table", "#dbeafe", "#1d4ed8", "box", "[", "]"}, " table foreign_table "},
    Group{{"view", "#dcfce7", "#15803d", "parallelogram", "[/", "/]"}, " view matview "},
    Group{{"routine", "#ffedd5", "#c2410c", "ellipse", "([", "])"}, " function procedure aggregate operator cast "},
    Group{{"type", "#f3e8ff", "#7e22ce", "hexagon", "{{", "}}"},
          " enum domain type composite collation opclass opfamily domain_constraint "},
    Group{{"sequence", "#e0f2fe", "#0369a1", "cylinder", "[(", ")]"}, " sequence "},
    Group{{"index", "#f1f5f9", "#475569", "note", "[\\", "\\]"}, " index statistics "},
    Group{{"constraint", "#fef9c3", "#a16207", "box", "[/", "\\]"}, " constraint foreign_key "},
    Group{{"trigger", "#fee2e2", "#b91c1c", "cds", ">", "]"}, " trigger rule policy event_trigger "},
    Group{{"container", "#e7e5e4", "#44403c", "folder", "[[", "]]"}, " schema extension publication subscription "},
    Group{{"migration", "#f5f5f4", "#292524", "box", "(", ")"}, " migration "},
    Group{{"other", "#ffffff", "#525252", "component", "[", "]"}, ""},
};

constexpr auto make_styles() {
    std::array<Style, groups.size()> styles{};
    for (std::size_t i = 0; i < groups.size(); ++i) styles[i] = groups[i].style;
    return styles;
}
constexpr auto styles = make_styles();

bool holds(std::string_view kinds, std::string_view kind) {
    for (std::size_t at = kinds.find(kind); at != std::string_view::npos; at = kinds.find(kind, at + 1))
        if (at > 0 && kinds[at - 1] == ' ' && kinds[at + kind.size()] == ' ') return true;
    return false;
}

}  // namespace

std::span<const Style> all_styles() { return styles; }

const Style& style_of(std::string_view kind) {
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (!kind.empty() && holds(groups[i].kinds, kind)) return styles[i];
    return styles.back();
}

}  // namespace backout::graph
