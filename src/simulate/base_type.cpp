#include <algorithm>
#include <charconv>

#include "analyze/type_oid.h"
#include "simulate/define_object.h"
#include "simulate/definition_options.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/shell_type.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"

/// CREATE TYPE name (INPUT = …) and ALTER TYPE name SET (…): DefineType, AlterType (commands/typecmds.c).
namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Type;
using catalog::TypeKind;

namespace {

/// Input functions take a cstring, or that with the type's number and modifier.
Result<Oid> input_function(StatementContext& context, const sql::Names& names) {
    auto one = exact_function(context, names, {type_oid::cstring});
    if (one) return one;
    if (auto three = exact_function(context, names, {type_oid::cstring, type_oid::oid, type_oid::int4})) return three;
    return one;
}

void copy_like(const Catalog& catalog, Type& type, Oid like) {
    auto info = catalog::type_info(catalog, like);
    if (!info) return;
    type.length = info->length;
    type.by_value = info->by_value;
    type.align = info->align;
    type.storage = info->storage;
}

void set_layout(Type& type, const sql::Options& options) {
    if (std::string length = option_text(options, "internallength"); !length.empty() && length != "variable")
        std::from_chars(length.data(), length.data() + length.size(), type.length);
    if (option_is_true(options, "passedbyvalue")) type.by_value = true;
    if (std::string align = option_text(options, "alignment"); !align.empty())
        type.align = align == "double" ? 'd' : align == "int2" ? 's' : align == "char" ? 'c' : 'i';
    if (std::string storage = option_text(options, "storage"); !storage.empty())
        type.storage = storage == "extended" ? 'x' : storage == "external" ? 'e' : storage == "main" ? 'm' : 'p';
    if (std::string category = option_text(options, "category"); !category.empty()) type.category = category.front();
    type.preferred = option_is_true(options, "preferred");
    if (std::string delimiter = option_text(options, "delimiter"); !delimiter.empty()) type.delimiter = delimiter.front();
}

}  // namespace

Status create_base_type(StatementContext& context, const sql::DefineStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    Oid existing = catalog::find_type(context.catalog, name.scope, name.name);
    const auto* shell = context.catalog.find<Type>(existing);
    if (shell && shell->defined && make_type_name_free(context, name.scope, name.name)) shell = nullptr, existing = 0;
    if (statement.definition.empty()) {
        if (existing) return error("42710", "type \"{}\" already exists", name.name);
        BACKOUT_TRY(insert_shell_type(context, statement.names));
        return {};
    }
    if (existing && (!shell || shell->defined)) return error("42710", "type \"{}\" already exists", name.name);
    if (!existing) {
        auto failure = error("42710", "type \"{}\" does not exist", name.name);
        failure.value().hint = "Create the type as a shell type, then create its I/O functions, then do a full CREATE TYPE.";
        return failure;
    }
    const sql::Options& options = statement.definition;
    sql::Names input = option_names(options, "input"), output = option_names(options, "output");
    if (input.empty()) return error("42P17", "type input function must be specified");
    if (output.empty()) return error("42P17", "type output function must be specified");

    auto type = std::static_pointer_cast<Type>(shell->clone());
    type->kind = TypeKind::base;
    type->category = 'U';
    type->defined = true;
    type->length = -1;
    type->by_value = false;
    BACKOUT_ASSIGN(Oid like, option_type(context, options, "like"));
    copy_like(context.catalog, *type, like);
    set_layout(*type, options);
    BACKOUT_ASSIGN(type->input, input_function(context, input));
    BACKOUT_ASSIGN(type->output, exact_function(context, output, {existing}));
    auto info = catalog::function_info(context.catalog, type->input);
    if (info && info->return_type != existing)
        return error("42P17", "type input function {} must return type {}", display_name(input), name.name);
    depend(*type, {type->input, 0});
    depend(*type, {type->output, 0});
    for (const char* support : {"receive", "send", "typmod_in", "typmod_out", "analyze", "subscript", "element", "default"})
        if (find_option(options, support)) type->properties.emplace_back(support, option_text(options, support));
    type->has_typmod = find_option(options, "typmod_in") != nullptr;
    if (option_is_true(options, "collatable")) type->collation = catalog::default_collation;
    type->array = insert_array_type(context, *type);
    context.catalog.change<Type>(existing, [&](Type& changed) { changed = *type; });
    return {};
}

Status alter_type(StatementContext& context, const sql::AlterTypeStatement& statement) {
    sql::TypeName name;
    name.names = statement.names;
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::resolve_type(context.analysis(), name));
    const auto* type = context.catalog.find<Type>(found.type);
    if (!type || type->kind != TypeKind::base || type->is_array) {
        if (type && type->assumed) return {};
        return error("42809", "{} is not a base type", printed_type(context, found.type));
    }
    context.catalog.change<Type>(found.type, [&](Type& changed) {
        for (const sql::Option& option : statement.options) {
            std::erase_if(changed.properties, [&](const auto& property) { return property.first == option.name; });
            if (!option.text.empty() && option.name != "storage") changed.properties.emplace_back(option.name, option.text);
        }
        if (find_option(statement.options, "storage")) set_layout(changed, statement.options);
    });
    return {};
}

}  // namespace backout::simulate
