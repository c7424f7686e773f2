#include "sql/plpgsql/parser.h"

#include <algorithm>
#include <array>

#include "sql/plpgsql/statement_parser.h"

/// Blocks, branches and loops; plain statements are statement_parser.cpp's.
namespace backout::sql::plpgsql {

namespace {

class Parser {
public:
    explicit Parser(std::string_view body) : cursor_(body) {}

    Body run() {
        Body result;
        skip_options();
        if (!cursor_.is("declare") && !cursor_.is("begin") && !cursor_.is("<<")) cursor_.refuse();
        result.block = parse_statement();
        cursor_.take_if(";");
        if (!cursor_.at_end()) cursor_.refuse();
        result.complete = complete_ && cursor_.at_end() && result.block.kind == StatementKind::block;
        result.error = syntax_error();
        return result;
    }

private:
    /// Deeper nesting than this is nobody's own writing, and would use up the stack.
    static constexpr int depth_limit = 200;

    /// yyerror of the scanner (plpgsql_yyerror, pl_scanner.c).
    std::optional<CompileError> syntax_error() const {
        const auto& token = cursor_.refused();
        if (!token) return std::nullopt;
        if (token->kind == TokenKind::end) return CompileError{"42601", "syntax error at end of input", {}, token->begin};
        return CompileError{"42601", "syntax error at or near \"" + std::string(text_of(*token)) + "\"", {}, token->begin};
    }

    std::string_view text_of(const Token& token) const { return cursor_.body().substr(token.begin, token.end - token.begin); }

    Statement parse_statement() {
        Statement statement;
        std::string label = parse_label();
        statement.begin = cursor_.peek().begin;
        if (++depth_ > depth_limit) {
            skip_statement(statement);
        } else if (cursor_.is("declare") || cursor_.is("begin")) {
            parse_block(statement);
        } else if (cursor_.is("if")) {
            parse_if(statement);
        } else if (cursor_.is("case")) {
            parse_case(statement);
        } else if (cursor_.is("loop") || cursor_.is("while") || cursor_.is("for") || cursor_.is("foreach")) {
            parse_loop(statement);
        } else {
            complete_ &= parse_plain_statement(cursor_, statement);
        }
        --depth_;
        if (statement.label.empty()) statement.label = std::move(label);
        statement.end = cursor_.last_end();
        return statement;
    }

    /// `#variable_conflict use_column` and its kin (comp_options).
    void skip_options() {
        while (cursor_.take_if("#")) {
            if (cursor_.take_if("variable_conflict")) {
                constexpr std::array<std::string_view, 3> ways{"error", "use_variable", "use_column"};
                if (std::none_of(ways.begin(), ways.end(), [&](std::string_view way) { return cursor_.take_if(way); })) cursor_.refuse();
            } else if (cursor_.take_if("option")) {
                if (!cursor_.take_if("dump")) cursor_.refuse();
            } else if (!cursor_.take_if("print_strict_params") || !(cursor_.take_if("on") || cursor_.take_if("off"))) {
                cursor_.refuse();
            }
        }
    }

    std::string parse_label() {
        if (!cursor_.take_if("<<")) return {};
        std::string label = cursor_.take().text;
        cursor_.take_if(">>");
        return label;
    }

    void skip_statement(Statement& statement) {
        statement.kind = StatementKind::unknown;
        complete_ = false;
        cursor_.take_until({});
        cursor_.take_if(";");
    }

    /// Statements up to one of the words that close or divide what they are in.
    Statements parse_statements(std::initializer_list<std::string_view> ends) {
        Statements statements;
        auto at_closing = [&] {
            return std::any_of(ends.begin(), ends.end(), [&](std::string_view word) { return cursor_.is(word); });
        };
        while (!cursor_.at_end() && !at_closing()) {
            if (cursor_.is(";")) {
                cursor_.refuse();
                cursor_.take();
                continue;
            }
            std::size_t before = cursor_.peek().begin;
            statements.push_back(parse_statement());
            if (cursor_.peek().begin == before) cursor_.take();
        }
        return statements;
    }

    void expect(std::string_view word) {
        if (cursor_.take_if(word)) return;
        cursor_.refuse();
        complete_ = false;
    }

