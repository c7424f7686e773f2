#pragma once

#include <map>
#include <utility>

#include "simulate/evaluate.h"

namespace backout::simulate {

/// Arguments that the aggregates of a query have met, row by row; then their values.
struct Evaluator::Aggregates {
    std::map<const sql::FunctionCall*, std::vector<std::vector<Value>>> arguments;
    bool seen = false;
    bool complete = false;  ///< all rows were read
    bool exact = true;
    std::size_t row_count = 0;
};

/// One evaluation of one query.
class Evaluator::QueryRun {
public:
    QueryRun(Evaluator& evaluator, const sql::SelectStatement& query) : evaluator_(evaluator), query_(query) {}

    Result<std::optional<EvaluatedRows>> run();

private:
    /// What FROM lists, or the right side of a left join.
    struct FromPart {
        const sql::FromItem* item = nullptr;
        std::string name;
        std::vector<std::string_view> columns;
        std::vector<std::vector<Value>> rows;
        std::vector<std::string> column_names;         ///< what `columns` point to, where it isn't fixed
        std::vector<const sql::Expression*> conditions;///< of a left join
        bool optional = false;
        bool without_match = false;

        void set(const EvaluatedRows& from) {
            column_names = from.names;
            columns.assign(column_names.begin(), column_names.end());
            rows = from.rows;
        }
    };

    Result<std::optional<EvaluatedRows>> run_with_tables();
    Result<bool> add_common_tables();
    Result<std::optional<EvaluatedRows>> run_union();
    Result<std::optional<EvaluatedRows>> run_values();
    bool add_from(const sql::FromItem& item);
    Result<bool> load_relations();
    bool load_common_table(FromPart& part, const std::string& name);
    bool is_hidden(const std::string& name) const;
    Result<RowFilter> filter_for(const std::string& relation);
    Result<bool> load_lateral(FromPart& part);
    void refresh_names();
    Status visit(std::size_t depth);
    Status visit_row(FromPart& part, const std::vector<Value>& values, std::size_t depth, bool& matched);
    Result<bool> holds(const std::vector<const sql::Expression*>& conditions, bool complete);
    void add_names(const sql::Target& target);
    void add_star(const sql::Target& target, std::vector<Value>& row) const;
    Status add_row();
    Status add_set(const sql::FunctionCall& call);
    Status keep_row(std::vector<Value> row);
    Result<Value> sort_key(const sql::Expression& expression, const std::vector<Value>& row);
    void sort_rows();
    void finish_rows();
    bool names_aggregate() const;
    Status make_aggregate_row(Aggregates& aggregates);

    Evaluator& evaluator_;
    const sql::SelectStatement& query_;
    std::vector<FromPart> parts_;
    std::vector<const sql::Expression*> conditions_;
    std::vector<std::vector<Value>> keys_;  ///< of ORDER BY, row by row
    EvaluatedRows result_;
    bool distinct_ = false;
    bool sorted_ = false;
    bool too_many_ = false;
    bool not_evaluated_ = false;
};

}  // namespace backout::simulate
