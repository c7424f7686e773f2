#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "sql/tree/statement.h"

namespace backout::sql {

/// What PostgreSQL's grammar says of text that it refuses.
struct SyntaxError {
    std::string message;   ///< PostgreSQL's own words: syntax error at or near "tabel"
    std::size_t offset = 0;  ///< byte offset into the text given; its length at end of input
    std::string sqlstate = "42601";
    std::string hint = {};  ///< PostgreSQL's advice, mostly empty
};

/// Parses one statement (without its semicolon; comments blanked as `split` leaves them). All locations in the tree
/// are byte offsets into `text` plus `base`, so that a caller who parses a part of a script gets places of the script.
/// Null when the text holds no statement. The raw parser of libpg_query is thread-safe; its state is per thread.
tl::expected<StatementPtr, SyntaxError> parse_statement(std::string_view text, Location base = 0);

/// Parses a stand-alone expression, as PL/pgSQL and column fragments need it.
tl::expected<ExpressionPtr, SyntaxError> parse_expression(std::string_view text, Location base = 0);

/// Parses a type name, as in `format_type`'s output or a regtype literal.
tl::expected<TypeName, SyntaxError> parse_type_name(std::string_view text, Location base = 0);

/// The word that names the kind of statement in reports: "create_table".
std::string_view statement_kind_name(StatementKind kind);

/// The version of the grammar, such as "18.1".
std::string_view parser_version();

}  // namespace backout::sql
