#include "report/schema_sql.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analyze/deparse.h"
#include "analyze/references.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "sql/quote.h"

namespace backout::report {

using catalog::Catalog;
using catalog::Oid;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// Prints the catalog in the order in which PostgreSQL can run it: what others are made of first, foreign
/// keys after all tables, what hangs on tables last.
class SchemaPrinter {
public:
    explicit SchemaPrinter(const Catalog& catalog) : catalog_(catalog) {}

    std::string print() {
        // Bodies may name what comes later.
        out_ = "SET check_function_bodies = false;\n\n";
        for (Oid oid : catalog_.all(catalog::ObjectClass::namespace_))
            print_schema(*catalog_.find<catalog::Namespace>(oid));
        for (const auto* extension : catalog_.all_of_class<catalog::Extension>())
            print_extension(*extension);
        print_in_order_of_creation();
        print_late_defaults();
        print_constraints(false);
        for (Oid oid : catalog_.all(catalog::ObjectClass::relation))
            print_index(*catalog_.find<Relation>(oid));
        for (Oid oid : catalog_.all(catalog::ObjectClass::relation))
            print_view(*catalog_.find<Relation>(oid));
        print_constraints(true);
        for (Oid oid : catalog_.all(catalog::ObjectClass::statistics))
            add(analyze::deparse_statistics(catalog_, oid));
        for (Oid oid : catalog_.all(catalog::ObjectClass::rule))
            add(analyze::deparse_rule(catalog_, oid));
        for (const auto* trigger : catalog_.all_of_class<catalog::Trigger>())
            if (trigger->parent == catalog::invalid_oid)
                add(analyze::deparse_trigger(catalog_, trigger->oid));
        for (Oid oid : catalog_.all(catalog::ObjectClass::relation))
            print_row_security(*catalog_.find<Relation>(oid));
        for (const auto* policy : catalog_.all_of_class<catalog::Policy>())
            print_policy(*policy);
        return std::move(out_);
    }

private:
    void add(std::string statement) {
        while (!statement.empty() && (statement.back() == ';' || statement.back() == '\n'))
            statement.pop_back();
        if (!statement.empty()) out_ += statement + ";\n";
    }

    std::string name_of(const catalog::Object& object) const {
        return catalog::qualified_name(catalog_, object.scope, object.name);
    }
    std::string name_of(Oid oid) const {
        const catalog::Object* object = catalog_.find(oid);
        return object ? name_of(*object) : std::string();
    }
    std::string type_name(Oid type, std::int32_t typmod = -1) const {
        return catalog::format_type(catalog_, catalog::catalog_only_path(), type, typmod);
    }
    bool is_extension_member(const catalog::Object& object) const {
        return std::any_of(
            object.dependencies.begin(), object.dependencies.end(),
            [](const auto& dependency) { return dependency.type == catalog::DependencyType::extension; });
    }

    void print_schema(const catalog::Namespace& schema) {
        if (schema.oid == catalog::public_namespace || schema.temporary || is_extension_member(schema))
            return;
        add("CREATE SCHEMA " + sql::quote_identifier(schema.name));
    }

    void print_extension(const catalog::Extension& extension) {
        if (extension.name == "plpgsql") return;
        add(fmt::format("CREATE EXTENSION {} WITH SCHEMA {}", sql::quote_identifier(extension.name),
                        sql::quote_identifier(catalog::namespace_name(catalog_, extension.schema))));
    }

    /// Types, sequences, tables and functions need one another; they were made in an order that works.
    void print_in_order_of_creation() {
        std::vector<Oid> oids;
        for (auto object_class :
             {catalog::ObjectClass::type, catalog::ObjectClass::relation, catalog::ObjectClass::function})
            for (Oid oid : catalog_.all(object_class))
                oids.push_back(oid);
        std::sort(oids.begin(), oids.end());
        for (Oid oid : oids) {
            const catalog::Object* object = catalog_.find(oid);
            if (is_extension_member(*object)) continue;
            if (const auto* type = catalog::as<catalog::Type>(object)) print_type(*type);
            if (const auto* relation = catalog::as<Relation>(object)) print_relation(*relation);
            if (const auto* function = catalog::as<catalog::Function>(object);
                function && function->kind != 'a')
                add(analyze::deparse_function(catalog_, oid));
        }
    }

