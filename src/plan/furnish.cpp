#include "catalog/acl.h"
#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "plan/statement_text.h"

/// Owner, privileges and comments.
namespace backout::plan {

using catalog::Acl;
using catalog::Attribute;
using catalog::ObjectClass;
using catalog::Relation;

namespace {

/// What ALTER … OWNER TO is for. Indexes and what hangs on a relation are their table's owner's.
bool has_owner(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation: return !get<Relation>(object).is_index();
        case ObjectClass::collation:
        case ObjectClass::conversion:
        case ObjectClass::event_trigger:
        case ObjectClass::foreign_data_wrapper:
        case ObjectClass::foreign_server:
        case ObjectClass::function:
        case ObjectClass::language:
        case ObjectClass::namespace_:
        case ObjectClass::operator_:
        case ObjectClass::operator_class:
        case ObjectClass::operator_family:
        case ObjectClass::publication:
        case ObjectClass::statistics:
        case ObjectClass::subscription:
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::type: return true;
        default: return false;
    }
}

bool has_comment(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::attribute_default:
        case ObjectClass::default_acl:
        case ObjectClass::publication_namespace:
        case ObjectClass::publication_relation:
        case ObjectClass::user_mapping: return false;
        default: return true;
    }
}

std::string comment_text(const std::optional<std::string>& comment) {
    return comment ? sql::quote_literal(*comment) : std::string("NULL");
}

bool is_sequence_of_column(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return relation && relation->sequence && relation->sequence->owned_by.oid != catalog::invalid_oid;
}

using Statements = std::vector<std::string>;

void add(Statements& statements, Statements more) {
    for (std::string& statement : more) statements.push_back(std::move(statement));
}

std::uint32_t column_privileges(const Catalog& catalog) {
    return catalog::all_privileges(catalog::AclKind::column, catalog.major());
}

/// Columns by what changes of their privileges: one statement for all that change alike.
struct ColumnGroup {
    Acl from, to;
    std::vector<std::string> names;
};

void add_column_privileges(const Writer& writer, const Relation& relation, std::vector<ColumnGroup> groups,
                           Statements& statements) {
    for (const ColumnGroup& group : groups)
        add(statements, change_privileges(writer, writer.catalog().major(), group.from, group.to,
                                          column_privileges(writer.catalog()), privilege_target(writer, relation),
                                          fmt::format(" ({})", fmt::join(group.names, ", "))));
}

void add_to_group(std::vector<ColumnGroup>& groups, Acl from, Acl to, std::string name) {
    if (from == to) return;
    for (ColumnGroup& group : groups)
        if (group.from == from && group.to == to) {
            group.names.push_back(std::move(name));
            return;
        }
    groups.push_back({std::move(from), std::move(to), {std::move(name)}});
}

bool has_column_comments(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return relation && !relation->is_index() && relation->kind != catalog::RelationKind::sequence;
}

std::string column_comment(const Writer& writer, const Relation& relation, const Attribute& attribute) {
    return fmt::format("COMMENT ON COLUMN {}.{} IS {}", writer.name(relation), sql::quote_identifier(attribute.name),
                       comment_text(attribute.comment));
}

/// REVOKE on a table takes the privileges on its columns as well (ExecGrant_Relation, catalog/aclchk.c).
Acl after_revoke_on_table(Acl columns, const Acl& from, const Acl& to) {
    for (catalog::AclItem& item : columns) {
        std::uint32_t kept = 0, had = 0;
        for (const auto& one : from)
            if (one.grantee == item.grantee) had |= one.privileges;
        for (const auto& one : to)
            if (one.grantee == item.grantee) kept |= one.privileges;
        item.privileges &= ~(had & ~kept);
        item.grant_options &= ~(had & ~kept);
    }
    std::erase_if(columns, [](const catalog::AclItem& item) { return item.privileges == 0; });
    return columns;
}

}  // namespace

