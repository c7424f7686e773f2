#include "catalog/acl.h"
#include "catalog/cluster_objects.h"
#include "plan/statement_text.h"

/// ALTER DEFAULT PRIVILEGES.
namespace backout::plan {

using catalog::Acl;
using catalog::AclKind;
using catalog::DefaultAcl;

namespace {

AclKind kind_of(char object_type) {
    switch (object_type) {
        case 'S': return AclKind::sequence;
        case 'f': return AclKind::function;
        case 'T': return AclKind::type;
        case 'n': return AclKind::schema;
        default: return AclKind::table;
    }
}

std::string_view object_type_words(char object_type) {
    switch (object_type) {
        case 'S': return "SEQUENCES";
        case 'f': return "FUNCTIONS";
        case 'T': return "TYPES";
        case 'n': return "SCHEMAS";
        default: return "TABLES";
    }
}

/// What there is without an entry: of one schema nothing, since it adds to what is granted everywhere.
Acl without_entry(const Writer& writer, const DefaultAcl& entry) {
    if (entry.schema != catalog::invalid_oid) return {};
    return catalog::default_acl(kind_of(entry.object_type), entry.role, writer.catalog().major());
}

std::vector<std::string> changes(const Writer& writer, const DefaultAcl& entry, const Acl& from, const Acl& to) {
    std::string head = "ALTER DEFAULT PRIVILEGES" + for_role(writer, entry.role);
    if (entry.schema != catalog::invalid_oid) head += " IN SCHEMA " + writer.schema(entry.schema);
    catalog::builtin::Major major = writer.catalog().major();
    std::vector<std::string> statements =
        change_privileges(writer, major, from, to, catalog::all_privileges(kind_of(entry.object_type), major),
                          object_type_words(entry.object_type));
    for (std::string& statement : statements) statement = fmt::format("{} {}", head, statement);
    return statements;
}

}  // namespace

void define_default_privileges(const Writer& writer, const Object& object, Definition& definition) {
    const auto& entry = get<DefaultAcl>(object);
    definition.statements = changes(writer, entry, without_entry(writer, entry), entry.privileges);
}

void change_default_privileges(const Writer& writer, const DefaultAcl& entry, const DefaultAcl* target,
                               std::vector<std::string>& statements) {
    statements = changes(writer, entry, entry.privileges, target ? target->privileges : without_entry(writer, entry));
}

void alter_default_privileges(const Pair& pair, Alteration& alteration) {
    const auto& target = get<DefaultAcl>(pair.target);
    // Roles are matched by name, in the numbers of the target.
    Acl from = get<DefaultAcl>(pair.source).privileges;
    for (catalog::AclItem& item : from)
        for (Oid* role : {&item.grantee, &item.grantor})
            if (*role != catalog::invalid_oid)
                *role = catalog::find_role(pair.to.catalog(), catalog::role_name(pair.from.catalog(), *role));
    for (std::string& statement : changes(pair.to, target, from, target.privileges)) alteration.add(std::move(statement));
}

}  // namespace backout::plan
