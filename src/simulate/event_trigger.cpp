#include <algorithm>

#include "simulate/command_tag.h"
#include "simulate/names.h"
#include "simulate/statements.h"

/// Event triggers (commands/event_trigger.c).
namespace backout::simulate {

using catalog::EventTrigger;

namespace {

constexpr Oid event_trigger_type = 3838;

bool is_event(const StatementContext& context, const std::string& event) {
    constexpr std::string_view events[] = {"ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite"};
    return std::find(std::begin(events), std::end(events), event) != std::end(events) ||
           (event == "login" && context.major() >= 17);
}

/// validate_ddl_tags and validate_table_rewrite_tags
Status check_tags(const std::string& event, const std::vector<std::string>& tags) {
    if (event == "login" && !tags.empty())
        return error("0A000", "tag filtering is not supported for login event triggers");
    const bool rewrites = event == "table_rewrite";
    for (const std::string& tag : tags) {
        const CommandTag kind = command_tag(tag);
        if (kind == CommandTag::unknown && !rewrites)
            return error("42601", "filter value \"{}\" not recognized for filter variable \"tag\"", tag);
        if (kind == CommandTag::unknown || kind == CommandTag::other || (rewrites && kind != CommandTag::rewriting))
            return error("0A000", "event triggers are not supported for {}", tag);
    }
    return {};
}

/// Conditions on tags; there is nothing else to ask for.
Result<std::vector<std::string>> tag_filter(const sql::CreateEventTriggerStatement& statement) {
    std::vector<std::string> tags;
    for (const auto& [variable, values] : statement.when) {
        if (variable != "tag") return error("42601", "unrecognized filter variable \"{}\"", variable);
        if (!tags.empty()) return error("42601", "filter variable \"{}\" specified more than once", variable);
        tags = values;
    }
    BACKOUT_TRY(check_tags(statement.event, tags));
    return tags;
}

}  // namespace

Status create_event_trigger(StatementContext& context, const sql::CreateEventTriggerStatement& statement) {
    if (!is_event(context, statement.event)) return error("42601", "unrecognized event name \"{}\"", statement.event);
    BACKOUT_ASSIGN(std::vector<std::string> tags, tag_filter(statement));
    if (context.catalog.find<EventTrigger>(catalog::invalid_oid, statement.name))
        return error("42710", "event trigger \"{}\" already exists", statement.name);
    sql::ObjectWithArgs wanted;
    wanted.names = statement.function;
    BACKOUT_ASSIGN(Oid function, analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false));
    auto info = catalog::function_info(context.catalog, function);
    if (info && info->return_type != event_trigger_type)
        return error("42P17", "function {} must return type event_trigger", display_name(statement.function));
    auto trigger = context.make<EventTrigger>(statement.name, catalog::invalid_oid);
    trigger->event = statement.event;
    trigger->tags = std::move(tags);
    trigger->function = function;
    depend(*trigger, {function, 0});
    context.catalog.insert(std::move(trigger));
    return {};
}

Status alter_event_trigger(StatementContext& context, const sql::AlterEventTriggerStatement& statement) {
    const auto* trigger = context.catalog.find<EventTrigger>(catalog::invalid_oid, statement.name);
    if (!trigger) return error("42704", "event trigger \"{}\" does not exist", statement.name);
    context.catalog.change<EventTrigger>(trigger->oid, [&](EventTrigger& changed) { changed.enabled = statement.enabled; });
    return {};
}

}  // namespace backout::simulate
