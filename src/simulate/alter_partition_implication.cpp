#include <algorithm>
#include <charconv>

#include "simulate/alter_partition_constraint.h"
#include "simulate/constraint.h"
#include "simulate/inherit.h"

/// What constraints of a table say of the rows that a partition's bound allows.
namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::ExprPtr;
using catalog::PartitionBoundData;
using catalog::PartitionKey;
using catalog::Relation;

namespace {

using enum BtreeStrategy;
using Conditions = std::vector<ExprPtr>;

ExprPtr all_of(Conditions conditions) {
    if (conditions.size() == 1) return conditions.front();
    auto made = std::make_shared<Expr>();
    made->kind = ExprKind::boolean;
    made->subkind = static_cast<std::int32_t>(sql::BooleanExpression::Operation::and_);
    made->type = 16;  // bool
    made->arguments = std::move(conditions);
    return made;
}

/// Conditions of the bound and of the bounds above, in columns of the table itself.
Conditions conditions_of_table(const Catalog& catalog, Oid table, Oid parent_oid,
                               const PartitionBoundData& bound) {
    const auto* parent = catalog.find<Relation>(parent_oid);
    Conditions conditions = partition_bound_conditions(catalog, parent_oid, bound);
    if (parent->is_partition && parent->partition_bound && !parent->parents.empty()) {
        Conditions above =
            conditions_of_table(catalog, parent_oid, parent->parents.front(), *parent->partition_bound);
        conditions.insert(conditions.end(), above.begin(), above.end());
    }
    AttributeMap map = attribute_map(*parent, *catalog.find<Relation>(table));
    for (ExprPtr& condition : conditions)
        condition = map_attributes(condition, map);
    return conditions;
}

void collect_conjuncts(const ExprPtr& condition, Conditions& into) {
    if (condition->kind == ExprKind::boolean &&
        condition->subkind == static_cast<std::int32_t>(sql::BooleanExpression::Operation::and_)) {
        for (const ExprPtr& argument : condition->arguments)
            collect_conjuncts(argument, into);
        return;
    }
    into.push_back(condition);
}

Conditions known_conditions(const Catalog& catalog, Oid table) {
    Conditions known;
    for (const auto* constraint : catalog.members_of_class<catalog::Constraint>(table))
        if (constraint->type == ConstraintType::check && constraint->validated && constraint->expression)
            collect_conjuncts(constraint->expression, known);
    return known;
}

/// Order of two constants' values where their text tells: integers, and dates and times of the same length.
std::optional<int> compare_constants(const Expr& a, const Expr& b) {
    if (a.kind != ExprKind::constant || b.kind != ExprKind::constant || a.type != b.type || a.flag || b.flag)
        return std::nullopt;
    if (a.text == b.text) return 0;
    auto sign = [](auto left, auto right) { return left < right ? -1 : 1; };
    std::int64_t left = 0, right = 0;
    auto is_integer = [](const std::string& text, std::int64_t& value) {
        auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
        return status == std::errc() && end == text.data() + text.size();
    };
    if (is_integer(a.text, left) && is_integer(b.text, right)) return sign(left, right);
    constexpr Oid date = 1082, timestamp = 1114, timestamptz = 1184;
    bool is_time = a.type == date || a.type == timestamp || a.type == timestamptz;
    auto is_plain = [](const std::string& text) {
        return text.find_first_not_of("0123456789-: +.") == std::string::npos;
    };
    if (is_time && a.text.size() == b.text.size() && is_plain(a.text) && is_plain(b.text))
        return sign(a.text, b.text);
    return std::nullopt;
}

/// Whether `x <known> c` makes `x <wanted> d` true, by how c compares with d (operator_predicate_proof in
/// optimizer/util/predtest.c).
bool comparison_implies(BtreeStrategy known, BtreeStrategy wanted, int order) {
    switch (wanted) {
        case greater_equal:
            return order >= 0 && (known == greater_equal || known == greater || known == equal);
        case greater:
            return (known == greater && order >= 0) ||
                   ((known == greater_equal || known == equal) && order > 0);
        case less_equal:
            return order <= 0 && (known == less_equal || known == less || known == equal);
        case less:
            return (known == less && order <= 0) || ((known == less_equal || known == equal) && order < 0);
        case equal:
            return known == equal && order == 0;
    }
    return false;
}

std::optional<BtreeStrategy> strategy_of(const Catalog& catalog, const PartitionKey::Column& key,
                                         Oid operator_oid) {
    auto opclass = catalog::operator_class_info(catalog, key.opclass);
    std::int16_t strategy =
        opclass ? catalog::family_strategy(catalog, opclass->family, operator_oid) : std::int16_t{0};
    if (strategy < static_cast<std::int16_t>(less) || strategy > static_cast<std::int16_t>(greater))
        return std::nullopt;
    return static_cast<BtreeStrategy>(strategy);
}

class Implication {
public:
    Implication(const Catalog& catalog, const Relation& table, const PartitionKey& key)
        : catalog_(catalog), table_(table), key_(key), known_(known_conditions(catalog, table.oid)) {}