    void print_type(const catalog::Type& type) {
        if (type.is_array) return;
        if (type.kind == catalog::TypeKind::enum_) {
            std::vector<std::string> labels;
            for (const auto& label : type.labels)
                labels.push_back(sql::quote_literal(label.label));
            add(fmt::format("CREATE TYPE {} AS ENUM ({})", name_of(type), fmt::join(labels, ", ")));
        } else if (type.kind == catalog::TypeKind::domain) {
            std::string statement = fmt::format("CREATE DOMAIN {} AS {}", name_of(type),
                                                type_name(type.base_type, type.base_typmod));
            if (type.default_value)
                statement += " DEFAULT " + analyze::deparse_expression(catalog_, *type.default_value);
            if (type.not_null) statement += " NOT NULL";
            for (const auto* constraint : catalog_.members_of_class<catalog::Constraint>(type.oid))
                if (constraint->type == catalog::Constraint::Type::check)
                    statement += fmt::format(" CONSTRAINT {} {}", sql::quote_identifier(constraint->name),
                                             analyze::deparse_constraint(catalog_, constraint->oid));
            add(statement);
        } else if (type.kind == catalog::TypeKind::range) {
            add(fmt::format("CREATE TYPE {} AS RANGE (SUBTYPE = {})", name_of(type),
                            type_name(type.subtype)));
        }
    }

    void print_relation(const Relation& relation) {
        switch (relation.kind) {
            case RelationKind::sequence:
                print_sequence(relation);
                break;
            case RelationKind::composite:
                print_composite(relation);
                break;
            case RelationKind::table:
            case RelationKind::partitioned_table:
            case RelationKind::foreign_table:
                print_table(relation);
                break;
            default:
                break;
        }
    }

    void print_sequence(const Relation& relation) {
        const auto& sequence = *relation.sequence;
        if (sequence.identity) return;
        add(fmt::format(
            "CREATE SEQUENCE {} AS {} INCREMENT BY {} MINVALUE {} MAXVALUE {} START WITH {} CACHE {}{}",
            name_of(relation), type_name(sequence.type), sequence.increment, sequence.minimum,
            sequence.maximum, sequence.start, sequence.cache, sequence.cycle ? " CYCLE" : ""));
    }

    void print_composite(const Relation& relation) {
        std::vector<std::string> attributes;
        for (const auto& attribute : relation.attributes)
            attributes.push_back(sql::quote_identifier(attribute.name) + " " +
                                 type_name(attribute.type, attribute.typmod));
        add(fmt::format("CREATE TYPE {} AS ({})", name_of(relation), fmt::join(attributes, ", ")));
    }

    /// A default that needs something made after its table is set later.
    bool is_late(const Relation& relation, const catalog::AttributeDefault& value) const {
        for (const auto& reference : analyze::references_of(catalog_, *value.expression, relation.oid))
            if (reference.oid > relation.oid && !catalog::is_extension_member(reference.oid)) return true;
        return false;
    }

