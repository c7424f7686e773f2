#include <string>

#include "analyze/analyze.h"
#include "analyze/references.h"
#include "catalog/lookup.h"
#include "catalog/routine.h"
#include "sql/parse.h"
#include "sql/split.h"

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

/// What a call of a SQL function would be replaced by (inline_function in optimizer/util/clauses.c): the only target of
/// its only SELECT. Null when the server would call it.
ExprPtr inlined_body(const Catalog& catalog, const catalog::Function& function) {
    const bool is_candidate = function.kind == 'f' && function.language == catalog::find_language(catalog, "sql") &&
                              !function.security_definer && !function.returns_set && !function.strict &&
                              function.configuration.empty() && !function.has_sql_body;
    if (!is_candidate) return nullptr;
    const sql::SplitResult pieces = sql::split(function.source);
    if (pieces.statements.size() != 1) return nullptr;
    const auto parsed = sql::parse_statement(
        std::string_view(pieces.text).substr(pieces.statements[0].begin, pieces.statements[0].end - pieces.statements[0].begin));
    if (!parsed || !*parsed) return nullptr;
    const catalog::SearchPath path;
    Context context{catalog, path};
    context.parameter_types = function.argument_types;
    context.parameter_names = function.argument_names;
    const auto query = analyze_query(context, **parsed);
    if (!query) return nullptr;
    const catalog::Query& body = **query;
    const bool is_expression = body.command == catalog::Query::Command::select && body.range_table.empty() &&
                               body.targets.size() == 1 && !body.where && !body.having && body.ctes.empty() &&
                               body.group_by.empty() && body.order_by.empty() && !body.limit_count &&
                               !body.limit_offset && !body.distinct && body.windows.empty() && !body.set_operations;
    return is_expression ? body.targets[0].expression : nullptr;
}

/// How deep functions that call functions are looked into.
constexpr int inline_limit = 10;

char of_function(const Catalog& catalog, Oid oid) {
    thread_local int depth = 0;
    const auto found = catalog::function_info(catalog, oid);
    const char declared = found ? found->volatility : 'i';
    const auto* function = catalog.find<catalog::Function>(oid);
    if (!function || declared == 'i' || depth >= inline_limit) return declared;
    const ExprPtr body = inlined_body(catalog, *function);
    if (!body) return declared;
    ++depth;
    const char inlined = volatility_of(catalog, *body);
    --depth;
    // A function may be replaced by something less volatile than it claims, not by something more.
    return declared == 's' && inlined == 'v' ? declared : inlined;
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

/// The functions of text || anynonarray and anynonarray || text are replaced by a cast of the other operand to text.
constexpr Oid textanycat = 2003;
constexpr Oid anytextcat = 2004;
constexpr Oid text_type = 25;

char of_text_cast(const Catalog& catalog, Oid type) {
    if (type == text_type || catalog::is_binary_coercible(catalog, type, text_type)) return 'i';
    const auto cast = catalog::find_cast(catalog, type, text_type);
    if (cast && cast->method == 'b') return 'i';
    if (cast && cast->function != catalog::invalid_oid) return of_function(catalog, cast->function);
    return of_conversion(catalog, type, false);
}

bool is_concatenation(const Catalog& catalog, const Expr& expression) {
    Oid function = expression.object;
    if (expression.kind == ExprKind::operator_) {
        const auto found = catalog::operator_info(catalog, function);
        function = found ? found->function : catalog::invalid_oid;
    } else if (expression.kind != ExprKind::function) {
        return false;
    }
    return function == textanycat || function == anytextcat;
}

char of_node(const Catalog& catalog, const Expr& expression) {
    if (is_concatenation(catalog, expression)) {
        char result = 'i';
        for (const ExprPtr& operand : expression.arguments)
            result = more_volatile(result, of_text_cast(catalog, operand->type));
        return result;
    }
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
