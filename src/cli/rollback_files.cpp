#include "cli/rollback_files.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "cli/console.h"
#include "cli/project_options.h"
#include "cli/rollback_output.h"
#include "text/escape.h"

namespace backout::cli {

namespace {

using project::Direction;
using project::FileChange;

struct Placement {
    const WrittenScript* script;
    FileChange change;
};

std::string_view word(Direction direction) {
    return direction == Direction::up ? "up" : "down";
}

/// Where the script is to go; nothing, said on standard error, when it may not.
std::optional<Placement> place(const WriteTask& task, const WrittenScript& script) {
    if (script.refused || (!script.proven && !task.may.unproven)) {
        print_doubts(script);
        if (!script.refused) print_help("--unproven writes it all the same");
        return std::nullopt;
    }
    project::NewScript written{task.direction, script.sql, script.outside_transaction};
    auto change = place_script(task.project, task.project.migrations[script.migration], written);
    if (!change) {
        print_error(fmt::format("{}: {}", script.name, change.error()), "without --write the script is printed");
        return std::nullopt;
    }
    if (change->replaces_script && !task.may.force) {
        print_error(fmt::format("{}: there is a {} in {} already", script.name, word(task.direction), change->path),
                    "--force puts this one in its place");
        return std::nullopt;
    }
    return Placement{&script, std::move(*change)};
}

/// What a check says about the migration that has its script in the file; empty when it is well.
std::string objection(const WriteTask& task, const Report& report, const Placement& placement) {
    const bool down = task.direction == Direction::down;
    const auto found = std::find_if(report.migrations.begin(), report.migrations.end(), [&](const auto& migration) {
        return (down ? migration.down_file : migration.up_file) == placement.change.path;
    });
    if (found == report.migrations.end()) return "the layout doesn't read it there";
    if (!down) return found->up.error ? found->up.error->message : std::string();
    if (found->round_trip.verdict == Verdict::inverse) return {};
    if (found->down && found->down->error) return found->down->error->message;
    if (!found->round_trip.reasons.empty()) return found->round_trip.reasons.front();
    return fmt::format("the round trip is {}", to_string(found->round_trip.verdict));
}

/// Reads the project as it would be, and leaves out what would not be what was proven.
bool check_placements(const WriteTask& task, std::vector<Placement>& placements) {
    std::vector<FileChange> changes;
    for (const Placement& placement : placements) changes.push_back(placement.change);
    const auto changed = load_project(task.load, task.project, changes);
    if (!changed) {
        print_error(changed.error());
        placements.clear();
        return false;
    }
    const Report report = check(*changed, task.check);
    const auto removed = std::erase_if(placements, [&](const Placement& placement) {
        if (!placement.script->proven) return false;
        const std::string why = objection(task, report, placement);
        if (why.empty()) return false;
        print_error(fmt::format("{}: as a script in {} it would not be what was proven: {}", placement.script->name,
                                placement.change.path, why));
        if (task.may.unproven) return false;
        print_help("--unproven writes it all the same");
        return true;
    });
    return removed == 0;
}

}  // namespace

bool write_into_project(const WriteTask& task, const std::vector<WrittenScript>& scripts) {
    bool all_written = true;
    std::vector<Placement> placements;
    for (const WrittenScript& script : scripts) {
        if (auto placement = place(task, script))
            placements.push_back(std::move(*placement));
        else
            all_written = false;
    }
    if (placements.empty()) return all_written;
    if (!check_placements(task, placements)) all_written = false;
    for (const Placement& placement : placements) {
        if (const auto written = write_file(task.project, placement.change); !written) {
            print_error(written.error());
            all_written = false;
            continue;
        }
        const std::string path = path_from_here(task.project, placement.change.path);
        if (!print(fmt::format("wrote {}\n", text::escape_for_terminal(path)))) return false;
    }
    return all_written;
}

}  // namespace backout::cli
