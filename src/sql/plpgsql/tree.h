#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The tree of a PL/pgSQL body. Expressions and SQL statements are ranges of the body's text.
namespace backout::sql::plpgsql {

/// A range of the body; empty where the part was not written.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool empty() const { return begin >= end; }
};

enum class StatementKind : std::uint8_t {
    block, assignment, if_, case_, loop, while_, for_range, for_query, for_execute, foreach_, exit, continue_, return_,
    return_next, return_query, raise, assert_, perform, execute, sql, call, get_diagnostics, cursor, commit, rollback,
    null, unknown
};

struct Statement;
using Statements = std::vector<Statement>;

struct Declaration {
    std::string name;
    Range type;
    Range value;          ///< after DEFAULT, := or =
    std::size_t begin = 0;
    bool is_constant = false;
    bool is_cursor = false;
    bool is_alias = false;
    std::string alias_of;
};

/// A branch of IF or CASE; `condition` is empty for ELSE.
struct Branch {
    Range condition;
    Statements statements;
};

struct Handler {
    std::vector<std::string> conditions;  ///< names in lower case, or SQLSTATEs with `sqlstate` before them cut off
    Statements statements;
};

/// What the members hold, by kind:
//
// block               declarations, body, handlers
// assignment          targets: the variable; target_range: all of the left side; expression
// if_, case_          branches; expression: of CASE, what is compared
// loop                body
// while_              expression, body
// for_range           targets: the variable; expression and upper: the bounds; reverse; body
// for_query           targets; expression: the query or cursor; body
// for_execute         targets; expression; arguments: USING; body
// foreach_            targets; expression: the array; body
// exit, continue_     label; expression: WHEN
// return_, return_next, return_query
//                     expression; return_query: dynamic when it is EXECUTE
// raise               level, condition (name or SQLSTATE), expression: the format string; arguments; options
// assert_             expression
// perform             expression: what would follow SELECT
// execute             expression, targets of INTO, arguments of USING
// sql, call           expression: the statement without INTO; into: the range that INTO takes; targets
// get_diagnostics     targets
// cursor              OPEN, FETCH, MOVE, CLOSE: targets
struct Statement {
    StatementKind kind = StatementKind::null;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string label;
    std::string end_label;        ///< after END
    Range expression;
    Range upper;
    Range step;                   ///< of for_range: BY
    Range into;
    std::vector<std::string> targets;
    std::vector<Range> arguments;
    std::vector<std::pair<std::string, Range>> options;  ///< of RAISE … USING, names in lower case
    std::string level;                                   ///< of RAISE: exception, notice …
    std::string condition;                               ///< of RAISE
    bool reverse = false;
    bool dynamic = false;
    bool strict = false;
    Statements body;
    std::vector<Branch> branches;
    std::vector<Declaration> declarations;
    std::vector<Handler> handlers;
};

/// What the compiler of the server (pl_gram.y, pl_comp.c) would refuse.
struct CompileError {
    std::string sqlstate;
    std::string message;
    std::string hint;
    std::size_t offset = 0;
};

struct Body {
    Statement block;
    bool complete = true;  ///< false: parts could not be made sense of
    /// Of the first part that has no place in the grammar.
    std::optional<CompileError> error;
};

}  // namespace backout::sql::plpgsql
