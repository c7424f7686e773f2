#include <algorithm>

#include "simulate/evaluate.h"

/// SELECT over system relations, as a nested loop with conditions tested as early as their columns are there.
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

bool is_count(const sql::Target& target) {
    const auto* call = sql::as<sql::FunctionCall>(without_casts(target.value.get()));
    return call && call->name.back() == "count";
}

bool is_plain(const sql::SelectStatement& query) {
    return !query.with && query.operation == sql::SelectStatement::SetOperation::none && query.group_by.empty() &&
           !query.having && query.windows.empty() && query.values.empty() && !query.limit_offset && query.distinct_on.empty();
}

}  // namespace

/// One evaluation of one query.
class Evaluator::QueryRun {
public:
    QueryRun(Evaluator& evaluator, const sql::SelectStatement& query) : evaluator_(evaluator), query_(query) {}

    Result<std::optional<EvaluatedRows>> run() {
        if (!is_plain(query_)) return std::nullopt;
        collect_conditions(query_.where.get(), conditions_);
        for (const auto& item : query_.from)
            if (!add_from(*item)) return std::nullopt;
        BACKOUT_TRY(load_relations());
        if (!loaded_) return std::nullopt;
        bool counts = query_.targets.size() == 1 && is_count(query_.targets.front());
        if (!counts)
            for (const auto& target : query_.targets) add_names(target);
        BACKOUT_TRY(visit(0));
        if (too_many_) return std::nullopt;
        if (counts) count_rows();
        limit_rows();
        return std::move(result_);
    }

private:
    /// Relations and inner joins of them; other items can't be evaluated.
    bool add_from(const sql::FromItem& item) {
        if (const auto* relation = sql::as<sql::FromRelation>(&item)) {
            from_.push_back(relation);
            return relation->sample_method.empty();
        }
        const auto* join = sql::as<sql::FromJoin>(&item);
        if (!join || join->type != sql::FromJoin::Type::inner || join->natural || !join->using_columns.empty() || join->alias)
            return false;
        collect_conditions(join->condition.get(), conditions_);
        return add_from(*join->left) && add_from(*join->right);
    }

    static std::string name_of(const sql::FromRelation& item) {
        return item.relation.alias ? item.relation.alias->name : item.relation.name;
    }

    Status load_relations() {
        parts_.reserve(from_.size());
        for (const auto* item : from_) {
            BACKOUT_ASSIGN(RowFilter filter, filter_for(name_of(*item)));
            auto relation = system_relation(evaluator_.context_, item->relation.schema, item->relation.name, filter);
            bool hidden = relation && item->relation.schema.empty() && is_hidden(item->relation.name);
            if (!relation || hidden) return {};
            parts_.push_back({name_of(*item), std::move(*relation)});
        }
        loaded_ = true;
        return {};
    }

    /// A project's own relation of that name comes first only when its schema stands before pg_catalog.
    bool is_hidden(const std::string& name) const {
        const auto& path = evaluator_.context_.path.namespaces;
        return !path.empty() && path.front() != catalog::pg_catalog_namespace &&
               catalog::find_relation(evaluator_.context_.catalog, path.front(), name) >= catalog::first_user_oid;
    }

