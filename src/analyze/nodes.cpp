#include "analyze/nodes.h"

#include <algorithm>

namespace backout::analyze {

std::shared_ptr<Expr> make_expr(ExprKind kind, Oid type, sql::Location location) {
    auto made = std::make_shared<Expr>();
    made->kind = kind;
    made->type = type;
    made->location = location;
    return made;
}

std::shared_ptr<Expr> make_expr(ExprKind kind, Oid type, std::vector<ExprPtr> arguments,
                                sql::Location location) {
    auto made = make_expr(kind, type, location);
    made->arguments = std::move(arguments);
    return made;
}

ExprPtr make_constant(const Catalog& catalog, Oid type, std::string text, sql::Location location) {
    auto made = make_expr(ExprKind::constant, type, location);
    made->text = std::move(text);
    made->collation = type_collation(catalog, type);
    return made;
}

ExprPtr make_null(const Catalog& catalog, Oid type, sql::Location location) {
    auto made = make_expr(ExprKind::constant, type, location);
    made->flag = true;
    made->collation = type_collation(catalog, type);
    return made;
}

ExprPtr make_boolean_expression(sql::BooleanExpression::Operation operation, std::vector<ExprPtr> arguments,
                                sql::Location location) {
    auto made = make_expr(ExprKind::boolean, type_oid::boolean, std::move(arguments), location);
    made->subkind = static_cast<std::int32_t>(operation);
    return made;
}

ExprPtr apply_relabel(ExprPtr argument, Oid type, std::int32_t typmod, Oid collation, ExprForm form,
                      sql::Location location) {
    while (argument->kind == ExprKind::relabel)
        argument = argument->arguments[0];
    if (argument->kind == ExprKind::constant) {
        auto relabelled = std::make_shared<Expr>(*argument);
        relabelled->type = type;
        relabelled->typmod = typmod;
        relabelled->collation = collation;
        return relabelled;
    }
    if (argument->type == type && argument->typmod == typmod && argument->collation == collation)
        return argument;
    auto made = make_expr(ExprKind::relabel, type, {std::move(argument)}, location);
    made->typmod = typmod;
    made->collation = collation;
    made->form = form;
    return made;
}

ExprPtr make_opaque(std::string text, Oid type, std::vector<ExprPtr> arguments, sql::Location location) {
    auto made = make_expr(ExprKind::opaque, type, std::move(arguments), location);
    made->text = std::move(text);
    return made;
}

namespace {

bool holds_set(const Catalog& catalog, const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::aggregate:
        case ExprKind::grouping:
        case ExprKind::window_function:
        case ExprKind::constant:
        case ExprKind::var:
            return false;
        case ExprKind::function:
            if (auto function = catalog::function_info(catalog, expression.object);
                function && function->returns_set)
                return true;
            break;
        default:
            break;
    }
    return std::any_of(expression.arguments.begin(), expression.arguments.end(),
                       [&](const ExprPtr& argument) { return argument && holds_set(catalog, *argument); });
}

}  // namespace

bool returns_set(const ParseState& state, const Expr& expression) {
    // Where no set-returning function was met there is no need to look for one.
    return state.last_set_returning && holds_set(state.catalog(), expression);
}

std::int32_t common_typmod(const std::vector<ExprPtr>& expressions, Oid type) {
    std::int32_t common = -1;
    for (const ExprPtr& expression : expressions) {
        if (expression->type != type || expression->typmod == -1) return -1;
        if (common != -1 && expression->typmod != common) return -1;
        common = expression->typmod;
    }
    return common;
}

TypeCategory category_of(const Catalog& catalog, Oid type) {
    if (type == type_oid::unknown || is_undecided(type)) return {};
    auto info = catalog::type_info(catalog, type);
    return info ? TypeCategory{info->category, info->preferred} : TypeCategory{};
}

bool is_string_category(const Catalog& catalog, Oid type) {
    return category_of(catalog, type).category == 'S';
}

bool is_row_type(const Catalog& catalog, Oid type) {
    if (type < 83 && catalog::is_builtin(type)) return false;  // below the first system catalog's row type
    auto info = catalog::type_info(catalog, catalog::base_type(catalog, type));
    return info && info->kind == catalog::TypeKind::composite;
}

bool is_array_or_domain_over_one(const Catalog& catalog, Oid type) {
    return catalog::element_type_of(catalog, type) != catalog::invalid_oid;
}

Oid type_collation(const Catalog& catalog, Oid type) {
    // The types of nearly all constants and results.
    switch (type) {
        case type_oid::boolean:
        case type_oid::int4:
        case type_oid::int8:
        case type_oid::numeric:
        case type_oid::unknown:
        case catalog::invalid_oid:
            return catalog::invalid_oid;
        case type_oid::text:
        case type_oid::varchar:
            return catalog::default_collation;
        default:
            break;
    }
    auto info = catalog::type_info(catalog, type);
    return info ? info->collation : catalog::invalid_oid;
}

bool is_collatable(const Catalog& catalog, Oid type) {
    return type_collation(catalog, type) != catalog::invalid_oid;
}

}  // namespace backout::analyze
