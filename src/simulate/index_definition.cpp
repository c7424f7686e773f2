#include "simulate/index_definition.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/constraint.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/table_involved.h"
#include "simulate/table_row_type.h"
#include "text/utf8.h"

namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::IndexData;
using catalog::Relation;
using catalog::RelationKind;

/// INDEX_MAX_KEYS (pg_config_manual.h)
constexpr std::size_t max_keys = 32;
constexpr std::size_t max_name_length = 63;

std::string_view unsupported_kind(RelationKind kind) {
    switch (kind) {
        case RelationKind::foreign_table:
            return "foreign tables";
        case RelationKind::sequence:
            return "sequences";
        case RelationKind::composite:
            return "composite types";
        case RelationKind::view:
            return "views";
        case RelationKind::toast:
            return "TOAST tables";
        case RelationKind::partitioned_index:
            return "partitioned indexes";
        default:
            return "indexes";
    }
}

Status refuse_kind(const StatementContext& context, const Relation& table) {
    const bool opened = table.kind != RelationKind::composite && !table.is_index();
    if (!opened && context.major() < 16)
        return error("42809", "\"{}\" is {}", table.name, table.is_index() ? "an index" : "a composite type");
    if (context.major() < 15) {
        if (table.kind == RelationKind::foreign_table)
            return error("42809", "cannot create index on foreign table \"{}\"", table.name);
        return error("42809", "\"{}\" is not a table or materialized view", table.name);
    }
    auto made = opened ? error("42809", "cannot create index on relation \"{}\"", table.name)
                       : error("42809", "cannot open relation \"{}\"", table.name);
    made.value().detail =
        fmt::format("This operation is not supported for {}.", unsupported_kind(table.kind));
    return made;
}

std::string_view constraint_word(const IndexPlan& plan) {
    if (plan.data.primary) return "PRIMARY KEY";
    return plan.data.exclusion ? "EXCLUDE" : "UNIQUE";
}

/// Rows that exclude each other must be in the same partition, so the partition key's columns must be compared by the
/// equality that partitions them.
Status check_excludes_equal(const Catalog& catalog, const Relation& table,
                            const catalog::PartitionKey::Column& column, Oid exclusion_operator) {
    const auto opclass = catalog::operator_class_info(catalog, column.opclass);
    if (!opclass) return {};
    constexpr std::int16_t btree_equal = 3;
    constexpr std::int16_t hash_equal = 1;
    const Oid equal = catalog::find_family_operator(catalog, opclass->family, opclass->input_type, opclass->input_type,
                                                    table.partition_key->strategy == 'h' ? hash_equal : btree_equal);
    if (equal == exclusion_operator) return {};
    const auto excluding = catalog::operator_info(catalog, exclusion_operator);
    const catalog::Attribute* attribute = table.find_attribute(column.attribute);
    return error("0A000", "cannot match partition key to index on column \"{}\" using non-equal operator \"{}\"",
                 attribute ? attribute->name : std::string(), excluding ? excluding->name : "");
}

/// A unique index of a partitioned table must have all columns of the partition key among its own.
Status check_covers_partition_key(const StatementContext& context, const Relation& table,
                                  const IndexPlan& plan) {
    const bool exclusion = plan.data.exclusion && context.major() >= 17;
    if (!table.partition_key || !(plan.data.unique || plan.data.primary || exclusion)) return {};
    const std::string_view word = constraint_word(plan);
    for (const catalog::PartitionKey::Column& column : table.partition_key->columns) {
        if (column.attribute == 0) {
            auto made = error("0A000", "unsupported {} constraint with partition key definition", word);
            made.value().detail =
                fmt::format("{} constraints cannot be used when partition keys include expressions.", word);
            return made;
        }
        const auto found =
            std::find_if(plan.data.keys.begin(), plan.data.keys.end(),
                         [&](const IndexData::Key& key) { return key.attribute == column.attribute; });
        if (found != plan.data.keys.end()) {
            const auto place = static_cast<std::size_t>(found - plan.data.keys.begin());
            if (exclusion && place < plan.exclusion_operators.size())
                BACKOUT_TRY(check_excludes_equal(context.catalog, table, column, plan.exclusion_operators[place]));
            continue;
        }
        const catalog::Attribute* attribute = table.find_attribute(column.attribute);
        auto made =
            error("0A000", "unique constraint on partitioned table must include all partitioning columns");
        made.value().detail = fmt::format(
            "{} constraint on table \"{}\" lacks column \"{}\" which is part of the partition key.", word,
            table.name, attribute ? attribute->name : std::string());
        return made;
    }
    return {};
}

