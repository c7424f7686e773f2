#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lint/rule.h"

/// What the rules have in common: how things are called in messages, where a word stands, what scripts do
/// later.
namespace backout::lint::rules {

/// Whether the statement did something: it didn't fail, and no IF [NOT] EXISTS made it a no-op.
inline bool took_effect(const StatementView& view) {
    return view.run.result.outcome.kind != simulate::OutcomeKind::error && !view.effects().skipped;
}

/// A table in use whose rows have to be read or written: one that this script has emptied before is none.
bool is_busy_with_rows(const StatementView& view, Oid table);

/// The relation as SQL writes it: quoted and qualified where needed.
std::string sql_name(const StatementView& view, Oid relation);
/// "view", "table" …; "relation" where it isn't known for certain.
std::string_view kind_word(const catalog::Relation& relation);
/// The same with "a" or "an" before it.
std::string a_kind(const catalog::Relation& relation);
/// A name of the catalog at a position that is no longer current: "users", "auth.users".
std::string shown_name(const Catalog& catalog, const catalog::Object& object);

/// Where a word of the statement stands. With `after`, the occurrence that follows one of these words, if
/// there is one: the tree keeps no place of many names. The whole statement where the word is not found.
Place place_of_word(const StatementView& view, std::string_view word,
                    std::initializer_list<std::string_view> after = {});
/// The statement's beginning up to the end of its first line: where a whole statement is meant.
Place statement_place(const verify::ParsedScript& script, const verify::ParsedStatement& statement);

/// Adds the place where an object came to be, if a statement made it.
void tell_origin(const verify::History& history, const catalog::Origin& origin, std::string message,
                 Finding& finding);

/// Where this project's runner runs a script outside a transaction, as the end of a sentence: "put it in …".
std::string without_transaction(const StatementView& view);

/// A command and the one relation that it is about; null where it names none, or what it names is no relation
/// for sure.
struct NamedRelation {
    std::string command;  ///< "CREATE INDEX"; empty for a statement that is about no relation
    const sql::RangeVar* name = nullptr;
};
NamedRelation named_relation(const sql::Statement& statement);

/// Whether a statement, or a part of it, makes or renames something to this name.
bool makes_name(const sql::Statement& statement, std::string_view name);
/// Whether a later statement of the script does.
bool is_made_later(const StatementView& view, std::string_view name);

/// The position of the statement among those of its script.
std::size_t index_of(const verify::ParsedScript& script, const verify::ParsedStatement& statement);

}  // namespace backout::lint::rules
