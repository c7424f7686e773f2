#include <array>

#include <fmt/format.h>

#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/names.h"

/// XML constructs (transformXmlExpr and transformXmlSerialize, parser/parse_expr.c).
namespace backout::analyze {

namespace {

using Operation = sql::XmlExpression::Operation;

/// The type that an argument must have, and how the error names the construct; 0: any.
struct Wanted {
    Oid type;
    std::string_view construct;
};

Wanted wanted_argument(Operation operation, std::size_t place) {
    switch (operation) {
        case Operation::concat:
            return {type_oid::xml, "XMLCONCAT"};
        case Operation::parse:
            return place == 0 ? Wanted{type_oid::text, "XMLPARSE"} : Wanted{type_oid::boolean, "XMLPARSE"};
        case Operation::pi:
            return {type_oid::text, "XMLPI"};
        case Operation::root: {
            constexpr std::array<Oid, 3> types{type_oid::xml, type_oid::text, type_oid::int4};
            return {types[place], "XMLROOT"};
        }
        case Operation::is_document:
            return {type_oid::xml, "IS DOCUMENT"};
        default:
            return {catalog::invalid_oid, {}};
    }
}

/// The name of an attribute or element that has none written: a column's own.
Result<std::string> implied_name(const sql::Expression& expression, Operation operation) {
    if (const auto* column = sql::as<sql::ColumnRef>(&expression); column && !column->star)
        return column->names.back();
    return failure("42601",
                   operation == Operation::element ? "unnamed XML attribute value must be a column reference"
                                                   : "unnamed XML element value must be a column reference",
                   expression.location);
}

}  // namespace

ExprResult transform_xml(ParseState& state, const sql::XmlExpression& expression) {
    const Oid type = expression.operation == Operation::is_document ? type_oid::boolean : type_oid::xml;
    auto made = make_expr(ExprKind::xml, type, expression.location);
    made->subkind = static_cast<std::int32_t>(expression.operation);
    made->text = expression.name;
    made->flag = expression.document;
    for (const auto& [name, value] : expression.named_arguments) {
        BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *value));
        std::string given = name;
        if (given.empty()) {
            BACKOUT_ASSIGN(given, implied_name(*value, expression.operation));
        }
        made->names.push_back(std::move(given));
        made->arguments.push_back(std::move(argument));
    }
    for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
        const sql::Expression& written = *expression.arguments[i];
        BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, written));
        if (Wanted wanted = wanted_argument(expression.operation, i); wanted.type) {
            BACKOUT_ASSIGN(argument, coerce_to_specific_type(state, std::move(argument), wanted.type,
                                                             wanted.construct, written.location));
        }
        made->arguments.push_back(std::move(argument));
    }
    return made;
}

ExprResult transform_xml_serialize(ParseState& state, const sql::XmlSerialize& expression) {
    BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *expression.argument));
    BACKOUT_ASSIGN(argument, coerce_to_specific_type(state, std::move(argument), type_oid::xml,
                                                     "XMLSERIALIZE", expression.argument->location));
    BACKOUT_ASSIGN(const TypeReference target, resolve_type(state.context, expression.type));
    // It is a value of text that an implicit cast makes what was asked for.
    BACKOUT_ASSIGN(
        ExprPtr converted,
        coerce_to_target_type(state, make_expr(ExprKind::case_test, type_oid::text, expression.location),
                              target.type, target.typmod, Coercion::implicit, ExprForm::implicit_cast, -1));
    if (!converted)
        return failure(
            "42846",
            fmt::format("cannot cast XMLSERIALIZE result to {}", type_text(state.context, target.type)),
            expression.location);
    auto made = make_expr(ExprKind::xml_serialize, target.type, {std::move(argument)}, expression.location);
    made->typmod = target.typmod;
    made->flag = expression.document;
    made->star = expression.indent;
    return made;
}

}  // namespace backout::analyze
