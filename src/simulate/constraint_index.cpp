#include <algorithm>

#include "simulate/constraint.h"
#include "simulate/index_definition.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/table_column.h"
#include "simulate/table_tablespace.h"

/// Constraints that an index enforces: transformIndexConstraint (parser/parse_utilcmd.c), ATExecAddIndex and
/// ATExecAddIndexConstraint (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::IndexData;
using catalog::Relation;
using catalog::RelationKind;

/// The columns of a key as elements that the rest of the index code understands, kept alive here.
struct KeyElements {
    std::vector<sql::IndexElement> owned;
    IndexColumns columns;
};

Status check_keys_differ(const ConstraintRequest& request) {
    for (std::size_t place = 1; place < request.keys.size(); ++place) {
        const auto here = request.keys.begin() + static_cast<std::ptrdiff_t>(place);
        if (std::find(request.keys.begin(), here, *here) == here) continue;
        return error_at(request.location, "42701", "column \"{}\" appears twice in {} constraint", *here,
                        request.type == ConstraintType::primary_key ? "primary key" : "unique");
    }
    return {};
}

/// WITHOUT OVERLAPS compares the last column with && and the others with = (transformIndexConstraint, since
/// 18).
Status check_without_overlaps(StatementContext& context, const Relation& table,
                              const ConstraintRequest& request) {
    if (request.keys.size() < 2)
        return error_at(request.location, "42601",
                        "constraint using WITHOUT OVERLAPS needs at least two columns");
    const catalog::Attribute* last = table.find_attribute(request.keys.back());
    if (!last || last->type == catalog::invalid_oid) return {};
    const auto info = catalog::type_info(context.catalog, catalog::base_type(context.catalog, last->type));
    if (info && info->kind != catalog::TypeKind::range && info->kind != catalog::TypeKind::multirange)
        return error_at(request.location, "42804",
                        "column \"{}\" in WITHOUT OVERLAPS is not a range or multirange type", last->name);
    return {};
}

void add_key_elements(const ConstraintRequest& request, KeyElements& elements) {
    const std::vector<std::string>& included = request.definition->including;
    elements.owned.reserve(request.keys.size() + included.size());
    auto add = [&](const std::string& column) -> const sql::IndexElement* {
        elements.owned.emplace_back();
        elements.owned.back().name = column;
        return &elements.owned.back();
    };
    for (const std::string& key : request.keys)
        elements.columns.keys.push_back(add(key));
    for (const std::string& column : included)
        elements.columns.included.push_back(add(column));
}

Status resolve_keys(StatementContext& context, const ConstraintRequest& request, IndexPlan& plan) {
    static const sql::Names equals{"pg_catalog", "="};
    static const sql::Names overlaps{"pg_catalog", "&&"};
    KeyElements elements;
    if (request.type == ConstraintType::exclusion) {
        for (const sql::Constraint::Exclusion& exclusion : request.definition->exclusions) {
            elements.columns.keys.push_back(&exclusion.element);
            elements.columns.exclusion_operators.push_back(&exclusion.operator_name);
        }
        elements.owned.reserve(request.definition->including.size());
        for (const std::string& column : request.definition->including) {
            elements.owned.emplace_back().name = column;
            elements.columns.included.push_back(&elements.owned.back());
        }
    } else {
        add_key_elements(request, elements);
        if (request.definition->without_overlaps)
            for (std::size_t place = 0; place < request.keys.size(); ++place)
                elements.columns.exclusion_operators.push_back(place + 1 == request.keys.size() ? &overlaps
                                                                                                : &equals);
    }
    const sql::Constraint& definition = *request.definition;
    if (definition.where) {
        BACKOUT_ASSIGN(plan.data.predicate,
                       analyze_index_predicate(context, plan.data.table, *definition.where));
    }
    BACKOUT_TRY(analyze_index_expressions(context, plan.data.table, elements.columns));
    std::string access_method = definition.access_method.empty() ? "btree" : definition.access_method;
    if (definition.without_overlaps) access_method = "gist";
    BACKOUT_ASSIGN(const catalog::AccessMethodInfo found,
                   check_index_target(context, plan, access_method, elements.columns.keys.size(),
                                      elements.columns.included.size()));
    const auto* table = context.catalog.find<Relation>(plan.data.table);
    if (table->persistence != 't') plan.tablespace = chosen_tablespace(context, plan.tablespace);
    BACKOUT_TRY(check_tablespace(context, plan.tablespace, table->kind == RelationKind::partitioned_table));
    BACKOUT_ASSIGN(plan.options, relation_options(context, index_options_kind(context.catalog, found.oid), {},
                                                  definition.options));
    return resolve_index_keys(context, plan, found, elements.columns);
}

