#include <algorithm>

#include <fmt/format.h>

#include "analyze/clause.h"
#include "analyze/coerce.h"
#include "analyze/column_reference.h"
#include "analyze/function.h"
#include "analyze/function_call.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"
#include "analyze/query.h"

/// Calls of functions (transformFuncCall in parser/parse_expr.c, ParseFuncOrColumn in parser/parse_func.c).
namespace backout::analyze {

namespace {

using catalog::FunctionInfo;

/// Names of the arguments that were named, which come last.
Result<std::vector<std::string>> argument_names(const std::vector<ExprPtr>& arguments) {
    std::vector<std::string> names;
    for (const ExprPtr& argument : arguments) {
        if (argument->kind != ExprKind::named_argument) {
            if (!names.empty())
                return failure("42601", "positional argument cannot follow named argument",
                               argument->location);
            continue;
        }
        if (std::find(names.begin(), names.end(), argument->text) != names.end())
            return failure("42601", fmt::format("argument name \"{}\" used more than once", argument->text),
                           argument->location);
        names.push_back(argument->text);
    }
    return names;
}

/// FuncNameAsType: the type that a function call may be a cast to; 0 where the name is none's.
Result<Oid> type_of_function_name(const Context& context, const sql::Names& name) {
    BACKOUT_ASSIGN(QualifiedName parts, split_name(name));
    Oid type = catalog::invalid_oid;
    if (parts.schema.empty()) {
        type = catalog::find_type(context.catalog, context.path, parts.name);
    } else {
        Oid scope = catalog::find_namespace(context.catalog, parts.schema);
        type = scope ? catalog::find_type(context.catalog, scope, parts.name) : catalog::invalid_oid;
    }
    if (!type) return type;
    auto info = catalog::type_info(context.catalog, type);
    return info && info->defined && !info->relation ? type : catalog::invalid_oid;
}

/// Whether `type(value)` is a cast, where no function matches exactly.
bool is_cast_call(const Catalog& catalog, Oid target, const Expr& argument) {
    const Oid source = argument.type;
    if (source == type_oid::unknown && argument.kind == ExprKind::constant) return true;
    switch (find_coercion_path(catalog, target, source, Coercion::explicit_).path) {
        case CoercionPath::relabel:
            return true;
        case CoercionPath::input_output:
            return !((source == type_oid::record || is_row_type(catalog, source)) &&
                     is_string_category(catalog, target));
        default:
            return false;
    }
}

/// What func_get_detail finds.
struct FoundFunction {
    enum class Kind : std::uint8_t { not_found, ambiguous, cast, function };
    Kind kind = Kind::not_found;
    Candidate candidate;
    Oid cast_type = catalog::invalid_oid;
};

bool matches_exactly(const Candidate& candidate, std::span<const Oid> types) {
    return std::equal(types.begin(), types.end(), candidate.argument_types.begin());
}

/// func_get_detail
Result<FoundFunction> find_function(const Context& context, const CallShape& call,
                                    const std::vector<ExprPtr>& arguments) {
    using Kind = FoundFunction::Kind;
    BACKOUT_ASSIGN(std::vector<Candidate> candidates, function_candidates(context, call));
    auto found = [&](const Candidate& candidate) -> FoundFunction {
        if (!candidate.oid) return {Kind::ambiguous, {}, {}};
        // VARIADIC with names is allowed only where the marked argument is the variadic parameter's.
        if (!call.argument_names.empty() && !call.expand_variadic && !candidate.argument_numbers.empty() &&
            candidate.argument_numbers[call.types.size() - 1] != call.types.size() - 1)
            return {};
        return {Kind::function, candidate, {}};
    };
    for (const Candidate& candidate : candidates)
        if (matches_exactly(candidate, call.types)) return found(candidate);
    if (arguments.size() == 1 && call.argument_names.empty() && !is_undecided(call.types[0])) {
        BACKOUT_ASSIGN(Oid type, type_of_function_name(context, call.name));
        if (type && is_cast_call(context.catalog, type, *arguments[0]))
            return FoundFunction{Kind::cast, {}, type};
    }
    auto matching = matching_candidates(context.catalog, call.types, candidates);
    if (matching.empty()) return FoundFunction{};
    if (matching.size() == 1) return found(*matching[0]);
    const Candidate* best = select_candidate(context.catalog, call.types, std::move(matching));
    return best ? found(*best) : FoundFunction{Kind::ambiguous, {}, {}};
}

/// funcname_signature_string
std::string signature(const Context& context, const sql::Names& name, std::span<const Oid> types,
                      std::span<const std::string> names) {
    std::string text = display_name(name) + "(";
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (i) text += ", ";
        if (i >= types.size() - names.size()) text += names[i - (types.size() - names.size())] + " => ";
        text += type_text(context, types[i]);
    }
    return text + ")";
}

tl::unexpected<Error> not_found(const Context& context, const CallSite& call, const CallShape& shape) {
    std::string text = signature(context, call.name, shape.types, shape.argument_names);
    Missing what{Missing::Kind::function,
                 call.name.size() > 1 ? call.name[call.name.size() - 2] : std::string(), call.name.back()};
    std::string_view kind = call.is_procedure ? "procedure" : "function";
    std::string hint = fmt::format(
        "No {} matches the given name and argument types. You might need to add explicit "
        "type casts.",
        kind);
    if (call.written && call.written->aggregate_order.size() > 1 && !call.written->aggregate_within_group)
        hint =
            "No aggregate function matches the given name and argument types. Perhaps you misplaced ORDER "
            "BY; ORDER "
            "BY must appear after all regular arguments of the aggregate.";
    return missing_object(context, std::move(what), "42883", fmt::format("{} {} does not exist", kind, text),
                          call.location, std::move(hint));
}

tl::unexpected<Error> ambiguous(const Context& context, const CallSite& call, const CallShape& shape) {
    std::string_view kind = call.is_procedure ? "procedure" : "function";
    return failure(
        "42725",
        fmt::format("{} {} is not unique", kind,
                    signature(context, call.name, shape.types, shape.argument_names)),
        call.location,
        fmt::format("Could not choose a best candidate {}. You might need to add explicit type casts.",
                    kind));
}

/// The last arguments, which a VARIADIC parameter takes, as one array.
Result<ExprPtr> make_variadic_array(const Context& context, std::vector<ExprPtr> elements,
                                    sql::Location location) {
    Oid element = elements[0]->type;
    Oid array = catalog::array_type_of(context.catalog, element);
    if (!array)
        return failure("42704",
                       fmt::format("could not find array type for data type {}", type_text(context, element)),
                       location);
    std::int32_t typmod = common_typmod(elements, element);
    auto made = make_expr(ExprKind::array, array, std::move(elements), location);
    made->typmod = typmod;
    return made;
}

/// A call of a function that was found, its arguments as the function wants them.
Result<ExprPtr> build_call(ParseState& state, const CallSite& call, std::vector<ExprPtr> arguments,
                           const Candidate& candidate, const Expr* last_set_returning) {
    const Context& context = state.context;
    const FunctionInfo function = *catalog::function_info(context.catalog, candidate.oid);
    std::vector<Oid> actual;
    for (const ExprPtr& argument : arguments)
        actual.push_back(argument->type);
    BACKOUT_TRY(
        check_call_syntax(call, function, arguments.size(), signature(context, call.name, actual, {})));
    std::vector<Oid> declared = candidate.argument_types;
    actual.insert(actual.end(), declared.begin() + static_cast<std::ptrdiff_t>(actual.size()),
                  declared.end());
    BACKOUT_ASSIGN(Oid result, resolve_polymorphic_types(context, actual, declared, function.return_type));
    declared.resize(arguments.size());
    BACKOUT_ASSIGN(arguments, coerce_arguments(state, std::move(arguments), declared));
    for (std::size_t i = 0; i < candidate.argument_numbers.size() && i < arguments.size(); ++i)
        if (arguments[i]->kind == ExprKind::named_argument)
            in_the_making(arguments[i]).subkind = static_cast<std::int32_t>(candidate.argument_numbers[i]);

    bool variadic = call.written && call.written->variadic && function.variadic_type;
    if (candidate.variadic_count > 0 && function.variadic_type != type_oid::any) {
        auto first = arguments.end() - static_cast<std::ptrdiff_t>(candidate.variadic_count);
        std::vector<ExprPtr> elements(std::make_move_iterator(first),
                                      std::make_move_iterator(arguments.end()));
        arguments.erase(first, arguments.end());
        BACKOUT_ASSIGN(ExprPtr array, make_variadic_array(context, std::move(elements), call.location));
        arguments.push_back(std::move(array));
        variadic = true;
    }
    if (variadic && function.variadic_type == type_oid::any && !arguments.empty() &&
        !is_undecided(arguments.back()->type) &&
        !catalog::element_type_of(context.catalog, arguments.back()->type))
        return failure("42804", "VARIADIC argument must be an array", arguments.back()->location);
    if (function.returns_set)
        BACKOUT_TRY(check_set_returning_placement(state, last_set_returning, call.location));

    auto made = make_expr(ExprKind::function, result, std::move(arguments), call.location);
    made->object = function.oid;
    made->variadic = variadic;
    if (call.written) made->form = static_cast<ExprForm>(call.written->form);
    ExprPtr finished = made;
    if (call.written && call.written->over) {
        made->kind = ExprKind::window_function;
        BACKOUT_ASSIGN(finished, finish_window_function(state, *call.written, function, std::move(made),
                                                        last_set_returning));
    } else if (function.kind == 'a') {
        made->kind = ExprKind::aggregate;
        BACKOUT_ASSIGN(finished, finish_aggregate(state, *call.written, function, std::move(made)));
    }
    if (function.returns_set) state.last_set_returning = finished.get();
    return finished;
}

/// A call with arguments of undecided type: the likeliest function, so that the call can be printed and
/// followed; its type only where all that may be meant agree.
Result<ExprPtr> call_undecided(ParseState& state, const CallSite& call, const CallShape& shape,
                               std::vector<ExprPtr> arguments) {
    const Catalog& catalog = state.catalog();
    BACKOUT_ASSIGN(std::vector<Candidate> candidates, function_candidates(state.context, shape));
    auto matching = matching_candidates(catalog, shape.types, candidates);
    std::erase_if(matching, [](const Candidate* candidate) { return !candidate->oid; });
    if (matching.empty())
        return undecided(fmt::format("which function {} is called depends on a column whose type is "
                                     "not known",
                                     display_name(call.name)),
                         call.location);
    std::vector<Oid> guessed(shape.types.begin(), shape.types.end());
    for (Oid& type : guessed)
        if (is_undecided(type)) type = type_oid::unknown;
    const Candidate* likeliest =
        matching.size() == 1 ? matching[0] : select_candidate(catalog, guessed, matching);
    if (!likeliest) likeliest = matching[0];
    const FunctionInfo function = *catalog::function_info(catalog, likeliest->oid);
    Oid result = is_polymorphic(function.return_type) ? catalog::invalid_oid : function.return_type;
    for (const Candidate* other : matching)
        if (catalog::function_info(catalog, other->oid)->return_type != result) result = catalog::invalid_oid;
    BACKOUT_TRY(check_call_syntax(call, function, arguments.size(),
                                  signature(state.context, call.name, shape.types, shape.argument_names)));
    auto made = make_expr(ExprKind::function, result, std::move(arguments), call.location);
    made->object = function.oid;
    made->variadic = call.written && call.written->variadic;
    if (call.written) made->form = static_cast<ExprForm>(call.written->form);
    if (call.written && call.written->over) {
        made->kind = ExprKind::window_function;
        return finish_window_function(state, *call.written, function, std::move(made),
                                      state.last_set_returning);
    }
    if (function.kind != 'a') return made;
    made->kind = ExprKind::aggregate;
    return finish_aggregate(state, *call.written, function, std::move(made));
}

bool may_be_projection(const Catalog& catalog, const CallSite& call, const std::vector<ExprPtr>& arguments) {
    if (arguments.size() != 1 || call.is_procedure || call.name.size() != 1) return false;
    if (arguments[0]->kind == ExprKind::named_argument) return false;
    if (const sql::FunctionCall* written = call.written;
        written &&
        (!written->aggregate_order.empty() || written->aggregate_filter || written->aggregate_star ||
         written->aggregate_distinct || written->over || written->variadic))
        return false;
    return arguments[0]->type == type_oid::record || is_row_type(catalog, arguments[0]->type);
}

}  // namespace

