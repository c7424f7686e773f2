#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// Which collation each node of an expression has and works with (parser/parse_collate.c; manual, "Collation
/// Support", "Concepts").
namespace backout::analyze {

namespace {

enum class Strength : std::uint8_t { none, implicit, conflict, explicit_ };

struct CollationState {
    Oid collation = catalog::invalid_oid;
    Strength strength = Strength::none;
    Oid other = catalog::invalid_oid;  ///< the second of a conflict
    sql::Location location = sql::no_location;
};

using Status = tl::expected<void, Error>;

class CollationAssigner {
public:
    explicit CollationAssigner(const Catalog& catalog) : catalog_(catalog) {}

    /// assign_collations_walker: settles an expression and adds its collation to those of its siblings.
    Status assign(const ExprPtr& expression, CollationState& siblings) {
        if (!expression) return {};
        BACKOUT_ASSIGN(CollationState own, settle(in_the_making(expression)));
        return merge(own, siblings);
    }

    /// An expression that has no part in the collation of the node it hangs on.
    Status assign_alone(const ExprPtr& expression) {
        CollationState ignored;
        return assign(expression, ignored);
    }

    std::string name(Oid collation) const {
        auto info = catalog::collation_info(catalog_, collation);
        return info ? info->name : std::string();
    }

private:
    static CollationState implicit(Oid collation, const Expr& expression) {
        if (!collation) return {};
        return {collation, Strength::implicit, catalog::invalid_oid, expression.location};
    }

    Result<CollationState> settle(Expr& expression) {
        CollationState inputs;
        switch (expression.kind) {
            case ExprKind::var:
            case ExprKind::constant:
            case ExprKind::param:
            case ExprKind::domain_value:
            case ExprKind::case_test:
            case ExprKind::set_to_default:
            case ExprKind::current_of:
                return implicit(expression.collation, expression);
            case ExprKind::collate:
                BACKOUT_TRY(assign_alone(expression.arguments[0]));
                expression.collation = expression.object;
                return CollationState{expression.object, Strength::explicit_, catalog::invalid_oid,
                                      expression.location};
            case ExprKind::field_select:
                BACKOUT_TRY(assign_alone(expression.arguments[0]));
                return implicit(expression.collation, expression);
            case ExprKind::row:
                for (const ExprPtr& field : expression.arguments)
                    BACKOUT_TRY(assign_alone(field));
                return CollationState{};
            case ExprKind::row_compare:
                return settle_row_comparison(expression);
            case ExprKind::coerce_to_domain:
                return settle_domain(expression);
            case ExprKind::sublink:
                return settle_sublink(expression);
            case ExprKind::case_:
                BACKOUT_TRY(assign_case(expression, inputs));
                break;
            case ExprKind::subscript:
                BACKOUT_TRY(assign(expression.arguments[0], inputs));
                for (std::size_t i = 1; i < expression.arguments.size(); ++i)
                    BACKOUT_TRY(assign_alone(expression.arguments[i]));
                for (const ExprPtr& value : expression.direct_arguments)
                    BACKOUT_TRY(assign(value, inputs));
                break;
            case ExprKind::aggregate:
            case ExprKind::window_function:
                BACKOUT_TRY(assign_aggregate(expression, inputs));
                break;
            default:
                for (const ExprPtr& argument : expression.arguments)
                    BACKOUT_TRY(assign(argument, inputs));
        }
        return result_of(expression, inputs);
    }

    /// The collation of a node from those of its inputs.
    CollationState result_of(Expr& expression, const CollationState& inputs) const {
        CollationState result;
        if (Oid own = type_collation(catalog_, expression.type))
            result = inputs.strength == Strength::none ? implicit(own, expression) : inputs;
        expression.collation =
            result.strength == Strength::conflict ? catalog::invalid_oid : result.collation;
        expression.input_collation =
            inputs.strength == Strength::conflict ? catalog::invalid_oid : inputs.collation;
        return result;
    }

    /// Conditions yield booleans, so only results have a say.
    Status assign_case(Expr& expression, CollationState& inputs) {
        for (std::size_t i = expression.flag ? 1 : 0; i < expression.arguments.size(); ++i) {
            const ExprPtr& argument = expression.arguments[i];
            if (argument->kind != ExprKind::case_when) {
                BACKOUT_TRY(assign(argument, inputs));
                continue;
            }
            BACKOUT_TRY(assign_alone(argument->arguments[0]));
            BACKOUT_TRY(assign(argument->arguments[1], inputs));
            in_the_making(argument).collation = argument->arguments[1]->collation;
        }
        return {};
    }

