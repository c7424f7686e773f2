#include "project/layouts/flyway_statements.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "sql/character_class.h"
#include "sql/split.h"

namespace backout::project {

namespace {

/// Beginnings of the statements that Flyway's PostgreSQL parser knows to need no transaction
/// (PostgreSQLParser, detectCanExecuteInTransaction). ADD VALUE is not among them: since PostgreSQL 12 it may
/// run in one.
constexpr std::string_view beginnings[] = {
    "CREATE DATABASE",
    "DROP DATABASE",
    "CREATE TABLESPACE",
    "DROP TABLESPACE",
    "CREATE SUBSCRIPTION",
    "DROP SUBSCRIPTION",
    "CREATE INDEX CONCURRENTLY",
    "CREATE UNIQUE INDEX CONCURRENTLY",
    "DROP INDEX CONCURRENTLY",
    "REINDEX SCHEMA",
    "REINDEX DATABASE",
    "REINDEX SYSTEM",
    "REINDEX VERBOSE SCHEMA",
    "REINDEX VERBOSE DATABASE",
    "REINDEX VERBOSE SYSTEM",
    "ALTER SYSTEM",
    "VACUUM",
    "DISCARD ALL",
};

/// The first words of a statement, in upper case with single spaces: enough to compare with the longest
/// beginning.
std::string first_words(std::string_view statement) {
    constexpr std::size_t enough = 40;
    std::string words;
    for (const char byte : statement) {
        if (words.size() >= enough) break;
        if (sql::is_space(byte)) {
            if (!words.empty() && words.back() != ' ') words += ' ';
        } else {
            words += byte >= 'a' && byte <= 'z' ? static_cast<char>(byte & ~0x20) : byte;
        }
    }
    return words + ' ';
}

bool needs_no_transaction(std::string_view statement) {
    const std::string words = first_words(statement);
    return std::any_of(std::begin(beginnings), std::end(beginnings), [&](std::string_view beginning) {
        return words.starts_with(beginning) && words[beginning.size()] == ' ';
    });
}

}  // namespace

TransactionMode choose_flyway_transaction(Loader& loader, const Script& script) {
    const sql::SplitResult split = sql::split(script.text);
    const sql::StatementText* without = nullptr;
    const sql::StatementText* within = nullptr;
    for (const sql::StatementText& statement : split.statements) {
        (needs_no_transaction(split.statement_text(statement)) ? without : within) = &statement;
    }
    if (!without) return TransactionMode::whole_script;
    if (within) {
        loader.notice({"mixed-transactions", Severity::error,
                       "Flyway refuses a script that mixes statements for and against a transaction",
                       "move the statement to a migration of its own, or set mixed=true", script.file->path(),
                       script.position(without->begin)});
    }
    return TransactionMode::none;
}

}  // namespace backout::project
