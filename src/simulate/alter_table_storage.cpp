#include <algorithm>

#include "simulate/alter_table.h"
#include "simulate/index_definition.h"
#include "simulate/reloptions.h"

/// Where and how rows are kept: persistence, access method, tablespace, clustering, replica identity,
/// parameters.
namespace backout::simulate {

using catalog::IndexData;

namespace {

constexpr Oid heap_access_method = 2;  // pg_am.dat

template <class Edit>
void change_index(StatementContext& context, Oid oid, Edit&& edit) {
    context.catalog.change<Relation>(oid, [&](Relation& changed) {
        IndexData data = *changed.index;
        edit(data);
        changed.index = std::make_shared<const IndexData>(std::move(data));
    });
}

bool is_published(const Catalog& catalog, Oid relation) {
    for (Oid dependent : catalog.dependents(relation))
        if (const auto* member = catalog.find<catalog::PublicationRelation>(dependent);
            member && member->relation == relation)
            return true;
    return false;
}

/// Foreign keys tie the persistence of tables to each other: a logged table can't reference an unlogged one.
Status check_foreign_keys_allow(const AlterTable& work, const Relation& relation, bool to_logged) {
    const Catalog& catalog = work.context.catalog;
    auto is_foreign_key = [](const catalog::Constraint* constraint) {
        return constraint && constraint->type == catalog::Constraint::Type::foreign_key;
    };
    if (to_logged) {
        for (const auto* constraint : catalog.members_of_class<catalog::Constraint>(relation.oid)) {
            if (!is_foreign_key(constraint) || constraint->referenced == relation.oid) continue;
            const Relation& referenced = work.relation(constraint->referenced);
            if (referenced.persistence != 'p')
                return error(
                    "42P16",
                    "could not change table \"{}\" to logged because it references unlogged table \"{}\"",
                    relation.name, referenced.name);
        }
        return {};
    }
    for (Oid dependent : catalog.dependents(relation.oid)) {
        const auto* constraint = catalog.find<catalog::Constraint>(dependent);
        if (!is_foreign_key(constraint) || constraint->referenced != relation.oid ||
            constraint->scope == relation.oid)
            continue;
        const Relation& referencing = work.relation(constraint->scope);
        if (referencing.persistence == 'p')
            return error(
                "42P16",
                "could not change table \"{}\" to unlogged because it references logged table \"{}\"",
                relation.name, referencing.name);
    }
    return {};
}

/// ATPrepChangePersistence
Status prepare_persistence(AlterTable& work, AlteredTable& table, bool to_logged) {
    if (table.new_persistence != 0) return error("0A000", "cannot change persistence setting twice");
    const Relation& relation = work.relation(table.relation);
    if (relation.persistence == 't')
        return error("42P16", "cannot change logged status of table \"{}\" because it is temporary",
                     relation.name);
    if ((relation.persistence == 'p') == to_logged) return {};
    if (!to_logged && is_published(work.context.catalog, relation.oid)) {
        auto failure =
            error("55000", "cannot change table \"{}\" to unlogged because it is part of a publication",
                  relation.name);
        failure.value().detail = "Unlogged relations cannot be replicated.";
        return failure;
    }
    BACKOUT_TRY(check_foreign_keys_allow(work, relation, to_logged));
    table.rewrite(Effects::RewriteReason::persistence);
    table.new_persistence = to_logged ? 'p' : 'u';
    return {};
}

}  // namespace

Status prepare_set_logged(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return prepare_persistence(work, table, true);
}

Status prepare_set_unlogged(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return prepare_persistence(work, table, false);
}

Status prepare_set_access_method(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    int major = work.context.major();
    if (major < 15) return error("42601", "syntax error at or near \"ACCESS\"");
    bool partitioned = table.kind == RelationKind::partitioned_table;
    if (partitioned && major < 17)
        return error("42809", "cannot change access method of a partitioned table");
    if (table.new_access_method) return error("0A000", "cannot have multiple SET ACCESS METHOD subcommands");
    const std::string& name = command.written->name;
    Oid wanted = partitioned ? catalog::invalid_oid : heap_access_method;
    if (!name.empty()) {
        auto found = catalog::find_access_method(work.context.catalog, name);
        if (!found) return error("42704", "access method \"{}\" does not exist", name);
        if (found->type != 't') return error("55000", "access method \"{}\" is not of type TABLE", name);
        wanted = found->oid;
    }
    Oid current = work.relation(table.relation).access_method;
    if (current == catalog::invalid_oid && !partitioned) current = heap_access_method;
    if (current == wanted) return {};
    table.new_access_method = wanted;
    if (!partitioned) table.rewrite(Effects::RewriteReason::access_method);
    return {};
}

Status prepare_set_tablespace(AlterTable&, AlteredTable& table, const AlterCommand& command) {
    // Tablespaces belong to the server, not to the history: any name may be one.
    if (table.new_tablespace) return error("42601", "cannot have multiple SET TABLESPACE subcommands");
    const std::string& name = command.written->name;
    if (name == "pg_global")
        return error("22023", "only shared relations can be placed in pg_global tablespace");
    table.new_tablespace = name == "pg_default" ? std::string() : name;
    return {};
}

namespace {

void store_access_method(StatementContext& context, Oid oid, Oid access_method) {
    context.catalog.change<Relation>(oid, [&](Relation& changed) {
        std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.column == 0 && dependency.referenced.oid == changed.access_method;
        });
        changed.access_method = access_method == heap_access_method ? catalog::invalid_oid : access_method;
        if (changed.access_method != catalog::invalid_oid) depend(changed, {changed.access_method, 0});
    });
}

