#include "simulate/table_column.h"

#include <algorithm>
#include <array>

#include "analyze/references.h"
#include "simulate/assume.h"
#include "simulate/names.h"

namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::AttributeDefault;
using catalog::AttributeNumber;
using catalog::ExprPtr;
using catalog::Relation;

bool is_toastable(const Catalog& catalog, Oid type) {
    const std::optional<catalog::TypeInfo> info = catalog::type_info(catalog, type);
    return !info || info->storage != 'p';
}

Oid find_default(const Catalog& catalog, Oid relation, AttributeNumber column) {
    const auto* table = catalog.find<Relation>(relation);
    const Attribute* attribute = table ? table->find_attribute(column) : nullptr;
    return attribute ? attribute->default_oid : catalog::invalid_oid;
}

/// Who reads a virtual column runs what it is computed with, so that must be the server's own
/// (check_virtual_generated_security_walker, catalog/heap.c).
Status check_virtual_expression(const StatementContext& context, const catalog::Expr& expression) {
    auto refuse = [](std::string_view what) -> Status {
        auto made = error("0A000", "generation expression uses user-defined {}", what);
        made.value().detail = fmt::format(
            "Virtual generated columns that make use of user-defined {}s are not yet supported.", what);
        return made;
    };
    for (const ObjectAddress& used : analyze::references_of(context.catalog, expression)) {
        const catalog::Object* object = context.catalog.find(used.oid);
        if (object && object->object_class == ObjectClass::function) return refuse("function");
    }
    bool user_type = false;
    analyze::walk(expression, [&](const catalog::Expr& part) { user_type |= !catalog::is_builtin(part.type); });
    return user_type ? refuse("type") : Status{};
}

/// check_nested_generated and what else cookDefault asks of generation expressions (catalog/heap.c).
Status check_generation_expression(const StatementContext& context, const Relation& relation, char generated,
                                   const catalog::Expr& expression) {
    for (AttributeNumber number : analyze::columns_of(expression)) {
        if (number == 0) {
            auto made = error("42P17", "cannot use whole-row variable in column generation expression");
            made.value().detail = "This would cause the generated column to depend on its own value.";
            return made;
        }
        const Attribute* used = relation.find_attribute(number);
        if (!used || !used->generated) continue;
        auto made =
            error("42P17", "cannot use generated column \"{}\" in column generation expression", used->name);
        made.value().detail = "A generated column cannot reference another generated column.";
        return made;
    }
    return generated == 'v' ? check_virtual_expression(context, expression) : Status{};
}

/// Dependencies of a default, as StoreAttrDefault (catalog/pg_attrdef.c) records them. Before 15 the
/// generated column itself depended on what its expression reads; since then the expression does.
void depend_default(StatementContext& context, AttributeDefault& made, Oid relation, bool generated) {
    const std::vector<ObjectAddress> used =
        analyze::references_of(context.catalog, *made.expression, relation);
    const ObjectAddress column{relation, made.attribute};
    if (generated && context.major() >= 15) {
        depend(made, column, catalog::DependencyType::internal);
    } else {
        depend(made, column, catalog::DependencyType::auto_);
    }
    if (generated && context.major() < 15)
        context.catalog.change<Relation>(relation, [&](Relation& changed) {
            depend(changed, used, catalog::DependencyType::auto_, made.attribute);
        });
    else
        depend(made, used);
}

AttributeNumber system_column_number(std::string_view name) {
    // access/sysattr.h
    static constexpr std::array<std::pair<std::string_view, AttributeNumber>, 6> numbers{
        {{"ctid", -1}, {"xmin", -2}, {"cmin", -3}, {"xmax", -4}, {"cmax", -5}, {"tableoid", -6}}};
    for (const auto& [system_name, number] : numbers)
        if (system_name == name) return number;
    return 0;
}

}  // namespace

Status resolve_column_type(StatementContext& context, const sql::ColumnDefinition& definition,
                           ColumnRequest& column) {
    const sql::TypeName& type_name = *definition.type;
    BACKOUT_ASSIGN(const analyze::TypeReference named, analyze::resolve_type(context.analysis(), type_name));
    column.type = named.type;
    column.typmod = named.typmod;
    if (type_name.setof) return error("42P16", "column \"{}\" cannot be declared SETOF", definition.name);
    BACKOUT_ASSIGN(column.collation, analyze::resolve_collation(context.analysis(), definition.collation,
                                                                named.type, definition.location));
    if (!definition.storage.empty()) {
        BACKOUT_ASSIGN(column.storage, attribute_storage(context.catalog, named.type, definition.storage));
    }
    if (!definition.compression.empty()) {
        BACKOUT_ASSIGN(column.compression,
                       attribute_compression(context.catalog, named.type, definition.compression));
    }
    return {};
}

Attribute make_attribute(const StatementContext& context, const ColumnRequest& column) {
    Attribute attribute;
    attribute.name = column.name;
    attribute.type = column.type;
    attribute.typmod = column.typmod;
    attribute.collation = column.collation;
    attribute.not_null = column.not_null;
    attribute.identity = column.identity;
    attribute.generated = column.generated;
    attribute.storage = column.storage;
    if (!attribute.storage)
        if (const std::optional<catalog::TypeInfo> info = catalog::type_info(context.catalog, column.type))
            attribute.storage = info->storage;
    attribute.compression = column.compression;
    attribute.fdw_options = column.fdw_options;
    attribute.comment = column.comment;
    attribute.is_local = column.is_local;
    attribute.inherit_count = column.inherit_count;
    attribute.origin = context.origin;
    return attribute;
}