void furnish(const Writer& writer, const Object& object, Oid creator, Definition& definition) {
    const Catalog& catalog = writer.catalog();
    const auto* relation = catalog::as<Relation>(&object);
    bool is_identity = relation && relation->sequence && relation->sequence->identity;
    if (has_owner(object) && !is_identity && object.owner != catalog::invalid_oid && object.owner != creator)
        definition.statements.push_back(
            fmt::format("ALTER {} OWNER TO {}", writer.phrase(object), writer.role(object.owner)));
    const Object& furnished = furnished_object(catalog, object);
    if (auto kind = catalog::acl_kind_of(furnished))
        add(definition.statements,
            change_privileges(writer, catalog.major(), initial_acl(catalog, furnished, creator),
                              catalog::effective_acl(furnished, catalog.major()),
                              catalog::all_privileges(*kind, catalog.major()), privilege_target(writer, object)));
    if (has_column_comments(object)) {
        std::vector<ColumnGroup> groups;
        for (const Attribute& attribute : get<Relation>(object).attributes)
            add_to_group(groups, {}, attribute.acl.value_or(Acl{}), sql::quote_identifier(attribute.name));
        add_column_privileges(writer, get<Relation>(object), std::move(groups), definition.statements);
    }
    if (furnished.comment && has_comment(object))
        definition.statements.push_back(
            fmt::format("COMMENT ON {} IS {}", writer.phrase(object), comment_text(furnished.comment)));
    if (has_column_comments(object))
        for (const Attribute& attribute : get<Relation>(object).attributes)
            if (attribute.comment)
                definition.statements.push_back(column_comment(writer, get<Relation>(object), attribute));
}

namespace {

Acl moved_to_owner(Acl acl, Oid old_owner, Oid new_owner) {
    for (catalog::AclItem& item : acl) {
        if (item.grantee == old_owner) item.grantee = new_owner;
        if (item.grantor == old_owner) item.grantor = new_owner;
    }
    return acl;
}

/// Roles are written by name, so an ACL of the source may be told in the target's numbers.
Oid role_in(const Catalog& from, const Catalog& to, Oid role) {
    if (&from == &to || role == catalog::invalid_oid) return role;
    Oid found = catalog::find_role(to, catalog::role_name(from, role));
    return found ? found : role;
}

Acl acl_in(const Catalog& from, const Catalog& to, Acl acl) {
    for (catalog::AclItem& item : acl) {
        item.grantee = role_in(from, to, item.grantee);
        item.grantor = role_in(from, to, item.grantor);
    }
    return acl;
}

void alter_columns_furnishing(const Pair& pair, const Acl& from, const Acl& to, Alteration& alteration) {
    const auto& source = get<Relation>(pair.source);
    const auto& target = get<Relation>(pair.target);
    std::vector<ColumnGroup> groups;
    Statements comments;
    for (const Attribute& attribute : target.attributes) {
        const Attribute* before = source.find_attribute(attribute.name);
        Acl had = before && before->acl ? acl_in(pair.from.catalog(), pair.to.catalog(), *before->acl) : Acl{};
        had = after_revoke_on_table(std::move(had), from, to);
        add_to_group(groups, std::move(had), attribute.acl.value_or(Acl{}), sql::quote_identifier(attribute.name));
        if (attribute.comment != (before ? before->comment : std::nullopt))
            comments.push_back(column_comment(pair.to, target, attribute));
    }
    Statements statements;
    add_column_privileges(pair.to, target, std::move(groups), statements);
    add(statements, std::move(comments));
    for (std::string& statement : statements) alteration.add(std::move(statement));
}

}  // namespace

void alter_furnishing(const Pair& pair, Alteration& alteration) {
    const Catalog& catalog = pair.to.catalog();
    const Catalog& before = pair.from.catalog();
    Oid owner = role_in(before, catalog, pair.source.owner);
    bool changes_owner = has_owner(pair.target) && pair.target.owner != catalog::invalid_oid && owner != pair.target.owner;
    // An owned sequence goes with its table.
    if (changes_owner && !is_sequence_of_column(pair.source))
        alteration.add(fmt::format("ALTER {} OWNER TO {}", pair.to.phrase(pair.target), pair.to.role(pair.target.owner)));
    Acl from, to;
    const Object& source = furnished_object(before, pair.source);
    const Object& target = furnished_object(catalog, pair.target);
    if (auto kind = catalog::acl_kind_of(target)) {
        from = acl_in(before, catalog, catalog::effective_acl(source, before.major()));
        if (changes_owner) from = moved_to_owner(std::move(from), owner, pair.target.owner);
        to = catalog::effective_acl(target, catalog.major());
        for (std::string& statement :
             change_privileges(pair.to, catalog.major(), from, to, catalog::all_privileges(*kind, catalog.major()),
                               privilege_target(pair.to, pair.target)))
            alteration.add(std::move(statement));
    }
    if (source.comment != target.comment && has_comment(pair.target))
        alteration.add(fmt::format("COMMENT ON {} IS {}", pair.to.phrase(pair.target), comment_text(target.comment)));
    if (has_column_comments(pair.target)) alter_columns_furnishing(pair, from, to, alteration);
}

}  // namespace backout::plan
