#include <algorithm>

#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Publication;
using catalog::PublicationNamespace;
using catalog::PublicationRelation;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Subscription;

namespace {

Status apply_options(Publication& publication, const sql::Options& options) {
    for (const sql::Option& option : options) {
        std::string value = option_text(option);
        if (option.name == "publish_via_partition_root") {
            publication.via_root = value != "false" && value != "off" && value != "0";
        } else if (option.name == "publish") {
            publication.insert = value.find("insert") != std::string::npos;
            publication.update = value.find("update") != std::string::npos;
            publication.delete_ = value.find("delete") != std::string::npos;
            publication.truncate = value.find("truncate") != std::string::npos;
        } else if (option.name == "publish_generated_columns") {
            publication.properties.emplace_back(option.name, value);
        } else {
            return error("42601", "unrecognized publication parameter: \"{}\"", option.name);
        }
    }
    return {};
}

Status add_relation(StatementContext& context, Oid publication, const sql::PublicationObject& object) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *object.relation, false, "rp"));
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    if (relation->kind != RelationKind::table && relation->kind != RelationKind::partitioned_table) {
        auto failure = context.major() >= 15
                           ? error("22023", "cannot add relation \"{}\" to publication", relation->name)
                           : error("22023", "\"{}\" is not a table", relation->name);
        return failure;
    }
    std::string name = std::to_string(oid);
    if (context.catalog.find<PublicationRelation>(publication, name))
        return error("42710", "relation \"{}\" is already member of publication \"{}\"", relation->name,
                     context.catalog.find(publication)->name);
    auto member = context.make<PublicationRelation>(name, publication);
    member->relation = oid;
    depend(*member, {publication, 0}, catalog::DependencyType::auto_);
    depend(*member, {oid, 0}, catalog::DependencyType::auto_);
    for (const std::string& column : object.columns) {
        auto found = catalog::find_column(context.catalog, oid, column);
        if (!found) return error("42703", "column \"{}\" of relation \"{}\" does not exist", column, relation->name);
        member->columns.push_back(found->number);
        depend(*member, {oid, found->number});
    }
    if (object.where) {
        analyze::Scope scope{analyze::ScopeRelation{oid, relation->name, 1, {}, relation->open, false}};
        BACKOUT_ASSIGN(member->where, analyze::analyze_condition(context.analysis(), *object.where,
                                                                 analyze::Use::publication_where, scope, "PUBLICATION WHERE"));
        depend(*member, analyze::references_of(context.catalog, *member->where, oid));
    }
    context.effects.lock(oid, LockMode::share_update_exclusive);
    context.catalog.insert(std::move(member));
    return {};
}

Result<Oid> schema_of(StatementContext& context, const sql::PublicationObject& object) {
    if (object.kind != sql::PublicationObject::Kind::tables_in_current_schema) return get_namespace(context, object.schema);
    if (context.path.creation == catalog::invalid_oid)
        return error("3F000", "no schema has been selected for CURRENT_SCHEMA");
    return context.path.creation;
}

Status add_schema(StatementContext& context, Oid publication, const sql::PublicationObject& object) {
    BACKOUT_ASSIGN(Oid schema, schema_of(context, object));
    std::string name = std::to_string(schema);
    if (context.catalog.find<PublicationNamespace>(publication, name))
        return error("42710", "schema \"{}\" is already member of publication \"{}\"",
                     catalog::namespace_name(context.catalog, schema), context.catalog.find(publication)->name);
    auto member = context.make<PublicationNamespace>(name, publication);
    member->schema = schema;
    depend(*member, {publication, 0}, catalog::DependencyType::auto_);
    depend(*member, {schema, 0}, catalog::DependencyType::auto_);
    context.catalog.insert(std::move(member));
    return {};
}

Status add_objects(StatementContext& context, Oid publication, const std::vector<sql::PublicationObject>& objects) {
    for (const sql::PublicationObject& object : objects)
        BACKOUT_TRY(object.relation ? add_relation(context, publication, object) : add_schema(context, publication, object));
    return {};
}

