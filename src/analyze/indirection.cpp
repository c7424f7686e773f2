#include <span>

#include <fmt/format.h>

#include "analyze/clause.h"
#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/function.h"
#include "analyze/names.h"

/// Fields and subscripts of a value (transformIndirection in parser/parse_expr.c,
/// transformContainerSubscripts in parser/parse_node.c, utils/adt/arraysubs.c, utils/adt/jsonbsubs.c).
namespace backout::analyze {

namespace {

using Step = sql::Indirection::Step;
using Steps = std::span<const Step>;

constexpr std::size_t max_dimensions = 6;  // MAXDIM

/// An index or bound of an array; `omitted` stands for one that was not written.
ExprResult array_subscript(ParseState& state, const sql::Expression* written, ExprPtr omitted) {
    if (!written) return omitted;
    BACKOUT_ASSIGN(ExprPtr index, transform_expression(state, *written));
    BACKOUT_ASSIGN(index, coerce_to_target_type(state, std::move(index), type_oid::int4, -1,
                                                Coercion::assignment, ExprForm::implicit_cast, -1));
    if (index) return index;
    return failure("42804", "array subscript must have type integer", written->location);
}

Status add_array_subscripts(ParseState& state, Steps steps, Expr& subscript) {
    if (steps.size() > max_dimensions)
        return failure("54000",
                       fmt::format("number of array dimensions ({}) exceeds the maximum allowed ({})",
                                   steps.size(), max_dimensions),
                       subscript.location);
    for (const Step& step : steps) {
        if (subscript.flag) {
            // In a slice a lone index is an upper bound, from 1.
            ExprPtr one = step.kind == Step::Kind::slice
                              ? nullptr
                              : make_constant(state.catalog(), type_oid::int4, "1", -1);
            BACKOUT_ASSIGN(ExprPtr lower, array_subscript(state, step.lower.get(), std::move(one)));
            subscript.arguments.push_back(std::move(lower));
        }
        BACKOUT_ASSIGN(ExprPtr upper, array_subscript(state, step.upper.get(), nullptr));
        subscript.arguments.push_back(std::move(upper));
    }
    return {};
}

Status add_json_subscripts(ParseState& state, Steps steps, Expr& subscript) {
    for (const Step& step : steps) {
        if (step.kind == Step::Kind::slice)
            return failure("42804", "jsonb subscript does not support slices", subscript.location);
        BACKOUT_ASSIGN(ExprPtr key, transform_expression(state, *step.upper));
        Oid target = type_oid::text;
        if (key->type != type_oid::unknown && !is_undecided(key->type)) {
            bool as_text = can_coerce_type(state.catalog(), key->type, type_oid::text, Coercion::implicit);
            bool as_int = can_coerce_type(state.catalog(), key->type, type_oid::int4, Coercion::implicit);
            if (as_text == as_int)
                return failure(
                    "42804",
                    fmt::format("subscript type {} is not supported", type_text(state.context, key->type)),
                    step.upper->location,
                    as_text ? "jsonb subscript must be coercible to only one type, integer or text."
                            : "jsonb subscript must be coercible to either integer or text.");
            if (as_int) target = type_oid::int4;
        }
        BACKOUT_ASSIGN(key, coerce_type(state, std::move(key), target, -1, Coercion::implicit,
                                        ExprForm::implicit_cast, -1));
        subscript.arguments.push_back(std::move(key));
    }
    return {};
}

/// Subscripts of an extension's type: those of hstore are texts, one at a time.
Status add_text_subscript(ParseState& state, Steps steps, Expr& subscript) {
    if (steps.size() != 1 || steps[0].kind == Step::Kind::slice)
        return failure("0A000", "hstore allows only one subscript", subscript.location);
    BACKOUT_ASSIGN(ExprPtr key, transform_expression(state, *steps[0].upper));
    BACKOUT_ASSIGN(key, coerce_to_target_type(state, std::move(key), type_oid::text, -1, Coercion::assignment,
                                              ExprForm::implicit_cast, -1));
    if (!key) return failure("42804", "hstore subscript must have type text", steps[0].upper->location);
    subscript.arguments.push_back(std::move(key));
    return {};
}

/// transformContainerSubscripts
ExprResult transform_subscripts(ParseState& state, ExprPtr container, Steps steps) {
    const sql::Location location = container->location;
    std::int32_t typmod = container->typmod;
    Oid type = catalog::base_type(state.catalog(), container->type, &typmod);
    if (type == type_oid::int2vector) type = type_oid::int2_array;
    if (type == type_oid::oidvector) type = type_oid::oid_array;
    auto info = catalog::type_info(state.catalog(), type);
    const bool unknown = is_undecided(type);
    if (!unknown && (!info || !info->subscriptable))
        return failure("42804",
                       fmt::format("cannot subscript type {} because it does not support subscripting",
                                   type_text(state.context, type)),
                       location);
    auto made = make_expr(ExprKind::subscript, type, {std::move(container)}, location);
    for (const Step& step : steps)
        made->flag = made->flag || step.kind == Step::Kind::slice;
    made->typmod = typmod;
    if (type == type_oid::jsonb) {
        made->typmod = -1;
        BACKOUT_TRY(add_json_subscripts(state, steps, *made));
    } else if (unknown || info->element) {
        BACKOUT_TRY(add_array_subscripts(state, steps, *made));
        if (!unknown && !made->flag) made->type = info->element;
    } else {
        made->type = type_oid::text;
        BACKOUT_TRY(add_text_subscript(state, steps, *made));
    }
    made->collation = type_collation(state.catalog(), made->type);
    return made;
}

/// unknown_attribute
tl::unexpected<Error> unknown_field(const ParseState& state, const Expr& row, const std::string& name,
                                    sql::Location location) {
    if (row.type == type_oid::record)
        return failure("42703", fmt::format("could not identify column \"{}\" in record data type", name),
                       location);
    if (is_row_type(state.catalog(), row.type))
        return failure(
            "42703",
            fmt::format("column \"{}\" not found in data type {}", name, type_text(state.context, row.type)),
            location);
    return failure("42809",
                   fmt::format("column notation .{} applied to type {}, which is not a composite type", name,
                               type_text(state.context, row.type)),
                   location);
}

ExprResult transform_field(ParseState& state, ExprPtr value, const std::string& name,
                           sql::Location location) {
    if (is_undecided(value->type)) {
        auto made = make_expr(ExprKind::field_select, catalog::invalid_oid, {std::move(value)}, location);
        made->text = name;
        return made;
    }
    BACKOUT_ASSIGN(ExprPtr field, project_or_call(state, name, value, location));
    if (field) return field;
    return unknown_field(state, *value, name, location);
}

}  // namespace

Result<ExprPtr> transform_indirection(ParseState& state, const sql::Indirection& indirection,
                                      std::size_t count) {
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *indirection.argument));
    Steps steps = Steps(indirection.steps).first(count);
    for (std::size_t i = 0; i < steps.size();) {
        switch (steps[i].kind) {
            case Step::Kind::star:
                return failure("0A000", "row expansion via \"*\" is not supported here",
                               indirection.location);
            case Step::Kind::field: {
                BACKOUT_ASSIGN(
                    value, transform_field(state, std::move(value), steps[i].field, indirection.location));
                ++i;
                break;
            }
            default: {
                std::size_t end = i;
                while (end < steps.size() &&
                       (steps[end].kind == Step::Kind::subscript || steps[end].kind == Step::Kind::slice))
                    ++end;
                BACKOUT_ASSIGN(value,
                               transform_subscripts(state, std::move(value), steps.subspan(i, end - i)));
                i = end;
            }
        }
    }
    return value;
}

}  // namespace backout::analyze
