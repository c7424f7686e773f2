#include <algorithm>
#include <utility>

#include "simulate/names.h"
#include "simulate/statements.h"
#include "sql/quote.h"

namespace backout::simulate {

using catalog::Namespace;

namespace {

/// Whatever order they are written in, what others may need is made first (transformCreateSchemaStmtElements).
int place_of(sql::StatementKind kind) {
    switch (kind) {
        case sql::StatementKind::create_sequence: return 0;
        case sql::StatementKind::create_table: return 1;
        case sql::StatementKind::view: return 2;
        case sql::StatementKind::index: return 3;
        case sql::StatementKind::create_trigger: return 4;
        default: return 5;
    }
}

std::vector<const sql::Statement*> in_order(const std::vector<sql::StatementPtr>& elements) {
    std::vector<const sql::Statement*> ordered;
    for (const auto& element : elements) ordered.push_back(element.get());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto* a, const auto* b) { return place_of(a->kind) < place_of(b->kind); });
    return ordered;
}

/// Elements of CREATE SCHEMA go into the new schema, unqualified names and all.
Status create_elements(StatementContext& context, const sql::CreateSchemaStatement& statement, Oid schema) {
    catalog::SearchPath outer = context.path;
    auto path_before = context.session.state.search_path;
    // They are made by the schema's owner.
    Oid role_before = std::exchange(context.session.state.current_role, context.catalog.find(schema)->owner);
    context.session.state.search_path.insert(context.session.state.search_path.begin(), context.catalog.find(schema)->name);
    context.path = context.session.search_path(context.catalog);
    Status status;
    for (const sql::Statement* element : in_order(statement.elements)) {
        status = execute_statement(context, *element);
        if (!status) break;
    }
    context.session.state.search_path = std::move(path_before);
    context.session.state.current_role = role_before;
    context.path = std::move(outer);
    return status;
}

/// What an element says of its schema; empty for elements without one.
std::string_view schema_of_element(const sql::Statement& element) {
    switch (element.kind) {
        case sql::StatementKind::create_table: return static_cast<const sql::CreateTableStatement&>(element).relation.schema;
        case sql::StatementKind::create_sequence:
            return static_cast<const sql::CreateSequenceStatement&>(element).sequence.schema;
        case sql::StatementKind::view: return static_cast<const sql::ViewStatement&>(element).view.schema;
        case sql::StatementKind::index: return static_cast<const sql::IndexStatement&>(element).relation.schema;
        case sql::StatementKind::create_trigger:
            return static_cast<const sql::CreateTriggerStatement&>(element).relation.schema;
        default: return {};
    }
}

/// setSchemaName (parser/parse_utilcmd.c): all elements are looked at before the first is made.
Status check_elements(const sql::CreateSchemaStatement& statement, const std::string& schema) {
    for (const auto& element : statement.elements) {
        std::string_view named = schema_of_element(*element);
        if (!named.empty() && named != schema)
            return error("42P15", "CREATE specifies a schema ({}) different from the one being created ({})", named, schema);
    }
    return {};
}

}  // namespace

Status create_schema(StatementContext& context, const sql::CreateSchemaStatement& statement) {
    Oid owner = context.session.state.current_role;
    if (statement.authorization) {
        BACKOUT_ASSIGN(owner, get_role(context, *statement.authorization));
    }
    std::string name = statement.name.empty() ? catalog::role_name(context.catalog, owner) : statement.name;
    if (name.starts_with("pg_")) {
        auto failure = error("42939", "unacceptable schema name \"{}\"", name);
        failure.value().detail = "The prefix \"pg_\" is reserved for system schemas.";
        return failure;
    }
    Oid existing = catalog::find_namespace(context.catalog, name);
    if (existing != catalog::invalid_oid) {
        if (!statement.if_not_exists) {
            auto failure = error("42P06", "schema \"{}\" already exists", name);
            failure.value().involved = {{existing, 0}};
            return failure;
        }
        context.effects.skipped = true;
        context.effects.skipped_for = existing;
        context.effects.notice(fmt::format("schema \"{}\" already exists, skipping", name), "42P06");
        return {};
    }
    auto schema = context.make<Namespace>(name, catalog::invalid_oid);
    schema->owner = owner;
    Oid oid = schema->oid;
    context.catalog.insert(std::move(schema));
    BACKOUT_TRY(check_elements(statement, name));
    return create_elements(context, statement, oid);
}

}  // namespace backout::simulate
