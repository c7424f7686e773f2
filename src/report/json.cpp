#include <nlohmann/json.hpp>

#include "backout/render.h"
#include "backout/version.h"

namespace backout {

namespace {

using Json = nlohmann::ordered_json;

Json place_of(const Place& place) {
    return {{"file", place.file}, {"line", place.begin.line}, {"column", place.begin.column}};
}

Json related(const RelatedPlace& related_place) {
    Json json = place_of(related_place.place);
    json["message"] = related_place.message;
    return json;
}

Json error_of(const std::optional<SqlError>& error) {
    if (!error) return nullptr;
    Json json{{"sqlstate", error->sqlstate}, {"message", error->message}};
    json.update(place_of(error->place));
    if (!error->detail.empty()) json["detail"] = error->detail;
    if (!error->hint.empty()) json["hint"] = error->hint;
    Json chain = Json::array();
    for (const RelatedPlace& link : error->chain)
        chain.push_back(related(link));
    json["chain"] = std::move(chain);
    return json;
}

Json script_of(const ScriptReport& script) {
    return {{"outcome", to_string(script.outcome)},
            {"error", error_of(script.error)},
            {"reasons", script.reasons}};
}

Json residue_of(const Residue& residue) {
    Json json{{"kind", residue.kind},
              {"name", residue.name},
              {"change", to_string(residue.change)},
              {"detail", residue.detail}};
    if (residue.origin) json["origin"] = related(*residue.origin);
    return json;
}

Json round_trip_of(const RoundTrip& trip) {
    Json residue = Json::array();
    for (const Residue& one : trip.residue)
        residue.push_back(residue_of(one));
    Json notes = Json::array();
    for (const Residue& one : trip.notes)
        notes.push_back(residue_of(one));
    return {{"verdict", to_string(trip.verdict)},
            {"residue", std::move(residue)},
            {"notes", std::move(notes)},
            {"reasons", trip.reasons}};
}

Json data_of(const DataReport& data) {
    Json losses = Json::array();
    for (const DataLoss& loss : data.losses) {
        Json json{{"object", loss.object}, {"detail", loss.detail}};
        if (loss.origin) json["origin"] = related(*loss.origin);
        losses.push_back(std::move(json));
    }
    return {{"verdict", to_string(data.verdict)}, {"losses", std::move(losses)}};
}

Json migration_of(const MigrationReport& migration) {
    Json files{{"up", nullptr}, {"down", nullptr}};
    if (!migration.up_file.empty()) files["up"] = migration.up_file;
    if (!migration.down_file.empty()) files["down"] = migration.down_file;
    return {{"id", migration.id},
            {"name", migration.name},
            {"files", std::move(files)},
            {"up", script_of(migration.up)},
            {"down", migration.down ? script_of(*migration.down) : Json(nullptr)},
            {"round_trip", round_trip_of(migration.round_trip)},
            {"data", data_of(migration.data)}};
}

Json finding_of(const Finding& finding) {
    Json json{{"rule", finding.rule},
              {"severity", to_string(finding.severity)},
              {"file", finding.place.file},
              {"line", finding.place.begin.line},
              {"column", finding.place.begin.column},
              {"end_line", finding.place.end.line},
              {"end_column", finding.place.end.column},
              {"message", finding.message},
              {"help", finding.help},
              {"migration", finding.migration},
              {"notes", finding.notes}};
    Json places = Json::array();
    for (const RelatedPlace& place : finding.related)
        places.push_back(related(place));
    json["related"] = std::move(places);
    return json;
}

Json summary_of(const Summary& summary) {
    return {{"migrations", summary.migrations}, {"downs", summary.downs},
            {"inverse", summary.inverse},       {"not_inverse", summary.not_inverse},
            {"fails", summary.fails},           {"unproven", summary.unproven},
            {"missing", summary.missing},       {"errors", summary.errors},
            {"warnings", summary.warnings},     {"notes", summary.notes}};
}

}  // namespace

std::string render_json(const Report& report) {
    Json document;
    document["version"] = 1;
    document["tool"] = {{"name", "backout"}, {"version", version()}, {"postgres", report.postgres_major}};
    document["project"] = {{"layout", report.layout}, {"root", report.root}};
    document["assumptions"] = report.assumptions;
    Json migrations = Json::array();
    for (const MigrationReport& migration : report.migrations)
        migrations.push_back(migration_of(migration));
    document["migrations"] = std::move(migrations);
    Json findings = Json::array();
    for (const Finding& finding : report.findings)
        findings.push_back(finding_of(finding));
    document["findings"] = std::move(findings);
    document["summary"] = summary_of(report.summary);
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace backout
