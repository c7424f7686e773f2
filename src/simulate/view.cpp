#include "simulate/view.h"

#include <algorithm>

#include "analyze/references.h"
#include "catalog/builtin/builtin.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

using catalog::Attribute;
using catalog::RangeEntry;
using catalog::Relation;
using catalog::RelationKind;

namespace {

constexpr Oid unknown_type = 705;
constexpr Oid text_type = 25;

}  // namespace

Result<std::vector<RangeEntry::Column>> view_columns(const StatementContext& context, const catalog::Query& query,
                                                     const std::vector<std::string>& names,
                                                     std::string_view too_many_message) {
    std::vector<RangeEntry::Column> columns = analyze::result_columns(context.catalog, query);
    if (names.size() > columns.size()) return error("42601", "{}", too_many_message);
    for (std::size_t i = 0; i < names.size(); ++i) columns[i].name = names[i];
    for (RangeEntry::Column& column : columns) {
        auto info = catalog::type_info(context.catalog, column.type);
        if (info && info->kind == catalog::TypeKind::pseudo && column.type != unknown_type)
            return error("42P16", "column \"{}\" has pseudo-type {}", column.name, info->name);
        if (column.type == unknown_type) {
            column.type = text_type;
            column.collation = catalog::default_collation;
        }
    }
    return columns;
}

void set_columns(const StatementContext& context, Relation& relation, const std::vector<RangeEntry::Column>& columns) {
    for (const RangeEntry::Column& column : columns) {
        Attribute attribute;
        attribute.number = ++relation.last_attribute;
        attribute.name = column.name;
        attribute.type = column.type;
        attribute.typmod = column.typmod;
        attribute.collation = column.collation;
        // A column computed from something unknown: its name is certain, its type is not.
        attribute.assumed = column.type == catalog::invalid_oid;
        if (auto type = catalog::type_info(context.catalog, column.type)) attribute.storage = type->storage;
        relation.attributes.push_back(std::move(attribute));
    }
}

void depend_on_query(const Catalog& catalog, Relation& relation, const catalog::Query& query) {
    depend(relation, analyze::references_of(catalog, query));
}

void note_query_locks(StatementContext& context, const catalog::Query& query) {
    for (const catalog::RangeEntry& entry : query.range_table) {
        if (entry.relation != catalog::invalid_oid && entry.kind == RangeEntry::Kind::relation)
            context.effects.lock(entry.relation, LockMode::access_share);
        if (entry.subquery) note_query_locks(context, *entry.subquery);
    }
    for (const auto& cte : query.ctes)
        if (cte.query) note_query_locks(context, *cte.query);
}

