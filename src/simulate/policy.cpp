#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Policy;
using catalog::Relation;
using catalog::RelationKind;

namespace {

char command_letter(const std::string& command) {
    if (command == "select") return 'r';
    if (command == "insert") return 'a';
    if (command == "update") return 'w';
    if (command == "delete") return 'd';
    return '*';
}

Result<const Relation*> policy_table(StatementContext& context, const sql::RangeVar& name) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, name, false, "rp"));
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    bool is_table = relation->kind == RelationKind::table || relation->kind == RelationKind::partitioned_table;
    if (!is_table) return error("42809", "\"{}\" is not a table", relation->name);
    return relation;
}

/// PUBLIC makes every other role superfluous (policy_role_list_to_array, commands/policy.c).
Result<std::vector<Oid>> role_list(StatementContext& context, const std::vector<sql::RoleSpec>& roles) {
    std::vector<Oid> found;
    for (const sql::RoleSpec& role : roles) {
        if (role.kind == sql::RoleSpec::Kind::public_) {
            if (roles.size() > 1) context.effects.notice("ignoring specified roles other than PUBLIC", "01000");
            return std::vector<Oid>{};
        }
        BACKOUT_ASSIGN(Oid oid, get_role(context, role));
        found.push_back(oid);
    }
    return found;
}

analyze::Scope table_scope(const Relation& table) {
    return {analyze::ScopeRelation{table.oid, table.name, 1, {}, table.open, false}};
}

Result<catalog::ExprPtr> condition(const StatementContext& context, const sql::ExpressionPtr& expression,
                                   const Relation& table) {
    if (!expression) return catalog::ExprPtr{};
    return analyze::analyze_condition(context.analysis(), *expression, analyze::Use::policy, table_scope(table), "POLICY");
}

void set_dependencies(const Catalog& catalog, Policy& policy) {
    policy.dependencies.clear();
    depend(policy, {policy.scope, 0}, catalog::DependencyType::auto_);
    for (const catalog::ExprPtr& expression : {policy.using_, policy.with_check})
        if (expression) depend(policy, analyze::references_of(catalog, *expression, policy.scope));
}

}  // namespace

Status create_policy(StatementContext& context, const sql::CreatePolicyStatement& statement) {
    char command = command_letter(statement.command);
    if (statement.with_check && (command == 'r' || command == 'd'))
        return error("42601", "WITH CHECK cannot be applied to SELECT or DELETE");
    if (statement.using_ && command == 'a') return error("42601", "only WITH CHECK expression allowed for INSERT");
    BACKOUT_ASSIGN(std::vector<Oid> roles, role_list(context, statement.roles));
    BACKOUT_ASSIGN(const Relation* table, policy_table(context, statement.table));
    BACKOUT_ASSIGN(catalog::ExprPtr using_, condition(context, statement.using_, *table));
    BACKOUT_ASSIGN(catalog::ExprPtr with_check, condition(context, statement.with_check, *table));
    if (const auto* existing = context.catalog.find<Policy>(table->oid, statement.name)) {
        auto failure = error("42710", "policy \"{}\" for table \"{}\" already exists", statement.name, table->name);
        failure.value().involved = {{existing->oid, 0}};
        return failure;
    }
    auto policy = context.make<Policy>(statement.name, table->oid);
    policy->command = command;
    policy->permissive = statement.permissive;
    policy->roles = std::move(roles);
    policy->using_ = std::move(using_);
    policy->with_check = std::move(with_check);
    set_dependencies(context.catalog, *policy);
    context.effects.lock(table->oid, LockMode::access_exclusive);
    context.catalog.insert(std::move(policy));
    return {};
}

Status alter_policy(StatementContext& context, const sql::AlterPolicyStatement& statement) {
    BACKOUT_ASSIGN(std::vector<Oid> roles, role_list(context, statement.roles));
    BACKOUT_ASSIGN(const Relation* table, policy_table(context, statement.table));
    const auto* existing = context.catalog.find<Policy>(table->oid, statement.name);
    if (!existing) {
        if (table->assumed) return unknown("nothing is known of the policies of {}", table->name);
        return error("42704", "policy \"{}\" for table \"{}\" does not exist", statement.name, table->name);
    }
    BACKOUT_ASSIGN(catalog::ExprPtr using_, condition(context, statement.using_, *table));
    BACKOUT_ASSIGN(catalog::ExprPtr with_check, condition(context, statement.with_check, *table));
    if (with_check && (existing->command == 'r' || existing->command == 'd'))
        return error("42601", "only USING expression allowed for SELECT, DELETE");
    if (using_ && existing->command == 'a') return error("42601", "only WITH CHECK expression allowed for INSERT");
    Oid oid = existing->oid;
    context.effects.lock(table->oid, LockMode::access_exclusive);
    context.catalog.change<Policy>(oid, [&](Policy& policy) {
        if (!statement.roles.empty()) policy.roles = std::move(roles);
        if (using_) policy.using_ = std::move(using_);
        if (with_check) policy.with_check = std::move(with_check);
        set_dependencies(context.catalog, policy);
    });
    return {};
}

}  // namespace backout::simulate
