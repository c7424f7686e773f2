#include <algorithm>

#include "simulate/plpgsql_run.h"
#include "simulate/routine_call.h"
#include "sql/plpgsql/lexer.h"

/// Whether bodies may change the schema, by their words: what is not run is passed over where it can't.
namespace backout::simulate {

namespace {

using sql::plpgsql::Token;
using sql::plpgsql::TokenKind;

/// Functions that call functions are followed this deep.
constexpr int depth_limit = 8;

/// The first word of each SQL statement that changes the schema or what belongs to it.
constexpr std::string_view schema_words[] = {"create", "alter", "drop", "grant", "revoke", "truncate", "comment", "refresh",
                                             "security", "import", "reassign"};
/// The first word of those that don't.
constexpr std::string_view row_words[] = {"select", "insert", "update", "delete", "with", "merge", "values", "lock", "analyze",
                                          "notify", "set"};

template <std::size_t size>
bool is_one_of(const Token& token, const std::string_view (&words)[size]) {
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return token.is(word); });
}

class Reader {
public:
    Reader(const StatementContext& context, std::string_view body, int depth)
        : context_(context), body_(body), depth_(depth), tokens_(sql::plpgsql::tokenize(body)) {}

    bool changes_schema() const {
        for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_identifier) continue;
            if (starts_statement(i) && (is_one_of(token, schema_words) || (token.is("execute") && executes_schema(i + 1))))
                return true;
            if (tokens_[i + 1].is("(") && calls_schema(i)) return true;
        }
        return false;
    }

private:
    bool starts_statement(std::size_t i) const {
        if (i == 0) return true;
        const Token& before = tokens_[i - 1];
        for (std::string_view word : {";", "begin", "then", "else", "loop"})
            if (before.is(word)) return true;
        // RETURN QUERY EXECUTE and FOR … IN EXECUTE read rows.
        return false;
    }

    /// EXECUTE of what begins with a constant that begins with SELECT, INSERT … changes rows only.
    bool executes_schema(std::size_t i) const {
        while (tokens_[i].is("(") || tokens_[i].is("format") || tokens_[i].is("concat")) ++i;
        if (tokens_[i].kind != TokenKind::string) return true;
        std::string_view text = body_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
        std::size_t begin = text.find('\'');
        if (text.starts_with('$')) begin = text.find('$', 1);
        if (begin == std::string_view::npos) return true;
        auto words = sql::plpgsql::tokenize(text.substr(begin + 1));
        return !is_one_of(words.front(), row_words);
    }

    bool calls_schema(std::size_t i) const {
        if (depth_ >= depth_limit) return true;
        std::vector<catalog::FunctionInfo> found;
        bool is_qualified = i >= 2 && tokens_[i - 1].is(".") && tokens_[i - 2].is_identifier();
        if (!is_qualified)
            found = catalog::functions_named(context_.catalog, context_.path, tokens_[i].text);
        else if (Oid scope = catalog::find_namespace(context_.catalog, tokens_[i - 2].text))
            catalog::functions_named(context_.catalog, scope, tokens_[i].text, found);
        return std::any_of(found.begin(), found.end(), [&](const catalog::FunctionInfo& one) {
            if (!one.object || one.kind == 'a') return false;
            // A function that calls itself adds nothing to what it does.
            if (one.object->source.find(body_) != std::string::npos) return false;
            return Reader(context_, one.object->source, depth_ + 1).changes_schema();
        });
    }

    const StatementContext& context_;
    std::string_view body_;
    int depth_;
    std::vector<Token> tokens_;
};

}  // namespace

bool may_change_schema(const StatementContext& context, std::string_view body) {
    if (!context.schema_changers) return Reader(context, body, 0).changes_schema();
    // The answer hangs on the functions that there are.
    const catalog::Position position = context.catalog.position();
    auto known = context.schema_changers->find(body);
    if (known != context.schema_changers->end() && known->second.first == position) return known->second.second;
    const bool changes = Reader(context, body, 0).changes_schema();
    context.schema_changers->insert_or_assign(std::string(body), std::pair(position, changes));
    return changes;
}

bool may_change_schema(const StatementContext& context, const catalog::Function& routine) {
    std::string language = catalog::language_name(context.catalog, routine.language);
    if (language == "c" || language == "internal" || routine.has_sql_body) return false;
    return may_change_schema(context, routine.source);
}

bool may_change_schema(const StatementContext& context, const sql::plpgsql::Statements& statements, std::string_view body) {
    return std::any_of(statements.begin(), statements.end(), [&](const sql::plpgsql::Statement& statement) {
        return statement.kind == sql::plpgsql::StatementKind::unknown ||
               may_change_schema(context, body.substr(statement.begin, statement.end - statement.begin));
    });
}

}  // namespace backout::simulate
