#include "simulate/table_like.h"

#include "simulate/index_definition.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/sequence_data.h"
#include "simulate/statistics.h"

namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::Constraint;
using catalog::Relation;
using catalog::RelationKind;
using Bits = sql::LikeClause::Bits;

Status check_source(const StatementContext& context, const Relation& source, sql::Location location) {
    const bool allowed = source.is_table() || source.kind == RelationKind::view ||
                         source.kind == RelationKind::materialized_view ||
                         source.kind == RelationKind::composite;
    if (allowed) return {};
    if (context.major() < 15)
        return error_at(location, "42809",
                        "\"{}\" is not a table, view, materialized view, composite type, or foreign table",
                        source.name);
    auto made = error_at(location, "42809", "relation \"{}\" is invalid in LIKE clause", source.name);
    made.value().detail = fmt::format("This operation is not supported for {}.",
                                      source.kind == RelationKind::sequence ? "sequences" : "indexes");
    return made;
}

/// A sequence of its own, made with the same parameters.
Status copy_identity(StatementContext& context, const TableTransform& transform, const Relation& source,
                     const Attribute& attribute, ColumnRequest& column) {
    const auto* sequence =
        context.catalog.find<Relation>(owned_sequence(context.catalog, {source.oid, attribute.number}, true));
    if (!sequence) return {};
    catalog::SequenceData data = *sequence->sequence;
    data.type = catalog::SequenceData{}.type;  // only the numbers are copied, not AS
    data.owned_by = {};
    data.identity = false;
    BACKOUT_ASSIGN(column.sequence,
                   insert_sequence(context,
                                   choose_relation_name(context.catalog, transform.scope, transform.name,
                                                        attribute.name, "seq", false),
                                   transform.scope, transform.persistence, std::move(data)));
    column.identity = attribute.identity;
    return {};
}

Status copy_column(StatementContext& context, TableTransform& transform, const Relation& source,
                   const Attribute& attribute, std::uint32_t options) {
    ColumnRequest column;
    column.name = attribute.name;
    column.type = attribute.type;
    column.typmod = attribute.typmod;
    column.collation = attribute.collation;
    column.not_null = attribute.not_null;
    if (attribute.generated && (options & Bits::generated)) column.generated = attribute.generated;
    if (attribute.identity && (options & Bits::identity))
        BACKOUT_TRY(copy_identity(context, transform, source, attribute, column));
    if (options & Bits::storage) column.storage = attribute.storage;
    if (options & Bits::compression) column.compression = attribute.compression;
    if (options & Bits::comments) column.comment = attribute.comment;
    transform.columns.push_back(std::move(column));
    return {};
}

void copy_not_nulls(const Catalog& catalog, TableTransform& transform, const Relation& source,
                    std::uint32_t options) {
    for (const Constraint* constraint : catalog.members_of_class<Constraint>(source.oid)) {
        if (constraint->type != ConstraintType::not_null) continue;
        ConstraintRequest request;
        request.type = ConstraintType::not_null;
        request.name = constraint->name;
        request.column = source.find_attribute(constraint->keys.front())->name;
        request.keys = {request.column};
        request.no_inherit = constraint->no_inherit;
        if (options & Bits::comments) request.comment = constraint->comment;
        transform.not_nulls.push_back(std::move(request));
    }
}

void copy_defaults(StatementContext& context, Oid table, const Relation& source, std::uint32_t options) {
    const AttributeMap map = attribute_map(source, *context.catalog.find<Relation>(table));
    std::vector<std::pair<AttributeNumber, catalog::ExprPtr>> defaults;
    for (const Attribute& attribute : source.attributes) {
        if (!(options & (attribute.generated ? Bits::generated : Bits::defaults))) continue;
        const auto* theirs = context.catalog.find<catalog::AttributeDefault>(attribute.default_oid);
        if (theirs) defaults.emplace_back(map.at(attribute.number), map_attributes(theirs->expression, map));
    }
    store_column_defaults(context, table, defaults);
}

Status copy_checks(StatementContext& context, Oid table, const Relation& source, std::uint32_t options) {
    const AttributeMap map = attribute_map(source, *context.catalog.find<Relation>(table));
    for (const Constraint* constraint : context.catalog.members_of_class<Constraint>(source.oid)) {
        if (constraint->type != ConstraintType::check) continue;
        ConstraintRequest request;
        request.name = constraint->name;
        request.cooked = map_attributes(constraint->expression, map);
        request.no_inherit = constraint->no_inherit;
        request.enforced = constraint->enforced;
        request.initially_valid = constraint->enforced;
        request.skip_validation = true;
        request.new_table = true;
        if (options & Bits::comments) request.comment = constraint->comment;
        BACKOUT_TRY(add_check_constraint(context, table, request));
    }
    return {};
}

Status copy_indexes(StatementContext& context, Oid table, Oid source, std::uint32_t options) {
    for (Oid index : indexes_of(context.catalog, source)) {
        IndexPlan plan = clone_index(context.catalog, index, *context.catalog.find<Relation>(table));
        if (!(options & Bits::comments)) plan.comment.reset();
        plan.skip_build = true;
        BACKOUT_TRY(define_index(context, std::move(plan)));
    }
    return {};
}

}  // namespace

Status transform_like(StatementContext& context, TableTransform& transform, const sql::LikeClause& like) {
    if (transform.foreign && context.major() < 18)
        return error("0A000", "LIKE is not supported for creating foreign tables");
    BACKOUT_ASSIGN(const Oid source_oid, get_relation(context, like.relation, false, "rvmfpc"));
    const auto* source = context.catalog.find<Relation>(source_oid);
    if (!source) {
        for (const catalog::ColumnInfo& attribute : catalog::columns_of(context.catalog, source_oid)) {
            ColumnRequest column;
            column.name = attribute.name;
            column.type = attribute.type;
            column.typmod = attribute.typmod;
            column.collation = attribute.collation;
            column.not_null = attribute.not_null;
            transform.columns.push_back(std::move(column));
        }
        return {};
    }
    BACKOUT_TRY(check_source(context, *source, like.relation.location));
    context.effects.lock(source_oid, LockMode::access_share);
    const std::shared_ptr<const catalog::Object> kept = context.catalog.share(source_oid);
    for (const Attribute& attribute : source->attributes)
        BACKOUT_TRY(copy_column(context, transform, *source, attribute, like.options));
    transform.open |= source->open;
    copy_not_nulls(context.catalog, transform, *source, like.options);
    transform.likes.emplace_back(source_oid, like.options);
    return {};
}

Status expand_like(StatementContext& context, Oid table, Oid source, std::uint32_t options) {
    const std::shared_ptr<const catalog::Object> kept = context.catalog.share(source);
    const auto& relation = static_cast<const Relation&>(*kept);
    if (options & (Bits::defaults | Bits::generated)) copy_defaults(context, table, relation, options);
    if (options & Bits::constraints) BACKOUT_TRY(copy_checks(context, table, relation, options));
    if (options & Bits::indexes) BACKOUT_TRY(copy_indexes(context, table, source, options));
    if (options & Bits::statistics)
        for (Oid statistics : statistics_of(context.catalog, source))
            clone_statistics(context, statistics, *context.catalog.find<Relation>(table),
                             options & Bits::comments);
    return {};
}

}  // namespace backout::simulate