namespace {

/// A query over temporary relations makes a temporary view (isQueryUsingTempRelation).
bool uses_temporary_relations(const Catalog& catalog, const catalog::Query& query) {
    for (const RangeEntry& entry : query.range_table) {
        const auto* relation = catalog.find<Relation>(entry.relation);
        if (relation && relation->persistence == 't') return true;
        if (entry.subquery && uses_temporary_relations(catalog, *entry.subquery)) return true;
    }
    return std::any_of(query.ctes.begin(), query.ctes.end(), [&](const auto& cte) {
        return cte.query && uses_temporary_relations(catalog, *cte.query);
    });
}

/// CREATE OR REPLACE may add columns at the end and change nothing about the others (checkViewColumns).
Status check_replacement(const StatementContext& context, const Relation& view,
                         const std::vector<RangeEntry::Column>& columns) {
    if (columns.size() < view.attributes.size()) return error("42P16", "cannot drop columns from view");
    for (std::size_t i = 0; i < view.attributes.size(); ++i) {
        const Attribute& old = view.attributes[i];
        const RangeEntry::Column& column = columns[i];
        if (old.name != column.name) {
            auto failure = error("42P16", "cannot change name of view column \"{}\" to \"{}\"", old.name, column.name);
            failure.value().hint =
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.";
            failure.value().involved = {{view.oid, 0}};
            return failure;
        }
        if (old.type == catalog::invalid_oid || column.type == catalog::invalid_oid) continue;
        if (old.type != column.type || old.typmod != column.typmod) {
            auto failure = error("42P16", "cannot change data type of view column \"{}\" from {} to {}", old.name,
                                 catalog::format_type(context.catalog, context.path, old.type, old.typmod),
                                 catalog::format_type(context.catalog, context.path, column.type, column.typmod));
            failure.value().involved = {{view.oid, 0}};
            return failure;
        }
        if (old.collation != column.collation)
            return error("42P16", "cannot change collation of view column \"{}\"", old.name);
    }
    return {};
}

/// security_barrier, security_invoker and check_option; the last also has a syntax of its own.
Status set_view_options(StatementContext& context, const sql::ViewStatement& statement, Relation& view) {
    BACKOUT_ASSIGN(view.options, relation_options(context, OptionsOf::view, {}, statement.options));
    if (statement.check_option != 0)
        view.options.emplace_back("check_option", statement.check_option == 1 ? "local" : "cascaded");
    view.check_option = 0;
    for (const auto& [name, value] : view.options)
        if (name == "check_option") view.check_option = value.front();
    return {};
}

Status replace_view(StatementContext& context, const sql::ViewStatement& statement, const Relation& existing,
                    const catalog::QueryPtr& query, const std::vector<RangeEntry::Column>& columns) {
    if (existing.kind != RelationKind::view) {
        auto failure = error("42809", "\"{}\" is not a view", existing.name);
        failure.value().involved = {{existing.oid, 0}};
        return failure;
    }
    BACKOUT_TRY(check_replacement(context, existing, columns));
    context.effects.lock(existing.oid, LockMode::access_exclusive);
    auto view = std::static_pointer_cast<Relation>(existing.clone());
    BACKOUT_TRY(set_view_options(context, statement, *view));
    std::size_t kept = view->attributes.size();
    set_columns(context, *view, {columns.begin() + static_cast<std::ptrdiff_t>(kept), columns.end()});
    for (std::size_t i = kept; i < view->attributes.size(); ++i)
        depend_on_column_type(context.catalog, *view, view->attributes[i]);
    // What the old query needed is needed no more; the types of the columns still are.
    std::erase_if(view->dependencies, [](const catalog::Dependency& dependency) {
        return dependency.column == 0 && dependency.type == catalog::DependencyType::normal;
    });
    view->view_query = query;
    depend_on_query(context.catalog, *view, *query);
    context.catalog.insert(std::move(view));
    return {};
}

}  // namespace

Status create_view(StatementContext& context, const sql::ViewStatement& statement) {
    if (!statement.query) return unknown("the view's query is missing");
    auto query = analyze::analyze_query(context.analysis(), *statement.query);
    BACKOUT_TRY(query);
    BACKOUT_ASSIGN(std::vector<RangeEntry::Column> columns,
                   view_columns(context, **query, statement.columns,
                                "CREATE VIEW specifies more column names than columns"));
    note_query_locks(context, **query);
    sql::RangeVar name = statement.view;
    if (name.persistence != sql::Persistence::temporary && uses_temporary_relations(context.catalog, **query)) {
        name.persistence = sql::Persistence::temporary;
        context.effects.notice(fmt::format("view \"{}\" will be a temporary view", name.name));
    }
    BACKOUT_ASSIGN(Oid scope, creation_namespace(context, name));
    Oid existing = catalog::find_relation(context.catalog, scope, name.name);
    if (existing != catalog::invalid_oid && statement.replace) {
        BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, existing));
        return replace_view(context, statement, *relation, *query, columns);
    }
    auto view = context.make<Relation>(name.name, scope);
    view->kind = RelationKind::view;
    view->persistence = name.persistence == sql::Persistence::temporary ? 't' : 'p';
    view->view_query = *query;
    BACKOUT_TRY(set_view_options(context, statement, *view));
    set_columns(context, *view, columns);
    depend_on_query(context.catalog, *view, **query);
    // Columns that hang on something unknown are not known by number or type either.
    view->open = !(*query)->inexact.empty();
    BACKOUT_TRY(insert_relation(context, std::move(view)));
    return {};
}

}  // namespace backout::simulate
