#include "backout/rollback.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "backout/diff.h"
#include "check/script_writer.h"
#include "check/ups.h"
#include "plan/planner.h"

namespace backout {

namespace {

using project::Direction;
using project::Migration;
using Kind = RollbackSelection::Kind;

bool has_script(const Migration& migration, Direction direction) {
    const auto& script = direction == Direction::up ? migration.up : migration.down;
    const auto& program = direction == Direction::up ? migration.up_program : migration.down_program;
    if (program) return true;
    // White space is nobody's work; a comment may say why there is no script.
    return script && script->text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

/// Writes the scripts of a selection while the ups are replayed.
class Rollbacks {
public:
    Rollbacks(const project::Project& project, const CheckOptions& options, const RollbackOptions& rollback)
        : project_(project), options_(options), rollback_(rollback) {}

    tl::expected<std::vector<WrittenScript>, std::string> write(const RollbackSelection& selection) {
        as_one_ = selection.kind == Kind::to;
        if (auto selected = select(selection); !selected) return tl::unexpected(selected.error());
        if (selected_.empty()) return std::move(scripts_);
        replayed_ups(project_, options_, selected_.back() + 1, [&](const verify::UpState& state) { visit(state); });
        for (std::size_t index : selected_)
            if (!project_.migrations[index].up) write_without_up(index);
        std::stable_sort(scripts_.begin(), scripts_.end(),
                         [](const auto& left, const auto& right) { return left.migration < right.migration; });
        return std::move(scripts_);
    }

private:
    tl::expected<void, std::string> select(const RollbackSelection& selection) {
        const std::size_t count = project_.migrations.size();
        if (selection.kind == Kind::some) {
            for (const std::string& name : selection.migrations) {
                const std::size_t index = find_migration(project_, name);
                if (index == count) return tl::unexpected(name);
                selected_.push_back(index);
            }
            std::sort(selected_.begin(), selected_.end());
            selected_.erase(std::unique(selected_.begin(), selected_.end()), selected_.end());
            return {};
        }
        std::size_t first = 0;
        if (selection.kind == Kind::last && count > 0) first = count - 1;
        if (selection.kind == Kind::to || selection.kind == Kind::each_to) {
            first = find_migration(project_, selection.migrations.front());
            if (first++ == count) return tl::unexpected(selection.migrations.front());
        }
        for (std::size_t index = first; index < count; ++index)
            if (selection.kind != Kind::missing || !has_script(project_.migrations[index], rollback_.direction))
                selected_.push_back(index);
        return {};
    }

    bool is_selected(std::size_t index) const {
        return std::binary_search(selected_.begin(), selected_.end(), index);
    }

    void visit(const verify::UpState& state) {
        const auto index = static_cast<std::size_t>(&state.migration - project_.migrations.data());
        if (!is_selected(index)) return;
        if (!as_one_ || index == selected_.front()) {
            ups_ = UpRuns();
            before_ = state.run.up.before;
            first_ = index;
        }
        ups_.add(state);
        if (as_one_ && index != selected_.back()) return;
        if (rollback_.direction == Direction::up) return write_up(state);
        scripts_.push_back(write_script(state.simulator, {project_, first_, before_, ups_, rollback_, what()}));
    }

    std::string what() const {
        const std::string& oldest = project_.migrations[first_].name;
        if (!as_one_ || selected_.size() == 1) return oldest;
        return fmt::format("{} to {}", oldest, project_.migrations[selected_.back()].name);
    }

    /// The way forward is the rollback of the rollback: so what was renamed is known to be the same.
    void write_up(const verify::UpState& state) {
        if (!ups_.refusal().empty()) {
            scripts_.push_back(write_script(state.simulator, {project_, first_, before_, ups_, rollback_, what()}));
            return;
        }
        const simulate::Simulator::Snapshot after = state.simulator.snapshot();
        catalog::Catalog before = state.simulator.catalog();
        before.undo_to(before_);
        plan::Request request;
        request.since = before_;
        const plan::Plan back = plan::make_plan(state.simulator, before, request);
        if (back.proven) {
            state.simulator.reconnect();
            scripts_.push_back(write_script(state.simulator, {project_, first_, after.position, ups_, rollback_, what()}));
        } else {
            refuse(first_, "the schema before it can't be reached from the one after it");
        }
        state.simulator.restore(after);
    }

    void refuse(std::size_t index, std::string reason) {
        WrittenScript script = nothing_written(project_, index);
        script.refused = true;
        script.reasons.push_back(std::move(reason));
        scripts_.push_back(std::move(script));
    }

    void write_without_up(std::size_t index) {
        const Migration& migration = project_.migrations[index];
        if (migration.up_program) return refuse(index, "the up is a program; what it does can't be known offline");
        if (rollback_.direction == Direction::down) return refuse(index, "there is no up to roll back");
        if (!rollback_.later_schema)
            return refuse(index, "there is no up, and the down doesn't show what it takes away: a dump of the schema with "
                                 "the migration in it would (--later-schema FILE)");
        write_up_from_schema(index);
    }

    /// From the migrations before to a schema in which this one has run.
    void write_up_from_schema(std::size_t index) {
        SchemaSource before;
        before.project = project_;
        before.project->migrations.resize(index);
        before.script = options_.baseline;
        SchemaSource after;
        after.project = before.project;
        after.project->migrations.clear();
        after.script = rollback_.later_schema;
        DiffOptions diff_options;
        diff_options.postgres_major = options_.postgres_major;
        diff_options.safe = rollback_.concurrently;
        const auto result = diff(before, after, diff_options);
        WrittenScript script = nothing_written(project_, index);
        script.refused = !result || !result->errors.empty();
        if (result && !script.refused) {
            script.sql = result->sql;
            script.proven = result->proven;
            script.reasons = result->reasons;
            script.left = result->left;
        }
        if (result)
            for (const SqlError& error : result->errors)
                script.reasons.push_back(fmt::format("{}:{}: {}", error.place.file, error.place.begin.line, error.message));
        scripts_.push_back(std::move(script));
    }

    const project::Project& project_;
    const CheckOptions& options_;
    const RollbackOptions& rollback_;
    std::vector<std::size_t> selected_;
    bool as_one_ = false;
    std::size_t first_ = 0;  ///< the oldest of the migrations that the next script is for
    catalog::Position before_ = 0;
    UpRuns ups_;
    std::vector<WrittenScript> scripts_;
};

}  // namespace

tl::expected<std::vector<WrittenScript>, std::string> write_rollbacks(const project::Project& project,
                                                                      const CheckOptions& options,
                                                                      const RollbackSelection& selection,
                                                                      const RollbackOptions& rollback) {
    return Rollbacks(project, options, rollback).write(selection);
}

}  // namespace backout
