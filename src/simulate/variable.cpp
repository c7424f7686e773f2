#include "catalog/builtin/builtin.h"
#include "simulate/current_database.h"
#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/privileges.h"
#include "simulate/setting_value.h"
#include "simulate/settings.h"
#include "simulate/statements.h"
#include "sql/quote.h"

namespace backout::simulate {

using Kind = sql::VariableSet::Kind;

namespace {

std::string lower(std::string_view name) {
    std::string folded(name);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return folded;
}

/// Values as the setting keeps them; names of a list of schemas are quoted where needed (flatten_set_variable_args).
std::string flatten(const std::string& name, const sql::VariableSet& setting) {
    bool quotes = name == "search_path" || name == "temp_tablespaces" || name == "session_preload_libraries";
    std::string joined;
    for (const std::string& value : setting.values) {
        if (!joined.empty()) joined += ", ";
        joined += quotes ? sql::quote_identifier(value) : value;
    }
    return joined;
}

/// check_role (commands/variable.c): the session's user must be able to. Who connected, which is what SET SESSION
/// AUTHORIZATION asks for, is the bootstrap superuser.
Status check_set_role(const StatementContext& context, Oid role) {
    if (can_set_role(context.catalog, context.session.state.session_role, role)) return {};
    return error("42501", "permission denied to set role \"{}\"", catalog::role_name(context.catalog, role));
}

Status set_role(StatementContext& context, const sql::VariableSet& setting, bool session) {
    SessionState& state = context.session.state;
    bool resets = setting.kind != Kind::set_value || setting.values.empty() || setting.values.front() == "none";
    if (resets) {
        state.current_role = session ? Oid{10} : state.session_role;
        if (session) state.session_role = state.current_role;
        return {};
    }
    auto role = get_role(context, setting.values.front());
    if (!role) return error("22023", "{}", role.error().message);
    BACKOUT_TRY(session ? Status{} : check_set_role(context, *role));
    state.current_role = *role;
    if (session) state.session_role = *role;
    return {};
}

/// Some parameters are for superusers, and since 15 for whom a GRANT … ON PARAMETER names.
Status check_may_set(const StatementContext& context, const std::string& name) {
    if (passes_all_checks(context) || context.world == World::open) return {};
    const auto* fact = catalog::builtin::find_setting(context.catalog.major(), name);
    bool restricted = fact && (fact->context == "superuser" || fact->context == "superuser-backend");
    if (!restricted || is_granted_parameter(context.catalog, name)) return {};
    return error("42501", "permission denied to set parameter \"{}\"", name);
}

}  // namespace

Status variable_set(StatementContext& context, const sql::VariableSetStatement& statement) {
    const sql::VariableSet& setting = statement.setting;
    SessionState& state = context.session.state;
    std::string name = lower(setting.name);
    if (setting.kind == Kind::reset_all) {
        while (!state.settings.empty()) apply_setting(state, std::string(state.settings.begin()->first), {}, false);
        return {};
    }
    // SET TRANSACTION and the like say nothing about the schema.
    if (setting.kind == Kind::set_multi) return {};
    if (setting.is_local && !context.in_transaction_block)
        context.effects.notice("SET LOCAL can only be used in transaction blocks", "25P01");
    if (name == "role") return set_role(context, setting, false);
    if (name == "session_authorization") return set_role(context, setting, true);
    BACKOUT_TRY(check_may_set(context, name));
    if (setting.kind == Kind::set_value) {
        std::string value = flatten(name, setting);
        BACKOUT_TRY(check_setting_value(context, name, value));
        apply_setting(state, name, std::move(value), setting.is_local);
    } else if (setting.kind != Kind::set_current) {
        BACKOUT_TRY(check_setting_reset(context, name));
        apply_setting(state, name, {}, setting.is_local);
    }
    return {};
}

Status variable_show(StatementContext&, const sql::VariableShowStatement&) { return {}; }

Status discard(StatementContext& context, const sql::DiscardStatement& statement) {
    using Target = sql::DiscardStatement::Target;
    if (statement.target == Target::all) {
        BACKOUT_TRY(prevent_in_transaction_block(context, "DISCARD ALL"));
        context.session.prepared.clear();
        context.session.cursors.clear();
        sql::VariableSetStatement reset;
        reset.setting.kind = Kind::reset_all;
        BACKOUT_TRY(variable_set(context, reset));
        BACKOUT_TRY(set_role(context, reset.setting, true));
    }
    bool temporary = statement.target == Target::all || statement.target == Target::temporary;
    if (!temporary || context.session.temporary_namespace == catalog::invalid_oid) return {};
    std::vector<ObjectAddress> all;
    for (Oid member : context.catalog.members(context.session.temporary_namespace))
        if (context.catalog.find<catalog::Relation>(member)) all.push_back({member, 0});
    return perform_deletion(context, all, sql::DropBehavior::cascade, true);
}

/// Which constraints are checked when is a matter of rows; only their being there and deferrable is checked.
Status constraints_set(StatementContext& context, const sql::ConstraintsSetStatement& statement) {
    for (const sql::RangeVar& named : statement.constraints) {
        std::vector<Oid> scopes = context.path.namespaces;
        if (!named.schema.empty()) {
            BACKOUT_ASSIGN(Oid scope, get_namespace(context, named.schema));
            scopes = {scope};
        }
        const catalog::Constraint* found = nullptr;
        for (const auto* constraint : context.catalog.all_of_class<catalog::Constraint>()) {
            if (constraint->name != named.name) continue;
            const catalog::Object* relation = context.catalog.find(constraint->scope);
            for (Oid scope : scopes)
                if (relation && relation->scope == scope && !found) found = constraint;
        }
        if (!found) return error("42704", "constraint \"{}\" does not exist", named.name);
        if (!found->deferrable) return error("42809", "constraint \"{}\" is not deferrable", named.name);
    }
    // What waited is checked now; of other constraints it may still wait.
    if (!statement.deferred) context.session.state.pending_events.clear();
    return {};
}

Status alter_system(StatementContext& context, const sql::AlterSystemStatement& statement) {
    bool by_parameter = context.major() >= 15 && !statement.setting.name.empty();
    bool permitted = passes_all_checks(context) ||
                     (by_parameter && is_granted_parameter(context.catalog, lower(statement.setting.name)));
    if (!permitted && by_parameter)
        return error("42501", "permission denied to set parameter \"{}\"", statement.setting.name);
    if (!permitted) return error("42501", "must be superuser to execute ALTER SYSTEM command");
    return prevent_in_transaction_block(context, "ALTER SYSTEM");
}

}  // namespace backout::simulate
