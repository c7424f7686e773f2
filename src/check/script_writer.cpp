#include "check/script_writer.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "backout/version.h"
#include "plan/planner.h"
#include "plan/script.h"
#include "verify/data.h"
#include "verify/residue.h"

namespace backout {

namespace {

using project::Direction;
using project::Migration;
using project::TransactionMode;
using simulate::Effects;

bool is_write(Effects::Data::Kind kind) {
    using Kind = Effects::Data::Kind;
    return kind == Kind::insert || kind == Kind::insert_select || kind == Kind::update || kind == Kind::copy;
}

/// Whether the scan can find a row that makes the statement fail.
bool is_test(Effects::ScanReason reason) {
    using Reason = Effects::ScanReason;
    return reason == Reason::validate_check || reason == Reason::validate_foreign_key ||
           reason == Reason::validate_not_null || reason == Reason::partition_bound || reason == Reason::domain;
}

/// Errors that only say that the transaction is in the way.
bool is_about_transaction(std::string_view sqlstate) {
    return sqlstate == "25001" || sqlstate == "55P04";
}

std::string_view change_words(Residue::Change change) {
    switch (change) {
        case Residue::Change::added: return "is left over";
        case Residue::Change::removed: return "is missing";
        case Residue::Change::changed: break;
    }
    return "differs";
}

class ScriptWriter {
public:
    ScriptWriter(simulate::Simulator& simulator, const WritingTask& task)
        : simulator_(simulator), task_(task), written_(nothing_written(task.project, task.index)) {}

    WrittenScript write() {
        const Migration& migration = task_.project.migrations[task_.index];
        const simulate::Simulator::Snapshot start = simulator_.snapshot();
        const plan::Plan plan = make_plan();
        simulator_.restore(start);
        if (!plan.unknowns.empty() || nothing_planned(plan)) {
            refuse(plan);
            return std::move(written_);
        }
        const std::vector<std::string> doubts = plan.reasons;
        const std::string text = plan::script_of(plan, {});
        const project::SendingModes modes = sending_modes(task_.project, migration, task_.options.direction);
        prove(text, modes.ordinary, doubts);
        simulator_.restore(start);
        if (transaction_is_in_the_way_) {
            if (modes.outside_transaction) {
                written_.outside_transaction = true;
                prove(text, *modes.outside_transaction, doubts);
                simulator_.restore(start);
            } else {
                written_.reasons.push_back(fmt::format(
                    "{} sends a script in one transaction, and knows no way out of it{}", task_.project.layout,
                    task_.options.concurrently ? ": write it without --concurrently, or one index per migration" : ""));
            }
        }
        written_.sql = plan::script_of(plan, header());
        return std::move(written_);
    }

private:
    plan::Plan make_plan() {
        catalog::Catalog target = simulator_.catalog();
        target.undo_to(task_.target);
        plan::Request request;
        request.since = task_.target;
        request.restores = task_.options.direction == Direction::down;
        request.concurrently = task_.options.concurrently;
        return plan::make_plan(simulator_, target, request);
    }

    /// There is a difference, or may be one, but no statement for it.
    bool nothing_planned(const plan::Plan& plan) {
        if (!plan.statements.empty()) return false;
        const catalog::Position now = simulator_.catalog().position();
        return !plan.proven || !task_.ups.reasons().empty() || !verify::compare(simulator_.mutable_catalog(), task_.target, now).uncertainties.empty();
    }

    void refuse(const plan::Plan& plan) {
        written_.refused = true;
        const catalog::Position now = simulator_.catalog().position();
        std::vector<std::string> reasons = plan.unknowns;
        if (reasons.empty())
            reasons = verify::compare(simulator_.mutable_catalog(), task_.target, now).uncertainties;
        reasons.insert(reasons.end(), task_.ups.reasons().begin(), task_.ups.reasons().end());
        if (reasons.empty()) reasons = plan.reasons;
        for (const std::string& reason : reasons) add_reason(reason);
        add_reason("--schema FILE settles it: a dump of the schema from before the first migration");
    }

    /// Replays the text as the runner would run it, and says what it leaves.
    void prove(const std::string& text, TransactionMode mode, const std::vector<std::string>& doubts) {
        written_.reasons = doubts;
        for (const std::string& reason : task_.ups.reasons()) add_reason(reason);
        transaction_is_in_the_way_ = false;
        project::Script script;
        script.file = std::make_shared<text::SourceFile>("(written)", text);
        script.text = script.file->text();
        script.blank = false;
        script.transaction = mode;
        const verify::ParsedScript parsed = verify::parse_script(script);
        const verify::ScriptRun run =
            verify::run_script(simulator_, parsed, verify::Direction::down, task_.index, -1, {});
        for (const std::string& reason : run.reasons) add_reason(reason);
        if (run.failed) {
            const auto& error = run.statements[*run.failed].result.outcome.error;
            add_reason(fmt::format("{} (SQLSTATE {})", error.message, error.sqlstate));
            transaction_is_in_the_way_ = is_about_transaction(error.sqlstate);
        }
        simulator_.reconnect();
        verify::StateDifference difference =
            verify::compare(simulator_.mutable_catalog(), task_.target, simulator_.catalog().position());
        for (const std::string& uncertainty : difference.uncertainties) add_reason(uncertainty);
        // What a script that fails leaves is what was there before it.
        written_.left = run.failed ? std::vector<Residue>() : std::move(difference.residue);
        if (task_.options.direction == Direction::down) judge_rows(run);
        written_.proven = written_.reasons.empty() && written_.left.empty();
    }

