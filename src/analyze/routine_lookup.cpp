#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyze/function.h"
#include "analyze/names.h"
#include "analyze/propagate.h"

/// Functions and operators named with the types of their arguments, as DROP, ALTER and COMMENT name them
/// (LookupFuncWithArgs in parser/parse_func.c, LookupOperWithArgs in parser/parse_oper.c).
namespace backout::analyze {

namespace {

using sql::ObjectKind;
using Types = std::vector<Oid>;

/// The types of a list; nothing where one is missing and that is allowed.
Result<std::optional<Types>> types_of(const Context& context, const std::vector<const sql::TypeName*>& names,
                                      bool missing_ok) {
    Types types;
    for (const sql::TypeName* name : names) {
        auto type = missing_ok ? lookup_type(context, *name) : resolve_type(context, *name);
        if (!type && missing_ok && type.error().missing.kind != Missing::Kind::none)
            return std::optional<Types>();
        if (!type) return passed_on(type);
        if (!type->type) return std::optional<Types>();
        types.push_back(type->type);
    }
    return std::optional<Types>(std::move(types));
}

std::vector<const sql::TypeName*> input_types(const sql::ObjectWithArgs& function) {
    std::vector<const sql::TypeName*> names;
    for (const auto& type : function.argument_types)
        if (type) names.push_back(&*type);
    return names;
}

/// Also the output ones: a procedure may be named with all of its arguments.
std::vector<const sql::TypeName*> all_types(const sql::ObjectWithArgs& function) {
    std::vector<const sql::TypeName*> names;
    for (const sql::FunctionParameter& parameter : function.parameters)
        if (parameter.mode != sql::ParameterMode::table) names.push_back(&parameter.type);
    return names;
}

bool kind_may_be(ObjectKind wanted, char kind) {
    if (wanted == ObjectKind::procedure) return kind == 'p';
    return wanted == ObjectKind::routine || kind != 'p';
}

/// The functions of a name, each once, that are of these argument types (or of any) and of a fitting kind.
Result<std::vector<Oid>> matching_functions(const Context& context, const sql::Names& name,
                                            const Types* types, ObjectKind kind, bool with_output) {
    BACKOUT_ASSIGN(QualifiedName parts, split_name(name));
    std::vector<Oid> scopes = context.path.namespaces;
    if (!parts.schema.empty()) {
        BACKOUT_ASSIGN(Oid scope, require_namespace(context, parts.schema, sql::no_location));
        scopes = {scope};
    }
    std::vector<Oid> found;
    std::vector<Types> seen;
    for (Oid scope : scopes) {
        std::vector<catalog::FunctionInfo> functions;
        catalog::functions_named(context.catalog, scope, parts.name, functions);
        for (const catalog::FunctionInfo& function : functions) {
            const bool all = with_output && !function.all_argument_types.empty();
            Types own(all ? function.all_argument_types.begin() : function.argument_types.begin(),
                      all ? function.all_argument_types.end() : function.argument_types.end());
            if (!kind_may_be(kind, function.kind) || (types && own != *types)) continue;
            if (std::find(seen.begin(), seen.end(), own) != seen.end())
                continue;  // hidden by one earlier in the path
            seen.push_back(std::move(own));
            found.push_back(function.oid);
        }
    }
    return found;
}

std::string_view word_of(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::procedure:
            return "procedure";
        case ObjectKind::aggregate:
            return "aggregate";
        default:
            return "function";
    }
}

std::string signature(const Context& context, const sql::Names& name, const Types& types) {
    std::vector<std::string> words;
    for (Oid type : types)
        words.push_back(type_text(context, type));
    return fmt::format("{}({})", display_name(name), fmt::join(words, ", "));
}

tl::unexpected<Error> not_found(const Context& context, const sql::ObjectWithArgs& function, ObjectKind kind,
                                const Types& types) {
    Missing what{Missing::Kind::function, function.names.size() > 1 ? function.names[0] : std::string(),
                 function.names.back()};
    std::string message;
    if (function.args_unspecified)
        message = fmt::format("could not find {} {} named \"{}\"", kind == ObjectKind::aggregate ? "an" : "a",
                              word_of(kind), display_name(function.names));
    else if (kind == ObjectKind::aggregate && types.empty())
        message = fmt::format("aggregate {}(*) does not exist", display_name(function.names));
    else
        message =
            fmt::format("{} {} does not exist", word_of(kind), signature(context, function.names, types));
    return missing_object(context, std::move(what), "42883", std::move(message), function.location);
}

tl::unexpected<Error> not_unique(const sql::ObjectWithArgs& function, ObjectKind kind) {
    std::string_view word = kind == ObjectKind::routine ? "routine" : word_of(kind);
    return failure("42725", fmt::format("{} name \"{}\" is not unique", word, display_name(function.names)),
                   function.location,
                   function.args_unspecified
                       ? fmt::format("Specify the argument list to select the {} unambiguously.", word)
                       : std::string());
}

/// A function that isn't of the kind that was asked for.
Result<Oid> check_kind(const Context& context, const sql::ObjectWithArgs& function, ObjectKind kind, Oid oid,
                       const Types& types) {
    const char found = catalog::function_info(context.catalog, oid)->kind;
    const std::string text = signature(context, function.names, types);
    if (kind == ObjectKind::function && found == 'p')
        return failure("42809", text + " is not a function", function.location);
    if (kind == ObjectKind::procedure && found != 'p')
        return failure("42809", text + " is not a procedure", function.location);
    if (kind == ObjectKind::aggregate && found != 'a')
        return failure("42809", fmt::format("function {} is not an aggregate", text), function.location);
    return oid;
}

}  // namespace

