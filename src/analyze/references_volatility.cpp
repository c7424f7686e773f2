#include <string>

#include "analyze/references.h"
#include "catalog/lookup.h"

/// How volatile an expression is (contain_mutable_functions and contain_volatile_functions in optimizer/util/clauses.c).
namespace backout::analyze {

using catalog::Catalog;
using catalog::Expr;
using catalog::ExprKind;
using catalog::Oid;

namespace {

char more_volatile(char left, char right) {
    if (left == 'v' || right == 'v') return 'v';
    return left == 's' || right == 's' ? 's' : 'i';
}

char of_function(const Catalog& catalog, Oid function) {
    const auto found = catalog::function_info(catalog, function);
    return found ? found->volatility : 'i';
}

char of_operator(const Catalog& catalog, Oid operator_) {
    const auto found = catalog::operator_info(catalog, operator_);
    return found ? of_function(catalog, found->function) : 'i';
}

/// An input or output function by the name that those of built-in types have: textin, date_in.
char of_named(const Catalog& catalog, std::string_view type, std::string_view direction) {
    for (const char* link : {"", "_"}) {
        const std::string name = std::string(type) + link + std::string(direction);
        std::vector<catalog::FunctionInfo> found;
        catalog::functions_named(catalog, catalog::pg_catalog_namespace, name, found);
        if (!found.empty()) return found.front().volatility;
    }
    return 'i';
}

/// The type's input or output function. Those of arrays, enums, ranges, domains and rows look into the catalog or call
/// others, so they are stable.
char of_conversion(const Catalog& catalog, Oid type, bool input) {
    const auto info = catalog::type_info(catalog, type);
    if (!info) return 'i';
    switch (info->kind) {
        case catalog::TypeKind::enum_:
        case catalog::TypeKind::range:
        case catalog::TypeKind::multirange:
        case catalog::TypeKind::composite: return 's';
        case catalog::TypeKind::domain: return input ? 's' : of_conversion(catalog, info->base_type, false);
        default: break;
    }
    if (info->is_array) return 's';
    if (const auto* own = catalog.find<catalog::Type>(type))
        return of_function(catalog, input ? own->input : own->output);
    return of_named(catalog, info->name, input ? "in" : "out");
}

char of_node(const Catalog& catalog, const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::function:
        case ExprKind::aggregate:
        case ExprKind::window_function:
        case ExprKind::array_coerce: return of_function(catalog, expression.object);
        case ExprKind::operator_:
        case ExprKind::distinct:
        case ExprKind::nullif:
        case ExprKind::scalar_array: return of_operator(catalog, expression.object);
        case ExprKind::row_compare: {
            char result = 'i';
            for (Oid operator_ : expression.objects) result = more_volatile(result, of_operator(catalog, operator_));
            return result;
        }
        case ExprKind::coerce_via_io:
            return more_volatile(of_conversion(catalog, expression.arguments[0]->type, false),
                                 of_conversion(catalog, expression.type, true));
        case ExprKind::sql_value_function: return 's';
        default: return 'i';
    }
}

}  // namespace

char volatility_of(const Catalog& catalog, const Expr& expression) {
    char result = 'i';
    walk(expression, [&](const Expr& part) { result = more_volatile(result, of_node(catalog, part)); });
    return result;
}

}  // namespace backout::analyze
