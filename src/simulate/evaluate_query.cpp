#include "simulate/evaluate_query.h"

#include <algorithm>

/// SELECT over system relations, constants and functions, as a nested loop with conditions tested as early as their
/// columns are there.
namespace backout::simulate {

namespace {

/// More rows than this are nobody's guard; looking further would only cost time.
constexpr std::size_t row_limit = 20000;

void collect_conditions(const sql::Expression* condition, std::vector<const sql::Expression*>& into) {
    if (!condition) return;
    const auto* boolean = sql::as<sql::BooleanExpression>(condition);
    if (boolean && boolean->operation == sql::BooleanExpression::Operation::and_) {
        for (const auto& argument : boolean->arguments) collect_conditions(argument.get(), into);
    } else {
        into.push_back(condition);
    }
}

const sql::Expression* without_casts(const sql::Expression* expression) {
    // A cast to text or name changes no value that is compared here; one to regclass does.
    while (const auto* cast = sql::as<sql::TypeCast>(expression)) {
        if (cast->type.names.empty() || cast->type.names.back().starts_with("reg")) break;
        expression = cast->argument.get();
    }
    return expression;
}

std::string result_name(const sql::Target& target) {
    if (!target.name.empty()) return target.name;
    const sql::Expression* value = without_casts(target.value.get());
    if (const auto* column = sql::as<sql::ColumnRef>(value); column && !column->names.empty()) return column->names.back();
    if (const auto* call = sql::as<sql::FunctionCall>(value)) return call->name.back();
    return "?column?";
}

/// Whether an alias stands for a single column as well: `FROM unnest(…) AS x`.
std::vector<std::string> column_names(std::vector<std::string> own, const std::optional<sql::Alias>& alias, bool is_scalar) {
    if (!alias) return own;
    if (is_scalar && own.size() == 1) own.front() = alias->name;
    for (std::size_t i = 0; i < alias->columns.size() && i < own.size(); ++i) own[i] = alias->columns[i];
    return own;
}

bool is_star(const sql::Target& target) {
    const auto* column = sql::as<sql::ColumnRef>(target.value.get());
    return column && column->star;
}

/// Whether `part` is among those that `*` or `t.*` stands for.
bool covers(const sql::Target& target, const std::string& part) {
    const auto* column = sql::as<sql::ColumnRef>(target.value.get());
    return column->names.empty() || column->names.back() == part;
}

bool same_row(const std::vector<Value>& left, const std::vector<Value>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Value& a, const Value& b) { return a.kind == b.kind && a.text == b.text; });
}

}  // namespace

bool all_alike(const std::vector<std::vector<Value>>& rows) {
    return std::all_of(rows.begin(), rows.end(), [&](const std::vector<Value>& row) { return same_row(row, rows.front()); });
}

Result<std::optional<EvaluatedRows>> Evaluator::QueryRun::run() {
    if (!query_.group_by.empty() || query_.having || !query_.windows.empty() || query_.limit_offset || !query_.distinct_on.empty())
        return std::nullopt;
    std::size_t tables = evaluator_.tables_.size();
    auto result = run_with_tables();
    evaluator_.tables_.resize(tables);
    return result;
}

Result<std::optional<EvaluatedRows>> Evaluator::QueryRun::run_with_tables() {
    BACKOUT_ASSIGN(bool named, add_common_tables());
    if (!named) return std::nullopt;
    if (query_.operation != sql::SelectStatement::SetOperation::none) return run_union();
    if (!query_.values.empty()) return run_values();
    collect_conditions(query_.where.get(), conditions_);
    for (const auto& item : query_.from)
        if (!add_from(*item)) return std::nullopt;
    BACKOUT_ASSIGN(bool loaded, load_relations());
    if (!loaded) return std::nullopt;
    for (const auto& target : query_.targets) add_names(target);
    Aggregates aggregates;
    Aggregates* outer = std::exchange(evaluator_.aggregates_, &aggregates);
    Status visited = visit(0);
    evaluator_.aggregates_ = outer;
    BACKOUT_TRY(visited);
    if (too_many_ || not_evaluated_) return std::nullopt;
    if (aggregates.seen || (result_.rows.empty() && names_aggregate())) {
        BACKOUT_TRY(make_aggregate_row(aggregates));
        return std::move(result_);
    }
    finish_rows();
    return std::move(result_);
}

