#include "sql/raw/lowering.h"

/// Roles and privileges.
namespace backout::sql::raw {

namespace {

Privilege lower_privilege(Lowering&, const ::AccessPriv* privilege) {
    return {.name = string_of(privilege->priv_name), .columns = names_of(privilege->cols)};
}

std::vector<RoleSpec> lower_roles(Lowering& lowering, const ::List* list) {
    return lower_list<::RoleSpec>(lowering, list);
}

/// What stands after ON. A schema of ALL … IN SCHEMA is a plain name, whatever the kind of object.
std::vector<ObjectReference> lower_targets(Lowering& lowering, const ::GrantStmt* node) {
    const ::ObjectType type = node->targtype == ACL_TARGET_OBJECT ? node->objtype : OBJECT_SCHEMA;
    std::vector<ObjectReference> result;
    for (const ::Node* object : elements<::Node>(node->objects))
        result.push_back(lower_reference(lowering, type, object));
    return result;
}

std::unique_ptr<GrantStatement> lower_grant(Lowering& lowering, const ::GrantStmt* node) {
    static_assert(static_cast<int>(GrantStatement::Target::defaults) == ACL_TARGET_DEFAULTS);
    auto result = std::make_unique<GrantStatement>();
    result->is_grant = node->is_grant;
    result->target = same<GrantStatement::Target>(node->targtype);
    result->object = lower(node->objtype);
    result->objects = lower_targets(lowering, node);
    result->privileges = lower_list<::AccessPriv>(lowering, node->privileges, lower_privilege);
    result->grantees = lower_roles(lowering, node->grantees);
    result->grant_option = node->grant_option;
    result->grantor = lower_optional(lowering, node->grantor);
    result->behavior = lower(node->behavior);
    return result;
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::GrantStmt* node) {
    return lower_grant(lowering, node);
}

StatementPtr lower(Lowering& lowering, const ::AlterDefaultPrivilegesStmt* node) {
    auto result = std::make_unique<AlterDefaultPrivilegesStatement>();
    for (const ::DefElem* option : elements<::DefElem>(node->options)) {
        if (std::string_view(option->defname) == "schemas")
            result->schemas = names_of(list_of(option->arg));
        else
            result->roles = lower_roles(lowering, list_of(option->arg));
    }
    result->action = lower_grant(lowering, node->action);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::GrantRoleStmt* node) {
    auto result = std::make_unique<GrantRoleStatement>();
    for (const ::AccessPriv* granted : elements<::AccessPriv>(node->granted_roles))
        result->granted.push_back(string_of(granted->priv_name));
    result->grantees = lower_roles(lowering, node->grantee_roles);
    result->is_grant = node->is_grant;
    result->options = lower_options(lowering, node->opt);
    result->grantor = lower_optional(lowering, node->grantor);
    result->behavior = lower(node->behavior);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateRoleStmt* node) {
    static_assert(static_cast<int>(CreateRoleStatement::Type::group) == ROLESTMT_GROUP);
    auto result = std::make_unique<CreateRoleStatement>();
    result->type = same<CreateRoleStatement::Type>(node->stmt_type);
    result->name = string_of(node->role);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterRoleStmt* node) {
    auto result = std::make_unique<AlterRoleStatement>();
    result->role = lower(lowering, node->role);
    result->options = lower_options(lowering, node->options);
    result->action = node->action;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterRoleSetStmt* node) {
    auto result = std::make_unique<AlterRoleSetStatement>();
    result->role = lower_optional(lowering, node->role);
    result->database = string_of(node->database);
    result->setting = lower_setting(lowering, node->setstmt);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DropRoleStmt* node) {
    auto result = std::make_unique<DropRoleStatement>();
    result->roles = lower_roles(lowering, node->roles);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DropOwnedStmt* node) {
    auto result = std::make_unique<DropOwnedStatement>();
    result->roles = lower_roles(lowering, node->roles);
    result->behavior = lower(node->behavior);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ReassignOwnedStmt* node) {
    auto result = std::make_unique<ReassignOwnedStatement>();
    result->roles = lower_roles(lowering, node->roles);
    result->new_role = lower(lowering, node->newrole);
    return result;
}

}  // namespace backout::sql::raw
