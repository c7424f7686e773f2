#include "simulate/current_database.h"

#include <algorithm>

#include "simulate/role_membership.h"

namespace backout::simulate {

using catalog::Database;

namespace {

/// On a fresh server psql's session is in this database.
constexpr std::string_view fresh_database = "postgres";
/// The catalog's entry has no name of its own: which name the database has isn't known.
constexpr std::string_view current = "";

}  // namespace

const Database* current_database(const Catalog& catalog) {
    return catalog.find<Database>(catalog::invalid_oid, current);
}

Oid database_owner(const Catalog& catalog) {
    const Database* database = current_database(catalog);
    return database ? database->owner : bootstrap_superuser;
}

catalog::Acl database_acl(const Catalog& catalog) {
    const Database* database = current_database(catalog);
    if (database && database->acl) return *database->acl;
    return catalog::default_acl(catalog::AclKind::database, database_owner(catalog), catalog.major());
}

std::string_view current_database_name() { return fresh_database; }

void change_current_database(StatementContext& context, Oid owner, std::optional<catalog::Acl> acl) {
    const Database* known = current_database(context.catalog);
    auto database = known ? std::static_pointer_cast<Database>(known->clone())
                          : context.make<Database>(std::string(current), catalog::invalid_oid);
    database->owner = owner;
    database->acl = std::move(acl);
    context.catalog.insert(std::move(database));
}

void note_granted_parameter(StatementContext& context, const std::string& name) {
    if (!current_database(context.catalog))
        change_current_database(context, database_owner(context.catalog), std::nullopt);
    context.catalog.change<Database>(current_database(context.catalog)->oid,
                                     [&](Database& changed) { changed.settings.emplace_back(name, "granted"); });
}

bool is_granted_parameter(const Catalog& catalog, std::string_view name) {
    const Database* database = current_database(catalog);
    return database && std::any_of(database->settings.begin(), database->settings.end(),
                                   [&](const auto& setting) { return setting.first == name; });
}

// No role has an empty name, so that one's being known to be absent can stand for all.
void take_for_fresh_server(Catalog& catalog) { catalog.mark_known(ObjectClass::role, catalog::invalid_oid, ""); }

bool is_fresh_server(const Catalog& catalog) {
    return catalog.was_known(ObjectClass::role, catalog::invalid_oid, "");
}

Result<bool> is_current_database(const StatementContext& context, const std::string& name) {
    if (!is_fresh_server(context.catalog) || name == fresh_database) return true;
    if (name == "template0" || name == "template1" || context.catalog.find<Database>(catalog::invalid_oid, name))
        return false;
    return error("3D000", "database \"{}\" does not exist", name);
}

}  // namespace backout::simulate
