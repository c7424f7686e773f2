#include "simulate/system_rows.h"

/// Rows of information_schema's views.
namespace backout::simulate {

using catalog::Constraint;
using catalog::Relation;
using catalog::RelationKind;

namespace {

Value schema_of(const SystemRows& rows, Oid scope) {
    return Value::scalar(catalog::namespace_name(rows.catalog(), scope));
}

bool is_shown(RelationKind kind) {
    return kind == RelationKind::table || kind == RelationKind::partitioned_table || kind == RelationKind::view ||
           kind == RelationKind::foreign_table;
}

Value table_type(const Relation& relation) {
    switch (relation.kind) {
        case RelationKind::view: return Value::scalar("VIEW");
        case RelationKind::foreign_table: return Value::scalar("FOREIGN");
        default: return Value::scalar(relation.persistence == 't' ? "LOCAL TEMPORARY" : "BASE TABLE");
    }
}

/// data_type: the type's SQL name, or that it is an array or not one of the server's own.
Value data_type(const SystemRows& rows, Oid type) {
    Oid base = catalog::base_type(rows.catalog(), type);
    auto info = catalog::type_info(rows.catalog(), base);
    if (!info) return Value::unknown();
    if (info->is_array) return Value::scalar("ARRAY");
    if (info->scope != catalog::pg_catalog_namespace) return Value::scalar("USER-DEFINED");
    return Value::scalar(catalog::format_type(rows.catalog(), catalog::catalog_only_path(), base));
}

Value udt_name(const SystemRows& rows, Oid type) {
    auto info = catalog::type_info(rows.catalog(), catalog::base_type(rows.catalog(), type));
    return info ? Value::scalar(std::string(info->name)) : Value::unknown();
}

/// varchar(n) and char(n) keep n + 4 as their modifier.
Value character_length(const catalog::Attribute& attribute) {
    constexpr Oid bpchar = 1042, varchar = 1043;
    bool limited = (attribute.type == bpchar || attribute.type == varchar) && attribute.typmod > 4;
    return limited ? Value::number(attribute.typmod - 4) : Value::null();
}

/// numeric_precision and numeric_scale (_pg_numeric_precision and _pg_numeric_scale of information_schema.sql).
std::pair<Value, Value> numeric_size(const SystemRows& rows, const catalog::Attribute& attribute) {
    std::int32_t typmod = attribute.typmod;
    constexpr Oid int2 = 21, int4 = 23, int8 = 20, float4 = 700, float8 = 701, numeric = 1700;
    constexpr std::int32_t header = 4, scale_bits = 2047;
    switch (catalog::base_type(rows.catalog(), attribute.type, &typmod)) {
        case int2: return {Value::number(16), Value::number(0)};
        case int4: return {Value::number(32), Value::number(0)};
        case int8: return {Value::number(64), Value::number(0)};
        case float4: return {Value::number(24), Value::null()};
        case float8: return {Value::number(53), Value::null()};
        case numeric:
            if (typmod == -1) break;
            return {Value::number(((typmod - header) >> 16) & 0xFFFF), Value::number((typmod - header) & scale_bits)};
        default: break;
    }
    return {Value::null(), Value::null()};
}

std::string constraint_type(Constraint::Type type) {
    switch (type) {
        case Constraint::Type::foreign_key: return "FOREIGN KEY";
        case Constraint::Type::primary_key: return "PRIMARY KEY";
        case Constraint::Type::unique: return "UNIQUE";
        default: return "CHECK";
    }
}

std::string rule_of(char action) {
    switch (action) {
        case 'c': return "CASCADE";
        case 'n': return "SET NULL";
        case 'd': return "SET DEFAULT";
        case 'r': return "RESTRICT";
        default: return "NO ACTION";
    }
}

/// Each constraint of a table that the view could show, with its table.
template <class Visit>
void for_constraints(const SystemRows& rows, Visit&& visit) {
    for (const auto* constraint : rows.catalog().all_of_class<Constraint>()) {
        if (constraint->on_domain || !rows.wants("constraint_name", constraint->name)) continue;
        const auto* table = rows.catalog().find<Relation>(constraint->scope);
        if (table) visit(*constraint, *table);
    }
}

Value column_name(const Relation& relation, AttributeNumber number) {
    const auto* attribute = relation.find_attribute(number);
    return attribute ? Value::scalar(attribute->name) : Value::unknown();
}

}  // namespace

void fill_schemata(SystemRows& rows) {
    for (const auto* schema : rows.catalog().all_of_class<catalog::Namespace>())
        rows.add({Value::scalar(schema->name), Value::scalar(catalog::role_name(rows.catalog(), schema->owner))});
    for (const char* name : {"pg_catalog", "information_schema", "pg_toast"})
        rows.add({Value::scalar(name), Value::scalar("postgres")});
}

void fill_tables(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>())
        if (is_shown(relation->kind) && rows.wants("table_name", relation->name))
            rows.add({schema_of(rows, relation->scope), Value::scalar(relation->name), table_type(*relation)});
}

