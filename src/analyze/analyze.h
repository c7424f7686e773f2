#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "catalog/expression.h"
#include "catalog/lookup.h"
#include "sql/tree/query.h"

/// Semantic analysis (PostgreSQL's parser/analyze.c, parse_expr.c, parse_func.c, parse_coerce.c …): names of
/// an expression or query are resolved against the catalog, types decided, errors given as the server gives
/// them.
namespace backout::analyze {

using catalog::AttributeNumber;
using catalog::Catalog;
using catalog::ExprPtr;
using catalog::Oid;
using catalog::QueryPtr;

/// What a name that was not found names, so that an open world can assume it to be there and try again.
struct Missing {
    enum class Kind : std::uint8_t { none, relation, column, type, schema, function, role };
    Kind kind = Kind::none;
    std::string schema;  ///< as written; empty: looked for along the search path
    std::string name;
    Oid relation = catalog::invalid_oid;  ///< of a column
    std::string kinds = "r";              ///< of a relation: what it may be, letters of pg_class.relkind
};

/// An error as the server reports it, or (with `unknown`) a reason why analysis can't decide: an object of
/// unknown content is involved.
struct Error {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    sql::Location location = sql::no_location;
    bool unknown = false;
    /// Objects that explain it: what depends, what has the name already, what is of the wrong kind.
    std::vector<catalog::ObjectAddress> involved;
    Missing missing;  ///< set by those who look names up: 42P01, 42703, 42704, 3F000, 42883
};

template <class T>
using Result = tl::expected<T, Error>;

/// Where the analysis happens.
struct Context {
    const Catalog& catalog;
    const catalog::SearchPath& path;
    std::string_view timezone = "UTC";
    /// Enum labels added in the transaction that is still open, which can't be used in it (55P04): (type,
    /// label).
    const std::vector<std::pair<Oid, std::string>>* unsafe_labels = nullptr;
    /// Relations that exist only for this statement: transition tables, a function's record variables.
    const std::vector<catalog::RangeEntry>* extra_relations = nullptr;
    /// Types of $1, $2 … in function bodies and PREPARE; a parameter beyond them is of unknown type.
    std::span<const Oid> parameter_types = {};
    /// Names of a SQL function's parameters, as far as they have any.
    std::span<const std::string> parameter_names = {};
    /// Objects touched by name that the world leaves open are told here: (kind, qualified name).
    std::vector<std::pair<std::string, std::string>>* missing = nullptr;
};

/// What an expression is for (ParseExprKind): decides what is refused in it and how the refusal is worded.
enum class Use : std::uint8_t {
    column_default,
    check,
    domain_check,
    generated,
    index_expression,
    index_predicate,
    statistics,
    policy,
    trigger_when,
    partition_key,
    partition_bound,
    alter_type_using,
    function_default,
    publication_where,
    execute,
    call,
    where,
    other
};

/// Columns of one relation that an expression may name, unqualified or as `name`.
struct ScopeRelation {
    Oid relation = catalog::invalid_oid;
    std::string name;                                  ///< "old" and "new" for triggers
    std::int32_t range_index = 1;                      ///< of the Vars made
    std::vector<catalog::RangeEntry::Column> columns;  ///< used when `relation` is 0 (a table being created)
    bool open = false;                                 ///< more columns than are known
    bool qualified_only = false;                       ///< columns can't be named without the relation's name
};
using Scope = std::vector<ScopeRelation>;

Result<ExprPtr> analyze_expression(const Context& context, const sql::Expression& expression, Use use,
                                   const Scope& scope = {});
/// The same for the value of a domain's check, where VALUE stands for a value of this type.
Result<ExprPtr> analyze_domain_check(const Context& context, const sql::Expression& expression, Oid base_type,
                                     std::int32_t typmod, Oid collation);

/// Who asks for a coercion, from the most to the least willing (CoercionContext).
enum class Coercion : std::uint8_t { implicit, assignment, explicit_ };

/// The expression as a value of a type (coerce_to_target_type); null when there is no such cast.
Result<ExprPtr> coerce(const Context& context, ExprPtr expression, Oid type, std::int32_t typmod,
                       Coercion coercion);
/// Analyses a default or generation expression and coerces it to its column's type (cookDefault), with its
/// errors: 42804 "column "c" is of type integer but default expression is of type text", 42P17 "generation
/// expression is not immutable".
Result<ExprPtr> analyze_default(const Context& context, const sql::Expression& expression,
                                std::string_view column, Oid type, std::int32_t typmod, bool generated,
                                const Scope& scope = {});
/// Analyses and coerces to boolean (CHECK, WHERE, WHEN, policies).
Result<ExprPtr> analyze_condition(const Context& context, const sql::Expression& expression, Use use,
                                  const Scope& scope, std::string_view construct);
/// Whether a value of one type may be cast to another in this context (can_coerce_type).
bool can_coerce(const Context& context, Oid source, Oid target, Coercion coercion);

/// A resolved type name with its modifier (typenameTypeIdAndMod).
struct TypeReference {
    Oid type = catalog::invalid_oid;
    std::int32_t typmod = -1;
};
Result<TypeReference> resolve_type(const Context& context, const sql::TypeName& name);
/// As above, but 0 where there is no such type.
Result<TypeReference> lookup_type(const Context& context, const sql::TypeName& name);
/// The collation of a column or domain: named, or the type's own (GetColumnDefCollation).
Result<Oid> resolve_collation(const Context& context, const sql::Names& names, Oid type,
                              sql::Location location);

/// SELECT, INSERT, UPDATE, DELETE, MERGE: what the parser and the rewriter make of them, or refuse.
Result<QueryPtr> analyze_query(const Context& context, const sql::Statement& statement);
/// What only shows when an analysed query runs: no index for ON CONFLICT, a target that holds no rows.
Result<void> check_plan(const Context& context, const catalog::Query& query);
/// An action of a rule on a relation, which may name OLD (except of INSERT) and NEW (of INSERT and UPDATE). The range
/// table has them as 1 and 2; that of INSERT … SELECT has them in the SELECT's. `event` as in Rule::event.
Result<QueryPtr> analyze_rule_action(const Context& context, const sql::Statement& statement, Oid relation, char event);
/// Result columns of a query: what a view or CREATE TABLE AS of it has.
std::vector<catalog::RangeEntry::Column> result_columns(const Catalog& catalog, const catalog::Query& query);

/// The operator for two operand types (oper() in parse_oper.c); 0 argument: none on that side. The error is
/// the server's 42883 "operator does not exist: integer = text".
Result<catalog::OperatorInfo> resolve_operator(const Context& context, const sql::Names& name, Oid left,
                                               Oid right, sql::Location location);
/// The operator of exactly these operand types or binary-compatible ones (compatible_oper); 0 when there is
/// none.
Oid compatible_operator(const Context& context, const sql::Names& name, Oid left, Oid right);

/// A function by name and, where given, its input argument types (LookupFuncWithArgs), for DROP FUNCTION and
/// the like.
Result<Oid> lookup_function(const Context& context, const sql::ObjectWithArgs& function, sql::ObjectKind kind,
                            bool missing_ok);
Result<Oid> lookup_operator(const Context& context, const sql::ObjectWithArgs& operator_, bool missing_ok);

}  // namespace backout::analyze
