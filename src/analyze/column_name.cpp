#include <array>

#include "analyze/parse_state.h"

/// Names of result columns that have none written (FigureColname, parser/parse_target.c).
namespace backout::analyze {

namespace {

/// A weak name gives way to a stronger one further in: that of a cast to the name of what is cast.
enum class Strength : std::uint8_t { none, weak, strong };
struct Found {
    Strength strength = Strength::none;
    std::string name;
};

Found strong(std::string name) {
    return {Strength::strong, std::move(name)};
}

Found figure(const sql::Expression* expression);

Found name_of_sublink(const sql::SubLink& sublink) {
    switch (sublink.type) {
        case sql::SubLink::Type::exists:
            return strong("exists");
        case sql::SubLink::Type::array:
            return strong("array");
        case sql::SubLink::Type::expression:
            break;
        default:
            return {};
    }
    const auto* select = sql::as<sql::SelectStatement>(sublink.query.get());
    while (select && select->left)
        select = select->left.get();
    if (!select || select->targets.empty()) return {};
    const sql::Target& target = select->targets.front();
    return target.name.empty() ? figure(target.value.get()) : strong(target.name);
}

Found name_of_indirection(const sql::Indirection& indirection) {
    for (auto step = indirection.steps.rbegin(); step != indirection.steps.rend(); ++step)
        if (step->kind == sql::Indirection::Step::Kind::field) return strong(step->field);
    return figure(indirection.argument.get());
}

Found name_of_cast(const sql::TypeCast& cast) {
    Found inner = figure(cast.argument.get());
    if (inner.strength == Strength::strong || cast.type.names.empty()) return inner;
    return {Strength::weak, cast.type.names.back()};
}

std::string name_of_value_function(sql::SqlValueFunction::Function function) {
    static constexpr std::array<const char*, 15> names{
        "current_date", "current_time", "current_time",   "current_timestamp", "current_timestamp",
        "localtime",    "localtime",    "localtimestamp", "localtimestamp",    "current_role",
        "current_user", "user",         "session_user",   "current_catalog",   "current_schema"};
    return names[static_cast<std::size_t>(function)];
}

Found name_of_xml(const sql::XmlExpression& expression) {
    static constexpr std::array<const char*, 7> names{"xmlconcat", "xmlelement", "xmlforest",   "xmlparse",
                                                      "xmlpi",     "xmlroot",    "xmlserialize"};
    const auto operation = static_cast<std::size_t>(expression.operation);
    return operation < names.size() ? strong(names[operation]) : Found{};
}

Found figure(const sql::Expression* expression) {
    using Kind = sql::ExpressionKind;
    if (!expression) return {};
    switch (expression->kind) {
        case Kind::column_ref: {
            const auto& reference = *sql::as<sql::ColumnRef>(expression);
            return reference.names.empty() ? Found{} : strong(reference.names.back());
        }
        case Kind::indirection:
            return name_of_indirection(*sql::as<sql::Indirection>(expression));
        case Kind::function_call:
            return strong(sql::as<sql::FunctionCall>(expression)->name.back());
        case Kind::operator_:
            if (sql::as<sql::OperatorExpression>(expression)->form == sql::OperatorExpression::Form::nullif)
                return strong("nullif");
            return {};
        case Kind::type_cast:
            return name_of_cast(*sql::as<sql::TypeCast>(expression));
        case Kind::collate:
            return figure(sql::as<sql::CollateClause>(expression)->argument.get());
        case Kind::grouping:
            return strong("grouping");
        case Kind::merge_support:
            return strong("merge_action");
        case Kind::sublink:
            return name_of_sublink(*sql::as<sql::SubLink>(expression));
        case Kind::case_: {
            Found inner = figure(sql::as<sql::CaseExpression>(expression)->default_result.get());
            return inner.strength == Strength::strong ? inner : Found{Strength::weak, "case"};
        }
        case Kind::array:
            return strong("array");
        case Kind::row:
            return strong("row");
        case Kind::coalesce:
            return strong("coalesce");
        case Kind::min_max:
            return strong(sql::as<sql::MinMaxExpression>(expression)->least ? "least" : "greatest");
        case Kind::sql_value_function:
            return strong(name_of_value_function(sql::as<sql::SqlValueFunction>(expression)->function));
        case Kind::xml:
            return name_of_xml(*sql::as<sql::XmlExpression>(expression));
        case Kind::xml_serialize:
            return strong("xmlserialize");
        case Kind::json_constructor:
            return strong(sql::as<sql::JsonConstructor>(expression)->function);
        case Kind::json_function:
            return strong(sql::as<sql::JsonFunction>(expression)->function);
        default:
            return {};
    }
}

}  // namespace

std::string figure_column_name(const sql::Expression& expression) {
    Found found = figure(&expression);
    return found.strength == Strength::none ? "?column?" : found.name;
}

}  // namespace backout::analyze
