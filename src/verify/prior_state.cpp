#include "verify/prior_state.h"

#include <fmt/format.h>

#include "simulate/names.h"
#include "simulate/object_address.h"

namespace backout::verify {

using catalog::Catalog;
using catalog::ObjectClass;
using catalog::Oid;
using catalog::Relation;
using sql::ObjectKind;

namespace {

class Finder {
public:
    explicit Finder(const simulate::Simulator& simulator)
        : catalog_(simulator.catalog()), path_(simulator.session().search_path(simulator.catalog())) {}

    std::vector<UnsettledName> take() { return std::move(found_); }

    void add(ObjectKind kind, const sql::Names& names, bool is_removed) {
        if (names.empty()) return;
        ObjectClass object_class = simulate::object_class_of(kind);
        const std::string& name = names.back();
        if (is_global(object_class)) {
            if (!catalog_.was_known(object_class, catalog::invalid_oid, name))
                tell(kind, name, name, "", is_removed, false);
            return;
        }
        Oid scope = scope_of(names);
        if (scope == catalog::invalid_oid || is_there(object_class, names, scope) ||
            catalog_.was_known(object_class, scope, name))
            return;
        std::string schema = catalog::namespace_name(catalog_, scope);
        tell(kind, name, schema + "." + name, schema, is_removed, false);
    }

    void add(ObjectKind kind, const sql::RangeVar& relation, bool is_removed) {
        if (relation.persistence == sql::Persistence::temporary) return;
        add(kind, names_of(relation), is_removed);
    }

    /// A trigger, rule, policy or constraint of a relation that is only assumed.
    void add_part(ObjectKind kind, const sql::Names& relation, const std::string& name, bool is_removed) {
        const Relation* table = open_relation(relation);
        if (!table || catalog_.was_known(simulate::object_class_of(kind), table->oid, name)) return;
        tell(kind, name, item_of(*table) + "." + name, "", is_removed, true);
    }

    void add_column(const sql::RangeVar& relation, const std::string& name, bool is_removed) {
        const Relation* table = open_relation(names_of(relation));
        if (!table || table->find_attribute(name)) return;
        tell(ObjectKind::column, name, item_of(*table) + "." + name, "", is_removed, true);
    }

    void add_index(const sql::IndexStatement& statement) {
        const Relation* table = open_relation(names_of(statement.relation));
        if (!table || statement.name.empty()) return;
        if (catalog_.was_known(ObjectClass::relation, table->scope, statement.name)) return;
        std::string schema = catalog::namespace_name(catalog_, table->scope);
        tell(ObjectKind::index, statement.name, schema + "." + statement.name, schema, false, true);
    }

    static sql::Names names_of(const sql::RangeVar& relation) {
        sql::Names names;
        if (!relation.schema.empty()) names.push_back(relation.schema);
        names.push_back(relation.name);
        return names;
    }

private:
    static bool is_global(ObjectClass object_class) {
        switch (object_class) {
            case ObjectClass::namespace_:
            case ObjectClass::extension:
            case ObjectClass::event_trigger:
            case ObjectClass::publication:
            case ObjectClass::foreign_data_wrapper:
            case ObjectClass::foreign_server: return true;
            default: return false;
        }
    }

    Oid scope_of(const sql::Names& names) const {
        return names.size() < 2 ? path_.creation : catalog::find_namespace(catalog_, names[names.size() - 2]);
    }

    bool is_there(ObjectClass object_class, const sql::Names& names, Oid scope) const {
        if (object_class == ObjectClass::relation)
            return names.size() < 2 ? catalog::find_relation(catalog_, path_, names.back()) != catalog::invalid_oid
                                    : catalog::find_relation(catalog_, scope, names.back()) != catalog::invalid_oid;
        if (object_class == ObjectClass::type && names.size() < 2)
            return catalog::find_type(catalog_, path_, names.back()) != catalog::invalid_oid;
        return catalog_.find(object_class, scope, names.back()) != nullptr;
    }

    /// The relation of that name, if more belongs to it than is known.
    const Relation* open_relation(const sql::Names& names) const {
        Oid oid = names.size() < 2
                      ? catalog::find_relation(catalog_, path_, names.back())
                      : catalog::find_relation(catalog_, scope_of(names), names.back());
        const Relation* relation = catalog_.find<Relation>(oid);
        return relation && relation->open ? relation : nullptr;
    }

    std::string item_of(const Relation& relation) const {
        return catalog::namespace_name(catalog_, relation.scope) + "." + relation.name;
    }

