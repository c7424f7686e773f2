#include <algorithm>

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/rename_part.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

using catalog::Attribute;
using catalog::Object;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Type;
using sql::ObjectKind;
using sql::RenameStatement;

namespace {

void set_name(StatementContext& context, Oid oid, const std::string& name) {
    auto copy = context.catalog.find(oid)->clone();
    copy->name = name;
    context.catalog.insert(std::move(copy));
}

/// A type and, following it, the array type that the server named after it (RenameTypeInternal, catalog/pg_type.c).
Status rename_type(StatementContext& context, Oid oid, const std::string& name) {
    const auto* type = context.catalog.find<Type>(oid);
    if (!type) return {};
    Oid existing = catalog::find_type(context.catalog, type->scope, name);
    if (existing != catalog::invalid_oid && !make_type_name_free(context, type->scope, name))
        return error("42710", "type \"{}\" already exists", name);
    set_name(context, oid, name);
    type = context.catalog.find<Type>(oid);
    if (type->array != catalog::invalid_oid && context.catalog.find(type->array))
        set_name(context, type->array, make_array_type_name(context.catalog, type->scope, name));
    return {};
}

/// RenameRelationInternal (commands/tablecmds.c): with its row type, and the constraint that an index stands for.
Status rename_relation_to(StatementContext& context, Oid oid, const std::string& name) {
    const auto* relation = context.catalog.find<Relation>(oid);
    BACKOUT_TRY(check_relation_name_free(context, relation->scope, name));
    Oid row_type = relation->row_type;
    Oid constraint = relation->index ? relation->index->constraint : catalog::invalid_oid;
    set_name(context, oid, name);
    if (row_type != catalog::invalid_oid) BACKOUT_TRY(rename_type(context, row_type, name));
    if (constraint != catalog::invalid_oid && context.catalog.find(constraint)) set_name(context, constraint, name);
    return {};
}

std::vector<Oid> descendants(const Catalog& catalog, Oid relation) {
    std::vector<Oid> tree = all_inheritors(catalog, relation);
    std::erase(tree, relation);
    return tree;
}

/// What ALTER VIEW, ALTER INDEX … may be used on; ALTER TABLE takes any (RangeVarCallbackForAlterRelation).
Status check_alter_kind(const StatementContext& context, Oid oid, ObjectKind kind) {
    auto info = catalog::relation_info(context.catalog, oid);
    if (kind == ObjectKind::type && info->kind != RelationKind::composite)
        return error("42809", "\"{}\" is not a composite type", info->name);
    if (kind == ObjectKind::table && info->kind == RelationKind::composite) {
        auto failure = error("42809", "\"{}\" is a composite type", info->name);
        failure.value().hint = "Use ALTER TYPE instead.";
        return failure;
    }
    bool any = kind == ObjectKind::table || kind == ObjectKind::index || kind == ObjectKind::type;
    return any ? Status{} : check_relation_kind(context, oid, kind);
}

/// The relation of a statement; 0 when it is missing and that is fine.
Result<Oid> relation_to_rename(StatementContext& context, const RenameStatement& statement, ObjectKind kind) {
    std::string_view kinds = kind == ObjectKind::view                ? "v"
                             : kind == ObjectKind::materialized_view ? "m"
                             : kind == ObjectKind::index             ? "iI"
                             : kind == ObjectKind::sequence          ? "S"
                                                                     : "rvmfpSi";
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation, statement.missing_ok, kinds));
    if (oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        context.effects.notice(
            fmt::format("relation \"{}\" does not exist, skipping", display_name(*statement.relation)));
        return oid;
    }
    BACKOUT_TRY(get_user_relation(context, oid));
    BACKOUT_TRY(check_alter_kind(context, oid, kind));
    return oid;
}

Status rename_relation(StatementContext& context, const RenameStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, relation_to_rename(context, statement, statement.object));
    if (oid == catalog::invalid_oid) return {};
    const auto* relation = context.catalog.find<Relation>(oid);
    context.effects.lock(oid, relation->is_index() ? LockMode::share_update_exclusive : LockMode::access_exclusive);
    return rename_relation_to(context, oid, statement.new_name);
}

/// `expected_parents`: how many of the parents are renamed along with it (renameatt_internal, commands/tablecmds.c).
Status rename_column_in(StatementContext& context, Oid oid, const std::string& from, const std::string& to,
                        std::ptrdiff_t expected_parents) {
    const auto* relation = context.catalog.find<Relation>(oid);
    const Attribute* attribute = relation->find_attribute(from);
    if (!attribute && relation->is_table() && is_system_column(from))
        return error("0A000", "cannot rename system column \"{}\"", from);
    if (!attribute) {
        auto failure = error("42703", "column \"{}\" does not exist", from);
        failure.value().missing = {analyze::Missing::Kind::column, "", from, oid, {}};
        return failure;
    }
    if (attribute->inherit_count > expected_parents)
        return error("42P16", "cannot rename inherited column \"{}\"", from);
    if (is_system_column(to) || relation->find_attribute(to))
        return error("42701", "column \"{}\" of relation \"{}\" already exists", to, relation->name);
    AttributeNumber number = attribute->number;
    context.catalog.change<Relation>(oid, [&](Relation& changed) { changed.find_attribute(number)->name = to; });
    // A column of an index has a name of its own, which follows the table's only when the index is built.
    context.effects.lock(oid, LockMode::access_exclusive);
    return {};
}