    /// Arguments that only ORDER BY wants, and FILTER, have no say.
    Status assign_aggregate(Expr& expression, CollationState& inputs) {
        std::size_t own = expression.kind == ExprKind::aggregate
                              ? static_cast<std::size_t>(expression.subkind)
                              : expression.arguments.size();
        for (const ExprPtr& argument : expression.direct_arguments)
            BACKOUT_TRY(assign(argument, inputs));
        for (std::size_t i = 0; i < expression.arguments.size(); ++i)
            BACKOUT_TRY(i < own ? assign(expression.arguments[i], inputs)
                                : assign_alone(expression.arguments[i]));
        return assign_alone(expression.filter);
    }

    Result<CollationState> settle_row_comparison(Expr& expression) {
        const std::size_t count = expression.arguments.size() / 2;
        for (std::size_t i = 0; i < count; ++i) {
            CollationState pair;
            BACKOUT_TRY(assign(expression.arguments[i], pair));
            BACKOUT_TRY(assign(expression.arguments[count + i], pair));
        }
        return CollationState{};
    }

    /// A domain with a collation of its own overrides its value's.
    Result<CollationState> settle_domain(Expr& expression) {
        CollationState inputs;
        BACKOUT_TRY(assign(expression.arguments[0], inputs));
        Oid own = type_collation(catalog_, expression.type);
        CollationState result;
        if (own)
            result = own == catalog::default_collation && inputs.strength != Strength::none
                         ? inputs
                         : implicit(own, expression);
        expression.collation =
            result.strength == Strength::conflict ? catalog::invalid_oid : result.collation;
        return result;
    }

    Result<CollationState> settle_sublink(Expr& expression) {
        for (const ExprPtr& test : expression.arguments)
            BACKOUT_TRY(assign_alone(test));
        const auto type = static_cast<sql::SubLink::Type>(expression.subkind);
        bool has_value = type == sql::SubLink::Type::expression || type == sql::SubLink::Type::array;
        if (!has_value || !expression.query || expression.query->targets.empty()) return CollationState{};
        const ExprPtr& result = expression.query->targets[0].expression;
        if (!result || !is_collatable(catalog_, expression.type)) return CollationState{};
        expression.collation = result->collation;
        return implicit(result->collation, expression);
    }

    /// merge_collation_state
    Status merge(const CollationState& own, CollationState& siblings) const {
        if (own.strength > siblings.strength) {
            siblings = own;
            return {};
        }
        if (own.strength < siblings.strength || own.collation == siblings.collation) return {};
        if (own.strength == Strength::implicit) {
            if (siblings.collation == catalog::default_collation) {
                siblings = own;
            } else if (own.collation != catalog::default_collation) {
                siblings.strength = Strength::conflict;
                siblings.other = own.collation;
            }
        }
        if (own.strength == Strength::explicit_)
            return failure("42P21",
                           fmt::format("collation mismatch between explicit collations \"{}\" and \"{}\"",
                                       name(siblings.collation), name(own.collation)),
                           own.location);
        return {};
    }

    const Catalog& catalog_;
};

}  // namespace

Result<ExprPtr> assign_collations(ParseState& state, ExprPtr expression) {
    BACKOUT_TRY(CollationAssigner(state.catalog()).assign_alone(expression));
    return expression;
}

Result<Oid> select_common_collation(ParseState& state, const std::vector<ExprPtr>& expressions,
                                    bool none_ok) {
    CollationAssigner assigner(state.catalog());
    CollationState common;
    for (const ExprPtr& expression : expressions)
        BACKOUT_TRY(assigner.assign(expression, common));
    if (common.strength != Strength::conflict) return common.collation;
    if (none_ok) return catalog::invalid_oid;
    return failure("42P21",
                   fmt::format("collation mismatch between implicit collations \"{}\" and \"{}\"",
                               assigner.name(common.collation), assigner.name(common.other)),
                   common.location,
                   "You can choose the collation by applying the COLLATE clause to one or both "
                   "expressions.");
}

}  // namespace backout::analyze
