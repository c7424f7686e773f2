#include <algorithm>
#include <bit>

#include "catalog/acl.h"
#include "catalog/builtin/builtin.h"
#include "simulate/current_database.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/permissions.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

using catalog::Acl;
using catalog::AclKind;
using catalog::Object;
using catalog::Relation;
using sql::GrantStatement;
using sql::ObjectKind;

namespace {

std::optional<AclKind> acl_kind(ObjectKind object) {
    switch (object) {
        case ObjectKind::table: return AclKind::table;
        case ObjectKind::sequence: return AclKind::sequence;
        case ObjectKind::function:
        case ObjectKind::procedure:
        case ObjectKind::routine: return AclKind::function;
        case ObjectKind::type:
        case ObjectKind::domain: return AclKind::type;
        case ObjectKind::schema: return AclKind::schema;
        case ObjectKind::language: return AclKind::language;
        case ObjectKind::foreign_data_wrapper: return AclKind::foreign_data_wrapper;
        case ObjectKind::foreign_server: return AclKind::foreign_server;
        case ObjectKind::tablespace: return AclKind::tablespace;
        case ObjectKind::database: return AclKind::database;
        default: return std::nullopt;
    }
}

std::string_view kind_word(AclKind kind) {
    switch (kind) {
        case AclKind::table: return "relation";
        case AclKind::column: return "column";
        case AclKind::sequence: return "sequence";
        case AclKind::database: return "database";
        case AclKind::function: return "function";
        case AclKind::language: return "language";
        case AclKind::schema: return "schema";
        case AclKind::tablespace: return "tablespace";
        case AclKind::foreign_data_wrapper: return "foreign-data wrapper";
        case AclKind::foreign_server: return "foreign server";
        case AclKind::type: return "type";
        case AclKind::large_object: return "large object";
    }
    return "object";
}

/// Kinds of which not everything has privileges that can be set (ExecGrant_Type_check, ExecGrant_Language_check).
Status check_grantable(const StatementContext& context, ObjectKind kind, Oid oid) {
    if (kind == ObjectKind::type || kind == ObjectKind::domain) {
        auto type = catalog::type_info(context.catalog, oid);
        if (type && type->is_array) {
            auto failure = error("0LP01", "cannot set privileges of array types");
            failure.value().hint = "Set the privileges of the element type instead.";
            return failure;
        }
        if (type && type->range != catalog::invalid_oid) return error("0LP01", "cannot set privileges of multirange types");
    }
    if (kind == ObjectKind::language) {
        const auto* own = context.catalog.find<catalog::Language>(oid);
        const auto* fact = catalog::builtin::find_language(context.catalog.major(), oid);
        if ((own && !own->trusted) || (fact && !fact->trusted))
            return error("42809", "language \"{}\" is not trusted", catalog::language_name(context.catalog, oid));
    }
    return {};
}

/// Objects of a fresh server have privileges too, which no project's schema shows.
Result<std::vector<Oid>> named_objects(StatementContext& context, const GrantStatement& statement) {
    std::vector<Oid> found;
    for (const sql::ObjectReference& reference : statement.objects) {
        if (statement.object == ObjectKind::table || statement.object == ObjectKind::sequence) {
            sql::RangeVar name = to_range_var(reference.names);
            BACKOUT_TRY(find_relation_permitted(context, name));
            BACKOUT_ASSIGN(Oid oid, get_relation(context, name, false, "rvmpfS"));
            found.push_back(oid);
            continue;
        }
        BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, reference));
        BACKOUT_TRY(check_grantable(context, statement.object, address.oid));
        found.push_back(address.oid);
    }
    return found;
}

bool is_in_all(const Object& object, ObjectKind kind) {
    if (const auto* relation = catalog::as<Relation>(&object)) {
        bool is_sequence = relation->kind == catalog::RelationKind::sequence;
        bool has_rows = relation->is_table() || relation->kind == catalog::RelationKind::view ||
                        relation->kind == catalog::RelationKind::materialized_view;
        return kind == ObjectKind::sequence ? is_sequence : kind == ObjectKind::table && has_rows;
    }
    const auto* function = catalog::as<catalog::Function>(&object);
    if (!function) return false;
    if (kind == ObjectKind::routine) return true;
    return kind == ObjectKind::procedure ? function->kind == 'p' : kind == ObjectKind::function && function->kind != 'p';
}

Result<std::vector<Oid>> all_in_schemas(StatementContext& context, const GrantStatement& statement) {
    std::vector<Oid> found;
    for (const sql::ObjectReference& reference : statement.objects) {
        BACKOUT_ASSIGN(Oid schema, get_namespace(context, reference.names.back()));
        BACKOUT_TRY(check_schema_usage(context, schema));
        for (Oid member : context.catalog.members(schema))
            if (is_in_all(*context.catalog.find(member), statement.object)) found.push_back(member);
    }
    return found;
}

