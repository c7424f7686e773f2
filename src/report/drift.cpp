#include "backout/drift.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backout/version.h"
#include "text/escape.h"

namespace backout {

namespace {

using Json = nlohmann::ordered_json;

std::string safe(std::string_view text) { return text::escape_for_terminal(text); }

std::string_view change_word(Residue::Change change) {
    switch (change) {
        case Residue::Change::added:
            return "only in the dump";
        case Residue::Change::removed:
            return "only in the migrations";
        case Residue::Change::changed:
            return "differs";
    }
    return "";
}

std::string line_of(const Residue& difference) {
    std::string line = fmt::format("{:<23} {} {}", change_word(difference.change), difference.kind,
                                   safe(difference.name));
    if (!difference.detail.empty()) line += ": " + safe(difference.detail);
    if (difference.origin)
        line += fmt::format(" ({}:{})", safe(difference.origin->place.file), difference.origin->place.begin.line);
    return line + "\n";
}

Json item_of(const Residue& difference) {
    Json item{{"kind", difference.kind},
              {"name", difference.name},
              {"change", to_string(difference.change)},
              {"detail", difference.detail}};
    if (difference.origin)
        item["origin"] = {{"file", difference.origin->place.file},
                          {"line", difference.origin->place.begin.line},
                          {"column", difference.origin->place.begin.column},
                          {"message", difference.origin->message}};
    return item;
}

Json items_of(const std::vector<Residue>& differences) {
    Json items = Json::array();
    for (const Residue& difference : differences) items.push_back(item_of(difference));
    return items;
}

}  // namespace

std::string render_drift_text(const DriftReport& report) {
    std::string text;
    for (const Residue& difference : report.differences) text += line_of(difference);
    if (!report.differences.empty()) text += "\n";
    for (const std::string& reason : report.reasons) text += fmt::format("not certain: {}\n", safe(reason));
    if (!report.reasons.empty()) text += "\n";
    if (report.differences.empty())
        text += fmt::format("{} is what the migrations make\n", safe(report.file));
    else
        text += fmt::format("{} is not what the migrations make: {} difference{}\n", safe(report.file),
                            report.differences.size(), report.differences.size() == 1 ? "" : "s");
    if (!report.notes.empty())
        text += fmt::format("{} in another order\n", report.notes.size() == 1
                                                         ? "1 table has its columns"
                                                         : fmt::format("{} tables have their columns", report.notes.size()));
    return text;
}

std::string render_drift_json(const DriftReport& report) {
    Json document{{"version", 1},
                  {"tool", {{"name", "backout"}, {"version", version()}, {"postgres", report.postgres_major}}},
                  {"file", report.file},
                  {"drift", !report.differences.empty()},
                  {"differences", items_of(report.differences)},
                  {"notes", items_of(report.notes)},
                  {"reasons", report.reasons}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace backout
