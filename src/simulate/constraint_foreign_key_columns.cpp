#include <algorithm>

#include "simulate/constraint_foreign_key.h"
#include "simulate/index_definition.h"
#include "simulate/table_column.h"
#include "simulate/table_involved.h"

/// Columns of foreign keys: transformColumnNameList, transformFkeyGetPrimaryKey, transformFkeyCheckAttrs and
/// the comparison of types in ATAddForeignKeyConstraint (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::Constraint;
using catalog::IndexData;
using catalog::Relation;

constexpr std::size_t max_keys = 32;
constexpr std::int16_t btree_equal = 3;

Result<std::vector<AttributeNumber>> column_numbers(StatementContext& context, Oid relation,
                                                    const std::vector<std::string>& names) {
    std::vector<AttributeNumber> numbers;
    for (const std::string& name : names) {
        Result<AttributeNumber> found = get_column(context, relation, name);
        if (!found && found.error().sqlstate == "42703")
            return error("42703", "column \"{}\" referenced in foreign key constraint does not exist", name);
        BACKOUT_TRY(found);
        if (*found < 0) return error("0A000", "system columns cannot be used in foreign keys");
        if (numbers.size() >= max_keys)
            return error("54011", "cannot have more than {} keys in a foreign key", max_keys);
        numbers.push_back(*found);
    }
    return numbers;
}

/// References without columns mean the primary key.
Status use_primary_key(StatementContext& context, const Relation& referenced, ForeignKeyColumns& columns) {
    const Constraint* key = find_primary_key(context.catalog, referenced.oid);
    if (!key && referenced.open) return {};
    if (!key)
        return involving(
            error("42704", "there is no primary key for referenced table \"{}\"", referenced.name),
            referenced.oid);
    if (key->deferrable)
        return error("55000", "cannot use a deferrable primary key for referenced table \"{}\"",
                     referenced.name);
    columns.referenced = key->keys;
    columns.index = key->index;
    return {};
}

bool has_keys(const IndexData& index, std::vector<AttributeNumber> numbers) {
    if (!index.valid || index.predicate || index.keys.size() != numbers.size()) return false;
    std::vector<AttributeNumber> keys;
    for (const IndexData::Key& key : index.keys) {
        if (key.attribute == 0) return false;
        keys.push_back(key.attribute);
    }
    std::sort(keys.begin(), keys.end());
    std::sort(numbers.begin(), numbers.end());
    return keys == numbers;
}

/// A key WITHOUT OVERLAPS is both unique and an exclusion constraint's; with PERIOD its range comes last.
bool is_unique_over(const IndexData& index, const std::vector<AttributeNumber>& numbers, bool period) {
    if (!(period ? index.exclusion : index.unique || index.primary) || !has_keys(index, numbers)) return false;
    return !period || index.keys.back().attribute == numbers.back();
}

Status use_unique_index(StatementContext& context, const Relation& referenced, bool period,
                        ForeignKeyColumns& columns) {
    std::vector<AttributeNumber> sorted = columns.referenced;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        return error("42830", "foreign key referenced-columns list must not contain duplicates");
    bool deferrable = false;
    for (Oid index : indexes_of(context.catalog, referenced.oid)) {
        const IndexData& data = *context.catalog.find<Relation>(index)->index;
        if (!is_unique_over(data, columns.referenced, period)) continue;
        if (data.immediate) {
            columns.index = index;
            return {};
        }
        deferrable = true;
    }
    if (deferrable)
        return error("55000", "cannot use a deferrable unique constraint for referenced table \"{}\"",
                     referenced.name);
    if (referenced.open) return {};
    return involving(
        error("42830", "there is no unique constraint matching given keys for referenced table \"{}\"",
              referenced.name),
        referenced.oid);
}

/// Operator classes for polymorphic types take any type of the kind, but the same on both sides.
bool is_polymorphic(const Catalog& catalog, Oid type) {
    const auto info = catalog::type_info(catalog, type);
    return info && info->kind == catalog::TypeKind::pseudo && info->name.starts_with("any");
}

/// Whether the referenced index has an equality operator that compares these two types, perhaps after an
/// implicit cast to the index's own.
bool are_comparable(StatementContext& context, const IndexData::Key& key, Oid referenced_type, Oid type) {
    const auto op_class = catalog::operator_class_info(context.catalog, key.opclass);
    if (!op_class) return true;
    const Oid bare = catalog::base_type(context.catalog, type);
    const Oid left = op_class->input_type;
    if (catalog::find_family_operator(context.catalog, op_class->family, left, bare, btree_equal) &&
        catalog::find_family_operator(context.catalog, op_class->family, bare, bare, btree_equal))
        return true;
    if (is_polymorphic(context.catalog, left))
        return catalog::base_type(context.catalog, referenced_type) == bare;
    return analyze::can_coerce(context.analysis(), referenced_type, left, analyze::Coercion::implicit) &&
           analyze::can_coerce(context.analysis(), type, left, analyze::Coercion::implicit);
}

