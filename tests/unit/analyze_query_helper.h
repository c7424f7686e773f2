#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "analyze/analyze.h"
#include "catalog/catalog.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "sql/parse.h"
#include "sql/split.h"
#include "sql/tree/tree.h"

namespace backout::test {

/// A catalog made of a few CREATE statements, without a simulator: analysis is tested on its own.
class SchemaMaker {
public:
    explicit SchemaMaker(catalog::builtin::Major major) : catalog_(major) {
        auto schema = std::make_shared<catalog::Namespace>();
        schema->oid = catalog::public_namespace;
        insert(schema, catalog::invalid_oid, "public");
    }

    const catalog::Catalog& catalog() const { return catalog_; }
    const catalog::SearchPath& path() const { return path_; }
    analyze::Context context() const { return {.catalog = catalog_, .path = path_}; }

    void run(std::string_view sql) {
        const sql::SplitResult pieces = sql::split(sql);
        for (const auto& piece : pieces.statements) {
            auto statement = sql::parse_statement(pieces.statement_text(piece));
            if (!statement) throw std::runtime_error(statement.error().message);
            make(**statement);
        }
    }

    void run_file(const std::string& name) {
        std::ifstream file(std::filesystem::path(__FILE__).parent_path() / name);
        std::stringstream text;
        text << file.rdbuf();
        run(text.str());
    }

    catalog::Oid insert_temporary(std::shared_ptr<catalog::Object> object) {
        return insert(std::move(object), catalog::public_namespace, "temporary");
    }

    /// "ok", or SQLSTATE and message.
    static std::string describe(const analyze::Error& error) {
        return (error.unknown ? "unknown" : error.sqlstate) + " " + error.message;
    }

private:
    void make(const sql::Statement& statement) {
        if (const auto* schema = sql::as<sql::CreateSchemaStatement>(&statement)) {
            auto object = std::make_shared<catalog::Namespace>();
            insert(object, catalog::invalid_oid, schema->name);
        } else if (const auto* enumeration = sql::as<sql::CreateEnumStatement>(&statement)) {
            auto type = new_type(catalog::TypeKind::enum_, 'E', scope_of(enumeration->names), enumeration->names.back());
            for (const std::string& label : enumeration->labels)
                type->labels.push_back({label, static_cast<double>(type->labels.size() + 1), {}});
            add_type(type);
        } else if (const auto* composite = sql::as<sql::CompositeTypeStatement>(&statement)) {
            make_relation(composite->type, catalog::RelationKind::composite, attributes(composite->columns));
        } else if (const auto* domain = sql::as<sql::CreateDomainStatement>(&statement)) {
            make_domain(*domain);
        } else if (const auto* table = sql::as<sql::CreateTableStatement>(&statement)) {
            make_table(*table);
        } else if (const auto* function = sql::as<sql::CreateFunctionStatement>(&statement)) {
            make_function(*function);
        } else if (const auto* view = sql::as<sql::ViewStatement>(&statement)) {
            make_view(*view);
        } else if (const auto* index = sql::as<sql::IndexStatement>(&statement)) {
            make_unique_index(*index);
        } else if (const auto* extension = sql::as<sql::CreateExtensionStatement>(&statement)) {
            auto object = std::make_shared<catalog::Extension>();
            object->schema = catalog::public_namespace;
            insert(object, catalog::invalid_oid, extension->name);
        } else if (const auto* sequence = sql::as<sql::CreateSequenceStatement>(&statement)) {
            make_relation(sequence->sequence, catalog::RelationKind::sequence, {});
        } else if (const auto* range = sql::as<sql::CreateRangeStatement>(&statement)) {
            make_range(*range);
        } else {
            throw std::runtime_error("SchemaMaker knows no such statement");
        }
    }

    catalog::Oid scope_of(const sql::Names& names) const {
        return names.size() > 1 ? catalog::find_namespace(catalog_, names[0]) : catalog::public_namespace;
    }
    catalog::Oid scope_of(const sql::RangeVar& name) const {
        return name.schema.empty() ? catalog::public_namespace : catalog::find_namespace(catalog_, name.schema);
    }

    catalog::Oid insert(std::shared_ptr<catalog::Object> object, catalog::Oid scope, const std::string& name) {
        if (object->oid == catalog::invalid_oid) object->oid = catalog_.new_oid();
        object->scope = scope;
        object->name = name;
        const catalog::Oid oid = object->oid;
        catalog_.insert(std::move(object));
        return oid;
    }

