#include "backout/check.h"

#include <algorithm>

#include <fmt/format.h>

#include "lint/engine.h"
#include "simulate/assume.h"
#include "verify/history.h"

namespace backout {

namespace {

/// What the loader noticed about the files is told like any finding.
void add_notices(const project::Project& project, std::vector<Finding>& findings) {
    for (const project::Notice& notice : project.notices) {
        Finding finding;
        finding.rule = notice.code;
        finding.severity = notice.severity;
        finding.place.file = notice.file;
        finding.place.begin = finding.place.end = notice.position;
        finding.message = notice.message;
        finding.help = notice.help;
        findings.push_back(std::move(finding));
    }
}

/// A schema dump near the migrations would tell what has to be assumed without it.
void offer_baseline(const project::Project& project, const CheckOptions& options, Report& report) {
    if (options.baseline || report.assumptions.empty() || project.baseline_files.empty()) return;
    Finding finding;
    finding.rule = "baseline-found";
    finding.severity = Severity::note;
    finding.place.file = project.baseline_files.front();
    finding.message = "the migrations need what none of them makes, and this looks like a dump of the schema";
    finding.help = "if it is the schema before the first migration: --schema " +
                   project::path_from_here(project, project.baseline_files.front());
    report.findings.push_back(std::move(finding));
}

void count(Report& report) {
    Summary& summary = report.summary;
    summary.migrations = report.migrations.size();
    for (const MigrationReport& migration : report.migrations) {
        switch (migration.round_trip.verdict) {
            case Verdict::inverse:
                ++summary.inverse;
                break;
            case Verdict::not_inverse:
                ++summary.not_inverse;
                break;
            case Verdict::fails:
                ++summary.fails;
                break;
            case Verdict::unproven:
                ++summary.unproven;
                break;
            case Verdict::missing:
                ++summary.missing;
                break;
        }
        if (migration.round_trip.verdict != Verdict::missing) ++summary.downs;
    }
    for (const Finding& finding : report.findings) {
        switch (finding.severity) {
            case Severity::error:
                ++summary.errors;
                break;
            case Severity::warning:
                ++summary.warnings;
                break;
            case Severity::note:
                ++summary.notes;
                break;
        }
    }
}

/// A statement of the schema that `--schema` names, which a server would refuse too.
Finding baseline_finding(const SqlError& error) {
    Finding finding;
    finding.rule = "baseline-fails";
    finding.severity = Severity::warning;
    finding.place = error.place;
    finding.message = fmt::format("in the schema before the first migration: {} (SQLSTATE {})", error.message,
                                  error.sqlstate);
    if (!error.detail.empty()) finding.notes.push_back(error.detail);
    finding.related = error.chain;
    finding.help = "what the statement makes is not there when the migrations run";
    return finding;
}

/// One replay from a given start; false when that start turns out to know too little.
bool replay(const project::Project& project, const CheckOptions& options, const verify::Start& start,
            Report& report) {
    verify::History history(project, options, start);
    lint::Engine engine(history, options.disabled_rules);
    auto migrations = history.replay(&engine);
    if (!migrations) return false;
    report.migrations = std::move(*migrations);
    for (const SqlError& error : history.baseline_errors())
        report.findings.push_back(baseline_finding(error));
    for (Finding& finding : engine.take())
        report.findings.push_back(std::move(finding));
    for (const simulate::Assumption& assumption : history.simulator().assumptions())
        report.assumptions.push_back(simulate::to_string(assumption, history.simulator().catalog()));
    return true;
}

}  // namespace

Report check(const project::Project& project, const CheckOptions& options) {
    Report report;
    report.layout = project.layout;
    report.root = project.root;
    report.postgres_major = options.postgres_major;
    add_notices(project, report.findings);
    verify::Start start;
    bool begins_at_the_beginning = project.starts_empty || options.baseline;
    if (!begins_at_the_beginning || !replay(project, options, start, report)) {
        start.world = simulate::World::open;
        start.assumptions = verify::History(project, options, start).discover_assumptions();
        replay(project, options, start, report);
    }
    offer_baseline(project, options, report);
    count(report);
    return report;
}

}  // namespace backout
