#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "backout/render.h"
#include "report/source_frame.h"
#include "text/escape.h"

namespace backout {

namespace {

/// How much is told of one thing before the rest becomes a number.
constexpr std::size_t told_notes = 12;

std::string safe(std::string_view text) {
    return text::escape_for_terminal(text);
}

class TextReport {
public:
    TextReport(const Report& report, const TextOptions& options)
        : report_(report), options_(options), paint_(options.colour) {}

    std::string print() {
        std::map<std::string, std::vector<const Finding*>> by_migration;
        for (const Finding& finding : report_.findings)
            by_migration[finding.migration].push_back(&finding);
        for (const Finding* finding : by_migration[""])
            print_finding(*finding);
        for (const MigrationReport& migration : report_.migrations) {
            auto& findings = by_migration[migration.name];
            sort_by_weight(findings, migration);
            print_headline(migration, findings);
            for (const Finding* finding : findings)
                print_finding(*finding);
            by_migration.erase(migration.name);
        }
        if (!options_.quiet) print_assumptions();
        print_summary();
        return std::move(out_);
    }

private:
    bool is_shown(const Finding& finding) const {
        if (options_.quiet) return finding.severity == Severity::error;
        return options_.verbose || finding.severity != Severity::note;
    }

    /// Errors first, then by place: the up before the down, as one reads them.
    static void sort_by_weight(std::vector<const Finding*>& findings, const MigrationReport& migration) {
        auto key = [&](const Finding* finding) {
            return std::make_tuple(finding->severity != Severity::error,
                                   finding->place.file != migration.up_file, finding->place.begin.line,
                                   finding->place.begin.column);
        };
        std::stable_sort(findings.begin(), findings.end(),
                         [&](const Finding* left, const Finding* right) { return key(left) < key(right); });
    }

    /// The migration's verdict in one line; nothing for those that are fine.
    void print_headline(const MigrationReport& migration, const std::vector<const Finding*>& findings) {
        std::string_view said = verdict_words(migration);
        bool has_findings = std::any_of(findings.begin(), findings.end(),
                                        [&](const Finding* finding) { return is_shown(*finding); });
        bool is_bad = migration.round_trip.verdict == Verdict::fails ||
                      migration.round_trip.verdict == Verdict::not_inverse ||
                      migration.up.outcome == Outcome::error;
        bool is_open = migration.round_trip.verdict == Verdict::unproven;
        if (!is_bad && !is_open && !has_findings && !options_.verbose) return;
        if (options_.quiet && !is_bad) return;
        if (!out_.empty()) out_ += '\n';
        std::string mark = is_bad         ? paint_.red("✗")
                           : is_open      ? paint_.yellow("?")
                           : has_findings ? paint_.yellow("!")
                                          : paint_.green("✓");
        out_ += fmt::format("{} {}: {}\n", mark, paint_.bold(safe(migration.name)), said);
        bool tells_reasons = (is_open && !is_bad) || options_.verbose;
        if (tells_reasons)
            for (const std::string& reason : migration.round_trip.reasons)
                out_ += fmt::format("   = {}\n", safe(reason));
        if (options_.verbose) {
            for (const Residue& note : migration.round_trip.notes)
                out_ += fmt::format("   = note: {} {} differs: {}\n",
                                    note.kind == "colorder" ? "the order of columns of" : note.kind,
                                    safe(note.name), safe(note.detail));
            for (const DataLoss& loss : migration.data.losses)
                out_ += fmt::format("   = rows  {}: {}\n", safe(loss.object), safe(loss.detail));
        }
    }

    static std::string_view verdict_words(const MigrationReport& migration) {
        if (migration.up.outcome == Outcome::error) return "the up fails";
        switch (migration.round_trip.verdict) {
            case Verdict::inverse:
                return "the down is the inverse";
            case Verdict::not_inverse:
                return "the down is not the inverse";
            case Verdict::fails:
                return "the down fails";
            case Verdict::unproven:
                return "whether the down is the inverse is not proven";
            case Verdict::missing:
                return "no down";
        }
        return "";
    }

    void print_finding(const Finding& finding) {
        if (!is_shown(finding)) return;
        if (!out_.empty()) out_ += '\n';
        std::string label = fmt::format("{}[{}]", to_string(finding.severity), finding.rule);
        out_ += fmt::format("{} {}\n", paint_.severity(finding.severity, label), safe(finding.message));
        print_frame(finding.place);
        print_notes(finding);
        print_related(finding);
        if (!finding.help.empty() && !options_.quiet)
            out_ += fmt::format("   {} {}\n", paint_.blue("help:"), safe(finding.help));
    }

