#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/deparse.h"
#include "analyze/deparse_names.h"

/// What prints analysed expressions and queries: the recursive part of utils/adt/ruleutils.c. The layout (line breaks
/// and indentation) is part of what pg_get_viewdef and pg_get_expr give, even without pretty-printing.
namespace backout::analyze {

/// Which of the server's habits apply (PRETTYFLAG_*). pg_get_… without pretty-printing still indents.
struct Layout {
    bool indent = true;
    bool few_parentheses = false;
};

/// The name as the server of the catalog's version prints it, in double quotes where needed.
std::string quoted_name(const catalog::Catalog& catalog, std::string_view name);

class Printer {
public:
    Printer(const catalog::Catalog& catalog, const DeparseOptions& options, Layout layout);

    /// Makes names of a query or relation known; the last one pushed is the innermost level.
    void push(const NameSpace& space) { spaces_.push_back(&space); }
    void pop() { spaces_.pop_back(); }
    void qualify_columns(bool qualify) { level_.qualify = qualify; }
    void set_indentation(int indentation) { level_.indentation = indentation; }

    /// get_rule_expr. `show_implicit`: whether an implicit cast at the top is shown.
    void print(const catalog::Expr& expression, bool show_implicit);
    /// get_query_def. `result_names`: what the result columns are called, where that isn't as the query says.
    void print_query(const catalog::Query& query, const std::vector<std::string>* result_names, bool names_visible,
                     const std::vector<std::string>& reserved_names = {});
    /// The query of RETURN, the body of an SQL-standard function.
    void print_return(const catalog::Query& query);
    /// get_const_expr: the constant, with its type never (-1), where needed (0) or always (1).
    void print_constant(const catalog::Expr& constant, int show_type);

    void append(std::string_view text) { buffer_ += text; }
    std::string take() { return std::move(buffer_); }

    // Printed names.
    std::string identifier(std::string_view name) const { return quoted_name(catalog_, name); }
    std::string relation_name(catalog::Oid relation) const;
    std::string qualified(catalog::Oid scope, std::string_view name) const;
    std::string type_name(catalog::Oid type, std::int32_t typmod = -1) const;
    /// A type as the signatures of functions print it, without regard to modifiers: `bit`, not `"bit"`
    /// (format_type_be).
    std::string bare_type_name(catalog::Oid type) const;
    std::string function_name(catalog::Oid function) const;
    std::string operator_name(catalog::Oid operator_) const;
    std::string collation_name(catalog::Oid collation) const;
    /// With a space before it; empty when it is the default class of the type (get_opclass_name).
    std::string opclass_suffix(catalog::Oid opclass, catalog::Oid type) const;

    const catalog::SearchPath& path() const { return path_; }

private:
    using Expr = catalog::Expr;
    using ExprPtr = catalog::ExprPtr;
    using Query = catalog::Query;

    /// What changes from query level to query level (deparse_context).
    struct Level {
        const Query* query = nullptr;
        const std::vector<std::string>* result_names = nullptr;
        bool names_visible = true;
        bool qualify = false;      ///< columns are printed with their relation's name
        bool in_group_by = false;
        bool in_order_by = false;  ///< a plain column of ORDER BY and its kin is being printed
        int indentation = 0;
    };

    // deparse_expression.cpp
    void print_in_parentheses(const Expr& expression, bool show_implicit, const Expr& parent);
    void print_list(const std::vector<ExprPtr>& expressions, bool show_implicit, std::size_t from = 0,
                    std::size_t to = static_cast<std::size_t>(-1));
    void print_list_at_top(const std::vector<ExprPtr>& expressions, bool show_implicit, std::size_t from = 0,
                           std::size_t to = static_cast<std::size_t>(-1));
    void print_at_top(const Expr& expression, bool show_implicit);
    void print_boolean(const Expr& expression);
    void print_operator(const Expr& expression);
    void print_scalar_array(const Expr& expression);
    void print_subscript(const Expr& expression, bool show_implicit);
    void print_subscripts(const Expr& expression);
    void print_field_select(const Expr& expression);
    void print_case(const Expr& expression);
    void print_row(const Expr& expression);
    void print_null_test(const Expr& expression);
    void print_parameter(const Expr& expression);
    void open_parenthesis() { if (!layout_.few_parentheses) buffer_ += '('; }
    void close_parenthesis() { if (!layout_.few_parentheses) buffer_ += ')'; }
    /// Prints a column; gives its name, empty for a whole row. `at_top`: at the top of a SELECT list.
    std::string print_variable(const Expr& variable, std::int32_t levels_up, bool at_top);
    bool hidden_by_result_name(const Expr& variable, const std::string& name) const;
    std::string system_column_name(catalog::AttributeNumber attribute) const;

    // deparse_cast.cpp
    void print_cast(const Expr& expression, bool show_implicit);
    void print_coercion(const Expr& argument, catalog::Oid type, std::int32_t typmod, const Expr& parent);
    std::string constant_text(const Expr& constant) const;

