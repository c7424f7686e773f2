#include <algorithm>

#include <fmt/format.h>

#include "analyze/query.h"

/// MERGE (parser/parse_merge.c).
namespace backout::analyze {

namespace {

using When = sql::MergeStatement::When;

/// A WHEN clause after one of the same kind without a condition is never reached.
Status check_reachable(const sql::MergeStatement& statement) {
    bool is_final[3] = {false, false, false};
    for (const When& when : statement.whens) {
        bool& ended = is_final[static_cast<std::size_t>(when.match)];
        if (ended)
            return failure("42601", "unreachable WHEN clause specified after unconditional WHEN clause",
                           sql::no_location);
        ended = !when.condition;
    }
    return {};
}

/// What of MERGE a relation must be for.
Status check_target(const QueryState& state, const catalog::RelationInfo& relation, sql::Location location) {
    using Kind = catalog::RelationKind;
    const bool views_too = state.catalog().major_number() >= 17;
    if (relation.kind == Kind::table || relation.kind == Kind::partitioned_table ||
        (views_too && relation.kind == Kind::view))
        return {};
    std::string_view what = "relations of this kind";
    if (relation.kind == Kind::view) what = "views";
    if (relation.kind == Kind::materialized_view) what = "materialized views";
    if (relation.kind == Kind::foreign_table) what = "foreign tables";
    if (relation.kind == Kind::sequence) what = "sequences";
    return failure("0A000", fmt::format("cannot execute MERGE on relation \"{}\"", relation.name), location, {},
                   fmt::format("This operation is not supported for {}.", what));
}

class MergeBuilder {
public:
    MergeBuilder(QueryState& state, const sql::MergeStatement& statement)
        : state_(state), statement_(statement), query_(new_query(Query::Command::merge)) {}

    Result<QueryPtr> run() {
        if (statement_.with && statement_.with->recursive)
            return failure("42601", "WITH RECURSIVE is not supported for MERGE statement", statement_.with->location);
        BACKOUT_TRY(transform_with(state_, *query_, statement_.with.get()));
        BACKOUT_TRY(check_reachable(statement_));
        BACKOUT_ASSIGN(const catalog::RelationInfo relation,
                       set_target_table(state_, statement_.relation, statement_.relation.inherit, true));
        query_->result_relation = state_.target_relation;
        BACKOUT_TRY(check_target(state_, relation, statement_.relation.location));
        BACKOUT_TRY(transform_source());
        BACKOUT_ASSIGN(query_->merge_condition,
                       transform_expression(state_, *statement_.condition, Clause::join_on));
        BACKOUT_TRY(assign_collation(state_, query_->merge_condition));
        for (const When& when : statement_.whens) {
            BACKOUT_ASSIGN(Query::MergeAction action, transform_action(when));
            query_->merge_actions.push_back(std::move(action));
        }
        show(true, true);
        BACKOUT_TRY(transform_returning(state_, *query_, statement_.returning, statement_.returning_aliases,
                                        Clause::merge_returning));
        finish_query(state_, *query_);
        return QueryPtr(query_);
    }

private:
    Status transform_source() {
        const std::string target = state_.name_space.front().name;
        NamespaceItem& item = state_.name_space.front();
        item.lateral_only = true;
        item.lateral_ok = false;
        BACKOUT_ASSIGN(FromPart part, transform_from_item(state_, *statement_.source));
        state_.name_space.front().lateral_only = false;
        state_.name_space.front().lateral_ok = true;
        for (const NamespaceItem& name : part.names) {
            if (!name.relation_visible || name.name != target) continue;
            return failure("42712", fmt::format("name \"{}\" specified more than once", target), sql::no_location, {},
                           "The name is used both as MERGE target table and data source.");
        }
        for (NamespaceItem& name : part.names) {
            visible_.push_back(name.relation_visible);
            columns_visible_.push_back(name.columns_visible);
            state_.name_space.push_back(std::move(name));
        }
        state_.from.push_back(std::move(part.tree));
        return {};
    }

    /// setNamespaceForMergeWhen: a row that is missing on one side can't be named.
    void show(bool target, bool source) {
        NamespaceItem& first = state_.name_space.front();
        first.relation_visible = first.columns_visible = target;
        for (std::size_t i = 0; i < visible_.size(); ++i) {
            state_.name_space[i + 1].relation_visible = source && visible_[i];
            state_.name_space[i + 1].columns_visible = source && columns_visible_[i];
        }
    }

    Result<Query::MergeAction> transform_action(const When& when) {
        Query::MergeAction action;
        action.match = static_cast<std::int32_t>(when.match);
        action.action = static_cast<std::int32_t>(when.action);
        action.override_ = static_cast<std::int32_t>(when.override_);
        show(when.match != When::Match::not_matched_by_target, when.match != When::Match::not_matched_by_source);
        if (when.condition) {
            BACKOUT_ASSIGN(action.condition,
                           transform_condition(state_, *when.condition, Clause::merge_when, "WHEN"));
            BACKOUT_TRY(assign_collation(state_, action.condition));
        }
        if (when.action == When::Action::update) {
            state_.inserting = false;
            BACKOUT_ASSIGN(action.targets, transform_update_targets(state_, when.targets));
        } else if (when.action == When::Action::insert) {
            state_.inserting = true;
            BACKOUT_TRY(transform_insert_action(when, action));
        }
        BACKOUT_TRY(assign_target_collations(state_, action.targets));
        return action;
    }

    Status transform_insert_action(const When& when, Query::MergeAction& action) {
        BACKOUT_ASSIGN(const std::vector<AssignedColumn> columns, insert_columns(state_, when.targets));
        if (when.values.empty()) return {};
        BACKOUT_ASSIGN(std::vector<ExprPtr> values,
                       transform_expressions(state_, when.values, Clause::values_single, true));
        BACKOUT_ASSIGN(values, assign_row(state_, std::move(values), columns, !when.targets.empty(), false));
        for (std::size_t i = 0; i < std::min(values.size(), columns.size()); ++i) {
            TargetEntry target;
            target.name = columns[i].name;
            target.assigned = columns[i].number;
            target.expression = std::move(values[i]);
            action.targets.push_back(std::move(target));
        }
        return {};
    }

    QueryState& state_;
    const sql::MergeStatement& statement_;
    std::shared_ptr<Query> query_;
    std::vector<bool> visible_;
    std::vector<bool> columns_visible_;
};

}  // namespace

Result<QueryPtr> transform_merge(QueryState& state, const sql::MergeStatement& statement) {
    return MergeBuilder(state, statement).run();
}

}  // namespace backout::analyze
