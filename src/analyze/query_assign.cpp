#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// Values on their way into columns (transformAssignedExpr in parser/parse_target.c, transformInsertRow in
/// parser/analyze.c).
namespace backout::analyze {

namespace {

using Step = sql::Indirection::Step;
using catalog::ExprForm;

const RangeEntry& target_entry(const QueryState& state) { return state.entry(state.target_relation); }

const RangeEntry::Column* find_target_column(const QueryState& state, AttributeNumber number) {
    for (const RangeEntry::Column& column : target_entry(state).columns)
        if (column.attribute == number) return &column;
    return nullptr;
}

/// The value that fields and subscripts are assigned in: the column's old one, nothing in INSERT.
ExprPtr base_value(const QueryState& state, const RangeEntry::Column& column, sql::Location location) {
    auto value = make_expr(state.inserting ? ExprKind::constant : ExprKind::var, column.type, location);
    value->typmod = column.typmod;
    value->collation = column.collation;
    value->flag = state.inserting;
    if (!state.inserting) {
        value->range_index = state.target_relation;
        value->attribute = column.attribute;
    }
    return value;
}

/// What is assigned to at some depth of `column.field[1]`.
struct Place {
    ExprPtr base;
    std::string name;
    Oid type = catalog::invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = catalog::invalid_oid;
    bool is_element = false;
};

/// transformAssignmentIndirection
class PartialAssignment {
public:
    PartialAssignment(QueryState& state, const std::vector<Step>& steps, sql::Location location)
        : state_(state), steps_(steps), location_(location) {}

    Result<ExprPtr> run(const Place& place, std::size_t step, const ExprPtr& value) {
        if (step == steps_.size()) return assign_whole(place, value);
        switch (steps_[step].kind) {
            case Step::Kind::star:
                return failure("0A000", "row expansion via \"*\" is not supported here", location_);
            case Step::Kind::field: return assign_field(place, step, value);
            default: return assign_element(place, step, value);
        }
    }

private:
    std::string type_name(Oid type) const { return type_text(state_.context, type); }

    Result<ExprPtr> assign_whole(const Place& place, const ExprPtr& value) {
        if (is_undecided(value->type)) return value;
        BACKOUT_ASSIGN(ExprPtr coerced, coerce_to_target_type(state_, value, place.type, place.typmod,
                                                              Coercion::assignment, ExprForm::implicit_cast,
                                                              sql::no_location));
        if (coerced) return coerced;
        const std::string message =
            place.is_element ? fmt::format("subscripted assignment to \"{}\" requires type {} but expression is of type {}",
                                           place.name, type_name(place.type), type_name(value->type))
                             : fmt::format("subfield \"{}\" is of type {} but expression is of type {}", place.name,
                                           type_name(place.type), type_name(value->type));
        return failure("42804", message, location_, "You will need to rewrite or cast the expression.");
    }

    Result<ExprPtr> assign_field(const Place& place, std::size_t step, const ExprPtr& value) {
        const std::string& field = steps_[step].field;
        const Oid base = catalog::base_type(state_.catalog(), place.type);
        const auto type = catalog::type_info(state_.catalog(), base);
        if (!type || type->relation == catalog::invalid_oid)
            return failure("42804",
                           fmt::format("cannot assign to field \"{}\" of column \"{}\" because its type {} is not a "
                                       "composite type",
                                       field, place.name, type_name(place.type)),
                           location_);
        const auto column = catalog::find_column(state_.catalog(), type->relation, field);
        if (!column)
            return failure("42703",
                           fmt::format("cannot assign to field \"{}\" of column \"{}\" because there is no such column "
                                       "in data type {}",
                                       field, place.name, type_name(place.type)),
                           location_);
        const Place inner{nullptr, field, column->type, column->typmod, column->collation, false};
        BACKOUT_ASSIGN(ExprPtr assigned, run(inner, step + 1, value));
        auto store = make_expr(ExprKind::field_store, base, {based(place), std::move(assigned)}, location_);
        store->attribute = column->number;
        store->text = field;
        return as_domain(place, ExprPtr(std::move(store)), base);
    }

