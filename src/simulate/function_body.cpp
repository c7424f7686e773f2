#include "simulate/function_body.h"

#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/type_oid.h"
#include "simulate/function_parameters.h"
#include "simulate/plpgsql_compile.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Function;
using catalog::QueryPtr;

namespace {

constexpr Oid event_trigger_type = 3838;

/// Input arguments by name, as a SQL body can name them.
std::vector<std::string> input_names(const Function& function) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < function.argument_names.size(); ++i) {
        char mode = i < function.argument_modes.size() ? function.argument_modes[i] : 'i';
        if (mode == 'i' || mode == 'b' || mode == 'v') names.push_back(function.argument_names[i]);
    }
    return names;
}

bool is_pseudo(const Catalog& catalog, Oid type) {
    auto info = catalog::type_info(catalog, type);
    return info && info->defined && info->kind == catalog::TypeKind::pseudo;
}

bool is_query(const sql::Statement& statement) {
    switch (statement.kind) {
        case sql::StatementKind::select:
        case sql::StatementKind::insert:
        case sql::StatementKind::update:
        case sql::StatementKind::delete_:
        case sql::StatementKind::merge: return true;
        default: return false;
    }
}

/// The columns that a function returning a row gives: of its OUT parameters or of its composite type; nothing where
/// only the call says it.
std::vector<Oid> row_columns(const Catalog& catalog, const Function& function) {
    std::vector<Oid> columns;
    if (function.return_type == type_oid::record) {
        for (std::size_t i = 0; i < function.argument_modes.size(); ++i)
            if (char mode = function.argument_modes[i]; mode == 'o' || mode == 'b' || mode == 't')
                columns.push_back(function.all_argument_types[i]);
        return columns;
    }
    auto info = catalog::type_info(catalog, catalog::base_type(catalog, function.return_type));
    if (!info || info->kind != catalog::TypeKind::composite) return columns;
    for (const auto& column : catalog::columns_of(catalog, info->relation)) columns.push_back(column.type);
    return columns;
}

tl::unexpected<Error> mismatch(const StatementContext& context, Oid return_type, std::string detail) {
    auto made = error("42P13", "return type mismatch in function declared to return {}", printed_type(context, return_type));
    made.value().detail = std::move(detail);
    return made;
}

/// check_sql_fn_retval (executor/functions.c): `last` is null when the body's last statement is no query.
class ReturnCheck {
public:
    ReturnCheck(const StatementContext& context, const Function& function) : context_(context), function_(function) {}

    Status check(const catalog::Query* last) const {
        Oid type = function_.return_type;
        if (type == type_oid::void_ || function_.kind == 'p') return {};
        bool returns_rows = last && (last->command == catalog::Query::Command::select || !last->returning.empty());
        if (!returns_rows)
            return mismatch(context_, type,
                            fmt::format("Function's final statement must be SELECT or {} RETURNING.",
                                        context_.major() >= 17 ? "INSERT/UPDATE/DELETE/MERGE" : "INSERT/UPDATE/DELETE"));
        if (last->open) return {};
        auto columns = analyze::result_columns(context_.catalog, *last);
        auto info = catalog::type_info(context_.catalog, catalog::base_type(context_.catalog, type));
        if (!info) return {};
        bool is_row = type == type_oid::record || info->kind == catalog::TypeKind::composite;
        return is_row ? check_row(columns, type) : check_scalar(columns, type);
    }

private:
    using Columns = std::vector<catalog::RangeEntry::Column>;

    bool fits(Oid actual, Oid wanted) const {
        return actual == catalog::invalid_oid || wanted == catalog::invalid_oid || actual == type_oid::unknown ||
               analyze::can_coerce(context_.analysis(), actual, wanted, analyze::Coercion::assignment);
    }

    Status check_scalar(const Columns& columns, Oid type) const {
        if (columns.size() != 1) return mismatch(context_, type, "Final statement must return exactly one column.");
        if (fits(columns.front().type, type)) return {};
        return mismatch(context_, type, fmt::format("Actual return type is {}.", printed_type(context_, columns.front().type)));
    }

    Status check_row(const Columns& columns, Oid type) const {
        // A single column may be the row itself.
        if (columns.size() == 1 && type != type_oid::record && fits(columns.front().type, type)) return {};
        if (columns.size() == 1 && columns.front().type == type_oid::record) return {};
        std::vector<Oid> wanted = row_columns(context_.catalog, function_);
        if (wanted.empty()) return {};
        auto relation = catalog::relation_info(context_.catalog, row_relation(type));
        if (relation && relation->open) return {};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i >= wanted.size()) return mismatch(context_, type, "Final statement returns too many columns.");
            if (fits(columns[i].type, wanted[i])) continue;
            return mismatch(context_, type, fmt::format("Final statement returns {} instead of {} at column {}.",
                                                        printed_type(context_, columns[i].type),
                                                        printed_type(context_, wanted[i]), i + 1));
        }
        if (columns.size() < wanted.size()) return mismatch(context_, type, "Final statement returns too few columns.");
        return {};
    }

    Oid row_relation(Oid type) const {
        auto info = catalog::type_info(context_.catalog, catalog::base_type(context_.catalog, type));
        return info ? info->relation : catalog::invalid_oid;
    }

    const StatementContext& context_;
    const Function& function_;
};

