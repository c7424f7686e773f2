#include "simulate/alter_partition_constraint.h"

#include <algorithm>
#include <charconv>

#include "simulate/constraint.h"
#include "simulate/inherit.h"

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::ExprPtr;
using catalog::PartitionBoundData;
using catalog::PartitionBoundValue;
using catalog::PartitionKey;
using catalog::Relation;

namespace {

constexpr Oid boolean_type = 16;

/// Strategies of btree operator families (access/stratnum.h).
enum Strategy : std::int16_t { less = 1, less_equal = 2, equal = 3, greater_equal = 4, greater = 5 };

using Conditions = std::vector<ExprPtr>;

ExprPtr boolean(sql::BooleanExpression::Operation operation, Conditions arguments) {
    if (arguments.size() == 1) return arguments.front();
    auto made = std::make_shared<Expr>();
    made->kind = ExprKind::boolean;
    made->subkind = static_cast<std::int32_t>(operation);
    made->type = boolean_type;
    made->arguments = std::move(arguments);
    return made;
}

ExprPtr null_test(ExprPtr argument, bool is_not) {
    auto made = std::make_shared<Expr>();
    made->kind = ExprKind::null_test;
    made->type = boolean_type;
    made->flag = is_not;
    made->arguments = {std::move(argument)};
    return made;
}

/// Builds the conditions of one partitioned table's partitions.
class BoundConditions {
public:
    BoundConditions(const Catalog& catalog, const Relation& parent)
        : catalog_(catalog), parent_(parent), key_(*parent.partition_key) {}

    Conditions list(const PartitionBoundData& bound) const {
        ExprPtr column = key_column(0);
        Conditions values;
        bool accepts_null = false;
        for (const PartitionBoundValue& datum : bound.list) {
            if (datum.value->flag)
                accepts_null = true;
            else
                values.push_back(datum.value);
        }
        ExprPtr among = values.empty() ? nullptr : one_of(column, values);
        if (!accepts_null)
            return among ? Conditions{null_test(column, true), among} : Conditions{null_test(column, true)};
        ExprPtr is_null = null_test(column, false);
        return {among ? boolean(sql::BooleanExpression::Operation::or_, {is_null, among}) : is_null};
    }

    /// Leading columns with equal bounds are equal to them; of the others, one arm after the other says what holds when
    /// the columns before are at their bound (get_qual_for_range).
    Conditions range(const PartitionBoundData& bound) const {
        Conditions conditions;
        for (std::size_t i = 0; i < key_.columns.size(); ++i) conditions.push_back(null_test(key_column(i), true));
        std::size_t first = 0;
        while (first + 1 < key_.columns.size() && is_same_value(bound.lower[first], bound.upper[first])) {
            conditions.push_back(compare(first, equal, bound.lower[first].value));
            ++first;
        }
        add_arms(conditions, bound.lower, first, true);
        add_arms(conditions, bound.upper, first, false);
        return conditions;
    }

private:
    ExprPtr key_column(std::size_t place) const {
        const PartitionKey::Column& column = key_.columns[place];
        if (column.expression) return column.expression;
        const catalog::Attribute* attribute = parent_.find_attribute(column.attribute);
        auto made = std::make_shared<Expr>();
        made->kind = ExprKind::var;
        made->range_index = 1;
        made->attribute = column.attribute;
        made->type = attribute->type;
        made->typmod = attribute->typmod;
        made->collation = attribute->collation;
        return made;
    }

    Oid key_operator(std::size_t place, Strategy strategy) const {
        auto opclass = catalog::operator_class_info(catalog_, key_.columns[place].opclass);
        if (!opclass) return catalog::invalid_oid;
        return catalog::find_family_operator(catalog_, opclass->family, opclass->input_type, opclass->input_type,
                                             strategy);
    }

