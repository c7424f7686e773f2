#include "sql/raw/lowering.h"

/// Indexes, views, materialized views, sequences and statistics objects.
namespace backout::sql::raw {

namespace {

CreateStatisticsStatement::Element lower_element(Lowering& lowering, const ::StatsElem* element) {
    return {.name = string_of(element->name), .expression = lower_expression(lowering, element->expr)};
}

}  // namespace

IndexElement lower(Lowering& lowering, const ::IndexElem* element) {
    IndexElement result;
    result.name = string_of(element->name);
    result.expression = lower_expression(lowering, element->expr);
    if (result.expression) result.location = result.expression->location;
    result.index_column_name = string_of(element->indexcolname);
    result.collation = names_of(element->collation);
    result.opclass = names_of(element->opclass);
    result.opclass_options = lower_options(lowering, element->opclassopts);
    result.direction = same<SortBy::Direction>(element->ordering);
    result.nulls = same<SortBy::Nulls>(element->nulls_ordering);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::IndexStmt* node) {
    auto result = std::make_unique<IndexStatement>();
    result->name = string_of(node->idxname);
    result->relation = lower(lowering, node->relation);
    result->access_method = string_of(node->accessMethod);
    result->tablespace = string_of(node->tableSpace);
    result->elements = lower_list<::IndexElem>(lowering, node->indexParams);
    result->including = lower_list<::IndexElem>(lowering, node->indexIncludingParams);
    result->options = lower_options(lowering, node->options);
    result->where = lower_expression(lowering, node->whereClause);
    result->unique = node->unique;
    result->nulls_not_distinct = node->nulls_not_distinct;
    if (node->nulls_not_distinct) lowering.note_newer(15, "NULLS", -1);
    result->concurrently = node->concurrent;
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ViewStmt* node) {
    auto result = std::make_unique<ViewStatement>();
    result->view = lower(lowering, node->view);
    result->columns = names_of(node->aliases);
    result->query = lower_statement(lowering, node->query);
    result->replace = node->replace;
    result->options = lower_options(lowering, node->options);
    result->check_option = node->withCheckOption;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::RefreshMatViewStmt* node) {
    auto result = std::make_unique<RefreshMaterializedViewStatement>();
    result->relation = lower(lowering, node->relation);
    result->concurrently = node->concurrent;
    result->skip_data = node->skipData;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateSeqStmt* node) {
    auto result = std::make_unique<CreateSequenceStatement>();
    result->sequence = lower(lowering, node->sequence);
    result->options = lower_options(lowering, node->options);
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterSeqStmt* node) {
    auto result = std::make_unique<AlterSequenceStatement>();
    result->sequence = lower(lowering, node->sequence);
    result->options = lower_options(lowering, node->options);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateStatsStmt* node) {
    auto result = std::make_unique<CreateStatisticsStatement>();
    result->names = names_of(node->defnames);
    if (!node->defnames) lowering.note_newer(16, "ON", -1);
    result->kinds = names_of(node->stat_types);
    result->elements = lower_list<::StatsElem>(lowering, node->exprs, lower_element);
    for (const ::Node* item : elements<::Node>(node->relations)) {
        if (tag_of(item) == T_RangeVar)
            result->relations.push_back(lower(lowering, node_as<::RangeVar>(item)));
        else
            result->only_relations = false;
    }
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering&, const ::AlterStatsStmt* node) {
    auto result = std::make_unique<AlterStatisticsStatement>();
    result->names = names_of(node->defnames);
    if (node->stxstattarget) result->target = node_as<::Integer>(node->stxstattarget)->ival;
    result->missing_ok = node->missing_ok;
    return result;
}

}  // namespace backout::sql::raw