    bool holds(const ExprPtr& wanted) const {
        if (wanted->kind == ExprKind::null_test && wanted->flag) {
            const Expr& tested = *wanted->arguments.front();
            const auto* attribute =
                tested.kind == ExprKind::var ? table_.find_attribute(tested.attribute) : nullptr;
            if (attribute && attribute->not_null) return true;
        }
        return std::any_of(known_.begin(), known_.end(),
                           [&](const ExprPtr& known) { return implies(known, wanted); });
    }

private:
    bool same(const ExprPtr& a, const ExprPtr& b) const {
        return same_expression(catalog_, a, table_.oid, b, table_.oid);
    }

    bool implies(const ExprPtr& known, const ExprPtr& wanted) const {
        if (same(known, wanted)) return true;
        if (known->kind != ExprKind::operator_ || wanted->kind != ExprKind::operator_ ||
            known->arguments.size() != 2 || !same(known->arguments[0], wanted->arguments[0]))
            return false;
        auto order = compare_constants(*known->arguments[1], *wanted->arguments[1]);
        for (const PartitionKey::Column& column : key_.columns) {
            auto known_strategy = strategy_of(catalog_, column, known->object);
            auto wanted_strategy = strategy_of(catalog_, column, wanted->object);
            if (order && known_strategy && wanted_strategy &&
                comparison_implies(*known_strategy, *wanted_strategy, *order))
                return true;
        }
        return false;
    }

    const Catalog& catalog_;
    const Relation& table_;
    const PartitionKey& key_;
    Conditions known_;
};

}  // namespace

bool is_partition_constraint_implied(const StatementContext& context, Oid table_oid, Oid parent_oid,
                                     const PartitionBoundData& bound) {
    const Catalog& catalog = context.catalog;
    const auto* table = catalog.find<Relation>(table_oid);
    const auto* parent = catalog.find<Relation>(parent_oid);
    Conditions wanted = conditions_of_table(catalog, table_oid, parent_oid, bound);
    if (wanted.empty()) return bound.is_default && direct_children(catalog, parent_oid).empty();
    Implication implication(catalog, *table, *parent->partition_key);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const ExprPtr& condition) { return implication.holds(condition); });
}

namespace {

/// An array of constants as the one constant that the server folds it to.
ExprPtr folded_array(const Expr& array) {
    std::string text = "{";
    for (const ExprPtr& element : array.arguments) {
        if (element->kind != ExprKind::constant || element->flag) return nullptr;
        if (text.size() > 1) text += ',';
        bool plain = !element->text.empty() &&
                     element->text.find_first_of("{}\",\\ \t\n\r\v\f") == std::string::npos &&
                     element->text != "NULL";
        if (plain) {
            text += element->text;
            continue;
        }
        text += '"';
        for (char c : element->text) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    auto made = std::make_shared<Expr>();
    made->kind = ExprKind::constant;
    made->type = array.type;
    made->collation = array.collation;
    made->text = text + "}";
    return made;
}

/// eval_const_expressions, as far as conditions of bounds give it something to do.
ExprPtr folded(const ExprPtr& condition) {
    auto changed = std::make_shared<Expr>(*condition);
    for (ExprPtr& argument : changed->arguments) {
        ExprPtr array = argument->kind == ExprKind::array ? folded_array(*argument) : nullptr;
        argument = array ? array : folded(argument);
    }
    return changed;
}

}  // namespace

Status add_partition_check(StatementContext& context, Oid table, Oid parent,
                           const PartitionBoundData& bound) {
    if (is_partition_constraint_implied(context, table, parent, bound)) return {};
    Conditions conditions = conditions_of_table(context.catalog, table, parent, bound);
    if (conditions.empty()) return {};
    ConstraintRequest request;
    request.type = ConstraintType::check;
    for (ExprPtr& condition : conditions)
        condition = folded(condition);
    request.cooked = all_of(std::move(conditions));
    request.skip_validation = true;
    request.is_local = true;
    BACKOUT_TRY(add_check_constraint(context, table, request));
    return {};
}

}  // namespace backout::simulate
