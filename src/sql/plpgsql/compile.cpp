#include "sql/plpgsql/compile.h"

#include <algorithm>
#include <set>

#include "sql/parse.h"
#include "sql/plpgsql/condition_names.h"

namespace backout::sql::plpgsql {

namespace {

class Checker {
public:
    Checker(std::string_view body, const Routine& routine) : body_(body), routine_(routine) {
        names_.emplace_back();
        names_.back().insert("found");
        names_.back().insert(routine.name);
        names_.back().insert(routine.arguments.begin(), routine.arguments.end());
        for (std::size_t i = 1; i <= routine.argument_count; ++i) names_.back().insert("$" + std::to_string(i));
        constexpr std::string_view of_triggers[] = {"new", "old", "tg_name", "tg_when", "tg_level", "tg_op", "tg_relid",
                                                    "tg_relname", "tg_table_name", "tg_table_schema", "tg_nargs", "tg_argv"};
        if (routine.is_trigger) names_.back().insert(std::begin(of_triggers), std::end(of_triggers));
        if (routine.is_event_trigger) names_.back().insert({"tg_event", "tg_tag"});
    }

    void check_statement(const Statement& statement);
    const std::optional<CompileError>& error() const { return error_; }

private:
    void refuse(std::size_t offset, std::string sqlstate, std::string message, std::string hint = {}) {
        if (!error_) error_ = CompileError{std::move(sqlstate), std::move(message), std::move(hint), offset};
    }

    void check_statements(const Statements& statements) {
        for (const Statement& statement : statements) {
            if (error_) return;
            check_statement(statement);
        }
    }

    void check_block(const Statement& block);
    void check_declaration(const Declaration& declaration);
    void check_loop(const Statement& loop);
    void check_exit(const Statement& statement);
    void check_return(const Statement& statement);
    void check_return_next(const Statement& statement);
    void check_raise(const Statement& statement);
    void check_sql(const Statement& statement);
    void check_end_label(const Statement& statement);
    void check_query(Range range);
    void check_expression(Range range);
    void check_syntax(std::string_view text, std::size_t begin);
    void check_condition_name(const std::string& name, std::size_t offset);
    void check_targets(const Statement& statement);

    bool is_known(const std::string& name) const {
        return std::any_of(names_.begin(), names_.end(), [&](const auto& names) { return names.contains(name); });
    }
    bool is_constant(const std::string& name) const {
        for (std::size_t i = names_.size(); i-- > 0;)
            if (names_[i].contains(name)) return constants_.contains({i, name});
        return false;
    }
    std::string_view text_of(Range range) const { return body_.substr(range.begin, range.end - range.begin); }

    struct Label {
        std::string name;
        bool is_loop = false;
    };