/// index_check_primary_key (catalog/index.c)
Status check_primary_key(const StatementContext& context, const Relation& table, const IndexPlan& plan) {
    if (!plan.data.primary) return {};
    if (find_primary_key(context.catalog, table.oid))
        return error("42P16", "multiple primary keys for table \"{}\" are not allowed", table.name);
    for (const IndexData::Key& key : plan.data.keys)
        if (key.attribute == 0) return error("0A000", "primary keys cannot be expressions");
    return {};
}

Status check_key_columns(const Relation& table, const IndexPlan& plan) {
    auto check = [&](catalog::AttributeNumber number) -> Status {
        if (number < 0) return error("0A000", "index creation on system columns is not supported");
        const catalog::Attribute* attribute = number ? table.find_attribute(number) : nullptr;
        if (!attribute || attribute->generated != 'v') return {};
        return error("0A000", "{} on virtual generated columns are not supported",
                     plan.data.primary    ? "primary keys"
                     : plan.is_constraint ? "unique constraints"
                                          : "indexes");
    };
    auto check_expression = [&](const catalog::ExprPtr& expression) -> Status {
        if (!expression) return {};
        for (catalog::AttributeNumber number : analyze::columns_of(*expression))
            BACKOUT_TRY(check(number));
        return {};
    };
    for (const IndexData::Key& key : plan.data.keys) {
        BACKOUT_TRY(check(key.attribute));
        BACKOUT_TRY(check_expression(key.expression));
    }
    BACKOUT_TRY(check_expression(plan.data.predicate));
    for (catalog::AttributeNumber included : plan.data.included)
        BACKOUT_TRY(check(included));
    return {};
}

/// Cuts a name to a length without splitting a character (pg_mbcliplen).
std::string clip(std::string_view name, std::size_t length) {
    std::size_t end = 0;
    while (end < name.size()) {
        const std::size_t next = end + text::decode_character(name, end).length;
        if (next > length) break;
        end = next;
    }
    return std::string(name.substr(0, end));
}

/// ChooseIndexColumnNames: the same name twice gets a number.
void make_column_names_unique(std::vector<std::string>& names) {
    for (std::size_t place = 0; place < names.size(); ++place) {
        const auto before = names.begin() + static_cast<std::ptrdiff_t>(place);
        std::string name = names[place];
        for (int number = 1; std::find(names.begin(), before, name) != before; ++number) {
            const std::string digits = std::to_string(number);
            name = clip(names[place], max_name_length - digits.size()) + digits;
        }
        names[place] = std::move(name);
    }
}

/// ChooseIndexName
std::string choose_index_name(const Catalog& catalog, const Relation& table, const IndexPlan& plan) {
    if (plan.data.primary) return choose_relation_name(catalog, table.scope, table.name, "", "pkey", true);
    const std::string columns = join_column_names(plan.column_names);
    if (plan.data.exclusion && !plan.without_overlaps)
        return choose_relation_name(catalog, table.scope, table.name, columns, "excl", true);
    if (plan.is_constraint)
        return choose_relation_name(catalog, table.scope, table.name, columns, "key", true);
    return choose_relation_name(catalog, table.scope, table.name, columns, "idx", false);
}

