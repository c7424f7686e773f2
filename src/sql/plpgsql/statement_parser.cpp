#include "sql/plpgsql/statement_parser.h"

#include <array>
#include <string>

namespace backout::sql::plpgsql {

namespace {

std::vector<std::string> take_targets(Cursor& cursor) {
    std::vector<std::string> targets;
    while (cursor.peek().is_identifier()) {
        targets.push_back(cursor.take().text);
        while (cursor.is(".") || cursor.is("[")) {
            bool subscript = cursor.is("[");
            cursor.take();
            if (subscript) cursor.take_until({"]"});
            cursor.take();
        }
        if (!cursor.take_if(",")) break;
    }
    return targets;
}

std::vector<Range> take_list(Cursor& cursor, std::initializer_list<std::string_view> ends) {
    std::vector<Range> items;
    // The comma and the words that end the list both end an item.
    do {
        if (ends.size() == 0)
            items.push_back(cursor.take_until({","}));
        else
            items.push_back(cursor.take_until({",", *ends.begin(), *(ends.end() - 1)}));
    } while (cursor.take_if(","));
    return items;
}

bool finish(Cursor& cursor) {
    if (cursor.take_if(";")) return true;
    cursor.refuse();
    cursor.take_until({});
    cursor.take_if(";");
    return false;
}

bool parse_assert(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::assert_;
    statement.expression = cursor.take_until({","});
    cursor.take_until({});
    return finish(cursor);
}

bool parse_perform(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::perform;
    statement.expression = cursor.take_until({});
    return finish(cursor);
}

bool parse_execute(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::execute;
    statement.expression = cursor.take_until({"into", "using"});
    while (cursor.is("into") || cursor.is("using")) {
        if (cursor.take_if("into")) {
            statement.strict = cursor.take_if("strict");
            statement.targets = take_targets(cursor);
            if (statement.targets.empty()) cursor.refuse();
        } else {
            cursor.take();
            statement.arguments = take_list(cursor, {"into"});
        }
    }
    return finish(cursor);
}

bool parse_exit(Cursor& cursor, Statement& statement, StatementKind kind) {
    statement.kind = kind;
    if (cursor.peek().is_identifier() && !cursor.is("when")) statement.label = cursor.take().text;
    if (cursor.take_if("when")) statement.expression = cursor.take_until({});
    return finish(cursor);
}

bool parse_return(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::return_;
    if (cursor.take_if("next")) {
        statement.kind = StatementKind::return_next;
    } else if (cursor.take_if("query")) {
        statement.kind = StatementKind::return_query;
        statement.dynamic = cursor.take_if("execute");
    }
    if (statement.dynamic) {
        statement.expression = cursor.take_until({"using"});
        if (cursor.take_if("using")) statement.arguments = take_list(cursor, {});
        return finish(cursor);
    }
    statement.expression = cursor.take_until({});
    return finish(cursor);
}

void parse_raise_options(Cursor& cursor, Statement& statement) {
    do {
        std::string name = cursor.take().text;
        if (!cursor.take_if("=")) cursor.take_if(":=");
        statement.options.emplace_back(std::move(name), cursor.take_until({","}));
    } while (cursor.take_if(","));
}

bool parse_raise(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::raise;
    constexpr std::array<std::string_view, 6> levels{"debug", "log", "info", "notice", "warning", "exception"};
    for (std::string_view level : levels)
        if (cursor.take_if(level)) statement.level = level;
    if (cursor.peek().kind == TokenKind::string) {
        const Token& format = cursor.take();
        statement.expression = {format.begin, format.end};
        if (cursor.take_if(",")) statement.arguments = take_list(cursor, {"using"});
    } else if (cursor.take_if("sqlstate")) {
        const Token& state = cursor.take();
        statement.condition = std::string(cursor.body().substr(state.begin + 1, state.end - state.begin - 2));
    } else if (cursor.peek().is_identifier() && !cursor.is("using")) {
        statement.condition = cursor.take().text;
    }
    if (cursor.take_if("using")) parse_raise_options(cursor, statement);
    return finish(cursor);
}

bool parse_get_diagnostics(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::get_diagnostics;
    while (!cursor.at_end() && !cursor.is(";")) {
        bool is_target = cursor.is("=", 1) || cursor.is(":=", 1);
        const Token& token = cursor.take();
        if (is_target) statement.targets.push_back(token.text);
    }
    return finish(cursor);
}

bool parse_cursor(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::cursor;
    cursor.take_until({"into"});
    if (cursor.take_if("into")) statement.targets = take_targets(cursor);
    cursor.take_until({});
    return finish(cursor);
}

bool parse_transaction(Cursor& cursor, Statement& statement, StatementKind kind) {
    statement.kind = kind;
    cursor.take_until({});
    return finish(cursor);
}

/// `x := …`, `x.y = …`, `x[1] := …`: whether an assignment begins here.
bool is_assignment(const Cursor& cursor) {
    if (!cursor.peek().is_identifier()) return false;
    std::size_t ahead = 1;
    for (;;) {
        if (cursor.is(".", ahead)) {
            ahead += 2;
        } else if (cursor.is("[", ahead)) {
            int depth = 0;
            do {
                if (cursor.is("[", ahead)) ++depth;
                if (cursor.is("]", ahead)) --depth;
                ++ahead;
            } while (depth > 0 && cursor.peek(ahead).kind != TokenKind::end);
        } else {
            return cursor.is(":=", ahead) || cursor.is("=", ahead);
        }
    }
}

bool parse_assignment(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::assignment;
    statement.targets.push_back(cursor.peek().text);
    statement.dynamic = !cursor.is(":=", 1) && !cursor.is("=", 1);
    cursor.take_until({":=", "="});
    cursor.take();
    statement.expression = cursor.take_until({});
    return finish(cursor);
}

/// `$1 := …`
bool parse_parameter_assignment(Cursor& cursor, Statement& statement) {
    statement.kind = StatementKind::assignment;
    cursor.take();
    const Token& number = cursor.take();
    statement.targets.push_back("$" + std::string(cursor.body().substr(number.begin, number.end - number.begin)));
    cursor.take();
    statement.expression = cursor.take_until({});
    return finish(cursor);
}

/// A statement of SQL. INTO is the statement's own after INSERT and MERGE, PL/pgSQL's elsewhere (make_execsql_stmt,
/// pl_gram.y).
bool parse_sql(Cursor& cursor, Statement& statement) {
    statement.kind = cursor.is("call") ? StatementKind::call : StatementKind::sql;
    bool may_have_into = !cursor.is("create") && !cursor.is("import") && !cursor.is("alter") && !cursor.is("grant");
    Range whole{cursor.peek().begin, cursor.peek().begin};
    int parentheses = 0;
    int atomic = 0;
    std::string before;
    while (!cursor.at_end() && (parentheses > 0 || atomic > 0 || !cursor.is(";"))) {
        bool takes_into = may_have_into && parentheses == 0 && statement.into.empty() && cursor.is("into") &&
                          before != "insert" && before != "merge";
        if (takes_into) {
            statement.into.begin = cursor.take().begin;
            statement.strict = cursor.take_if("strict");
            statement.targets = take_targets(cursor);
            statement.into.end = whole.end = cursor.last_end();
            continue;
        }
        if (cursor.is("(") || cursor.is("[")) ++parentheses;
        if ((cursor.is(")") || cursor.is("]")) && parentheses > 0) --parentheses;
        if (cursor.is("atomic") && before == "begin") ++atomic;
        if (cursor.is("end") && atomic > 0) --atomic;
        before = cursor.peek().text;
        whole.end = cursor.take().end;
    }
    statement.expression = whole;
    return finish(cursor);
}

struct Word {
    std::string_view word;
    bool (*parse)(Cursor&, Statement&);
};

constexpr std::array<Word, 13> words{{
    {"assert", parse_assert}, {"perform", parse_perform}, {"execute", parse_execute}, {"return", parse_return},
    {"raise", parse_raise}, {"get", parse_get_diagnostics}, {"open", parse_cursor}, {"fetch", parse_cursor},
    {"move", parse_cursor}, {"close", parse_cursor},
    {"exit", [](Cursor& cursor, Statement& statement) { return parse_exit(cursor, statement, StatementKind::exit); }},
    {"continue", [](Cursor& cursor, Statement& statement) { return parse_exit(cursor, statement, StatementKind::continue_); }},
    {"null", [](Cursor& cursor, Statement&) { return finish(cursor); }},
}};

}  // namespace

bool parse_plain_statement(Cursor& cursor, Statement& statement) {
    if (is_assignment(cursor)) return parse_assignment(cursor, statement);
    if (cursor.is("$") && (cursor.is(":=", 2) || cursor.is("=", 2))) return parse_parameter_assignment(cursor, statement);
    for (const Word& word : words) {
        if (!cursor.is(word.word)) continue;
        cursor.take();
        return word.parse(cursor, statement);
    }
    if (cursor.is("commit")) return parse_transaction(cursor, statement, StatementKind::commit);
    if (cursor.is("rollback")) return parse_transaction(cursor, statement, StatementKind::rollback);
    return parse_sql(cursor, statement);
}

void parse_loop_head(Cursor& cursor, Statement& statement) {
    if (cursor.is("loop")) {
        statement.kind = StatementKind::loop;
    } else if (cursor.take_if("while")) {
        statement.kind = StatementKind::while_;
        statement.expression = cursor.take_until({"loop"});
    } else if (cursor.take_if("foreach")) {
        statement.kind = StatementKind::foreach_;
        statement.targets = take_targets(cursor);
        cursor.take_until({"array"});
        cursor.take_if("array");
        statement.expression = cursor.take_until({"loop"});
    } else {
        cursor.take();
        statement.targets = take_targets(cursor);
        cursor.take_if("in");
        statement.reverse = cursor.take_if("reverse");
        if (cursor.take_if("execute")) {
            statement.kind = StatementKind::for_execute;
            statement.expression = cursor.take_until({"using", "loop"});
            if (cursor.take_if("using")) statement.arguments = take_list(cursor, {"loop"});
            return;
        }
        statement.kind = StatementKind::for_query;
        statement.expression = cursor.take_until({"..", "loop"});
        if (!cursor.take_if("..")) return;
        statement.kind = StatementKind::for_range;
        statement.upper = cursor.take_until({"by", "loop"});
        if (cursor.take_if("by")) statement.step = cursor.take_until({"loop"});
    }
}

}  // namespace backout::sql::plpgsql
