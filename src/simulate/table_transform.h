#pragma once

#include "simulate/constraint.h"
#include "simulate/table_column.h"

/// From the grammar's definitions of columns and constraints to requests (parser/parse_utilcmd.c), for CREATE
/// TABLE and for what ALTER TABLE adds.
namespace backout::simulate {

/// Collects what a statement's definitions ask for (CreateStmtContext).
struct TableTransform {
    Oid relation = catalog::invalid_oid;  ///< of ALTER TABLE; 0: the table is being created
    Oid scope = catalog::invalid_oid;     ///< schema of the table
    std::string name;
    char persistence = 'p';
    std::string_view command = "CREATE TABLE";
    bool foreign = false;
    bool partitioned = false;
    bool of_type = false;
    bool is_partition = false;
    bool open = false;  ///< more columns than are known, from LIKE of an assumed table
    std::vector<ColumnRequest> columns;
    std::vector<ConstraintRequest>
        not_nulls;  ///< since 18 constraints; before, `not_null` of the columns is all
    std::vector<ConstraintRequest> checks;
    std::vector<ConstraintRequest> index_constraints;  ///< PRIMARY KEY, UNIQUE, EXCLUDE
    std::vector<ConstraintRequest> foreign_keys;
    /// Tables named by LIKE, with what is to be copied once the new table is there (CREATE_TABLE_LIKE_*
    /// bits).
    std::vector<std::pair<Oid, std::uint32_t>> likes;
};

/// Ready to take what ALTER TABLE adds to this table.
TableTransform alter_transform(const StatementContext& context, const catalog::Relation& relation);

/// transformColumnDefinition: adds a ColumnRequest and the requests of its constraints. Makes the sequence of
/// a serial or identity column.
Status transform_column(StatementContext& context, TableTransform& transform,
                        const sql::ColumnDefinition& definition);
/// transformTableConstraint
Status transform_table_constraint(StatementContext& context, TableTransform& transform,
                                  const sql::Constraint& constraint);

/// The sequence of a new identity or serial column, named t_c_seq (generateSerialExtraStmts).
Result<Oid> make_column_sequence(StatementContext& context, Oid scope, std::string_view table,
                                 std::string_view column, char persistence, Oid type,
                                 const sql::Options& options, bool identity);

/// `nextval('t_c_seq'::regclass)`, to be analysed as the default of a serial column.
std::shared_ptr<const sql::Expression> nextval_expression(const Catalog& catalog, Oid sequence);

/// `SERIAL` and its kin: the integer type that is meant, 0 where the name is none of them.
Oid serial_type(const sql::TypeName& name);

}  // namespace backout::simulate