struct Wanted {
    std::uint32_t privileges = 0;
    std::vector<std::pair<std::uint32_t, std::vector<std::string>>> on_columns;
    bool all = false;
};

Result<Wanted> wanted_privileges(const StatementContext& context, const GrantStatement& statement, AclKind kind) {
    Wanted wanted;
    if (statement.privileges.empty()) {
        wanted.all = true;
        return wanted;
    }
    std::uint32_t possible = catalog::all_privileges(kind, context.catalog.major());
    if (kind == AclKind::table) possible |= catalog::all_privileges(AclKind::sequence, context.catalog.major());
    for (const sql::Privilege& privilege : statement.privileges) {
        AclKind own_kind = privilege.columns.empty() ? kind : AclKind::column;
        if (privilege.name.empty()) {
            wanted.on_columns.emplace_back(catalog::all_privileges(AclKind::column, context.catalog.major()),
                                           privilege.columns);
            continue;
        }
        std::uint32_t bit = catalog::privilege_bit(privilege.name);
        if (bit == 0) return error("42601", "unrecognized privilege type \"{}\"", privilege.name);
        std::uint32_t allowed =
            own_kind == AclKind::column ? catalog::all_privileges(own_kind, context.catalog.major()) : possible;
        if ((bit & allowed) == 0)
            return error("0LP01", "invalid privilege type {} for {}", catalog::privilege_names(bit)[0], kind_word(own_kind));
        if (privilege.columns.empty())
            wanted.privileges |= bit;
        else
            wanted.on_columns.emplace_back(bit, privilege.columns);
    }
    return wanted;
}

/// What a grant is about: the object and what it is called in messages.
struct Target {
    Oid owner = catalog::invalid_oid;
    AclKind kind = AclKind::table;
    std::string word;
    std::string name;
    bool assumed = false;
};

/// Who grants, and which of the privileges that role has grant options for (select_best_grantor).
struct Grantor {
    Oid role = catalog::invalid_oid;
    std::uint32_t privileges = 0;
};

Grantor choose_grantor(const StatementContext& context, const Target& target, const Acl& acl, std::uint32_t privileges) {
    Oid current = context.session.state.current_role;
    const Catalog& catalog = context.catalog;
    if (current == target.owner || target.assumed || is_superuser(catalog, current)) return {target.owner, privileges};
    RoleClosure closure = roles_of(catalog, current, Membership::inherit);
    if (closure.unknown) return {target.owner, privileges};
    Grantor best{current, 0};
    for (Oid role : closure.roles) {
        std::uint32_t options = catalog::grant_options_of(acl, role, target.owner) & privileges;
        if (options == privileges) return {role, options};
        if (std::popcount(options) > std::popcount(best.privileges)) best = {role, options};
    }
    return best;
}

/// Without any privilege on the object the statement fails; what can't be granted is left out with a warning
/// (restrict_and_check_grant).
Result<Grantor> permitted_grantor(StatementContext& context, const GrantStatement& statement, const Target& target,
                                  const Acl& acl, std::uint32_t privileges, bool all) {
    Grantor grantor = choose_grantor(context, target, acl, privileges);
    if (grantor.privileges == 0 && privileges != 0) {
        std::uint32_t possible = catalog::all_privileges(target.kind, context.catalog.major());
        if ((privileges_in(context.catalog, acl, grantor.role) & possible) == 0)
            return permission_denied(target.word, target.name);
    }
    std::string_view how_many = grantor.privileges == 0                         ? "no"
                                : !all && grantor.privileges != privileges ? "not all"
                                                                                : "";
    if (!how_many.empty())
        context.effects.notice(fmt::format("{} privileges {} for \"{}\"", how_many,
                                           statement.is_grant ? "were granted" : "could be revoked", target.name),
                               statement.is_grant ? "01007" : "01006");
    return grantor;
}

Status update(Acl& acl, const GrantStatement& statement, const Target& target, const Grantor& grantor,
              const std::vector<Oid>& grantees) {
    if (grantor.privileges == 0) return {};
    for (Oid grantee : grantees) {
        if (grantee == catalog::invalid_oid && statement.is_grant && statement.grant_option)
            return error("0LP01", "grant options can only be granted to roles");
        catalog::AclChange change{statement.is_grant, grantee, grantor.role, grantor.privileges, statement.grant_option};
        switch (catalog::update(acl, change, target.owner, statement.behavior == sql::DropBehavior::cascade)) {
            case catalog::AclFailure::none: break;
            case catalog::AclFailure::circular:
                return error("0LP01", "grant options cannot be granted back to your own grantor");
            case catalog::AclFailure::dependent: {
                auto failure = error("2BP01", "dependent privileges exist");
                failure.value().hint = "Use CASCADE to revoke them too.";
                return failure;
            }
        }
    }
    return {};
}