    /// `END [IF | CASE | LOOP] [label] ;`
    void parse_end(Statement& statement, std::string_view word) {
        expect("end");
        if (!word.empty()) expect(word);
        if (cursor_.peek().is_identifier()) statement.end_label = cursor_.take().text;
        if (!cursor_.at_end()) expect(";");
    }

    void parse_block(Statement& statement) {
        statement.kind = StatementKind::block;
        if (cursor_.take_if("declare")) parse_declarations(statement);
        expect("begin");
        statement.body = parse_statements({"end", "exception"});
        if (cursor_.take_if("exception"))
            while (cursor_.take_if("when")) statement.handlers.push_back(parse_handler());
        parse_end(statement, "");
    }

    void parse_declarations(Statement& statement) {
        while (!cursor_.at_end() && !cursor_.is("begin")) {
            if (cursor_.take_if("declare") || cursor_.take_if(";")) continue;
            Declaration declaration;
            declaration.begin = cursor_.peek().begin;
            if (!cursor_.peek().is_identifier()) cursor_.refuse();
            declaration.name = cursor_.take().text;
            declaration.is_constant = cursor_.take_if("constant");
            if (cursor_.is("alias")) {
                declaration.is_alias = true;
                const Token& meant = cursor_.peek(2);
                declaration.alias_of = meant.text;
                if (meant.is("$")) declaration.alias_of = "$" + std::string(text_of(cursor_.peek(3)));
            }
            for (std::size_t ahead = 0; ahead < 3; ++ahead)
                if (cursor_.is("cursor", ahead) && (ahead == 0 || cursor_.is("scroll", ahead - 1))) declaration.is_cursor = true;
            declaration.type = cursor_.take_until({"default", ":=", "=", "not"});
            if (cursor_.take_if("not")) cursor_.take_if("null");
            if (cursor_.take_if("default") || cursor_.take_if(":=") || cursor_.take_if("="))
                declaration.value = cursor_.take_until({});
            expect(";");
            statement.declarations.push_back(std::move(declaration));
        }
    }

    Handler parse_handler() {
        Handler handler;
        while (!cursor_.at_end() && !cursor_.is("then")) {
            if (cursor_.take_if("or")) continue;
            if (cursor_.take_if("sqlstate")) {
                const Token& state = cursor_.take();
                std::string_view text = cursor_.body().substr(state.begin, state.end - state.begin);
                handler.conditions.emplace_back(text.size() >= 2 ? text.substr(1, text.size() - 2) : text);
            } else {
                handler.conditions.push_back(cursor_.take().text);
            }
        }
        expect("then");
        handler.statements = parse_statements({"when", "end"});
        return handler;
    }

    void parse_if(Statement& statement) {
        statement.kind = StatementKind::if_;
        cursor_.take();
        do {
            Branch branch;
            branch.condition = cursor_.take_until({"then"});
            expect("then");
            branch.statements = parse_statements({"elsif", "elseif", "else", "end"});
            statement.branches.push_back(std::move(branch));
        } while (cursor_.take_if("elsif") || cursor_.take_if("elseif"));
        if (cursor_.take_if("else")) statement.branches.push_back({{}, parse_statements({"end"})});
        parse_end(statement, "if");
    }

    void parse_case(Statement& statement) {
        statement.kind = StatementKind::case_;
        cursor_.take();
        statement.expression = cursor_.take_until({"when"});
        while (cursor_.take_if("when")) {
            Branch branch;
            branch.condition = cursor_.take_until({"then"});
            expect("then");
            branch.statements = parse_statements({"when", "else", "end"});
            statement.branches.push_back(std::move(branch));
        }
        if (cursor_.take_if("else")) statement.branches.push_back({{}, parse_statements({"end"})});
        parse_end(statement, "case");
    }

    void parse_loop(Statement& statement) {
        parse_loop_head(cursor_, statement);
        expect("loop");
        statement.body = parse_statements({"end"});
        parse_end(statement, "loop");
    }

    Cursor cursor_;
    bool complete_ = true;
    int depth_ = 0;
};

}  // namespace

Body parse(std::string_view body) {
    return Parser(body).run();
}

}  // namespace backout::sql::plpgsql
