#include "catalog/cluster_objects.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "plan/statement_text.h"

/// Casts, collations, conversions, transforms, languages, access methods, event triggers.
namespace backout::plan {

using catalog::Cast;
using catalog::Collation;
using catalog::EventTrigger;

void define_cast(const Writer& writer, const Object& object, Definition& definition) {
    const auto& cast = get<Cast>(object);
    std::string statement = "CREATE " + writer.phrase(object);
    statement += cast.method == 'f'   ? " WITH FUNCTION " + writer.signature(cast.function)
                 : cast.method == 'i' ? " WITH INOUT"
                                      : " WITHOUT FUNCTION";
    if (cast.context == 'a') statement += " AS ASSIGNMENT";
    if (cast.context == 'i') statement += " AS IMPLICIT";
    definition.statements.push_back(std::move(statement));
}

void define_collation(const Writer& writer, const Object& object, Definition& definition) {
    const auto& collation = get<Collation>(object);
    std::vector<std::string> parts;
    if (collation.provider == 'i') parts.emplace_back("PROVIDER = icu");
    if (collation.provider == 'b') parts.emplace_back("PROVIDER = builtin");
    if (!collation.locale.empty()) parts.push_back("LOCALE = " + sql::quote_literal(collation.locale));
    for (const auto& [name, value] : collation.properties)
        parts.push_back(fmt::format("{} = {}", name, sql::quote_literal(value)));
    if (!collation.deterministic) parts.emplace_back("DETERMINISTIC = false");
    definition.statements.push_back(listed(fmt::format("CREATE COLLATION {} ", writer.name(object)), parts));
}

void define_conversion(const Writer& writer, const Object& object, Definition& definition) {
    const auto& conversion = get<catalog::Conversion>(object);
    definition.statements.push_back(fmt::format(
        "CREATE {}CONVERSION {} FOR {} TO {} FROM {}", conversion.is_default ? "DEFAULT " : "", writer.name(object),
        sql::quote_literal(conversion.for_encoding), sql::quote_literal(conversion.to_encoding),
        writer.function(conversion.function)));
}

void define_transform(const Writer& writer, const Object& object, Definition& definition) {
    const auto& transform = get<catalog::Transform>(object);
    std::vector<std::string> parts;
    if (transform.from_sql) parts.push_back("FROM SQL WITH FUNCTION " + writer.signature(transform.from_sql));
    if (transform.to_sql) parts.push_back("TO SQL WITH FUNCTION " + writer.signature(transform.to_sql));
    definition.statements.push_back(listed("CREATE " + writer.phrase(object) + " ", parts));
}

void define_language(const Writer& writer, const Object& object, Definition& definition) {
    const auto& language = get<catalog::Language>(object);
    std::string statement = fmt::format("CREATE {}LANGUAGE {}", language.trusted ? "TRUSTED " : "", writer.name(object));
    if (language.handler) statement += " HANDLER " + writer.function(language.handler);
    if (language.inline_handler) statement += " INLINE " + writer.function(language.inline_handler);
    if (language.validator) statement += " VALIDATOR " + writer.function(language.validator);
    definition.statements.push_back(std::move(statement));
}

void define_access_method(const Writer& writer, const Object& object, Definition& definition) {
    const auto& method = get<catalog::AccessMethod>(object);
    definition.statements.push_back(fmt::format("CREATE {} TYPE {} HANDLER {}", writer.phrase(object),
                                                method.type == 't' ? "TABLE" : "INDEX", writer.function(method.handler)));
}

namespace {

std::string enable_statement(const Writer& writer, const EventTrigger& trigger) {
    std::string_view words = trigger.enabled == 'D'   ? "DISABLE"
                             : trigger.enabled == 'R' ? "ENABLE REPLICA"
                             : trigger.enabled == 'A' ? "ENABLE ALWAYS"
                                                      : "ENABLE";
    return fmt::format("ALTER {} {}", writer.phrase(trigger), words);
}

std::string event_trigger_definition(const Writer& writer, const EventTrigger& trigger) {
    std::string statement = fmt::format("CREATE {} ON {}", writer.phrase(trigger), trigger.event);
    if (!trigger.tags.empty()) {
        std::vector<std::string> tags;
        for (const std::string& tag : trigger.tags) tags.push_back(sql::quote_literal(tag));
        statement += fmt::format("\n    WHEN TAG IN ({})", fmt::join(tags, ", "));
    }
    return fmt::format("{}\n    EXECUTE FUNCTION {}()", statement, writer.function(trigger.function));
}

}  // namespace

void define_event_trigger(const Writer& writer, const Object& object, Definition& definition) {
    const auto& trigger = get<EventTrigger>(object);
    definition.statements.push_back(event_trigger_definition(writer, trigger));
    if (trigger.enabled != 'O') definition.statements.push_back(enable_statement(writer, trigger));
}

void alter_event_trigger(const Pair& pair, Alteration& alteration) {
    const auto& from = get<EventTrigger>(pair.source);
    const auto& to = get<EventTrigger>(pair.target);
    if (event_trigger_definition(pair.from, from) != event_trigger_definition(pair.to, to))
        alteration.recreate = true;
    else if (from.enabled != to.enabled)
        alteration.add(enable_statement(pair.to, to));
}

void alter_collation(const Pair& pair, Alteration& alteration) { recreate_if_different(pair, alteration); }

void recreate_if_different(const Pair& pair, Alteration& alteration) {
    if (!same_definition(pair)) alteration.recreate = true;
}

}  // namespace backout::plan
