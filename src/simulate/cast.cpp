#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/statements.h"

/// Casts, transforms and conversions (commands/functioncmds.c, commands/conversioncmds.c).
namespace backout::simulate {

using catalog::Cast;
using catalog::TypeKind;

namespace {

Result<Oid> function_or_none(StatementContext& context, const std::optional<sql::ObjectWithArgs>& function) {
    if (!function) return catalog::invalid_oid;
    return analyze::lookup_function(context.analysis(), *function, sql::ObjectKind::function, false);
}

Result<catalog::TypeInfo> cast_type(StatementContext& context, const sql::TypeName& name, std::string_view which) {
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::resolve_type(context.analysis(), name));
    auto info = catalog::type_info(context.catalog, found.type);
    if (!info) return unknown("the {} type of the cast is not known", which);
    if (info->kind == TypeKind::pseudo)
        return error("42809", "{} data type {} is a pseudo-type", which, printed_type(context, found.type));
    if (info->kind == TypeKind::domain) context.effects.notice("cast will be ignored because the " + std::string(which) +
                                                               " data type is a domain", "42809");
    return *info;
}

Status check_cast_function(const StatementContext& context, Oid function, Oid source, Oid target) {
    auto info = catalog::function_info(context.catalog, function);
    if (!info) return {};
    std::size_t count = info->argument_types.size();
    if (count < 1 || count > 3) return error("42P17", "cast function must take one to three arguments");
    if (!catalog::is_binary_coercible(context.catalog, source, info->argument_types[0]))
        return error("42P17", "argument of cast function must match or be binary-coercible from source data type");
    constexpr Oid int4 = 23, boolean = 16;
    if (count > 1 && info->argument_types[1] != int4)
        return error("42P17", "second argument of cast function must be type integer");
    if (count > 2 && info->argument_types[2] != boolean)
        return error("42P17", "third argument of cast function must be type boolean");
    if (!catalog::is_binary_coercible(context.catalog, info->return_type, target))
        return error("42P17", "return data type of cast function must match or be binary-coercible to target data type");
    if (info->kind != 'f') return error("42P17", "cast function must be a normal function");
    if (info->returns_set) return error("42P17", "cast function must not return a set");
    return {};
}

/// WITHOUT FUNCTION: the two must look the same in memory.
Status check_binary_cast(const catalog::TypeInfo& source, const catalog::TypeInfo& target) {
    if (source.length != target.length || source.by_value != target.by_value || source.align != target.align)
        return error("42P17", "source and target data types are not physically compatible");
    auto refused = [&](TypeKind kind) { return source.kind == kind || target.kind == kind; };
    if (refused(TypeKind::composite)) return error("42P17", "composite data types are not binary-compatible");
    if (refused(TypeKind::enum_)) return error("42P17", "enum data types are not binary-compatible");
    if (source.is_array || target.is_array) return error("42P17", "array data types are not binary-compatible");
    if (refused(TypeKind::domain)) return error("42P17", "domain data types must not be marked binary-compatible");
    return {};
}

}  // namespace

Status create_cast(StatementContext& context, const sql::CreateCastStatement& statement) {
    BACKOUT_ASSIGN(catalog::TypeInfo source, cast_type(context, statement.source, "source"));
    BACKOUT_ASSIGN(catalog::TypeInfo target, cast_type(context, statement.target, "target"));
    char method = statement.function ? 'f' : statement.in_out ? 'i' : 'b';
    BACKOUT_ASSIGN(Oid function, function_or_none(context, statement.function));
    if (function) BACKOUT_TRY(check_cast_function(context, function, source.oid, target.oid));
    if (method == 'b') BACKOUT_TRY(check_binary_cast(source, target));
    if (source.oid == target.oid && method != 'f')
        return error("42P17", "source data type and target data type are the same");
    if (catalog::find_cast(context.catalog, source.oid, target.oid))
        return error("42710", "cast from type {} to type {} already exists", printed_type(context, source.oid),
                     printed_type(context, target.oid));
    auto cast = context.make<Cast>(fmt::format("{}->{}", source.oid, target.oid), catalog::invalid_oid);
    cast->source = source.oid;
    cast->target = target.oid;
    cast->function = function;
    cast->context = static_cast<char>(statement.context);
    cast->method = method;
    depend(*cast, {source.oid, 0});
    depend(*cast, {target.oid, 0});
    if (function) depend(*cast, {function, 0});
    context.catalog.insert(std::move(cast));
    return {};
}

Status create_transform(StatementContext& context, const sql::CreateTransformStatement& statement) {
    BACKOUT_ASSIGN(analyze::TypeReference type, analyze::resolve_type(context.analysis(), statement.type));
    Oid language = catalog::find_language(context.catalog, statement.language);
    if (!language) return error("42704", "language \"{}\" does not exist", statement.language);
    BACKOUT_ASSIGN(Oid from_sql, function_or_none(context, statement.from_sql));
    BACKOUT_ASSIGN(Oid to_sql, function_or_none(context, statement.to_sql));
    std::string name = fmt::format("{}/{}", type.type, language);
    if (const auto* existing = context.catalog.find<catalog::Transform>(catalog::invalid_oid, name)) {
        if (!statement.replace)
            return error("42710", "transform for type {} language \"{}\" already exists", printed_type(context, type.type),
                         statement.language);
        context.catalog.erase(existing->oid);
    }
    auto transform = context.make<catalog::Transform>(name, catalog::invalid_oid);
    transform->type = type.type;
    transform->language = language;
    transform->from_sql = from_sql;
    transform->to_sql = to_sql;
    for (Oid needed : {type.type, language, from_sql, to_sql})
        if (needed) depend(*transform, {needed, 0});
    context.catalog.insert(std::move(transform));
    return {};
}

Status create_conversion(StatementContext& context, const sql::CreateConversionStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    if (context.catalog.find<catalog::Conversion>(name.scope, name.name))
        return error("42710", "conversion \"{}\" already exists", name.name);
    auto conversion = context.make<catalog::Conversion>(name.name, name.scope);
    conversion->for_encoding = statement.for_encoding;
    conversion->to_encoding = statement.to_encoding;
    conversion->is_default = statement.is_default;
    sql::ObjectWithArgs wanted;
    wanted.names = statement.function;
    wanted.args_unspecified = true;
    BACKOUT_ASSIGN(conversion->function, analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false));
    depend(*conversion, {conversion->function, 0});
    context.catalog.insert(std::move(conversion));
    return {};
}

}  // namespace backout::simulate
