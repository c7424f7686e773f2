#include <algorithm>

#include "analyze/deparse_printer.h"

/// Casts and constants (get_coercion_expr and get_const_expr in utils/adt/ruleutils.c).
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;
using catalog::Oid;

namespace {

constexpr Oid bool_type = 16, int4_type = 23, unknown_type = 705, numeric_type = 1700;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number that reads back as numeric without quotes: a fraction or an exponent, and no sign.
bool looks_like_float(std::string_view text) {
    return !text.empty() && is_digit(text[0]) && text.find_first_of("eE.") != std::string_view::npos;
}

}  // namespace

void Printer::print_cast(const Expr& expression, bool show_implicit) {
    const Expr& argument = *expression.arguments[0];
    if (expression.form == ExprForm::implicit_cast && !show_implicit) {
        if (expression.kind == ExprKind::coerce_to_domain) {
            print(argument, false);
        } else {
            print_in_parentheses(argument, false, expression);
        }
        return;
    }
    const bool has_typmod =
        expression.kind != ExprKind::coerce_via_io && expression.kind != ExprKind::convert_rowtype;
    print_coercion(argument, expression.type, has_typmod ? expression.typmod : -1, expression);
}

void Printer::print_coercion(const Expr& argument, Oid type, std::int32_t typmod, const Expr& parent) {
    // A constant below its own length coercion: the type is said once.
    if (argument.kind == ExprKind::constant && argument.type == type && argument.typmod == -1) {
        print_constant(argument, -1);
    } else {
        open_parenthesis();
        print_in_parentheses(argument, false, parent);
        close_parenthesis();
    }
    append("::" + type_name(type, typmod));
}

void Printer::print_constant(const Expr& constant, int show_type) {
    const auto label = [&] {
        append("::" + type_name(constant.type, constant.typmod));
        if (constant.collation == catalog::invalid_oid) return;
        const auto type = catalog::type_info(catalog_, constant.type);
        if (type && type->collation != constant.collation) append(" COLLATE " + collation_name(constant.collation));
    };
    if (constant.flag) {
        append("NULL");
        if (show_type >= 0) label();
        return;
    }
    const std::string text = constant_text(constant);
    bool needs_label = true;
    switch (constant.type) {
        case int4_type:
            needs_label = text.starts_with('-');
            append(needs_label ? "'" + text + "'" : text);
            break;
        case numeric_type:
            needs_label = !looks_like_float(text);
            append(needs_label ? "'" + text + "'" : text);
            needs_label = needs_label || constant.typmod >= 0;
            break;
        case bool_type:
            append(text == "t" || text == "true" ? "true" : "false");
            needs_label = false;
            break;
        case unknown_type:
        case catalog::invalid_oid:
            append(quoted_literal(text));
            needs_label = false;
            break;
        default: append(quoted_literal(text));
    }
    if (show_type > 0 || (show_type == 0 && needs_label)) {
        label();
    } else if (show_type == 0 && constant.collation != catalog::invalid_oid) {
        const auto type = catalog::type_info(catalog_, constant.type);
        if (type && type->collation != constant.collation) append(" COLLATE " + collation_name(constant.collation));
    }
}

/// The value as its type's output function prints it. What names an object prints its present name.
std::string Printer::constant_text(const Expr& constant) const {
    constexpr Oid regproc = 24, regprocedure = 2202, regoper = 2203, regclass = 2205, regtype = 2206,
                  regnamespace = 4089, regrole = 4096, regcollation = 4191, regconfig = 3734, regdictionary = 3769;
    const auto text_search_name = [&](catalog::ObjectClass object_class) {
        const auto found = catalog::text_search_info(catalog_, object_class, constant.object);
        if (!found) return constant.text;
        const bool visible =
            catalog::find_text_search(catalog_, object_class, path_, found->name) == constant.object;
        return visible ? identifier(found->name) : catalog::qualified_name(catalog_, found->scope, found->name);
    };
    if (constant.subkind != 0)
        return std::string(catalog::enum_label(catalog_, constant.type, constant.subkind).value_or(constant.text));
    if (constant.object == catalog::invalid_oid) return constant.text;
    switch (constant.type) {
        case regclass:
            return catalog::relation_info(catalog_, constant.object) ? relation_name(constant.object) : constant.text;
        case regtype: return type_name(constant.object);
        case regproc: return function_name(constant.object);
        case regprocedure: return function_signature(catalog_, constant.object, false, {.path = &path_});
        case regoper: {
            const auto found = catalog::operator_info(catalog_, constant.object);
            return found ? std::string(found->name) : constant.text;
        }
        case regnamespace: return identifier(catalog::namespace_name(catalog_, constant.object));
        case regrole: return identifier(catalog::role_name(catalog_, constant.object));
        case regcollation: return collation_name(constant.object);
        case regconfig: return text_search_name(catalog::ObjectClass::ts_config);
        case regdictionary: return text_search_name(catalog::ObjectClass::ts_dictionary);
        default: return constant.text;
    }
}

std::string quoted_literal(std::string_view text) {
    std::string literal = "'";
    for (char c : text) {
        if (c == '\'') literal += c;
        literal += c;
    }
    return literal + "'";
}

}  // namespace backout::analyze
