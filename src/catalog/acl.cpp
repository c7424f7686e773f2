#include "catalog/acl.h"

#include <algorithm>
#include <array>

#include "catalog/relation.h"

namespace backout::catalog {

namespace {

struct PrivilegeName {
    std::string_view word;
    std::string_view printed;
    std::uint32_t bit;
};

constexpr std::array privileges_by_name{
    PrivilegeName{"insert", "INSERT", privilege_insert},
    PrivilegeName{"select", "SELECT", privilege_select},
    PrivilegeName{"update", "UPDATE", privilege_update},
    PrivilegeName{"delete", "DELETE", privilege_delete},
    PrivilegeName{"truncate", "TRUNCATE", privilege_truncate},
    PrivilegeName{"references", "REFERENCES", privilege_references},
    PrivilegeName{"trigger", "TRIGGER", privilege_trigger},
    PrivilegeName{"execute", "EXECUTE", privilege_execute},
    PrivilegeName{"usage", "USAGE", privilege_usage},
    PrivilegeName{"create", "CREATE", privilege_create},
    PrivilegeName{"temporary", "TEMPORARY", privilege_create_temporary},
    PrivilegeName{"temp", "TEMPORARY", privilege_create_temporary},
    PrivilegeName{"connect", "CONNECT", privilege_connect},
    PrivilegeName{"set", "SET", privilege_set},
    PrivilegeName{"alter system", "ALTER SYSTEM", privilege_alter_system},
    PrivilegeName{"maintain", "MAINTAIN", privilege_maintain},
};

constexpr Oid database_owner_role = 6171;  // pg_database_owner, since PostgreSQL 14

std::uint32_t public_privileges(AclKind kind) {
    switch (kind) {
        case AclKind::function: return privilege_execute;
        case AclKind::language:
        case AclKind::type: return privilege_usage;
        case AclKind::database: return privilege_create_temporary | privilege_connect;
        default: return 0;
    }
}

/// initdb gives schema public privileges of its own: anyone may use it, and up to 14 create in it.
Acl public_schema_acl(builtin::Major major) {
    bool closed = major >= builtin::Major::pg15;
    Oid owner = closed ? database_owner_role : 10;
    std::uint32_t everyone = closed ? privilege_usage : privilege_usage | privilege_create;
    return {{owner, owner, privilege_usage | privilege_create, 0}, {invalid_oid, owner, everyone, 0}};
}

}  // namespace

std::optional<AclKind> acl_kind_of(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation: {
            const auto& relation = static_cast<const Relation&>(object);
            if (relation.is_index()) return std::nullopt;
            return relation.kind == RelationKind::sequence ? AclKind::sequence : AclKind::table;
        }
        case ObjectClass::function: return AclKind::function;
        case ObjectClass::type: return AclKind::type;
        case ObjectClass::namespace_: return AclKind::schema;
        case ObjectClass::language: return AclKind::language;
        case ObjectClass::tablespace: return AclKind::tablespace;
        case ObjectClass::foreign_data_wrapper: return AclKind::foreign_data_wrapper;
        case ObjectClass::foreign_server: return AclKind::foreign_server;
        case ObjectClass::database: return AclKind::database;
        default: return std::nullopt;
    }
}

std::uint32_t all_privileges(AclKind kind, builtin::Major major) {
    switch (kind) {
        case AclKind::table: {
            std::uint32_t all = privilege_insert | privilege_select | privilege_update | privilege_delete |
                                privilege_truncate | privilege_references | privilege_trigger;
            return major >= builtin::Major::pg17 ? all | privilege_maintain : all;
        }
        case AclKind::large_object: return privilege_select | privilege_update;
        case AclKind::column: return privilege_insert | privilege_select | privilege_update | privilege_references;
        case AclKind::sequence: return privilege_usage | privilege_select | privilege_update;
        case AclKind::database: return privilege_create | privilege_create_temporary | privilege_connect;
        case AclKind::function: return privilege_execute;
        case AclKind::schema: return privilege_usage | privilege_create;
        case AclKind::tablespace: return privilege_create;
        case AclKind::language:
        case AclKind::foreign_data_wrapper:
        case AclKind::foreign_server:
        case AclKind::type: return privilege_usage;
    }
    return 0;
}

