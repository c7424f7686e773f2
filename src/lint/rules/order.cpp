#include <algorithm>

#include <fmt/format.h>

#include "catalog/lookup.h"
#include "lint/rules/rules.h"
#include "lint/rules/support.h"

/// Downs whose statements are right but come in the wrong order.
namespace backout::lint::rules {

using catalog::Relation;
using verify::ParsedStatement;

namespace {

bool drops_reference(const sql::ObjectReference& reference, const catalog::Object& object,
                     const catalog::Object* parent) {
    const sql::Names& names = reference.function ? reference.function->names : reference.names;
    if (names.empty()) return false;
    if (reference.sub_name.empty())
        return names.back() == object.name || (parent && names.back() == parent->name);
    return parent && names.back() == parent->name && reference.sub_name == object.name;
}

/// Whether a statement takes an object away, or the part of it that is in the way: drops or renames it, or
/// what it belongs to.
bool takes_away(const sql::Statement& statement, const Catalog& catalog, catalog::ObjectAddress address) {
    const catalog::Object* object = catalog.find(address.oid);
    if (!object) return false;
    const catalog::Object* parent = catalog.find<Relation>(object->scope);
    if (const auto* drop = sql::as<sql::DropStatement>(&statement))
        return std::any_of(drop->objects.begin(), drop->objects.end(),
                           [&](const sql::ObjectReference& reference) {
                               return drops_reference(reference, *object, parent);
                           });
    if (const auto* rename = sql::as<sql::RenameStatement>(&statement))
        return address.column == 0 && rename->relation && rename->sub_name.empty() &&
               rename->relation->name == object->name;
    const auto* alter = sql::as<sql::AlterTableStatement>(&statement);
    if (!alter) return false;
    const auto* relation = catalog::as<Relation>(object);
    const catalog::Attribute* column = relation ? relation->find_attribute(address.column) : nullptr;
    const catalog::Object* table = column ? object : parent;
    if (!table || alter->relation.name != table->name) return false;
    return std::any_of(alter->commands.begin(), alter->commands.end(),
                       [&](const sql::AlterTableCommand& command) {
                           if (command.action == sql::AlterTableAction::drop_constraint)
                               return !column && command.name == object->name;
                           return command.action == sql::AlterTableAction::drop_column && column &&
                                  command.name == column->name;
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

/// What the failed statement met: what depends on its object, has the name, or is of the wrong kind.
std::vector<catalog::ObjectAddress> in_the_way(const MigrationView& view, std::size_t failed) {
    const verify::StatementRun& statement = view.run.down.statements[failed];
    const simulate::Error& error = statement.result.outcome.error;
    if (!error.involved.empty() || error.sqlstate != "42809" || !statement.parsed->tree)
        return error.involved;
    NamedRelation named = named_relation(*statement.parsed->tree);
    if (!named.name) return {};
    Oid scope = named.name->schema.empty() ? catalog::public_namespace
                                           : catalog::find_namespace(view.after_up(), named.name->schema);
    Oid relation = catalog::find_relation(view.after_up(), scope, named.name->name);
    if (relation == catalog::invalid_oid) return {};
    return {{relation, 0}};
}

/// The first statement that the same things hold up: a CREATE … IF NOT EXISTS that they made a no-op, or the
/// failed one.
std::size_t first_held_up(const MigrationView& view, std::size_t failed) {
    std::vector<catalog::ObjectAddress> obstacles = in_the_way(view, failed);
    for (std::size_t i = 0; i < failed; ++i) {
        Oid skipped_for = view.run.down.statements[i].result.effects.skipped_for;
        if (std::any_of(obstacles.begin(), obstacles.end(),
                        [&](const catalog::ObjectAddress& one) { return one.oid == skipped_for; }))
            return i;
    }
    return failed;
}

/// The beginning of a statement, for a line of the report.
std::string abridged(const verify::ParsedScript& script, const ParsedStatement& statement) {
    constexpr std::size_t told_bytes = 60;
    std::string_view text =
        std::string_view(script.pieces.text).substr(statement.begin, statement.end - statement.begin);
    std::string told;
    for (char c : text) {
        bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (is_blank && (told.empty() || told.back() == ' ')) continue;
        if (told.size() >= told_bytes && (static_cast<unsigned char>(c) & 0xC0) != 0x80) return told + "…";
        told += is_blank ? ' ' : c;
    }
    return told;
}

/// The statements after the failed one without which it can't run; empty when they don't clear its way.
std::vector<const ParsedStatement*> needed_first(const MigrationView& view, std::size_t failed) {
    const simulate::Error& error = view.run.down.statements[failed].result.outcome.error;
    const auto& statements = view.run.down.parsed->statements;
    std::vector<const ParsedStatement*> needed;
    auto need = [&](auto&& helps) {
        for (std::size_t i = failed + 1; i < statements.size(); ++i) {
            if (!statements[i].tree || !helps(*statements[i].tree)) continue;
            if (std::find(needed.begin(), needed.end(), &statements[i]) == needed.end())
                needed.push_back(&statements[i]);
            return true;
        }
        return false;
    };
    if (error.missing.kind != analyze::Missing::Kind::none) {
        // What is to be dropped and isn't there is not to be made first.
        if (sql::as<sql::DropStatement>(view.run.down.statements[failed].parsed->tree.get())) return needed;
        need([&](const sql::Statement& statement) {
            return brings(statement, error.missing, view.after_up());
        });
        return needed;
    }
    for (const catalog::ObjectAddress& address : in_the_way(view, failed))
        if (!need([&](const sql::Statement& statement) {
                return takes_away(statement, view.after_up(), address);
            }))
            return {};
    return needed;
}

bool is_about_order(std::string_view sqlstate) {
    // dependent objects still exist; wrong kind; undefined table, column, object, function, schema; name
    // taken
    for (std::string_view one :
         {"2BP01", "42809", "42P01", "42703", "42704", "42883", "3F000", "42P07", "42710"})
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
    const ParsedStatement& held_up = *down.statements[first_held_up(view, *down.failed)].parsed;
    auto line_of = [&](const ParsedStatement& statement) {
        return statement_place(*down.parsed, statement).begin.line;
    };
    std::string lines;
    for (const ParsedStatement* statement : needed) {
        if (!lines.empty()) lines += statement == needed.back() ? " and " : ", ";
        lines += std::to_string(line_of(*statement));
    }
    std::string_view word = needed.size() == 1 ? "line" : "lines";
    Finding& finding =
        findings.add(statement_place(*down.parsed, failed),
                     fmt::format("this comes too early: {} {} would have to run before it", word, lines),
                     fmt::format("move {} {} before line {}", word, lines, line_of(held_up)));
    if (&held_up != &failed)
        finding.related.push_back({statement_place(*down.parsed, held_up),
                                   abridged(*down.parsed, held_up) + " is skipped for the same reason"});
    for (const ParsedStatement* statement : needed)
        finding.related.push_back(
            {statement_place(*down.parsed, *statement), abridged(*down.parsed, *statement) + " comes first"});
}

}  // namespace backout::lint::rules
