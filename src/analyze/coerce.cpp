#include "analyze/coerce.h"

#include <fmt/format.h>

#include "analyze/literal.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// Putting conversions into expressions.
namespace backout::analyze {

namespace {

/// One conversion of an expression, as the functions below pass it around.
struct Target {
    Oid type;
    std::int32_t typmod;
    Coercion coercion;
    ExprForm form;
    sql::Location location;
};

bool takes_any_type(Oid target) {
    return target == type_oid::any || target == type_oid::anyelement || target == type_oid::anynonarray ||
           target == type_oid::anycompatible || target == type_oid::anycompatiblenonarray;
}

/// hide_coercion_node: the outer of two steps is the one to be shown.
void hide_coercion(const ExprPtr& expression) {
    switch (expression->kind) {
        case ExprKind::function:
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
        case ExprKind::array_coerce:
        case ExprKind::convert_rowtype:
        case ExprKind::row:
        case ExprKind::coerce_to_domain:
            in_the_making(expression).form = ExprForm::implicit_cast;
            break;
        default:
            break;
    }
}

ExprPtr make_function_cast(ParseState& state, ExprPtr expression, Oid function, const Target& target) {
    auto info = catalog::function_info(state.catalog(), function);
    std::size_t count = info ? info->argument_types.size() : 1;
    std::vector<ExprPtr> arguments{std::move(expression)};
    if (count >= 2)
        arguments.push_back(
            make_constant(state.catalog(), type_oid::int4, std::to_string(target.typmod), -1));
    if (count == 3)
        arguments.push_back(make_constant(state.catalog(), type_oid::boolean,
                                          target.coercion == Coercion::explicit_ ? "t" : "f", -1));
    auto made = make_expr(ExprKind::function, target.type, std::move(arguments), target.location);
    made->object = function;
    made->form = target.form;
    if (count >= 2) made->typmod = target.typmod;  // exprIsLengthCoercion
    return made;
}

/// Conversion of each element of an array: what is done to one is found by doing it to a stand-in.
Result<ExprPtr> make_array_cast(ParseState& state, ExprPtr expression, const Target& target) {
    const Catalog& catalog = state.catalog();
    std::int32_t source_typmod = expression->typmod;
    Oid source = catalog::base_type(catalog, expression->type, &source_typmod);
    auto element = make_expr(ExprKind::case_test, catalog::element_type_of(catalog, source), target.location);
    element->typmod = source_typmod;
    BACKOUT_ASSIGN(ExprPtr converted,
                   coerce_to_target_type(state, element, catalog::element_type_of(catalog, target.type),
                                         target.typmod, target.coercion, target.form, target.location));
    auto made = make_expr(ExprKind::array_coerce, target.type, {std::move(expression)}, target.location);
    made->form = target.form;
    if (!converted) return cannot_cast(state.context, source, target.type, target.location);
    made->typmod = converted->typmod;
    for (const Expr* step = converted.get(); step != element.get(); step = step->arguments[0].get()) {
        if (step->kind == ExprKind::coerce_via_io) made->flag = true;
        if (step->kind != ExprKind::function) continue;
        if (!made->object) made->object = step->object;
        made->objects.push_back(step->object);
    }
    return made;
}

Result<ExprPtr> build_coercion(ParseState& state, ExprPtr expression, FoundPath path, const Target& target) {
    switch (path.path) {
        case CoercionPath::function:
            return make_function_cast(state, std::move(expression), path.function, target);
        case CoercionPath::array:
            return make_array_cast(state, std::move(expression), target);
        default:
            break;
    }
    auto made = make_expr(ExprKind::coerce_via_io, target.type, {std::move(expression)}, target.location);
    made->form = target.form;
    return made;
}

/// coerce_to_domain: the value, of the base type already, as one of the domain; `target.typmod` is the base
/// type's.
Result<ExprPtr> coerce_to_domain(ParseState& state, ExprPtr expression, Oid base, Target target,
                                 bool hide_input) {
    if (base == target.type) return expression;
    if (hide_input) hide_coercion(expression);
    BACKOUT_ASSIGN(ExprPtr sized,
                   coerce_typmod(state, std::move(expression), base, target.typmod, target.coercion,
                                 ExprForm::implicit_cast, target.location, false));
    auto made = make_expr(ExprKind::coerce_to_domain, target.type, {std::move(sized)}, target.location);
    made->form = target.form;
    return made;
}

Result<ExprPtr> coerce_literal(ParseState& state, const Expr& literal, const Target& target) {
    std::int32_t base_typmod = target.typmod;
    Oid base = catalog::base_type(state.catalog(), target.type, &base_typmod);
    auto constant = make_expr(ExprKind::constant, base, literal.location);
    constant->typmod = base == type_oid::interval ? base_typmod : -1;
    constant->collation = type_collation(state.catalog(), base);
    constant->flag = literal.flag;
    if (!literal.flag) {
        BACKOUT_ASSIGN(LiteralValue value,
                       read_literal(state.context, base, constant->typmod, literal.text, literal.location));
        constant->text = std::move(value.text);
        constant->object = value.object;
        constant->subkind = catalog::enum_label_number(state.catalog(), base, constant->text);
    }
    Target domain = target;
    domain.typmod = base_typmod;
    return coerce_to_domain(state, std::move(constant), base, domain, false);
}

/// The fields of a row, or nothing where they can't be told.
std::optional<std::vector<ExprPtr>> fields_of_row(ParseState& state, const Expr& row) {
    if (row.kind == ExprKind::row) return row.arguments;
    if (row.kind != ExprKind::var || row.attribute != 0) return std::nullopt;
    ParseState* level = &state;
    for (std::int32_t up = row.levels_up; up > 0 && level; --up)
        level = level->parent;
    if (!level) return std::nullopt;
    for (const NamespaceItem& item : level->name_space) {
        if (item.range_index != row.range_index || item.scope) continue;
        std::vector<ExprPtr> fields;
        for (std::size_t i = 0; i < level->entry(item.range_index).columns.size(); ++i)
            fields.push_back(make_var(*level, item, i, row.levels_up));
        return fields;
    }
    return std::nullopt;
}

/// coerce_record_to_complex
Result<ExprPtr> coerce_record(ParseState& state, const ExprPtr& row, const Target& target) {
    const Catalog& catalog = state.catalog();
    auto given = fields_of_row(state, *row);
    if (!given) return cannot_cast(state.context, type_oid::record, target.type, target.location);
    std::int32_t base_typmod = target.typmod;
    Oid base = catalog::base_type(catalog, target.type, &base_typmod);
    std::vector<ExprPtr> fields;
    for (const catalog::ColumnInfo& column :
         catalog::columns_of(catalog, catalog::type_info(catalog, base)->relation)) {
        if (fields.size() == given->size())
            return cannot_cast(state.context, type_oid::record, target.type, target.location,
                               "Input has too few columns.");
        const ExprPtr& value = (*given)[fields.size()];
        BACKOUT_ASSIGN(ExprPtr field,
                       coerce_to_target_type(state, value, column.type, column.typmod, target.coercion,
                                             ExprForm::implicit_cast, target.location));
        if (!field)
            return cannot_cast(
                state.context, type_oid::record, target.type, target.location,
                fmt::format("Cannot cast type {} to {} in column {}.", type_text(state.context, value->type),
                            type_text(state.context, column.type), fields.size() + 1));
        fields.push_back(std::move(field));
    }
    if (fields.size() < given->size())
        return cannot_cast(state.context, type_oid::record, target.type, target.location,
                           "Input has too many columns.");
    auto made = make_expr(ExprKind::row, base, std::move(fields), target.location);
    made->form = base == target.type ? target.form : ExprForm::implicit_cast;
    Target domain = target;
    domain.typmod = base_typmod;
    return coerce_to_domain(state, std::move(made), base, domain, false);
}

/// The conversion that find_coercion_path found.
Result<ExprPtr> coerce_along(ParseState& state, ExprPtr expression, FoundPath path, const Target& target) {
    Target base = target;
    base.type = catalog::base_type(state.catalog(), target.type, &base.typmod);
    Target domain = target;
    domain.typmod = base.typmod;
    if (path.path != CoercionPath::relabel) {
        BACKOUT_ASSIGN(ExprPtr converted, build_coercion(state, std::move(expression), path, base));
        return coerce_to_domain(state, std::move(converted), base.type, domain, true);
    }
    if (base.type != target.type)
        return coerce_to_domain(state, std::move(expression), base.type, domain, false);
    auto made = make_expr(ExprKind::relabel, target.type, {std::move(expression)}, target.location);
    made->form = target.form;
    return made;
}

/// A value of undecided type: the cast is there as far as it was written.
ExprPtr coerce_undecided(ExprPtr expression, const Target& target) {
    auto made = make_expr(ExprKind::relabel, target.type, {std::move(expression)}, target.location);
    made->typmod = target.typmod;
    made->form = target.form;
    return made;
}

/// The same COLLATE around another argument.
ExprPtr with_collate(const Expr& collate, ExprPtr argument) {
    const Oid type = argument->type;
    auto made = make_expr(ExprKind::collate, type, {std::move(argument)}, collate.location);
    made->object = collate.object;
    made->typmod = made->arguments[0]->typmod;
    return made;
}

}  // namespace

tl::unexpected<Error> cannot_cast(const Context& context, Oid source, Oid target, sql::Location location,
                                  std::string detail) {
    return failure(
        "42846",
        fmt::format("cannot cast type {} to {}", type_text(context, source), type_text(context, target)),
        location, {}, std::move(detail));
}

Result<ExprPtr> coerce_type(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                            Coercion coercion, ExprForm form, sql::Location location) {
    const Catalog& catalog = state.catalog();
    const Oid source = expression->type;
    const Target target{type, typmod, coercion, form, location};
    if (source == type || takes_any_type(type)) return expression;
    if (is_undecided(source))
        return is_polymorphic(type) ? expression : coerce_undecided(std::move(expression), target);
    if (is_polymorphic(type) && source != type_oid::unknown) {
        Oid base = catalog::base_type(catalog, source);
        if (base == source) return expression;
        auto made = make_expr(ExprKind::relabel, base, {std::move(expression)}, location);
        made->form = form;
        return made;
    }
    if (source == type_oid::unknown && expression->kind == ExprKind::constant)
        return coerce_literal(state, *expression, target);
    if (source == type_oid::unknown && expression->kind == ExprKind::param) {
        // A parameter whose type nobody has said has the type that it is first wanted as
        // (parser/parse_param.c).
        auto typed = std::make_shared<Expr>(*expression);
        typed->type = type;
        typed->collation = type_collation(catalog, type);
        return typed;
    }
    if (expression->kind == ExprKind::collate) {
        BACKOUT_ASSIGN(ExprPtr argument,
                       coerce_type(state, expression->arguments[0], type, typmod, coercion, form, location));
        return is_collatable(catalog, type) ? with_collate(*expression, std::move(argument)) : argument;
    }
    FoundPath path = find_coercion_path(catalog, type, source, coercion);
    if (path.path != CoercionPath::none) return coerce_along(state, std::move(expression), path, target);
    if (source == type_oid::record && is_row_type(catalog, type))
        return coerce_record(state, expression, target);
    if (type == type_oid::record || type == type_oid::record_array) return expression;
    if (is_row_type(catalog, source) && is_row_type(catalog, type)) {
        auto made = make_expr(ExprKind::convert_rowtype, type, {std::move(expression)}, location);
        made->form = form;
        return made;
    }
    return cannot_cast(state.context, source, type, location);
}

Result<ExprPtr> coerce_typmod(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                              Coercion coercion, ExprForm form, sql::Location location, bool hide_input) {
    if (typmod == expression->typmod) return expression;
    if (hide_input) hide_coercion(expression);
    if (typmod < 0) {
        Oid collation = expression->collation;
        return apply_relabel(std::move(expression), type, typmod, collation, form, location);
    }
    auto info = catalog::type_info(state.catalog(), type);
    bool is_array = info && info->is_array;
    Oid sized = is_array ? info->element : type;
    auto cast = catalog::find_cast(state.catalog(), sized, sized);
    if (!cast || !cast->function) return expression;
    FoundPath path{is_array ? CoercionPath::array : CoercionPath::function, cast->function};
    return build_coercion(state, std::move(expression), path, {type, typmod, coercion, form, location});
}

Result<ExprPtr> coerce_to_target_type(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                                      Coercion coercion, ExprForm form, sql::Location location) {
    if (!can_coerce_type(state.catalog(), expression->type, type, coercion)) return ExprPtr();
    // A COLLATE on top stays on top.
    ExprPtr inner = expression;
    while (inner->kind == ExprKind::collate)
        inner = inner->arguments[0];
    BACKOUT_ASSIGN(ExprPtr converted, coerce_type(state, inner, type, typmod, coercion, form, location));
    bool hide_input = converted != inner && converted->kind != ExprKind::constant;
    if (is_undecided(inner->type)) hide_input = false;
    BACKOUT_ASSIGN(ExprPtr sized, coerce_typmod(state, std::move(converted), type, typmod, coercion, form,
                                                location, hide_input));
    if (inner == expression || !is_collatable(state.catalog(), type)) return sized;
    return with_collate(*expression, std::move(sized));
}

}  // namespace backout::analyze
