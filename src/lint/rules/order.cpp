#include <algorithm>

#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "simulate/drop.h"

/// Downs whose statements are right but come in the wrong order.
namespace backout::lint::rules {

using catalog::Relation;
using verify::ParsedStatement;

namespace {

bool drops_reference(const sql::ObjectReference& reference, const catalog::Object& object, const catalog::Object* parent) {
    const sql::Names& names = reference.function ? reference.function->names : reference.names;
    if (names.empty()) return false;
    if (reference.sub_name.empty()) return names.back() == object.name || (parent && names.back() == parent->name);
    return parent && names.back() == parent->name && reference.sub_name == object.name;
}

/// Whether a statement takes an object away, or the part of it that is in the way: drops or renames it, or what it
/// belongs to.
bool takes_away(const sql::Statement& statement, const Catalog& catalog, catalog::ObjectAddress address) {
    const catalog::Object* object = catalog.find(address.oid);
    if (!object) return false;
    const catalog::Object* parent = catalog.find<Relation>(object->scope);
    if (const auto* drop = sql::as<sql::DropStatement>(&statement))
        return std::any_of(drop->objects.begin(), drop->objects.end(), [&](const sql::ObjectReference& reference) {
            return drops_reference(reference, *object, parent);
        });
    if (const auto* rename = sql::as<sql::RenameStatement>(&statement))
        return address.column == 0 && rename->relation && rename->sub_name.empty() && rename->relation->name == object->name;
    const auto* alter = sql::as<sql::AlterTableStatement>(&statement);
    if (!alter) return false;
    const auto* relation = catalog::as<Relation>(object);
    const catalog::Attribute* column = relation ? relation->find_attribute(address.column) : nullptr;
    const catalog::Object* table = column ? object : parent;
    if (!table || alter->relation.name != table->name) return false;
    return std::any_of(alter->commands.begin(), alter->commands.end(), [&](const sql::AlterTableCommand& command) {
        if (command.action == sql::AlterTableAction::drop_constraint) return !column && command.name == object->name;
        return command.action == sql::AlterTableAction::drop_column && column && command.name == column->name;
    });
}

/// The later statement that brings a missing name.
bool brings(const sql::Statement& statement, const analyze::Missing& missing, const Catalog& catalog) {
    if (missing.kind != analyze::Missing::Kind::column) return makes_name(statement, missing.name);
    const catalog::Object* relation = catalog.find(missing.relation);
    if (const auto* alter = sql::as<sql::AlterTableStatement>(&statement))
        return relation && alter->relation.name == relation->name && makes_name(statement, missing.name);
    const auto* rename = sql::as<sql::RenameStatement>(&statement);
    return rename && rename->object == sql::ObjectKind::column && relation && rename->relation &&
           rename->relation->name == relation->name && rename->new_name == missing.name;
}

/// The statements after the failed one without which it can't run; empty when they don't clear its way.
std::vector<const ParsedStatement*> needed_first(const MigrationView& view, std::size_t failed) {
    const simulate::Error& error = view.run.down.statements[failed].result.outcome.error;
    const auto& statements = view.run.down.parsed->statements;
    std::vector<const ParsedStatement*> needed;
    auto need = [&](auto&& helps) {
        for (std::size_t i = failed + 1; i < statements.size(); ++i) {
            if (!statements[i].tree || !helps(*statements[i].tree)) continue;
            if (std::find(needed.begin(), needed.end(), &statements[i]) == needed.end()) needed.push_back(&statements[i]);
            return true;
        }
        return false;
    };
    if (error.missing.kind != analyze::Missing::Kind::none) {
        need([&](const sql::Statement& statement) { return brings(statement, error.missing, view.after_up()); });
        return needed;
    }
    for (const catalog::ObjectAddress& address : error.involved)
        if (!need([&](const sql::Statement& statement) { return takes_away(statement, view.after_up(), address); })) return {};
    return needed;
}

bool is_about_order(std::string_view sqlstate) {
    // dependent objects still exist; wrong kind; undefined table, column, object, function, schema; name taken
    for (std::string_view one : {"2BP01", "42809", "42P01", "42703", "42704", "42883", "3F000", "42P07", "42710"})
        if (sqlstate == one) return true;
    return false;
}

}  // namespace

void rollback_order(const MigrationView& view, Findings& findings) {
    const verify::ScriptRun& down = view.run.down;
    if (!down.failed || !is_about_order(down.statements[*down.failed].result.outcome.error.sqlstate)) return;
    std::vector<const ParsedStatement*> needed = needed_first(view, *down.failed);
    if (needed.empty()) return;
    const ParsedStatement& failed = *down.statements[*down.failed].parsed;
    Place place = statement_place(*down.parsed, failed);
    std::string lines;
    for (const ParsedStatement* statement : needed) {
        if (!lines.empty()) lines += statement == needed.back() ? " and " : ", ";
        lines += std::to_string(statement_place(*down.parsed, *statement).begin.line);
    }
    std::string_view word = needed.size() == 1 ? "line" : "lines";
    Finding& finding = findings.add(place,
                                    fmt::format("this comes too early: what {} {} {} must have happened before it", word, lines,
                                                needed.size() == 1 ? "does" : "do"),
                                    fmt::format("move {} {} before line {}", word, lines, place.begin.line));
    for (const ParsedStatement* statement : needed)
        finding.related.push_back({statement_place(*down.parsed, *statement), "this has to run first"});
}

}  // namespace backout::lint::rules