void fill_information_views(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>())
        if (relation->kind == RelationKind::view && rows.wants("table_name", relation->name))
            rows.add({schema_of(rows, relation->scope), Value::scalar(relation->name)});
}

void fill_columns(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        if (!is_shown(relation->kind) || !rows.wants("table_name", relation->name)) continue;
        std::int64_t position = 0;
        for (const auto& attribute : relation->attributes) {
            ++position;
            if (!rows.wants("column_name", attribute.name)) continue;
            bool has_default = attribute.default_oid != catalog::invalid_oid && !attribute.generated;
            auto [precision, scale] = numeric_size(rows, attribute);
            rows.add({schema_of(rows, relation->scope), Value::scalar(relation->name), Value::scalar(attribute.name),
                      Value::number(position), data_type(rows, attribute.type), udt_name(rows, attribute.type),
                      Value::scalar(attribute.not_null ? "NO" : "YES"), has_default ? Value::unknown() : Value::null(),
                      character_length(attribute), Value::scalar(attribute.identity ? "YES" : "NO"),
                      Value::scalar(attribute.generated ? "ALWAYS" : "NEVER"), precision, scale});
        }
    }
}

void fill_table_constraints(SystemRows& rows) {
    for_constraints(rows, [&](const Constraint& constraint, const Relation& table) {
        if (constraint.type == Constraint::Type::trigger || constraint.type == Constraint::Type::exclusion) return;
        rows.add({schema_of(rows, table.scope), Value::scalar(constraint.name), schema_of(rows, table.scope),
                  Value::scalar(table.name), Value::scalar(constraint_type(constraint.type))});
    });
}

void fill_key_column_usage(SystemRows& rows) {
    for_constraints(rows, [&](const Constraint& constraint, const Relation& table) {
        bool is_key = constraint.type == Constraint::Type::primary_key || constraint.type == Constraint::Type::unique ||
                      constraint.type == Constraint::Type::foreign_key;
        for (std::size_t i = 0; is_key && i < constraint.keys.size(); ++i)
            rows.add({schema_of(rows, table.scope), Value::scalar(constraint.name), schema_of(rows, table.scope),
                      Value::scalar(table.name), column_name(table, constraint.keys[i]),
                      Value::number(static_cast<std::int64_t>(i + 1))});
    });
}

void fill_constraint_column_usage(SystemRows& rows) {
    for_constraints(rows, [&](const Constraint& constraint, const Relation& table) {
        bool foreign = constraint.type == Constraint::Type::foreign_key;
        const auto* shown = foreign ? rows.catalog().find<Relation>(constraint.referenced) : &table;
        if (!shown) return;
        for (AttributeNumber key : foreign ? constraint.referenced_keys : constraint.keys)
            rows.add({schema_of(rows, table.scope), Value::scalar(constraint.name), schema_of(rows, shown->scope),
                      Value::scalar(shown->name), column_name(*shown, key)});
    });
}

void fill_referential_constraints(SystemRows& rows) {
    for_constraints(rows, [&](const Constraint& constraint, const Relation& table) {
        if (constraint.type != Constraint::Type::foreign_key) return;
        rows.add({schema_of(rows, table.scope), Value::scalar(constraint.name), Value::scalar(rule_of(constraint.update_action)),
                  Value::scalar(rule_of(constraint.delete_action))});
    });
}

void fill_information_sequences(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>())
        if (relation->kind == RelationKind::sequence && rows.wants("sequence_name", relation->name))
            rows.add({schema_of(rows, relation->scope), Value::scalar(relation->name)});
}

void fill_triggers(SystemRows& rows) {
    constexpr std::pair<std::int16_t, const char*> events[] = {{4, "INSERT"}, {8, "DELETE"}, {16, "UPDATE"}};
    for (const auto* trigger : rows.catalog().all_of_class<catalog::Trigger>()) {
        if (!rows.wants("trigger_name", trigger->name)) continue;
        const auto* table = rows.catalog().find<Relation>(trigger->scope);
        if (!table) continue;
        for (auto [bit, event] : events)
            if (trigger->type & bit)
                rows.add({schema_of(rows, table->scope), Value::scalar(trigger->name), schema_of(rows, table->scope),
                          Value::scalar(table->name), Value::scalar(event)});
    }
}

void fill_routines(SystemRows& rows) {
    auto add = [&](std::string_view name, Oid scope, char kind) {
        if (kind != 'f' && kind != 'p') return;
        rows.add({schema_of(rows, scope), Value::scalar(std::string(name)),
                  Value::scalar(kind == 'p' ? "PROCEDURE" : "FUNCTION"), schema_of(rows, scope)});
    };
    if (const std::string* name = rows.asked("routine_name")) {
        for (const auto& one : all_functions_named(rows.catalog(), *name)) add(one.name, one.scope, one.kind);
        return;
    }
    for (const auto* function : rows.catalog().all_of_class<catalog::Function>())
        add(function->name, function->scope, function->kind);
}

}  // namespace backout::simulate
