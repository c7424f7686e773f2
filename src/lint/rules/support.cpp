#include "lint/rules/support.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "catalog/lookup.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "sql/quote.h"

namespace backout::lint::rules {

bool is_busy_with_rows(const StatementView& view, Oid table) {
    using Data = simulate::Effects::Data;
    if (!view.is_busy(table)) return false;
    auto empties = [&](const Data& data) {
        return data.relation == table &&
               (data.kind == Data::Kind::truncate || data.kind == Data::Kind::delete_) && data.whole_table;
    };
    return std::none_of(
        view.script.statements.begin(), view.script.statements.end(), [&](const verify::StatementRun& run) {
            return std::any_of(run.result.effects.data.begin(), run.result.effects.data.end(), empties);
        });
}

std::string shown_name(const Catalog& catalog, const catalog::Object& object) {
    if (object.scope == catalog::public_namespace) return object.name;
    return catalog::namespace_name(catalog, object.scope) + "." + object.name;
}

std::string sql_name(const StatementView& view, Oid relation) {
    const catalog::Object* object = view.after().find(relation);
    if (!object) object = view.before(relation);
    if (!object) return {};
    if (object->scope == catalog::public_namespace) return sql::quote_identifier(object->name);
    return sql::quote_names({catalog::namespace_name(view.after(), object->scope), object->name});
}

std::string_view kind_word(const catalog::Relation& relation) {
    return relation.possible_kinds.empty() ? simulate::relation_kind_word(relation.kind) : "relation";
}

std::string a_kind(const catalog::Relation& relation) {
    std::string_view word = kind_word(relation);
    return fmt::format("{} {}", word.front() == 'i' ? "an" : "a", word);
}

// --- places
// -----------------------------------------------------------------------------------------------------

namespace {

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || (c & 0x80) != 0;
}

bool is_same_word(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    });
}

/// The word that ends before `at`, blanks and quotes aside.
std::string_view word_before(std::string_view text, std::size_t at) {
    while (at > 0 && !is_word_character(text[at - 1])) {
        if (text[at - 1] == ',' || text[at - 1] == '(' || text[at - 1] == ')') return {};
        --at;
    }
    std::size_t end = at;
    while (at > 0 && is_word_character(text[at - 1]))
        --at;
    return text.substr(at, end - at);
}

}  // namespace

Place place_of_word(const StatementView& view, std::string_view word,
                    std::initializer_list<std::string_view> after) {
    const verify::ParsedScript& script = *view.script.parsed;
    std::string_view text = std::string_view(script.pieces.text).substr(0, view.run.parsed->end);
    std::size_t first = std::string_view::npos;
    for (std::size_t at = view.run.parsed->begin; !word.empty() && at + word.size() <= text.size(); ++at) {
        if (!is_same_word(text.substr(at, word.size()), word)) continue;
        bool is_whole = (at == 0 || !is_word_character(text[at - 1])) &&
                        (at + word.size() == text.size() || !is_word_character(text[at + word.size()]));
        if (!is_whole) continue;
        if (first == std::string_view::npos) first = at;
        std::string_view before = word_before(text, at);
        bool follows = std::any_of(after.begin(), after.end(),
                                   [&](std::string_view expected) { return is_same_word(before, expected); });
        if (after.size() != 0 && !follows) continue;
        first = at;
        break;
    }
    if (first == std::string_view::npos) return view.whole_place();
    return verify::History::place(*script.source, first, first + word.size());
}

Place statement_place(const verify::ParsedScript& script, const verify::ParsedStatement& statement) {
    std::string_view text = script.pieces.text;
    std::size_t end = std::min(text.find('\n', statement.begin), statement.end);
    return verify::History::place(*script.source, statement.begin, end);
}

void tell_origin(const verify::History& history, const catalog::Origin& origin, std::string message,
                 Finding& finding) {
    if (auto place = history.place(origin))
        finding.related.push_back({std::move(*place), std::move(message)});
}

std::size_t index_of(const verify::ParsedScript& script, const verify::ParsedStatement& statement) {
    return static_cast<std::size_t>(&statement - script.statements.data());
}

// --- runners
// ----------------------------------------------------------------------------------------------------

std::string without_transaction(const StatementView& view) {
    std::string_view layout = view.history.project().layout;
    bool is_up = view.is_up();
    if (layout == "sqlx") return "a file that begins with -- no-transaction and holds nothing else";
    if (layout == "diesel")
        return "a migration of its own with run_in_transaction = false in its metadata.toml";
    if (layout == "goose") return "a file with -- +goose NO TRANSACTION";
    if (layout == "dbmate")
        return fmt::format("a migration of its own under -- migrate:{} transaction:false",
                           is_up ? "up" : "down");
    if (layout == "sql-migrate")
        return fmt::format("a file with -- +migrate {} notransaction", is_up ? "Up" : "Down");
    if (layout == "flyway") return "a file of its own with executeInTransaction=false in its .conf";
    if (layout == "hasura") return "a step outside of Hasura, whose migrations always run in a transaction";
    if (layout == "popx")
        return fmt::format("a file of its own, named NAME.autocommit.{}.sql", is_up ? "up" : "down");
    if (layout == "atlas") return "a file that begins with -- atlas:txmode none";
    if (layout == "node-pg-migrate") return "a migration in JavaScript with pgm.noTransaction()";
    if (layout == "refinery" || layout == "drizzle")
        return fmt::format("a step outside of {}, whose migrations always run in a transaction", layout);
    if (layout == "sqitch") return "a change of its own, whose script has no BEGIN and COMMIT";
    if (layout == "micrate") return "a migration like this one: micrate uses no transaction";
    // golang-migrate, Postgrator, Prisma, Supabase and plain files: what is sent as one message is one
    // transaction.
    return "a file of its own, for several statements in one file share a transaction";
}

