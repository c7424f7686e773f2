#include "backout/rollback.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "backout/version.h"
#include "check/ups.h"
#include "plan/planner.h"
#include "plan/script.h"
#include "verify/data.h"
#include "verify/residue.h"

namespace backout {

namespace {

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

using project::Migration;
using verify::UpState;

/// The generated text as a script of the project, so that it is replayed as the runner would run it.
project::Script as_script(std::string text, const Migration& migration) {
    project::Script script;
    script.file = std::make_shared<text::SourceFile>("(rollback)", std::move(text));
    script.text = script.file->text();
    script.blank = false;
    const auto& like = migration.down && !migration.down->blank ? migration.down : migration.up;
    if (like) script.transaction = like->transaction;
    return script;
}

/// Writes the way back from the state after a migration to an earlier one, and proves it by replay.
class Writer {
public:
    Writer(const UpState& state, std::size_t index, catalog::Position before, std::string target)
        : state_(state), index_(index), before_(before), target_(std::move(target)) {}

    WrittenScript write() {
        written_.id = state_.migration.id;
        written_.name = state_.migration.name;
        if (state_.migration.up && state_.migration.up->file) written_.up_file = state_.migration.up->file->path();
        if (state_.migration.down && state_.migration.down->file) written_.down_file = state_.migration.down->file->path();
        if (state_.migration.up_program) {
            refuse("the up is a program; what it does can't be known offline");
            return std::move(written_);
        }
        if (state_.up.outcome == Outcome::error && !runs_statement_by_statement()) {
            refuse(fmt::format("the up fails: {}", state_.up.error->message));
            return std::move(written_);
        }
        const simulate::Simulator::Snapshot after = state_.simulator.snapshot();
        plan::Plan plan = make_plan();
        state_.simulator.restore(after);
        written_.reasons = plan.reasons;
        for (const std::string& reason : state_.run.up.reasons) written_.reasons.push_back(reason);
        prove(plan::script_of(plan, {}));
        state_.simulator.restore(after);
        written_.sql = plan::script_of(plan, header());
        return std::move(written_);
    }

private:
    void refuse(std::string reason) {
        written_.refused = true;
        written_.reasons.push_back(std::move(reason));
    }

    /// An up that only can't run in a transaction has run outside of one.
    bool runs_statement_by_statement() const {
        return state_.up.error && (state_.up.error->sqlstate == "25001" || state_.up.error->sqlstate == "55P04");
    }

    plan::Plan make_plan() {
        catalog::Catalog target = state_.simulator.catalog();
        target.undo_to(before_);
        return plan::make_plan(state_.simulator, target, {before_, {}});
    }

    void prove(std::string text) {
        const project::Script script = as_script(std::move(text), state_.migration);
        const verify::ParsedScript parsed = verify::parse_script(script);
        verify::MigrationRun run;
        run.migration = &state_.migration;
        run.index = index_;
        run.up = state_.run.up;
        run.has_down = true;
        run.down = verify::run_script(state_.simulator, parsed, verify::Direction::down, index_, -1, {});
        for (const std::string& reason : run.down.reasons) add_reason(reason);
        if (run.down.failed) {
            const auto& error = run.down.statements[*run.down.failed].result.outcome.error;
            add_reason(fmt::format("{} (SQLSTATE {})", error.message, error.sqlstate));
        }
        state_.simulator.reconnect();
        verify::StateDifference difference = verify::compare(state_.simulator.mutable_catalog(), before_,
                                                             state_.simulator.catalog().position());
        for (const std::string& uncertainty : difference.uncertainties) add_reason(uncertainty);
        written_.left = std::move(difference.residue);
        doubt_rows(run.down);
        written_.losses = verify::judge_data(state_.simulator.catalog(), run, [](const catalog::Relation& relation) {
                              return project::is_bookkeeping_table(relation.name);
                          }).losses;
        written_.proven = written_.reasons.empty() && written_.left.empty();
    }

    /// Rows that the migration wrote itself may lack what the column is to have again: they can't be judged offline.
    void doubt_rows(const verify::ScriptRun& down) {
        std::set<catalog::Oid> written;
        for (const verify::StatementRun& statement : state_.run.up.statements)
            for (const auto& data : statement.result.effects.data)
                if (is_write(data.kind)) written.insert(data.relation);
        for (const verify::StatementRun& statement : down.statements)
            for (const auto& scan : statement.result.effects.scans)
                if (is_test(scan.reason) && written.contains(scan.relation))
                    add_reason(fmt::format("the migration writes rows to {}: whether they pass is not known",
                                           catalog::relation_info(state_.simulator.catalog(), scan.relation)
                                               .value_or(catalog::RelationInfo{}).name));
    }

    void add_reason(const std::string& reason) {
        if (std::find(written_.reasons.begin(), written_.reasons.end(), reason) == written_.reasons.end())
            written_.reasons.push_back(reason);
    }

    std::vector<std::string> header() const {
        std::vector<std::string> lines{fmt::format("Rolls back {}. Written by backout {}.", target_, version())};
        if (written_.proven) {
            lines.push_back(fmt::format("Proven by replay: after this script the schema equals the one before {}.", target_));
        } else {
            lines.push_back("NOT PROVEN to restore the schema:");
            for (const std::string& reason : written_.reasons) lines.push_back("  " + reason);
            for (const Residue& residue : written_.left)
                lines.push_back(fmt::format("  {} {} {}{}{}", residue.kind, residue.name,
                                            residue.change == Residue::Change::added     ? "is left over"
                                            : residue.change == Residue::Change::removed ? "is missing"
                                                                                         : "differs",
                                            residue.detail.empty() ? "" : ": ", residue.detail));
        }
        for (const DataLoss& loss : written_.losses)
            lines.push_back(fmt::format("Rows that don't come back: {}: {}", loss.object, loss.detail));
        return lines;
    }

    const UpState& state_;
    std::size_t index_;
    catalog::Position before_;
    std::string target_;
    WrittenScript written_;
};

}  // namespace

std::optional<std::vector<WrittenScript>> write_rollbacks(const project::Project& project, const CheckOptions& options,
                                                          const RollbackSelection& selection) {
    using Kind = RollbackSelection::Kind;
    const std::size_t count = project.migrations.size();
    std::size_t first = selection.kind == Kind::all ? 0 : count == 0 ? 0 : count - 1;
    std::size_t last = count;
    if (selection.kind == Kind::one || selection.kind == Kind::to) {
        const std::size_t named = find_migration(project, selection.migration);
        if (named == count) return std::nullopt;
        first = selection.kind == Kind::to ? named + 1 : named;
        if (selection.kind == Kind::one) last = named + 1;
    }
    std::vector<WrittenScript> scripts;
    catalog::Position before_first = 0;
    replayed_ups(project, options, last, [&](const UpState& state) {
        const auto index = static_cast<std::size_t>(&state.migration - project.migrations.data());
        if (index < first) return;
        if (index == first) before_first = state.run.up.before;
        if (selection.kind != Kind::to) {
            scripts.push_back(Writer(state, index, state.run.up.before, state.migration.name).write());
        } else if (index + 1 == count) {
            scripts.push_back(Writer(state, index, before_first, project.migrations[first].name).write());
        }
    });
    return scripts;
}

}  // namespace backout