void store_tablespace(StatementContext& context, Oid oid, const std::string& tablespace) {
    context.catalog.change<Relation>(oid, [&](Relation& changed) { changed.tablespace = tablespace; });
}

/// Indexes and owned sequences are as persistent as their table; sequences could not be unlogged before 15.
void store_persistence(StatementContext& context, Oid oid, char persistence) {
    auto store = [&](Oid at) {
        context.catalog.change<Relation>(at, [&](Relation& changed) { changed.persistence = persistence; });
    };
    store(oid);
    for (Oid index : indexes_of(context.catalog, oid))
        store(index);
    if (context.major() < 15) return;
    for (Oid dependent : context.catalog.dependents(oid)) {
        const auto* relation = context.catalog.find<Relation>(dependent);
        if (relation && relation->sequence && relation->sequence->owned_by.oid == oid) store(dependent);
    }
}

}  // namespace

Status set_access_method(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    // A partitioned table only remembers it for new partitions; others are rewritten in the end.
    if (table.kind == RelationKind::partitioned_table && table.new_access_method)
        store_access_method(work.context, table.relation, *table.new_access_method);
    return {};
}

Status set_tablespace(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    if (!has_storage(table.kind) && table.new_tablespace)
        store_tablespace(work.context, table.relation, *table.new_tablespace);
    return {};
}

void move_storage(AlterTable& work, AlteredTable& table) {
    if (table.new_access_method) store_access_method(work.context, table.relation, *table.new_access_method);
    if (table.new_tablespace) store_tablespace(work.context, table.relation, *table.new_tablespace);
    if (table.new_persistence != 0) store_persistence(work.context, table.relation, table.new_persistence);
}

namespace {

/// An index of the table's schema by its bare name; 0 where an open world may have it.
Result<Oid> find_table_index(const AlterTable& work, const Relation& table, const std::string& name) {
    Oid oid = catalog::find_relation(work.context.catalog, table.scope, name);
    if (oid == catalog::invalid_oid) {
        if (table.open && !work.context.catalog.was_known(ObjectClass::relation, table.scope, name))
            return oid;
        return error("42704", "index \"{}\" for table \"{}\" does not exist", name, table.name);
    }
    const auto* index = work.context.catalog.find<Relation>(oid);
    if (index && index->open && index->is_index()) return catalog::invalid_oid;
    if (!index || !index->index || index->index->table != table.oid)
        return error("42809", "\"{}\" is not an index for table \"{}\"", name, table.name);
    return oid;
}

/// check_index_is_clusterable (commands/cluster.c)
Status check_clusterable(const StatementContext& context, const Relation& index) {
    auto method = catalog::access_method_info(context.catalog, index.index->access_method);
    bool can_cluster = method && (method->name == "btree" || method->name == "gist");
    if (!can_cluster)
        return error("0A000",
                     "cannot cluster on index \"{}\" because access method does not support clustering",
                     index.name);
    if (index.index->predicate) return error("0A000", "cannot cluster on partial index \"{}\"", index.name);
    if (!index.index->valid) return error("0A000", "cannot cluster on invalid index \"{}\"", index.name);
    return {};
}

/// Marks one index of a table, and only it.
void mark_index(StatementContext& context, Oid table, bool IndexData::*mark, Oid marked) {
    for (Oid oid : indexes_of(context.catalog, table)) {
        bool is = oid == marked;
        if ((*context.catalog.find<Relation>(oid)->index).*mark != is)
            change_index(context, oid, [&](IndexData& data) { data.*mark = is; });
    }
}

}  // namespace

Status cluster_on(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Oid index, find_table_index(work, work.relation(table.relation), command.written->name));
    if (index == catalog::invalid_oid) return {};
    context.effects.lock(index, work.lock);
    BACKOUT_TRY(check_clusterable(context, work.relation(index)));
    if (table.kind == RelationKind::partitioned_table)
        return error("0A000", "cannot mark index clustered in partitioned table");
    mark_index(context, table.relation, &IndexData::clustered, index);
    return {};
}

Status set_without_cluster(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    if (table.kind == RelationKind::partitioned_table)
        return error("0A000", "cannot mark index clustered in partitioned table");
    mark_index(work.context, table.relation, &IndexData::clustered, catalog::invalid_oid);
    return {};
}

