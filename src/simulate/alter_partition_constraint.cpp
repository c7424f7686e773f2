#include "simulate/alter_partition_constraint.h"

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::ExprPtr;
using catalog::PartitionBoundData;
using catalog::PartitionBoundValue;
using catalog::PartitionKey;
using catalog::Relation;

namespace {

using enum BtreeStrategy;

constexpr Oid boolean_type = 16;

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

    /// Leading columns with equal bounds are equal to them; of the others, one arm after the other says what
    /// holds when the columns before are at their bound (get_qual_for_range).
    Conditions range(const PartitionBoundData& bound) const {
        Conditions conditions;
        for (std::size_t i = 0; i < key_.columns.size(); ++i)
            conditions.push_back(null_test(key_column(i), true));
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

    Oid key_operator(std::size_t place, BtreeStrategy strategy) const {
        auto opclass = catalog::operator_class_info(catalog_, key_.columns[place].opclass);
        if (!opclass) return catalog::invalid_oid;
        return catalog::find_family_operator(catalog_, opclass->family, opclass->input_type,
                                             opclass->input_type, static_cast<std::int16_t>(strategy));
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

    ExprPtr compare(std::size_t place, BtreeStrategy strategy, ExprPtr value) const {
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
            for (const ExprPtr& value : values)
                each.push_back(compare(0, equal, value));
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
        return lower.kind == PartitionBoundValue::Kind::value &&
               upper.kind == PartitionBoundValue::Kind::value && lower.value->text == upper.value->text;
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
            for (std::size_t place = first; place < last; ++place)
                arm.push_back(compare(place, equal, bound[place].value));
            bool rest_is_open = last + 1 < bound.size() && bound[last + 1].kind == open_end;
            bool is_final = last + 1 == bound.size();
            BtreeStrategy strategy = is_lower ? (is_final || rest_is_open ? greater_equal : greater)
                                              : (rest_is_open ? less_equal : less);
            arm.push_back(compare(last, strategy, bound[last].value));
            arms.push_back(boolean(sql::BooleanExpression::Operation::and_, std::move(arm)));
        }
        if (!arms.empty())
            conditions.push_back(boolean(sql::BooleanExpression::Operation::or_, std::move(arms)));
    }

    const Catalog& catalog_;
    const Relation& parent_;
    const PartitionKey& key_;
};

}  // namespace

std::vector<ExprPtr> partition_bound_conditions(const Catalog& catalog, Oid oid,
                                                const PartitionBoundData& bound) {
    const auto* parent = catalog.find<Relation>(oid);
    if (!parent || !parent->partition_key || bound.is_default) return {};
    BoundConditions conditions(catalog, *parent);
    switch (parent->partition_key->strategy) {
        case 'l':
            return conditions.list(bound);
        case 'r':
            return conditions.range(bound);
        default:
            return {};
    }
}

}  // namespace backout::simulate