/// The error without its place, which would be one within the body.
template <class T>
tl::unexpected<Error> without_place(tl::expected<T, Error>& result) {
    result.error().location = sql::no_location;
    return tl::unexpected<Error>(std::move(result.error()));
}

Status validate_sql_types(const StatementContext& context, const Function& function) {
    Oid result = function.return_type;
    if (is_pseudo(context.catalog, result) && result != type_oid::record && result != type_oid::void_ &&
        !analyze::is_polymorphic(result))
        return error("42P13", "SQL functions cannot return type {}", printed_type(context, result));
    for (Oid type : function.argument_types)
        if (is_pseudo(context.catalog, type) && !analyze::is_polymorphic(type))
            return error("42P13", "SQL functions cannot have arguments of type {}", printed_type(context, type));
    return {};
}

bool has_polymorphic_argument(const Function& function) {
    return std::any_of(function.argument_types.begin(), function.argument_types.end(), analyze::is_polymorphic);
}

/// All statements are analysed before any could run: what one of them would make, the next doesn't see.
Status validate_sql_source(StatementContext& context, const Function& function) {
    const sql::SplitResult pieces = sql::split(function.source);
    std::vector<std::string> names = input_names(function);
    analyze::Context analysis = context.analysis();
    analysis.parameter_types = function.argument_types;
    analysis.parameter_names = names;
    std::vector<sql::StatementPtr> statements;
    for (const sql::StatementText& piece : pieces.statements) {
        auto parsed = sql::parse_statement(pieces.statement_text(piece));
        if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
        if (*parsed) {
            BACKOUT_TRY(check_grammar(context, **parsed));
            statements.push_back(std::move(*parsed));
        }
    }
    if (has_polymorphic_argument(function)) return {};
    QueryPtr last;
    for (const sql::StatementPtr& statement : statements) {
        last = nullptr;
        if (!is_query(*statement)) continue;
        auto query = analyze::analyze_query(analysis, *statement);
        if (!query) return without_place(query);
        last = std::move(*query);
    }
    return ReturnCheck(context, function).check(last.get());
}

Status validate_sql(StatementContext& context, const Function& function) {
    BACKOUT_TRY(validate_sql_types(context, function));
    if (!function.has_sql_body) return validate_sql_source(context, function);
    if (has_polymorphic_argument(function)) return {};
    return ReturnCheck(context, function).check(function.sql_body.empty() ? nullptr : function.sql_body.back().get());
}

Status validate_plpgsql(const StatementContext& context, const Function& function) {
    Oid result = function.return_type;
    bool is_trigger = result == type_oid::trigger || result == event_trigger_type;
    if (is_pseudo(context.catalog, result) && !is_trigger && result != type_oid::record && result != type_oid::void_ &&
        !analyze::is_polymorphic(result))
        return error("0A000", "PL/pgSQL functions cannot return type {}", printed_type(context, result));
    for (Oid type : function.argument_types)
        if (is_pseudo(context.catalog, type) && type != type_oid::record && !analyze::is_polymorphic(type))
            return error("0A000", "PL/pgSQL functions cannot accept type {}", printed_type(context, type));
    if (is_trigger && !function.argument_types.empty()) {
        auto failure = error("42P13", "{} functions cannot have declared arguments",
                             result == type_oid::trigger ? "trigger" : "event trigger");
        if (result == type_oid::trigger)
            failure.value().hint = "The arguments of the trigger can be accessed through TG_NARGS and TG_ARGV instead.";
        return failure;
    }
    return compile_plpgsql(context, function.source, &function);
}

}  // namespace

Status analyze_sql_body(StatementContext& context, Function& function, const std::vector<sql::StatementPtr>& body) {
    std::vector<std::string> names = input_names(function);
    analyze::Context analysis = context.analysis();
    analysis.parameter_types = function.argument_types;
    analysis.parameter_names = names;
    for (const sql::StatementPtr& statement : body) {
        if (!is_query(*statement))
            return error("0A000", "{} is not yet supported in unquoted SQL function body",
                         sql::statement_kind_name(statement->kind));
        BACKOUT_ASSIGN(QueryPtr query, analyze::analyze_query(analysis, *statement));
        function.sql_body.push_back(std::move(query));
    }
    return {};
}

Status validate_function(StatementContext& context, const Function& function) {
    if (!checks_function_bodies(context)) return {};
    std::string language = catalog::language_name(context.catalog, function.language);
    if (language == "sql") return validate_sql(context, function);
    if (language == "plpgsql") return validate_plpgsql(context, function);
    return {};
}

}  // namespace backout::simulate