Status add_index_attributes(StatementContext& context, const Relation& table, const IndexPlan& plan,
                            Relation& index) {
    auto add = [&](catalog::AttributeNumber number, const catalog::ExprPtr& expression,
                   Oid collation) -> Status {
        catalog::Attribute attribute;
        attribute.number = ++index.last_attribute;
        const auto place = static_cast<std::size_t>(attribute.number) - 1;
        attribute.name = plan.column_names[place];
        if (expression) {
            attribute.type = expression->type;
            attribute.typmod = expression->typmod;
        } else if (const catalog::Attribute* column = table.find_attribute(number)) {
            attribute.type = column->type;
            attribute.typmod = column->typmod;
        }
        attribute.collation = collation;
        if (place < plan.statistics_targets.size())
            attribute.statistics_target = plan.statistics_targets[place];
        if (expression) BACKOUT_TRY(check_attribute(context, attribute, RelationKind::composite));
        index.attributes.push_back(std::move(attribute));
        return {};
    };
    for (const IndexData::Key& key : plan.data.keys)
        BACKOUT_TRY(add(key.attribute, key.expression, key.collation));
    for (catalog::AttributeNumber included : plan.data.included) {
        const catalog::Attribute* column = table.find_attribute(included);
        BACKOUT_TRY(add(included, nullptr, column ? column->collation : catalog::invalid_oid));
    }
    return {};
}

/// What index_create (catalog/index.c) records.
void depend_on_indexed(const Catalog& catalog, Relation& index, const IndexPlan& plan) {
    const Oid table = plan.data.table;
    if (plan.data.constraint != catalog::invalid_oid) {
        depend(index, {plan.data.constraint, 0}, DependencyType::internal);
    } else {
        bool has_column = false;
        auto on_column = [&](catalog::AttributeNumber number) {
            if (number == 0) return;
            has_column = true;
            depend(index, {table, number}, DependencyType::auto_);
        };
        for (const IndexData::Key& key : plan.data.keys)
            on_column(key.attribute);
        for (catalog::AttributeNumber included : plan.data.included)
            on_column(included);
        if (!has_column) depend(index, {table, 0}, DependencyType::auto_);
    }
    if (plan.parent_index != catalog::invalid_oid) {
        depend(index, {plan.parent_index, 0}, DependencyType::partition_primary);
        depend(index, {table, 0}, DependencyType::partition_secondary);
    }
    auto on_expression = [&](const catalog::ExprPtr& expression) {
        if (!expression) return;
        for (const ObjectAddress& used : analyze::references_of(catalog, *expression, table))
            depend(index, used, used.oid == table ? DependencyType::auto_ : DependencyType::normal);
    };
    for (const IndexData::Key& key : plan.data.keys) {
        if (key.collation != catalog::invalid_oid) depend(index, {key.collation, 0});
        if (key.opclass != catalog::invalid_oid) depend(index, {key.opclass, 0});
        on_expression(key.expression);
    }
    on_expression(plan.data.predicate);
}

std::shared_ptr<Constraint> make_index_constraint(StatementContext& context, const Relation& table,
                                                  const IndexPlan& plan) {
    auto made = context.make<Constraint>(plan.name, table.oid);
    made->type = plan.data.primary                               ? ConstraintType::primary_key
                 : plan.data.exclusion && !plan.without_overlaps ? ConstraintType::exclusion
                                                                 : ConstraintType::unique;
    for (const IndexData::Key& key : plan.data.keys)
        made->keys.push_back(key.attribute);
    made->deferrable = plan.deferrable;
    made->deferred = plan.deferred;
    made->no_inherit = plan.parent_constraint == catalog::invalid_oid;
    made->is_local = plan.parent_constraint == catalog::invalid_oid && plan.constraint_is_local;
    made->inherit_count =
        plan.parent_constraint != catalog::invalid_oid ? std::int16_t{1} : plan.constraint_inherit_count;
    made->parent = plan.parent_constraint;
    made->exclusion_operators = plan.exclusion_operators;
    made->period = plan.without_overlaps;
    if (plan.parent_constraint != catalog::invalid_oid) {
        depend(*made, {plan.parent_constraint, 0}, DependencyType::partition_primary);
        depend(*made, {table.oid, 0}, DependencyType::partition_secondary);
    }
    return made;
}