    std::shared_ptr<catalog::Type> new_type(catalog::TypeKind kind, char category, catalog::Oid scope,
                                            const std::string& name) {
        auto type = std::make_shared<catalog::Type>();
        type->kind = kind;
        type->category = category;
        type->oid = catalog_.new_oid();
        type->scope = scope;
        type->name = name;
        return type;
    }

    catalog::Oid add_type(const std::shared_ptr<catalog::Type>& type) {
        auto array = new_type(catalog::TypeKind::base, 'A', type->scope, "_" + type->name);
        array->element = type->oid;
        array->is_array = true;
        array->collation = type->collation;
        type->array = array->oid;
        insert(type, type->scope, type->name);
        insert(array, array->scope, array->name);
        return type->oid;
    }

    catalog::Attribute attribute(const sql::ColumnDefinition& column) {
        auto type = analyze::resolve_type(context(), *column.type);
        if (!type) throw std::runtime_error(describe(type.error()));
        catalog::Attribute result;
        result.name = column.name;
        result.type = type->type;
        result.typmod = type->typmod;
        result.collation = *analyze::resolve_collation(context(), column.collation, type->type, -1);
        for (const sql::Constraint& constraint : column.constraints) {
            if (constraint.type == sql::Constraint::Type::identity) result.identity = constraint.generated_when;
            if (constraint.type == sql::Constraint::Type::generated) result.generated = constraint.generated_kind;
        }
        return result;
    }

    std::vector<catalog::Attribute> attributes(const std::vector<sql::ColumnDefinition>& columns) {
        std::vector<catalog::Attribute> result;
        for (const sql::ColumnDefinition& column : columns) result.push_back(attribute(column));
        return result;
    }

    catalog::Oid make_relation(const sql::RangeVar& name, catalog::RelationKind kind,
                               std::vector<catalog::Attribute> columns, catalog::QueryPtr query = {}) {
        auto relation = std::make_shared<catalog::Relation>();
        relation->kind = kind;
        for (catalog::Attribute& column : columns) column.number = ++relation->last_attribute;
        relation->attributes = std::move(columns);
        relation->view_query = std::move(query);
        relation->oid = catalog_.new_oid();
        auto type = new_type(catalog::TypeKind::composite, 'C', scope_of(name), name.name);
        type->relation = relation->oid;
        relation->row_type = type->oid;
        insert(relation, scope_of(name), name.name);
        add_type(type);
        return relation->oid;
    }

    void make_domain(const sql::CreateDomainStatement& domain) {
        auto base = analyze::resolve_type(context(), domain.type);
        const auto info = catalog::type_info(catalog_, base->type);
        auto type = new_type(catalog::TypeKind::domain, info->category, scope_of(domain.names), domain.names.back());
        type->base_type = base->type;
        type->base_typmod = base->typmod;
        type->collation = info->collation;
        add_type(type);
    }

    /// Its multirange type is not named here.
    void make_range(const sql::CreateRangeStatement& statement) {
        auto range = new_type(catalog::TypeKind::range, 'R', scope_of(statement.names), statement.names.back());
        range->subtype = analyze::resolve_type(context(), *statement.parameters[0].type)->type;
        const catalog::Oid oid = add_type(range);
        for (bool with_bounds : {false, true}) {
            auto constructor = std::make_shared<catalog::Function>();
            constructor->argument_types = {range->subtype, range->subtype};
            if (with_bounds) constructor->argument_types.push_back(25);
            constructor->return_type = oid;
            constructor->volatility = 'i';
            insert(constructor, range->scope, range->name);
        }
    }

    void make_table(const sql::CreateTableStatement& table) {
        std::vector<catalog::Attribute> columns;
        std::vector<std::pair<catalog::Constraint::Type, std::vector<std::string>>> keys;
        const auto add_key = [&](const sql::Constraint& constraint, std::vector<std::string> names) {
            if (constraint.type == sql::Constraint::Type::primary_key)
                keys.emplace_back(catalog::Constraint::Type::primary_key, std::move(names));
            if (constraint.type == sql::Constraint::Type::unique)
                keys.emplace_back(catalog::Constraint::Type::unique, std::move(names));
        };
        for (const sql::TableElement& element : table.elements) {
            if (element.kind == sql::TableElement::Kind::column) {
                columns.push_back(attribute(element.column));
                for (const sql::Constraint& constraint : element.column.constraints)
                    add_key(constraint, {element.column.name});
            } else {
                add_key(element.constraint, element.constraint.keys);
            }
        }
        const catalog::Oid oid = make_relation(table.relation, catalog::RelationKind::table, std::move(columns));
        for (const auto& [type, names] : keys) make_key(oid, type, names);
    }

