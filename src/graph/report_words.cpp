#include <fmt/format.h>
#include <fmt/ranges.h>

#include "graph/report.h"

namespace backout::graph {

namespace {

/// More columns than these would make a label too long to read.
constexpr std::size_t named_columns = 4;

std::string list(const std::vector<std::string>& columns) {
    if (columns.size() <= named_columns) return fmt::format("{}", fmt::join(columns, ", "));
    return fmt::format("{} and {} more", fmt::join(columns.begin(), columns.begin() + named_columns, ", "),
                       columns.size() - named_columns);
}

}  // namespace

std::string columns_in_words(const Dependence& dependence) {
    if (dependence.columns.empty() && dependence.referenced_columns.empty()) return {};
    if (dependence.need == Need::references)
        return fmt::format(" ({} → {})", list(dependence.columns), list(dependence.referenced_columns));
    return fmt::format(" ({})", list(dependence.referenced_columns.empty() ? dependence.columns
                                                                           : dependence.referenced_columns));
}

std::string in_words(const Dependence& dependence) {
    if (!dependence.because.empty()) return list(dependence.because);
    std::string words(in_words(dependence.need));
    words += columns_in_words(dependence);
    if (!dependence.key.empty()) words += " " + dependence.key;
    if (!dependence.through.empty()) words += " by " + dependence.through;
    return words;
}

Picture picture_of(const DependencyGraph& graph) {
    Picture picture;
    picture.cluster_word = "schema";
    for (const Vertex& vertex : graph.vertices) {
        std::string label = vertex.name;
        if (!vertex.schema.empty() && label.starts_with(vertex.schema + ".")) label.erase(0, vertex.schema.size() + 1);
        picture.boxes.push_back({vertex.kind, std::move(label), vertex.schema});
    }
    for (const Dependence& dependence : graph.dependences)
        picture.arrows.push_back({dependence.dependent, dependence.referenced, in_words(dependence)});
    return picture;
}

}  // namespace backout::graph
