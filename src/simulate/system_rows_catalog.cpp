#include "simulate/system_rows.h"

/// Rows of pg_catalog's tables.
namespace backout::simulate {

using catalog::Constraint;
using catalog::Relation;
using catalog::Type;

namespace {

Value oid_value(Oid oid) { return Value::number(static_cast<std::int64_t>(oid)); }
Value letter(char c) { return Value::scalar(c ? std::string(1, c) : std::string()); }
Value name_value(const catalog::Object& object) { return Value::scalar(object.name); }

Value attribute_list(const std::vector<AttributeNumber>& numbers) {
    std::vector<Value> elements;
    for (AttributeNumber number : numbers) elements.push_back(Value::number(number));
    return elements.empty() ? Value::null() : Value::array(std::move(elements));
}

}  // namespace

std::vector<Oid> all_namespaces(const Catalog& catalog) {
    std::vector<Oid> found{catalog::pg_catalog_namespace, catalog::find_namespace(catalog, "information_schema")};
    for (const auto* schema : catalog.all_of_class<catalog::Namespace>()) found.push_back(schema->oid);
    return found;
}

std::vector<catalog::FunctionInfo> all_functions_named(const Catalog& catalog, std::string_view name) {
    std::vector<catalog::FunctionInfo> found;
    for (Oid scope : all_namespaces(catalog)) catalog::functions_named(catalog, scope, name, found);
    return found;
}

void fill_pg_namespace(SystemRows& rows) {
    for (const auto* schema : rows.catalog().all_of_class<catalog::Namespace>())
        rows.add({oid_value(schema->oid), name_value(*schema), oid_value(schema->owner)});
    for (auto [oid, name] : {std::pair{catalog::pg_catalog_namespace, "pg_catalog"}, std::pair{catalog::pg_toast_namespace, "pg_toast"}})
        rows.add({oid_value(oid), Value::scalar(name), oid_value(10)});
    rows.add({oid_value(catalog::find_namespace(rows.catalog(), "information_schema")), Value::scalar("information_schema"),
              oid_value(10)});
}

void fill_pg_class(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        if (!rows.wants("relname", relation->name)) continue;
        rows.add({oid_value(relation->oid), name_value(*relation), oid_value(relation->scope),
                  letter(static_cast<char>(relation->kind)), Value::boolean(relation->row_security),
                  Value::boolean(relation->force_row_security), Value::boolean(relation->is_partition),
                  letter(relation->persistence), oid_value(relation->owner)});
    }
}

void fill_pg_attribute(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        if (!rows.wants("attrelid", std::to_string(relation->oid))) continue;
        for (const auto& attribute : relation->attributes) {
            if (!rows.wants("attname", attribute.name)) continue;
            rows.add({oid_value(relation->oid), Value::scalar(attribute.name), Value::number(attribute.number),
                      oid_value(attribute.type), Value::boolean(attribute.not_null),
                      Value::boolean(attribute.default_oid != catalog::invalid_oid), Value::boolean(false),
                      letter(attribute.identity), letter(attribute.generated)});
        }
    }
}

void fill_pg_type(SystemRows& rows) {
    auto add = [&](const catalog::TypeInfo& type) {
        rows.add({oid_value(type.oid), Value::scalar(std::string(type.name)), oid_value(type.scope),
                  letter(static_cast<char>(type.kind)), oid_value(type.relation), oid_value(type.element),
                  oid_value(type.array), oid_value(type.base_type)});
    };
    // Types of a fresh server and of extensions are looked up: they are too many to be listed.
    std::vector<Oid> found;
    if (const std::string* name = rows.asked("typname")) {
        for (Oid scope : all_namespaces(rows.catalog()))
            if (Oid type = catalog::find_type(rows.catalog(), scope, *name)) found.push_back(type);
    } else if (const std::string* oid = rows.asked("oid")) {
        found.push_back(static_cast<Oid>(Value::scalar(*oid).integer().value_or(0)));
    } else {
        for (const auto* type : rows.catalog().all_of_class<Type>()) found.push_back(type->oid);
    }
    for (Oid type : found)
        if (auto info = catalog::type_info(rows.catalog(), type)) add(*info);
}

void fill_pg_enum(SystemRows& rows) {
    for (const auto* type : rows.catalog().all_of_class<Type>()) {
        if (type->labels.empty() || !rows.wants("enumtypid", std::to_string(type->oid))) continue;
        for (const auto& label : type->labels)
            if (rows.wants("enumlabel", label.label))
                rows.add({Value::unknown(), oid_value(type->oid), Value::scalar(label.label),
                          Value::number(static_cast<std::int64_t>(label.sort_order))});
    }
}

