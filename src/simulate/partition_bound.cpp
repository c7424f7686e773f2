#include <algorithm>

#include "analyze/deparse.h"
#include "simulate/partition.h"
#include "simulate/partition_value.h"

/// FOR VALUES: transformPartitionBound (parser/parse_utilcmd.c).
namespace backout::simulate {

namespace {

using catalog::ExprPtr;
using catalog::PartitionBoundData;
using catalog::PartitionBoundValue;
using catalog::PartitionKey;
using catalog::Relation;
using Strategy = sql::PartitionSpec::Strategy;

struct KeyColumn {
    Oid type = catalog::invalid_oid;
    std::int32_t typmod = -1;
    std::string name;
};

/// Nothing is known of the key of a parent that was only assumed.
KeyColumn key_column(const Catalog& catalog, const Relation& parent, std::size_t place) {
    if (!parent.partition_key) return {};
    const PartitionKey::Column& column = parent.partition_key->columns[place];
    if (column.expression)
        return {column.expression->type, column.expression->typmod,
                analyze::deparse_expression(catalog, *column.expression, parent.oid)};
    const catalog::Attribute* attribute = parent.find_attribute(column.attribute);
    if (!attribute) return {};
    return {attribute->type, attribute->typmod, attribute->name};
}

/// transformPartitionBoundValue
Result<ExprPtr> bound_value(StatementContext& context, const sql::Expression& expression,
                            const KeyColumn& column) {
    BACKOUT_ASSIGN(const ExprPtr analysed, analyze::analyze_expression(context.analysis(), expression,
                                                                       analyze::Use::partition_bound));
    if (column.type == catalog::invalid_oid) return analysed;
    BACKOUT_ASSIGN(const ExprPtr coerced, analyze::coerce(context.analysis(), analysed, column.type,
                                                          column.typmod, analyze::Coercion::assignment));
    if (!coerced)
        return error_at(expression.location, "42804",
                        "specified value cannot be cast to type {} for column \"{}\"",
                        catalog::format_type(context.catalog, context.path, column.type), column.name);
    return fold_bound_value(context, coerced, column.type);
}

Status hash_bound(const sql::PartitionBound& bound, PartitionBoundData& made) {
    if (bound.modulus <= 0)
        return error("42P16", "modulus for hash partition must be an integer value greater than zero");
    if (bound.remainder < 0)
        return error("42P16",
                     "remainder for hash partition must be an integer value greater than or equal to zero");
    if (bound.remainder >= bound.modulus)
        return error("42P16", "remainder for hash partition must be less than modulus");
    made.modulus = bound.modulus;
    made.remainder = bound.remainder;
    return {};
}

Status list_bound(StatementContext& context, const Relation& parent, const sql::PartitionBound& bound,
                  PartitionBoundData& made) {
    const KeyColumn column = key_column(context.catalog, parent, 0);
    for (const sql::PartitionBound::Datum& datum : bound.list) {
        PartitionBoundValue value;
        BACKOUT_ASSIGN(value.value, bound_value(context, *datum.value, column));
        const bool known = std::any_of(
            made.list.begin(), made.list.end(),
            [&](const PartitionBoundValue& other) { return is_same_constant(*other.value, *value.value); });
        if (!known) made.list.push_back(std::move(value));
    }
    return {};
}

/// After an infinite bound nothing else makes sense (validateInfiniteBounds).
Status check_infinite(const std::vector<PartitionBoundValue>& values) {
    using Kind = PartitionBoundValue::Kind;
    Kind before = Kind::value;
    for (const PartitionBoundValue& value : values) {
        if (before != Kind::value && value.kind != before)
            return before == Kind::minvalue
                       ? error("42804", "every bound following MINVALUE must also be MINVALUE")
                       : error("42804", "every bound following MAXVALUE must also be MAXVALUE");
        before = value.kind;
    }
    return {};
}

Result<std::vector<PartitionBoundValue>> range_bound(StatementContext& context, const Relation& parent,
                                                     const std::vector<sql::PartitionBound::Datum>& datums) {
    using Kind = PartitionBoundValue::Kind;
    std::vector<PartitionBoundValue> values;
    for (std::size_t place = 0; place < datums.size(); ++place) {
        PartitionBoundValue value;
        switch (datums[place].kind) {
            case sql::PartitionBound::Datum::Kind::minvalue:
                value.kind = Kind::minvalue;
                break;
            case sql::PartitionBound::Datum::Kind::maxvalue:
                value.kind = Kind::maxvalue;
                break;
            case sql::PartitionBound::Datum::Kind::value: {
                BACKOUT_ASSIGN(value.value, bound_value(context, *datums[place].value,
                                                        key_column(context.catalog, parent, place)));
                if (value.value->kind == catalog::ExprKind::constant && value.value->flag)
                    return error("42P17", "cannot specify NULL in range bound");
            }
        }
        values.push_back(std::move(value));
    }
    BACKOUT_TRY(check_infinite(values));
    return values;
}

std::string_view strategy_word(Strategy strategy) {
    switch (strategy) {
        case Strategy::hash:
            return "hash";
        case Strategy::list:
            return "list";
        case Strategy::range:
            return "range";
    }
    return "";
}

}  // namespace

Result<PartitionBoundData> partition_bound(StatementContext& context, Oid parent_oid,
                                           const sql::PartitionBound& bound) {
    const auto* parent = context.catalog.find<Relation>(parent_oid);
    if (!parent->partition_key && !parent->open)
        return error("42P17", "\"{}\" is not partitioned", parent->name);
    const char strategy =
        parent->partition_key ? parent->partition_key->strategy : static_cast<char>(bound.strategy);
    PartitionBoundData made;
    made.strategy = strategy;
    made.is_default = bound.is_default;
    if (bound.is_default) {
        if (strategy == 'h')
            return error("42P16", "a hash-partitioned table may not have a default partition");
        return made;
    }
    if (strategy != static_cast<char>(bound.strategy))
        return error_at(bound.location, "42P16", "invalid bound specification for a {} partition",
                        strategy_word(static_cast<Strategy>(strategy)));
    const std::size_t key_size =
        parent->partition_key ? parent->partition_key->columns.size() : bound.lower.size();
    switch (bound.strategy) {
        case Strategy::hash:
            BACKOUT_TRY(hash_bound(bound, made));
            break;
        case Strategy::list:
            BACKOUT_TRY(list_bound(context, *parent, bound, made));
            break;
        case Strategy::range:
            if (bound.lower.size() != key_size)
                return error("42P16", "FROM must specify exactly one value per partitioning column");
            if (bound.upper.size() != key_size)
                return error("42P16", "TO must specify exactly one value per partitioning column");
            BACKOUT_ASSIGN(made.lower, range_bound(context, *parent, bound.lower));
            BACKOUT_ASSIGN(made.upper, range_bound(context, *parent, bound.upper));
            break;
    }
    return made;
}

}  // namespace backout::simulate