    void tell(ObjectKind kind, std::string_view name, std::string item, std::string schema, bool is_removed,
              bool is_part) {
        bool has_definition = kind != ObjectKind::schema && kind != ObjectKind::extension;
        std::string reason = fmt::format("whether {} {} was there before{} is not known",
                                         simulate::object_kind_word(kind), name,
                                         has_definition ? ", and how it was defined," : "");
        found_.push_back({std::move(item), std::move(schema), std::move(reason), is_removed, is_part});
    }

    const Catalog& catalog_;
    catalog::SearchPath path_;
    std::vector<UnsettledName> found_;
};

void look_at_drop(Finder& finder, const sql::DropStatement& drop) {
    if (!drop.missing_ok) return;
    for (const sql::ObjectReference& reference : drop.objects) {
        bool is_part = drop.object == ObjectKind::trigger || drop.object == ObjectKind::rule ||
                       drop.object == ObjectKind::policy;
        if (is_part)
            finder.add_part(drop.object, reference.names, reference.sub_name, true);
        else if (reference.function)
            finder.add(drop.object, reference.function->names, true);
        else
            finder.add(drop.object, reference.type ? reference.type->names : reference.names, true);
    }
}

void look_at_alter_table(Finder& finder, const sql::AlterTableStatement& alter) {
    using Action = sql::AlterTableAction;
    if (alter.missing_ok) finder.add(alter.object, alter.relation, true);
    for (const sql::AlterTableCommand& command : alter.commands) {
        if (!command.missing_ok) continue;
        if (command.action == Action::add_column && command.column)
            finder.add_column(alter.relation, command.column->name, false);
        else if (command.action == Action::drop_column)
            finder.add_column(alter.relation, command.name, true);
        else if (command.action == Action::drop_constraint)
            finder.add_part(ObjectKind::table_constraint, Finder::names_of(alter.relation), command.name, true);
    }
}

void look_at_creation(Finder& finder, const sql::Statement& statement) {
    if (const auto* table = sql::as<sql::CreateTableStatement>(&statement)) {
        if (table->if_not_exists) finder.add(ObjectKind::table, table->relation, false);
    } else if (const auto* copy = sql::as<sql::CreateTableAsStatement>(&statement)) {
        auto kind = copy->materialized_view ? ObjectKind::materialized_view : ObjectKind::table;
        if (copy->if_not_exists) finder.add(kind, copy->into.relation, false);
    } else if (const auto* view = sql::as<sql::ViewStatement>(&statement)) {
        if (view->replace) finder.add(ObjectKind::view, view->view, false);
    } else if (const auto* sequence = sql::as<sql::CreateSequenceStatement>(&statement)) {
        if (sequence->if_not_exists) finder.add(ObjectKind::sequence, sequence->sequence, false);
    } else if (const auto* function = sql::as<sql::CreateFunctionStatement>(&statement)) {
        if (function->replace)
            finder.add(function->procedure ? ObjectKind::procedure : ObjectKind::function, function->names, false);
    } else if (const auto* trigger = sql::as<sql::CreateTriggerStatement>(&statement)) {
        if (trigger->replace)
            finder.add_part(ObjectKind::trigger, Finder::names_of(trigger->relation), trigger->name, false);
    } else if (const auto* rule = sql::as<sql::CreateRuleStatement>(&statement)) {
        if (rule->replace) finder.add_part(ObjectKind::rule, Finder::names_of(rule->relation), rule->name, false);
    } else if (const auto* index = sql::as<sql::IndexStatement>(&statement)) {
        if (index->if_not_exists) finder.add_index(*index);
    } else if (const auto* extension = sql::as<sql::CreateExtensionStatement>(&statement)) {
        if (extension->if_not_exists) finder.add(ObjectKind::extension, sql::Names{extension->name}, false);
    } else if (const auto* schema = sql::as<sql::CreateSchemaStatement>(&statement)) {
        if (schema->if_not_exists && !schema->name.empty())
            finder.add(ObjectKind::schema, sql::Names{schema->name}, false);
    }
}

}  // namespace

std::vector<UnsettledName> unsettled_names(const simulate::Simulator& simulator, const sql::Statement& statement) {
    Finder finder(simulator);
    if (const auto* drop = sql::as<sql::DropStatement>(&statement)) {
        look_at_drop(finder, *drop);
    } else if (const auto* alter = sql::as<sql::AlterTableStatement>(&statement)) {
        look_at_alter_table(finder, *alter);
    } else if (const auto* rename = sql::as<sql::RenameStatement>(&statement)) {
        if (rename->missing_ok && rename->relation) finder.add(rename->relation_kind, *rename->relation, true);
    } else {
        look_at_creation(finder, statement);
    }
    return finder.take();
}

}  // namespace backout::verify
