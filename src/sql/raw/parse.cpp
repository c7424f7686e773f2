#include "sql/parse.h"

#include "sql/raw/encoding.h"
#include "sql/raw/lowering.h"
#include "sql/raw/raw_parser.h"

namespace backout::sql {

namespace {

/// Parses in one of the grammar's modes and hands the raw tree to a function that lowers it.
template <class Result, class Lower>
tl::expected<Result, SyntaxError> parse(std::string_view text, Location base, ::RawParseMode mode,
                                        Lower lower) {
    if (std::optional<SyntaxError> error = raw::encoding_error(text))
        return tl::make_unexpected(std::move(*error));
    const std::string terminated(text);
    const raw::RawParse parsed(terminated, mode);
    if (parsed.error()) return tl::make_unexpected(raw::to_syntax_error(*parsed.error(), text));
    raw::Lowering lowering(base);
    tl::expected<Result, SyntaxError> result = lower(lowering, parsed.tree());
    if (lowering.refusal()) return tl::make_unexpected(*lowering.refusal());
    return result;
}

/// What a server says where one statement is to be prepared (exec_parse_message of tcop/postgres.c).
SyntaxError more_than_one(std::string_view text, const ::RawStmt* second) {
    // Before PostgreSQL 18 the location includes the blanks before the statement.
    const std::size_t offset =
        text.find_first_not_of(" \t\r\n\f\v", static_cast<std::size_t>(second->stmt_location));
    return {.message = "cannot insert multiple commands into a prepared statement",
            .offset = offset,
            .sqlstate = "42601",
            .hint = {}};
}

/// What a server says when an expression is followed by something that is none, such as an alias or a FROM
/// clause.
SyntaxError not_an_expression() {
    return {
        .message = "syntax error: an expression was expected", .offset = 0, .sqlstate = "42601", .hint = {}};
}

/// The expression of `SELECT expression` without any other clause.
bool is_bare_expression(const SelectStatement& select) {
    return select.targets.size() == 1 && select.targets.front().name.empty() && select.from.empty() &&
           !select.with && !select.distinct && !select.into && !select.where && select.group_by.empty() &&
           !select.having && select.windows.empty() && select.order_by.empty() && !select.limit_count &&
           !select.limit_offset && select.locking.empty() &&
           select.operation == SelectStatement::SetOperation::none;
}

}  // namespace

tl::expected<StatementPtr, SyntaxError> parse_statement(std::string_view text, Location base) {
    return parse<StatementPtr>(
        text, base, ::RAW_PARSE_DEFAULT,
        [text](raw::Lowering& lowering, const ::List* tree) -> tl::expected<StatementPtr, SyntaxError> {
            const auto statements = raw::elements<::RawStmt>(tree);
            if (statements.empty()) return StatementPtr();
            if (statements.size() > 1) return tl::make_unexpected(more_than_one(text, statements[1]));
            StatementPtr statement = raw::lower_statement(lowering, statements.front()->stmt);
            if (statement) statement->newer = lowering.take_newer();
            return statement;
        });
}

tl::expected<ExpressionPtr, SyntaxError> parse_expression(std::string_view text, Location base) {
    return parse<ExpressionPtr>(
        text, base, ::RAW_PARSE_PLPGSQL_EXPR,
        [](raw::Lowering& lowering, const ::List* tree) -> tl::expected<ExpressionPtr, SyntaxError> {
            const auto* parsed = raw::elements<::RawStmt>(tree).front();
            StatementPtr statement = raw::lower_statement(lowering, parsed->stmt);
            auto* select = as<SelectStatement>(statement.get());
            if (!select || !is_bare_expression(*select)) return tl::make_unexpected(not_an_expression());
            return std::move(select->targets.front().value);
        });
}

tl::expected<TypeName, SyntaxError> parse_type_name(std::string_view text, Location base) {
    return parse<TypeName>(
        text, base, ::RAW_PARSE_TYPE_NAME,
        [](raw::Lowering& lowering, const ::List* tree) -> tl::expected<TypeName, SyntaxError> {
            return raw::lower(lowering, raw::elements<::TypeName>(tree).front());
        });
}

std::string_view parser_version() {
    return PG_VERSION;
}

}  // namespace backout::sql