void fill_pg_constraint(SystemRows& rows) {
    for (const auto* constraint : rows.catalog().all_of_class<Constraint>()) {
        if (!rows.wants("conname", constraint->name)) continue;
        const auto* owner = rows.catalog().find(constraint->scope);
        Oid relation = constraint->on_domain ? catalog::invalid_oid : constraint->scope;
        Oid type = constraint->on_domain ? constraint->scope : catalog::invalid_oid;
        bool foreign = constraint->type == Constraint::Type::foreign_key;
        rows.add({oid_value(constraint->oid), name_value(*constraint), oid_value(owner ? owner->scope : 0),
                  letter(static_cast<char>(constraint->type)), oid_value(relation), oid_value(type),
                  oid_value(constraint->referenced), oid_value(constraint->index), Value::boolean(constraint->deferrable),
                  Value::boolean(constraint->deferred), Value::boolean(constraint->validated),
                  attribute_list(constraint->keys), attribute_list(constraint->referenced_keys),
                  letter(foreign ? constraint->delete_action : ' '), letter(foreign ? constraint->update_action : ' ')});
    }
}

void fill_pg_index(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        if (!relation->index) continue;
        rows.add({oid_value(relation->oid), oid_value(relation->index->table), Value::boolean(relation->index->unique),
                  Value::boolean(relation->index->primary), Value::boolean(relation->index->valid)});
    }
}

void fill_pg_policy(SystemRows& rows) {
    for (const auto* policy : rows.catalog().all_of_class<catalog::Policy>())
        rows.add({oid_value(policy->oid), name_value(*policy), oid_value(policy->scope), letter(policy->command),
                  Value::boolean(policy->permissive)});
}

void fill_pg_trigger(SystemRows& rows) {
    for (const auto* trigger : rows.catalog().all_of_class<catalog::Trigger>())
        rows.add({oid_value(trigger->oid), name_value(*trigger), oid_value(trigger->scope), Value::boolean(false),
                  letter(trigger->enabled), oid_value(trigger->function)});
}

void fill_pg_proc(SystemRows& rows) {
    auto add = [&](Oid oid, std::string_view name, Oid scope, char kind, std::size_t arguments, Oid result) {
        rows.add({oid_value(oid), Value::scalar(std::string(name)), oid_value(scope), letter(kind),
                  Value::number(static_cast<std::int64_t>(arguments)), oid_value(result)});
    };
    if (const std::string* name = rows.asked("proname")) {
        for (const auto& one : all_functions_named(rows.catalog(), *name))
            add(one.oid, one.name, one.scope, one.kind, one.argument_types.size(), one.return_type);
        return;
    }
    for (const auto* function : rows.catalog().all_of_class<catalog::Function>())
        add(function->oid, function->name, function->scope, function->kind, function->argument_types.size(), function->return_type);
}

void fill_pg_language(SystemRows& rows) {
    for (std::string_view name : {"internal", "c", "sql", "plpgsql"})
        if (Oid language = catalog::find_language(rows.catalog(), name))
            rows.add({oid_value(language), Value::scalar(std::string(name)), Value::boolean(name == "plpgsql")});
    for (const auto* language : rows.catalog().all_of_class<catalog::Language>())
        rows.add({oid_value(language->oid), name_value(*language), Value::boolean(true)});
}

void fill_pg_extension(SystemRows& rows) {
    for (const auto* extension : rows.catalog().all_of_class<catalog::Extension>())
        rows.add({oid_value(extension->oid), name_value(*extension),
                  extension->version.empty() ? Value::unknown() : Value::scalar(extension->version),
                  oid_value(extension->schema)});
}

void fill_pg_roles(SystemRows& rows) {
    for (const auto* role : rows.catalog().all_of_class<catalog::Role>())
        rows.add({oid_value(role->oid), name_value(*role), Value::boolean(role->superuser), Value::boolean(role->can_login),
                  Value::boolean(role->create_db), Value::boolean(role->create_role)});
}

void fill_pg_user(SystemRows& rows) {
    for (const auto* role : rows.catalog().all_of_class<catalog::Role>())
        if (role->can_login) rows.add({oid_value(role->oid), name_value(*role), Value::boolean(role->superuser)});
}

void fill_pg_publication(SystemRows& rows) {
    for (const auto* publication : rows.catalog().all_of_class<catalog::Publication>())
        rows.add({oid_value(publication->oid), name_value(*publication), Value::boolean(publication->all_tables)});
}

void fill_pg_event_trigger(SystemRows& rows) {
    for (const auto* trigger : rows.catalog().all_of_class<catalog::EventTrigger>())
        rows.add({oid_value(trigger->oid), name_value(*trigger), Value::scalar(trigger->event)});
}

void fill_pg_inherits(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>())
        for (std::size_t i = 0; i < relation->parents.size(); ++i)
            rows.add({oid_value(relation->oid), oid_value(relation->parents[i]), Value::number(static_cast<std::int64_t>(i + 1))});
}

}  // namespace backout::simulate