Status drop_objects(StatementContext& context, Oid publication, const std::vector<sql::PublicationObject>& objects) {
    for (const sql::PublicationObject& object : objects) {
        Oid member = catalog::invalid_oid;
        if (object.relation) {
            BACKOUT_ASSIGN(Oid oid, get_relation(context, *object.relation));
            if (const auto* found = context.catalog.find<PublicationRelation>(publication, std::to_string(oid)))
                member = found->oid;
            if (member == catalog::invalid_oid)
                return error("42704", "relation \"{}\" is not part of the publication", object.relation->name);
        } else {
            BACKOUT_ASSIGN(Oid schema, schema_of(context, object));
            if (const auto* found = context.catalog.find<PublicationNamespace>(publication, std::to_string(schema)))
                member = found->oid;
            if (member == catalog::invalid_oid)
                return error("42704", "tables from schema \"{}\" are not part of the publication",
                             catalog::namespace_name(context.catalog, schema));
        }
        context.catalog.erase(member);
    }
    return {};
}

}  // namespace

Status create_publication(StatementContext& context, const sql::CreatePublicationStatement& statement) {
    if (context.catalog.find<Publication>(catalog::invalid_oid, statement.name))
        return error("42710", "publication \"{}\" already exists", statement.name);
    auto publication = context.make<Publication>(statement.name, catalog::invalid_oid);
    publication->all_tables = statement.for_all_tables;
    BACKOUT_TRY(apply_options(*publication, statement.options));
    Oid oid = publication->oid;
    context.catalog.insert(std::move(publication));
    return add_objects(context, oid, statement.objects);
}

Status alter_publication(StatementContext& context, const sql::AlterPublicationStatement& statement) {
    using Action = sql::AlterPublicationStatement::Action;
    const auto* publication = context.catalog.find<Publication>(catalog::invalid_oid, statement.name);
    if (!publication) return error("42704", "publication \"{}\" does not exist", statement.name);
    Oid oid = publication->oid;
    if (statement.action == Action::options) {
        auto changed = std::static_pointer_cast<Publication>(publication->clone());
        BACKOUT_TRY(apply_options(*changed, statement.options));
        context.catalog.insert(std::move(changed));
        return {};
    }
    if (publication->all_tables) {
        auto failure = error("55000", "publication \"{}\" is defined as FOR ALL TABLES", publication->name);
        failure.value().detail = "Tables cannot be added to or dropped from FOR ALL TABLES publications.";
        return failure;
    }
    if (statement.action == Action::drop) return drop_objects(context, oid, statement.objects);
    if (statement.action == Action::set)
        for (Oid member : context.catalog.members(oid)) context.catalog.erase(member);
    return add_objects(context, oid, statement.objects);
}

Status create_subscription(StatementContext& context, const sql::CreateSubscriptionStatement& statement) {
    if (context.catalog.find<Subscription>(catalog::invalid_oid, statement.name))
        return error("42710", "subscription \"{}\" already exists", statement.name);
    auto subscription = context.make<Subscription>(statement.name, catalog::invalid_oid);
    subscription->connection = statement.connection;
    subscription->publications = statement.publications;
    bool connects = true;
    for (const sql::Option& option : statement.options) {
        std::string value = option_text(option);
        bool on = value != "false" && value != "off" && value != "0";
        if (option.name == "connect") connects = on;
        if (option.name == "enabled") subscription->enabled = on;
        subscription->options.emplace_back(option.name, value);
    }
    if (connects) {
        BACKOUT_TRY(prevent_in_transaction_block(context, "CREATE SUBSCRIPTION ... WITH (create_slot = true)"));
        context.uncertain("CREATE SUBSCRIPTION connects to another server");
    } else {
        subscription->enabled = false;
    }
    context.catalog.insert(std::move(subscription));
    return {};
}

Status alter_subscription(StatementContext& context, const sql::AlterSubscriptionStatement& statement) {
    const auto* subscription = context.catalog.find<Subscription>(catalog::invalid_oid, statement.name);
    if (!subscription) return error("42704", "subscription \"{}\" does not exist", statement.name);
    context.catalog.change<Subscription>(subscription->oid, [&](Subscription& changed) {
        if (!statement.connection.empty()) changed.connection = statement.connection;
        if (!statement.publications.empty()) changed.publications = statement.publications;
        for (const sql::Option& option : statement.options)
            if (option.name == "enabled") changed.enabled = option_text(option) == "true";
    });
    return {};
}

Status drop_subscription(StatementContext& context, const sql::DropSubscriptionStatement& statement) {
    const auto* subscription = context.catalog.find<Subscription>(catalog::invalid_oid, statement.name);
    if (!subscription) {
        if (!statement.missing_ok) return error("42704", "subscription \"{}\" does not exist", statement.name);
        context.effects.skipped = true;
        context.effects.notice(fmt::format("subscription \"{}\" does not exist, skipping", statement.name));
        return {};
    }
    context.catalog.erase(subscription->oid);
    return {};
}

}  // namespace backout::simulate
