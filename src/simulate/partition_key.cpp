#include <algorithm>

#include "analyze/references.h"
#include "simulate/index_definition.h"
#include "simulate/names.h"
#include "simulate/partition.h"
#include "simulate/table_column.h"

/// PARTITION BY: transformPartitionSpec and ComputePartitionAttrs (commands/tablecmds.c), StorePartitionKey
/// (catalog/heap.c).
namespace backout::simulate {

namespace {

using catalog::AttributeNumber;
using catalog::DependencyType;
using catalog::ExprPtr;
using catalog::PartitionKey;
using catalog::Relation;

/// PARTITION_MAX_KEYS (pg_config_manual.h)
constexpr std::size_t max_keys = 32;

struct KeyType {
    Oid type = catalog::invalid_oid;
    Oid collation = catalog::invalid_oid;
};

tl::unexpected<Error> generated_column(const catalog::Attribute& attribute) {
    auto made = error("42P17", "cannot use generated column in partition key");
    made.value().detail = fmt::format("Column \"{}\" is a generated column.", attribute.name);
    return made;
}

Result<KeyType> column_key(StatementContext& context, Oid relation, const sql::PartitionElement& element,
                           PartitionKey::Column& key) {
    Result<AttributeNumber> found = get_column(context, relation, element.name);
    if (!found && found.error().sqlstate == "42703")
        return error_at(element.location, "42703", "column \"{}\" named in partition key does not exist",
                        element.name);
    BACKOUT_TRY(found);
    if (*found < 0)
        return error_at(element.location, "42P17", "cannot use system column \"{}\" in partition key",
                        element.name);
    const catalog::Attribute* attribute = context.catalog.find<Relation>(relation)->find_attribute(*found);
    if (attribute->generated) return generated_column(*attribute);
    key.attribute = *found;
    return KeyType{attribute->type, attribute->collation};
}

/// A whole-row reference stands for all columns.
Status check_columns(const Relation& table, const catalog::Expr& expression) {
    const std::vector<AttributeNumber> used = analyze::columns_of(expression);
    const bool whole_row = std::find(used.begin(), used.end(), 0) != used.end();
    if (std::any_of(used.begin(), used.end(), [](AttributeNumber number) { return number < 0; }))
        return error("42P17", "partition key expressions cannot contain system column references");
    for (const catalog::Attribute& attribute : table.attributes)
        if (attribute.generated && (whole_row || std::find(used.begin(), used.end(), attribute.number) != used.end()))
            return generated_column(attribute);
    return {};
}

Result<KeyType> expression_key(StatementContext& context, Oid relation, const sql::PartitionElement& element,
                               std::size_t place, PartitionKey::Column& key) {
    BACKOUT_ASSIGN(
        const ExprPtr expression,
        analyze::analyze_expression(context.analysis(), *element.expression, analyze::Use::partition_key,
                                    relation_scope(context.catalog, relation)));
    const auto info = catalog::type_info(context.catalog, expression->type);
    if (info && info->kind == catalog::TypeKind::pseudo)
        return error("42P16", "partition key column {} has pseudo-type {}", place + 1,
                     catalog::format_type(context.catalog, context.path, expression->type));
    BACKOUT_TRY(check_columns(*context.catalog.find<Relation>(relation), *expression));
    const catalog::Expr* bare = expression.get();
    while (bare->kind == catalog::ExprKind::collate)
        bare = bare->arguments.front().get();
    if (bare->kind == catalog::ExprKind::var && bare->attribute > 0) {
        key.attribute = bare->attribute;
        return KeyType{expression->type, expression->collation};
    }
    if (analyze::volatility_of(context.catalog, *expression) != 'i')
        return error("42P17", "functions in partition key expression must be marked IMMUTABLE");
    if (analyze::columns_of(*expression).empty())
        return error("42P17", "cannot use constant expression as partition key");
    key.expression = expression;
    return KeyType{expression->type, expression->collation};
}

Status set_collation(StatementContext& context, const sql::PartitionElement& element, const KeyType& type,
                     PartitionKey::Column& key) {
    key.collation = type.collation;
    if (!element.collation.empty()) {
        BACKOUT_ASSIGN(key.collation, analyze::resolve_collation(context.analysis(), element.collation,
                                                                 type.type, element.location));
    }
    const auto info = catalog::type_info(context.catalog, type.type);
    if (!info || info->collation == catalog::invalid_oid || key.collation != catalog::invalid_oid) return {};
    auto made = error("42P22", "could not determine which collation to use for partition expression");
    made.value().hint = "Use the COLLATE clause to set the collation explicitly.";
    return made;
}

Status set_operator_class(StatementContext& context, const sql::PartitionElement& element,
                          const KeyType& type, bool hash, PartitionKey::Column& key) {
    if (type.type == catalog::invalid_oid) return {};
    const auto access_method = catalog::find_access_method(context.catalog, hash ? "hash" : "btree");
    auto found = resolve_operator_class(context, element.opclass, type.type, *access_method);
    if (!found && element.opclass.empty())
        found.error().hint = fmt::format(
            "You must specify a {0} operator class or define a default {0} operator class for the data type.",
            access_method->name);
    BACKOUT_TRY(found);
    key.opclass = *found;
    return {};
}

void depend_on_key(const Catalog& catalog, Relation& table, const PartitionKey& key) {
    for (const PartitionKey::Column& column : key.columns) {
        if (column.opclass != catalog::invalid_oid) depend(table, {column.opclass, 0});
        if (column.collation != catalog::invalid_oid) depend(table, {column.collation, 0});
        // Key columns can't go without the table.
        if (column.attribute != 0) depend(table, {table.oid, 0}, DependencyType::internal, column.attribute);
        if (!column.expression) continue;
        for (const ObjectAddress& used : analyze::references_of(catalog, *column.expression, table.oid)) {
            // A reference to the whole row names none of them.
            if (used == ObjectAddress{table.oid, 0}) continue;
            if (used.oid == table.oid)
                depend(table, {table.oid, 0}, DependencyType::internal, used.column);
            else
                depend(table, used);
        }
    }
}

}  // namespace

Status set_partition_key(StatementContext& context, Oid relation, const sql::PartitionSpec& spec) {
    if (spec.strategy == sql::PartitionSpec::Strategy::list && spec.elements.size() > 1)
        return error_at(spec.location, "42P17",
                        "cannot use \"list\" partition strategy with more than one column");
    if (spec.elements.size() > max_keys)
        return error("54011", "cannot partition using more than {} columns", max_keys);
    auto key = std::make_shared<PartitionKey>();
    key->strategy = static_cast<char>(spec.strategy);
    const bool hash = spec.strategy == sql::PartitionSpec::Strategy::hash;
    for (std::size_t place = 0; place < spec.elements.size(); ++place) {
        const sql::PartitionElement& element = spec.elements[place];
        PartitionKey::Column column;
        BACKOUT_ASSIGN(const KeyType type, element.expression
                                               ? expression_key(context, relation, element, place, column)
                                               : column_key(context, relation, element, column));
        BACKOUT_TRY(set_collation(context, element, type, column));
        BACKOUT_TRY(set_operator_class(context, element, type, hash, column));
        key->columns.push_back(std::move(column));
    }
    context.catalog.change<Relation>(relation, [&](Relation& changed) {
        depend_on_key(context.catalog, changed, *key);
        changed.partition_key = std::move(key);
    });
    return {};
}

}  // namespace backout::simulate
