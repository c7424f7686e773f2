#include "verify/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalog/builtin/major.h"
#include "verify/data.h"
#include "verify/explain.h"
#include "verify/residue.h"

namespace backout::verify {

using analyze::Missing;
using simulate::Simulator;
using simulate::World;

namespace {

/// "… cannot run inside a transaction block"
constexpr std::string_view sqlstate_in_transaction = "25001";

/// Errors that only say in which transaction a statement may run; the schema it makes is the same without one.
bool is_about_transactions(const SqlError& error) { return error.sqlstate == sqlstate_in_transaction || error.sqlstate == "55P04"; }

std::string file_of(const std::optional<project::Script>& script, const std::optional<std::string>& program) {
    if (script && script->file) return script->file->path();
    return program.value_or(std::string());
}

}  // namespace

History::History(const project::Project& project, const CheckOptions& options, const Start& start)
    : project_(project),
      options_(options),
      start_(start),
      simulator_(std::make_unique<Simulator>(
          Simulator::Options{catalog::builtin::nearest_major(options.postgres_major), start.world})) {}

ParsedScript History::parse(const project::Script& script, std::int32_t& number) {
    number = static_cast<std::int32_t>(scripts_.size());
    scripts_.push_back(&script);
    return parse_script(script);
}

void History::load_baseline() {
    auto run = [&](const project::Script& script) {
        std::int32_t number = 0;
        ParsedScript parsed = parse(script, number);
        run_each_statement(*simulator_, parsed, Direction::up, project_.migrations.size(), number,
                           [&](const ScriptRun& script_run, const StatementRun& statement) {
                               if (statement.result.outcome.kind == simulate::OutcomeKind::error)
                                   baseline_errors_.push_back(describe_error(script_run, statement));
                           });
        simulator_->reconnect();
    };
    if (options_.baseline) run(*options_.baseline);
    if (!project_.bookkeeping.empty()) {
        bookkeeping_number_ = static_cast<std::int32_t>(scripts_.size());
        bookkeeping_.file = std::make_shared<text::SourceFile>("(tables of the migration runner)", project_.bookkeeping);
        bookkeeping_.text = bookkeeping_.file->text();
        run(bookkeeping_);
    }
    simulator_->seed(start_.assumptions);
}

std::optional<std::vector<MigrationReport>> History::replay(Observer* observer) {
    load_baseline();
    std::vector<MigrationReport> reports;
    reports.reserve(project_.migrations.size());
    for (std::size_t index = 0; index < project_.migrations.size(); ++index) {
        MigrationReport report;
        if (!replay_migration(index, report, observer)) return std::nullopt;
        reports.push_back(std::move(report));
        if (options_.progress) options_.progress(index + 1, project_.migrations.size());
    }
    return reports;
}

bool History::replay_ups(std::size_t count, const UpVisitor& visit) {
    load_baseline();
    for (std::size_t index = 0; index < std::min(count, project_.migrations.size()); ++index) {
        const project::Migration& migration = project_.migrations[index];
        if (!migration.up) continue;
        std::int32_t number = 0;
        ParsedScript up = parse(*migration.up, number);
        MigrationRun run;
        run.migration = &migration;
        run.index = index;
        MigrationReport report;
        if (!run_up(run, report, up, number, nullptr)) return false;
        simulator_->reconnect();
        if (visit) visit({migration, run, report.up, *simulator_, unsettled_by(run)});
    }
    return true;
}

std::vector<simulate::Assumption> History::discover_assumptions() {
    load_baseline();
    std::vector<catalog::Oid> made_later;
    for (std::size_t index = 0; index < project_.migrations.size(); ++index) {
        const project::Migration& migration = project_.migrations[index];
        if (!migration.up) continue;
        std::int32_t number = 0;
        ParsedScript parsed = parse(*migration.up, number);
        ScriptRun run = run_each_statement(*simulator_, parsed, Direction::up, index, number, {});
        // A CREATE that finds the name taken by something assumed: it was not there, the history is out of order.
        for (const StatementRun& statement : run.statements)
            if (statement.result.outcome.error.sqlstate == "42P07" || statement.result.outcome.error.sqlstate == "42710")
                for (const auto& involved : statement.result.outcome.error.involved) made_later.push_back(involved.oid);
        simulator_->reconnect();
    }
    std::vector<simulate::Assumption> assumptions = simulator_->assumptions();
    std::erase_if(assumptions, [&](const simulate::Assumption& assumption) {
        return std::find(made_later.begin(), made_later.end(), assumption.oid) != made_later.end();
    });
    return assumptions;
}

bool History::needs_open_world(const ScriptRun& run) const {
    if (simulator_->world() == World::open || options_.baseline) return false;
    for (const StatementRun& statement : run.statements) {
        const Missing& missing = statement.result.outcome.error.missing;
        bool is_assumable = missing.kind == Missing::Kind::relation || missing.kind == Missing::Kind::type ||
                            missing.kind == Missing::Kind::schema;
        if (statement.result.outcome.kind != simulate::OutcomeKind::error || !is_assumable) continue;
        const catalog::Catalog& catalog = simulator_->catalog();
        if (missing.kind == Missing::Kind::schema) {
            if (!catalog.was_known(catalog::ObjectClass::namespace_, catalog::invalid_oid, missing.name)) return true;
            continue;
        }
        catalog::Oid scope = missing.schema.empty() ? catalog::public_namespace
                                                    : catalog::find_namespace(catalog, missing.schema);
        auto object_class = missing.kind == Missing::Kind::type ? catalog::ObjectClass::type
                                                                : catalog::ObjectClass::relation;
        if (!catalog.was_known(object_class, scope, missing.name)) return true;
    }
    return false;
}

bool History::replay_migration(std::size_t index, MigrationReport& report, Observer* observer) {
    const project::Migration& migration = project_.migrations[index];
    report.id = migration.id;
    report.name = migration.name;
    report.up_file = file_of(migration.up, migration.up_program);
    report.down_file = file_of(migration.down, migration.down_program);
    MigrationRun run;
    run.migration = &migration;
    run.index = index;
    run.has_down = migration.down.has_value();

    simulator_->reconnect();
    Simulator::Snapshot before = simulator_->snapshot();
    std::int32_t up_number = 0;
    std::int32_t down_number = 0;
    ParsedScript up;
    ParsedScript down;
    if (migration.up) {
        up = parse(*migration.up, up_number);
        if (!run_up(run, report, up, up_number, observer)) return false;
    } else {
        report.up.outcome = Outcome::unknown;
        report.up.reasons.push_back(migration.up_program ? "the up is a program; what it does can't be known offline"
                                                         : "there is no up");
    }
    // What is built on something of unknown effect may find more than is known here.
    if (report.up.outcome == Outcome::unknown || !run.up.reasons.empty()) simulator_->open_world();
    simulator_->reconnect();
    Simulator::Snapshot after_up = simulator_->snapshot();
    if (migration.down) {
        down = parse(*migration.down, down_number);
        run.down = run_script(*simulator_, down, Direction::down, index, down_number,
                              [&](const ScriptRun& script, const StatementRun& statement) {
                                  if (observer) observer->on_statement(script, statement);
                              });
        report.down = report_script(run.down);
        simulator_->reconnect();
        judge_down(run, report, before, observer);
    } else {
        report.round_trip.verdict = migration.down_program ? Verdict::unproven : Verdict::missing;
        if (migration.down_program)
            report.round_trip.reasons.push_back("the down is a program; what it does can't be known offline");
    }
    simulator_->restore(after_up);
    if (observer) observer->on_migration(run, report);
    return true;
}

bool History::run_up(MigrationRun& run, MigrationReport& report, const ParsedScript& up, std::int32_t number,
                     Observer* observer) {
    auto observe = [&](const ScriptRun& script, const StatementRun& statement) {
        if (observer) observer->on_statement(script, statement);
    };
    Simulator::Snapshot before = simulator_->snapshot();
    run.up = run_script(*simulator_, up, Direction::up, run.index, number, observe);
    if (needs_open_world(run.up)) return false;
    report.up = report_script(run.up);
    if (run.up.outcome != Outcome::error) return true;
    // As it is it does not run; what it would have made is still what later migrations build on.
    run.up_forced = true;
    if (observer) observe_past_errors(run, up, before, *observer);
    simulator_->restore(before);
    ScriptRun forced = run_each_statement(*simulator_, up, Direction::up, run.index, number, {});
    simulator_->rollback();
    for (const std::string& reason : forced.reasons) run.up.reasons.push_back(reason);
    run.up.before = forced.before;
    run.up.after = simulator_->catalog().position();
    bool runs_without_transaction = report.up.error && is_about_transactions(*report.up.error) &&
                                    forced.outcome != Outcome::error;
    if (!runs_without_transaction) report.round_trip.reasons.push_back("the up fails, so there is nothing to undo");
    return true;
}

/// Whether there was a schema before the first migration that such a name could have been in: single files were named,
/// or the history up to here needs something that nothing in it makes. What is missing only after a statement of unknown
/// effect (the world was closed until then) may have been made by that.
bool History::began_earlier(std::size_t index, const UnsettledName& name) const {
    if (options_.baseline || start_.world == World::closed) return false;
    if (project_.begins_midway || name.is_part_of_assumed) return true;
    auto tells = [&](const simulate::Assumption& assumption) {
        using Kind = Missing::Kind;
        bool is_needed_by_now = assumption.origin.migration >= 0 &&
                                static_cast<std::size_t>(assumption.origin.migration) <= index;
        if (!is_needed_by_now) return false;
        if (assumption.kind == Kind::schema) return name.schema == assumption.name;
        bool has_schema = assumption.kind == Kind::relation || assumption.kind == Kind::type;
        return has_schema && (name.schema.empty() || name.schema == assumption.schema);
    };
    return std::any_of(start_.assumptions.begin(), start_.assumptions.end(), tells) ||
           std::any_of(simulator_->assumptions().begin(), simulator_->assumptions().end(), tells);
}

std::vector<std::string> History::unsettled_by(const MigrationRun& run) const {
    std::vector<std::string> reasons;
    for (const StatementRun& statement : run.up.statements)
        for (const UnsettledName& name : statement.unsettled)
            if (began_earlier(run.index, name)) reasons.push_back(name.reason);
    return reasons;
}

/// Why up and down may leave something else than what the replay found, had a name been there before. What is left over
/// of other things is left over all the same.
std::vector<std::string> History::hanging_on_prior_state(const MigrationRun& run,
                                                         const std::vector<Residue>& residue) const {
    std::vector<UnsettledName> names;
    for (const ScriptRun* script : {&run.up, &run.down})
        for (const StatementRun& statement : script->statements)
            for (const UnsettledName& name : statement.unsettled)
                if (began_earlier(run.index, name)) names.push_back(name);
    auto is_about_removed = [&](const Residue& left) {
        return std::any_of(names.begin(), names.end(), [&](const UnsettledName& name) {
            bool is_it = left.name.starts_with(name.item) &&
                         (left.name.size() == name.item.size() || left.name[name.item.size()] == '.' ||
                          left.name[name.item.size()] == '(');
            return name.is_removed && is_it;
        });
    };
    std::vector<std::string> reasons;
    if (!std::all_of(residue.begin(), residue.end(), is_about_removed)) return reasons;
    for (UnsettledName& name : names) reasons.push_back(std::move(name.reason));
    return reasons;
}

/// Shows the observer the statements that the runner does not get to, as they run when the ones that fail are left out.
/// What fails now only follows from the failure, but for what no transaction takes.
void History::observe_past_errors(const MigrationRun& run, const ParsedScript& up, const Simulator::Snapshot& before,
                                  Observer& observer) {
    auto is_new = [&](const StatementRun& statement) {
        return std::none_of(run.up.statements.begin(), run.up.statements.end(),
                            [&](const StatementRun& known) { return known.parsed == statement.parsed; });
    };
    simulator_->restore(before);
    run_past_errors(*simulator_, up, run.index, run.up.script_number,
                    [&](const ScriptRun& script, const StatementRun& statement) {
                        const simulate::Outcome& outcome = statement.result.outcome;
                        bool is_told = outcome.kind != simulate::OutcomeKind::error ||
                                       outcome.error.sqlstate == sqlstate_in_transaction;
                        if (is_told && is_new(statement)) observer.on_statement(script, statement);
                    });
}

ScriptReport History::report_script(const ScriptRun& run) const {
    ScriptReport report;
    report.outcome = run.outcome;
    report.reasons = run.reasons;
    if (run.parsed->source->invalid) {
        report.outcome = Outcome::error;
        report.error = SqlError{"", "the file can't be read as SQL", "", "", {}, {}};
        report.error->place.file = run.parsed->source->file ? run.parsed->source->file->path() : "";
    }
    if (run.failed) report.error = describe_error(run, run.statements[*run.failed]);
    return report;
}

void History::judge_down(MigrationRun& run, MigrationReport& report, const Simulator::Snapshot& before, Observer*) {
    RoundTrip& trip = report.round_trip;
    if (!report.round_trip.reasons.empty() || report.up.outcome == Outcome::error) {
        bool only_transactions = report.up.error && is_about_transactions(*report.up.error) && trip.reasons.empty();
        if (!only_transactions) {
            trip.verdict = Verdict::unproven;
            if (trip.reasons.empty()) trip.reasons.push_back("the up fails, so there is nothing to undo");
            return;
        }
    }
    if (report.down->outcome == Outcome::error) {
        // What fails after something of unknown effect may as well work.
        for (const std::vector<std::string>* reasons : {&run.up.reasons, &run.down.reasons})
            trip.reasons.insert(trip.reasons.end(), reasons->begin(), reasons->end());
        trip.verdict = trip.reasons.empty() ? Verdict::fails : Verdict::unproven;
        return;
    }
    judge_difference(run, report, before.position);
}

void History::judge_difference(const MigrationRun& run, MigrationReport& report, catalog::Position before) {
    RoundTrip& trip = report.round_trip;
    for (const std::vector<std::string>* reasons : {&run.up.reasons, &run.down.reasons})
        for (const std::string& reason : *reasons)
            if (std::find(trip.reasons.begin(), trip.reasons.end(), reason) == trip.reasons.end())
                trip.reasons.push_back(reason);
    if (run.migration->up_program) trip.reasons.push_back(report.up.reasons.front());
    StateDifference difference =
        compare(simulator_->mutable_catalog(), before, simulator_->catalog().position());
    for (std::string& uncertainty : difference.uncertainties) trip.reasons.push_back(std::move(uncertainty));
    for (std::size_t i = 0; i < difference.residue.size(); ++i) {
        Residue residue = std::move(difference.residue[i]);
        if (auto place_of = place(difference.origins[i])) residue.origin = RelatedPlace{*place_of, "last changed here"};
        trip.residue.push_back(std::move(residue));
    }
    trip.notes = std::move(difference.notes);
    for (std::string& reason : hanging_on_prior_state(run, trip.residue))
        if (std::find(trip.reasons.begin(), trip.reasons.end(), reason) == trip.reasons.end())
            trip.reasons.push_back(std::move(reason));
    if (!trip.reasons.empty())
        trip.verdict = Verdict::unproven;
    else
        trip.verdict = trip.residue.empty() ? Verdict::inverse : Verdict::not_inverse;
    report.data = judge_data(simulator_->catalog(), run, [&](const catalog::Relation& table) {
        return is_bookkeeping(table);
    });
}

bool History::is_bookkeeping(const catalog::Relation& table) const {
    bool is_runners_own = bookkeeping_number_ && table.origin.script == *bookkeeping_number_;
    return is_runners_own || project::is_bookkeeping_table(table.name);
}

std::optional<Place> History::place(const catalog::Origin& origin) const {
    if (origin.script < 0 || origin.offset < 0) return std::nullopt;
    const project::Script& script = *scripts_[static_cast<std::size_t>(origin.script)];
    if (!script.file) return std::nullopt;
    auto offset = static_cast<std::size_t>(origin.offset);
    return place(script, offset, offset);
}

Place History::place(const project::Script& script, std::size_t begin, std::size_t end) {
    Place found;
    if (!script.file) return found;
    found.file = script.file->path();
    found.begin = script.position(begin);
    found.end = script.position(end);
    found.line_text = std::string(script.file->line_text(found.begin.line));
    return found;
}

Place History::token_place(const ParsedScript& script, std::size_t begin) {
    return place(*script.source, begin, token_end(script.pieces.text, begin));
}

SqlError History::describe_error(const ScriptRun& run, const StatementRun& statement) const {
    return explain_error(*this, run, statement);
}

}  // namespace backout::verify
