#include <algorithm>

#include "catalog/acl.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
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
    }
    return "object";
}

/// Objects of a fresh server have privileges too, which no project's schema shows.
Result<std::vector<Oid>> named_objects(StatementContext& context, const GrantStatement& statement) {
    std::vector<Oid> found;
    for (const sql::ObjectReference& reference : statement.objects) {
        if (statement.object == ObjectKind::table || statement.object == ObjectKind::sequence) {
            BACKOUT_ASSIGN(Oid oid, get_relation(context, to_range_var(reference.names), false, "rvmpfS"));
            found.push_back(oid);
            continue;
        }
        BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, reference));
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

void update(Acl& acl, const GrantStatement& statement, Oid grantee, Oid grantor, std::uint32_t privileges) {
    if (statement.is_grant)
        catalog::grant(acl, grantee, grantor, privileges, statement.grant_option);
    else
        catalog::revoke(acl, grantee, grantor, privileges, statement.grant_option);
}

Status update_columns(StatementContext& context, const GrantStatement& statement, Relation& relation,
                      const std::vector<Oid>& grantees, std::uint32_t privileges,
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
        auto* attribute = relation.find_attribute(found->number);
        Acl acl = attribute->acl.value_or(Acl{});
        for (Oid grantee : grantees) update(acl, statement, grantee, relation.owner, privileges);
        attribute->acl = acl.empty() ? std::nullopt : std::optional(std::move(acl));
    }
    (void)context;
    return {};
}

/// Taking a privilege on the whole table takes it on each column as well.
void revoke_from_columns(const StatementContext& context, const GrantStatement& statement, Relation& relation,
                         const std::vector<Oid>& grantees, std::uint32_t privileges) {
    privileges &= catalog::all_privileges(AclKind::column, context.catalog.major());
    for (auto& attribute : relation.attributes) {
        if (!attribute.acl) continue;
        for (Oid grantee : grantees) update(*attribute.acl, statement, grantee, relation.owner, privileges);
        if (attribute.acl->empty()) attribute.acl.reset();
    }
}

Status update_object(StatementContext& context, const GrantStatement& statement, Oid oid, const Wanted& wanted,
                     const std::vector<Oid>& grantees) {
    const Object* object = context.catalog.find(oid);
    if (!object) return {};
    auto kind = catalog::acl_kind_of(*object);
    if (!kind) return error("42809", "\"{}\" is an index", object->name);
    if (statement.object == ObjectKind::sequence && *kind != AclKind::sequence)
        return error("42809", "\"{}\" is not a sequence", object->name);
    std::uint32_t privileges =
        wanted.all ? catalog::all_privileges(*kind, context.catalog.major()) : wanted.privileges;
    auto changed = object->clone();
    bool whole = wanted.all || wanted.privileges != 0;
    if (whole) {
        Acl acl = catalog::effective_acl(*object, context.catalog.major());
        for (Oid grantee : grantees) update(acl, statement, grantee, object->owner, privileges);
        changed->acl = std::move(acl);
    }
    if (object->object_class == ObjectClass::relation) {
        auto& relation = static_cast<Relation&>(*changed);
        if (!statement.is_grant && whole) revoke_from_columns(context, statement, relation, grantees, privileges);
        for (const auto& [bits, columns] : wanted.on_columns)
            BACKOUT_TRY(update_columns(context, statement, relation, grantees, bits, columns));
    }
    context.catalog.insert(std::move(changed));
    return {};
}

}  // namespace

Status grant_privileges(StatementContext& context, const GrantStatement& statement) {
    std::vector<Oid> grantees;
    for (const sql::RoleSpec& role : statement.grantees) {
        BACKOUT_ASSIGN(Oid oid, get_role(context, role));
        if (oid == catalog::invalid_oid && statement.is_grant && statement.grant_option)
            return error("0LP01", "grant options can only be granted to roles");
        grantees.push_back(oid);
    }
    // Privileges on the database, on settings and on large objects are outside every schema.
    auto kind = acl_kind(statement.object);
    if (!kind) return {};
    BACKOUT_ASSIGN(Wanted wanted, wanted_privileges(context, statement, *kind));
    auto objects = statement.target == GrantStatement::Target::all_in_schema ? all_in_schemas(context, statement)
                                                                            : named_objects(context, statement);
    BACKOUT_TRY(objects);
    for (Oid oid : *objects) BACKOUT_TRY(update_object(context, statement, oid, wanted, grantees));
    return {};
}

}  // namespace backout::simulate