IndexPlan plan_of(const ConstraintRequest& request, Oid relation) {
    const sql::Constraint& definition = *request.definition;
    IndexPlan plan;
    plan.name = request.name;
    plan.data.table = relation;
    plan.data.primary = request.type == ConstraintType::primary_key;
    plan.data.unique = request.type != ConstraintType::exclusion;
    plan.data.exclusion = request.type == ConstraintType::exclusion || definition.without_overlaps;
    plan.data.nulls_not_distinct = definition.nulls_not_distinct;
    plan.tablespace = definition.index_tablespace;
    plan.is_constraint = true;
    plan.without_overlaps = definition.without_overlaps;
    plan.deferrable = request.deferrable;
    plan.deferred = request.deferred;
    plan.skip_build = request.new_table;
    return plan;
}

Status make_key_not_null(StatementContext& context, Oid relation, const std::vector<std::string>& columns,
                         const ConstraintRequest& request) {
    for (const std::string& column : columns) {
        const auto* table = context.catalog.find<Relation>(relation);
        const catalog::Attribute* attribute = table->find_attribute(column);
        if (attribute && context.major() >= 18) {
            const Oid existing = find_not_null_constraint(context.catalog, relation, attribute->number);
            if (const auto* constraint = context.catalog.find<Constraint>(existing);
                constraint && (constraint->no_inherit || !constraint->validated)) {
                auto made = error("55000", "cannot create primary key on column \"{}\"", column);
                made.value().detail = fmt::format(
                    "The constraint \"{}\" on column \"{}\" of table \"{}\", marked {}, is incompatible with "
                    "a primary "
                    "key.",
                    constraint->name, column, table->name,
                    constraint->no_inherit ? "NO INHERIT" : "NOT VALID");
                return made;
            }
            if (existing != catalog::invalid_oid) continue;
        }
        ConstraintRequest not_null;
        not_null.type = ConstraintType::not_null;
        not_null.column = column;
        not_null.new_table = request.new_table;
        not_null.skip_validation = request.new_table;
        not_null.only = request.only;
        BACKOUT_TRY(add_not_null(context, relation, not_null));
    }
    return {};
}

// --- USING INDEX
// --------------------------------------------------------------------------------------------------

/// What an index must be like to become a constraint.
Status check_usable_index(StatementContext& context, const Relation& table, const Relation& index,
                          const ConstraintRequest& request) {
    const IndexData& data = *index.index;
    auto not_for_key = [](tl::unexpected<Error> made) {
        made.value().detail = "Cannot create a primary key or unique constraint using such an index.";
        return made;
    };
    if (data.constraint != catalog::invalid_oid)
        return error("55000", "index \"{}\" is already associated with a constraint", index.name);
    if (data.table != table.oid)
        return error("55000", "index \"{}\" does not belong to table \"{}\"", index.name, table.name);
    if (!data.valid) return error("55000", "index \"{}\" is not valid", index.name);
    if (!data.unique) return not_for_key(error("42809", "\"{}\" is not a unique index", index.name));
    const bool has_expressions =
        std::any_of(data.keys.begin(), data.keys.end(),
                    [](const IndexData::Key& key) { return key.expression != nullptr; });
    if (has_expressions) return not_for_key(error("42809", "index \"{}\" contains expressions", index.name));
    if (data.predicate) return not_for_key(error("42809", "\"{}\" is a partial index", index.name));
    const auto btree = catalog::find_access_method(context.catalog, "btree");
    if (btree && data.access_method != btree->oid)
        return error("42809", "index \"{}\" is not a btree", index.name);
    for (std::size_t place = 0; place < data.keys.size(); ++place) {
        const IndexData::Key& key = data.keys[place];
        const catalog::Attribute* column = table.find_attribute(key.attribute);
        if (!column || column->type == catalog::invalid_oid || !btree) continue;
        const auto usual = catalog::default_operator_class(context.catalog, btree->oid, column->type);
        if (usual && usual->oid == key.opclass && key.collation == column->collation && !key.descending &&
            !key.nulls_first)
            continue;
        return not_for_key(error("42809",
                                 "index \"{}\" column number {} does not have default sorting behavior",
                                 index.name, place + 1));
    }
    if (data.nulls_not_distinct && request.type == ConstraintType::primary_key && context.major() >= 18)
        return error("42809", "primary keys cannot use NULLS NOT DISTINCT indexes");
    return {};
}