// --- what a statement is about
// ----------------------------------------------------------------------------------

namespace {

std::string upper(std::string_view word) {
    std::string made(word);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return made;
}

}  // namespace

NamedRelation named_relation(const sql::Statement& statement) {
    if (const auto* index = sql::as<sql::IndexStatement>(&statement))
        return {"CREATE INDEX", &index->relation};
    if (const auto* trigger = sql::as<sql::CreateTriggerStatement>(&statement))
        return {"CREATE TRIGGER", &trigger->relation};
    if (const auto* policy = sql::as<sql::CreatePolicyStatement>(&statement))
        return {"CREATE POLICY", &policy->table};
    if (const auto* alter = sql::as<sql::AlterTableStatement>(&statement)) {
        std::string command = "ALTER " + upper(simulate::object_kind_word(alter->object));
        if (alter->commands.size() == 1) {
            if (alter->commands[0].action == sql::AlterTableAction::add_column) command += " … ADD COLUMN";
            if (alter->commands[0].action == sql::AlterTableAction::drop_column) command += " … DROP COLUMN";
            if (alter->commands[0].action == sql::AlterTableAction::add_constraint)
                command += " … ADD CONSTRAINT";
        }
        return {command, &alter->relation};
    }
    if (const auto* drop = sql::as<sql::DropStatement>(&statement))
        return {"DROP " + upper(simulate::object_kind_word(drop->object)) +
                    (drop->missing_ok ? " IF EXISTS" : ""),
                nullptr};
    if (const auto* truncate = sql::as<sql::TruncateStatement>(&statement))
        return {"TRUNCATE", truncate->relations.size() == 1 ? &truncate->relations[0] : nullptr};
    if (const auto* rename = sql::as<sql::RenameStatement>(&statement))
        return {"ALTER … RENAME", rename->relation ? &*rename->relation : nullptr};
    if (const auto* refresh = sql::as<sql::RefreshMaterializedViewStatement>(&statement))
        return {"REFRESH MATERIALIZED VIEW", &refresh->relation};
    return {};
}

// --- what a script does later
// -----------------------------------------------------------------------------------

namespace {

bool ends_with_name(const sql::Names& names, std::string_view name) {
    return !names.empty() && names.back() == name;
}

template <class Node>
const Node& known(const sql::Statement& statement) {
    return static_cast<const Node&>(statement);
}

bool adds_part(const sql::AlterTableStatement& statement, std::string_view name) {
    return std::any_of(statement.commands.begin(), statement.commands.end(),
                       [&](const sql::AlterTableCommand& command) {
                           return (command.action == sql::AlterTableAction::add_column && command.column &&
                                   command.column->name == name) ||
                                  (command.constraint && command.constraint->name == name);
                       });
}

}  // namespace

bool makes_name(const sql::Statement& statement, std::string_view name) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::create_table:
            return known<sql::CreateTableStatement>(statement).relation.name == name;
        case Kind::create_table_as:
            return known<sql::CreateTableAsStatement>(statement).into.relation.name == name;
        case Kind::view:
            return known<sql::ViewStatement>(statement).view.name == name;
        case Kind::index:
            return known<sql::IndexStatement>(statement).name == name;
        case Kind::create_sequence:
            return known<sql::CreateSequenceStatement>(statement).sequence.name == name;
        case Kind::create_enum:
            return ends_with_name(known<sql::CreateEnumStatement>(statement).names, name);
        case Kind::create_domain:
            return ends_with_name(known<sql::CreateDomainStatement>(statement).names, name);
        case Kind::create_range:
            return ends_with_name(known<sql::CreateRangeStatement>(statement).names, name);
        case Kind::composite_type:
            return known<sql::CompositeTypeStatement>(statement).type.name == name;
        case Kind::create_function:
            return ends_with_name(known<sql::CreateFunctionStatement>(statement).names, name);
        case Kind::define:
            return ends_with_name(known<sql::DefineStatement>(statement).names, name);
        case Kind::create_trigger:
            return known<sql::CreateTriggerStatement>(statement).name == name;
        case Kind::create_rule:
            return known<sql::CreateRuleStatement>(statement).name == name;
        case Kind::create_policy:
            return known<sql::CreatePolicyStatement>(statement).name == name;
        case Kind::create_schema:
            return known<sql::CreateSchemaStatement>(statement).name == name;
        case Kind::create_extension:
            return known<sql::CreateExtensionStatement>(statement).name == name;
        case Kind::create_statistics:
            return ends_with_name(known<sql::CreateStatisticsStatement>(statement).names, name);
        case Kind::create_publication:
            return known<sql::CreatePublicationStatement>(statement).name == name;
        case Kind::create_event_trigger:
            return known<sql::CreateEventTriggerStatement>(statement).name == name;
        case Kind::rename:
            return known<sql::RenameStatement>(statement).new_name == name;
        case Kind::alter_table:
            return adds_part(known<sql::AlterTableStatement>(statement), name);
        default:
            return false;
    }
}

bool is_made_later(const StatementView& view, std::string_view name) {
    const auto& statements = view.script.parsed->statements;
    for (std::size_t i = index_of(*view.script.parsed, *view.run.parsed) + 1; i < statements.size(); ++i)
        if (statements[i].tree && makes_name(*statements[i].tree, name)) return true;
    return false;
}

}  // namespace backout::lint::rules
