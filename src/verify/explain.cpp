#include "verify/explain.h"

#include <cctype>

#include <fmt/format.h>

#include "simulate/drop.h"
#include "simulate/names.h"

namespace backout::verify {

using analyze::Missing;
using catalog::Catalog;
using catalog::Change;

std::size_t token_end(std::string_view text, std::size_t begin) {
    if (begin >= text.size()) return begin;
    auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; };
    std::size_t end = begin;
    if (text[begin] == '"' || text[begin] == '\'') {
        end = text.find(text[begin], begin + 1);
        return end == std::string_view::npos ? text.size() : end + 1;
    }
    while (end < text.size() && is_word(text[end])) ++end;
    return end == begin ? begin + 1 : end;
}

namespace {

/// How many objects in the way are told; the error's DETAIL has them all.
constexpr std::size_t told_objects = 5;

void tell_involved(const History& history, const simulate::Error& error, SqlError& told) {
    const Catalog& catalog = history.simulator().catalog();
    for (const auto& address : error.involved) {
        const catalog::Object* object = catalog.find(address.oid);
        if (!object || told.chain.size() >= told_objects) continue;
        std::string description = simulate::describe(catalog, catalog::SearchPath{}, address);
        if (auto place = history.place(object->origin))
            told.chain.push_back({*place, description + " was created here"});
    }
}

/// Whether a change took the name away that is missing now: dropped, or renamed.
std::optional<std::string> took_name_away(const Change& change, catalog::ObjectClass object_class,
                                          const std::string& name) {
    if (!change.before || change.before->object_class != object_class || change.before->name != name)
        return std::nullopt;
    if (!change.after) return fmt::format("\"{}\" was dropped here", name);
    if (change.after->name != name) return fmt::format("\"{}\" was renamed to \"{}\" here", name, change.after->name);
    if (change.after->scope != change.before->scope) return fmt::format("\"{}\" was moved to another schema here", name);
    return std::nullopt;
}

std::optional<std::string> took_column_away(const Change& change, catalog::Oid relation, const std::string& name) {
    if (change.oid != relation) return std::nullopt;
    const auto* before = catalog::as<catalog::Relation>(change.before.get());
    const auto* after = catalog::as<catalog::Relation>(change.after.get());
    if (!before || !after) return std::nullopt;
    const auto* attribute = before->find_attribute(name);
    if (!attribute || after->find_attribute(name)) return std::nullopt;
    if (const auto* renamed = after->find_attribute(attribute->number))
        return fmt::format("column \"{}\" was renamed to \"{}\" here", name, renamed->name);
    return fmt::format("column \"{}\" was dropped here", name);
}

void tell_missing(const History& history, const Missing& missing, SqlError& told) {
    if (missing.kind == Missing::Kind::none) return;
    const Catalog& catalog = history.simulator().catalog();
    auto journal = catalog.changes(0, catalog.position());
    for (auto change = journal.rbegin(); change != journal.rend(); ++change) {
        std::optional<std::string> message;
        switch (missing.kind) {
            case Missing::Kind::relation:
                message = took_name_away(*change, catalog::ObjectClass::relation, missing.name);
                break;
            case Missing::Kind::type: message = took_name_away(*change, catalog::ObjectClass::type, missing.name); break;
            case Missing::Kind::schema:
                message = took_name_away(*change, catalog::ObjectClass::namespace_, missing.name);
                break;
            case Missing::Kind::function:
                message = took_name_away(*change, catalog::ObjectClass::function, missing.name);
                break;
            case Missing::Kind::column: message = took_column_away(*change, missing.relation, missing.name); break;
            default: return;
        }
        if (!message) continue;
        if (auto place = history.place(change->origin)) told.chain.push_back({*place, *message});
        return;
    }
}

}  // namespace

SqlError explain_error(const History& history, const ScriptRun& run, const StatementRun& statement) {
    const simulate::Error& error = statement.result.outcome.error;
    SqlError told;
    told.sqlstate = error.sqlstate;
    told.message = error.message;
    told.detail = error.detail;
    told.hint = error.hint;
    const project::Script& script = *run.parsed->source;
    std::size_t begin = error.location >= 0 ? static_cast<std::size_t>(error.location) : statement.parsed->begin;
    std::size_t end = error.location >= 0 ? token_end(run.parsed->pieces.text, begin) : statement.parsed->end;
    told.place = History::place(script, begin, end);
    tell_involved(history, error, told);
    if (told.chain.empty()) tell_missing(history, error.missing, told);
    return told;
}

}  // namespace backout::verify
