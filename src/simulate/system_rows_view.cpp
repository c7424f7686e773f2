#include "simulate/system_rows.h"

/// Rows of pg_catalog's views.
namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;

namespace {

Value schema_of(const SystemRows& rows, const catalog::Object& object) {
    return Value::scalar(catalog::namespace_name(rows.catalog(), object.scope));
}

/// Schema and name of each relation of a kind.
template <class IsOfKind>
void add_relations(SystemRows& rows, std::string_view name_column, IsOfKind&& is_of_kind) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>())
        if (is_of_kind(relation->kind) && rows.wants(name_column, relation->name))
            rows.add({schema_of(rows, *relation), Value::scalar(relation->name)});
}

std::string policy_command(char command) {
    switch (command) {
        case 'r': return "SELECT";
        case 'a': return "INSERT";
        case 'w': return "UPDATE";
        case 'd': return "DELETE";
        default: return "ALL";
    }
}

}  // namespace

void fill_pg_indexes(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        if (!relation->index || !rows.wants("indexname", relation->name)) continue;
        const auto* table = rows.catalog().find(relation->index->table);
        if (table) rows.add({schema_of(rows, *relation), Value::scalar(table->name), Value::scalar(relation->name)});
    }
}

void fill_pg_tables(SystemRows& rows) {
    for (const auto* relation : rows.catalog().all_of_class<Relation>()) {
        bool is_table = relation->kind == RelationKind::table || relation->kind == RelationKind::partitioned_table;
        if (!is_table || !rows.wants("tablename", relation->name)) continue;
        rows.add({schema_of(rows, *relation), Value::scalar(relation->name),
                  Value::scalar(catalog::role_name(rows.catalog(), relation->owner)), Value::boolean(relation->row_security)});
    }
}

void fill_pg_views(SystemRows& rows) {
    add_relations(rows, "viewname", [](RelationKind kind) { return kind == RelationKind::view; });
}

void fill_pg_matviews(SystemRows& rows) {
    add_relations(rows, "matviewname", [](RelationKind kind) { return kind == RelationKind::materialized_view; });
}

void fill_pg_sequences(SystemRows& rows) {
    add_relations(rows, "sequencename", [](RelationKind kind) { return kind == RelationKind::sequence; });
}

void fill_pg_policies(SystemRows& rows) {
    for (const auto* policy : rows.catalog().all_of_class<catalog::Policy>()) {
        const auto* table = rows.catalog().find(policy->scope);
        if (!table || !rows.wants("policyname", policy->name)) continue;
        rows.add({schema_of(rows, *table), Value::scalar(table->name), Value::scalar(policy->name),
                  Value::scalar(policy->permissive ? "PERMISSIVE" : "RESTRICTIVE"),
                  Value::scalar(policy_command(policy->command))});
    }
}

void fill_pg_publication_tables(SystemRows& rows) {
    auto add = [&](const catalog::Publication& publication, const catalog::Object& table) {
        rows.add({Value::scalar(publication.name), schema_of(rows, table), Value::scalar(table.name)});
    };
    for (const auto* publication : rows.catalog().all_of_class<catalog::Publication>()) {
        if (!rows.wants("pubname", publication->name)) continue;
        for (const auto* member : rows.catalog().members_of_class<catalog::PublicationRelation>(publication->oid))
            if (const auto* table = rows.catalog().find(member->relation)) add(*publication, *table);
        if (!publication->all_tables) continue;
        for (const auto* relation : rows.catalog().all_of_class<Relation>())
            if (relation->kind == RelationKind::table) add(*publication, *relation);
    }
}

}  // namespace backout::simulate