Result<char> attribute_storage(const Catalog& catalog, Oid type, std::string_view storage) {
    std::string word(storage);
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    const bool toastable = is_toastable(catalog, type);
    char found = 0;
    if (word == "plain")
        found = 'p';
    else if (word == "external")
        found = 'e';
    else if (word == "extended")
        found = 'x';
    else if (word == "main")
        found = 'm';
    else if (word == "default" && catalog.major_number() >= 16) {
        const std::optional<catalog::TypeInfo> info = catalog::type_info(catalog, type);
        found = info ? info->storage : 'p';
    } else {
        return error("22023", "invalid storage type \"{}\"", storage);
    }
    if (found != 'p' && !toastable)
        return error("0A000", "column data type {} can only have storage PLAIN",
                     catalog::format_type(catalog, catalog::catalog_only_path(), type));
    return found;
}

Result<char> attribute_compression(const Catalog& catalog, Oid type, std::string_view compression) {
    if (compression.empty() || compression == "default") return char{0};
    if (!is_toastable(catalog, type))
        return error("0A000", "column data type {} does not support compression",
                     catalog::format_type(catalog, catalog::catalog_only_path(), type));
    if (compression == "pglz") return 'p';
    if (compression == "lz4") return 'l';
    return error("22023", "invalid compression method \"{}\"", compression);
}

Result<ExprPtr> analyze_column_default(StatementContext& context, Oid relation, AttributeNumber column,
                                       const sql::Expression& expression) {
    const auto* table = context.catalog.find<Relation>(relation);
    const Attribute* attribute = table->find_attribute(column);
    const bool generated = attribute->generated != 0;
    if (attribute->type == catalog::invalid_oid)
        return unknown("the type of column \"{}\" of \"{}\" is not known", attribute->name, table->name);
    BACKOUT_ASSIGN(ExprPtr cooked,
                   analyze::analyze_default(
                       context.analysis(), expression, attribute->name, attribute->type, attribute->typmod,
                       generated, generated ? relation_scope(context.catalog, relation) : analyze::Scope{}));
    if (generated) BACKOUT_TRY(check_generation_expression(context, *table, attribute->generated, *cooked));
    return cooked;
}

Status add_column_default(StatementContext& context, Oid relation, AttributeNumber column,
                          const sql::Expression& expression) {
    BACKOUT_ASSIGN(ExprPtr cooked, analyze_column_default(context, relation, column, expression));
    const bool generated = context.catalog.find<Relation>(relation)->find_attribute(column)->generated != 0;
    if (!generated && is_null_default(*cooked))
        remove_column_default(context, relation, column);
    else
        store_column_default(context, relation, column, std::move(cooked));
    return {};
}

bool is_null_default(const catalog::Expr& expression) {
    return expression.kind == catalog::ExprKind::constant && expression.flag;
}

void store_column_default(StatementContext& context, Oid relation, AttributeNumber column,
                          ExprPtr expression) {
    store_column_defaults(context, relation, {{column, std::move(expression)}});
}

void store_column_defaults(StatementContext& context, Oid relation,
                           const std::vector<std::pair<AttributeNumber, ExprPtr>>& defaults) {
    if (defaults.empty()) return;
    std::vector<std::shared_ptr<AttributeDefault>> stored;
    stored.reserve(defaults.size());
    for (const auto& [column, expression] : defaults) {
        remove_column_default(context, relation, column);
        auto made = context.make<AttributeDefault>(std::to_string(column), relation);
        made->attribute = column;
        made->expression = expression;
        const char generated = context.catalog.find<Relation>(relation)->find_attribute(column)->generated;
        depend_default(context, *made, relation, generated != 0);
        stored.push_back(std::move(made));
    }
    context.catalog.change<Relation>(relation, [&](Relation& changed) {
        for (const auto& made : stored)
            changed.find_attribute(made->attribute)->default_oid = made->oid;
    });
    for (auto& made : stored)
        context.catalog.insert(std::move(made));
}

void remove_column_default(StatementContext& context, Oid relation, AttributeNumber column) {
    const Oid existing = find_default(context.catalog, relation, column);
    if (existing == catalog::invalid_oid) return;
    context.catalog.erase(existing);
    context.catalog.change<Relation>(relation, [&](Relation& changed) {
        changed.find_attribute(column)->default_oid = catalog::invalid_oid;
        if (context.major() < 15 && changed.find_attribute(column)->generated)
            std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
                return dependency.column == column && dependency.type == catalog::DependencyType::auto_;
            });
    });
}

analyze::Scope relation_scope(const Catalog& catalog, Oid relation) {
    analyze::ScopeRelation scope;
    scope.relation = relation;
    if (const std::optional<catalog::RelationInfo> info = catalog::relation_info(catalog, relation)) {
        scope.name = info->name;
        scope.open = info->open;
    }
    analyze::Scope made;
    made.push_back(std::move(scope));
    return made;
}

Result<AttributeNumber> get_column(StatementContext& context, Oid relation, std::string_view name) {
    const auto* table = context.catalog.find<Relation>(relation);
    if (const Attribute* attribute = table->find_attribute(name)) return attribute->number;
    if (const AttributeNumber system = system_column_number(name)) return system;
    if (table->open) return assume_column(context, relation, name);
    return error("42703", "column \"{}\" of relation \"{}\" does not exist", name, table->name);
}

Result<AttributeNumber> get_key_column(StatementContext& context, Oid relation, std::string_view name,
                                       sql::Location location) {
    const auto* table = context.catalog.find<Relation>(relation);
    if (const Attribute* attribute = table->find_attribute(name)) return attribute->number;
    if (table->open) return assume_column(context, relation, name);
    return error_at(location, "42703", "column \"{}\" named in key does not exist", name);
}

}  // namespace backout::simulate
