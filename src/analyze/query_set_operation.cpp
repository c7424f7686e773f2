#include <fmt/format.h>

#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// UNION, INTERSECT and EXCEPT (transformSetOperationStmt in parser/analyze.c).
namespace backout::analyze {

using catalog::SetOperationTree;

namespace {

using SetOperation = sql::SelectStatement::SetOperation;

std::string_view word(SetOperation operation) {
    switch (operation) {
        case SetOperation::union_: return "UNION";
        case SetOperation::intersect: return "INTERSECT";
        default: return "EXCEPT";
    }
}

/// One side of an operation: its place in the tree, and its result columns as expressions that carry their types.
struct Side {
    std::unique_ptr<SetOperationTree> tree;
    std::vector<ExprPtr> columns;
    std::shared_ptr<Query> leaf;  ///< whose targets may still be given a type
    bool open = false;
};

class SetOperationBuilder {
public:
    explicit SetOperationBuilder(QueryState& state) : state_(state) {}

    Result<Side> side(const sql::SelectStatement& statement, bool is_top) {
        if (statement.into)
            return failure("42601", "INTO is only allowed on first SELECT of UNION/INTERSECT/EXCEPT",
                           statement.into->relation.location);
        const bool recursive = is_top && state_.common_table;
        if (!statement.locking.empty() && !recursive) return no_locking(statement);
        // An operation with clauses of its own is a sub-query of its own.
        const bool is_leaf = statement.operation == SetOperation::none ||
                             (!is_top && (!statement.order_by.empty() || statement.limit_offset ||
                                          statement.limit_count || statement.with));
        auto result = is_leaf ? leaf(statement) : operation(statement, is_top);
        // A recursive query has an error of its own for it.
        if (result && !statement.locking.empty()) return no_locking(statement);
        return result;
    }

private:
    static tl::unexpected<Error> no_locking(const sql::SelectStatement& statement) {
        return failure("0A000",
                       fmt::format("{} is not allowed with UNION/INTERSECT/EXCEPT",
                                   locking_word(statement.locking[0].strength)),
                       sql::no_location);
    }

    Result<Side> leaf(const sql::SelectStatement& statement) {
        QueryState inner(state_.context, &state_);
        inner.resolve_unknowns = false;
        inner.recursion_ban = state_.recursion_ban;
        BACKOUT_ASSIGN(const QueryPtr query, transform_statement(inner, statement));
        Side side;
        // Nobody else has the query yet: literals among its columns still take the type of the whole.
        side.leaf = std::const_pointer_cast<Query>(query);
        side.open = query->open;
        for (const TargetEntry& target : query->targets)
            if (!target.junk) side.columns.push_back(target.expression);
        RangeEntry entry;
        entry.kind = RangeEntry::Kind::subquery;
        entry.alias = fmt::format("*SELECT* {}", state_.range_table.size() + 1);
        entry.name = entry.alias;
        entry.columns = target_columns(query->targets);
        entry.subquery = query;
        side.tree = std::make_unique<SetOperationTree>();
        side.tree->range_index = add_entry(state_, std::move(entry), side.open).range_index;
        return side;
    }

    /// Sides in which a query may not refer to itself (checkWellFormedSelectStmt).
    Result<Side> guarded_side(const sql::SelectStatement& statement, const sql::SelectStatement& outer, bool is_left) {
        const std::string_view before = state_.recursion_ban;
        const bool guarded = before.empty() && (outer.all || !is_left);
        if (guarded && outer.operation == SetOperation::intersect && outer.all) state_.recursion_ban = "INTERSECT";
        if (guarded && outer.operation == SetOperation::except) state_.recursion_ban = "EXCEPT";
        auto result = side(statement, false);
        state_.recursion_ban = before;
        return result;
    }

