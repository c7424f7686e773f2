#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backout/diff.h"
#include "backout/version.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/diff_tree.h"
#include "cli/git_revision.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

struct DiffCommand {
    std::string from;
    std::string to;
    std::string layout;
    std::vector<std::string> renames;
    std::string format = "sql";
    int postgres_major = 18;
    bool safe = false;
};

/// A side as the user named it, and the temporary files that it lives in.
struct Side {
    SchemaSource source;
    std::optional<GitRevision> revision;
};

/// "migrations@0041": the part after the last @ is a version when what is before it is there.
void split_version(std::string& path, std::string& at) {
    const std::size_t sign = path.rfind('@');
    if (sign == std::string::npos || std::filesystem::exists(path) || !std::filesystem::exists(path.substr(0, sign))) return;
    at = path.substr(sign + 1);
    path.resize(sign);
}

std::optional<Side> load_side(const std::string& named, const DiffCommand& command) {
    Side side;
    std::string path = named;
    constexpr std::string_view git = "git:";
    if (named.starts_with(git)) {
        std::string inner = named.substr(git.size());
        // The version, if any, is not git's.
        if (const std::size_t sign = inner.rfind('@'); sign != std::string::npos && sign > inner.find(':')) {
            side.source.at = inner.substr(sign + 1);
            inner.resize(sign);
        }
        side.revision = GitRevision::check_out(inner);
        if (!side.revision) return std::nullopt;
        path = side.revision->path();
    } else {
        split_version(path, side.source.at);
    }
    if (!std::filesystem::is_directory(path)) {
        auto script = project::load_script(path == "-" ? "/dev/stdin" : path);
        if (script && !script->invalid) {
            side.source.script = std::move(*script);
            return side;
        }
        if (script)
            print_error(path + ": the file is no UTF-8 text");
        else
            print_error(script.error().path + ": " + script.error().message, script.error().help);
        return std::nullopt;
    }
    project::LoadOptions load;
    load.paths = {path};
    load.layout = command.layout;
    auto project = project::load_project(load);
    if (!project) {
        print_error(project.error().path + ": " + project.error().message, project.error().help);
        return std::nullopt;
    }
    side.source.project = std::move(*project);
    return side;
}

Json items_json(const std::vector<DiffItem>& items) {
    Json list = Json::array();
    for (const DiffItem& item : items) {
        Json changes = Json::array();
        for (const PropertyChange& property : item.properties)
            changes.push_back({{"property", property.name}, {"before", property.before}, {"after", property.after}});
        list.push_back({{"kind", item.kind},
                        {"name", item.name},
                        {"change", to_string(item.change)},
                        {"parent", item.parent},
                        {"properties", std::move(changes)}});
    }
    return list;
}

Json left_json(const std::vector<Residue>& left) {
    Json list = Json::array();
    for (const Residue& item : left)
        list.push_back({{"kind", item.kind}, {"name", item.name}, {"change", to_string(item.change)}, {"detail", item.detail}});
    return list;
}

std::string as_json(const Diff& diff) {
    Json document{{"version", 1},
                  {"tool", {{"name", "backout"}, {"version", version()}}},
                  {"equal", diff.items.empty()},
                  {"items", items_json(diff.items)},
                  {"sql", diff.sql},
                  {"proven", diff.proven},
                  {"reasons", diff.reasons},
                  {"left", left_json(diff.left)},
                  {"likely_renames", diff.likely_renames}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

int run(const DiffCommand& command) {
    auto from = load_side(command.from, command);
    auto to = from ? load_side(command.to, command) : std::nullopt;
    if (!from || !to) return exit_usage;
    DiffOptions options;
    options.postgres_major = command.postgres_major;
    options.safe = command.safe;
    for (const std::string& rename : command.renames) {
        const std::size_t equals = rename.find('=');
        if (equals == std::string::npos || equals == 0) {
            print_error("--rename takes OLD=NEW, not " + rename);
            return exit_usage;
        }
        options.renames.emplace_back(rename.substr(0, equals), rename.substr(equals + 1));
    }
    auto result = diff(from->source, to->source, options);
    if (!result) {
        print_error("a version is not among the migrations", "backout schema lists what a project makes; PATH@VERSION names one");
        return exit_usage;
    }
    for (const SqlError& error : result->errors)
        print_error(fmt::format("{}:{}:{}: {} (SQLSTATE {})", error.place.file, error.place.begin.line,
                                error.place.begin.column, error.message, error.sqlstate));
    if (!result->errors.empty()) return exit_usage;
    for (const std::string& rename : result->likely_renames)
        if (options.renames.empty()) print_help("this may be a rename, which would keep the rows: --rename " + rename);
    if (!result->proven) {
        for (const std::string& reason : result->reasons) print_error(reason);
        for (const Residue& residue : result->left) print_error(fmt::format("{} {} still differs", residue.kind, residue.name));
    }
    const std::string text = command.format == "json" ? as_json(*result) : command.format == "text" ? diff_tree(*result) : result->sql;
    if (!print(text)) return exit_usage;
    return result->proven ? exit_clean : exit_findings;
}

}  // namespace

void add_diff(CLI::App& app, int& status) {
    auto command = std::make_shared<DiffCommand>();
    CLI::App* diff = app.add_subcommand("diff", "The SQL that leads from one schema to another, proven by replay");
    diff->add_option("FROM", command->from,
                     "A schema file, a folder of migrations, FOLDER@VERSION, or git:REVISION:PATH")
        ->required();
    diff->add_option("TO", command->to, "The same, of the schema to get to")->required();
    diff->add_option("--layout", command->layout, "How the migrations are laid out (backout layouts lists them)");
    diff->add_option("--rename", command->renames, "OLD=NEW of a table (t, s.t) or column (t.c) that keeps its rows")
        ->allow_extra_args(false);
    diff->add_flag("--safe", command->safe, "In steps that keep nobody waiting: indexes concurrently, constraints validated later");
    diff->add_option("--postgres", command->postgres_major, "PostgreSQL's major version")->check(CLI::Range(14, 18));
    diff->add_option("--format", command->format, "sql, text or json")->check(CLI::IsMember({"sql", "text", "json"}));
    diff->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
