#include "simulate/evaluate.h"

#include <algorithm>

#include "simulate/current_database.h"
#include "simulate/evaluate_time.h"

namespace backout::simulate {

namespace {

Value negate(const Value& value) {
    if (auto truth = value.truth()) return Value::boolean(!*truth);
    return value.is_null() ? Value::null() : Value::unknown();
}

Value compared(const std::string& name, const Value& left, const Value& right) {
    if (left.is_null() || right.is_null()) return Value::null();
    auto order = compare(left, right);
    if (!order) return Value::unknown();
    if (name == "=") return Value::boolean(*order == 0);
    if (name == "<>") return Value::boolean(*order != 0);
    if (name == "<") return Value::boolean(*order < 0);
    if (name == "<=") return Value::boolean(*order <= 0);
    if (name == ">") return Value::boolean(*order > 0);
    return Value::boolean(*order >= 0);
}

bool is_comparison(const std::string& name) {
    return name == "=" || name == "<>" || name == "<" || name == "<=" || name == ">" || name == ">=";
}

Value arithmetic(const std::string& name, const Value& left, const Value& right) {
    auto a = left.integer(), b = right.integer();
    if (!a || !b) return Value::unknown();
    if (name == "+") return Value::number(*a + *b);
    if (name == "-") return Value::number(*a - *b);
    if (name == "*") return Value::number(*a * *b);
    if (*b == 0) return Value::unknown();
    if (name == "/") return Value::number(*a / *b);
    if (name == "%") return Value::number(*a % *b);
    return Value::unknown();
}

std::string spelled_out(const Value& value) {
    if (value.is_boolean) return value.text == "t" ? "true" : "false";
    return value.output();
}

/// `array || element`, `element || array`, `array || array`
Value appended(const Value& left, const Value& right) {
    if (left.is_unknown() || right.is_unknown()) return Value::unknown();
    Value result = Value::array({});
    for (const Value* side : {&left, &right}) {
        if (side->kind == Value::Kind::array)
            result.elements.insert(result.elements.end(), side->elements.begin(), side->elements.end());
        else if (side->is_scalar())
            result.elements.push_back(*side);
    }
    return result;
}

Value apply_operator(const std::string& name, const Value& left, const Value& right) {
    if (is_comparison(name)) return compared(name, left, right);
    if (name == "||" && (left.kind == Value::Kind::array || right.kind == Value::Kind::array)) return appended(left, right);
    if (left.is_null() || right.is_null()) return Value::null();
    if (!left.is_scalar() || !right.is_scalar()) return Value::unknown();
    if (name == "||") return Value::scalar(spelled_out(left) + spelled_out(right));
    if (is_date_or_time(left) || is_date_or_time(right))
        return date_arithmetic(name, left, right).value_or(Value::unknown());
    if (name == "~" || name == "!~" || name == "~*" || name == "!~*") {
        auto matches = matches_regular_expression(left.text, right.text, name.ends_with('*'));
        return matches ? Value::boolean(*matches != name.starts_with('!')) : Value::unknown();
    }
    if (name == "~~" || name == "!~~" || name == "~~*" || name == "!~~*") {
        bool matches = matches_like(left.text, right.text, name.ends_with('*'));
        return Value::boolean(matches != name.starts_with('!'));
    }
    return arithmetic(name, left, right);
}

}  // namespace

Result<Value> Evaluator::evaluate(const sql::Expression& expression) {
    if (depth_ >= depth_limit) return Value::unknown();
    struct Depth {
        int& depth;
        explicit Depth(int& value) : depth(value) { ++depth; }
        ~Depth() { --depth; }
    } guard(depth_);
    if (const auto* constant = sql::as<sql::Constant>(&expression)) {
        switch (constant->type) {
            case sql::Constant::Type::null: return Value::null();
            case sql::Constant::Type::integer: return Value::number(constant->integer);
            case sql::Constant::Type::boolean: return Value::boolean(constant->boolean);
            case sql::Constant::Type::bit_string: return Value::unknown();
            default: return Value::scalar(constant->text);
        }
    }
    if (const auto* column = sql::as<sql::ColumnRef>(&expression)) return evaluate_column(*column);
    if (const auto* operation = sql::as<sql::OperatorExpression>(&expression)) return evaluate_operator(*operation);
    if (const auto* boolean = sql::as<sql::BooleanExpression>(&expression)) return evaluate_boolean(*boolean);
    if (const auto* cast = sql::as<sql::TypeCast>(&expression)) return evaluate_cast(*cast);
    if (const auto* call = sql::as<sql::FunctionCall>(&expression)) return evaluate_call(*call);
    if (const auto* sublink = sql::as<sql::SubLink>(&expression)) return evaluate_sublink(*sublink);
    if (const auto* choice = sql::as<sql::CaseExpression>(&expression)) return evaluate_case(*choice);
    if (const auto* collate = sql::as<sql::CollateClause>(&expression)) return evaluate(*collate->argument);
    if (const auto* test = sql::as<sql::NullTest>(&expression)) {
        BACKOUT_ASSIGN(Value value, evaluate(*test->argument));
        if (value.is_unknown()) return value;
        return Value::boolean(value.is_null() != test->is_not);
    }
    if (const auto* coalesce = sql::as<sql::CoalesceExpression>(&expression)) {
        for (const auto& argument : coalesce->arguments) {
            BACKOUT_ASSIGN(Value value, evaluate(*argument));
            if (!value.is_null()) return value;
        }
        return Value::null();
    }
    if (const auto* array = sql::as<sql::ArrayExpression>(&expression)) {
        std::vector<Value> elements;
        for (const auto& element : array->elements) {
            BACKOUT_ASSIGN(Value value, evaluate(*element));
            elements.push_back(std::move(value));
        }
        return Value::array(std::move(elements));
    }
    if (const auto* function = sql::as<sql::SqlValueFunction>(&expression)) return evaluate_session_function(*function);
    if (const auto* indirection = sql::as<sql::Indirection>(&expression)) return evaluate_indirection(*indirection);
    if (const auto* extreme = sql::as<sql::MinMaxExpression>(&expression)) return evaluate_extreme(*extreme);
    if (const auto* parameter = sql::as<sql::ParameterRef>(&expression)) {
        auto variable = variables_.find(fmt::format("${}", parameter->number));
        return variable == variables_.end() ? Value::unknown() : variable->second;
    }
    return Value::unknown();
}

Value Evaluator::evaluate_session_function(const sql::SqlValueFunction& function) const {
    using Function = sql::SqlValueFunction::Function;
    const SessionState& state = context_.session.state;
    switch (function.function) {
        case Function::current_schema: return Value::scalar(catalog::namespace_name(context_.catalog, context_.path.creation));
        case Function::current_user:
        case Function::user:
        case Function::current_role: return Value::scalar(catalog::role_name(context_.catalog, state.current_role));
        case Function::session_user: return Value::scalar(catalog::role_name(context_.catalog, state.session_role));
        case Function::current_catalog:
            if (!is_fresh_server(context_.catalog)) return Value::unknown();
            return Value::scalar(std::string(current_database_name()));
        case Function::current_date: return current_date_value();
        case Function::current_timestamp: return current_timestamp_value();
        case Function::localtimestamp: return local_timestamp_value();
        default: return Value::unknown();
    }
}

/// `array[i]`, `(row).field`
Result<Value> Evaluator::evaluate_indirection(const sql::Indirection& expression) {
    using Step = sql::Indirection::Step;
    BACKOUT_ASSIGN(Value value, evaluate(*expression.argument));
    for (const Step& step : expression.steps) {
        if (step.kind == Step::Kind::field) {
            value = Value(value.field(step.field));
        } else if (step.kind == Step::Kind::subscript && step.upper && value.kind == Value::Kind::array) {
            BACKOUT_ASSIGN(Value subscript, evaluate(*step.upper));
            auto place = subscript.integer();
            if (!place) return Value::unknown();
            bool there = *place >= 1 && static_cast<std::size_t>(*place) <= value.elements.size();
            value = there ? Value(value.elements[static_cast<std::size_t>(*place) - 1]) : Value::null();
        } else {
            return Value::unknown();
        }
    }
    return value;
}

/// GREATEST and LEAST pass over NULLs.
Result<Value> Evaluator::evaluate_extreme(const sql::MinMaxExpression& expression) {
    Value best = Value::null();
    for (const auto& argument : expression.arguments) {
        BACKOUT_ASSIGN(Value value, evaluate(*argument));
        if (value.is_null()) continue;
        if (!value.is_scalar()) return Value::unknown();
        int order = best.is_null() ? 0 : compare(value, best).value_or(0);
        if (best.is_null() || (expression.least ? order < 0 : order > 0)) best = std::move(value);
    }
    return best;
}

Result<Value> Evaluator::evaluate_column(const sql::ColumnRef& reference) {
    if (reference.star || reference.names.empty()) return Value::unknown();
    const std::string& column = reference.names.back();
    std::string_view qualifier;
    if (reference.names.size() > 1) qualifier = reference.names[reference.names.size() - 2];
    bool seen = false;
    for (auto row = bound_.rbegin(); row != bound_.rend(); ++row) {
        if (!qualifier.empty() && row->name != qualifier) continue;
        seen = true;
        auto found = std::find(row->columns->begin(), row->columns->end(), column);
        if (found != row->columns->end()) return (*row->values)[static_cast<std::size_t>(found - row->columns->begin())];
    }
    if (qualifier.empty() || (!seen && labels_ && labels_->contains(qualifier))) {
        auto variable = variables_.find(column);
        return variable == variables_.end() ? Value::unknown() : variable->second;
    }
    if (seen) return Value::unknown();
    auto record = variables_.find(qualifier);
    return record == variables_.end() ? Value::unknown() : record->second.field(column);
}

Result<Value> Evaluator::evaluate_operator(const sql::OperatorExpression& expression) {
    using Form = sql::OperatorExpression::Form;
    if (expression.name.empty()) return Value::unknown();
    const std::string& name = expression.name.back();
    if (!expression.left) {
        if (name != "-" || !expression.right) return Value::unknown();
        BACKOUT_ASSIGN(Value operand, evaluate(*expression.right));
        auto number = operand.integer();
        return number ? Value::number(-*number) : operand.is_null() ? Value::null() : Value::unknown();
    }
    if (expression.form == Form::between || expression.form == Form::not_between) return evaluate_between(expression);
    if (expression.form == Form::in || expression.form == Form::op_any) return evaluate_list(expression);
    if (!expression.right) return Value::unknown();
    BACKOUT_ASSIGN(Value left, evaluate(*expression.left));
    BACKOUT_ASSIGN(Value right, evaluate(*expression.right));
    bool divides = expression.form == Form::op && (name == "/" || name == "%");
    if (divides && left.integer() && right.integer() == 0) return error("22012", "division by zero");
    switch (expression.form) {
        case Form::op:
        case Form::like:
        case Form::ilike: return apply_operator(name, left, right);
        case Form::distinct:
        case Form::not_distinct: {
            if (left.is_unknown() || right.is_unknown()) return Value::unknown();
            bool same = left.is_null() || right.is_null() ? left.is_null() && right.is_null()
                                                          : compare(left, right).value_or(1) == 0;
            return Value::boolean(same == (expression.form == Form::not_distinct));
        }
        case Form::nullif: return compare(left, right) == 0 ? Value::null() : left;
        default: return Value::unknown();
    }
}

Result<Value> Evaluator::evaluate_between(const sql::OperatorExpression& expression) {
    if (expression.list.size() != 2) return Value::unknown();
    BACKOUT_ASSIGN(Value value, evaluate(*expression.left));
    BACKOUT_ASSIGN(Value lower, evaluate(*expression.list[0]));
    BACKOUT_ASSIGN(Value upper, evaluate(*expression.list[1]));
    Value above = compared(">=", value, lower), below = compared("<=", value, upper);
    bool outside = above.truth() == false || below.truth() == false;
    if (!outside && (!above.truth() || !below.truth())) return Value::unknown();
    return Value::boolean(outside == (expression.form == sql::OperatorExpression::Form::not_between));
}

/// `x IN (…)`, `x NOT IN (…)`, `x = ANY (array)`.
Result<Value> Evaluator::evaluate_list(const sql::OperatorExpression& expression) {
    bool negated = expression.name.back() == "<>";
    if (expression.form == sql::OperatorExpression::Form::op_any && expression.name.back() != "=") return Value::unknown();
    BACKOUT_ASSIGN(Value left, evaluate(*expression.left));
    std::vector<Value> items;
    for (const auto& item : expression.list) {
        BACKOUT_ASSIGN(Value value, evaluate(*item));
        items.push_back(std::move(value));
    }
    if (expression.right) {
        BACKOUT_ASSIGN(Value array, evaluate(*expression.right));
        if (array.is_scalar()) array = parse_array(array.text);
        if (array.kind != Value::Kind::array) return Value::unknown();
        items = std::move(array.elements);
    }
    bool unknown = false;
    for (const Value& item : items) {
        Value same = compared("=", left, item);
        if (same.truth() == true) return Value::boolean(!negated);
        unknown = unknown || same.is_unknown();
    }
    return unknown ? Value::unknown() : left.is_null() ? Value::null() : Value::boolean(negated);
}

Result<Value> Evaluator::evaluate_boolean(const sql::BooleanExpression& expression) {
    using Operation = sql::BooleanExpression::Operation;
    if (expression.operation == Operation::not_) {
        BACKOUT_ASSIGN(Value value, evaluate(*expression.arguments.front()));
        return negate(value);
    }
    bool decisive = expression.operation == Operation::or_;
    bool unknown = false;
    bool null = false;
    for (const auto& argument : expression.arguments) {
        BACKOUT_ASSIGN(Value value, evaluate(*argument));
        auto truth = value.truth();
        if (truth == decisive) return Value::boolean(decisive);
        null = null || value.is_null();
        unknown = unknown || (!truth && !value.is_null());
    }
    return unknown ? Value::unknown() : null ? Value::null() : Value::boolean(!decisive);
}

Result<Value> Evaluator::evaluate_case(const sql::CaseExpression& expression) {
    Value tested = Value::boolean(true);
    if (expression.argument) {
        BACKOUT_ASSIGN(tested, evaluate(*expression.argument));
    }
    for (const auto& when : expression.whens) {
        BACKOUT_ASSIGN(Value condition, evaluate(*when.condition));
        Value holds = expression.argument ? compared("=", tested, condition) : condition;
        if (holds.is_unknown()) return holds;
        if (holds.truth() == true) return evaluate(*when.result);
    }
    return expression.default_result ? evaluate(*expression.default_result) : Result<Value>(Value::null());
}

Result<Value> Evaluator::evaluate_sublink(const sql::SubLink& sublink) {
    using Type = sql::SubLink::Type;
    const auto* query = sql::as<sql::SelectStatement>(sublink.query.get());
    if (!query) return Value::unknown();
    BACKOUT_ASSIGN(std::optional<EvaluatedRows> found, evaluate_query(*query));
    if (!found) return Value::unknown();
    const auto& rows = found->rows;
    switch (sublink.type) {
        case Type::exists:
            if (!rows.empty()) return Value::boolean(true);
            return found->exact ? Value::boolean(false) : Value::unknown();
        case Type::expression:
            if (!found->exact || rows.size() > 1) return Value::unknown();
            return rows.empty() ? Value::null() : rows.front().empty() ? Value::unknown() : rows.front().front();
        case Type::array: {
            if (!found->exact) return Value::unknown();
            std::vector<Value> elements;
            for (const auto& row : rows) elements.push_back(row.empty() ? Value::unknown() : row.front());
            return Value::array(std::move(elements));
        }
        case Type::any: {
            if (!sublink.test) return Value::unknown();
            BACKOUT_ASSIGN(Value tested, evaluate(*sublink.test));
            bool unknown = !found->exact;
            for (const auto& row : rows) {
                Value same = row.empty() ? Value::unknown() : compared("=", tested, row.front());
                if (same.truth() == true) return Value::boolean(true);
                unknown = unknown || same.is_unknown();
            }
            return unknown ? Value::unknown() : Value::boolean(false);
        }
        default: return Value::unknown();
    }
}

}  // namespace backout::simulate