Result<Oid> lookup_function(const Context& context, const sql::ObjectWithArgs& function, sql::ObjectKind kind,
                            bool missing_ok) {
    BACKOUT_ASSIGN(std::optional<Types> types, types_of(context, input_types(function), missing_ok));
    if (!types) return catalog::invalid_oid;
    const Types* wanted = function.args_unspecified ? nullptr : &*types;
    // Where types tell what is meant, the kind is looked at afterwards.
    const ObjectKind considered = wanted ? ObjectKind::routine : kind;
    auto matches = matching_functions(context, function.names, wanted, considered, false);
    if (!matches && missing_ok && matches.error().missing.kind == Missing::Kind::schema)
        return catalog::invalid_oid;
    if (!matches) return passed_on(matches);
    std::vector<Oid> found = std::move(*matches);
    if (wanted && (kind == ObjectKind::procedure || kind == ObjectKind::routine)) {
        BACKOUT_ASSIGN(std::optional<Types> all, types_of(context, all_types(function), missing_ok));
        if (all) {
            BACKOUT_ASSIGN(std::vector<Oid> more,
                           matching_functions(context, function.names, &*all, ObjectKind::procedure, true));
            for (Oid oid : more)
                if (std::find(found.begin(), found.end(), oid) == found.end()) found.push_back(oid);
        }
    }
    if (found.size() > 1) return not_unique(function, kind);
    if (found.size() == 1) return check_kind(context, function, kind, found[0], *types);
    if (missing_ok) return catalog::invalid_oid;
    return not_found(context, function, kind, *types);
}

Result<Oid> lookup_operator(const Context& context, const sql::ObjectWithArgs& operator_, bool missing_ok) {
    std::array<Oid, 2> operands{};
    for (std::size_t i = 0; i < operands.size() && i < operator_.argument_types.size(); ++i) {
        if (!operator_.argument_types[i]) continue;
        BACKOUT_ASSIGN(std::optional<Types> types,
                       types_of(context, {&*operator_.argument_types[i]}, missing_ok));
        if (!types) return catalog::invalid_oid;
        operands[i] = types->front();
    }
    if (!operands[1]) return failure("42601", "postfix operators are not supported", operator_.location);
    BACKOUT_ASSIGN(QualifiedName parts, split_name(operator_.names));
    Oid found = catalog::invalid_oid;
    if (parts.schema.empty()) {
        found = catalog::find_operator(context.catalog, context.path, parts.name, operands[0], operands[1]);
    } else {
        // In a schema that isn't there, no operator is either.
        if (Oid scope = catalog::find_namespace(context.catalog, parts.schema))
            found = catalog::find_operator(context.catalog, scope, parts.name, operands[0], operands[1]);
    }
    if (found || missing_ok) return found;
    std::string left = operands[0] ? type_text(context, operands[0]) + " " : std::string();
    return missing_object(context, {}, "42883",
                          fmt::format("operator does not exist: {}{} {}", left, display_name(operator_.names),
                                      type_text(context, operands[1])),
                          operator_.location);
}

}  // namespace backout::analyze