/// WITH: each query's rows under its name.
Result<bool> Evaluator::QueryRun::add_common_tables() {
    if (!query_.with) return true;
    if (query_.with->recursive) return false;
    for (const auto& table : query_.with->expressions) {
        const auto* select = sql::as<sql::SelectStatement>(table.query.get());
        if (!select) return false;
        BACKOUT_ASSIGN(auto rows, evaluator_.evaluate_query(*select));
        if (!rows || !rows->exact) return false;
        for (std::size_t i = 0; i < table.columns.size() && i < rows->names.size(); ++i) rows->names[i] = table.columns[i];
        evaluator_.tables_.emplace_back(table.name, std::move(*rows));
    }
    return true;
}

Result<std::optional<EvaluatedRows>> Evaluator::QueryRun::run_union() {
    if (query_.operation != sql::SelectStatement::SetOperation::union_ || !query_.left || !query_.right) return std::nullopt;
    BACKOUT_ASSIGN(auto left, evaluator_.evaluate_query(*query_.left));
    BACKOUT_ASSIGN(auto right, evaluator_.evaluate_query(*query_.right));
    if (!left || !right) return std::nullopt;
    result_ = std::move(*left);
    result_.exact = result_.exact && right->exact;
    result_.rows.insert(result_.rows.end(), right->rows.begin(), right->rows.end());
    distinct_ = !query_.all;
    finish_rows();
    return std::move(result_);
}

Result<std::optional<EvaluatedRows>> Evaluator::QueryRun::run_values() {
    for (const auto& list : query_.values) {
        std::vector<Value> row;
        for (const auto& expression : list) {
            BACKOUT_ASSIGN(Value value, evaluator_.evaluate(*expression));
            row.push_back(std::move(value));
        }
        result_.rows.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < result_.rows.front().size(); ++i) result_.names.push_back(fmt::format("column{}", i + 1));
    finish_rows();
    return std::move(result_);
}

/// Items, inner joins and left joins of them; others can't be evaluated.
bool Evaluator::QueryRun::add_from(const sql::FromItem& item) {
    const auto* join = sql::as<sql::FromJoin>(&item);
    if (!join) {
        FromPart part;
        part.item = &item;
        if (const auto* relation = sql::as<sql::FromRelation>(&item)) {
            part.name = relation->relation.alias ? relation->relation.alias->name : relation->relation.name;
            if (!relation->sample_method.empty()) return false;
        } else if (const auto* function = sql::as<sql::FromFunction>(&item)) {
            if (function->functions.size() != 1 || function->ordinality) return false;
            const auto* call = sql::as<sql::FunctionCall>(function->functions.front().call.get());
            part.name = function->alias ? function->alias->name : call ? call->name.back() : std::string();
        } else if (const auto* query = sql::as<sql::FromSubselect>(&item)) {
            if (query->alias) part.name = query->alias->name;
        } else {
            return false;
        }
        parts_.push_back(std::move(part));
        return true;
    }
    using Type = sql::FromJoin::Type;
    if ((join->type != Type::inner && join->type != Type::left) || join->natural || !join->using_columns.empty() || join->alias)
        return false;
    if (!add_from(*join->left)) return false;
    std::size_t first = parts_.size();
    if (!add_from(*join->right)) return false;
    if (join->type == Type::inner) {
        collect_conditions(join->condition.get(), conditions_);
        return true;
    }
    if (parts_.size() != first + 1) return false;
    parts_.back().optional = true;
    collect_conditions(join->condition.get(), parts_.back().conditions);
    return true;
}

/// Rows of system relations and WITH queries; those of functions and sub-queries may hang on the rows before them.
Result<bool> Evaluator::QueryRun::load_relations() {
    for (FromPart& part : parts_) {
        const auto* item = sql::as<sql::FromRelation>(part.item);
        if (!item) continue;
        if (item->relation.schema.empty() && load_common_table(part, item->relation.name)) continue;
        BACKOUT_ASSIGN(RowFilter filter, filter_for(part.name));
        auto relation = system_relation(evaluator_.context_, item->relation.schema, item->relation.name, filter);
        bool hidden = relation && item->relation.schema.empty() && is_hidden(item->relation.name);
        if (!relation || hidden) return false;
        part.columns = std::move(relation->columns);
        part.rows = std::move(relation->rows);
    }
    return true;
}