/// Typed tables follow a change of their type only under CASCADE (find_typed_table_dependencies).
Result<std::vector<Oid>> typed_tables(const StatementContext& context, const Relation& type, sql::DropBehavior behavior) {
    std::vector<Oid> tables;
    for (Oid dependent : context.catalog.dependents(type.row_type)) {
        const auto* table = context.catalog.find<Relation>(dependent);
        if (!table || table->of_type != type.row_type) continue;
        if (behavior == sql::DropBehavior::restrict_) {
            auto failure = error("2BP01", "cannot alter type \"{}\" because it is the type of a typed table", type.name);
            failure.value().hint = "Use ALTER ... CASCADE to alter the typed tables too.";
            return failure;
        }
        tables.push_back(dependent);
    }
    return tables;
}

Status rename_column(StatementContext& context, const RenameStatement& statement) {
    ObjectKind kind = statement.object == ObjectKind::attribute ? ObjectKind::type : statement.relation_kind;
    BACKOUT_ASSIGN(Oid oid, relation_to_rename(context, statement, kind));
    if (oid == catalog::invalid_oid) return {};
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation->is_table() && relation->kind != RelationKind::view && relation->kind != RelationKind::materialized_view &&
        relation->kind != RelationKind::composite && !relation->is_index())
        return error("42809", "cannot rename columns of relation \"{}\"", relation->name);
    std::vector<Oid> children = descendants(context.catalog, oid);
    if (!statement.relation->inherit && !children.empty())
        return error("42P16", "inherited column \"{}\" must be renamed in child tables too", statement.sub_name);
    if (relation->of_type != catalog::invalid_oid) return error("42809", "cannot rename column of typed table");
    if (relation->kind == RelationKind::composite) {
        BACKOUT_ASSIGN(std::vector<Oid> tables, typed_tables(context, *relation, statement.behavior));
        children.insert(children.end(), tables.begin(), tables.end());
    }
    BACKOUT_TRY(rename_column_in(context, oid, statement.sub_name, statement.new_name, 0));
    for (Oid child : children) {
        const std::vector<Oid>& parents = context.catalog.find<Relation>(child)->parents;
        const auto renamed = std::count_if(parents.begin(), parents.end(), [&](Oid parent) {
            return parent == oid || std::find(children.begin(), children.end(), parent) != children.end();
        });
        BACKOUT_TRY(rename_column_in(context, child, statement.sub_name, statement.new_name, renamed));
    }
    return {};
}

Status rename_table_constraint(StatementContext& context, const RenameStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, relation_to_rename(context, statement, ObjectKind::table));
    if (oid == catalog::invalid_oid) return {};
    const auto* relation = context.catalog.find<Relation>(oid);
    const auto* constraint = context.catalog.find<catalog::Constraint>(oid, statement.sub_name);
    if (!constraint) {
        if (relation->assumed) return unknown("nothing is known of the constraints of {}", relation->name);
        return error("42704", "constraint \"{}\" for table \"{}\" does not exist", statement.sub_name, relation->name);
    }
    bool is_passed_on = (constraint->type == catalog::Constraint::Type::check ||
                         constraint->type == catalog::Constraint::Type::not_null) && !constraint->no_inherit;
    std::vector<Oid> children;
    if (is_passed_on) children = descendants(context.catalog, oid);
    if (!statement.relation->inherit && !children.empty())
        return error("42P16", "inherited constraint \"{}\" must be renamed in child tables too", statement.sub_name);
    if (is_passed_on && constraint->inherit_count > 0)
        return error("42P16", "cannot rename inherited constraint \"{}\"", statement.sub_name);
    context.effects.lock(oid, LockMode::access_exclusive);
    bool owns_index = constraint->type == catalog::Constraint::Type::primary_key ||
                      constraint->type == catalog::Constraint::Type::unique ||
                      constraint->type == catalog::Constraint::Type::exclusion;
    if (owns_index && constraint->index != catalog::invalid_oid)
        return rename_relation_to(context, constraint->index, statement.new_name);
    if (context.catalog.find<catalog::Constraint>(oid, statement.new_name))
        return error("42710", "constraint \"{}\" for relation \"{}\" already exists", statement.new_name, relation->name);
    Oid constraint_oid = constraint->oid;
    for (Oid child : children)
        if (const auto* inherited = context.catalog.find<catalog::Constraint>(child, statement.sub_name))
            set_name(context, inherited->oid, statement.new_name);
    set_name(context, constraint_oid, statement.new_name);
    return {};
}

