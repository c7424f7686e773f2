/// Sqitch (App::Sqitch::Plan, Plan::Change, Engine::pg): a plan names the changes in their order, `deploy/NAME.sql`
/// and `revert/NAME.sql` are their scripts. psql runs a script statement by statement with ON_ERROR_STOP; it brings its
/// own BEGIN and COMMIT, and psql's end rolls back what is open.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "project/layouts/layouts.h"
#include "project/layouts/sqitch_plan.h"
#include "project/layouts/sqitch_settings.h"
#include "project/loader.h"
#include "project/placing.h"

namespace backout::project {

namespace {

constexpr const char* configuration_file = "sqitch.conf";

SqitchSettings settings_of(const Folder& folder) {
    if (!folder.has_file(configuration_file)) return read_sqitch_settings("");
    const auto file = folder.file(configuration_file);
    return read_sqitch_settings(file ? (*file)->text() : std::string_view());
}

Match detect(const Folder& folder) {
    const SqitchSettings settings = settings_of(folder);
    // A project may have plans for several databases; Cockroach's scripts are PostgreSQL's.
    if (settings.engine != "pg" && settings.engine != "cockroach") return {};
    if (!folder.has_file(settings.plan_file)) return {};
    // A little more than the folder with the plan, whose settings may be in this one's sqitch.conf.
    return {folder.has_file(configuration_file) ? 99 : 93, "a sqitch.plan"};
}

class Scripts {
public:
    Scripts(Loader& loader, const SqitchSettings& settings) : loader_(loader), settings_(settings) {}

    void add(const SqitchChange& change, const std::string& plan_file) {
        const bool reworked = !change.rework_tags.empty();
        const std::string& deploy_dir = reworked ? settings_.reworked_deploy_dir : settings_.deploy_dir;
        const std::string& revert_dir = reworked ? settings_.reworked_revert_dir : settings_.revert_dir;
        Migration migration;
        migration.id = migration.name = change.name + suffix(change, deploy_dir);
        const std::string deploy = path(deploy_dir, migration.name);
        migration.up = script(deploy);
        migration.down = script(path(revert_dir, migration.name));
        if (!migration.up) {
            loader_.notice_at({"missing-script",
                               Severity::error,
                               fmt::format("{} has no deploy script {}: Sqitch stops here", change.name,
                                           loader_.folder().shown(deploy)),
                               {},
                               {},
                               {}},
                              plan_file, change.offset);
        }
        if (migration.up || migration.down) loader_.add(std::move(migration));
    }

    bool is_used(const std::string& path) const { return used_.count(path) > 0; }

private:
    /// Change::path_segments: the first of the tags for which there is a script; else the first.
    std::string suffix(const SqitchChange& change, const std::string& deploy_dir) const {
        if (change.rework_tags.empty()) return {};
        const auto found =
            std::find_if(change.rework_tags.begin(), change.rework_tags.end(), [&](const std::string& tag) {
                return loader_.folder().has_file(path(deploy_dir, change.name + tag));
            });
        return found == change.rework_tags.end() ? change.rework_tags.front() : *found;
    }

    std::string path(const std::string& folder, const std::string& name) const {
        return fmt::format("{}.{}", join_path(folder, name), settings_.extension);
    }

    std::optional<Script> script(const std::string& path) {
        if (!loader_.folder().has_file(path)) return std::nullopt;
        used_.insert(path);
        return loader_.script(path, TransactionMode::none);
    }

