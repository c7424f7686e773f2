#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/operator_family_member.h"
#include "simulate/statements.h"

/// Operator classes and families (commands/opclasscmds.c).
namespace backout::simulate {

using catalog::FamilyMember;
using catalog::OperatorClass;
using catalog::OperatorFamily;
using sql::OperatorClassItem;

namespace {

Result<catalog::AccessMethodInfo> get_access_method(const StatementContext& context, const std::string& name) {
    auto found = catalog::find_access_method(context.catalog, name);
    if (!found) return error("42704", "access method \"{}\" does not exist", name);
    return *found;
}

/// A family of the project or of a fresh server in one schema; 0 for none.
Oid find_family(const Catalog& catalog, Oid access_method, Oid scope, const std::string& name) {
    for (Oid oid : catalog.find_all(ObjectClass::operator_family, scope, name))
        if (const auto* family = catalog.find<OperatorFamily>(oid); family && family->access_method == access_method) return oid;
    if (scope != catalog::pg_catalog_namespace) return catalog::invalid_oid;
    const auto* fact = catalog::builtin::find_operator_family(catalog.major(), access_method, name);
    return fact ? fact->oid : catalog::invalid_oid;
}

Result<Oid> get_family(StatementContext& context, const sql::Names& names, Oid access_method, const std::string& method_name) {
    std::vector<Oid> scopes = context.path.namespaces;
    if (names.size() > 1) {
        BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
        scopes = {scope};
    }
    for (Oid scope : scopes)
        if (Oid found = find_family(context.catalog, access_method, scope, names.back())) return found;
    return error("42704", "operator family \"{}\" does not exist for access method \"{}\"", display_name(names), method_name);
}

Oid insert_family(StatementContext& context, const CreationName& name, Oid access_method) {
    auto family = context.make<OperatorFamily>(name.name, name.scope);
    family->access_method = access_method;
    depend(*family, {access_method, 0});
    Oid oid = family->oid;
    context.catalog.insert(std::move(family));
    return oid;
}

std::string_view member_word(const FamilyMember& member) { return member.is_operator ? "operator" : "function"; }

Status add_member(StatementContext& context, Oid family_oid, FamilyMember member, Oid opclass) {
    member.opclass = opclass;
    const auto* family = context.catalog.find<OperatorFamily>(family_oid);
    if (!family) return {};
    for (const FamilyMember& other : family->members)
        if (is_same_place(other, member))
            return error("42710", "{} {}({},{}) already exists in operator family \"{}\"", member_word(member), member.number,
                         printed_type(context, member.left), printed_type(context, member.right), family->name);
    context.catalog.change<OperatorFamily>(family_oid, [&](OperatorFamily& changed) {
        changed.members.push_back(member);
        // A loose member goes with its operator; a class's one keeps it from going.
        if (!opclass) depend(changed, {member.object, 0});
    });
    return {};
}

Status drop_member(StatementContext& context, Oid family_oid, const FamilyMember& wanted) {
    const auto* family = context.catalog.find<OperatorFamily>(family_oid);
    if (!family) return {};
    auto is_wanted = [&](const FamilyMember& member) { return is_same_place(member, wanted); };
    if (std::none_of(family->members.begin(), family->members.end(), is_wanted))
        return error("42704", "{} {}({},{}) does not exist in operator family \"{}\"", member_word(wanted), wanted.number,
                     printed_type(context, wanted.left), printed_type(context, wanted.right), family->name);
    context.catalog.change<OperatorFamily>(family_oid,
                                           [&](OperatorFamily& changed) { std::erase_if(changed.members, is_wanted); });
    return {};
}

Status check_default(const StatementContext& context, const std::string& name, Oid access_method, Oid type) {
    for (const auto* other : context.catalog.all_of_class<OperatorClass>())
        if (other->is_default && other->access_method == access_method && other->input_type == type) {
            auto failure = error("42710", "could not make operator class \"{}\" be default for type {}", name,
                                 printed_type(context, type));
            failure.value().detail = fmt::format("Operator class \"{}\" already is the default.", other->name);
            return failure;
        }
    auto found = catalog::default_operator_class(context.catalog, access_method, type);
    if (found && found->input_type == type)
        return error("42710", "could not make operator class \"{}\" be default for type {}", name, printed_type(context, type));
    return {};
}

}  // namespace

Status create_operator_family(StatementContext& context, const sql::CreateOperatorFamilyStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_ASSIGN(catalog::AccessMethodInfo method, get_access_method(context, statement.access_method));
    if (find_family(context.catalog, method.oid, name.scope, name.name))
        return error("42710", "operator family \"{}\" for access method \"{}\" already exists", name.name, statement.access_method);
    insert_family(context, name, method.oid);
    return {};
}

Status create_operator_class(StatementContext& context, const sql::CreateOperatorClassStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_ASSIGN(catalog::AccessMethodInfo method, get_access_method(context, statement.access_method));
    BACKOUT_ASSIGN(analyze::TypeReference type, analyze::resolve_type(context.analysis(), statement.type));
    Oid family = find_family(context.catalog, method.oid, name.scope, name.name);
    if (!statement.family.empty()) {
        BACKOUT_ASSIGN(family, get_family(context, statement.family, method.oid, statement.access_method));
    } else if (!family) {
        family = insert_family(context, name, method.oid);
    }
    auto opclass = context.make<OperatorClass>(name.name, name.scope);
    opclass->access_method = method.oid;
    opclass->family = family;
    opclass->input_type = type.type;
    opclass->is_default = statement.is_default;
    depend(*opclass, {family, 0}, catalog::DependencyType::auto_);
    depend(*opclass, {type.type, 0});
    std::vector<FamilyMember> members;
    for (const OperatorClassItem& item : statement.items) {
        if (item.kind == OperatorClassItem::Kind::storage) {
            BACKOUT_ASSIGN(analyze::TypeReference storage, analyze::resolve_type(context.analysis(), *item.storage));
            if (storage.type != type.type) opclass->key_type = storage.type;
            continue;
        }
        BACKOUT_ASSIGN(FamilyMember member, resolve_member(context, method, item, type.type));
        depend(*opclass, {member.object, 0});
        BACKOUT_TRY(add_to_list(context, members, member));
    }
    if (catalog::find_operator_class(context.catalog, method.oid, name.scope, name.name))
        return error("42710", "operator class \"{}\" for access method \"{}\" already exists", name.name, statement.access_method);
    if (statement.is_default) BACKOUT_TRY(check_default(context, name.name, method.oid, type.type));
    Oid oid = opclass->oid;
    context.catalog.insert(std::move(opclass));
    for (const FamilyMember& member : members) BACKOUT_TRY(add_member(context, family, member, oid));
    return {};
}

Status alter_operator_family(StatementContext& context, const sql::AlterOperatorFamilyStatement& statement) {
    BACKOUT_ASSIGN(catalog::AccessMethodInfo method, get_access_method(context, statement.access_method));
    BACKOUT_ASSIGN(Oid family_oid, get_family(context, statement.names, method.oid, statement.access_method));
    std::vector<FamilyMember> members;
    for (const OperatorClassItem& item : statement.items) {
        if (item.kind == OperatorClassItem::Kind::storage)
            return error("42601", "STORAGE cannot be specified in ALTER OPERATOR FAMILY");
        BACKOUT_ASSIGN(FamilyMember member, statement.is_drop
                                                ? named_member(context, method, item)
                                                : resolve_member(context, method, item, catalog::invalid_oid));
        BACKOUT_TRY(add_to_list(context, members, member));
    }
    for (const FamilyMember& member : members)
        BACKOUT_TRY(statement.is_drop ? drop_member(context, family_oid, member)
                                      : add_member(context, family_oid, member, catalog::invalid_oid));
    return {};
}

}  // namespace backout::simulate
