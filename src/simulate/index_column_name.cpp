#include "simulate/index_column_name.h"

#include <array>
#include <string_view>

namespace backout::simulate {

namespace {

/// How good a name is (the result of FigureColnameInternal): that of a cast's type gives way to what is
/// inside.
enum class Strength : std::uint8_t { none, weak, strong };

struct FoundName {
    Strength strength = Strength::none;
    std::string name;
};

FoundName strong(std::string_view name) {
    return {Strength::strong, std::string(name)};
}

FoundName figure(const sql::Expression* expression);

FoundName figure_indirection(const sql::Indirection& indirection) {
    for (auto step = indirection.steps.rbegin(); step != indirection.steps.rend(); ++step)
        if (step->kind == sql::Indirection::Step::Kind::field) return strong(step->field);
    return figure(indirection.argument.get());
}

FoundName figure_cast(const sql::TypeCast& cast) {
    FoundName inner = figure(cast.argument.get());
    if (inner.strength == Strength::strong || cast.type.names.empty()) return inner;
    return {Strength::weak, cast.type.names.back()};
}

FoundName figure_case(const sql::CaseExpression& expression) {
    FoundName inner = figure(expression.default_result.get());
    if (inner.strength == Strength::strong) return inner;
    return {Strength::weak, "case"};
}

FoundName figure_value_function(const sql::SqlValueFunction& function) {
    static constexpr std::array<std::string_view, 15> names{
        "current_date", "current_time", "current_time",   "current_timestamp", "current_timestamp",
        "localtime",    "localtime",    "localtimestamp", "localtimestamp",    "current_role",
        "current_user", "user",         "session_user",   "current_catalog",   "current_schema"};
    return strong(names[static_cast<std::size_t>(function.function)]);
}

FoundName figure_xml(const sql::XmlExpression& expression) {
    using Operation = sql::XmlExpression::Operation;
    switch (expression.operation) {
        case Operation::concat:
            return strong("xmlconcat");
        case Operation::element:
            return strong("xmlelement");
        case Operation::forest:
            return strong("xmlforest");
        case Operation::parse:
            return strong("xmlparse");
        case Operation::pi:
            return strong("xmlpi");
        case Operation::root:
            return strong("xmlroot");
        case Operation::serialize:
            return strong("xmlserialize");
        case Operation::is_document:
            return {};
    }
    return {};
}

std::string lower(std::string text) {
    for (char& character : text)
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    return text;
}

FoundName figure(const sql::Expression* expression) {
    using Kind = sql::ExpressionKind;
    if (!expression) return {};
    switch (expression->kind) {
        case Kind::column_ref: {
            const auto& column = static_cast<const sql::ColumnRef&>(*expression);
            return column.names.empty() ? FoundName{} : strong(column.names.back());
        }
        case Kind::indirection:
            return figure_indirection(static_cast<const sql::Indirection&>(*expression));
        case Kind::function_call:
            return strong(static_cast<const sql::FunctionCall&>(*expression).name.back());
        case Kind::operator_:
            if (static_cast<const sql::OperatorExpression&>(*expression).form ==
                sql::OperatorExpression::Form::nullif)
                return strong("nullif");
            return {};
        case Kind::type_cast:
            return figure_cast(static_cast<const sql::TypeCast&>(*expression));
        case Kind::collate:
            return figure(static_cast<const sql::CollateClause&>(*expression).argument.get());
        case Kind::case_:
            return figure_case(static_cast<const sql::CaseExpression&>(*expression));
        case Kind::array:
            return strong("array");
        case Kind::row:
            return strong("row");
        case Kind::coalesce:
            return strong("coalesce");
        case Kind::min_max:
            return strong(static_cast<const sql::MinMaxExpression&>(*expression).least ? "least"
                                                                                       : "greatest");
        case Kind::grouping:
            return strong("grouping");
        case Kind::sql_value_function:
            return figure_value_function(static_cast<const sql::SqlValueFunction&>(*expression));
        case Kind::xml:
            return figure_xml(static_cast<const sql::XmlExpression&>(*expression));
        case Kind::xml_serialize:
            return strong("xmlserialize");
        case Kind::json_constructor:
            return strong(lower(static_cast<const sql::JsonConstructor&>(*expression).function));
        case Kind::json_function:
            return strong(lower(static_cast<const sql::JsonFunction&>(*expression).function));
        default:
            return {};
    }
}

}  // namespace

std::string index_expression_name(const sql::Expression& expression) {
    FoundName found = figure(&expression);
    return found.strength == Strength::none ? "expr" : std::move(found.name);
}

}  // namespace backout::simulate