Result<ExprPtr> resolve_call(ParseState& state, const CallSite& call, std::vector<ExprPtr> arguments,
                             const Expr* last_set_returning) {
    const Context& context = state.context;
    constexpr std::size_t max_arguments = 100;  // FUNC_MAX_ARGS
    if (arguments.size() > max_arguments)
        return failure("54023",
                       fmt::format("cannot pass more than {} arguments to a function", max_arguments),
                       call.location);
    BACKOUT_ASSIGN(std::vector<std::string> names, argument_names(arguments));
    const bool may_project = may_be_projection(context.catalog, call, arguments);
    const bool is_column = !call.written;
    if (may_project && is_column) {
        BACKOUT_ASSIGN(ExprPtr column, project_column(state, call.name[0], arguments[0], call.location));
        if (column) return column;
    }
    std::vector<Oid> types;
    for (const ExprPtr& argument : arguments)
        types.push_back(argument->type);
    CallShape shape{call.name,        types, names, !(call.written && call.written->variadic), true,
                    call.is_procedure};
    if (std::any_of(types.begin(), types.end(), is_undecided))
        return is_column ? Result<ExprPtr>(ExprPtr())
                         : call_undecided(state, call, shape, std::move(arguments));

    BACKOUT_ASSIGN(FoundFunction found, find_function(context, shape, arguments));
    switch (found.kind) {
        case FoundFunction::Kind::function:
            return build_call(state, call, std::move(arguments), found.candidate, last_set_returning);
        case FoundFunction::Kind::cast: {
            BACKOUT_TRY(check_cast_call_syntax(call, display_name(call.name)));
            return coerce_type(state, arguments[0], found.cast_type, -1, Coercion::explicit_,
                               ExprForm::explicit_call, call.location);
        }
        case FoundFunction::Kind::ambiguous:
            if (is_column) return ExprPtr();
            return ambiguous(context, call, shape);
        case FoundFunction::Kind::not_found:
            break;
    }
    if (is_column) return ExprPtr();
    if (may_project) {
        BACKOUT_ASSIGN(ExprPtr column, project_column(state, call.name[0], arguments[0], call.location));
        if (column) return column;
    }
    return not_found(context, call, shape);
}