Acl default_acl(AclKind kind, Oid owner, builtin::Major major) {
    Acl acl;
    if (kind == AclKind::column) return acl;
    if (std::uint32_t everyone = public_privileges(kind)) acl.push_back({invalid_oid, owner, everyone, 0});
    acl.push_back({owner, owner, all_privileges(kind, major), 0});
    return acl;
}

Acl effective_acl(const Object& object, builtin::Major major) {
    if (object.acl) return *object.acl;
    if (object.oid == public_namespace) return public_schema_acl(major);
    auto kind = acl_kind_of(object);
    return kind ? default_acl(*kind, object.owner, major) : Acl{};
}

std::uint32_t privilege_bit(std::string_view name) {
    for (const PrivilegeName& privilege : privileges_by_name)
        if (privilege.word == name) return privilege.bit;
    return 0;
}

std::vector<std::string_view> privilege_names(std::uint32_t privileges) {
    std::vector<std::string_view> names;
    for (const PrivilegeName& privilege : privileges_by_name)
        if ((privileges & privilege.bit) != 0 && privilege.word != "temp") names.push_back(privilege.printed);
    return names;
}

namespace {

AclItem& item_for(Acl& acl, Oid grantee, Oid grantor) {
    for (AclItem& item : acl)
        if (item.grantee == grantee && item.grantor == grantor) return item;
    acl.push_back({grantee, grantor, 0, 0});
    return acl.back();
}

}  // namespace

void grant(Acl& acl, Oid grantee, Oid grantor, std::uint32_t privileges, bool with_grant_option) {
    AclItem& item = item_for(acl, grantee, grantor);
    item.privileges |= privileges;
    if (with_grant_option) item.grant_options |= privileges;
}

void revoke(Acl& acl, Oid grantee, Oid grantor, std::uint32_t privileges, bool only_grant_option) {
    for (AclItem& item : acl) {
        if (item.grantee != grantee || item.grantor != grantor) continue;
        item.grant_options &= ~privileges;
        if (!only_grant_option) item.privileges &= ~privileges;
    }
    std::erase_if(acl, [](const AclItem& item) { return item.privileges == 0 && item.grant_options == 0; });
}

std::uint32_t grant_options_of(const Acl& acl, Oid role, Oid owner) {
    if (role == owner) return ~std::uint32_t{0};
    std::uint32_t options = 0;
    for (const AclItem& item : acl)
        if (item.grantee == role) options |= item.grant_options;
    return options;
}

namespace {

/// With a role's last grant option goes what it granted by it.
AclFailure revoke_dependent(Acl& acl, Oid role, std::uint32_t lost, Oid owner, bool cascade) {
    lost &= ~grant_options_of(acl, role, owner);
    while (lost != 0) {
        auto found = std::find_if(acl.begin(), acl.end(), [&](const AclItem& item) {
            return item.grantor == role && (item.privileges & lost) != 0;
        });
        if (found == acl.end()) break;
        if (!cascade) return AclFailure::dependent;
        AclFailure failure = update(acl, {false, found->grantee, role, lost, false}, owner, true);
        if (failure != AclFailure::none) return failure;
    }
    return AclFailure::none;
}

/// Would the grantor still have its grant options, had the grantee none?
bool is_circular(Acl acl, const AclChange& change, Oid owner) {
    if (change.grantor == owner) return false;
    while (true) {
        auto found = std::find_if(acl.begin(), acl.end(), [&](const AclItem& item) {
            return item.grantee == change.grantee && item.grant_options != 0;
        });
        if (found == acl.end()) break;
        AclItem zapped = *found;
        update(acl, {false, zapped.grantee, zapped.grantor, zapped.privileges | zapped.grant_options, false}, owner, true);
    }
    return (change.privileges & ~grant_options_of(acl, change.grantor, owner)) != 0;
}

}  // namespace

AclFailure update(Acl& acl, const AclChange& change, Oid owner, bool cascade) {
    if (change.is_grant) {
        if (change.grant_option && is_circular(acl, change, owner)) return AclFailure::circular;
        grant(acl, change.grantee, change.grantor, change.privileges, change.grant_option);
        return AclFailure::none;
    }
    std::uint32_t before = 0;
    for (const AclItem& item : acl)
        if (item.grantee == change.grantee && item.grantor == change.grantor) before |= item.grant_options;
    revoke(acl, change.grantee, change.grantor, change.privileges, change.grant_option);
    return revoke_dependent(acl, change.grantee, before & change.privileges, owner, cascade);
}

}  // namespace backout::catalog
