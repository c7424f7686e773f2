#include <algorithm>

#include "catalog/acl.h"
#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "plan/statement_text.h"

/// GRANT and REVOKE.
namespace backout::plan {

using catalog::Acl;
using catalog::AclItem;
using catalog::AclKind;
using catalog::DefaultAcl;
using catalog::ObjectClass;
using catalog::Relation;

namespace {

/// What one grantee has. Who granted it is left aside: a script can grant in its own role's name alone (grantor must be
/// current user), which the server takes as the owner's where the role may act for the owner.
struct Held {
    std::uint32_t privileges = 0;
    std::uint32_t grant_options = 0;
};

Held held_by(const Acl& acl, Oid grantee) {
    Held held;
    for (const AclItem& item : acl)
        if (item.grantee == grantee) {
            held.privileges |= item.privileges;
            held.grant_options |= item.grant_options;
        }
    return held;
}

std::vector<Oid> grantees_of(const Acl& first, const Acl& second) {
    std::vector<Oid> grantees;
    for (const Acl* acl : {&first, &second})
        for (const AclItem& item : *acl)
            if (std::find(grantees.begin(), grantees.end(), item.grantee) == grantees.end())
                grantees.push_back(item.grantee);
    return grantees;
}

std::string privilege_list(std::uint32_t privileges, std::uint32_t all, std::string_view columns) {
    bool is_one = (all & (all - 1)) == 0;
    if (privileges == all && !is_one) return fmt::format("ALL{}", columns);
    std::vector<std::string> names;
    for (std::string_view name : catalog::privilege_names(privileges)) names.push_back(fmt::format("{}{}", name, columns));
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::vector<std::string> change_privileges(const Writer& writer, [[maybe_unused]] catalog::builtin::Major major,
                                           const Acl& from, const Acl& to, std::uint32_t all_privileges,
                                           std::string_view on, std::string_view columns) {
    std::vector<std::string> revokes, grants;
    auto listed_privileges = [&](std::uint32_t privileges) { return privilege_list(privileges, all_privileges, columns); };
    for (Oid grantee : grantees_of(to, from)) {
        Held before = held_by(from, grantee);
        Held after = held_by(to, grantee);
        std::string role = writer.role(grantee);
        if (std::uint32_t gone = before.privileges & ~after.privileges)
            revokes.push_back(fmt::format("REVOKE {} ON {} FROM {}", listed_privileges(gone), on, role));
        if (std::uint32_t option = before.grant_options & ~after.grant_options & after.privileges)
            revokes.push_back(
                fmt::format("REVOKE GRANT OPTION FOR {} ON {} FROM {}", listed_privileges(option), on, role));
        if (std::uint32_t plain = after.privileges & ~before.privileges & ~after.grant_options)
            grants.push_back(fmt::format("GRANT {} ON {} TO {}", listed_privileges(plain), on, role));
        if (std::uint32_t option = after.grant_options & ~before.grant_options)
            grants.push_back(fmt::format("GRANT {} ON {} TO {} WITH GRANT OPTION", listed_privileges(option), on, role));
    }
    revokes.insert(revokes.end(), grants.begin(), grants.end());
    return revokes;
}

std::string privilege_target(const Writer& writer, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation:
            switch (get<Relation>(object).kind) {
                case catalog::RelationKind::sequence: return "SEQUENCE " + writer.name(object);
                case catalog::RelationKind::composite: return "TYPE " + writer.name(object);
                case catalog::RelationKind::index:
                case catalog::RelationKind::partitioned_index:
                case catalog::RelationKind::toast: return {};
                default: return "TABLE " + writer.name(object);
            }
        case ObjectClass::function:
            // An aggregate is granted as a function.
            return (get<catalog::Function>(object).kind == 'p' ? "PROCEDURE " : "FUNCTION ") +
                   (get<catalog::Function>(object).argument_types.empty() ? writer.name(object) + "()"
                                                                          : writer.signature(object.oid));
        case ObjectClass::foreign_server: return "FOREIGN " + writer.phrase(object);
        case ObjectClass::type:
        case ObjectClass::namespace_:
        case ObjectClass::language:
        case ObjectClass::foreign_data_wrapper: return writer.phrase(object);
        default: return {};
    }
}

const Object& furnished_object(const Catalog& catalog, const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    if (!relation || relation->kind != catalog::RelationKind::composite) return object;
    const Object* type = catalog.find(relation->row_type);
    return type ? *type : object;
}

namespace {

/// pg_default_acl.defaclobjtype
char default_acl_letter(AclKind kind) {
    switch (kind) {
        case AclKind::table: return 'r';
        case AclKind::sequence: return 'S';
        case AclKind::function: return 'f';
        case AclKind::type: return 'T';
        case AclKind::schema: return 'n';
        default: return 0;
    }
}

const DefaultAcl* find_default_acl(const Catalog& catalog, Oid role, Oid schema, char letter) {
    for (const auto* entry : catalog.all_of_class<DefaultAcl>())
        if (entry->role == role && entry->schema == schema && entry->object_type == letter) return entry;
    return nullptr;
}

}  // namespace

Acl initial_acl(const Catalog& catalog, const Object& object, Oid creator) {
    auto kind = catalog::acl_kind_of(object);
    if (!kind) return {};
    Acl acl = catalog::default_acl(*kind, creator, catalog.major());
    // get_user_default_acl (catalog/aclchk.c); what is made along with a relation has none.
    const auto* type = catalog::as<catalog::Type>(&object);
    const auto* relation = type ? catalog.find<Relation>(type->relation) : nullptr;
    bool is_row_type = type && type->relation && !(relation && relation->kind == catalog::RelationKind::composite);
    if (char letter = default_acl_letter(*kind); letter != 0 && !is_row_type) {
        if (const auto* everywhere = find_default_acl(catalog, creator, catalog::invalid_oid, letter))
            acl = everywhere->privileges;
        const auto* in_schema = object.scope ? find_default_acl(catalog, creator, object.scope, letter) : nullptr;
        if (in_schema)
            for (const AclItem& item : in_schema->privileges) {
                catalog::grant(acl, item.grantee, item.grantor, item.privileges, false);
                catalog::grant(acl, item.grantee, item.grantor, item.grant_options, true);
            }
    }
    // What the creator has passes to the new owner (aclnewowner).
    for (AclItem& item : acl) {
        if (item.grantee == creator) item.grantee = object.owner;
        if (item.grantor == creator) item.grantor = object.owner;
    }
    return acl;
}

}  // namespace backout::plan