/// Whether index_create goes on: false where IF NOT EXISTS skips it.
Result<bool> claim_index_name(StatementContext& context, const Relation& table, const IndexPlan& plan) {
    const Oid existing = catalog::find_relation(context.catalog, table.scope, plan.name);
    if (existing != catalog::invalid_oid) {
        if (!plan.if_not_exists)
            return involving(error("42P07", "relation \"{}\" already exists", plan.name), existing);
        context.effects.notice(fmt::format("relation \"{}\" already exists, skipping", plan.name), "42P07");
        context.effects.skipped = true;
        context.effects.skipped_for = existing;
        return false;
    }
    if (plan.is_constraint) BACKOUT_TRY(check_constraint_name_free(context.catalog, table.oid, plan.name));
    return true;
}

/// index_create and index_constraint_create (catalog/index.c)
Result<MadeIndex> insert_index(StatementContext& context, IndexPlan& plan) {
    const auto* table = context.catalog.find<Relation>(plan.data.table);
    BACKOUT_ASSIGN(const bool free, claim_index_name(context, *table, plan));
    if (!free) return MadeIndex{};
    const bool partitioned = table->kind == RelationKind::partitioned_table;
    auto index = context.make<Relation>(plan.name, table->scope);
    index->owner = table->owner;
    index->kind = partitioned ? RelationKind::partitioned_index : RelationKind::index;
    index->persistence = table->persistence;
    index->options = plan.options;
    index->tablespace = plan.tablespace == "pg_default" ? std::string() : plan.tablespace;
    index->comment = plan.comment;
    index->is_partition = plan.parent_index != catalog::invalid_oid;
    BACKOUT_TRY(add_index_attributes(context, *table, plan, *index));

    std::shared_ptr<Constraint> constraint;
    if (plan.is_constraint) {
        constraint = make_index_constraint(context, *table, plan);
        constraint->index = index->oid;
        plan.data.constraint = constraint->oid;
    }
    plan.data.parent = plan.parent_index;
    plan.data.immediate = !plan.deferrable;
    plan.data.valid = !(partitioned && plan.only && !direct_children(context.catalog, table->oid).empty());
    depend_on_indexed(context.catalog, *index, plan);
    index->index = std::make_shared<const IndexData>(plan.data);

    MadeIndex made{index->oid, plan.data.constraint};
    const Oid table_oid = table->oid;
    const bool reads_rows = !partitioned && !plan.skip_build;
    if (context.in_transaction_block) context.session.state.made_in_transaction.push_back(made.index);
    context.catalog.insert(std::move(index));
    if (constraint) insert_constraint(context, std::move(constraint));
    if (reads_rows)
        context.effects.scans.push_back({table_oid, Effects::ScanReason::build_index, made.index});
    return made;
}

/// An existing index of the partition that can serve, 0 for none.
Oid matching_index(const Catalog& catalog, Oid partition, const MadeIndex& parent) {
    for (Oid candidate : indexes_of(catalog, partition)) {
        const IndexData& data = *catalog.find<Relation>(candidate)->index;
        if (data.parent != catalog::invalid_oid) continue;
        if (parent.constraint != catalog::invalid_oid && data.constraint == catalog::invalid_oid) continue;
        if (same_index_definition(catalog, candidate, parent.index)) return candidate;
    }
    return catalog::invalid_oid;
}