    /// All subscripts in a row are one assignment.
    Result<ExprPtr> assign_element(const Place& place, std::size_t step, const ExprPtr& value) {
        const Oid container = catalog::base_type(state_.catalog(), place.type);
        const auto type = catalog::type_info(state_.catalog(), container);
        if (!type || !type->subscriptable)
            return failure("42804",
                           fmt::format("cannot subscript type {} because it does not support subscripting",
                                       type_name(container)),
                           location_);
        std::size_t end = step;
        bool slices = false;
        for (; end < steps_.size() && is_subscript(steps_[end]); ++end)
            slices = slices || steps_[end].kind == Step::Kind::slice;
        // Arrays, and the types of fixed length that are read like them: point, int2vector.
        const bool has_elements = type->element != catalog::invalid_oid;
        const Oid index_type = has_elements ? type_oid::int4 : type_oid::text;
        std::vector<ExprPtr> arguments{based(place)};
        for (std::size_t i = step; i < end; ++i) {
            const Step& subscript = steps_[i];
            if (slices) {
                ExprPtr lower;
                if (subscript.lower) {
                    BACKOUT_ASSIGN(lower, transform_index(*subscript.lower, index_type));
                } else if (subscript.kind == Step::Kind::subscript) {
                    lower = make_constant(state_.catalog(), type_oid::int4, "1", location_);
                }
                arguments.push_back(std::move(lower));
            }
            ExprPtr upper;
            if (subscript.upper) {
                BACKOUT_ASSIGN(upper, transform_index(*subscript.upper, index_type));
            }
            arguments.push_back(std::move(upper));
        }
        const bool element = has_elements && !slices;
        Place inner{nullptr, place.name, element ? type->element : container, place.typmod, place.collation, true};
        BACKOUT_ASSIGN(ExprPtr assigned, run(inner, end, value));
        auto subscript = make_expr(ExprKind::subscript, container, std::move(arguments), location_);
        subscript->typmod = place.typmod;
        subscript->collation = place.collation;
        subscript->flag = slices;
        subscript->direct_arguments.push_back(std::move(assigned));
        return as_domain(place, ExprPtr(std::move(subscript)), container);
    }

    static bool is_subscript(const Step& step) {
        return step.kind == Step::Kind::subscript || step.kind == Step::Kind::slice;
    }

    Result<ExprPtr> transform_index(const sql::Expression& expression, Oid type) {
        BACKOUT_ASSIGN(ExprPtr index, transform_expression(state_, expression));
        if (is_undecided(index->type)) return index;
        // A subscript of jsonb may be a number or a text.
        if (type == type_oid::text && index->type == type_oid::int4) return index;
        BACKOUT_ASSIGN(ExprPtr coerced, coerce_to_target_type(state_, index, type, -1, Coercion::assignment,
                                                              ExprForm::implicit_cast, sql::no_location));
        if (coerced) return coerced;
        return failure("42804",
                       type == type_oid::text ? "subscript type " + type_name(index->type) + " is not supported"
                                              : std::string("array subscript must have type integer"),
                       index->location);
    }

    /// Below the column itself the old value stands for whatever is being assigned in.
    ExprPtr based(const Place& place) const {
        if (place.base) return place.base;
        auto test = make_expr(ExprKind::case_test, place.type, location_);
        test->typmod = place.typmod;
        test->collation = place.collation;
        return test;
    }

    Result<ExprPtr> as_domain(const Place& place, ExprPtr value, Oid base) {
        if (base == place.type) return value;
        return coerce_type(state_, std::move(value), place.type, place.typmod, Coercion::implicit,
                           ExprForm::implicit_cast, location_);
    }

