#pragma once

#include "simulate/context.h"

/// One column of a table: its attribute and its default or generation expression.
namespace backout::simulate {

/// A column to be made, boiled down from its definition, from LIKE, or from a composite type.
struct ColumnRequest {
    std::string name;
    const sql::ColumnDefinition* definition = nullptr;  ///< null where it is copied from elsewhere
    sql::Location location = sql::no_location;
    Oid type = catalog::invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = catalog::invalid_oid;
    char storage = 0;  ///< 0: the type's own
    char compression = 0;
    bool not_null = false;
    char identity = 0;
    char generated = 0;
    bool from_type = false;  ///< of CREATE TABLE … OF
    const sql::Expression* default_expression = nullptr;
    std::shared_ptr<const sql::Expression>
        made_default;                     ///< owns `default_expression` where the server made it
    catalog::ExprPtr cooked_default;      ///< of a column that is copied
    Oid sequence = catalog::invalid_oid;  ///< already made, of serial or identity; to be owned by it
    catalog::OptionList fdw_options;
    std::optional<std::string> comment;

    bool is_local = true;
    std::int16_t inherit_count = 0;
};

/// Type, collation, storage and compression of a definition into a request (transformColumnType,
/// BuildDescForRelation). Serial types are expanded by transform_column (table_transform.h), which calls
/// this.
Status resolve_column_type(StatementContext& context, const sql::ColumnDefinition& definition,
                           ColumnRequest& column);

/// The attribute of a request; number and inheritance are the caller's.
catalog::Attribute make_attribute(const StatementContext& context, const ColumnRequest& column);

/// 'p', 'e', 'm', 'x' of a STORAGE word for a type (GetAttributeStorage): 22023 `invalid storage type "x"`,
/// 0A000 `column data type integer can only have storage PLAIN`.
Result<char> attribute_storage(const Catalog& catalog, Oid type, std::string_view storage);
/// 'p' or 'l', 0 for default, of a COMPRESSION word (GetAttributeCompression).
Result<char> attribute_compression(const Catalog& catalog, Oid type, std::string_view compression);

/// Analyses the expression for a column of an existing relation and stores it (StoreAttrDefault): sets
/// default_oid, makes the AttributeDefault with its dependencies. A default that the column already has is
/// replaced. Generation expressions (attribute.generated is set) are checked: 42P17, 42P10 …
Status add_column_default(StatementContext& context, Oid relation, catalog::AttributeNumber column,
                          const sql::Expression& expression);
/// The same with an analysed expression.
void store_column_default(StatementContext& context, Oid relation, catalog::AttributeNumber column,
                          catalog::ExprPtr expression);
/// The same for several columns at once.
void store_column_defaults(
    StatementContext& context, Oid relation,
    const std::vector<std::pair<catalog::AttributeNumber, catalog::ExprPtr>>& defaults);
/// Only the analysis: what add_column_default would store.
Result<catalog::ExprPtr> analyze_column_default(StatementContext& context, Oid relation,
                                                catalog::AttributeNumber column,
                                                const sql::Expression& expression);
/// DEFAULT NULL leaves no trace (AddRelationNewConstraints). For a domain it does, since the domain may have
/// a default.
bool is_null_default(const catalog::Expr& expression);
/// Takes a column's default away, if it has one (RemoveAttrDefault).
void remove_column_default(StatementContext& context, Oid relation, catalog::AttributeNumber column);

/// The columns of a relation as expressions of its own may name them.
analyze::Scope relation_scope(const Catalog& catalog, Oid relation);

/// The number of a column that a statement names: 42703 `column "c" of relation "t" does not exist`; of an
/// open relation the column is assumed.
Result<catalog::AttributeNumber> get_column(StatementContext& context, Oid relation, std::string_view name);
/// The same with the words of constraints: 42703 `column "c" named in key does not exist`.
Result<catalog::AttributeNumber> get_key_column(StatementContext& context, Oid relation,
                                                std::string_view name,
                                                sql::Location location = sql::no_location);

}  // namespace backout::simulate