    Result<Side> operation(const sql::SelectStatement& statement, bool is_top) {
        const std::string_view construct = word(statement.operation);
        BACKOUT_ASSIGN(Side left, guarded_side(*statement.left, statement, true));
        if (is_top && state_.common_table) BACKOUT_TRY(tell_common_table(left));
        BACKOUT_ASSIGN(Side right, guarded_side(*statement.right, statement, false));
        Side result;
        result.open = left.open || right.open;
        if (left.columns.size() != right.columns.size() && !result.open)
            return failure("42601", fmt::format("each {} query must have the same number of columns", construct),
                           right.columns.empty() ? sql::no_location : right.columns[0]->location);
        for (std::size_t i = 0; i < std::min(left.columns.size(), right.columns.size()); ++i) {
            BACKOUT_ASSIGN(ExprPtr column, merge_column(left, right, i, statement));
            result.columns.push_back(std::move(column));
        }
        result.tree = std::make_unique<SetOperationTree>();
        result.tree->operation = static_cast<std::int32_t>(statement.operation);
        result.tree->all = statement.all;
        result.tree->left = std::move(left.tree);
        result.tree->right = std::move(right.tree);
        return result;
    }

    /// A column of both sides as their common type. A literal takes the type, other columns only must be able to.
    Result<ExprPtr> as_common(Side& side, std::size_t place, Oid type, std::string_view construct) {
        const ExprPtr column = side.columns[place];
        const bool literal = column->kind == ExprKind::constant || column->kind == ExprKind::param;
        if (column->type == type_oid::unknown && !literal) return column;
        BACKOUT_ASSIGN(ExprPtr coerced, coerce_to_common_type(state_, column, type, construct, column->location));
        if (column->type != type_oid::unknown || !side.leaf) return coerced;
        std::size_t number = 0;
        for (TargetEntry& target : side.leaf->targets) {
            if (target.junk || number++ != place) continue;
            BACKOUT_TRY(assign_collation(state_, coerced));
            target.expression = coerced;
            RangeEntry& entry = state_.range_table[static_cast<std::size_t>(side.tree->range_index) - 1];
            entry.columns[place].type = coerced->type;
            entry.columns[place].typmod = coerced->typmod;
            entry.columns[place].collation = coerced->collation;
        }
        return coerced;
    }

    Result<ExprPtr> merge_column(Side& left, Side& right, std::size_t place, const sql::SelectStatement& statement) {
        const std::string_view construct = word(statement.operation);
        // A dummy that carries the type, as the server has it (a SetToDefault node).
        auto merged = std::make_shared<Expr>();
        merged->kind = ExprKind::set_to_default;
        merged->location = left.columns[place]->location;
        if (is_undecided(left.columns[place]->type) || is_undecided(right.columns[place]->type))
            return ExprPtr(std::move(merged));
        BACKOUT_ASSIGN(const Oid type,
                       select_common_type(state_, {left.columns[place], right.columns[place]}, construct));
        BACKOUT_ASSIGN(const ExprPtr left_column, as_common(left, place, type, construct));
        BACKOUT_ASSIGN(const ExprPtr right_column, as_common(right, place, type, construct));
        merged->type = type;
        merged->typmod = select_common_typmod({left_column, right_column}, type);
        const bool union_all = statement.operation == SetOperation::union_ && statement.all;
        BACKOUT_ASSIGN(merged->collation, select_common_collation(state_, {left_column, right_column}, union_all));
        if (!union_all && sort_operators(state_.catalog(), type).equal == catalog::invalid_oid)
            return failure("42883",
                           fmt::format("could not identify an equality operator for type {}",
                                       catalog::format_type(state_.catalog(), state_.context.path, type)),
                           merged->location);
        return ExprPtr(std::move(merged));
    }

    const Query& leftmost(const SetOperationTree& tree) const {
        const SetOperationTree* leaf = &tree;
        while (leaf->left) leaf = leaf->left.get();
        return *state_.entry(leaf->range_index).subquery;
    }