/// Privileges on a column: whoever may grant them on the table may do so here (ExecGrant_Attribute).
Status update_column(StatementContext& context, const GrantStatement& statement, const Target& table, const Acl& table_acl,
                     catalog::Attribute& attribute, const std::vector<Oid>& grantees, std::uint32_t privileges, bool all) {
    Target target = table;
    target.kind = AclKind::column;
    target.name = attribute.name;
    target.word = "column";
    Acl acl = attribute.acl.value_or(Acl{});
    Acl merged = table_acl;
    merged.insert(merged.end(), acl.begin(), acl.end());
    BACKOUT_ASSIGN(Grantor grantor, permitted_grantor(context, statement, target, merged, privileges, all));
    BACKOUT_TRY(update(acl, statement, target, grantor, grantees));
    attribute.acl = acl.empty() ? std::nullopt : std::optional(std::move(acl));
    return {};
}

Status update_columns(StatementContext& context, const GrantStatement& statement, const Target& target, const Acl& table_acl,
                      Relation& relation, const std::vector<Oid>& grantees, std::uint32_t privileges,
                      const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
        const auto* found = relation.find_attribute(column);
        // Privileges on system columns are taken, but nothing is shown of them.
        if (!found && is_system_column(column)) continue;
        if (!found) {
            auto failure = error("42703", "column \"{}\" of relation \"{}\" does not exist", column, relation.name);
            failure.value().missing = {analyze::Missing::Kind::column, "", column, relation.oid, {}};
            return failure;
        }
        auto& attribute = *relation.find_attribute(found->number);
        BACKOUT_TRY(update_column(context, statement, target, table_acl, attribute, grantees, privileges, false));
    }
    return {};
}

/// Taking a privilege on the whole table takes it on each column as well.
Status revoke_from_columns(StatementContext& context, const GrantStatement& statement, const Target& target,
                           const Acl& table_acl, Relation& relation, const std::vector<Oid>& grantees,
                           std::uint32_t privileges) {
    privileges &= catalog::all_privileges(AclKind::column, context.catalog.major());
    if (privileges == 0) return {};
    for (auto& attribute : relation.attributes)
        if (attribute.acl)
            BACKOUT_TRY(update_column(context, statement, target, table_acl, attribute, grantees, privileges, true));
    return {};
}

/// The privileges on the whole object that are meant. A sequence is a table to GRANT … ON, with fewer privileges.
std::uint32_t whole_privileges(StatementContext& context, const Wanted& wanted, const Target& target) {
    std::uint32_t possible = catalog::all_privileges(target.kind, context.catalog.major());
    if (wanted.all) return possible;
    if (target.kind == AclKind::sequence && (wanted.privileges & ~possible) != 0)
        context.effects.notice(fmt::format("sequence \"{}\" only supports USAGE, SELECT, and UPDATE privileges", target.name),
                               "0LP01");
    return target.kind == AclKind::sequence ? wanted.privileges & possible : wanted.privileges;
}

Status update_relation(StatementContext& context, const GrantStatement& statement, const Target& target, const Acl& old_acl,
                       Relation& relation, const Wanted& wanted, const std::vector<Oid>& grantees, std::uint32_t whole) {
    if (!statement.is_grant && whole != 0)
        BACKOUT_TRY(revoke_from_columns(context, statement, target, old_acl, relation, grantees, whole));
    for (const auto& [bits, columns] : wanted.on_columns)
        BACKOUT_TRY(update_columns(context, statement, target, old_acl, relation, grantees, bits, columns));
    return {};
}

