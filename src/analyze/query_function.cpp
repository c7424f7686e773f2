#include <fmt/format.h>

#include "analyze/function.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"
#include "sql/quote.h"

/// Functions in FROM (transformRangeFunction in parser/parse_clause.c, addRangeTableEntryForFunction in
/// parser/parse_relation.c), and XMLTABLE and JSON_TABLE.
namespace backout::analyze {

namespace {

using Definitions = std::vector<sql::ColumnDefinitionItem>;

/// `unnest(a, b)` is one unnest for each, when nothing else is said.
bool is_plain_unnest(const sql::FunctionCall& call) {
    return call.name.size() == 1 && call.name[0] == "unnest" && call.arguments.size() > 1 &&
           call.aggregate_order.empty() && !call.aggregate_filter && !call.over && !call.aggregate_star &&
           !call.aggregate_distinct && !call.variadic;
}

/// One function of the item with its name and column definition list.
struct Function {
    ExprPtr call;
    std::string name;
    const Definitions* definitions = nullptr;
};

class FunctionItem {
public:
    FunctionItem(QueryState& state, const sql::FromFunction& item) : state_(state), item_(item) {}

    Result<NamespaceItem> run() {
        state_.lateral_active = true;
        const Status transformed = transform_functions();
        state_.lateral_active = false;
        if (!transformed) return tl::unexpected(transformed.error());
        BACKOUT_TRY(apply_definitions());
        entry_.kind = RangeEntry::Kind::function;
        entry_.ordinality = item_.ordinality;
        entry_.name = item_.alias ? item_.alias->name : functions_[0].name;
        entry_.lateral = item_.lateral;
        for (const Function& function : functions_) {
            entry_.lateral = entry_.lateral || find_variable(*function.call, 0);
            BACKOUT_TRY(add_columns(function));
        }
        if (item_.ordinality) entry_.columns.push_back({"ordinality", type_oid::int8, -1, catalog::invalid_oid, 0});
        BACKOUT_TRY(apply_alias(entry_, item_.alias));
        return add_entry(state_, std::move(entry_), open_);
    }

private:
    Status transform_functions() {
        for (const sql::FromFunction::Item& item : item_.functions) {
            const auto* call = sql::as<sql::FunctionCall>(item.call.get());
            if (call && item.columns.empty() && is_plain_unnest(*call)) {
                for (const sql::ExpressionPtr& argument : call->arguments) BACKOUT_TRY(add_unnest(*argument));
                continue;
            }
            const Expr* before = state_.last_set_returning;
            BACKOUT_ASSIGN(ExprPtr value, transform_expression(state_, *item.call, Clause::from_function));
            BACKOUT_TRY(check_top_level(before, value));
            if (!item.columns.empty() && !item_.columns.empty())
                return failure("42601",
                               "multiple column definition lists are not allowed for the same function",
                               item_.location);
            BACKOUT_TRY(assign_collation(state_, value));
            functions_.push_back({std::move(value), figure_column_name(*item.call),
                                  item.columns.empty() ? nullptr : &item.columns});
        }
        return {};
    }

    Status add_unnest(const sql::Expression& argument) {
        const ClauseScope scope(state_, Clause::from_function);
        const Expr* before = state_.last_set_returning;
        BACKOUT_ASSIGN(ExprPtr array, transform_expression(state_, argument));
        BACKOUT_TRY(check_top_level(before, nullptr));
        BACKOUT_ASSIGN(ExprPtr value, unnest(std::move(array), argument.location));
        BACKOUT_TRY(assign_collation(state_, value));
        functions_.push_back({std::move(value), "unnest", nullptr});
        return {};
    }

    /// pg_catalog.unnest(anyarray)
    Result<ExprPtr> unnest(ExprPtr array, sql::Location location) {
        constexpr Oid unnest_anyarray = 2331;
        const Oid given = array->type;
        const Oid element = catalog::element_type_of(state_.catalog(), given);
        if (is_undecided(given)) return make_opaque("unnest($1)", given, {std::move(array)}, location);
        if (given == type_oid::unknown)
            return failure("42804", "could not determine polymorphic type because input has type unknown", location);
        if (is_undecided(element))
            return failure("42883",
                           fmt::format("function pg_catalog.unnest({}) does not exist", type_text(state_.context, given)),
                           location,
                           "No function matches the given name and argument types. You might need to add explicit type "
                           "casts.");
        auto call = make_expr(ExprKind::function, element, {std::move(array)}, location);
        call->object = unnest_anyarray;
        return ExprPtr(std::move(call));
    }

    Status check_top_level(const Expr* before, const ExprPtr& value) const {
        if (state_.last_set_returning == before || state_.last_set_returning == value.get()) return {};
        return failure("0A000", "set-returning functions must appear at top level of FROM",
                       state_.last_set_returning->location);
    }