Status rename_type_statement(StatementContext& context, const RenameStatement& statement) {
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, statement.reference));
    const auto* type = context.catalog.find<Type>(address.oid);
    if (!type) return error("42501", "must be owner of type {}", statement.new_name);
    if (type->relation != catalog::invalid_oid) {
        const auto* relation = context.catalog.find<Relation>(type->relation);
        if (relation && relation->kind != RelationKind::composite) {
            auto failure = error("42809", "{} is a table's row type", type->name);
            failure.value().hint = "Use ALTER TABLE instead.";
            return failure;
        }
        return rename_relation_to(context, type->relation, statement.new_name);
    }
    if (type->is_array)
        return error("42809", "cannot alter array type {}",
                     catalog::format_type(context.catalog, context.path, address.oid));
    return rename_type(context, address.oid, statement.new_name);
}

Status rename_domain_constraint(StatementContext& context, const RenameStatement& statement) {
    sql::ObjectReference reference;
    reference.names = statement.reference.names;
    reference.type.reset();
    reference.sub_name = statement.sub_name;
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, ObjectKind::domain_constraint, reference));
    const Object* constraint = context.catalog.find(address.oid);
    if (context.catalog.find(ObjectClass::constraint, constraint->scope, statement.new_name))
        return error("42710", "constraint \"{}\" for domain {} already exists", statement.new_name,
                     catalog::format_type(context.catalog, context.path, constraint->scope));
    set_name(context, address.oid, statement.new_name);
    return {};
}

/// Schema "x" already exists and the like, in each kind's words.
Status check_new_name(const StatementContext& context, const Object& object, const RenameStatement& statement) {
    const Object* existing = context.catalog.find(object.object_class, object.scope, statement.new_name);
    if (!existing) return {};
    std::string schema = catalog::namespace_name(context.catalog, object.scope);
    std::string_view word = object_kind_word(statement.object);
    switch (object.object_class) {
        case ObjectClass::namespace_: return error("42P06", "schema \"{}\" already exists", statement.new_name);
        case ObjectClass::function: {
            const auto& function = static_cast<const catalog::Function&>(object);
            if (catalog::find_function(context.catalog, object.scope, statement.new_name, function.argument_types) ==
                catalog::invalid_oid)
                return {};
            std::string arguments;
            for (Oid type : function.argument_types) {
                if (!arguments.empty()) arguments += ", ";
                arguments += catalog::format_type(context.catalog, context.path, type);
            }
            return error("42723", "function {}({}) already exists in schema \"{}\"", statement.new_name, arguments, schema);
        }
        case ObjectClass::role:
        case ObjectClass::language:
        case ObjectClass::event_trigger:
        case ObjectClass::publication:
        case ObjectClass::subscription:
        case ObjectClass::foreign_data_wrapper:
        case ObjectClass::foreign_server: return error("42710", "{} \"{}\" already exists", word, statement.new_name);
        default: return error("42710", "{} \"{}\" already exists in schema \"{}\"", word, statement.new_name, schema);
    }
}

Status rename_named(StatementContext& context, const RenameStatement& statement) {
    sql::ObjectReference by_sub_name;
    const sql::ObjectReference* reference = &statement.reference;
    bool has_reference = !reference->names.empty() || reference->function || reference->type;
    if (!has_reference) {
        by_sub_name.names = {statement.sub_name};
        reference = &by_sub_name;
    }
    BACKOUT_ASSIGN(ObjectAddress address,
                   get_object_address(context, statement.object, *reference, statement.missing_ok));
    if (address.oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        return {};
    }
    const Object* object = context.catalog.find(address.oid);
    if (!object) return error("42501", "must be owner of {} {}", object_kind_word(statement.object), statement.new_name);
    if (object->object_class == ObjectClass::namespace_ && statement.new_name.starts_with("pg_")) {
        auto failure = error("42939", "unacceptable schema name \"{}\"", statement.new_name);
        failure.value().detail = "The prefix \"pg_\" is reserved for system schemas.";
        return failure;
    }
    BACKOUT_TRY(check_new_name(context, *object, statement));
    set_name(context, address.oid, statement.new_name);
    return {};
}

}  // namespace

Status rename_object(StatementContext& context, const RenameStatement& statement) {
    switch (statement.object) {
        case ObjectKind::table:
        case ObjectKind::view:
        case ObjectKind::materialized_view:
        case ObjectKind::index:
        case ObjectKind::sequence:
        case ObjectKind::foreign_table: return rename_relation(context, statement);
        case ObjectKind::column:
        case ObjectKind::attribute: return rename_column(context, statement);
        case ObjectKind::table_constraint: return rename_table_constraint(context, statement);
        case ObjectKind::domain_constraint: return rename_domain_constraint(context, statement);
        case ObjectKind::trigger:
        case ObjectKind::rule:
        case ObjectKind::policy: return rename_part(context, statement);
        case ObjectKind::type:
        case ObjectKind::domain: return rename_type_statement(context, statement);
        case ObjectKind::database: return unknown("the database's own name is not simulated");
        default: return rename_named(context, statement);
    }
}

}  // namespace backout::simulate