    /// The key as an argument of its operator class's operators.
    ExprPtr operand(std::size_t place) const {
        ExprPtr column = key_column(place);
        auto opclass = catalog::operator_class_info(catalog_, key_.columns[place].opclass);
        auto wanted = opclass ? catalog::type_info(catalog_, opclass->input_type) : std::nullopt;
        bool relabel = wanted && wanted->oid != column->type && wanted->kind != catalog::TypeKind::pseudo;
        if (!relabel && key_.columns[place].collation == column->collation) return column;
        auto made = std::make_shared<Expr>();
        made->kind = ExprKind::relabel;
        made->form = catalog::ExprForm::explicit_cast;
        made->type = relabel ? wanted->oid : column->type;
        made->collation = key_.columns[place].collation;
        made->arguments = {column};
        return made;
    }

    ExprPtr compare(std::size_t place, Strategy strategy, ExprPtr value) const {
        auto made = std::make_shared<Expr>();
        made->kind = ExprKind::operator_;
        made->object = key_operator(place, strategy);
        made->type = boolean_type;
        made->input_collation = key_.columns[place].collation;
        made->arguments = {operand(place), std::move(value)};
        return made;
    }

    ExprPtr one_of(const ExprPtr& column, const Conditions& values) const {
        Oid array_type = catalog::array_type_of(catalog_, column->type);
        if (values.size() == 1) return compare(0, equal, values.front());
        if (catalog::element_type_of(catalog_, column->type) != catalog::invalid_oid) {
            Conditions each;
            for (const ExprPtr& value : values) each.push_back(compare(0, equal, value));
            return boolean(sql::BooleanExpression::Operation::or_, std::move(each));
        }
        auto array = std::make_shared<Expr>();
        array->kind = ExprKind::array;
        array->type = array_type;
        array->collation = column->collation;
        array->arguments = values;
        auto made = std::make_shared<Expr>();
        made->kind = ExprKind::scalar_array;
        made->object = key_operator(0, equal);
        made->type = boolean_type;
        made->flag = true;
        made->input_collation = key_.columns.front().collation;
        made->arguments = {operand(0), array};
        return made;
    }

    static bool is_same_value(const PartitionBoundValue& lower, const PartitionBoundValue& upper) {
        return lower.kind == PartitionBoundValue::Kind::value && upper.kind == PartitionBoundValue::Kind::value &&
               lower.value->text == upper.value->text;
    }

    static bool is_value(const std::vector<PartitionBoundValue>& bound, std::size_t place) {
        return place < bound.size() && bound[place].kind == PartitionBoundValue::Kind::value;
    }

    void add_arms(Conditions& conditions, const std::vector<PartitionBoundValue>& bound, std::size_t first,
                  bool is_lower) const {
        auto open_end = is_lower ? PartitionBoundValue::Kind::minvalue : PartitionBoundValue::Kind::maxvalue;
        Conditions arms;
        for (std::size_t last = first; is_value(bound, last); ++last) {
            Conditions arm;
            for (std::size_t place = first; place < last; ++place) arm.push_back(compare(place, equal, bound[place].value));
            bool rest_is_open = last + 1 < bound.size() && bound[last + 1].kind == open_end;
            bool is_final = last + 1 == bound.size();
            Strategy strategy = is_lower ? (is_final || rest_is_open ? greater_equal : greater)
                                         : (rest_is_open ? less_equal : less);
            arm.push_back(compare(last, strategy, bound[last].value));
            arms.push_back(boolean(sql::BooleanExpression::Operation::and_, std::move(arm)));
        }
        if (!arms.empty()) conditions.push_back(boolean(sql::BooleanExpression::Operation::or_, std::move(arms)));
    }

    const Catalog& catalog_;
    const Relation& parent_;
    const PartitionKey& key_;
};

}  // namespace

std::vector<ExprPtr> partition_bound_conditions(const Catalog& catalog, Oid oid, const PartitionBoundData& bound) {
    const auto* parent = catalog.find<Relation>(oid);
    if (!parent || !parent->partition_key || bound.is_default) return {};
    BoundConditions conditions(catalog, *parent);
    switch (parent->partition_key->strategy) {
        case 'l': return conditions.list(bound);
        case 'r': return conditions.range(bound);
        default: return {};
    }
}

