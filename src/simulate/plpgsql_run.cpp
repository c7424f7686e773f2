#include "simulate/plpgsql_run.h"

#include <algorithm>
#include <cctype>

#include "analyze/type_oid.h"
#include "simulate/evaluate.h"
#include "simulate/query_run.h"
#include "sql/parse.h"
#include "sql/plpgsql/condition_names.h"
#include "sql/plpgsql/parser.h"
#include "sql/split.h"

namespace backout::simulate {

namespace type_oid = analyze::type_oid;

using sql::plpgsql::Branch;
using sql::plpgsql::Handler;
using Kind = sql::plpgsql::StatementKind;

namespace {

constexpr int depth_limit = 64;
/// A body that runs more statements than this is a program, not a migration.
constexpr int step_limit = 100000;

/// Names that an open world may have had are no errors to be caught: they are assumed, and the block starts anew.
bool may_be_assumed(const StatementContext& context, const Error& failure) {
    using MissingKind = analyze::Missing::Kind;
    if (context.world != World::open) return false;
    Oid scope = failure.missing.schema.empty() ? context.path.creation
                                               : catalog::find_namespace(context.catalog, failure.missing.schema);
    switch (failure.missing.kind) {
        case MissingKind::relation: return scope && !context.catalog.was_known(ObjectClass::relation, scope, failure.missing.name);
        case MissingKind::type: return scope && !context.catalog.was_known(ObjectClass::type, scope, failure.missing.name);
        case MissingKind::schema:
            return !context.catalog.was_known(ObjectClass::namespace_, catalog::invalid_oid, failure.missing.name);
        default: return false;
    }
}

bool is_pseudo_type(const StatementContext& context, Oid type) {
    auto info = catalog::type_info(context.catalog, type);
    return !info || info->kind == catalog::TypeKind::pseudo || info->kind == catalog::TypeKind::composite;
}

/// A length limit, as an assignment to varchar(n) or char(n) checks it; only blanks may be cut off.
Status check_length(const StatementContext& context, const Value& value, Oid type, std::int32_t typmod) {
    constexpr std::int32_t header = 4;  // VARHDRSZ, which the modifier includes
    if (typmod < header || !value.is_scalar() || (type != type_oid::varchar && type != type_oid::bpchar)) return {};
    auto is_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    std::size_t end = value.text.find_last_not_of(' ') + 1;
    auto length = std::count_if(value.text.begin(), value.text.begin() + static_cast<std::ptrdiff_t>(end), is_character);
    if (length <= typmod - header) return {};
    return error("22001", "value too long for type {}",
                 catalog::format_type(context.catalog, context.path, type, typmod));
}

}  // namespace

void StatementContext::doubt_names_in(std::string_view body) {
    if (!doubted_names) return;
    auto in_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; };
    for (std::size_t i = 0; i < body.size(); ++i) {
        std::size_t begin = i;
        std::string name;
        for (; i < body.size() && in_name(body[i]); ++i)
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(body[i])));
        if (i > begin) doubted_names->insert(std::move(name));
    }
}

namespace {

/// Doubts the names of a body in the end, if something was found not to be known while it ran.
class BodyDoubt {
public:
    BodyDoubt(StatementContext& context, std::string_view body)
        : context_(context), body_(body), before_(count()) {}
    ~BodyDoubt() {
        if (count() > before_) context_.doubt_names_in(body_);
    }
    BodyDoubt(const BodyDoubt&) = delete;
    BodyDoubt& operator=(const BodyDoubt&) = delete;

private:
    std::size_t count() const { return context_.uncertainties ? context_.uncertainties->size() : 0; }

    StatementContext& context_;
    std::string_view body_;
    std::size_t before_;
};

}  // namespace

PlpgsqlRun::PlpgsqlRun(StatementContext& context, std::string_view body) : context_(context), body_(body) {
    context_.in_function = true;
    context_.in_transaction_block = true;
    variables_.emplace("found", Value::unknown());
}

