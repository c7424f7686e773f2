#include "sql/raw/lowering.h"

/// SELECT and its clauses.
namespace backout::sql::raw {

namespace {

CommonTableExpression lower_cte(Lowering& lowering, const ::CommonTableExpr* cte) {
    static_assert(static_cast<int>(CommonTableExpression::Materialized::never) == CTEMaterializeNever);
    CommonTableExpression result;
    result.name = string_of(cte->ctename);
    result.columns = names_of(cte->aliascolnames);
    result.materialized = same<CommonTableExpression::Materialized>(cte->ctematerialized);
    result.query = lower_statement(lowering, cte->ctequery);
    result.has_search_or_cycle = cte->search_clause || cte->cycle_clause;
    if (const ::CTESearchClause* search = cte->search_clause) {
        result.search_breadth_first = search->search_breadth_first;
        result.search_columns = names_of(search->search_col_list);
        result.search_sequence_column = string_of(search->search_seq_column);
    }
    if (const ::CTECycleClause* cycle = cte->cycle_clause) {
        result.cycle_columns = names_of(cycle->cycle_col_list);
        result.cycle_mark_column = string_of(cycle->cycle_mark_column);
        result.cycle_mark_value = lower_expression(lowering, cycle->cycle_mark_value);
        result.cycle_mark_default = lower_expression(lowering, cycle->cycle_mark_default);
        result.cycle_path_column = string_of(cycle->cycle_path_column);
    }
    result.location = lowering.place(cte->location);
    return result;
}

GroupingElement::Kind grouping_kind(::GroupingSetKind kind) {
    switch (kind) {
        case GROUPING_SET_EMPTY:
            return GroupingElement::Kind::empty;
        case GROUPING_SET_ROLLUP:
            return GroupingElement::Kind::rollup;
        case GROUPING_SET_CUBE:
            return GroupingElement::Kind::cube;
        case GROUPING_SET_SETS:
            return GroupingElement::Kind::sets;
        default:
            return GroupingElement::Kind::expression;
    }
}

GroupingElement lower_grouping(Lowering& lowering, const ::Node* node) {
    GroupingElement result;
    const Lowering::Level level(lowering);
    if (!level) return result;
    if (tag_of(node) == T_GroupingSet) {
        const auto* set = node_as<::GroupingSet>(node);
        result.kind = grouping_kind(set->kind);
        result.content = lower_list<::Node>(lowering, set->content, lower_grouping);
    } else {
        result.expression = lower_expression(lowering, node);
    }
    return result;
}

LockingClause lower_locking(Lowering& lowering, const ::LockingClause* clause) {
    static_assert(static_cast<int>(LockingClause::Strength::update) == LCS_FORUPDATE);
    LockingClause result;
    result.relations = lower_list<::RangeVar>(lowering, clause->lockedRels);
    result.strength = same<LockingClause::Strength>(clause->strength);
    result.wait_policy = clause->waitPolicy;
    return result;
}

/// DISTINCT alone is a list of one null pointer; see SelectStmt in parsenodes.h.
void lower_distinct(Lowering& lowering, SelectStatement& select, const ::List* clause) {
    const auto items = elements<::Node>(clause);
    select.distinct = !items.empty();
    if (select.distinct && items.front()) select.distinct_on = lower_expressions(lowering, clause);
}

/// All but the branches of UNION and the like. Kept out of the recursion, which goes as deep as a chain of
/// UNION is long, because it needs much of the stack.
[[gnu::noinline]] void lower_clauses(Lowering& lowering, SelectStatement& result,
                                     const ::SelectStmt* select) {
    result.with = lower_with(lowering, select->withClause);
    lower_distinct(lowering, result, select->distinctClause);
    if (select->intoClause) result.into = std::make_unique<IntoClause>(lower(lowering, select->intoClause));
    result.targets = lower_list<::ResTarget>(lowering, select->targetList);
    result.from = lower_from(lowering, select->fromClause);
    result.where = lower_expression(lowering, select->whereClause);
    result.group_by = lower_list<::Node>(lowering, select->groupClause, lower_grouping);
    result.group_distinct = select->groupDistinct;
    result.having = lower_expression(lowering, select->havingClause);
    result.windows = lower_list<::WindowDef>(lowering, select->windowClause);
    result.values = lower_list<::List>(lowering, select->valuesLists, lower_expressions);
    result.order_by = lower_list<::SortBy>(lowering, select->sortClause);
    result.limit_offset = lower_expression(lowering, select->limitOffset);
    result.limit_count = lower_expression(lowering, select->limitCount);
    result.limit_with_ties = select->limitOption == LIMIT_OPTION_WITH_TIES;
    result.locking = lower_list<::LockingClause>(lowering, select->lockingClause, lower_locking);
}

SelectPtr lower_branch(Lowering& lowering, const ::SelectStmt* select) {
    const Lowering::Level level(lowering);
    return level && select ? lower_select(lowering, select) : nullptr;
}

}  // namespace

Target lower(Lowering& lowering, const ::ResTarget* target) {
    Target result;
    result.name = string_of(target->name);
    if (target->indirection) result.indirection = lower_indirection(lowering, target->indirection);
    result.value = lower_expression(lowering, target->val);
    result.location = lowering.place(target->location);
    return result;
}

IntoClause lower(Lowering& lowering, const ::IntoClause* into) {
    IntoClause result;
    result.relation = lower(lowering, into->rel);
    result.columns = names_of(into->colNames);
    result.access_method = string_of(into->accessMethod);
    result.options = lower_options(lowering, into->options);
    result.on_commit = into->onCommit;
    result.tablespace = string_of(into->tableSpaceName);
    result.skip_data = into->skipData;
    return result;
}

std::unique_ptr<WithClause> lower_with(Lowering& lowering, const ::WithClause* with) {
    if (!with) return nullptr;
    auto result = std::make_unique<WithClause>();
    result->recursive = with->recursive;
    result->expressions = lower_list<::CommonTableExpr>(lowering, with->ctes, lower_cte);
    result->location = lowering.place(with->location);
    return result;
}

SelectPtr lower_select(Lowering& lowering, const ::SelectStmt* select) {
    static_assert(static_cast<int>(SelectStatement::SetOperation::except) == SETOP_EXCEPT);
    auto result = std::make_unique<SelectStatement>();
    lower_clauses(lowering, *result, select);
    result->operation = same<SelectStatement::SetOperation>(select->op);
    result->all = select->all;
    result->left = lower_branch(lowering, select->larg);
    result->right = lower_branch(lowering, select->rarg);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::SelectStmt* node) {
    return lower_select(lowering, node);
}

/// RETURN expression, of a function's body, is a SELECT of it.
StatementPtr lower(Lowering& lowering, const ::ReturnStmt* node) {
    auto result = std::make_unique<SelectStatement>();
    Target& target = result->targets.emplace_back();
    target.value = lower_expression(lowering, node->returnval);
    if (target.value) target.location = target.value->location;
    return result;
}

}  // namespace backout::sql::raw