    void judge_rows(const verify::ScriptRun& down) {
        doubt_rows(down);
        std::vector<const verify::ScriptRun*> scripts;
        for (const verify::ScriptRun& up : task_.ups.runs()) scripts.push_back(&up);
        scripts.push_back(&down);
        written_.losses = verify::judge_data(simulator_.catalog(), task_.target, scripts, [](const auto& relation) {
                              return project::is_bookkeeping_table(relation.name);
                          }).losses;
    }

    /// Rows that the migration wrote itself may lack what the column is to have again: they can't be judged offline.
    void doubt_rows(const verify::ScriptRun& down) {
        std::set<catalog::Oid> written;
        for (const verify::ScriptRun& up : task_.ups.runs())
            for (const verify::StatementRun& statement : up.statements)
                for (const auto& data : statement.result.effects.data)
                    if (is_write(data.kind)) written.insert(data.relation);
        for (const verify::StatementRun& statement : down.statements)
            for (const auto& scan : statement.result.effects.scans)
                if (is_test(scan.reason) && written.contains(scan.relation))
                    add_reason(fmt::format("the migration writes rows to {}: whether they pass is not known",
                                           catalog::relation_info(simulator_.catalog(), scan.relation)
                                               .value_or(catalog::RelationInfo{})
                                               .name));
    }

    void add_reason(const std::string& reason) {
        if (std::find(written_.reasons.begin(), written_.reasons.end(), reason) == written_.reasons.end())
            written_.reasons.push_back(reason);
    }

    std::vector<std::string> header() const {
        const bool down = task_.options.direction == Direction::down;
        std::vector<std::string> lines{fmt::format("{} {}. Written by backout {}.",
                                                   down ? "Rolls back" : "Makes the changes of", task_.what, version())};
        if (written_.proven) {
            lines.push_back(fmt::format("Proven by replay: after this script the schema equals the one {} {}.",
                                        down ? "before" : "after", task_.what));
        } else {
            lines.push_back(fmt::format("NOT PROVEN to {} the schema:", down ? "restore" : "make"));
            for (const std::string& reason : written_.reasons) lines.push_back("  " + reason);
            for (const Residue& residue : written_.left)
                lines.push_back(fmt::format("  {} {} {}{}{}", residue.kind, residue.name, change_words(residue.change),
                                            residue.detail.empty() ? "" : ": ", residue.detail));
        }
        if (written_.outside_transaction) lines.emplace_back("Has to run outside of a transaction.");
        for (const DataLoss& loss : written_.losses)
            lines.push_back(fmt::format("Rows that don't come back: {}: {}", loss.object, loss.detail));
        return lines;
    }

    simulate::Simulator& simulator_;
    const WritingTask& task_;
    WrittenScript written_;
    bool transaction_is_in_the_way_ = false;
};

}  // namespace

void UpRuns::add(const verify::UpState& state) {
    if (state.migration.up_program && refusal_.empty())
        refusal_ = fmt::format("the up of {} is a program; what it does can't be known offline", state.migration.name);
    // An up that only can't run in a transaction has run outside of one.
    const bool failed = state.up.outcome == Outcome::error &&
                        !(state.up.error && is_about_transaction(state.up.error->sqlstate));
    if (failed && refusal_.empty())
        refusal_ = fmt::format("the up of {} fails: {}", state.migration.name,
                               state.up.error ? state.up.error->message : std::string("it can't be read"));
    for (const std::string& reason : state.run.up.reasons) reasons_.push_back(reason);
    for (const std::string& reason : state.unsettled) reasons_.push_back(reason);
    const verify::ParsedScript& original = *state.run.up.parsed;
    verify::ParsedScript& parsed = parsed_.emplace_back(verify::parse_script(*original.source));
    verify::ScriptRun& run = runs_.emplace_back(state.run.up);
    run.parsed = &parsed;
    for (verify::StatementRun& statement : run.statements)
        statement.parsed = &parsed.statements[static_cast<std::size_t>(statement.parsed - original.statements.data())];
}

WrittenScript nothing_written(const project::Project& project, std::size_t index) {
    const Migration& migration = project.migrations[index];
    WrittenScript written;
    written.migration = index;
    written.id = migration.id;
    written.name = migration.name;
    if (migration.up && migration.up->file) written.up_file = migration.up->file->path();
    if (migration.down && migration.down->file) written.down_file = migration.down->file->path();
    return written;
}

WrittenScript write_script(simulate::Simulator& simulator, const WritingTask& task) {
    if (!task.ups.refusal().empty()) {
        WrittenScript written = nothing_written(task.project, task.index);
        written.refused = true;
        written.reasons.push_back(task.ups.refusal());
        return written;
    }
    return ScriptWriter(simulator, task).write();
}

}  // namespace backout