void PlpgsqlRun::bind(const catalog::Function& routine, const std::vector<Value>& arguments) {
    return_type_ = routine.return_type;
    labels_.insert(routine.name);
    std::size_t total = routine.all_argument_types.empty() ? routine.argument_types.size() : routine.all_argument_types.size();
    std::size_t input = 0;
    for (std::size_t i = 0; i < total; ++i) {
        char mode = i < routine.argument_modes.size() ? routine.argument_modes[i] : 'i';
        std::string name = i < routine.argument_names.size() ? routine.argument_names[i] : std::string();
        bool is_input = mode != 'o' && mode != 't';
        Value value = is_input && input < arguments.size() ? arguments[input++] : Value::null();
        Oid type = routine.all_argument_types.empty() ? routine.argument_types[i] : routine.all_argument_types[i];
        for (const std::string& known_as : {fmt::format("${}", i + 1), name}) {
            if (known_as.empty()) continue;
            variables_[known_as] = value;
            if (!is_pseudo_type(context_, type)) types_[known_as] = type;
        }
        if (mode == 'o' || mode == 'b' || mode == 't') output_names_.push_back(name.empty() ? fmt::format("${}", i + 1) : name);
    }
}

Status PlpgsqlRun::run() {
    const BodyDoubt doubt(context_, body_);
    sql::plpgsql::Body parsed = sql::plpgsql::parse(body_);
    if (!parsed.complete) context_.uncertain("parts of the PL/pgSQL body could not be read");
    auto flow = run_statement(parsed.block);
    if (flow) return {};
    if (committed_ && !flow.error().unknown)
        return unknown("a part of it is committed before it fails: {}", flow.error().message);
    return tl::unexpected(std::move(flow.error()));
}

Status PlpgsqlRun::run_sql_body() {
    const BodyDoubt doubt(context_, body_);
    const sql::SplitResult pieces = sql::split(body_);
    for (const sql::StatementText& piece : pieces.statements) {
        std::string text(pieces.statement_text(piece));
        auto parsed = sql::parse_statement(text);
        if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
        if (!*parsed) continue;
        if (!is_query(**parsed)) {
            BACKOUT_TRY(run_utility(**parsed));
            continue;
        }
        BACKOUT_ASSIGN(auto rows, run_query(**parsed, text, nullptr));
        returned_ = Value::unknown();
        rows_ = {};
        rows_.exact = rows && rows->exact;
        if (!rows_.exact) continue;
        rows_ = *rows;
        if (rows->rows.empty()) returned_ = Value::null();
        else if (rows->rows.front().size() == 1) returned_ = rows->rows.front().front();
        else returned_ = Value::row(rows->names, rows->rows.front());
    }
    return {};
}

Value PlpgsqlRun::returned() const {
    if (output_names_.empty()) return returned_;
    std::vector<Value> fields;
    for (const std::string& name : output_names_) fields.push_back(variables_.find(name)->second);
    return fields.size() == 1 ? fields.front() : Value::row(output_names_, std::move(fields));
}

