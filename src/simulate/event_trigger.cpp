#include <algorithm>

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

}  // namespace

Status create_event_trigger(StatementContext& context, const sql::CreateEventTriggerStatement& statement) {
    if (!is_event(context, statement.event)) return error("42601", "unrecognized event name \"{}\"", statement.event);
    std::vector<std::string> tags;
    for (const auto& [variable, values] : statement.when) {
        if (variable != "tag") return error("42601", "unrecognized filter variable \"{}\"", variable);
        tags.insert(tags.end(), values.begin(), values.end());
    }
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