    /// `column = value` among the conditions, for columns that can only be this relation's.
    Result<RowFilter> filter_for(const std::string& relation) {
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
                if (column->names.size() == 2 ? column->names.front() != relation : from_.size() > 1) continue;
                BACKOUT_ASSIGN(Value value, evaluator_.evaluate(swapped ? *comparison->left : *comparison->right));
                if (value.is_scalar() && !value.is_boolean) filter.emplace(column->names.back(), value.text);
            }
        }
        return filter;
    }

    Status visit(std::size_t depth) {
        if (depth == parts_.size()) return add_row();
        const FromPart& part = parts_[depth];
        for (const auto& values : part.relation.rows) {
            if (too_many_) return {};
            evaluator_.bound_.push_back({part.name, &part.relation.columns, &values});
            auto possible = holds(depth + 1 == parts_.size());
            Status status = !possible ? tl::unexpected(std::move(possible.error())) : *possible ? visit(depth + 1) : Status();
            evaluator_.bound_.pop_back();
            BACKOUT_TRY(status);
        }
        return {};
    }

    /// Whether the rows bound so far can meet the conditions. Before all are bound a condition that isn't known yet is
    /// left for later.
    Result<bool> holds(bool complete) {
        bool unknown = false;
        for (const auto* condition : conditions_) {
            BACKOUT_ASSIGN(Value value, evaluator_.evaluate(*condition));
            auto truth = value.truth();
            if (truth == false || value.is_null()) return false;
            unknown = unknown || !truth;
        }
        if (complete && unknown) {
            result_.exact = false;
            return false;
        }
        return true;
    }

    static bool is_star(const sql::Target& target) {
        const auto* column = sql::as<sql::ColumnRef>(target.value.get());
        return column && column->star;
    }
    /// Whether `part` is among those that `*` or `t.*` stands for.
    static bool covers(const sql::Target& target, const std::string& part) {
        const auto* column = sql::as<sql::ColumnRef>(target.value.get());
        return column->names.empty() || column->names.back() == part;
    }

    void add_names(const sql::Target& target) {
        if (!is_star(target)) {
            result_.names.push_back(result_name(target));
            return;
        }
        for (const FromPart& part : parts_)
            if (covers(target, part.name))
                result_.names.insert(result_.names.end(), part.relation.columns.begin(), part.relation.columns.end());
    }

    void add_star(const sql::Target& target, std::vector<Value>& row) const {
        std::size_t first = evaluator_.bound_.size() - parts_.size();
        for (std::size_t i = 0; i < parts_.size(); ++i)
            if (covers(target, parts_[i].name)) {
                const auto& values = *evaluator_.bound_[first + i].values;
                row.insert(row.end(), values.begin(), values.end());
            }
    }

    Status add_row() {
        if (parts_.empty()) {
            BACKOUT_ASSIGN(bool met, holds(true));
            if (!met) return {};
        }
        if (result_.rows.size() >= row_limit) {
            too_many_ = true;
            return {};
        }
        std::vector<Value> row;
        for (const auto& target : query_.targets) {
            if (result_.names.empty() || !target.value) break;
            if (is_star(target)) {
                add_star(target, row);
                continue;
            }
            BACKOUT_ASSIGN(Value value, evaluator_.evaluate(*target.value));
            row.push_back(std::move(value));
        }
        result_.rows.push_back(std::move(row));
        return {};
    }

    void count_rows() {
        Value count = result_.exact ? Value::number(static_cast<std::int64_t>(result_.rows.size())) : Value::unknown();
        result_.exact = true;
        result_.names = {"count"};
        result_.rows = {{std::move(count)}};
    }

    void limit_rows() {
        const auto* limit = sql::as<sql::Constant>(query_.limit_count.get());
        if (limit && limit->type == sql::Constant::Type::integer && limit->integer >= 0 &&
            result_.rows.size() > static_cast<std::size_t>(limit->integer)) {
            // Which of them come first is not known.
            if (!all_alike(result_.rows)) result_.exact = false;
            result_.rows.resize(static_cast<std::size_t>(limit->integer));
        }
    }

    Evaluator& evaluator_;
    const sql::SelectStatement& query_;
    std::vector<const sql::FromRelation*> from_;
    std::vector<const sql::Expression*> conditions_;
    std::vector<FromPart> parts_;
    EvaluatedRows result_;
    bool loaded_ = false;
    bool too_many_ = false;
};

bool all_alike(const std::vector<std::vector<Value>>& rows) {
    auto same = [](const Value& left, const Value& right) { return left.kind == right.kind && left.text == right.text; };
    return std::all_of(rows.begin(), rows.end(), [&](const std::vector<Value>& row) {
        return std::equal(row.begin(), row.end(), rows.front().begin(), rows.front().end(), same);
    });
}

Result<std::optional<EvaluatedRows>> Evaluator::evaluate_query(const sql::SelectStatement& query) {
    return QueryRun(*this, query).run();
}

}  // namespace backout::simulate