Status check_types(StatementContext& context, const Relation& table, const Relation& referenced,
                   const ForeignKeyColumns& columns, const std::string& name) {
    const auto* index = context.catalog.find<Relation>(columns.index);
    if (!index) return {};
    for (std::size_t place = 0; place < columns.keys.size(); ++place) {
        const Attribute* mine = table.find_attribute(columns.keys[place]);
        const Attribute* theirs = referenced.find_attribute(columns.referenced[place]);
        if (!mine || !theirs || mine->type == catalog::invalid_oid || theirs->type == catalog::invalid_oid)
            continue;
        auto key = std::find_if(
            index->index->keys.begin(), index->index->keys.end(),
            [&](const IndexData::Key& candidate) { return candidate.attribute == theirs->number; });
        if (key == index->index->keys.end()) continue;
        if (are_comparable(context, *key, theirs->type, mine->type)) continue;
        auto made = error("42804", "foreign key constraint \"{}\" cannot be implemented", name);
        const std::string types =
            fmt::format("of incompatible types: {} and {}.",
                        catalog::format_type(context.catalog, context.path, mine->type),
                        catalog::format_type(context.catalog, context.path, theirs->type));
        made.value().detail =
            context.major() >= 18
                ? fmt::format(
                      "Key columns \"{}\" of the referencing table and \"{}\" of the referenced table are {}",
                      mine->name, theirs->name, types)
                : fmt::format("Key columns \"{}\" and \"{}\" are {}", mine->name, theirs->name, types);
        return made;
    }
    return {};
}

/// What an action would do to a generated column.
Status check_generated(const Relation& table, const ForeignKeyColumns& columns,
                       const sql::Constraint& definition) {
    for (AttributeNumber number : columns.keys) {
        const Attribute* attribute = table.find_attribute(number);
        if (!attribute || !attribute->generated) continue;
        auto refuse = [](std::string_view when) {
            return error("42601", "invalid {} action for foreign key constraint containing generated column",
                         when);
        };
        const char update = definition.update_action;
        if (update == 'n' || update == 'd' || update == 'c') return refuse("ON UPDATE");
        if (definition.delete_action == 'n' || definition.delete_action == 'd') return refuse("ON DELETE");
        if (attribute->generated == 'v')
            return error("0A000", "foreign key constraints on virtual generated columns are not supported");
    }
    return {};
}

/// Changes of a referenced range can't be passed on.
Status check_period_actions(const sql::Constraint& definition) {
    if (!definition.with_period) return {};
    auto refuse = [](std::string_view when) {
        return error("0A000", "unsupported {} action for foreign key constraint using PERIOD", when);
    };
    if (definition.update_action != 'a') return refuse("ON UPDATE");
    if (definition.delete_action != 'a') return refuse("ON DELETE");
    return {};
}

Status use_referenced_columns(StatementContext& context, Oid referenced_oid, const sql::Constraint& definition,
                              ForeignKeyColumns& columns) {
    constexpr std::string_view only_referenced =
        "foreign key uses PERIOD on the referenced table but not the referencing table";
    if (!definition.with_period && definition.referenced_with_period) return error("42830", "{}", only_referenced);
    if (definition.referenced_columns.empty()) {
        BACKOUT_TRY(use_primary_key(context, *context.catalog.find<Relation>(referenced_oid), columns));
        const auto* index = context.catalog.find<Relation>(columns.index);
        if (index && index->index->exclusion && !definition.with_period)
            return error("42830", "{}", only_referenced);
        return {};
    }
    BACKOUT_ASSIGN(columns.referenced, column_numbers(context, referenced_oid, definition.referenced_columns));
    if (definition.with_period && !definition.referenced_with_period)
        return error("42830",
                     "foreign key uses PERIOD on the referencing table but not the referenced table");
    BACKOUT_TRY(use_unique_index(context, *context.catalog.find<Relation>(referenced_oid), definition.with_period,
                                 columns));
    const auto* index = context.catalog.find<Relation>(columns.index);
    if (index && index->index->exclusion && !definition.with_period)
        return error("42830",
                     "foreign key must use PERIOD when referencing a primary key using WITHOUT OVERLAPS");
    return {};
}

}  // namespace

Result<ForeignKeyColumns> foreign_key_columns(StatementContext& context, Oid relation, Oid referenced_oid,
                                              const ConstraintRequest& request, const std::string& name) {
    const sql::Constraint& definition = *request.definition;
    ForeignKeyColumns columns;
    BACKOUT_ASSIGN(columns.keys, column_numbers(context, relation, request.keys));
    BACKOUT_ASSIGN(columns.delete_set, column_numbers(context, relation, definition.delete_set_columns));
    for (std::size_t place = 0; place < columns.delete_set.size(); ++place)
        if (std::find(columns.keys.begin(), columns.keys.end(), columns.delete_set[place]) ==
            columns.keys.end())
            return error("42P10",
                         "column \"{}\" referenced in ON DELETE SET action must be part of foreign key",
                         definition.delete_set_columns[place]);
    BACKOUT_TRY(use_referenced_columns(context, referenced_oid, definition, columns));
    const auto* table = context.catalog.find<Relation>(relation);
    const auto* referenced = context.catalog.find<Relation>(referenced_oid);
    BACKOUT_TRY(check_generated(*table, columns, definition));
    BACKOUT_TRY(check_period_actions(definition));
    const bool key_is_known = !columns.referenced.empty() || !referenced->open;
    if (key_is_known && columns.keys.size() != columns.referenced.size())
        return error("42830", "number of referencing and referenced columns for foreign key disagree");
    BACKOUT_TRY(check_types(context, *table, *referenced, columns, name));
    return columns;
}

}  // namespace backout::simulate