namespace {

/// Conditions of the bound and of the bounds above, in columns of the table itself.
Conditions conditions_of_table(const Catalog& catalog, Oid table, Oid parent_oid, const PartitionBoundData& bound) {
    const auto* parent = catalog.find<Relation>(parent_oid);
    Conditions conditions = partition_bound_conditions(catalog, parent_oid, bound);
    if (parent->is_partition && parent->partition_bound && !parent->parents.empty()) {
        Conditions above = conditions_of_table(catalog, parent_oid, parent->parents.front(), *parent->partition_bound);
        conditions.insert(conditions.end(), above.begin(), above.end());
    }
    AttributeMap map = attribute_map(*parent, *catalog.find<Relation>(table));
    for (ExprPtr& condition : conditions) condition = map_attributes(condition, map);
    return conditions;
}

void collect_conjuncts(const ExprPtr& condition, Conditions& into) {
    if (condition->kind == ExprKind::boolean &&
        condition->subkind == static_cast<std::int32_t>(sql::BooleanExpression::Operation::and_)) {
        for (const ExprPtr& argument : condition->arguments) collect_conjuncts(argument, into);
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
    if (is_time && a.text.size() == b.text.size() && is_plain(a.text) && is_plain(b.text)) return sign(a.text, b.text);
    return std::nullopt;
}

/// Whether `x <known> c` makes `x <wanted> d` true, by how c compares with d (operator_predicate_proof in
/// optimizer/util/predtest.c).
bool comparison_implies(Strategy known, Strategy wanted, int order) {
    switch (wanted) {
        case greater_equal: return order >= 0 && (known == greater_equal || known == greater || known == equal);
        case greater: return (known == greater && order >= 0) || ((known == greater_equal || known == equal) && order > 0);
        case less_equal: return order <= 0 && (known == less_equal || known == less || known == equal);
        case less: return (known == less && order <= 0) || ((known == less_equal || known == equal) && order < 0);
        case equal: return known == equal && order == 0;
    }
    return false;
}

std::optional<Strategy> strategy_of(const Catalog& catalog, const PartitionKey::Column& key, Oid operator_oid) {
    auto opclass = catalog::operator_class_info(catalog, key.opclass);
    std::int16_t strategy = opclass ? catalog::family_strategy(catalog, opclass->family, operator_oid) : std::int16_t{0};
    if (strategy < less || strategy > greater) return std::nullopt;
    return static_cast<Strategy>(strategy);
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
        return std::any_of(known_.begin(), known_.end(), [&](const ExprPtr& known) { return implies(known, wanted); });
    }

private:
    bool same(const ExprPtr& a, const ExprPtr& b) const {
        return same_expression(catalog_, a, table_.oid, b, table_.oid);
    }

    bool implies(const ExprPtr& known, const ExprPtr& wanted) const {
        if (same(known, wanted)) return true;
        if (known->kind != ExprKind::operator_ || wanted->kind != ExprKind::operator_ || known->arguments.size() != 2 ||
            !same(known->arguments[0], wanted->arguments[0]))
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
    return std::all_of(wanted.begin(), wanted.end(), [&](const ExprPtr& condition) { return implication.holds(condition); });
}

namespace {

/// An array of constants as the one constant that the server folds it to.
ExprPtr folded_array(const Expr& array) {
    std::string text = "{";
    for (const ExprPtr& element : array.arguments) {
        if (element->kind != ExprKind::constant || element->flag) return nullptr;
        if (text.size() > 1) text += ',';
        bool plain = !element->text.empty() &&
                     element->text.find_first_of("{}\",\\ \t\n\r\v\f") == std::string::npos && element->text != "NULL";
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

Status add_partition_check(StatementContext& context, Oid table, Oid parent, const PartitionBoundData& bound) {
    if (is_partition_constraint_implied(context, table, parent, bound)) return {};
    Conditions conditions = conditions_of_table(context.catalog, table, parent, bound);
    if (conditions.empty()) return {};
    ConstraintRequest request;
    request.type = ConstraintType::check;
    for (ExprPtr& condition : conditions) condition = folded(condition);
    request.cooked = boolean(sql::BooleanExpression::Operation::and_, std::move(conditions));
    request.skip_validation = true;
    request.is_local = true;
    BACKOUT_TRY(add_check_constraint(context, table, request));
    return {};
}

}  // namespace backout::simulate
