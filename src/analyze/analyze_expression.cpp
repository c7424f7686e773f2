#include <fmt/format.h>

#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/names.h"
#include "analyze/references.h"

/// Expressions outside queries: defaults, checks, conditions, index expressions (cookDefault and
/// cookConstraint in catalog/heap.c, and their like).
namespace backout::analyze {

namespace {

/// Lets the expression name what its scope holds.
void open_scope(ParseState& state, const Scope& scope) {
    state.name_space.reserve(scope.size());
    for (const ScopeRelation& relation : scope) {
        NamespaceItem item;
        item.scope = &relation;
        item.name = relation.name;
        item.open = relation.open;
        if (relation.relation) {
            auto info = catalog::relation_info(state.catalog(), relation.relation);
            if (info && item.name.empty()) item.name = info->name;
            if (info && item.name == info->name) item.relation = relation.relation;
        }
        state.name_space.push_back(std::move(item));
    }
}

}  // namespace

Result<ExprPtr> analyze_expression(const Context& context, const sql::Expression& expression, Use use,
                                   const Scope& scope) {
    ParseState state(context);
    open_scope(state, scope);
    state.clause = clause_of(use);
    if (use == Use::call) state.call = sql::as<sql::FunctionCall>(&expression);
    BACKOUT_ASSIGN(ExprPtr analysed, transform_expression(state, expression));
    return assign_collations(state, std::move(analysed));
}

Result<ExprPtr> analyze_domain_check(const Context& context, const sql::Expression& expression, Oid base_type,
                                     std::int32_t typmod, Oid collation) {
    ParseState state(context);
    state.clause = Clause::domain_check;
    auto value = make_expr(ExprKind::domain_value, base_type, sql::no_location);
    value->typmod = typmod;
    value->collation = collation;
    state.domain_value = std::move(value);
    BACKOUT_ASSIGN(ExprPtr analysed, transform_expression(state, expression));
    BACKOUT_ASSIGN(analysed, coerce_to_boolean(state, std::move(analysed), "CHECK", expression.location));
    return assign_collations(state, std::move(analysed));
}

Result<ExprPtr> coerce(const Context& context, ExprPtr expression, Oid type, std::int32_t typmod,
                       Coercion coercion) {
    ParseState state(context);
    const ExprForm form = coercion == Coercion::explicit_ ? ExprForm::explicit_cast : ExprForm::implicit_cast;
    const sql::Location location = expression->location;
    BACKOUT_ASSIGN(ExprPtr converted, coerce_to_target_type(state, std::move(expression), type, typmod,
                                                            coercion, form, location));
    if (!converted) return converted;
    return assign_collations(state, std::move(converted));
}

Result<ExprPtr> analyze_default(const Context& context, const sql::Expression& expression,
                                std::string_view column, Oid type, std::int32_t typmod, bool generated,
                                const Scope& scope) {
    ParseState state(context);
    open_scope(state, scope);
    state.clause = generated ? Clause::generated_column : Clause::column_default;
    BACKOUT_ASSIGN(ExprPtr analysed, transform_expression(state, expression));
    // The conversion to the column's type may depend on settings; what is converted may not.
    if (generated && volatility_of(context.catalog, *analysed) != 'i')
        return failure("42P17", "generation expression is not immutable", sql::no_location);
    const Oid source = analysed->type;
    BACKOUT_ASSIGN(ExprPtr converted,
                   coerce_to_target_type(state, std::move(analysed), type, typmod, Coercion::assignment,
                                         ExprForm::implicit_cast, -1));
    if (!converted)
        return failure("42804",
                       fmt::format("column \"{}\" is of type {} but default expression is of type {}", column,
                                   type_text(context, type), type_text(context, source)),
                       expression.location, "You will need to rewrite or cast the expression.");
    return assign_collations(state, std::move(converted));
}

Result<ExprPtr> analyze_condition(const Context& context, const sql::Expression& expression, Use use,
                                  const Scope& scope, std::string_view construct) {
    ParseState state(context);
    open_scope(state, scope);
    BACKOUT_ASSIGN(ExprPtr condition, transform_condition(state, expression, clause_of(use), construct));
    return assign_collations(state, std::move(condition));
}

bool can_coerce(const Context& context, Oid source, Oid target, Coercion coercion) {
    return can_coerce_type(context.catalog, source, target, coercion);
}

}  // namespace backout::analyze