bool Evaluator::QueryRun::load_common_table(FromPart& part, const std::string& name) {
    for (auto table = evaluator_.tables_.rbegin(); table != evaluator_.tables_.rend(); ++table) {
        if (table->first != name) continue;
        part.set(table->second);
        return true;
    }
    return false;
}

/// A project's own relation of that name comes first only when its schema stands before pg_catalog.
bool Evaluator::QueryRun::is_hidden(const std::string& name) const {
    const auto& path = evaluator_.context_.path.namespaces;
    return !path.empty() && path.front() != catalog::pg_catalog_namespace &&
           catalog::find_relation(evaluator_.context_.catalog, path.front(), name) >= catalog::first_user_oid;
}

/// `column = value` among the conditions, for columns that can only be this relation's.
Result<RowFilter> Evaluator::QueryRun::filter_for(const std::string& relation) {
    RowFilter filter;
    for (const auto* condition : conditions_) {
        const auto* comparison = sql::as<sql::OperatorExpression>(condition);
        if (!comparison || comparison->form != sql::OperatorExpression::Form::op || comparison->name.back() != "=" ||
            !comparison->left || !comparison->right)
            continue;
        for (bool swapped : {false, true}) {
            const auto* column = sql::as<sql::ColumnRef>(
                without_casts((swapped ? comparison->right : comparison->left).get()));
            if (!column || column->star || column->names.empty() || column->names.size() > 2) continue;
            if (column->names.size() == 2 ? column->names.front() != relation : parts_.size() > 1) continue;
            BACKOUT_ASSIGN(Value value, evaluator_.evaluate(swapped ? *comparison->left : *comparison->right));
            if (value.is_scalar() && !value.is_boolean) filter.emplace(column->names.back(), value.text);
        }
    }
    return filter;
}

/// The rows of a function or sub-query for the rows that are bound.
Result<bool> Evaluator::QueryRun::load_lateral(FromPart& part) {
    if (const auto* function = sql::as<sql::FromFunction>(part.item)) {
        const auto& item = function->functions.front();
        BACKOUT_ASSIGN(auto rows, evaluator_.evaluate_set(*item.call));
        if (!rows || !rows->exact) return false;
        rows->names = column_names(std::move(rows->names), function->alias, rows->is_scalar);
        part.set(*rows);
    } else if (const auto* item = sql::as<sql::FromSubselect>(part.item)) {
        const auto* select = sql::as<sql::SelectStatement>(item->query.get());
        if (!select) return false;
        BACKOUT_ASSIGN(auto rows, evaluator_.evaluate_query(*select));
        if (!rows || !rows->exact) return false;
        rows->names = column_names(std::move(rows->names), item->alias, false);
        part.set(*rows);
        if (result_.rows.empty()) refresh_names();
    }
    return true;
}

void Evaluator::QueryRun::refresh_names() {
    result_.names.clear();
    for (const auto& target : query_.targets) add_names(target);
}

Status Evaluator::QueryRun::visit(std::size_t depth) {
    if (depth == parts_.size()) return add_row();
    FromPart& part = parts_[depth];
    BACKOUT_ASSIGN(bool loaded, load_lateral(part));
    if (!loaded) {
        not_evaluated_ = true;
        return {};
    }
    if (!sql::as<sql::FromRelation>(part.item) && result_.rows.empty()) refresh_names();
    bool matched = false;
    for (const auto& values : part.rows) {
        if (too_many_ || not_evaluated_) return {};
        BACKOUT_TRY(visit_row(part, values, depth, matched));
    }
    if (!part.optional || matched) return {};
    std::vector<Value> nulls(part.columns.size(), Value::null());
    part.without_match = true;
    Status status = visit_row(part, nulls, depth, matched);
    part.without_match = false;
    return status;
}

