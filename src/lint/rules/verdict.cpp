#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lint/rules/rules.h"

namespace backout::lint::rules {

namespace {

void add_error(const SqlError& error, std::string_view prefix, Findings& findings) {
    Finding& finding = findings.add(
        error.place, error.sqlstate.empty()
                         ? fmt::format("{}{}", prefix, error.message)
                         : fmt::format("{}{} (SQLSTATE {})", prefix, error.message, error.sqlstate));
    if (!error.detail.empty()) finding.notes.push_back(error.detail);
    finding.related = error.chain;
    // The server's hint, CASCADE, would drop unasked what a rollback is to keep.
    finding.help =
        error.sqlstate == "2BP01" ? "drop first what depends on it; CASCADE would do so unasked" : error.hint;
}

/// Syntax errors are told by a rule of their own, with every place.
bool is_syntax_error(const SqlError& error) {
    return error.sqlstate == "42601" &&
           (error.message.starts_with("syntax error") || error.message.starts_with("unterminated"));
}

/// The whole script as a place: where a verdict about all of it is shown, without pointing at one of its
/// lines.
Place script_place(const project::Script& script) {
    std::size_t first = script.text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) first = 0;
    Place place = verify::History::place(script, first, first);
    place.line_text.clear();
    return place;
}

/// One difference in a line: what became of it, its name, what changed and which statement did it.
std::string residue_note(const Residue& residue) {
    std::string_view word = residue.change == Residue::Change::added     ? "left over"
                            : residue.change == Residue::Change::removed ? "lost"
                                                                         : "changed";
    std::string note = fmt::format("{:<9} {} {}", word, residue.kind, residue.name);
    if (!residue.detail.empty()) note += ": " + residue.detail;
    if (residue.origin && residue.origin->place.begin.line > 0)
        note += fmt::format(" ({}:{})", residue.origin->place.file, residue.origin->place.begin.line);
    return note;
}

}  // namespace

void down_not_inverse(const MigrationView& view, Findings& findings) {
    if (view.report.round_trip.verdict != Verdict::not_inverse || !view.run.migration->down) return;
    Finding& finding = findings.add(script_place(*view.run.migration->down),
                                    "after up and down, the schema differs from before");
    for (const Residue& residue : view.report.round_trip.residue) {
        finding.notes.push_back(residue_note(residue));
        if (residue.origin) finding.related.push_back(*residue.origin);
    }
    for (const DataLoss& loss : view.report.data.losses)
        finding.notes.push_back(fmt::format("{:<9} {} loses {}", "rows", loss.object, loss.detail));
}

void down_fails(const MigrationView& view, Findings& findings) {
    if (view.report.round_trip.verdict != Verdict::fails || !view.report.down || !view.report.down->error)
        return;
    if (!is_syntax_error(*view.report.down->error)) add_error(*view.report.down->error, "", findings);
}

void up_fails(const MigrationView& view, Findings& findings) {
    if (view.report.up.outcome != Outcome::error || !view.report.up.error) return;
    if (!is_syntax_error(*view.report.up.error)) add_error(*view.report.up.error, "", findings);
}

void missing_down(const MigrationView& view, Findings& findings) {
    if (view.report.round_trip.verdict != Verdict::missing || !view.run.migration->up) return;
    if (view.run.migration->repeatable) return;  // Flyway undoes versions only
    if (!view.project_has_downs && view.history.project().migrations.size() > 1) {
        if (view.run.index == 0)
            findings.add(script_place(*view.run.migration->up), "no migration of this project has a down");
        return;
    }
    findings.add(script_place(*view.run.migration->up),
                 "there is no down: this migration can't be rolled back by a script");
}

void syntax_error(const StatementView& view, Findings& findings) {
    if (!view.run.parsed->error) return;
    findings.add(view.place(static_cast<sql::Location>(view.run.parsed->error->offset)),
                 view.run.parsed->error->message);
}

}  // namespace backout::lint::rules
