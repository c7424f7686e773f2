#include <algorithm>

#include "simulate/definition_options.h"
#include "simulate/names.h"
#include "simulate/publication_table.h"
#include "simulate/reloptions.h"
#include "simulate/settings.h"
#include "simulate/statements.h"

/// Publications (commands/publicationcmds.c).
namespace backout::simulate {

using catalog::Publication;
using catalog::PublicationNamespace;
using catalog::PublicationRelation;
using catalog::Relation;

namespace {

Status apply_publish(Publication& publication, const std::string& value) {
    publication.insert = publication.update = publication.delete_ = publication.truncate = false;
    for (const std::string& action : split_search_path(value)) {
        if (action == "insert")
            publication.insert = true;
        else if (action == "update")
            publication.update = true;
        else if (action == "delete")
            publication.delete_ = true;
        else if (action == "truncate")
            publication.truncate = true;
        else
            return error("42601", "unrecognized value for publication option \"publish\": \"{}\"", action);
    }
    return {};
}

Status apply_generated_columns(Publication& publication, const sql::Option& option) {
    std::string value = option_text(option);
    std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return std::tolower(c); });
    if (value != "none" && value != "stored") {
        auto made = error("42601", "invalid value for publication parameter \"{}\": \"{}\"", option.name,
                          option_text(option));
        made.value().detail = "Valid values are \"none\" and \"stored\".";
        return made;
    }
    std::erase_if(publication.properties, [&](const auto& property) { return property.first == option.name; });
    publication.properties.emplace_back(option.name, value);
    return {};
}

Status apply_options(const StatementContext& context, Publication& publication, const sql::Options& options) {
    for (auto option = options.begin(); option != options.end(); ++option) {
        const bool known = option->name == "publish" || option->name == "publish_via_partition_root" ||
                           (option->name == "publish_generated_columns" && context.major() >= 18);
        if (!known) return error("42601", "unrecognized publication parameter: \"{}\"", option->name);
        if (std::any_of(options.begin(), option, [&](const auto& before) { return before.name == option->name; }))
            return error("42601", "conflicting or redundant options");
        if (option->name == "publish_via_partition_root") {
            BACKOUT_ASSIGN(publication.via_root, boolean_value(*option));
        } else if (option->name == "publish") {
            if (option->kind == sql::Option::Kind::none) return error("42601", "publish requires a parameter");
            BACKOUT_TRY(apply_publish(publication, option_text(*option)));
        } else {
            BACKOUT_TRY(apply_generated_columns(publication, *option));
        }
    }
    return {};
}

/// Filters and column lists of partitioned tables need publish_via_partition_root.
Status check_no_partition_root(const StatementContext& context, const Publication& changed,
                               const sql::Options& options) {
    constexpr std::string_view parameter = "publish_via_partition_root";
    if (changed.all_tables || changed.via_root || !find_option(options, parameter)) return {};
    for (const auto* member : context.catalog.members_of_class<PublicationRelation>(changed.oid)) {
        if (!member->where && member->columns.empty()) continue;
        const auto* relation = context.catalog.find<Relation>(member->relation);
        if (relation->kind != catalog::RelationKind::partitioned_table) continue;
        auto made = error("22023", "cannot set parameter \"{}\" to false for publication \"{}\"", parameter, changed.name);
        made.value().detail = fmt::format(
            "The publication contains a {} for partitioned table \"{}\", which is not allowed when \"{}\" is false.",
            member->where ? "WHERE clause" : "column list", relation->name, parameter);
        return made;
    }
    return {};
}

Result<Oid> schema_of(StatementContext& context, const sql::PublicationObject& object) {
    if (object.kind != sql::PublicationObject::Kind::tables_in_current_schema) return get_namespace(context, object.schema);
    if (context.path.creation == catalog::invalid_oid)
        return error("3F000", "no schema has been selected for CURRENT_SCHEMA");
    return context.path.creation;
}

/// The schemas that a statement names, each once.
Result<std::vector<Oid>> published_schemas(StatementContext& context,
                                           const std::vector<sql::PublicationObject>& objects) {
    std::vector<Oid> schemas;
    for (const sql::PublicationObject& object : objects) {
        if (object.relation) continue;
        BACKOUT_ASSIGN(const Oid schema, schema_of(context, object));
        if (std::find(schemas.begin(), schemas.end(), schema) == schemas.end()) schemas.push_back(schema);
    }
    return schemas;
}

/// check_publication_add_schema (catalog/pg_publication.c)
Status check_schema(const StatementContext& context, Oid schema) {
    auto refuse = [&](std::string_view detail) -> Status {
        auto made = error("22023", "cannot add schema \"{}\" to publication",
                          catalog::namespace_name(context.catalog, schema));
        made.value().detail = detail;
        return made;
    };
    if (schema == catalog::pg_catalog_namespace || schema == catalog::pg_toast_namespace)
        return refuse("This operation is not supported for system schemas.");
    if (schema == context.session.temporary_namespace) return refuse("Temporary schemas cannot be replicated.");
    return {};
}

