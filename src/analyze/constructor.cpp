#include <fmt/format.h>

#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/names.h"
#include "analyze/query.h"

/// Casts, COLLATE, arrays and rows (transformTypeCast, transformArrayExpr, transformRowExpr in
/// parser/parse_expr.c).
namespace backout::analyze {

namespace {

/// What the elements of an ARRAY[…] must be, where a cast around it says so.
struct ArrayTarget {
    Oid array = catalog::invalid_oid;  ///< 0: to be found out
    Oid element = catalog::invalid_oid;
    std::int32_t typmod = -1;
};

tl::unexpected<Error> no_array_type(const Context& context, Oid element, sql::Location location) {
    return failure("42704",
                   fmt::format("could not find array type for data type {}", type_text(context, element)),
                   location);
}

ExprResult transform_array_of(ParseState& state, const sql::ArrayExpression& expression, ArrayTarget target);

Result<ExprPtr> transform_element(ParseState& state, const sql::Expression& element,
                                  const ArrayTarget& target, bool& nested) {
    if (const auto* array = sql::as<sql::ArrayExpression>(&element)) {
        nested = true;
        return transform_array_of(state, *array, target);
    }
    BACKOUT_ASSIGN(ExprPtr made, transform_expression(state, element));
    // A domain over an array is an element like any other.
    auto info = catalog::type_info(state.catalog(), made->type);
    nested = nested || (info && info->is_array);
    return made;
}

/// The type of an array that no cast decides, from the common type of its elements.
Result<ArrayTarget> derive_array_type(ParseState& state, const std::vector<ExprPtr>& elements, bool nested,
                                      sql::Location location) {
    if (elements.empty())
        return failure("42P18", "cannot determine type of empty array", location,
                       "Explicitly cast to the desired type, for example ARRAY[]::integer[].");
    BACKOUT_ASSIGN(Oid common, select_common_type(state, elements, "ARRAY", location));
    ArrayTarget target;
    if (is_undecided(common)) return target;
    if (nested) {
        target.array = common;
        target.element = catalog::element_type_of(state.catalog(), common);
        if (!target.element)
            return failure(
                "42704",
                fmt::format("could not find element type for data type {}", type_text(state.context, common)),
                location);
        return target;
    }
    target.element = common;
    target.array = catalog::array_type_of(state.catalog(), common);
    if (!target.array) return no_array_type(state.context, common, location);
    return target;
}

ExprResult transform_array_of(ParseState& state, const sql::ArrayExpression& expression, ArrayTarget target) {
    std::vector<ExprPtr> elements;
    bool nested = false;
    for (const sql::ExpressionPtr& written : expression.elements) {
        BACKOUT_ASSIGN(ExprPtr element, transform_element(state, *written, target, nested));
        elements.push_back(std::move(element));
    }
    const bool is_cast = target.array != catalog::invalid_oid;
    if (!is_cast) {
        BACKOUT_ASSIGN(target, derive_array_type(state, elements, nested, expression.location));
    }
    const Oid wanted = nested ? target.array : target.element;
    for (ExprPtr& element : elements) {
        const Oid source = element->type;
        const sql::Location location = element->location;
        if (!is_cast) {
            BACKOUT_ASSIGN(element,
                           coerce_to_common_type(state, std::move(element), wanted, "ARRAY", location));
            continue;
        }
        BACKOUT_ASSIGN(element, coerce_to_target_type(state, std::move(element), wanted, target.typmod,
                                                      Coercion::explicit_, ExprForm::explicit_cast, -1));
        if (!element) return cannot_cast(state.context, source, wanted, location);
    }
    auto made = make_expr(ExprKind::array, target.array, std::move(elements), expression.location);
    made->flag = nested;
    made->typmod = common_typmod(made->arguments, wanted);
    return made;
}

/// The columns that a `*` within a row stands for.
Status expand_star(ParseState& state, const NamespaceItem& item, const ParseState& level,
                   std::int32_t levels_up, std::vector<ExprPtr>& fields) {
    if (item.scope && item.scope->relation) {
        for (const catalog::ColumnInfo& column : catalog::columns_of(state.catalog(), item.scope->relation)) {
            auto var = make_expr(ExprKind::var, column.type, sql::no_location);
            var->range_index = item.scope->range_index;
            var->attribute = column.number;
            var->typmod = column.typmod;
            var->collation = column.collation;
            var->levels_up = levels_up;
            fields.push_back(std::move(var));
        }
        return {};
    }
    const std::size_t count =
        item.scope ? item.scope->columns.size() : level.entry(item.range_index).columns.size();
    for (std::size_t i = 0; i < count; ++i)
        if (i >= item.merged_away.size() || !item.merged_away[i])
            fields.push_back(make_var(level, item, i, levels_up));
    return {};
}

Status expand_column_star(ParseState& state, const sql::ColumnRef& reference, std::vector<ExprPtr>& fields) {
    if (reference.names.empty()) {
        for (const NamespaceItem& item : state.name_space)
            if (item.columns_visible) BACKOUT_TRY(expand_star(state, item, state, 0, fields));
        return {};
    }
    const std::size_t parts = reference.names.size();
    std::string_view schema = parts > 1 ? std::string_view(reference.names[parts - 2]) : std::string_view();
    BACKOUT_ASSIGN(FoundItem found,
                   find_namespace_item(state, schema, reference.names.back(), reference.location));
    if (!found.item)
        return failure("42P01",
                       fmt::format("missing FROM-clause entry for table \"{}\"", reference.names.back()),
                       reference.location);
    const ParseState* level = &state;
    for (std::int32_t up = found.levels_up; up > 0; --up)
        level = level->parent;
    return expand_star(state, *found.item, *level, found.levels_up, fields);
}

/// `(value).*`: each field of the value.
Status expand_value_star(ParseState& state, const sql::Indirection& indirection,
                         std::vector<ExprPtr>& fields) {
    BACKOUT_ASSIGN(ExprPtr row, transform_row_of_star(state, indirection, state.clause));
    auto columns = row_columns(state, *row);
    if (!columns) {
        if (is_undecided(row->type))
            return undecided("the columns of a row are not known", indirection.location);
        return failure("42809", fmt::format("type {} is not composite", type_text(state.context, row->type)),
                       indirection.location);
    }
    for (const auto& column : *columns) {
        auto field = make_expr(ExprKind::field_select, column.type, {row}, indirection.location);
        field->typmod = column.typmod;
        field->collation = column.collation;
        field->attribute = column.attribute;
        field->text = column.name;
        fields.push_back(std::move(field));
    }
    return {};
}

}  // namespace

ExprResult transform_array(ParseState& state, const sql::ArrayExpression& expression) {
    return transform_array_of(state, expression, {});
}

ExprResult transform_type_cast(ParseState& state, const sql::TypeCast& cast) {
    const Catalog& catalog = state.catalog();
    BACKOUT_ASSIGN(const TypeReference target, resolve_type(state.context, cast.type));
    ExprPtr argument;
    const auto* array = sql::as<sql::ArrayExpression>(cast.argument.get());
    ArrayTarget array_target;
    if (array) {
        // The elements are cast, not the array, so that an empty one is allowed and literals are read as they
        // should.
        array_target.typmod = target.typmod;
        array_target.array = catalog::base_type(catalog, target.type, &array_target.typmod);
        array_target.element = catalog::element_type_of(catalog, array_target.array);
    }
    if (array && array_target.element) {
        BACKOUT_ASSIGN(argument, transform_array_of(state, *array, array_target));
    } else {
        BACKOUT_ASSIGN(argument, transform_expression(state, *cast.argument));
    }
    const Oid source = argument->type;
    const sql::Location location = cast.location >= 0 ? cast.location : cast.type.location;
    BACKOUT_ASSIGN(ExprPtr made,
                   coerce_to_target_type(state, std::move(argument), target.type, target.typmod,
                                         Coercion::explicit_, ExprForm::explicit_cast, location));
    if (!made) return cannot_cast(state.context, source, target.type, location);
    return made;
}

ExprResult transform_collate(ParseState& state, const sql::CollateClause& clause) {
    BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *clause.argument));
    const Oid type = argument->type;
    if (type != type_oid::unknown && !is_undecided(type) && !is_collatable(state.catalog(), type))
        return failure("42804",
                       fmt::format("collations are not supported by type {}", type_text(state.context, type)),
                       clause.location);
    auto made = make_expr(ExprKind::collate, type, clause.location);
    made->typmod = argument->typmod;
    made->arguments.push_back(std::move(argument));
    BACKOUT_ASSIGN(made->object, require_collation(state.context, clause.collation, clause.location));
    made->collation = made->object;
    return made;
}