Result<ExprPtr> project_or_call(ParseState& state, const std::string& name, ExprPtr argument,
                                sql::Location location) {
    const sql::Names names{name};
    return resolve_call(state, {names, nullptr, false, location}, {std::move(argument)},
                        state.last_set_returning);
}

Result<ExprPtr> project_column(ParseState& state, std::string_view name, const ExprPtr& argument,
                               sql::Location location) {
    if (argument->kind == ExprKind::var && argument->attribute == 0) {
        ParseState* level = &state;
        for (std::int32_t up = argument->levels_up; up > 0 && level; --up)
            level = level->parent;
        if (!level) return ExprPtr();
        for (const NamespaceItem& item : level->name_space) {
            std::int32_t index = item.scope ? item.scope->range_index : item.range_index;
            if (index == argument->range_index)
                return find_item_column(state, *level, item, argument->levels_up, name, location);
        }
    }
    auto columns = row_columns(state, *argument);
    if (!columns) return ExprPtr();
    for (std::size_t i = 0; i < columns->size(); ++i) {
        const catalog::RangeEntry::Column& column = (*columns)[i];
        if (column.name != name) continue;
        auto field = make_expr(ExprKind::field_select, column.type, {argument}, location);
        field->typmod = column.typmod;
        field->collation = column.collation;
        field->attribute = column.attribute ? column.attribute : static_cast<AttributeNumber>(i + 1);
        field->text = column.name;
        return field;
    }
    return ExprPtr();
}

Result<std::vector<ExprPtr>> coerce_arguments(ParseState& state, std::vector<ExprPtr> arguments,
                                              std::span<const Oid> declared) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        ExprPtr& argument = arguments[i];
        if (argument->type == declared[i]) continue;
        if (argument->kind == ExprKind::named_argument) {
            BACKOUT_ASSIGN(ExprPtr value, coerce_type(state, argument->arguments[0], declared[i], -1,
                                                      Coercion::implicit, ExprForm::implicit_cast, -1));
            Expr& named = in_the_making(argument);
            named.type = value->type;
            named.arguments[0] = std::move(value);
            continue;
        }
        BACKOUT_ASSIGN(argument, coerce_type(state, argument, declared[i], -1, Coercion::implicit,
                                             ExprForm::implicit_cast, -1));
    }
    return arguments;
}

}  // namespace backout::analyze
