#include "simulate/names.h"
#include "simulate/permissions.h"

/// Functions, aggregates, operators, casts, and what only superusers may make.
namespace backout::simulate {

namespace {

Status check_language(const StatementContext& context, const std::string& name) {
    Oid language = catalog::find_language(context.catalog, name);
    if (language == catalog::invalid_oid) return {};
    if (const auto* own = context.catalog.find<catalog::Language>(language); own && !own->trusted)
        return permission_denied("language", name);
    return check_privilege(context, ObjectClass::language, language, catalog::privilege_usage);
}

/// The input arguments' types, in a function's signature; empty when one isn't known.
std::optional<std::vector<Oid>> input_types(const StatementContext& context,
                                            const std::vector<sql::FunctionParameter>& parameters, bool procedure) {
    std::vector<Oid> types;
    for (const sql::FunctionParameter& parameter : parameters) {
        bool is_output = parameter.mode == sql::ParameterMode::table ||
                         (parameter.mode == sql::ParameterMode::out && !procedure);
        if (is_output) continue;
        Oid type = find_type_quietly(context, parameter.type);
        if (type == catalog::invalid_oid) return std::nullopt;
        types.push_back(type);
    }
    return types;
}

Status check_replaced_function(const StatementContext& context, Oid schema, const std::string& name,
                               const std::vector<sql::FunctionParameter>& parameters, bool procedure) {
    auto types = input_types(context, parameters, procedure);
    if (!types || schema == catalog::invalid_oid) return {};
    Oid existing = catalog::find_function(context.catalog, schema, name, *types);
    return existing == catalog::invalid_oid ? Status{} : check_owner(context, ObjectClass::function, existing);
}

bool is_set(const sql::Option& option) { return option.kind == sql::Option::Kind::none || option.text != "false"; }

Status check_function_options(const sql::Options& options) {
    for (const sql::Option& option : options) {
        if (option.name == "leakproof" && is_set(option))
            return error("42501", "only superuser can define a leakproof function");
        if (option.name == "support") return error("42501", "must be superuser to specify a support function");
    }
    return {};
}

Status check_create_function(StatementContext& context, const sql::CreateFunctionStatement& statement) {
    BACKOUT_ASSIGN(Oid schema, check_creation(context, statement.names));
    std::string language = statement.has_sql_body ? "sql" : std::string();
    for (const sql::Option& option : statement.options)
        if (option.name == "language") language = option.text;
    if (!language.empty()) BACKOUT_TRY(check_language(context, language));
    BACKOUT_TRY(check_function_options(statement.options));
    for (const sql::FunctionParameter& parameter : statement.parameters)
        BACKOUT_TRY(check_type_usage(context, parameter.type));
    if (statement.return_type) BACKOUT_TRY(check_type_usage(context, *statement.return_type));
    if (!statement.replace) return {};
    return check_replaced_function(context, schema, statement.names.back(), statement.parameters, statement.procedure);
}

Status check_alter_function(StatementContext& context, const sql::AlterFunctionStatement& statement) {
    auto function = analyze::lookup_function(context.analysis(), statement.function, statement.object, true);
    if (!function || *function == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_owner(context, ObjectClass::function, *function));
    return check_function_options(statement.actions);
}

Status check_cast(StatementContext& context, const sql::CreateCastStatement& statement) {
    Oid source = find_type_quietly(context, statement.source);
    Oid target = find_type_quietly(context, statement.target);
    if (source == catalog::invalid_oid || target == catalog::invalid_oid) return {};
    Oid role = context.session.state.current_role;
    if (!owns(context.catalog, source, role) && !owns(context.catalog, target, role))
        return error("42501", "must be owner of type {} or type {}", name_in_error(context, ObjectClass::type, source),
                     name_in_error(context, ObjectClass::type, target));
    BACKOUT_TRY(check_type_usage(context, source));
    BACKOUT_TRY(check_type_usage(context, target));
    if (statement.function || statement.in_out) return {};
    return error("42501", "must be superuser to create a cast WITHOUT FUNCTION");
}

Status check_transform(StatementContext& context, const sql::CreateTransformStatement& statement) {
    Oid type = find_type_quietly(context, statement.type);
    if (type == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_owner(context, ObjectClass::type, type));
    return check_language(context, statement.language);
}

/// EXECUTE on a function that a definition names: which of several is meant isn't decided here, so all must be denied.
/// An operator's result type must be permitted as well.
Status check_named_function(const StatementContext& context, const sql::Names& names, bool with_result) {
    std::vector<catalog::FunctionInfo> found;
    if (names.size() >= 2)
        catalog::functions_named(context.catalog, catalog::find_namespace(context.catalog, names[names.size() - 2]),
                                 names.back(), found);
    else if (!names.empty())
        found = catalog::functions_named(context.catalog, context.path, names.back());
    Status status;
    for (const catalog::FunctionInfo& function : found) {
        status = check_privilege(context, ObjectClass::function, function.oid, catalog::privilege_execute);
        if (status && with_result) status = check_type_usage(context, function.return_type);
        if (status) return {};
    }
    return status;
}

/// The types that a list of definitions names: an aggregate's state, an operator's operands.
Status check_definition_types(StatementContext& context, const sql::Options& definition) {
    for (const sql::Option& option : definition) {
        bool names_type = option.name == "stype" || option.name == "stype1" || option.name == "mstype" ||
                          option.name == "basetype" || option.name == "leftarg" || option.name == "rightarg";
        if (names_type && option.type) BACKOUT_TRY(check_type_usage(context, *option.type));
    }
    for (const sql::Option& option : definition) {
        bool of_operator = option.name == "procedure" || option.name == "function";
        if (of_operator || option.name == "sfunc" || option.name == "finalfunc")
            BACKOUT_TRY(check_named_function(context, option.names, of_operator));
    }
    return {};
}

Status check_define(StatementContext& context, const sql::DefineStatement& statement) {
    using Object = sql::ObjectKind;
    if (statement.object == Object::ts_parser) return check_superuser(context, "must be superuser to create text search parsers");
    if (statement.object == Object::ts_template)
        return check_superuser(context, "must be superuser to create text search templates");
    // A base type, with its functions; without them it is a shell, which anyone may make.
    if (statement.object == Object::type && !statement.definition.empty())
        return check_superuser(context, "must be superuser to create a base type");
    BACKOUT_ASSIGN(Oid schema, check_creation(context, statement.names));
    for (const sql::FunctionParameter& parameter : statement.parameters)
        BACKOUT_TRY(check_type_usage(context, parameter.type));
    BACKOUT_TRY(check_definition_types(context, statement.definition));
    if (statement.object != Object::aggregate || !statement.replace) return {};
    return check_replaced_function(context, schema, statement.names.back(), statement.parameters, false);
}

}  // namespace

Status check_routine_permissions(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::create_function:
            return check_create_function(context, static_cast<const sql::CreateFunctionStatement&>(statement));
        case Kind::alter_function:
            return check_alter_function(context, static_cast<const sql::AlterFunctionStatement&>(statement));
        case Kind::do_: {
            const auto& block = static_cast<const sql::DoStatement&>(statement);
            return check_language(context, block.language.empty() ? "plpgsql" : block.language);
        }
        case Kind::create_cast: return check_cast(context, static_cast<const sql::CreateCastStatement&>(statement));
        case Kind::create_transform:
            return check_transform(context, static_cast<const sql::CreateTransformStatement&>(statement));
        case Kind::create_conversion: {
            BACKOUT_TRY(check_creation(context, static_cast<const sql::CreateConversionStatement&>(statement).names));
            return {};
        }
        case Kind::create_language: return check_superuser(context, "must be superuser to create custom procedural language");
        case Kind::create_access_method: {
            const auto& method = static_cast<const sql::CreateAccessMethodStatement&>(statement);
            return error("42501", "permission denied to create access method \"{}\"", method.name);
        }
        case Kind::define: return check_define(context, static_cast<const sql::DefineStatement&>(statement));
        case Kind::alter_operator: {
            const auto& alter = static_cast<const sql::AlterOperatorStatement&>(statement);
            auto oid = analyze::lookup_operator(context.analysis(), alter.operator_, true);
            if (!oid || *oid == catalog::invalid_oid) return {};
            return check_owner(context, ObjectClass::operator_, *oid);
        }
        case Kind::create_operator_class: return check_superuser(context, "must be superuser to create an operator class");
        case Kind::create_operator_family: return check_superuser(context, "must be superuser to create an operator family");
        case Kind::alter_operator_family: return check_superuser(context, "must be superuser to alter an operator family");
        default: return {};
    }
}

}  // namespace backout::simulate