ExprResult transform_row(ParseState& state, const sql::RowExpression& expression) {
    constexpr std::size_t max_fields = 1664;  // MaxTupleAttributeNumber
    std::vector<ExprPtr> fields;
    for (const sql::ExpressionPtr& written : expression.elements) {
        if (const auto* reference = sql::as<sql::ColumnRef>(written.get()); reference && reference->star) {
            BACKOUT_TRY(expand_column_star(state, *reference, fields));
            continue;
        }
        if (const auto* indirection = sql::as<sql::Indirection>(written.get());
            indirection && indirection->steps.back().kind == sql::Indirection::Step::Kind::star) {
            BACKOUT_TRY(expand_value_star(state, *indirection, fields));
            continue;
        }
        BACKOUT_ASSIGN(ExprPtr field, transform_expression(state, *written));
        fields.push_back(std::move(field));
    }
    if (fields.size() > max_fields)
        return failure("54011", fmt::format("ROW expressions can have at most {} entries", max_fields),
                       expression.location);
    auto made = make_expr(ExprKind::row, type_oid::record, std::move(fields), expression.location);
    made->form = expression.explicit_row ? ExprForm::explicit_call : ExprForm::implicit_cast;
    for (std::size_t i = 0; i < made->arguments.size(); ++i)
        made->names.push_back(fmt::format("f{}", i + 1));
    return made;
}

}  // namespace backout::analyze