    /// A column definition list after the alias belongs to the only function.
    Status apply_definitions() {
        if (item_.columns.empty()) return {};
        if (functions_.size() != 1) {
            if (item_.rows_from)
                return failure("42601", "ROWS FROM() with multiple functions cannot have a column definition list",
                               item_.location,
                               "Put a separate column definition list for each function inside ROWS FROM().");
            return failure("42601", "UNNEST() with multiple arguments cannot have a column definition list",
                           item_.location,
                           "Use separate UNNEST() calls inside ROWS FROM(), and attach a column definition list to "
                           "each one.");
        }
        if (item_.ordinality)
            return failure("42601", "WITH ORDINALITY cannot be used with a column definition list", item_.location,
                           "Put the column definition list inside ROWS FROM().");
        functions_[0].definitions = &item_.columns;
        return {};
    }

    Result<Columns> defined_columns(const Definitions& definitions) {
        Columns columns;
        for (const sql::ColumnDefinitionItem& definition : definitions) {
            if (definition.type.setof)
                return failure("42P16", fmt::format("column \"{}\" cannot be declared SETOF", definition.name),
                               definition.type.location);
            BACKOUT_ASSIGN(const TypeReference type, resolve_type(state_.context, definition.type));
            BACKOUT_ASSIGN(const Oid collation, resolve_collation(state_.context, definition.collation, type.type,
                                                                  definition.type.location));
            columns.push_back({definition.name, type.type, type.typmod, collation, 0});
        }
        return columns;
    }

    Status add_columns(const Function& function) {
        FunctionResult result = function_result(state_, *function.call);
        const sql::Location location = function.call->location;
        Columns defined;
        if (is_undecided(function.call->type) && !function.definitions) {
            open_ = true;
            state_.inexact.push_back(fmt::format("the columns of function \"{}\" are not known", function.name));
        } else if (function.definitions) {
            if (result.kind == ResultClass::composite)
                return failure("42601",
                               function.call->type == type_oid::record
                                   ? "a column definition list is redundant for a function with OUT parameters"
                                   : "a column definition list is redundant for a function returning a named composite "
                                     "type",
                               location);
            if (result.kind != ResultClass::record && !is_undecided(function.call->type))
                return failure("42601",
                               "a column definition list is only allowed for functions returning \"record\"", location);
            BACKOUT_ASSIGN(defined, defined_columns(*function.definitions));
            result.columns = defined;
        } else if (result.kind == ResultClass::record) {
            return failure("42601", "a column definition list is required for functions returning \"record\"",
                           location);
        } else if (result.kind == ResultClass::other) {
            return failure("42804",
                           fmt::format("function \"{}\" in FROM has unsupported return type {}", function.name,
                                       type_text(state_.context, function.call->type)),
                           location);
        } else if (result.kind == ResultClass::scalar && result.columns[0].name.empty()) {
            // chooseScalarFunctionAlias
            result.columns[0].name = functions_.size() == 1 && item_.alias ? item_.alias->name : function.name;
        }
        entry_.functions.push_back(function.call);
        entry_.function_columns.push_back(std::move(defined));
        if (!open_) entry_.columns.insert(entry_.columns.end(), result.columns.begin(), result.columns.end());
        return {};
    }

    QueryState& state_;
    const sql::FromFunction& item_;
    std::vector<Function> functions_;
    RangeEntry entry_;
    bool open_ = false;
};

/// XMLTABLE and JSON_TABLE are kept as text around their arguments.
class TableFunctionItem {
public:
    TableFunctionItem(QueryState& state, const sql::FromTableFunction& item) : state_(state), item_(item) {}

    Result<NamespaceItem> run() {
        state_.lateral_active = true;
        const Status printed = item_.json ? print_json() : print_xml();
        state_.lateral_active = false;
        if (!printed) return tl::unexpected(printed.error());
        entry_.kind = RangeEntry::Kind::table_function;
        entry_.name = item_.json ? "json_table" : "xmltable";
        entry_.lateral = item_.lateral;
        for (const ExprPtr& argument : arguments_) entry_.lateral = entry_.lateral || find_variable(*argument, 0);
        entry_.functions.push_back(make_opaque(std::move(text_), type_oid::record, std::move(arguments_), item_.location));
        entry_.function_columns.push_back(entry_.columns);
        BACKOUT_TRY(apply_alias(entry_, item_.alias));
        return add_entry(state_, std::move(entry_));
    }

private:
    /// The place of an argument in the text.
    Result<std::string> argument(const sql::Expression& expression, Oid type, std::string_view construct) {
        BACKOUT_ASSIGN(ExprPtr value, transform_expression(state_, expression, Clause::from_function));
        if (type != catalog::invalid_oid) {
            BACKOUT_ASSIGN(value, coerce_to_specific_type(state_, value, type, construct, value->location));
        }
        BACKOUT_TRY(assign_collation(state_, value));
        arguments_.push_back(std::move(value));
        return fmt::format("${}", arguments_.size());
    }

    Result<TypeReference> add_column(const sql::FromTableFunction::Column& column) {
        TypeReference type{column.ordinality ? type_oid::int4 : type_oid::text, -1};
        if (column.type) {
            BACKOUT_ASSIGN(type, resolve_type(state_.context, *column.type));
        }
        entry_.columns.push_back({column.name, type.type, type.typmod, type_collation(state_.catalog(), type.type), 0});
        return type;
    }