Status Evaluator::QueryRun::visit_row(FromPart& part, const std::vector<Value>& values, std::size_t depth, bool& matched) {
    evaluator_.bound_.push_back({part.name, &part.columns, &values});
    Status status;
    auto joined = part.without_match ? Result<bool>(true) : holds(part.conditions, true);
    auto possible = !joined ? std::move(joined) : *joined ? holds(conditions_, depth + 1 == parts_.size()) : Result<bool>(false);
    if (joined && *joined) matched = true;
    if (!possible) status = tl::unexpected(std::move(possible.error()));
    else if (*possible) status = visit(depth + 1);
    evaluator_.bound_.pop_back();
    return status;
}

/// Whether the rows bound so far can meet the conditions. Before all are bound a condition that isn't known yet is
/// left for later.
Result<bool> Evaluator::QueryRun::holds(const std::vector<const sql::Expression*>& conditions, bool complete) {
    Aggregates* outer = std::exchange(evaluator_.aggregates_, nullptr);
    bool unknown = false;
    Result<bool> result = true;
    for (const auto* condition : conditions) {
        auto value = evaluator_.evaluate(*condition);
        if (!value) {
            // Before all is bound an error may be one that the server never meets.
            if (complete) result = tl::unexpected(std::move(value.error()));
            if (complete) break;
            continue;
        }
        auto truth = value->truth();
        if (truth == false || value->is_null()) {
            result = false;
            break;
        }
        unknown = unknown || !truth;
    }
    evaluator_.aggregates_ = outer;
    if (!result || !*result || !complete || !unknown) return result;
    result_.exact = false;
    return false;
}

void Evaluator::QueryRun::add_names(const sql::Target& target) {
    if (!is_star(target)) {
        result_.names.push_back(result_name(target));
        return;
    }
    for (const FromPart& part : parts_)
        if (covers(target, part.name)) result_.names.insert(result_.names.end(), part.columns.begin(), part.columns.end());
}

void Evaluator::QueryRun::add_star(const sql::Target& target, std::vector<Value>& row) const {
    std::size_t first = evaluator_.bound_.size() - parts_.size();
    for (std::size_t i = 0; i < parts_.size(); ++i)
        if (covers(target, parts_[i].name)) {
            const auto& values = *evaluator_.bound_[first + i].values;
            row.insert(row.end(), values.begin(), values.end());
        }
}

Status Evaluator::QueryRun::add_row() {
    if (parts_.empty()) {
        BACKOUT_ASSIGN(bool met, holds(conditions_, true));
        if (!met) return {};
    }
    if (result_.rows.size() >= row_limit) {
        too_many_ = true;
        return {};
    }
    std::vector<Value> row;
    for (const auto& target : query_.targets) {
        if (!target.value) break;
        if (is_star(target)) {
            add_star(target, row);
            continue;
        }
        const auto* call = sql::as<sql::FunctionCall>(target.value.get());
        if (call && query_.targets.size() == 1 && Evaluator::returns_set(*call)) return add_set(*call);
        BACKOUT_ASSIGN(Value value, evaluator_.evaluate(*target.value));
        row.push_back(std::move(value));
    }
    return keep_row(std::move(row));
}

/// A function that gives rows, alone in the select list: each of them is a row.
Status Evaluator::QueryRun::add_set(const sql::FunctionCall& call) {
    BACKOUT_ASSIGN(auto rows, evaluator_.evaluate_set(call));
    if (!rows || !rows->exact) {
        not_evaluated_ = true;
        return {};
    }
    for (auto& row : rows->rows) BACKOUT_TRY(keep_row(std::move(row)));
    return {};
}

Status Evaluator::QueryRun::keep_row(std::vector<Value> row) {
    std::vector<Value> keys;
    for (const auto& sort : query_.order_by) {
        BACKOUT_ASSIGN(Value key, sort_key(*sort.expression, row));
        keys.push_back(std::move(key));
    }
    result_.rows.push_back(std::move(row));
    if (!query_.order_by.empty()) keys_.push_back(std::move(keys));
    return {};
}