/// The same index on each partition, an existing one where it fits.
Status add_to_partitions(StatementContext& context, const MadeIndex& parent, const IndexPlan& plan) {
    bool all_valid = true;
    for (Oid partition : direct_children(context.catalog, plan.data.table)) {
        const auto* table = context.catalog.find<Relation>(partition);
        if (table->kind == RelationKind::foreign_table) {
            if (!plan.data.unique && !plan.data.primary) continue;
            auto made = error("42809", "cannot create unique index on partitioned table \"{}\"",
                              context.catalog.find(plan.data.table)->name);
            made.value().detail = fmt::format("Table \"{}\" contains partitions that are foreign tables.",
                                              context.catalog.find(plan.data.table)->name);
            return made;
        }
        if (!plan.is_constraint) context.effects.lock(partition, LockMode::share);
        if (const Oid existing = matching_index(context.catalog, partition, parent)) {
            set_index_parent(context, existing, parent.index);
            all_valid &= context.catalog.find<Relation>(existing)->index->valid;
            continue;
        }
        IndexPlan child = clone_index(context.catalog, parent.index, *table);
        child.comment.reset();
        child.parent_index = parent.index;
        child.parent_constraint = parent.constraint;
        child.skip_build = plan.skip_build;
        BACKOUT_TRY(define_index(context, std::move(child)));
    }
    if (!all_valid)
        context.catalog.change<Relation>(parent.index, [](Relation& changed) {
            auto data = std::make_shared<IndexData>(*changed.index);
            data->valid = false;
            changed.index = std::move(data);
        });
    return {};
}

}  // namespace

Result<catalog::AccessMethodInfo> check_index_target(StatementContext& context, IndexPlan& plan,
                                                     std::string_view access_method, std::size_t key_count,
                                                     std::size_t included_count) {
    const auto* table = context.catalog.find<Relation>(plan.data.table);
    if (key_count + included_count > max_keys)
        return error("54011", "cannot use more than {} columns in an index", max_keys);
    if (table->kind != RelationKind::table && table->kind != RelationKind::materialized_view &&
        table->kind != RelationKind::partitioned_table)
        return involving(tl::unexpected(refuse_kind(context, *table).error()), table->oid);
    if (table->kind == RelationKind::partitioned_table) {
        if (plan.concurrently)
            return error("0A000", "cannot create index on partitioned table \"{}\" concurrently",
                         table->name);
    }
    if (access_method == "rtree") {
        context.effects.notice("substituting access method \"gist\" for obsolete method \"rtree\"");
        access_method = "gist";
    }
    const std::optional<catalog::AccessMethodInfo> found =
        catalog::find_access_method(context.catalog, access_method);
    if (!found) return error("42704", "access method \"{}\" does not exist", access_method);
    auto refuse = [&](std::string_view what) {
        return error("0A000", "access method \"{}\" does not support {}", found->name, what);
    };
    if (plan.data.unique && !plan.without_overlaps && !found->can_unique) return refuse("unique indexes");
    if (included_count > 0 && !found->can_include) return refuse("included columns");
    if (key_count + included_count > 1 && !found->can_multi_column) return refuse("multicolumn indexes");
    if (plan.data.exclusion && !found->can_exclude) return refuse("exclusion constraints");
    plan.data.access_method = found->oid;
    return *found;
}

Result<MadeIndex> define_index(StatementContext& context, IndexPlan plan) {
    const auto* table = context.catalog.find<Relation>(plan.data.table);
    make_column_names_unique(plan.column_names);
    if (plan.name.empty()) plan.name = choose_index_name(context.catalog, *table, plan);
    BACKOUT_TRY(check_primary_key(context, *table, plan));
    BACKOUT_TRY(check_covers_partition_key(context, *table, plan));
    BACKOUT_TRY(check_key_columns(*table, plan));
    const bool partitioned = table->kind == RelationKind::partitioned_table;
    BACKOUT_ASSIGN(const MadeIndex made, insert_index(context, plan));
    if (made.index != catalog::invalid_oid && partitioned && !plan.only)
        BACKOUT_TRY(add_to_partitions(context, made, plan));
    return made;
}

}  // namespace backout::simulate