namespace {

/// An index that tells rows apart: unique, over all rows, of NOT NULL columns (ATExecReplicaIdentity).
Status check_identifies_rows(const Relation& table, const Relation& index) {
    const IndexData& data = *index.index;
    if (!data.unique)
        return error("42809", "cannot use non-unique index \"{}\" as replica identity", index.name);
    if (!data.immediate)
        return error("0A000", "cannot use non-immediate index \"{}\" as replica identity", index.name);
    for (const auto& key : data.keys)
        if (key.expression)
            return error("0A000", "cannot use expression index \"{}\" as replica identity", index.name);
    if (data.predicate)
        return error("0A000", "cannot use partial index \"{}\" as replica identity", index.name);
    for (const auto& key : data.keys) {
        const Attribute* column = table.find_attribute(key.attribute);
        if (column && !column->not_null)
            return error("42809",
                         "index \"{}\" cannot be used as replica identity because column \"{}\" is nullable",
                         index.name, column->name);
    }
    return {};
}

}  // namespace

Status set_replica_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    Oid index = catalog::invalid_oid;
    if (command.written->replica_identity == 'i') {
        const Relation& relation = work.relation(table.relation);
        BACKOUT_ASSIGN(index, find_table_index(work, relation, command.written->name));
        if (index != catalog::invalid_oid) {
            context.effects.lock(index, LockMode::share);
            BACKOUT_TRY(check_identifies_rows(relation, work.relation(index)));
        }
    }
    mark_index(context, table.relation, &IndexData::replica_identity, index);
    char identity = command.written->replica_identity;
    if (work.relation(table.relation).replica_identity != identity)
        context.catalog.change<Relation>(table.relation,
                                         [&](Relation& changed) { changed.replica_identity = identity; });
    return {};
}

namespace {

constexpr std::string_view check_option_name = "check_option";

/// ATExecSetRelOptions. What a view checks is kept apart from its other options.
Status change_relation_options(AlterTable& work, AlteredTable& table, const sql::Options& written,
                               bool reset) {
    if (written.empty()) return {};
    StatementContext& context = work.context;
    const Relation& relation = work.relation(table.relation);
    catalog::OptionList before = relation.options;
    bool is_view = relation.kind == RelationKind::view;
    if (is_view && relation.check_option != 0)
        before.emplace_back(check_option_name, relation.check_option == 'l' ? "local" : "cascaded");
    // Of an assumed index not even the access method is known.
    OptionsOf kind = relation.is_index() && !relation.index
                         ? OptionsOf::other_index
                         : relation_options_kind(context.catalog, relation);
    BACKOUT_ASSIGN(catalog::OptionList options, relation_options(context, kind, before, written, reset));
    char check_option = 0;
    if (is_view)
        std::erase_if(options, [&](const auto& option) {
            if (option.first != check_option_name) return false;
            check_option = option.second.starts_with('l') || option.second.starts_with('L') ? 'l' : 'c';
            return true;
        });
    context.catalog.change<Relation>(table.relation, [&](Relation& changed) {
        changed.options = std::move(options);
        changed.check_option = check_option;
    });
    return {};
}

}  // namespace

Status set_relation_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return change_relation_options(work, table, command.written->options, false);
}

Status reset_relation_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return change_relation_options(work, table, command.written->options, true);
}

Status set_foreign_table_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    BACKOUT_ASSIGN(catalog::OptionList options,
                   generic_options(work.relation(table.relation).fdw_options, command.written->options));
    work.context.catalog.change<Relation>(
        table.relation, [&](Relation& changed) { changed.fdw_options = std::move(options); });
    return {};
}

namespace {

bool moves_with(sql::ObjectKind object, RelationKind kind) {
    switch (object) {
        case sql::ObjectKind::table:
            return kind == RelationKind::table || kind == RelationKind::partitioned_table;
        case sql::ObjectKind::index:
            return kind == RelationKind::index || kind == RelationKind::partitioned_index;
        default:
            return kind == RelationKind::materialized_view;
    }
}

}  // namespace

Status alter_table_move_all(StatementContext& context, const sql::AlterTableMoveAllStatement& statement) {
    std::vector<Oid> owners;
    for (const sql::RoleSpec& role : statement.owners) {
        BACKOUT_ASSIGN(Oid owner, get_role(context, role));
        owners.push_back(owner);
    }
    if (statement.from == "pg_global" || statement.to == "pg_global")
        return error("22023", "cannot move relations in to or out of pg_global tablespace");
    auto stored = [](const std::string& name) { return name == "pg_default" ? std::string() : name; };
    std::string from = stored(statement.from);
    std::string to = stored(statement.to);
    if (from == to) return {};
    bool any = false;
    for (Oid oid : context.catalog.all(ObjectClass::relation)) {
        const auto& relation = *context.catalog.find<Relation>(oid);
        if (relation.tablespace != from || relation.persistence == 't' ||
            !moves_with(statement.object, relation.kind))
            continue;
        if (!owners.empty() && std::find(owners.begin(), owners.end(), relation.owner) == owners.end())
            continue;
        context.effects.lock(oid, LockMode::access_exclusive);
        store_tablespace(context, oid, to);
        any = true;
    }
    if (!any)
        context.effects.notice(fmt::format("no matching relations in tablespace \"{}\" found",
                                           from.empty() ? "(database default)" : from),
                               "02000");
    return {};
}

}  // namespace backout::simulate