/// By a result column's number or name, else by an expression (findTargetlistEntrySQL92).
Result<Value> Evaluator::QueryRun::sort_key(const sql::Expression& expression, const std::vector<Value>& row) {
    if (const auto* number = sql::as<sql::Constant>(&expression);
        number && number->type == sql::Constant::Type::integer && number->integer >= 1 &&
        static_cast<std::size_t>(number->integer) <= row.size())
        return row[static_cast<std::size_t>(number->integer) - 1];
    if (const auto* column = sql::as<sql::ColumnRef>(&expression); column && column->names.size() == 1) {
        auto found = std::find(result_.names.begin(), result_.names.end(), column->names.front());
        auto place = static_cast<std::size_t>(found - result_.names.begin());
        if (place < row.size()) return row[place];
    }
    return evaluator_.evaluate(expression);
}

void Evaluator::QueryRun::sort_rows() {
    if (keys_.size() != result_.rows.size()) return;
    std::vector<std::size_t> order(result_.rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    sorted_ = std::all_of(keys_.begin(), keys_.end(), [](const std::vector<Value>& keys) {
        return std::all_of(keys.begin(), keys.end(), [](const Value& key) { return key.is_scalar(); });
    });
    if (!sorted_) return;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        for (std::size_t i = 0; i < query_.order_by.size(); ++i) {
            int difference = compare(keys_[a][i], keys_[b][i]).value_or(0);
            if (difference == 0) continue;
            bool descending = query_.order_by[i].direction == sql::SortBy::Direction::descending;
            return descending ? difference > 0 : difference < 0;
        }
        return false;
    });
    std::vector<std::vector<Value>> rows;
    for (std::size_t place : order) rows.push_back(std::move(result_.rows[place]));
    result_.rows = std::move(rows);
}

/// DISTINCT, ORDER BY and LIMIT.
void Evaluator::QueryRun::finish_rows() {
    if (!query_.order_by.empty()) sort_rows();
    if (query_.distinct || distinct_) {
        std::vector<std::vector<Value>> rows;
        for (auto& row : result_.rows)
            if (std::none_of(rows.begin(), rows.end(), [&](const auto& other) { return same_row(row, other); }))
                rows.push_back(std::move(row));
        result_.rows = std::move(rows);
    }
    const auto* limit = sql::as<sql::Constant>(query_.limit_count.get());
    if (!limit || limit->type != sql::Constant::Type::integer || limit->integer < 0 ||
        result_.rows.size() <= static_cast<std::size_t>(limit->integer))
        return;
    // Which of them come first is known only in an order.
    if (!sorted_ && !all_alike(result_.rows)) result_.exact = false;
    result_.rows.resize(static_cast<std::size_t>(limit->integer));
}

bool Evaluator::QueryRun::names_aggregate() const {
    return std::any_of(query_.targets.begin(), query_.targets.end(), [](const sql::Target& target) {
        const sql::Expression* value = without_casts(target.value.get());
        if (const auto* coalesce = sql::as<sql::CoalesceExpression>(value))
            value = without_casts(coalesce->arguments.front().get());
        const auto* call = sql::as<sql::FunctionCall>(value);
        return call && is_aggregate(*call);
    });
}

/// All rows were read, with the aggregates' arguments noted; now they have their values.
Status Evaluator::QueryRun::make_aggregate_row(Aggregates& aggregates) {
    aggregates.complete = true;
    aggregates.exact = result_.exact;
    aggregates.row_count = result_.rows.size();
    Aggregates* outer = std::exchange(evaluator_.aggregates_, &aggregates);
    std::vector<Value> row;
    Status status;
    for (const auto& target : query_.targets) {
        auto value = evaluator_.evaluate(*target.value);
        if (!value) status = tl::unexpected(std::move(value.error()));
        if (!status) break;
        row.push_back(std::move(*value));
    }
    evaluator_.aggregates_ = outer;
    BACKOUT_TRY(status);
    result_.rows = {std::move(row)};
    result_.exact = true;
    return {};
}

Result<std::optional<EvaluatedRows>> Evaluator::evaluate_query(const sql::SelectStatement& query) {
    if (depth_ >= depth_limit) return std::nullopt;
    return QueryRun(*this, query).run();
}

}  // namespace backout::simulate