    Status print_xml() {
        std::vector<std::string> spaces;
        for (std::size_t i = 2; i < item_.arguments.size(); ++i) {
            BACKOUT_ASSIGN(const std::string uri, argument(*item_.arguments[i], type_oid::text, "XMLTABLE"));
            const std::string& name = item_.argument_names[i];
            spaces.push_back(name.empty() ? "DEFAULT " + uri : uri + " AS " + sql::quote_identifier(name));
        }
        BACKOUT_ASSIGN(const std::string row, argument(*item_.arguments[1], type_oid::text, "XMLTABLE"));
        BACKOUT_ASSIGN(const std::string document, argument(*item_.arguments[0], type_oid::xml, "XMLTABLE"));
        text_ = "XMLTABLE(";
        if (!spaces.empty()) text_ += fmt::format("XMLNAMESPACES ({}), ", fmt::join(spaces, ", "));
        text_ += fmt::format("({}) PASSING ({}) COLUMNS ", row, document);
        for (std::size_t i = 0; i < item_.columns.size(); ++i) {
            const auto& column = item_.columns[i];
            BACKOUT_ASSIGN(const TypeReference type, add_column(column));
            if (i > 0) text_ += ", ";
            text_ += sql::quote_identifier(column.name) + " ";
            if (column.ordinality) {
                text_ += "FOR ORDINALITY";
                continue;
            }
            text_ += catalog::format_type(state_.catalog(), catalog::catalog_only_path(), type.type, type.typmod);
            if (column.expressions.size() > 1) {
                BACKOUT_ASSIGN(const std::string value, argument(*column.expressions[1], type.type, "XMLTABLE"));
                text_ += fmt::format(" DEFAULT ({})", value);
            }
            if (!column.expressions.empty()) {
                BACKOUT_ASSIGN(const std::string path, argument(*column.expressions[0], type_oid::text, "XMLTABLE"));
                text_ += fmt::format(" PATH ({})", path);
            }
            if (column.not_null) text_ += " NOT NULL";
        }
        text_ += ")";
        return {};
    }

    Status print_json() {
        BACKOUT_ASSIGN(const std::string document, argument(*item_.arguments[0], catalog::invalid_oid, ""));
        BACKOUT_ASSIGN(const std::string path, argument(*item_.arguments[1], catalog::invalid_oid, ""));
        text_ = fmt::format("JSON_TABLE({}, {}", document, path);
        if (!item_.path_name.empty()) text_ += " AS " + sql::quote_identifier(item_.path_name);
        for (std::size_t i = 2; i < item_.arguments.size(); ++i) {
            BACKOUT_ASSIGN(const std::string value, argument(*item_.arguments[i], catalog::invalid_oid, ""));
            text_ += fmt::format("{}{} AS {}", i == 2 ? " PASSING " : ", ", value,
                                 sql::quote_identifier(item_.argument_names[i]));
        }
        text_ += " COLUMNS (";
        BACKOUT_TRY(print_json_columns(item_.columns));
        text_ += ")";
        if (!item_.behavior.empty()) text_ += " " + item_.behavior;
        text_ += ")";
        return {};
    }

    /// Columns of a path; those of nested paths come after all columns beside them.
    Status print_json_columns(const std::vector<sql::FromTableFunction::Column>& columns) {
        std::string_view separator;
        for (const auto& column : columns) {
            if (!column.nested.empty()) continue;
            BACKOUT_ASSIGN(const TypeReference type, add_column(column));
            text_ += separator;
            separator = ", ";
            text_ += sql::quote_identifier(column.name) + " ";
            text_ += column.ordinality
                         ? "FOR ORDINALITY"
                         : catalog::format_type(state_.catalog(), catalog::catalog_only_path(), type.type, type.typmod);
            if (column.exists) text_ += " EXISTS";
            if (!column.expressions.empty()) {
                BACKOUT_ASSIGN(const std::string path, argument(*column.expressions[0], catalog::invalid_oid, ""));
                text_ += " PATH " + path;
            }
            if (!column.behavior.empty()) text_ += " " + column.behavior;
        }
        for (const auto& column : columns) {
            if (column.nested.empty()) continue;
            text_ += separator;
            separator = ", ";
            BACKOUT_ASSIGN(const std::string path, argument(*column.expressions[0], catalog::invalid_oid, ""));
            text_ += "NESTED PATH " + path;
            if (!column.name.empty()) text_ += " AS " + sql::quote_identifier(column.name);
            text_ += " COLUMNS (";
            BACKOUT_TRY(print_json_columns(column.nested));
            text_ += ")";
        }
        return {};
    }

    QueryState& state_;
    const sql::FromTableFunction& item_;
    RangeEntry entry_;
    std::vector<ExprPtr> arguments_;
    std::string text_;
};

}  // namespace

Result<NamespaceItem> transform_function_item(QueryState& state, const sql::FromFunction& item) {
    return FunctionItem(state, item).run();
}

Result<NamespaceItem> transform_table_function(QueryState& state, const sql::FromTableFunction& item) {
    return TableFunctionItem(state, item).run();
}

}  // namespace backout::analyze
