#include "sql/raw/lowering.h"

/// CREATE TABLE in its forms, columns and partitioning.
namespace backout::sql::raw {

namespace {

LikeClause lower_like(Lowering& lowering, const ::TableLikeClause* like) {
    static_assert(static_cast<int>(LikeClause::storage) == CREATE_TABLE_LIKE_STORAGE);
    return {.relation = lower(lowering, like->relation), .options = like->options};
}

TableElement lower_element(Lowering& lowering, const ::Node* node) {
    TableElement result;
    switch (tag_of(node)) {
        case T_ColumnDef:
            result.kind = TableElement::Kind::column;
            result.column = lower(lowering, node_as<::ColumnDef>(node));
            break;
        case T_Constraint:
            result.kind = TableElement::Kind::constraint;
            result.constraint = lower(lowering, node_as<::Constraint>(node));
            break;
        case T_TableLikeClause:
            result.kind = TableElement::Kind::like;
            result.like = lower_like(lowering, node_as<::TableLikeClause>(node));
            break;
        default:
            lowering.refuse_node(node);
    }
    return result;
}

PartitionElement lower_partition_element(Lowering& lowering, const ::PartitionElem* element) {
    PartitionElement result;
    result.name = string_of(element->name);
    result.expression = lower_expression(lowering, element->expr);
    result.collation = names_of(element->collation);
    result.opclass = names_of(element->opclass);
    result.location = lowering.place(element->location);
    return result;
}

PartitionBound::Datum lower_list_datum(Lowering& lowering, const ::Node* node) {
    return {.kind = PartitionBound::Datum::Kind::value, .value = lower_expression(lowering, node)};
}

/// MINVALUE and MAXVALUE come as column references; see transformPartitionRangeBounds of parse_utilcmd.c.
PartitionBound::Datum lower_range_datum(Lowering& lowering, const ::Node* node) {
    PartitionBound::Datum result = lower_list_datum(lowering, node);
    const auto* column = as<ColumnRef>(result.value.get());
    if (column && !column->star && column->names.size() == 1) {
        if (column->names.front() == "minvalue")
            result.kind = PartitionBound::Datum::Kind::minvalue;
        else if (column->names.front() == "maxvalue")
            result.kind = PartitionBound::Datum::Kind::maxvalue;
    }
    return result;
}

void lower_create_table(Lowering& lowering, CreateTableStatement& result, const ::CreateStmt* node) {
    result.relation = lower(lowering, node->relation);
    result.elements = lower_list<::Node>(lowering, node->tableElts, lower_element);
    result.inherits = lower_list<::RangeVar>(lowering, node->inhRelations);
    result.partition_bound = lower_optional(lowering, node->partbound);
    result.partition_spec = lower_optional(lowering, node->partspec);
    result.of_type = lower_optional(lowering, node->ofTypename);
    result.options = lower_options(lowering, node->options);
    result.on_commit = node->oncommit;
    result.tablespace = string_of(node->tablespacename);
    result.access_method = string_of(node->accessMethod);
    result.if_not_exists = node->if_not_exists;
}

}  // namespace

ColumnDefinition lower(Lowering& lowering, const ::ColumnDef* column) {
    ColumnDefinition result;
    result.name = string_of(column->colname);
    result.type = lower_optional(lowering, column->typeName);
    result.compression = string_of(column->compression);
    result.storage = string_of(column->storage_name);
    if (column->storage_name) lowering.note_newer(16, "STORAGE", column->location);
    if (column->collClause) result.collation = names_of(column->collClause->collname);
    result.constraints = lower_list<::Constraint>(lowering, column->constraints);
    result.using_expression = lower_expression(lowering, column->raw_default);
    result.fdw_options = lower_options(lowering, column->fdwoptions);
    result.location = lowering.place(column->location);
    return result;
}

PartitionSpec lower(Lowering& lowering, const ::PartitionSpec* spec) {
    PartitionSpec result;
    result.strategy = static_cast<PartitionSpec::Strategy>(spec->strategy);
    result.elements = lower_list<::PartitionElem>(lowering, spec->partParams, lower_partition_element);
    result.location = lowering.place(spec->location);
    return result;
}

PartitionBound lower(Lowering& lowering, const ::PartitionBoundSpec* bound) {
    PartitionBound result;
    if (bound->strategy) result.strategy = static_cast<PartitionSpec::Strategy>(bound->strategy);
    result.is_default = bound->is_default;
    result.modulus = bound->modulus;
    result.remainder = bound->remainder;
    result.list = lower_list<::Node>(lowering, bound->listdatums, lower_list_datum);
    result.lower = lower_list<::Node>(lowering, bound->lowerdatums, lower_range_datum);
    result.upper = lower_list<::Node>(lowering, bound->upperdatums, lower_range_datum);
    result.location = lowering.place(bound->location);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateStmt* node) {
    auto result = std::make_unique<CreateTableStatement>();
    lower_create_table(lowering, *result, node);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateForeignTableStmt* node) {
    auto result = std::make_unique<CreateTableStatement>();
    lower_create_table(lowering, *result, &node->base);
    result->foreign = true;
    result->server = string_of(node->servername);
    result->fdw_options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateTableAsStmt* node) {
    auto result = std::make_unique<CreateTableAsStatement>();
    result->query = lower_statement(lowering, node->query);
    result->into = lower(lowering, node->into);
    result->materialized_view = node->objtype == OBJECT_MATVIEW;
    result->is_select_into = node->is_select_into;
    result->if_not_exists = node->if_not_exists;
    return result;
}

}  // namespace backout::sql::raw