    /// Findings about the same place share one frame.
    void print_frame(const Place& place) {
        if (place.file.empty()) return;
        std::string frame = report::source_frame(place, paint_);
        if (frame != last_frame_) out_ += frame;
        last_frame_ = std::move(frame);
    }

    void print_notes(const Finding& finding) {
        std::size_t told = 0;
        for (const std::string& note : finding.notes) {
            if (!options_.verbose && ++told > told_notes) {
                out_ += fmt::format("   = … and {} more (--verbose tells them)\n",
                                    finding.notes.size() - told_notes);
                return;
            }
            std::size_t begin = 0;
            while (begin <= note.size()) {  // a DETAIL has a line for each object
                std::size_t end = std::min(note.find('\n', begin), note.size());
                out_ += fmt::format("   = {}\n", safe(std::string_view(note).substr(begin, end - begin)));
                begin = end + 1;
            }
        }
    }

    /// The places behind a finding, but for those that its notes have named.
    void print_related(const Finding& finding) {
        std::size_t told = 0;
        for (const RelatedPlace& related : finding.related) {
            std::string where = fmt::format("{}:{}", related.place.file, related.place.begin.line);
            bool named = std::any_of(
                finding.notes.begin(), finding.notes.end(),
                [&](const std::string& note) { return note.find("(" + where + ")") != std::string::npos; });
            if (named) continue;
            if (!options_.verbose && ++told > told_notes) return;
            out_ += fmt::format("   = {}: {}\n", safe(related.message), safe(where));
        }
    }

    void print_assumptions() {
        if (report_.assumptions.empty()) return;
        out_ += fmt::format(
            "\n{}: the migrations need what none of them makes; it is taken to have been there before\n",
            paint_.bold("assumed"));
        std::size_t told = 0;
        for (const std::string& assumption : report_.assumptions) {
            if (!options_.verbose && ++told > told_notes) {
                out_ += fmt::format("   = … and {} more (--verbose tells them)\n",
                                    report_.assumptions.size() - told_notes);
                break;
            }
            out_ += fmt::format("   = {}\n", safe(assumption));
        }
        out_ += "   help: --schema FILE gives the schema before the first migration\n";
    }

    void print_summary() {
        const Summary& summary = report_.summary;
        if (!out_.empty()) out_ += '\n';
        out_ +=
            fmt::format("{}, {}", counted(summary.migrations, "migration"), counted(summary.downs, "down"));
        if (options_.seconds >= 0) out_ += fmt::format(" in {:.0f} ms", options_.seconds * 1000);
        std::size_t failing_ups = ups_that_fail();
        out_ += fmt::format(": {} inverse, {} {}, {} {}, {} unproven", summary.inverse, summary.not_inverse,
                            summary.not_inverse == 1 ? "differs" : "differ", summary.fails,
                            summary.fails == 1 ? "fails" : "fail", summary.unproven - failing_ups);
        if (failing_ups > 0)
            out_ += fmt::format("; {} {} nothing to undo, since the up fails", failing_ups,
                                failing_ups == 1 ? "has" : "have");
        if (summary.missing > 0)
            out_ += fmt::format("; {} {} no down", summary.missing, summary.missing == 1 ? "has" : "have");
        out_ += '\n';
        std::size_t all = summary.errors + summary.warnings + summary.notes;
        if (all == 0) return;
        out_ += fmt::format("{}: {}, {}, {}", counted(all, "finding"), counted(summary.errors, "error"),
                            counted(summary.warnings, "warning"), counted(summary.notes, "note"));
        if (summary.notes > 0 && !options_.verbose && !options_.quiet)
            out_ += fmt::format(" (--verbose tells {})", summary.notes == 1 ? "it" : "them");
        out_ += '\n';
    }

    /// Downs that are unproven only because there is nothing to undo.
    std::size_t ups_that_fail() const {
        return static_cast<std::size_t>(std::count_if(
            report_.migrations.begin(), report_.migrations.end(), [](const MigrationReport& migration) {
                return migration.up.outcome == Outcome::error &&
                       migration.round_trip.verdict == Verdict::unproven;
            }));
    }

    static std::string counted(std::size_t number, std::string_view thing) {
        return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
    }

    const Report& report_;
    const TextOptions& options_;
    report::Paint paint_;
    std::string last_frame_;
    std::string out_;
};

}  // namespace

std::string render_text(const Report& report, const TextOptions& options) {
    return TextReport(report, options).print();
}

}  // namespace backout