    QueryState& state_;
    const std::vector<Step>& steps_;
    sql::Location location_;
};

/// The value itself below assignments to parts of a column: rows of VALUES are shared by all their columns' parts.
ExprPtr strip_assignment(ExprPtr value) {
    for (;;) {
        const Expr* inner = value.get();
        while (inner->kind == ExprKind::coerce_to_domain) inner = inner->arguments[0].get();
        if (inner->kind == ExprKind::field_store) {
            value = inner->arguments.back();
        } else if (inner->kind == ExprKind::subscript && !inner->direct_arguments.empty()) {
            value = inner->direct_arguments[0];
        } else {
            return value;
        }
    }
}

}  // namespace

Result<ExprPtr> assign_value(QueryState& state, ExprPtr value, const AssignedColumn& column, Clause clause) {
    const ClauseScope scope(state, clause);
    if (column.number < 0)
        return failure("0A000", fmt::format("cannot assign to system column \"{}\"", column.name), column.location);
    const RangeEntry::Column* target = find_target_column(state, column.number);
    if (!target || is_undecided(target->type)) return value;
    const bool partial = column.indirection && !column.indirection->empty();
    if (value->kind == ExprKind::set_to_default) {
        if (partial)
            return failure("0A000",
                           column.indirection->front().kind == Step::Kind::field
                               ? "cannot set a subfield to DEFAULT"
                               : "cannot set an array element to DEFAULT",
                           column.location);
        auto typed = make_expr(ExprKind::set_to_default, target->type, value->location);
        typed->typmod = target->typmod;
        typed->collation = target->collation;
        return ExprPtr(std::move(typed));
    }
    if (partial) {
        const Place place{base_value(state, *target, column.location), column.name, target->type, target->typmod,
                          target->collation, false};
        return PartialAssignment(state, *column.indirection, column.location).run(place, 0, value);
    }
    if (is_undecided(value->type)) return value;
    const Oid given = value->type;
    const sql::Location location = value->location;
    BACKOUT_ASSIGN(ExprPtr coerced,
                   coerce_to_target_type(state, std::move(value), target->type, target->typmod, Coercion::assignment,
                                         ExprForm::implicit_cast, sql::no_location));
    if (coerced) return coerced;
    return failure("42804",
                   fmt::format("column \"{}\" is of type {} but expression is of type {}", column.name,
                               type_text(state.context, target->type), type_text(state.context, given)),
                   location, "You will need to rewrite or cast the expression.");
}

Result<std::vector<AssignedColumn>> insert_columns(QueryState& state, const std::vector<sql::Target>& targets) {
    std::vector<AssignedColumn> columns;
    const RangeEntry& entry = target_entry(state);
    if (targets.empty()) {
        for (const catalog::ColumnInfo& column : catalog::columns_of(state.catalog(), entry.relation))
            columns.push_back({std::string(column.name), column.number, nullptr, sql::no_location});
        return columns;
    }
    std::vector<AttributeNumber> whole;
    std::vector<AttributeNumber> partial;
    const auto has = [](const std::vector<AttributeNumber>& list, AttributeNumber number) {
        return std::find(list.begin(), list.end(), number) != list.end();
    };
    for (const sql::Target& target : targets) {
        BACKOUT_ASSIGN(const AttributeNumber number, target_column(state, target));
        if (has(whole, number) || (target.indirection.empty() && has(partial, number)))
            return failure("42701", fmt::format("column \"{}\" specified more than once", target.name),
                           target.location);
        (target.indirection.empty() ? whole : partial).push_back(number);
        columns.push_back({target.name, number, target.indirection.empty() ? nullptr : &target.indirection,
                           target.location});
    }
    return columns;
}

Result<AttributeNumber> target_column(QueryState& state, const sql::Target& target) {
    const RangeEntry& entry = target_entry(state);
    if (const auto column = catalog::find_column(state.catalog(), entry.relation, target.name)) return column->number;
    const auto relation = catalog::relation_info(state.catalog(), entry.relation);
    Missing what;
    if (state.target_open) what = {Missing::Kind::column, {}, target.name, entry.relation};
    const bool qualified = !state.inserting && !target.indirection.empty() && target.name == entry.name;
    return missing(std::move(what), "42703",
                   fmt::format("column \"{}\" of relation \"{}\" does not exist", target.name,
                               relation ? relation->name : std::string_view(entry.name)),
                   target.location,
                   qualified && state.catalog().major_number() >= 17
                       ? "SET target columns cannot be qualified with the relation name."
                       : "");
}

Result<std::vector<ExprPtr>> assign_row(QueryState& state, std::vector<ExprPtr> values,
                                        const std::vector<AssignedColumn>& columns, bool has_list, bool strip) {
    if (values.size() > columns.size()) {
        // An open relation may have columns for them.
        if (!has_list && state.target_open) return values;
        return failure("42601", "INSERT has more expressions than target columns", values[columns.size()]->location);
    }
    if (has_list && values.size() < columns.size()) {
        const bool row = values.size() == 1 && values[0]->kind == ExprKind::row &&
                         values[0]->arguments.size() == columns.size();
        return failure("42601", "INSERT has more target columns than expressions", columns[values.size()].location,
                       row ? "The insertion source is a row expression containing the same number of columns expected "
                             "by the INSERT. Did you accidentally use extra parentheses?"
                           : "");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        BACKOUT_ASSIGN(values[i], assign_value(state, std::move(values[i]), columns[i], Clause::insert_target));
        if (strip) values[i] = strip_assignment(std::move(values[i]));
    }
    return values;
}

}  // namespace backout::analyze