    std::string_view body_;
    const Routine& routine_;
    std::optional<CompileError> error_;
    std::vector<std::set<std::string, std::less<>>> names_;  ///< by block, innermost last
    std::set<std::pair<std::size_t, std::string>> constants_;  ///< with the depth of their block
    std::vector<Label> labels_;
};

void Checker::check_statement(const Statement& statement) {
    switch (statement.kind) {
        case StatementKind::block: return check_block(statement);
        case StatementKind::if_:
        case StatementKind::case_:
            check_expression(statement.expression);
            for (const Branch& branch : statement.branches) {
                check_expression(branch.condition);
                check_statements(branch.statements);
            }
            return;
        case StatementKind::loop:
        case StatementKind::while_:
        case StatementKind::for_range:
        case StatementKind::for_query:
        case StatementKind::for_execute:
        case StatementKind::foreach_: return check_loop(statement);
        case StatementKind::exit:
        case StatementKind::continue_: return check_exit(statement);
        case StatementKind::return_: return check_return(statement);
        case StatementKind::return_next:
        case StatementKind::return_query: return check_return_next(statement);
        case StatementKind::raise: return check_raise(statement);
        case StatementKind::assignment:
            check_targets(statement);
            if (statement.expression.empty()) return refuse(statement.begin, "42601", "missing expression");
            return check_expression(statement.expression);
        case StatementKind::perform: return check_expression(statement.expression);
        case StatementKind::assert_:
            if (statement.expression.empty()) return refuse(statement.begin, "42601", "missing expression");
            return check_expression(statement.expression);
        case StatementKind::execute:
            if (statement.expression.empty()) return refuse(statement.begin, "42601", "missing expression");
            check_expression(statement.expression);
            for (Range argument : statement.arguments) check_expression(argument);
            return check_targets(statement);
        case StatementKind::sql:
        case StatementKind::call: return check_sql(statement);
        case StatementKind::get_diagnostics:
        case StatementKind::cursor: return check_targets(statement);
        case StatementKind::commit:
        case StatementKind::rollback:
        case StatementKind::null:
        case StatementKind::unknown: return;
    }
}

void Checker::check_block(const Statement& block) {
    names_.emplace_back();
    if (!block.label.empty()) names_.back().insert(block.label);
    labels_.push_back({block.label, false});
    std::set<std::string, std::less<>> declared;
    for (const Declaration& declaration : block.declarations) {
        if (!declared.insert(declaration.name).second) refuse(declaration.begin, "42601", "duplicate declaration at or near \"" + declaration.name + "\"");
        check_declaration(declaration);
        names_.back().insert(declaration.name);
        if (declaration.is_constant) constants_.emplace(names_.size() - 1, declaration.name);
    }
    check_statements(block.body);
    if (!block.handlers.empty()) names_.back().insert({"sqlstate", "sqlerrm"});
    for (const Handler& handler : block.handlers) {
        for (const std::string& condition : handler.conditions) check_condition_name(condition, block.begin);
        check_statements(handler.statements);
    }
    labels_.pop_back();
    names_.pop_back();
    std::erase_if(constants_, [&](const auto& constant) { return constant.first >= names_.size(); });
    check_end_label(block);
}

void Checker::check_declaration(const Declaration& declaration) {
    if (declaration.is_alias || declaration.is_cursor) return;
    if (declaration.type.empty()) return refuse(declaration.begin, "42601", "missing data type declaration");
    check_expression(declaration.value);
}

/// check_labels (pl_gram.y)
void Checker::check_end_label(const Statement& statement) {
    if (statement.end_label.empty() || statement.end_label == statement.label) return;
    if (statement.label.empty())
        return refuse(statement.end, "42601", "end label \"" + statement.end_label + "\" specified for unlabeled block");
    refuse(statement.end, "42601",
           "end label \"" + statement.end_label + "\" differs from block's label \"" + statement.label + "\"");
}

void Checker::check_loop(const Statement& loop) {
    names_.emplace_back();
    switch (loop.kind) {
        case StatementKind::while_: check_expression(loop.expression); break;
        case StatementKind::for_range:
            check_expression(loop.expression);
            check_expression(loop.upper);
            check_expression(loop.step);
            if (loop.targets.size() > 1)
                refuse(loop.begin, "42601", "integer FOR loop must have only one target variable");
            names_.back().insert(loop.targets.begin(), loop.targets.end());
            break;
        case StatementKind::for_query:
        case StatementKind::for_execute: {
            bool known = std::all_of(loop.targets.begin(), loop.targets.end(), [&](const auto& name) { return is_known(name); });
            // A loop over a bound cursor declares its variable.
            bool is_cursor = loop.kind == StatementKind::for_query && is_known(std::string(text_of(loop.expression).substr(0, text_of(loop.expression).find('('))));
            if (!known && loop.targets.size() > 1) check_targets(loop);
            if (!known && !is_cursor)
                refuse(loop.begin, "42601", "loop variable of loop over rows must be a record variable or list of scalar variables");
            if (loop.kind == StatementKind::for_execute) check_expression(loop.expression);
            else if (!is_cursor) check_query(loop.expression);
            names_.back().insert(loop.targets.begin(), loop.targets.end());
            break;
        }
        case StatementKind::foreach_:
            if (loop.targets.empty() || !is_known(loop.targets.front()))
                refuse(loop.begin, "42601", "loop variable of FOREACH must be a known variable or list of variables");
            check_targets(loop);
            check_expression(loop.expression);
            break;
        default: break;
    }
    labels_.push_back({loop.label, true});
    check_statements(loop.body);
    labels_.pop_back();
    names_.pop_back();
    check_end_label(loop);
}

void Checker::check_exit(const Statement& statement) {
    check_expression(statement.expression);
    bool is_exit = statement.kind == StatementKind::exit;
    if (statement.label.empty()) {
        bool in_loop = std::any_of(labels_.begin(), labels_.end(), [](const Label& label) { return label.is_loop; });
        if (!in_loop)
            refuse(statement.begin, "42601", is_exit ? "EXIT cannot be used outside a loop, unless it has a label"
                                                     : "CONTINUE cannot be used outside a loop");
        return;
    }
    auto found = std::find_if(labels_.rbegin(), labels_.rend(), [&](const Label& label) { return label.name == statement.label; });
    if (found == labels_.rend() && !(is_exit && statement.label == routine_.name))
        return refuse(statement.begin, "42601",
                      "there is no label \"" + statement.label + "\" attached to any block or loop enclosing this statement");
    if (found != labels_.rend() && !is_exit && !found->is_loop)
        refuse(statement.begin, "42601", "block label \"" + statement.label + "\" cannot be used in CONTINUE");
}

/// make_return_stmt
void Checker::check_return(const Statement& statement) {
    bool has_value = !statement.expression.empty();
    std::size_t place = statement.begin;
    if (routine_.returns_set) {
        if (has_value)
            refuse(place, "42804", "RETURN cannot have a parameter in function returning set", "Use RETURN NEXT or RETURN QUERY.");
    } else if (routine_.is_procedure || routine_.is_event_trigger ||
               (routine_.returns_void && !routine_.has_output_parameters)) {
        if (has_value && routine_.is_procedure) refuse(place, "42601", "RETURN cannot have a parameter in a procedure");
        else if (has_value) refuse(place, "42804", "RETURN cannot have a parameter in function returning void");
    } else if (routine_.has_output_parameters) {
        if (has_value) refuse(place, "42804", "RETURN cannot have a parameter in function with OUT parameters");
    } else if (!has_value) {
        refuse(place, "42601", "missing expression at or near \";\"");
    } else {
        check_expression(statement.expression);
    }
}

void Checker::check_return_next(const Statement& statement) {
    bool is_query = statement.kind == StatementKind::return_query;
    if (!routine_.returns_set)
        return refuse(statement.begin, "42804", is_query ? "cannot use RETURN QUERY in a non-SETOF function"
                                                         : "cannot use RETURN NEXT in a non-SETOF function");
    if (is_query) {
        if (!statement.dynamic) return check_query(statement.expression);
        for (Range argument : statement.arguments) check_expression(argument);
        return check_expression(statement.expression);
    }
    bool has_value = !statement.expression.empty();
    if (routine_.has_output_parameters && has_value)
        return refuse(statement.begin, "42804", "RETURN NEXT cannot have a parameter in function with OUT parameters");
    if (!routine_.has_output_parameters && !has_value) return refuse(statement.begin, "42601", "missing expression at or near \";\"");
    check_expression(statement.expression);
}

void Checker::check_raise(const Statement& statement) {
    for (Range argument : statement.arguments) check_expression(argument);
    for (const auto& [name, value] : statement.options) check_expression(value);
    bool is_state = statement.condition.size() == 5 && sqlstates_of(statement.condition).empty();
    if (!statement.condition.empty() && !is_state) check_condition_name(statement.condition, statement.begin);
    if (statement.expression.empty()) return;
    std::string_view format = text_of(statement.expression);
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') continue;
        if (i + 1 < format.size() && format[i + 1] == '%') ++i;
        else ++wanted;
    }
    if (wanted > statement.arguments.size()) refuse(statement.begin, "42601", "too few parameters specified for RAISE");
    if (wanted < statement.arguments.size()) refuse(statement.begin, "42601", "too many parameters specified for RAISE");
}

/// plpgsql_recognize_err_condition (pl_comp.c)
void Checker::check_condition_name(const std::string& name, std::size_t offset) {
    bool is_state = name.size() == 5 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    if (is_state || name == "others" || !sqlstates_of(name).empty()) return;
    refuse(offset, "42704", "unrecognized exception condition \"" + name + "\"");
}

void Checker::check_targets(const Statement& statement) {
    for (const std::string& target : statement.targets) {
        if (!is_known(target)) return refuse(statement.begin, "42601", "\"" + target + "\" is not a known variable");
        if (is_constant(target)) return refuse(statement.begin, "22005", "variable \"" + target + "\" is declared CONSTANT");
    }
}

void Checker::check_sql(const Statement& statement) {
    std::string text(text_of(statement.expression));
    if (!statement.into.empty())
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(statement.into.begin - statement.expression.begin),
                    statement.into.end - statement.into.begin, ' ');
    check_targets(statement);
    check_syntax(text, statement.begin);
}

