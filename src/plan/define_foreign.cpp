#include <algorithm>

#include "catalog/cluster_objects.h"
#include "plan/statement_text.h"

/// Foreign-data wrappers, servers, user mappings.
namespace backout::plan {

using catalog::ForeignDataWrapper;
using catalog::ForeignServer;
using catalog::ObjectClass;
using catalog::OptionList;
using catalog::UserMapping;

namespace {

/// The wrapper's name; one that came with an extension is known by its extension alone.
std::string wrapper_name(const Writer& writer, const ForeignServer& server) {
    if (const Object* wrapper = writer.catalog().find(server.wrapper)) return writer.name(*wrapper);
    for (const catalog::Dependency& dependency : server.dependencies)
        if (const auto* extension = writer.catalog().find<catalog::Extension>(dependency.referenced.oid))
            return writer.name(*extension);
    return {};
}

const OptionList& options_of(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::foreign_data_wrapper: return get<ForeignDataWrapper>(object).options;
        case ObjectClass::foreign_server: return get<ForeignServer>(object).options;
        default: return get<UserMapping>(object).options;
    }
}

}  // namespace

void define_foreign_data_wrapper(const Writer& writer, const Object& object, Definition& definition) {
    const auto& wrapper = get<ForeignDataWrapper>(object);
    std::string statement = "CREATE FOREIGN DATA WRAPPER " + writer.name(object);
    if (wrapper.handler) statement += " HANDLER " + writer.function(wrapper.handler);
    if (wrapper.validator) statement += " VALIDATOR " + writer.function(wrapper.validator);
    definition.statements.push_back(statement + options_clause(wrapper.options));
}

void define_foreign_server(const Writer& writer, const Object& object, Definition& definition) {
    const auto& server = get<ForeignServer>(object);
    std::string wrapper = wrapper_name(writer, server);
    if (wrapper.empty())
        definition.unknowns.push_back(fmt::format("the foreign-data wrapper of {} is not known", writer.phrase(object)));
    std::string statement = "CREATE SERVER " + writer.name(object);
    if (!server.type.empty()) statement += " TYPE " + sql::quote_literal(server.type);
    if (!server.version.empty()) statement += " VERSION " + sql::quote_literal(server.version);
    definition.statements.push_back(
        fmt::format("{} FOREIGN DATA WRAPPER {}{}", statement, wrapper, options_clause(server.options)));
}

void define_user_mapping(const Writer& writer, const Object& object, Definition& definition) {
    definition.statements.push_back(
        fmt::format("CREATE {}{}", writer.phrase(object), options_clause(get<UserMapping>(object).options)));
}

namespace {

/// How many of the first options can stay where they are: ADD puts an option at the end, SET leaves it in its place.
std::size_t kept_in_place(const OptionList& from, const OptionList& to) {
    std::size_t kept = 0;
    for (const auto& option : from)
        if (kept < to.size() && option.first == to[kept].first) ++kept;
    return kept;
}

}  // namespace

std::string options_change(const OptionList& from, const OptionList& to) {
    std::size_t kept = kept_in_place(from, to);
    std::vector<std::string> changes, sets;
    for (const auto& [name, value] : from) {
        auto same = std::find_if(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(kept),
                                 [&, &name = name](const auto& option) { return option.first == name; });
        if (same == to.begin() + static_cast<std::ptrdiff_t>(kept))
            changes.push_back("DROP " + sql::quote_identifier(name));
        else if (same->second != value)
            sets.push_back(fmt::format("SET {} {}", sql::quote_identifier(name), sql::quote_literal(same->second)));
    }
    changes.insert(changes.end(), sets.begin(), sets.end());
    for (std::size_t i = kept; i < to.size(); ++i)
        changes.push_back(fmt::format("ADD {} {}", sql::quote_identifier(to[i].first), sql::quote_literal(to[i].second)));
    return fmt::format("{}", fmt::join(changes, ", "));
}

namespace {

/// "HANDLER f" or "NO HANDLER", where the function is another.
std::string function_change(const Pair& pair, std::string_view word, Oid from, Oid to) {
    std::string before = from ? pair.from.function(from) : "", after = to ? pair.to.function(to) : "";
    if (before == after) return {};
    return to ? fmt::format(" {} {}", word, after) : fmt::format(" NO {}", word);
}

}  // namespace

void alter_foreign_data(const Pair& pair, Alteration& alteration) {
    std::string changes;
    if (pair.target.object_class == ObjectClass::foreign_data_wrapper) {
        const auto& from = get<ForeignDataWrapper>(pair.source);
        const auto& to = get<ForeignDataWrapper>(pair.target);
        changes = function_change(pair, "HANDLER", from.handler, to.handler) +
                  function_change(pair, "VALIDATOR", from.validator, to.validator);
    } else if (pair.target.object_class == ObjectClass::foreign_server) {
        const auto& from = get<ForeignServer>(pair.source);
        const auto& to = get<ForeignServer>(pair.target);
        if (from.type != to.type || wrapper_name(pair.from, from) != wrapper_name(pair.to, to)) {
            alteration.recreate = true;
            return;
        }
        // Once there is a version, there is no way to have none but NULL.
        if (from.version != to.version)
            changes = " VERSION " + (to.version.empty() ? std::string("NULL") : sql::quote_literal(to.version));
    }
    std::string options = options_change(options_of(pair.source), options_of(pair.target));
    if (!options.empty()) changes += fmt::format(" OPTIONS ({})", options);
    if (!changes.empty()) alteration.add(fmt::format("ALTER {}{}", pair.to.phrase(pair.target), changes));
}

}  // namespace backout::plan
