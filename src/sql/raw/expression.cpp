#include "sql/raw/lowering.h"

/// Expressions but for calls and SQL's own constructs.
namespace backout::sql::raw {

namespace {

/// A new node of the tree at the place that PostgreSQL gives for it.
template <class Node>
std::unique_ptr<Node> make_at(Lowering& lowering, int location) {
    auto node = std::make_unique<Node>();
    node->location = lowering.place(location);
    return node;
}

Indirection::Step lower_step(Lowering& lowering, const ::Node* node) {
    Indirection::Step step;
    switch (tag_of(node)) {
        case T_String:
            step.kind = Indirection::Step::Kind::field;
            step.field = node_as<::String>(node)->sval;
            break;
        case T_A_Star:
            step.kind = Indirection::Step::Kind::star;
            break;
        case T_A_Indices: {
            const auto* indices = node_as<::A_Indices>(node);
            step.kind =
                indices->is_slice ? Indirection::Step::Kind::slice : Indirection::Step::Kind::subscript;
            step.lower = lower_expression(lowering, indices->lidx);
            step.upper = lower_expression(lowering, indices->uidx);
            break;
        }
        default:
            lowering.refuse_node(node);
    }
    return step;
}

}  // namespace

std::vector<Indirection::Step> lower_indirection(Lowering& lowering, const ::List* list) {
    std::vector<Indirection::Step> steps;
    const auto items = elements<::Node>(list);
    steps.reserve(items.size());
    for (const ::Node* item : items)
        steps.push_back(lower_step(lowering, item));
    return steps;
}

ExpressionPtr lower(Lowering& lowering, const ::ColumnRef* node) {
    auto result = make_at<ColumnRef>(lowering, node->location);
    const auto fields = elements<::Node>(node->fields);
    result->names.reserve(fields.size());
    for (const ::Node* field : fields) {
        if (tag_of(field) == T_A_Star)
            result->star = true;
        else
            result->names.emplace_back(node_as<::String>(field)->sval);
    }
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::ParamRef* node) {
    auto result = make_at<ParameterRef>(lowering, node->location);
    result->number = node->number;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::A_Const* node) {
    auto result = make_at<Constant>(lowering, node->location);
    if (node->isnull) return result;
    switch (node->val.node.type) {
        case T_Integer:
            result->type = Constant::Type::integer;
            result->integer = node->val.ival.ival;
            break;
        case T_Float:
            result->type = Constant::Type::floating;
            result->text = node->val.fval.fval;
            break;
        case T_Boolean:
            result->type = Constant::Type::boolean;
            result->boolean = node->val.boolval.boolval;
            break;
        case T_String:
            result->type = Constant::Type::string;
            result->text = node->val.sval.sval;
            break;
        case T_BitString:
            result->type = Constant::Type::bit_string;
            result->text = node->val.bsval.bsval;
            break;
        default:
            lowering.refuse_node(&node->val);
    }
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::A_Expr* node) {
    using Form = OperatorExpression::Form;
    static_assert(static_cast<int>(Form::not_between_symmetric) == AEXPR_NOT_BETWEEN_SYM);
    auto result = make_at<OperatorExpression>(lowering, node->location);
    result->form = same<Form>(node->kind);
    result->name = names_of(node->name);
    result->left = lower_expression(lowering, node->lexpr);
    if (node->rexpr && tag_of(node->rexpr) == T_List)
        result->list = lower_expressions(lowering, list_of(node->rexpr));
    else
        result->right = lower_expression(lowering, node->rexpr);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::BoolExpr* node) {
    static_assert(static_cast<int>(BooleanExpression::Operation::not_) == NOT_EXPR);
    auto result = make_at<BooleanExpression>(lowering, node->location);
    result->operation = same<BooleanExpression::Operation>(node->boolop);
    result->arguments = lower_expressions(lowering, node->args);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::NullTest* node) {
    auto result = make_at<NullTest>(lowering, node->location);
    result->is_not = node->nulltesttype == IS_NOT_NULL;
    result->argument = lower_expression(lowering, node->arg);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::BooleanTest* node) {
    static_assert(static_cast<int>(BooleanTest::Test::is_not_unknown) == IS_NOT_UNKNOWN);
    auto result = make_at<BooleanTest>(lowering, node->location);
    result->test = same<BooleanTest::Test>(node->booltesttype);
    result->argument = lower_expression(lowering, node->arg);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::CaseExpr* node) {
    auto result = make_at<CaseExpression>(lowering, node->location);
    result->argument = lower_expression(lowering, node->arg);
    for (const ::CaseWhen* when : elements<::CaseWhen>(node->args)) {
        CaseExpression::When& entry = result->whens.emplace_back();
        entry.condition = lower_expression(lowering, when->expr);
        entry.result = lower_expression(lowering, when->result);
    }
    result->default_result = lower_expression(lowering, node->defresult);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::CoalesceExpr* node) {
    auto result = make_at<CoalesceExpression>(lowering, node->location);
    result->arguments = lower_expressions(lowering, node->args);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::MinMaxExpr* node) {
    auto result = make_at<MinMaxExpression>(lowering, node->location);
    result->least = node->op == IS_LEAST;
    result->arguments = lower_expressions(lowering, node->args);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::TypeCast* node) {
    auto result = make_at<TypeCast>(lowering, node->location);
    result->argument = lower_expression(lowering, node->arg);
    result->type = lower(lowering, node->typeName);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::CollateClause* node) {
    auto result = make_at<CollateClause>(lowering, node->location);
    result->argument = lower_expression(lowering, node->arg);
    result->collation = names_of(node->collname);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::A_ArrayExpr* node) {
    auto result = make_at<ArrayExpression>(lowering, node->location);
    result->elements = lower_expressions(lowering, node->elements);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::A_Indirection* node) {
    auto result = std::make_unique<Indirection>();
    result->argument = lower_expression(lowering, node->arg);
    if (result->argument) result->location = result->argument->location;
    result->steps = lower_indirection(lowering, node->indirection);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::RowExpr* node) {
    auto result = make_at<RowExpression>(lowering, node->location);
    result->elements = lower_expressions(lowering, node->args);
    result->explicit_row = node->row_format == COERCE_EXPLICIT_CALL;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::SubLink* node) {
    static_assert(static_cast<int>(SubLink::Type::cte) == CTE_SUBLINK);
    auto result = make_at<SubLink>(lowering, node->location);
    result->type = same<SubLink::Type>(node->subLinkType);
    result->test = lower_expression(lowering, node->testexpr);
    result->operator_name = names_of(node->operName);
    result->query = lower_statement(lowering, node->subselect);
    return result;
}

ExpressionPtr lower(Lowering&, const ::CurrentOfExpr* node) {
    auto result = std::make_unique<CurrentOf>();
    result->cursor = string_of(node->cursor_name);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::SetToDefault* node) {
    return make_at<SetToDefault>(lowering, node->location);
}

ExpressionPtr lower(Lowering& lowering, const ::MultiAssignRef* node) {
    auto result = std::make_unique<MultiAssign>();
    result->column_number = node->colno;
    result->column_count = node->ncolumns;
    if (lowering.shared_source.node != node->source) {
        std::shared_ptr<Expression> source = lower_expression(lowering, node->source);
        lowering.shared_source = {.node = node->source, .expression = std::move(source)};
    }
    result->source = lowering.shared_source.expression;
    if (result->source) result->location = result->source->location;
    return result;
}

}  // namespace backout::sql::raw