std::optional<EvaluatedRows> PlpgsqlRun::returned_rows() const {
    if (!rows_.exact) return std::nullopt;
    EvaluatedRows rows = rows_;
    if (!output_names_.empty()) rows.names = output_names_;
    rows.is_scalar = output_names_.empty() && rows.names.size() == 1;
    return rows;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_statements(const Statements& statements) {
    for (const Statement& statement : statements) {
        BACKOUT_ASSIGN(Flow flow, run_statement(statement));
        if (flow != Flow::next) return flow;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_statement(const Statement& statement) {
    if (++steps_ > step_limit) return unknown("the PL/pgSQL body runs too many statements to be simulated");
    auto done = [](Status status) -> FlowResult {
        if (!status) return tl::unexpected(std::move(status.error()));
        return Flow::next;
    };
    switch (statement.kind) {
        case Kind::block: return run_block(statement);
        case Kind::assignment: return done(run_assignment(statement));
        case Kind::if_: return run_branches(statement);
        case Kind::case_: return run_case(statement);
        case Kind::loop: return run_loop(statement);
        case Kind::while_: return run_while(statement);
        case Kind::for_range: return run_range(statement);
        case Kind::foreach_: return run_foreach(statement);
        case Kind::for_query:
        case Kind::for_execute: return run_query_loop(statement);
        case Kind::exit:
        case Kind::continue_: return run_exit(statement);
        case Kind::return_: return run_return(statement);
        case Kind::return_next: return done(return_next(statement));
        case Kind::return_query: return done(return_query(statement));
        case Kind::commit:
        case Kind::rollback: return done(run_transaction_end());
        case Kind::raise: return done(run_raise(statement));
        case Kind::assert_: return done(run_assert(statement));
        case Kind::perform: return done(run_perform(statement));
        case Kind::execute: return done(run_execute(statement));
        case Kind::sql:
        case Kind::call: return done(run_sql(statement));
        case Kind::get_diagnostics:
        case Kind::cursor: forget(statement.targets); return Flow::next;
        case Kind::unknown: context_.uncertain("a PL/pgSQL statement could not be read"); return Flow::next;
        case Kind::null: return Flow::next;
    }
    return Flow::next;
}

PlpgsqlRun::Mark PlpgsqlRun::mark() const {
    const Effects& effects = context_.effects;
    return {context_.catalog.position(), context_.session.state, effects.locks.size(), effects.scans.size(),
            effects.rewrites.size(), effects.notices.size(), effects.dropped.size(), effects.data.size()};
}

void PlpgsqlRun::return_to(const Mark& mark) {
    context_.catalog.undo_to(mark.position);
    context_.session.state = mark.state;
    Effects& effects = context_.effects;
    // Locks stay until the transaction ends only if they were taken before; notices have been sent.
    effects.locks.resize(mark.locks);
    effects.scans.resize(mark.scans);
    effects.rewrites.resize(mark.rewrites);
    effects.dropped.resize(mark.dropped);
    effects.data.resize(mark.data);
}

Status PlpgsqlRun::declare(const Statement& block) {
    for (const auto& declaration : block.declarations) {
        types_.erase(declaration.name);
        typmods_.erase(declaration.name);
        if (declaration.is_alias) {
            auto meant = variables_.find(declaration.alias_of);
            variables_[declaration.name] = meant == variables_.end() ? Value::unknown() : Value(meant->second);
            if (auto type = types_.find(declaration.alias_of); type != types_.end()) types_[declaration.name] = type->second;
            continue;
        }
        Value value = declaration.is_cursor ? Value::unknown() : Value::null();
        if (!declaration.is_cursor) declare_type(declaration.name, declaration.type);
        if (!declaration.value.empty()) {
            BACKOUT_ASSIGN(value, evaluate(declaration.value));
        }
        BACKOUT_TRY(assign(declaration.name, std::move(value)));
    }
    return {};
}

/// Scalar types only: what a record or row has for fields is known from its value.
void PlpgsqlRun::declare_type(const std::string& name, Range type) {
    std::string_view text = text_of(type);
    if (text.find('%') != std::string_view::npos) return;
    auto parsed = sql::parse_type_name(text);
    if (!parsed) return;
    context_.path = context_.session.search_path(context_.catalog);
    auto found = analyze::lookup_type(context_.analysis(), *parsed);
    if (!found || found->type == catalog::invalid_oid) return;
    auto info = catalog::type_info(context_.catalog, found->type);
    if (!info || info->kind == catalog::TypeKind::composite || info->kind == catalog::TypeKind::pseudo) return;
    types_[name] = found->type;
    typmods_[name] = found->typmod;
}

Status PlpgsqlRun::assign(const std::string& name, Value value) {
    if (auto type = types_.find(name); type != types_.end()) {
        BACKOUT_ASSIGN(value, cast_value(context_, std::move(value), type->second));
        if (auto typmod = typmods_.find(name); typmod != typmods_.end())
            BACKOUT_TRY(check_length(context_, value, type->second, typmod->second));
    }
    variables_[name] = std::move(value);
    return {};
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_block(const Statement& block) {
    if (depth_ >= depth_limit) return unknown("the PL/pgSQL blocks are nested too deep to be simulated");
    ++depth_;
    if (!block.label.empty()) labels_.insert(block.label);
    FlowResult result = Flow::next;
    if (Status declared = declare(block); !declared) {
        result = tl::unexpected(std::move(declared.error()));
    } else if (block.handlers.empty()) {
        result = run_statements(block.body);
    } else {
        Mark start = mark();
        ++handler_blocks_;
        result = run_statements(block.body);
        --handler_blocks_;
        if (!result && !result.error().unknown) result = run_handlers(block, std::move(result.error()), start);
    }
    --depth_;
    if (result && *result == Flow::exit && !exit_label_.empty() && exit_label_ == block.label) {
        exit_label_.clear();
        return Flow::next;
    }
    return result;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_handlers(const Statement& block, Error failure, const Mark& mark) {
    for (const Handler& handler : block.handlers) {
        bool matches = std::any_of(handler.conditions.begin(), handler.conditions.end(), [&](const std::string& condition) {
            return sql::plpgsql::matches_condition(condition, failure.sqlstate);
        });
        if (!matches || may_be_assumed(context_, failure)) continue;
        return_to(mark);
        Variables before = variables_;
        variables_["sqlstate"] = Value::scalar(failure.sqlstate);
        variables_["sqlerrm"] = Value::scalar(failure.message);
        handled_.push_back(std::move(failure));
        FlowResult result = run_statements(handler.statements);
        handled_.pop_back();
        variables_ = std::move(before);
        return result;
    }
    return tl::unexpected(std::move(failure));
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_exit(const Statement& statement) {
    if (!statement.expression.empty()) {
        BACKOUT_ASSIGN(Value condition, evaluate(statement.expression));
        // A loop whose end hangs on rows is left at the first chance.
        if (condition.truth() == false || condition.is_null()) return Flow::next;
    }
    exit_label_ = statement.label;
    return statement.kind == Kind::exit ? Flow::exit : Flow::continue_;
}

Status PlpgsqlRun::run_assignment(const Statement& statement) {
    BACKOUT_ASSIGN(Value value, evaluate(statement.expression));
    if (value.is_unknown()) BACKOUT_TRY(check_expression(statement.expression));
    if (statement.dynamic) {
        variables_[statement.targets.front()] = Value::unknown();
        return {};
    }
    return assign(statement.targets.front(), std::move(value));
}

/// COMMIT and ROLLBACK: SPI_commit (executor/spi.c).
Status PlpgsqlRun::run_transaction_end() {
    if (atomic_) return error("2D000", "invalid transaction termination");
    if (handler_blocks_ > 0)
        return error("2D000", "cannot commit while a subtransaction is active");
    committed_ = true;
    return {};
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_return(const Statement& statement) {
    if (!statement.expression.empty()) {
        BACKOUT_ASSIGN(returned_, evaluate(statement.expression));
        bool is_plain = return_type_ != type_oid::trigger && return_type_ != type_oid::void_;
        if (is_plain && returned_.kind != Value::Kind::row) {
            BACKOUT_ASSIGN(returned_, cast_value(context_, std::move(returned_), return_type_));
        }
    }
    return Flow::return_;
}

Status PlpgsqlRun::return_next(const Statement& statement) {
    std::vector<Value> row;
    if (statement.expression.empty()) {
        for (const std::string& name : output_names_) row.push_back(variables_.find(name)->second);
    } else {
        BACKOUT_ASSIGN(Value value, evaluate(statement.expression));
        if (rows_.names.empty()) rows_.names = value.kind == Value::Kind::row ? value.names : std::vector<std::string>{"value"};
        row = value.kind == Value::Kind::row ? value.elements : std::vector<Value>{value};
    }
    rows_.rows.push_back(std::move(row));
    return {};
}

Status PlpgsqlRun::return_query(const Statement& statement) {
    std::string text(text_of(statement.expression));
    Variables arguments;
    if (statement.dynamic) {
        BACKOUT_ASSIGN(Value dynamic, evaluate(statement.expression));
        rows_.exact = rows_.exact && dynamic.is_scalar();
        if (!dynamic.is_scalar()) return {};
        text = dynamic.text;
        BACKOUT_ASSIGN(arguments, using_arguments(statement));
    }
    auto parsed = sql::parse_statement(text);
    if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
    std::optional<EvaluatedRows> rows;
    if (*parsed && is_query(**parsed)) {
        BACKOUT_ASSIGN(rows, run_query(**parsed, text, statement.dynamic ? &arguments : nullptr));
    }
    rows_.exact = rows_.exact && rows && rows->exact;
    if (!rows_.exact) return {};
    if (rows_.names.empty()) rows_.names = rows->names;
    rows_.rows.insert(rows_.rows.end(), rows->rows.begin(), rows->rows.end());
    return {};
}

std::string PlpgsqlRun::shortened(Range range) const {
    constexpr std::size_t length_limit = 60;
    std::string text;
    for (char c : text_of(range)) {
        bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) text += c;
        else if (!text.empty() && text.back() != ' ') text += ' ';
    }
    if (text.size() <= length_limit) return text;
    return text.substr(0, length_limit) + "…";
}

}  // namespace backout::simulate