void Checker::check_query(Range range) {
    if (range.empty()) return refuse(range.begin, "42601", "missing SQL statement");
    check_syntax(text_of(range), range.begin);
}

/// PLpgSQL_Expr of the SQL grammar: whatever may follow SELECT.
void Checker::check_expression(Range range) {
    if (range.empty() || error_) return;
    check_syntax("SELECT " + std::string(text_of(range)), range.begin);
}

void Checker::check_syntax(std::string_view text, std::size_t begin) {
    auto parsed = parse_statement(text);
    if (!parsed) return refuse(begin, parsed.error().sqlstate, parsed.error().message);
    if (!*parsed || routine_.major == 0) return;
    for (const NewerSyntax& syntax : (*parsed)->newer)
        if (routine_.major < syntax.since && syntax.sqlstate == "42601") return refuse(begin, syntax.sqlstate, syntax.message);
}

}  // namespace

std::optional<CompileError> check(const Body& parsed, std::string_view body, const Routine& routine) {
    Checker checker(body, routine);
    checker.check_statement(parsed.block);
    const auto& found = checker.error();
    // The compiler goes through a body once: what stands first is what it refuses.
    if (found && (!parsed.error || found->offset < parsed.error->offset)) return found;
    return parsed.error;
}

}  // namespace backout::sql::plpgsql
