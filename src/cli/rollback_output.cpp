#include "cli/rollback_output.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backout/version.h"
#include "cli/console.h"
#include "text/escape.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

Json script_json(const WrittenScript& script) {
    Json losses = Json::array();
    for (const DataLoss& loss : script.losses) losses.push_back({{"object", loss.object}, {"detail", loss.detail}});
    Json left = Json::array();
    for (const Residue& residue : script.left)
        left.push_back({{"kind", residue.kind},
                        {"name", residue.name},
                        {"change", to_string(residue.change)},
                        {"detail", residue.detail}});
    return {{"id", script.id},
            {"name", script.name},
            {"files", {{"up", script.up_file}, {"down", script.down_file}}},
            {"sql", script.refused ? Json(nullptr) : Json(script.sql)},
            {"proven", script.proven},
            {"outside_transaction", script.outside_transaction},
            {"reasons", script.reasons},
            {"left", std::move(left)},
            {"losses", std::move(losses)}};
}

std::string verdict_of(const WrittenScript& script) {
    if (script.refused) return fmt::format("✗ {}: can't be written: {}", script.name, doubts_about(script));
    if (!script.proven) return fmt::format("! {}: can be written, not proven: {}", script.name, doubts_about(script));
    std::string text = fmt::format("✓ {}: can be written and proven", script.name);
    std::string rows;
    for (const DataLoss& loss : script.losses) rows += (rows.empty() ? "" : ", ") + loss.object;
    if (!rows.empty()) text += "; rows don't come back: " + rows;
    return text;
}

}  // namespace

std::string scripts_as_sql(const std::vector<WrittenScript>& scripts, project::Direction direction) {
    std::vector<const WrittenScript*> ordered;
    for (const WrittenScript& script : scripts)
        if (!script.refused) ordered.push_back(&script);
    if (direction == project::Direction::down) std::reverse(ordered.begin(), ordered.end());
    std::string text;
    for (const WrittenScript* script : ordered) {
        if (!text.empty()) text += "\n";
        text += script->sql;
    }
    return text;
}

std::string scripts_as_json(const std::vector<WrittenScript>& scripts) {
    Json document{{"version", 1}, {"tool", {{"name", "backout"}, {"version", version()}}}, {"migrations", Json::array()}};
    for (const WrittenScript& script : scripts) document["migrations"].push_back(script_json(script));
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string scripts_as_verdicts(const std::vector<WrittenScript>& scripts) {
    std::string text;
    for (const WrittenScript& script : scripts) text += text::escape_for_terminal(verdict_of(script)) + "\n";
    return text;
}

std::string doubts_about(const WrittenScript& script) {
    std::string text;
    for (const std::string& reason : script.reasons) text += (text.empty() ? "" : "; ") + reason;
    for (const Residue& residue : script.left)
        text += fmt::format("{}{} {} differs", text.empty() ? "" : "; ", residue.kind, residue.name);
    return text;
}

void print_doubts(const WrittenScript& script) {
    if (script.proven) return;
    print_error(fmt::format("{}: {}: {}", script.name, script.refused ? "no script can be written" : "not proven",
                            doubts_about(script)));
}

}  // namespace backout::cli
