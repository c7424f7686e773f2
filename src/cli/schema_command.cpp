#include <memory>

#include <nlohmann/json.hpp>

#include "backout/version.h"
#include "check/schema.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"
#include "inventory/inventory.h"
#include "report/schema_sql.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

struct SchemaCommand {
    ProjectOptions project;
    std::string format = "sql";
    std::string at;
    bool each = false;
};

Json objects_of(const catalog::Catalog& catalog) {
    Json objects = Json::array();
    for (const inventory::Item& item : inventory::all_items(catalog)) {
        Json properties = Json::object();
        for (const auto& property : item.properties) properties[property.name] = property.value;
        objects.push_back({{"kind", item.kind}, {"name", item.name}, {"properties", std::move(properties)}});
    }
    return objects;
}

std::string as_json(const catalog::Catalog& catalog) {
    Json document{{"version", 1},
                  {"tool", {{"name", "backout"}, {"version", version()}, {"postgres", catalog.major_number()}}},
                  {"objects", objects_of(catalog)}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

int run(const SchemaCommand& command) {
    auto project = load(command.project);
    if (!project) return exit_usage;
    CheckOptions options;
    options.postgres_major = command.project.postgres_major;
    if (!load_baseline(command.project, options.baseline)) return exit_usage;
    if (command.each) {
        bool printed = true;
        Schema::each(*project, options, [&](const project::Migration& migration, const catalog::Catalog& catalog) {
            Json line{{"id", migration.id}, {"name", migration.name}, {"objects", objects_of(catalog)}};
            printed = printed && print(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
        });
        return printed ? exit_clean : exit_usage;
    }
    std::optional<std::string> at;
    if (!command.at.empty()) at = command.at;
    auto schema = Schema::of(*project, options, at);
    if (!schema) {
        print_error("there is no migration " + command.at, "--at takes a migration's version or name");
        return exit_usage;
    }
    bool printed = print(command.format == "json" ? as_json(schema->catalog()) : report::schema_sql(schema->catalog()));
    return printed ? exit_clean : exit_usage;
}

}  // namespace

void add_schema(CLI::App& app, int& status) {
    auto command = std::make_shared<SchemaCommand>();
    CLI::App* schema = app.add_subcommand("schema", "The schema that the migrations make, as SQL or JSON");
    command->project.add_to(*schema);
    schema->add_option("--at", command->at, "Only up to this migration (version or name)");
    schema->add_flag("--each", command->each, "After each migration, as a line of JSON");
    schema->add_option("--format", command->format, "sql or json")->check(CLI::IsMember({"sql", "json"}));
    schema->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
