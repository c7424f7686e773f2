#include <fmt/format.h>

#include "analyze/coerce.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// One type for several expressions, and conversions to what a construct demands (parser/parse_coerce.c;
/// manual, "UNION, CASE, and Related Constructs").
namespace backout::analyze {

namespace {

/// The two types that select_common_type stumbles over, for its error.
struct Clash {
    Oid chosen;
    Oid other;
    sql::Location location;
};

std::optional<Clash> find_clash(const Catalog& catalog, const std::vector<ExprPtr>& expressions) {
    std::vector<Oid> types;
    for (const ExprPtr& expression : expressions) {
        types.push_back(expression->type);
        if (common_type_or_none(catalog, types)) continue;
        types.pop_back();
        Oid chosen = catalog::base_type(catalog, common_type_or_none(catalog, types));
        return Clash{chosen, catalog::base_type(catalog, expression->type), expression->location};
    }
    return std::nullopt;
}

Result<ExprPtr> coerce_to(ParseState& state, ExprPtr expression, Oid type, std::string_view construct,
                          sql::Location location) {
    const Oid source = expression->type;
    if (source == type) return expression;
    BACKOUT_ASSIGN(ExprPtr converted,
                   coerce_to_target_type(state, std::move(expression), type, -1, Coercion::assignment,
                                         ExprForm::implicit_cast, -1));
    if (converted) return converted;
    return failure("42804",
                   fmt::format("argument of {} must be type {}, not type {}", construct,
                               type_text(state.context, type), type_text(state.context, source)),
                   location);
}

}  // namespace

Result<Oid> select_common_type(ParseState& state, const std::vector<ExprPtr>& expressions,
                               std::string_view construct, sql::Location location) {
    std::vector<Oid> types;
    types.reserve(expressions.size());
    for (const ExprPtr& expression : expressions) {
        if (is_undecided(expression->type)) return catalog::invalid_oid;
        types.push_back(expression->type);
    }
    if (Oid common = common_type_or_none(state.catalog(), types)) return common;
    if (construct.empty()) return catalog::invalid_oid;
    auto clash = find_clash(state.catalog(), expressions);
    return failure(
        "42804",
        fmt::format("{} types {} and {} cannot be matched", construct,
                    type_text(state.context, clash->chosen), type_text(state.context, clash->other)),
        clash->location >= 0 ? clash->location : location);
}

std::int32_t select_common_typmod(const std::vector<ExprPtr>& expressions, Oid common_type) {
    return common_typmod(expressions, common_type);
}

Result<ExprPtr> coerce_to_common_type(ParseState& state, ExprPtr expression, Oid type,
                                      std::string_view construct, sql::Location location) {
    // No common type where one of the expressions is of undecided type: each stays as it is.
    if (expression->type == type || is_undecided(type)) return expression;
    if (can_coerce_type(state.catalog(), expression->type, type, Coercion::implicit))
        return coerce_type(state, std::move(expression), type, -1, Coercion::implicit,
                           ExprForm::implicit_cast, -1);
    return failure("42846",
                   fmt::format("{} could not convert type {} to {}", construct,
                               type_text(state.context, expression->type), type_text(state.context, type)),
                   expression->location >= 0 ? expression->location : location);
}

Result<ExprPtr> coerce_to_boolean(ParseState& state, ExprPtr expression, std::string_view construct,
                                  sql::Location location) {
    BACKOUT_ASSIGN(ExprPtr converted,
                   coerce_to(state, std::move(expression), type_oid::boolean, construct, location));
    if (returns_set(state, *converted))
        return failure("42804", fmt::format("argument of {} must not return a set", construct), location);
    return converted;
}

Result<ExprPtr> coerce_to_specific_type(ParseState& state, ExprPtr expression, Oid type,
                                        std::string_view construct, sql::Location location) {
    BACKOUT_ASSIGN(ExprPtr converted, coerce_to(state, std::move(expression), type, construct, location));
    if (returns_set(state, *converted))
        return failure("42804", fmt::format("argument of {} must not return a set", construct), location);
    return converted;
}

Result<ExprPtr> transform_condition(ParseState& state, const sql::Expression& expression, Clause clause,
                                    std::string_view construct) {
    BACKOUT_ASSIGN(ExprPtr condition, transform_expression(state, expression, clause));
    return coerce_to_boolean(state, std::move(condition), construct, expression.location);
}

}  // namespace backout::analyze