    Status tell_common_table(const Side& left) {
        Columns columns = target_columns(leftmost(*left.tree).targets);
        for (std::size_t i = 0; i < std::min(columns.size(), left.columns.size()); ++i) {
            columns[i].type = left.columns[i]->type;
            columns[i].typmod = left.columns[i]->typmod;
            columns[i].collation = left.columns[i]->collation;
        }
        return set_recursive_columns(state_, columns);
    }

    QueryState& state_;
};

/// Result columns, named as those of the first SELECT.
std::int32_t leftmost_index(const SetOperationTree& tree) {
    const SetOperationTree* leaf = &tree;
    while (leaf->left) leaf = leaf->left.get();
    return leaf->range_index;
}

/// ORDER BY of a set operation knows result columns only.
Result<SortList> order_result(QueryState& state, const std::vector<sql::SortBy>& order,
                              std::vector<TargetEntry>& targets) {
    RangeEntry entry;
    entry.kind = RangeEntry::Kind::join;
    entry.name = "unnamed_join";
    for (const TargetEntry& target : targets) {
        entry.columns.push_back(
            {target.name, target.expression->type, target.expression->typmod, target.expression->collation, 0});
        entry.join_aliases.push_back(target.expression);
    }
    const std::size_t entries = state.range_table.size();
    NamespaceItem item = add_entry(state, std::move(entry), state.open_result);
    for (const TargetEntry& target : targets)
        item.vars.push_back({target.expression->range_index, target.expression->attribute});
    std::vector<NamespaceItem> outer;
    std::swap(outer, state.name_space);
    add_to_namespace(state, std::move(item), false, true);
    const std::size_t count = targets.size();
    auto result = transform_order_by(state, order, targets, Clause::order_by, false);
    std::swap(outer, state.name_space);
    state.range_table.resize(entries);
    if (!result) return result;
    if (targets.size() != count)
        return failure("0A000", "invalid UNION/INTERSECT/EXCEPT ORDER BY clause", targets[count].expression->location,
                       "Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
                       "Only result column names can be used, not expressions or functions.");
    return result;
}

}  // namespace

Result<QueryPtr> transform_set_operation(QueryState& state, const sql::SelectStatement& statement) {
    auto query = new_query(Query::Command::select);
    BACKOUT_TRY(transform_with(state, *query, statement.with.get()));
    BACKOUT_ASSIGN(Side side, SetOperationBuilder(state).side(statement, true));
    const std::int32_t index = leftmost_index(*side.tree);
    const Columns names = target_columns(state.entry(index).subquery->targets);
    for (std::size_t i = 0; i < std::min(side.columns.size(), names.size()); ++i) {
        auto variable = std::make_shared<Expr>();
        variable->kind = ExprKind::var;
        variable->range_index = index;
        variable->attribute = static_cast<AttributeNumber>(i + 1);
        variable->type = side.columns[i]->type;
        variable->typmod = side.columns[i]->typmod;
        variable->collation = side.columns[i]->collation;
        variable->location = side.columns[i]->location;
        TargetEntry target;
        target.expression = std::move(variable);
        target.name = names[i].name;
        query->targets.push_back(std::move(target));
    }
    state.open_result = side.open;
    query->set_operations = std::move(side.tree);
    BACKOUT_ASSIGN(query->order_by, order_result(state, statement.order_by, query->targets));
    BACKOUT_ASSIGN(query->limit_offset,
                   transform_limit(state, statement.limit_offset.get(), Clause::offset, "OFFSET"));
    BACKOUT_ASSIGN(query->limit_count, transform_limit(state, statement.limit_count.get(), Clause::limit, "LIMIT"));
    query->limit_with_ties = statement.limit_with_ties;
    BACKOUT_TRY(assign_collation(state, query->limit_offset));
    BACKOUT_TRY(assign_collation(state, query->limit_count));
    finish_query(state, *query);
    return QueryPtr(std::move(query));
}

}  // namespace backout::analyze