    Loader& loader_;
    const SqitchSettings& settings_;
    std::set<std::string> used_;
};

void report_errors(Loader& loader, const SqitchPlan& plan, const std::string& plan_file) {
    for (const SqitchPlan::Error& error : plan.errors) {
        loader.notice_at({"invalid-plan", Severity::error, error.message, "Sqitch refuses to deploy it", {}, {}},
                         plan_file, error.offset);
    }
}

void pass_over_others(Loader& loader, const SqitchSettings& settings, const Scripts& scripts) {
    for (const std::string& path : loader.folder().files()) {
        const bool known = path == settings.plan_file || path == configuration_file || scripts.is_used(path);
        if (!known && !path.starts_with(settings.verify_dir + "/"))
            loader.pass_over(path, "no deploy or revert script of a change in the plan");
    }
}

void load(Loader& loader) {
    const SqitchSettings settings = settings_of(loader.folder());
    const auto file = loader.file(settings.plan_file);
    if (!file) return;
    const SqitchPlan plan = read_sqitch_plan(file->text());
    report_errors(loader, plan, settings.plan_file);
    if (plan.needs_other_projects) loader.project().starts_empty = false;
    loader.set_default_variables(settings.variables);
    Scripts scripts(loader, settings);
    for (const SqitchChange& change : plan.changes)
        scripts.add(change, settings.plan_file);
    pass_over_others(loader, settings, scripts);
}

/// Sqitch's own templates begin a transaction; psql would run the script without one.
Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    NewScript framed = script;
    if (!script.outside_transaction) framed.sql = fmt::format("BEGIN;\n\n{}\nCOMMIT;\n", script.sql);
    return place_file(migration, framed,
                      with_part_replaced(path_of_other(migration, script.direction), down ? "deploy/" : "revert/",
                                         down ? "revert/" : "deploy/"));
}

}  // namespace

const Layout sqitch_layout{
    .name = "sqitch",
    .files = "sqitch.plan, deploy/NAME.sql, revert/NAME.sql",
    .transaction = TransactionMode::none,
    .bookkeeping =
        "CREATE SCHEMA IF NOT EXISTS sqitch;\n"
        "CREATE TABLE IF NOT EXISTS sqitch.releases (version real PRIMARY KEY, "
        "installed_at timestamptz NOT NULL DEFAULT clock_timestamp(), installer_name text NOT NULL, "
        "installer_email text NOT NULL);\n"
        "CREATE TABLE IF NOT EXISTS sqitch.projects (project text PRIMARY KEY, uri text NULL UNIQUE, "
        "created_at timestamptz NOT NULL DEFAULT clock_timestamp(), creator_name text NOT NULL, "
        "creator_email text NOT NULL);\n"
        "CREATE TABLE IF NOT EXISTS sqitch.changes (change_id text PRIMARY KEY, script_hash text NULL, "
        "change text NOT NULL, project text NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE, "
        "note text NOT NULL DEFAULT '', committed_at timestamptz NOT NULL DEFAULT clock_timestamp(), "
        "committer_name text NOT NULL, committer_email text NOT NULL, planned_at timestamptz NOT NULL, "
        "planner_name text NOT NULL, planner_email text NOT NULL, UNIQUE (project, script_hash));\n"
        "CREATE TABLE IF NOT EXISTS sqitch.tags (tag_id text PRIMARY KEY, tag text NOT NULL, "
        "project text NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE, "
        "change_id text NOT NULL REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE, "
        "note text NOT NULL DEFAULT '', committed_at timestamptz NOT NULL DEFAULT clock_timestamp(), "
        "committer_name text NOT NULL, committer_email text NOT NULL, planned_at timestamptz NOT NULL, "
        "planner_name text NOT NULL, planner_email text NOT NULL, UNIQUE (project, tag));\n"
        "CREATE TABLE IF NOT EXISTS sqitch.dependencies ("
        "change_id text NOT NULL REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE ON DELETE CASCADE, "
        "type text NOT NULL, dependency text NOT NULL, "
        "dependency_id text NULL REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE "
        "CONSTRAINT dependencies_check CHECK ((type = 'require' AND dependency_id IS NOT NULL) "
        "OR (type = 'conflict' AND dependency_id IS NULL)), PRIMARY KEY (change_id, dependency));\n"
        "CREATE TABLE IF NOT EXISTS sqitch.events (event text NOT NULL "
        "CONSTRAINT events_event_check CHECK (event IN ('deploy', 'revert', 'fail', 'merge')), "
        "change_id text NOT NULL, change text NOT NULL, "
        "project text NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE, "
        "note text NOT NULL DEFAULT '', requires text[] NOT NULL DEFAULT '{}', "
        "conflicts text[] NOT NULL DEFAULT '{}', tags text[] NOT NULL DEFAULT '{}', "
        "committed_at timestamptz NOT NULL DEFAULT clock_timestamp(), committer_name text NOT NULL, "
        "committer_email text NOT NULL, planned_at timestamptz NOT NULL, planner_name text NOT NULL, "
        "planner_email text NOT NULL, PRIMARY KEY (change_id, committed_at));\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::none,
};

}  // namespace backout::project