    std::string column(const Relation& relation, const catalog::Attribute& attribute) {
        std::string printed = "    " + sql::quote_identifier(attribute.name) + " " +
                              type_name(attribute.type, attribute.typmod);
        auto type = catalog::type_info(catalog_, attribute.type);
        if (attribute.collation != catalog::invalid_oid && type && type->collation != attribute.collation)
            if (auto collation = catalog::collation_info(catalog_, attribute.collation))
                printed += " COLLATE " + catalog::qualified_name(catalog_, collation->scope, collation->name);
        const auto* value = catalog_.find<catalog::AttributeDefault>(attribute.default_oid);
        if (value && value->expression) {
            std::string expression = analyze::deparse_expression(catalog_, *value->expression, relation.oid);
            if (attribute.generated)
                printed += fmt::format(" GENERATED ALWAYS AS ({}) {}", expression,
                                       attribute.generated == 's' ? "STORED" : "VIRTUAL");
            else if (is_late(relation, *value))
                late_defaults_.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}",
                                                     name_of(relation), sql::quote_identifier(attribute.name),
                                                     expression));
            else
                printed += " DEFAULT " + expression;
        }
        if (attribute.identity)
            printed += attribute.identity == 'a' ? " GENERATED ALWAYS AS IDENTITY"
                                                 : " GENERATED BY DEFAULT AS IDENTITY";
        if (attribute.not_null) printed += " NOT NULL";
        return printed;
    }

    void print_table(const Relation& relation) {
        if (relation.persistence == 't') return;
        std::string statement = relation.kind == RelationKind::foreign_table ? "CREATE FOREIGN TABLE "
                                : relation.persistence == 'u'                ? "CREATE UNLOGGED TABLE "
                                                                             : "CREATE TABLE ";
        statement += name_of(relation);
        if (relation.is_partition && !relation.parents.empty()) {
            statement += fmt::format(" PARTITION OF {} {}", name_of(relation.parents.front()),
                                     analyze::deparse_partition_bound(catalog_, relation.oid));
        } else {
            std::vector<std::string> columns;
            for (const auto& attribute : relation.attributes)
                if (attribute.is_local) columns.push_back(column(relation, attribute));
            statement += columns.empty() ? " ()" : fmt::format(" (\n{}\n)", fmt::join(columns, ",\n"));
            std::vector<std::string> parents;
            for (Oid parent : relation.parents)
                parents.push_back(name_of(parent));
            if (!parents.empty()) statement += fmt::format(" INHERITS ({})", fmt::join(parents, ", "));
        }
        if (relation.partition_key)
            statement += " PARTITION BY " + analyze::deparse_partition_key(catalog_, relation.oid);
        if (relation.foreign_server)
            statement += " SERVER " + sql::quote_identifier(catalog_.find(relation.foreign_server)->name);
        if (!relation.options.empty()) {
            std::vector<std::string> options;
            for (const auto& [name, value] : relation.options)
                options.push_back(fmt::format("{}={}", name, sql::quote_literal(value)));
            statement += fmt::format(" WITH ({})", fmt::join(options, ", "));
        }
        add(statement);
    }

    void print_late_defaults() {
        for (std::string& statement : late_defaults_)
            add(std::move(statement));
        for (const auto* relation : catalog_.all_of_class<Relation>()) {
            if (!relation->sequence || relation->sequence->identity ||
                relation->sequence->owned_by.oid == catalog::invalid_oid)
                continue;
            auto owner = catalog::find_column(catalog_, relation->sequence->owned_by.oid,
                                              relation->sequence->owned_by.column);
            if (owner)
                add(fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", name_of(*relation),
                                name_of(relation->sequence->owned_by.oid),
                                sql::quote_identifier(owner->name)));
        }
    }

    void print_constraints(bool foreign_keys) {
        using Type = catalog::Constraint::Type;
        for (const auto* constraint : catalog_.all_of_class<catalog::Constraint>()) {
            bool inherited = !constraint->is_local || constraint->parent != catalog::invalid_oid;
            if (constraint->on_domain || inherited || constraint->type == Type::not_null ||
                constraint->type == Type::trigger)
                continue;
            if ((constraint->type == Type::foreign_key) != foreign_keys) continue;
            add(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", name_of(constraint->scope),
                            sql::quote_identifier(constraint->name),
                            analyze::deparse_constraint(catalog_, constraint->oid)));
        }
    }

    void print_index(const Relation& relation) {
        if (!relation.is_index() || !relation.index || relation.index->parent != catalog::invalid_oid) return;
        const auto* constraint = catalog_.find<catalog::Constraint>(relation.index->constraint);
        if (!constraint) add(analyze::deparse_index(catalog_, relation.oid));
    }

    void print_view(const Relation& relation) {
        bool is_view = relation.kind == RelationKind::view;
        if ((!is_view && relation.kind != RelationKind::materialized_view) || relation.persistence == 't' ||
            !relation.view_query)
            return;
        std::vector<std::string> columns;
        for (const auto& attribute : relation.attributes)
            columns.push_back(sql::quote_identifier(attribute.name));
        add(fmt::format("CREATE {} {} ({}) AS\n{}", is_view ? "VIEW" : "MATERIALIZED VIEW", name_of(relation),
                        fmt::join(columns, ", "), analyze::deparse_query(catalog_, *relation.view_query)));
    }

    void print_row_security(const Relation& relation) {
        if (relation.row_security)
            add(fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", name_of(relation)));
        if (relation.force_row_security)
            add(fmt::format("ALTER TABLE {} FORCE ROW LEVEL SECURITY", name_of(relation)));
    }

    void print_policy(const catalog::Policy& policy) {
        std::string statement =
            fmt::format("CREATE POLICY {} ON {}", sql::quote_identifier(policy.name), name_of(policy.scope));
        if (!policy.permissive) statement += " AS RESTRICTIVE";
        constexpr std::pair<char, std::string_view> commands[] = {
            {'r', "SELECT"}, {'a', "INSERT"}, {'w', "UPDATE"}, {'d', "DELETE"}};
        for (const auto& [letter, word] : commands)
            if (policy.command == letter) statement += fmt::format(" FOR {}", word);
        std::vector<std::string> roles;
        for (Oid role : policy.roles)
            roles.push_back(sql::quote_identifier(catalog::role_name(catalog_, role)));
        if (!roles.empty()) statement += fmt::format(" TO {}", fmt::join(roles, ", "));
        if (policy.using_)
            statement += fmt::format(" USING ({})",
                                     analyze::deparse_expression(catalog_, *policy.using_, policy.scope));
        if (policy.with_check)
            statement += fmt::format(" WITH CHECK ({})",
                                     analyze::deparse_expression(catalog_, *policy.with_check, policy.scope));
        add(statement);
    }

    const Catalog& catalog_;
    std::string out_;
    std::vector<std::string> late_defaults_;
};

}  // namespace

std::string schema_sql(const Catalog& catalog) {
    return SchemaPrinter(catalog).print();
}

}  // namespace backout::report
