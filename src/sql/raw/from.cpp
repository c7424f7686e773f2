#include "sql/raw/lowering.h"

/// What stands in FROM.
namespace backout::sql::raw {

namespace {

/// A column of a column definition list: a ColumnDef of which only name, type and collation can be written.
ColumnDefinitionItem lower_definition_item(Lowering& lowering, const ::ColumnDef* column) {
    ColumnDefinitionItem result;
    result.name = string_of(column->colname);
    result.type = lower(lowering, column->typeName);
    if (column->collClause) result.collation = names_of(column->collClause->collname);
    return result;
}

std::vector<ColumnDefinitionItem> lower_definition_list(Lowering& lowering, const ::List* list) {
    return lower_list<::ColumnDef>(lowering, list, lower_definition_item);
}

FromTableFunction::Column lower_xml_column(Lowering& lowering, const ::RangeTableFuncCol* column) {
    FromTableFunction::Column result;
    result.name = string_of(column->colname);
    result.type = lower_optional(lowering, column->typeName);
    result.ordinality = column->for_ordinality;
    result.not_null = column->is_not_null;
    if (column->colexpr) result.expressions.push_back(lower_expression(lowering, column->colexpr));
    if (column->coldefexpr) result.expressions.push_back(lower_expression(lowering, column->coldefexpr));
    result.location = lowering.place(column->location);
    return result;
}

void add_default(Lowering& lowering, Expressions& expressions, const ::JsonBehavior* behavior) {
    if (behavior && behavior->expr) expressions.push_back(lower_expression(lowering, behavior->expr));
}

FromTableFunction::Column lower_json_column(Lowering& lowering, const ::JsonTableColumn* column) {
    FromTableFunction::Column result;
    const Lowering::Level level(lowering);
    if (!level) return result;
    result.name = string_of(column->name);
    result.type = lower_optional(lowering, column->typeName);
    result.ordinality = column->coltype == JTC_FOR_ORDINALITY;
    result.exists = column->coltype == JTC_EXISTS;
    if (column->pathspec) {
        result.expressions.push_back(lower_expression(lowering, column->pathspec->string));
        if (column->coltype == JTC_NESTED) result.name = string_of(column->pathspec->name);
    }
    result.format = json_format_words(column->format);
    add_default(lowering, result.expressions, column->on_empty);
    add_default(lowering, result.expressions, column->on_error);
    result.behavior =
        json_behavior_words(column->wrapper, column->quotes, column->on_empty, column->on_error);
    result.nested = lower_list<::JsonTableColumn>(lowering, column->columns, lower_json_column);
    result.location = lowering.place(column->location);
    return result;
}

void add_argument(FromTableFunction& function, ExpressionPtr argument, std::string name = {}) {
    function.arguments.push_back(std::move(argument));
    function.argument_names.push_back(std::move(name));
}

}  // namespace

FromItemPtr lower(Lowering& lowering, const ::RangeTableSample* node) {
    FromItemPtr item = lower_from_item(lowering, node->relation);
    if (!item || item->kind != FromKind::relation) return item;
    auto& relation = static_cast<FromRelation&>(*item);
    relation.sample_method = names_of(node->method);
    relation.sample_arguments = lower_expressions(lowering, node->args);
    relation.sample_repeatable = lower_expression(lowering, node->repeatable);
    return item;
}

FromItemPtr lower(Lowering& lowering, const ::RangeSubselect* node) {
    if (!node->alias) {
        const bool values = tag_of(node->subquery) == T_SelectStmt && node_as<::SelectStmt>(node->subquery)->valuesLists;
        const std::string example = values ? "VALUES" : "SELECT";
        lowering.note_newer({16, "42601", std::string(values ? "VALUES" : "subquery") + " in FROM must have an alias",
                             "For example, FROM (" + example + " ...) [AS] foo.", no_location});
    }
    auto result = std::make_unique<FromSubselect>();
    result->lateral = node->lateral;
    result->query = lower_statement(lowering, node->subquery);
    result->alias = lower_optional(lowering, node->alias);
    return result;
}

FromItemPtr lower(Lowering& lowering, const ::RangeFunction* node) {
    auto result = std::make_unique<FromFunction>();
    result->lateral = node->lateral;
    result->ordinality = node->ordinality;
    result->rows_from = node->is_rowsfrom;
    // Each function is a list of the call and its column definition list.
    for (const ::List* function : elements<::List>(node->functions)) {
        const auto parts = elements<::Node>(function);
        FromFunction::Item& item = result->functions.emplace_back();
        item.call = lower_expression(lowering, parts[0]);
        item.columns = lower_definition_list(lowering, list_of(parts[1]));
    }
    result->alias = lower_optional(lowering, node->alias);
    result->columns = lower_definition_list(lowering, node->coldeflist);
    if (!result->functions.empty() && result->functions.front().call)
        result->location = result->functions.front().call->location;
    return result;
}

FromItemPtr lower(Lowering& lowering, const ::RangeTableFunc* node) {
    auto result = std::make_unique<FromTableFunction>();
    result->location = lowering.place(node->location);
    result->lateral = node->lateral;
    add_argument(*result, lower_expression(lowering, node->docexpr));
    add_argument(*result, lower_expression(lowering, node->rowexpr));
    for (const ::ResTarget* item : elements<::ResTarget>(node->namespaces))
        add_argument(*result, lower_expression(lowering, item->val), string_of(item->name));
    result->columns = lower_list<::RangeTableFuncCol>(lowering, node->columns, lower_xml_column);
    result->alias = lower_optional(lowering, node->alias);
    return result;
}

FromItemPtr lower(Lowering& lowering, const ::JsonTable* node) {
    lowering.note_newer(17, "COLUMNS", node->location);
    auto result = std::make_unique<FromTableFunction>();
    result->location = lowering.place(node->location);
    result->json = true;
    result->lateral = node->lateral;
    add_argument(*result, lower_expression(lowering, node->context_item));
    add_argument(*result, lower_expression(lowering, node->pathspec->string));
    result->path_name = string_of(node->pathspec->name);
    for (const ::JsonArgument* argument : elements<::JsonArgument>(node->passing))
        add_argument(*result, lower_expression(lowering, argument->val), string_of(argument->name));
    result->columns = lower_list<::JsonTableColumn>(lowering, node->columns, lower_json_column);
    result->behavior = json_behavior_words(JSW_UNSPEC, JS_QUOTES_UNSPEC, nullptr, node->on_error);
    result->alias = lower_optional(lowering, node->alias);
    return result;
}

FromItemPtr lower(Lowering& lowering, const ::JoinExpr* node) {
    static_assert(static_cast<int>(FromJoin::Type::right) == JOIN_RIGHT);
    auto result = std::make_unique<FromJoin>();
    result->type = same<FromJoin::Type>(node->jointype);
    result->natural = node->isNatural;
    result->left = lower_from_item(lowering, node->larg);
    result->right = lower_from_item(lowering, node->rarg);
    result->using_columns = names_of(node->usingClause);
    result->using_alias = lower_optional(lowering, node->join_using_alias);
    result->condition = lower_expression(lowering, node->quals);
    result->alias = lower_optional(lowering, node->alias);
    return result;
}

}  // namespace backout::sql::raw