    void make_key(catalog::Oid table, catalog::Constraint::Type type, const std::vector<std::string>& names) {
        const auto* relation = catalog_.find<catalog::Relation>(table);
        auto constraint = std::make_shared<catalog::Constraint>();
        constraint->type = type;
        for (const std::string& name : names) constraint->keys.push_back(relation->find_attribute(name)->number);
        const bool primary = type == catalog::Constraint::Type::primary_key;
        const std::string name = relation->name + (primary ? "_pkey" : "_" + names[0] + "_key");
        constraint->index = add_index(*relation, constraint->keys, name, nullptr);
        constraint->dependencies.push_back({0, {table, 0}, catalog::DependencyType::auto_});
        insert(constraint, table, name);
    }

    catalog::Oid add_index(const catalog::Relation& table, const std::vector<catalog::AttributeNumber>& keys,
                           const std::string& name, catalog::ExprPtr predicate) {
        auto index = std::make_shared<catalog::Relation>();
        index->kind = catalog::RelationKind::index;
        auto data = std::make_shared<catalog::IndexData>();
        data->table = table.oid;
        data->access_method = 403;
        data->unique = true;
        data->predicate = std::move(predicate);
        for (catalog::AttributeNumber key : keys) {
            data->keys.emplace_back();
            data->keys.back().attribute = key;
        }
        index->index = std::move(data);
        index->dependencies.push_back({0, {table.oid, 0}, catalog::DependencyType::auto_});
        return insert(index, table.scope, name);
    }

    void make_unique_index(const sql::IndexStatement& statement) {
        const catalog::Oid oid = catalog::find_relation(catalog_, path_, statement.relation.name);
        const auto* table = catalog_.find<catalog::Relation>(oid);
        std::vector<catalog::AttributeNumber> keys;
        for (const sql::IndexElement& element : statement.elements)
            keys.push_back(table->find_attribute(element.name)->number);
        catalog::ExprPtr predicate;
        if (statement.where) {
            analyze::ScopeRelation scope;
            scope.relation = oid;
            scope.name = table->name;
            predicate = *analyze::analyze_condition(context(), *statement.where, analyze::Use::index_predicate, {scope},
                                                    "WHERE");
        }
        add_index(*table, keys, statement.name, std::move(predicate));
    }

    void make_function(const sql::CreateFunctionStatement& statement) {
        auto function = std::make_shared<catalog::Function>();
        const auto type_of = [&](const sql::TypeName& name) { return analyze::resolve_type(context(), name)->type; };
        bool has_outputs = false;
        for (const sql::FunctionParameter& parameter : statement.parameters) {
            const catalog::Oid type = type_of(parameter.type);
            const char mode = parameter.mode == sql::ParameterMode::default_ ? 'i' : static_cast<char>(parameter.mode);
            has_outputs = has_outputs || mode == 'o' || mode == 't' || mode == 'b' || mode == 'v';
            if (mode != 'o' && mode != 't') function->argument_types.push_back(type);
            function->all_argument_types.push_back(type);
            function->argument_modes.push_back(mode);
            function->argument_names.push_back(parameter.name);
            if (mode == 'v') function->variadic_type = catalog::element_type_of(catalog_, type);
            if (parameter.default_value)
                function->defaults.push_back(*analyze::analyze_expression(context(), *parameter.default_value,
                                                                          analyze::Use::function_default));
        }
        if (!has_outputs) {
            function->all_argument_types.clear();
            function->argument_modes.clear();
        }
        if (statement.procedure) function->kind = 'p';
        if (statement.return_type) {
            function->return_type = type_of(*statement.return_type);
            function->returns_set = statement.return_type->setof;
        }
        for (const sql::Option& option : statement.options)
            if (option.name == "volatility") function->volatility = option.text[0];
        function->language = catalog::find_language(catalog_, "sql");
        insert(function, scope_of(statement.names), statement.names.back());
    }

    void make_view(const sql::ViewStatement& view) {
        auto query = analyze::analyze_query(context(), *view.query);
        if (!query) throw std::runtime_error(describe(query.error()));
        std::vector<catalog::Attribute> columns;
        for (const auto& column : analyze::result_columns(catalog_, **query)) {
            columns.emplace_back();
            columns.back().name = column.name;
            columns.back().type = column.type;
            columns.back().typmod = column.typmod;
            columns.back().collation = column.collation;
        }
        make_relation(view.view, catalog::RelationKind::view, std::move(columns), std::move(*query));
    }

    catalog::Catalog catalog_;
    catalog::SearchPath path_;
};

}  // namespace backout::test