Status update_object(StatementContext& context, const GrantStatement& statement, Oid oid, const Wanted& wanted,
                     const std::vector<Oid>& grantees) {
    const Object* object = context.catalog.find(oid);
    if (!object) return {};
    auto kind = catalog::acl_kind_of(*object);
    if (!kind) return error("42809", "\"{}\" is an index", object->name);
    if (const auto* relation = catalog::as<Relation>(object); relation && relation->kind == catalog::RelationKind::composite)
        return error("42809", "\"{}\" is a composite type", object->name);
    if (statement.object == ObjectKind::sequence && *kind != AclKind::sequence)
        return error("42809", "\"{}\" is not a sequence", object->name);
    Target target{object->owner, *kind, std::string(privilege_word(context.catalog, object->object_class, oid)),
                  object->name, object->assumed};
    const auto* owner = context.catalog.find<catalog::Role>(object->owner);
    target.assumed |= owner && owner->assumed;
    std::uint32_t privileges = whole_privileges(context, wanted, target);
    Acl old_acl = catalog::effective_acl(*object, context.catalog.major());
    auto changed = object->clone();
    if (privileges != 0) {
        Acl acl = old_acl;
        BACKOUT_ASSIGN(Grantor grantor, permitted_grantor(context, statement, target, acl, privileges, wanted.all));
        BACKOUT_TRY(update(acl, statement, target, grantor, grantees));
        changed->acl = std::move(acl);
    }
    if (object->object_class == ObjectClass::relation)
        BACKOUT_TRY(update_relation(context, statement, target, old_acl, static_cast<Relation&>(*changed), wanted, grantees,
                                    privileges));
    context.catalog.insert(std::move(changed));
    return {};
}

/// GRANT … ON DATABASE: of other databases than the session's nothing is kept.
Status grant_on_databases(StatementContext& context, const GrantStatement& statement, const std::vector<Oid>& grantees) {
    std::size_t current = 0;
    for (const sql::ObjectReference& reference : statement.objects) {
        BACKOUT_ASSIGN(bool is_current, is_current_database(context, reference.names.back()));
        current += is_current;
    }
    BACKOUT_ASSIGN(Wanted wanted, wanted_privileges(context, statement, AclKind::database));
    if (current == 0) return {};
    Target target{database_owner(context.catalog), AclKind::database, "database", std::string(current_database_name()),
                  context.world == World::open};
    Acl acl = database_acl(context.catalog);
    std::uint32_t privileges = whole_privileges(context, wanted, target);
    BACKOUT_ASSIGN(Grantor grantor, permitted_grantor(context, statement, target, acl, privileges, wanted.all));
    BACKOUT_TRY(update(acl, statement, target, grantor, grantees));
    change_current_database(context, target.owner, std::move(acl));
    return {};
}

Result<std::vector<Oid>> grantee_roles(StatementContext& context, const GrantStatement& statement) {
    std::vector<Oid> grantees;
    for (const sql::RoleSpec& role : statement.grantees) {
        BACKOUT_ASSIGN(Oid oid, get_role(context, role));
        grantees.push_back(oid);
    }
    return grantees;
}

/// Large objects and parameters: what is granted isn't kept, but not everything can be.
Status check_unkept(const GrantStatement& statement) {
    bool is_parameter = statement.object == ObjectKind::parameter_acl;
    std::uint32_t possible = is_parameter ? catalog::privilege_set | catalog::privilege_alter_system
                                          : catalog::privilege_select | catalog::privilege_update;
    for (const sql::Privilege& privilege : statement.privileges) {
        std::uint32_t bit = catalog::privilege_bit(privilege.name);
        if (bit == 0) return error("42601", "unrecognized privilege type \"{}\"", privilege.name);
        if ((bit & possible) == 0)
            return error("0LP01", "invalid privilege type {} for {}", catalog::privilege_names(bit)[0],
                         is_parameter ? "parameter" : "large object");
    }
    return {};
}

/// Only the current user can be named as the grantor.
Status check_grantor(StatementContext& context, const GrantStatement& statement) {
    if (!statement.grantor) return {};
    BACKOUT_ASSIGN(Oid grantor, get_role(context, *statement.grantor));
    if (grantor != context.session.state.current_role) return error("0A000", "grantor must be current user");
    return {};
}

}  // namespace

Status grant_privileges(StatementContext& context, const GrantStatement& statement) {
    BACKOUT_TRY(check_grantor(context, statement));
    auto kind = acl_kind(statement.object);
    bool has_objects = kind && *kind != AclKind::database;
    Result<std::vector<Oid>> objects;
    if (has_objects)
        objects = statement.target == GrantStatement::Target::all_in_schema ? all_in_schemas(context, statement)
                                                                            : named_objects(context, statement);
    BACKOUT_TRY(objects);
    BACKOUT_ASSIGN(std::vector<Oid> grantees, grantee_roles(context, statement));
    if (!kind) {
        if (statement.object == ObjectKind::parameter_acl)
            for (const sql::ObjectReference& reference : statement.objects)
                note_granted_parameter(context, reference.names.back());
        return check_unkept(statement);
    }
    if (!has_objects) return grant_on_databases(context, statement, grantees);
    BACKOUT_ASSIGN(Wanted wanted, wanted_privileges(context, statement, *kind));
    for (Oid oid : *objects) BACKOUT_TRY(update_object(context, statement, oid, wanted, grantees));
    return {};
}

}  // namespace backout::simulate