Status add_schemas(StatementContext& context, const Publication& publication, const std::vector<Oid>& schemas,
                   bool missing_only) {
    for (Oid schema : schemas) {
        std::string name = std::to_string(schema);
        if (context.catalog.find<PublicationNamespace>(publication.oid, name)) {
            if (missing_only) continue;
            return error("42710", "schema \"{}\" is already member of publication \"{}\"",
                         catalog::namespace_name(context.catalog, schema), publication.name);
        }
        BACKOUT_TRY(check_schema(context, schema));
        auto member = context.make<PublicationNamespace>(std::move(name), publication.oid);
        member->schema = schema;
        depend(*member, {publication.oid, 0}, catalog::DependencyType::auto_);
        depend(*member, {schema, 0}, catalog::DependencyType::auto_);
        context.catalog.insert(std::move(member));
    }
    return {};
}

/// A whole schema can't be combined with column lists.
Status check_no_column_lists(const StatementContext& context, const Publication& publication,
                             const std::vector<Oid>& schemas) {
    if (schemas.empty()) return {};
    for (const auto* member : context.catalog.members_of_class<PublicationRelation>(publication.oid)) {
        if (member->columns.empty()) continue;
        auto made = error("22023", "cannot add schema to publication \"{}\"", publication.name);
        made.value().detail =
            "Schemas cannot be added if any tables that specify a column list are already part of the publication.";
        return made;
    }
    return {};
}

Status drop_schemas(StatementContext& context, Oid publication, const std::vector<Oid>& schemas) {
    for (Oid schema : schemas) {
        const auto* member = context.catalog.find<PublicationNamespace>(publication, std::to_string(schema));
        if (!member)
            return error("42704", "tables from schema \"{}\" are not part of the publication",
                         catalog::namespace_name(context.catalog, schema));
        context.catalog.erase(member->oid);
    }
    return {};
}

Status check_not_all_tables(const Publication& publication, bool names_schemas) {
    if (!publication.all_tables) return {};
    auto made = error("55000", "publication \"{}\" is defined as FOR ALL TABLES", publication.name);
    made.value().detail = fmt::format("{} cannot be added to or dropped from FOR ALL TABLES publications.",
                                      names_schemas ? "Schemas" : "Tables");
    return made;
}

Status alter_options(StatementContext& context, const Publication& publication, const sql::Options& options) {
    auto changed = std::static_pointer_cast<Publication>(publication.clone());
    BACKOUT_TRY(apply_options(context, *changed, options));
    BACKOUT_TRY(check_no_partition_root(context, *changed, options));
    const Publication& made = *changed;
    context.catalog.change<Publication>(made.oid, [&](Publication& target) { target = made; });
    return {};
}

}  // namespace

Status create_publication(StatementContext& context, const sql::CreatePublicationStatement& statement) {
    if (context.catalog.find<Publication>(catalog::invalid_oid, statement.name))
        return error("42710", "publication \"{}\" already exists", statement.name);
    auto publication = context.make<Publication>(statement.name, catalog::invalid_oid);
    publication->all_tables = statement.for_all_tables;
    BACKOUT_TRY(apply_options(context, *publication, statement.options));
    const Oid oid = publication->oid;
    context.catalog.insert(std::move(publication));
    if (statement.for_all_tables) return {};
    BACKOUT_ASSIGN(const std::vector<Oid> schemas, published_schemas(context, statement.objects));
    BACKOUT_ASSIGN(const std::vector<PublishedTable> tables, published_tables(context, statement.objects));
    BACKOUT_TRY(add_published_tables(context, oid, tables, !schemas.empty(), true));
    return add_schemas(context, *context.catalog.find<Publication>(oid), schemas, true);
}

Status alter_publication(StatementContext& context, const sql::AlterPublicationStatement& statement) {
    using Action = sql::AlterPublicationStatement::Action;
    const auto* publication = context.catalog.find<Publication>(catalog::invalid_oid, statement.name);
    if (!publication) return error("42704", "publication \"{}\" does not exist", statement.name);
    if (statement.action == Action::options) return alter_options(context, *publication, statement.options);
    const Oid oid = publication->oid;
    BACKOUT_ASSIGN(const std::vector<Oid> schemas, published_schemas(context, statement.objects));
    BACKOUT_TRY(check_not_all_tables(*publication, !schemas.empty()));
    BACKOUT_ASSIGN(const std::vector<PublishedTable> tables, published_tables(context, statement.objects));
    switch (statement.action) {
        case Action::drop:
            BACKOUT_TRY(drop_published_tables(context, oid, tables));
            return drop_schemas(context, oid, schemas);
        case Action::set:
            for (Oid member : context.catalog.members(oid)) context.catalog.erase(member);
            BACKOUT_TRY(add_published_tables(context, oid, tables, !schemas.empty(), true));
            return add_schemas(context, *context.catalog.find<Publication>(oid), schemas, true);
        default: {
            const bool has_schemas =
                !schemas.empty() || !context.catalog.members_of_class<PublicationNamespace>(oid).empty();
            BACKOUT_TRY(add_published_tables(context, oid, tables, has_schemas, false));
            publication = context.catalog.find<Publication>(oid);
            BACKOUT_TRY(check_no_column_lists(context, *publication, schemas));
            return add_schemas(context, *publication, schemas, false);
        }
    }
}

}  // namespace backout::simulate