Result<Oid> use_index(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    const auto* table = context.catalog.find<Relation>(relation);
    if (table->kind == RelationKind::partitioned_table)
        return error("0A000",
                     "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
    const std::string& index_name = request.definition->index_name;
    const auto* index = context.catalog.find<Relation>(table->scope, index_name);
    if (!index) {
        if (table->open) return unknown("whether there is an index \"{}\" is not known", index_name);
        return error("42704", "index \"{}\" does not exist", index_name);
    }
    if (!index->index) return error("42809", "\"{}\" is not an index", index_name);
    const Oid index_oid = index->oid;
    BACKOUT_TRY(check_usable_index(context, *table, *index, request));
    const IndexData data = *index->index;
    const bool primary = request.type == ConstraintType::primary_key;
    if (primary) {
        if (find_primary_key(context.catalog, relation))
            return error("42P16", "multiple primary keys for table \"{}\" are not allowed", table->name);
        std::vector<std::string> columns;
        for (const IndexData::Key& key : data.keys)
            if (const catalog::Attribute* column = table->find_attribute(key.attribute))
                columns.push_back(column->name);
        BACKOUT_TRY(make_key_not_null(context, relation, columns, request));
        table = context.catalog.find<Relation>(relation);
    }
    const std::string name = request.name.empty() ? index_name : request.name;
    if (name != index_name) {
        context.effects.notice(fmt::format(
            "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"{}\" to \"{}\"", index_name, name));
        if (catalog::find_relation(context.catalog, table->scope, name) != catalog::invalid_oid)
            return error("42P07", "relation \"{}\" already exists", name);
    }
    BACKOUT_TRY(check_constraint_name_free(context.catalog, relation, name));

    auto made = context.make<Constraint>(name, relation);
    made->type = request.type;
    for (const IndexData::Key& key : data.keys)
        made->keys.push_back(key.attribute);
    made->deferrable = request.deferrable;
    made->deferred = request.deferred;
    made->no_inherit = true;
    made->index = index_oid;
    const Oid constraint = made->oid;
    context.catalog.change<Relation>(index_oid, [&](Relation& changed) {
        changed.name = name;
        auto changed_data = std::make_shared<IndexData>(*changed.index);
        changed_data->constraint = constraint;
        changed_data->primary = primary;
        changed_data->immediate = !request.deferrable;
        changed.index = std::move(changed_data);
        // The columns now hold the constraint, which holds the index.
        std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.type == catalog::DependencyType::auto_ && dependency.referenced.oid == relation;
        });
        depend(changed, {constraint, 0}, catalog::DependencyType::internal);
    });
    return insert_constraint(context, std::move(made));
}

}  // namespace

Result<Oid> add_index_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    if (!request.definition->index_name.empty()) return use_index(context, relation, request);
    for (const std::string& key : request.keys)
        BACKOUT_TRY(get_key_column(context, relation, key, request.location));
    for (const std::string& column : request.definition->including)
        BACKOUT_TRY(get_key_column(context, relation, column, request.location));
    BACKOUT_TRY(check_keys_differ(request));
    const auto* table = context.catalog.find<Relation>(relation);
    if (table->kind == RelationKind::partitioned_table && request.type == ConstraintType::exclusion &&
        context.major() < 17)
        return error_at(request.location, "0A000",
                        "exclusion constraints are not supported on partitioned tables");
    if (request.definition->without_overlaps) BACKOUT_TRY(check_without_overlaps(context, *table, request));
    IndexPlan plan = plan_of(request, relation);
    plan.only = request.only;
    if (plan.data.primary && !request.new_table) {
        if (find_primary_key(context.catalog, relation))
            return error("42P16", "multiple primary keys for table \"{}\" are not allowed", table->name);
        BACKOUT_TRY(make_key_not_null(context, relation, request.keys, request));
    }
    BACKOUT_TRY(resolve_keys(context, request, plan));
    BACKOUT_ASSIGN(const MadeIndex made, define_index(context, std::move(plan)));
    return made.constraint;
}

}  // namespace backout::simulate