    // deparse_call.cpp
    void print_function(const Expr& expression, bool show_implicit);
    bool print_sql_syntax(const Expr& expression);
    void print_aggregate(const Expr& expression);
    void print_window_function(const Expr& expression);
    void print_sql_value_function(const Expr& expression);
    void print_aggregate_order(const Expr& expression);
    void print_sort(const Expr::Sort& sort);
    void print_called(const Expr& expression);

    // deparse_xml.cpp
    void print_xml(const Expr& expression);
    void print_xml_serialize(const Expr& expression);
    void print_template(const Expr& expression);

    // deparse_query.cpp
    void print_with(const Query& query);
    void print_select(const Query& query);
    void print_plain_select(const Query& query);
    void print_set_operation(const catalog::SetOperationTree& operation, const Query& query);
    void print_targets(const std::vector<catalog::TargetEntry>& targets);
    const std::string& result_name(const catalog::TargetEntry& target, std::size_t number) const;
    void print_values(const std::vector<std::vector<ExprPtr>>& rows);
    const catalog::RangeEntry* plain_values(const Query& query) const;
    void print_sort_group(const Expr& expression);
    void print_sort_group(std::int32_t reference, bool by_number);
    void print_group_by(const Query& query);
    void print_grouping_set(const catalog::GroupingSet& set, bool omit_parentheses);
    void print_order_by(const std::vector<Expr::Sort>& order, bool by_number);
    void print_limit(const Query& query);
    void print_row_marks(const Query& query);
    void print_sublink(const Expr& expression);
    void print_windows(const Query& query);
    void print_window(const catalog::WindowClause& window);
    void print_frame(const catalog::WindowClause& window);
    void print_returning(const Query& query);

    // deparse_from.cpp
    void print_from(const Query& query, std::string_view prefix);
    void print_from_item(const catalog::JoinTree& item, const Query& query);
    void print_from_entry(std::int32_t range_index, const Query& query);
    void print_join(const catalog::JoinTree& item, const Query& query);
    void print_functions(const catalog::RangeEntry& entry);
    void print_as_function(const Expr& expression, bool show_implicit);
    void print_alias(const catalog::RangeEntry& entry, std::int32_t range_index, bool use_as);
    void print_column_aliases(const ColumnNames& names);
    void print_column_definitions(const std::vector<catalog::RangeEntry::Column>& columns, const ColumnNames* names);
    void print_sample(const catalog::RangeEntry& entry);

    // deparse_modify.cpp
    void print_insert(const Query& query);
    void print_update(const Query& query);
    void print_delete(const Query& query);
    void print_merge(const Query& query);
    void print_merge_insert(const Query::MergeAction& action, const catalog::RangeEntry& relation);
    void print_assignments(const Query& query, const std::vector<catalog::TargetEntry>& targets,
                           const catalog::RangeEntry& relation);
    /// Prints the subscripts and fields that are assigned to, gives what is assigned (processIndirection).
    const Expr* print_indirection(const Expr& expression);
    void print_on_conflict(const Query& query);
    void print_assigned_column(const catalog::RangeEntry& relation, const catalog::TargetEntry& target);
    void begin_modification();

    /// A keyword on a line of its own, where lines are broken (appendContextKeyword).
    void keyword(std::string_view text, int before, int after, int extra);
    void remove_trailing_spaces();
    /// The names of the query level that many levels out.
    const NameSpace& space(std::int32_t levels_up) const {
        return *spaces_[spaces_.size() - 1 - static_cast<std::size_t>(levels_up)];
    }

    const catalog::Catalog& catalog_;
    std::optional<catalog::SearchPath> own_path_;
    const catalog::SearchPath& path_;
    Layout layout_;
    bool in_lists_ = false;
    std::string buffer_;
    std::vector<const NameSpace*> spaces_;
    Level level_;
    const Query* return_ = nullptr;  ///< the query that is printed as RETURN
};

/// Indentation steps (PRETTYINDENT_* of ruleutils.c).
inline constexpr int indent_standard = 8;
inline constexpr int indent_join = 4;
inline constexpr int indent_variable = 4;

/// A literal with quotes doubled and nothing else escaped (simple_quote_literal).
std::string quoted_literal(std::string_view text);
/// Whether the expression prints like a function call, so that it may stand where the grammar wants one.
bool looks_like_function(const catalog::Expr& expression);
/// Whether it may stand as an operand of `parent` without parentheses (isSimpleNode).
bool is_simple(const catalog::Catalog& catalog, const catalog::Expr& expression, const catalog::Expr& parent,
               bool few_parentheses);
/// The expression below implicit casts (strip_implicit_coercions).
const catalog::Expr& strip_implicit_casts(const catalog::Expr& expression);

}  // namespace backout::analyze
