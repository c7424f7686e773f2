#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "inventory/item_builder.h"

namespace backout::inventory {

using catalog::Catalog;
using catalog::Function;
using catalog::Oid;

namespace {

Item function_item(const Catalog& catalog, const Function& function) {
    std::string kind = function.kind == 'p' ? "procedure" : function.kind == 'a' ? "aggregate" : "function";
    ItemBuilder builder(kind,
                        fmt::format("{}({})", plain_name(catalog, function.scope, function.name),
                                    analyze::function_identity_arguments(catalog, function.oid)),
                        function.oid);
    if (function.aggregate) {
        const auto& aggregate = *function.aggregate;
        builder.add("transition function", function_name(catalog, aggregate.transition_function))
            .add("state type", type_name(catalog, aggregate.transition_type))
            .add("final function", function_name(catalog, aggregate.final_function))
            .add("aggregate kind", aggregate.kind == 'n' ? "" : std::string(1, aggregate.kind))
            .add("properties", print_options(aggregate.properties));
    } else {
        builder.add("definition", analyze::deparse_function(catalog, function.oid));
    }
    return builder.add("owner", catalog::role_name(catalog, function.owner))
        .add("privileges", print_acl(catalog, catalog::effective_acl(function, catalog.major())))
        .build();
}

std::string enabled_word(char enabled) {
    switch (enabled) {
        case 'D': return "disabled";
        case 'R': return "replica";
        case 'A': return "always";
        default: return {};
    }
}

Item trigger_item(const Catalog& catalog, const catalog::Trigger& trigger) {
    return ItemBuilder("trigger", relation_name(catalog, trigger.scope) + "." + trigger.name, trigger.oid)
        .add("definition", analyze::deparse_trigger(catalog, trigger.oid))
        .add("enabled", enabled_word(trigger.enabled))
        .build();
}

Item rule_item(const Catalog& catalog, const catalog::Rule& rule) {
    return ItemBuilder("rule", relation_name(catalog, rule.scope) + "." + rule.name, rule.oid)
        .add("definition", analyze::deparse_rule(catalog, rule.oid))
        .add("enabled", enabled_word(rule.enabled))
        .build();
}

std::string command_word(char command) {
    switch (command) {
        case 'r': return "SELECT";
        case 'a': return "INSERT";
        case 'w': return "UPDATE";
        case 'd': return "DELETE";
        default: return "ALL";
    }
}

Item policy_item(const Catalog& catalog, const catalog::Policy& policy) {
    std::vector<std::string> roles;
    for (Oid role : policy.roles) roles.push_back(role ? catalog::role_name(catalog, role) : "PUBLIC");
    std::sort(roles.begin(), roles.end());
    ItemBuilder builder("policy", relation_name(catalog, policy.scope) + "." + policy.name, policy.oid);
    builder.add("command", command_word(policy.command))
        .flag("restrictive", !policy.permissive)
        .add("roles", roles.empty() ? "PUBLIC" : fmt::format("{}", fmt::join(roles, ",")));
    if (policy.using_) builder.add("using", analyze::deparse_expression(catalog, *policy.using_, policy.scope));
    if (policy.with_check) builder.add("with check", analyze::deparse_expression(catalog, *policy.with_check, policy.scope));
    return builder.build();
}

Item event_trigger_item(const Catalog& catalog, const catalog::EventTrigger& trigger) {
    return ItemBuilder("event_trigger", trigger.name, trigger.oid)
        .add("event", trigger.event)
        .add("function", function_name(catalog, trigger.function))
        .add("tags", fmt::format("{}", fmt::join(trigger.tags, ",")))
        .add("enabled", enabled_word(trigger.enabled))
        .add("owner", catalog::role_name(catalog, trigger.owner))
        .build();
}

}  // namespace

void add_routine_items(const Catalog& catalog, const catalog::Object& object, std::vector<Item>& items) {
    if (const auto* function = catalog::as<Function>(&object)) items.push_back(function_item(catalog, *function));
    if (const auto* rule = catalog::as<catalog::Rule>(&object)) items.push_back(rule_item(catalog, *rule));
    if (const auto* policy = catalog::as<catalog::Policy>(&object)) items.push_back(policy_item(catalog, *policy));
    if (const auto* trigger = catalog::as<catalog::EventTrigger>(&object))
        items.push_back(event_trigger_item(catalog, *trigger));
    // A partition's copy of its parent's trigger is the parent's.
    if (const auto* trigger = catalog::as<catalog::Trigger>(&object); trigger && trigger->parent == catalog::invalid_oid)
        items.push_back(trigger_item(catalog, *trigger));
}

}  // namespace backout::inventory
