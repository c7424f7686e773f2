#include "sql/raw/lowering.h"

/// Calls of functions, with what aggregates and window functions add, and functions that are syntax of their
/// own.
namespace backout::sql::raw {

SortBy lower(Lowering& lowering, const ::SortBy* sort) {
    static_assert(static_cast<int>(SortBy::Direction::using_) == SORTBY_USING);
    static_assert(static_cast<int>(SortBy::Nulls::last) == SORTBY_NULLS_LAST);
    SortBy result;
    result.expression = lower_expression(lowering, sort->node);
    result.direction = same<SortBy::Direction>(sort->sortby_dir);
    result.nulls = same<SortBy::Nulls>(sort->sortby_nulls);
    result.using_operator = names_of(sort->useOp);
    result.location = lowering.place(sort->location);
    return result;
}

WindowDefinition lower(Lowering& lowering, const ::WindowDef* window) {
    WindowDefinition result;
    result.name = string_of(window->name);
    result.refname = string_of(window->refname);
    result.partition_by = lower_expressions(lowering, window->partitionClause);
    result.order_by = lower_list<::SortBy>(lowering, window->orderClause);
    result.frame_options = window->frameOptions;
    result.start_offset = lower_expression(lowering, window->startOffset);
    result.end_offset = lower_expression(lowering, window->endOffset);
    result.location = lowering.place(window->location);
    return result;
}

std::unique_ptr<WindowDefinition> lower_window(Lowering& lowering, const ::WindowDef* window) {
    return window ? std::make_unique<WindowDefinition>(lower(lowering, window)) : nullptr;
}

ExpressionPtr lower(Lowering& lowering, const ::FuncCall* node) {
    static_assert(static_cast<int>(CoercionForm::sql_syntax) == COERCE_SQL_SYNTAX);
    auto result = std::make_unique<FunctionCall>();
    result->location = lowering.place(node->location);
    result->name = names_of(node->funcname);
    result->arguments = lower_expressions(lowering, node->args);
    result->aggregate_order = lower_list<::SortBy>(lowering, node->agg_order);
    result->aggregate_filter = lower_expression(lowering, node->agg_filter);
    result->over = lower_window(lowering, node->over);
    result->aggregate_within_group = node->agg_within_group;
    result->aggregate_star = node->agg_star;
    result->aggregate_distinct = node->agg_distinct;
    result->variadic = node->func_variadic;
    result->form = same<CoercionForm>(node->funcformat);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::NamedArgExpr* node) {
    auto result = std::make_unique<NamedArgument>();
    result->location = lowering.place(node->location);
    result->name = string_of(node->name);
    result->argument = lower_expression(lowering, node->arg);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::SQLValueFunction* node) {
    static_assert(static_cast<int>(SqlValueFunction::Function::current_schema) == SVFOP_CURRENT_SCHEMA);
    auto result = std::make_unique<SqlValueFunction>();
    result->location = lowering.place(node->location);
    result->function = same<SqlValueFunction::Function>(node->op);
    result->typmod = node->typmod;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::GroupingFunc* node) {
    auto result = std::make_unique<GroupingFunction>();
    result->location = lowering.place(node->location);
    result->arguments = lower_expressions(lowering, node->args);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::MergeSupportFunc* node) {
    auto result = std::make_unique<MergeSupportFunction>();
    result->location = lowering.place(node->location);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::XmlExpr* node) {
    static_assert(static_cast<int>(XmlExpression::Operation::is_document) == IS_DOCUMENT);
    auto result = std::make_unique<XmlExpression>();
    result->location = lowering.place(node->location);
    result->operation = same<XmlExpression::Operation>(node->op);
    result->name = string_of(node->name);
    for (const ::ResTarget* argument : elements<::ResTarget>(node->named_args))
        result->named_arguments.emplace_back(string_of(argument->name),
                                             lower_expression(lowering, argument->val));
    result->arguments = lower_expressions(lowering, node->args);
    result->document = node->xmloption == XMLOPTION_DOCUMENT;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::XmlSerialize* node) {
    auto result = std::make_unique<XmlSerialize>();
    result->location = lowering.place(node->location);
    result->argument = lower_expression(lowering, node->expr);
    result->type = lower(lowering, node->typeName);
    result->document = node->xmloption == XMLOPTION_DOCUMENT;
    result->indent = node->indent;
    return result;
}

}  // namespace backout::sql::raw
