#pragma once

#include "simulate/context.h"

/// Constraints of tables, added to an existing relation one by one (commands/tablecmds.c, catalog/heap.c).
/// All of them go down to children and partitions as the server lets them.
namespace backout::simulate {

using ConstraintType = catalog::Constraint::Type;
using catalog::AttributeNumber;

/// A constraint to be added, with the attributes that followed it folded in (transformConstraintAttrs).
struct ConstraintRequest {
    ConstraintType type = ConstraintType::check;
    const sql::Constraint* definition = nullptr;  ///< null where it is copied from another table
    std::string name;                             ///< empty: the server chooses
    sql::Location location = sql::no_location;
    std::string column;             ///< of a column constraint, or of a not-null constraint
    std::vector<std::string> keys;  ///< key columns; of a foreign key the referencing ones
    bool deferrable = false;
    bool deferred = false;
    bool enforced = true;
    bool skip_validation = false;  ///< existing rows are not read
    bool initially_valid = true;   ///< false: NOT VALID
    bool no_inherit = false;
    catalog::ExprPtr cooked;  ///< of a CHECK that is copied
    std::optional<std::string> comment;

    bool is_local = true;
    std::int16_t inherit_count = 0;
    /// A constraint of this name that says the same is merged with, not an error (children, re-adding).
    bool allow_merge = false;
    bool only = false;       ///< ONLY t: not for children
    bool new_table = false;  ///< the statement makes the table: no rows to read
};

/// What the flags and words of a constraint say, before folding.
ConstraintRequest constraint_request(const sql::Constraint& definition);

/// Adds whatever the request is (ATExecAddConstraint). Scans and locks that it costs go to the effects.
/// Returns 0 where it was merged with an existing one.
Result<Oid> add_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request);

Result<Oid> add_check_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request);

/// Marks a column NOT NULL, and since 18 makes the constraint t_c_not_null that says so. A column that is so
/// already keeps its constraint (42P16, 55000 where the two contradict each other).
Result<Oid> add_not_null(StatementContext& context, Oid relation, const ConstraintRequest& request);
/// The not-null constraint of a column, 0 for none (findNotNullConstraintAttnum).
Oid find_not_null_constraint(const Catalog& catalog, Oid relation, AttributeNumber column);

/// Whether a validated CHECK says already that a column isn't null, so that no row need be read
/// (NotNullImpliedByRelConstraints).
bool not_null_is_implied(const Catalog& catalog, Oid relation, AttributeNumber column);
/// Only the constraint (since 18), its name chosen where it has none or an inherited one is taken.
Result<Oid> insert_not_null_constraint(StatementContext& context, Oid relation, AttributeNumber column,
                                       const ConstraintRequest& request);

/// PRIMARY KEY, UNIQUE, EXCLUDE, USING INDEX. A primary key makes its columns NOT NULL.
Result<Oid> add_index_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request);

/// ATAddForeignKeyConstraint, with the constraints that it makes for partitions on either side.
Result<Oid> add_foreign_key(StatementContext& context, Oid relation, const ConstraintRequest& request);

/// Checks an expression as an ADD CONSTRAINT … CHECK would, and gives it analysed.
Result<catalog::ExprPtr> analyze_check(StatementContext& context, Oid relation,
                                       const sql::Expression& expression);

/// Puts a constraint with the dependencies that CreateConstraintEntry records for its kind into the catalog.
Oid insert_constraint(StatementContext& context, std::shared_ptr<catalog::Constraint> constraint);

/// Whether the relation has a constraint of this name (ConstraintNameIsUsed).
bool constraint_name_is_used(const Catalog& catalog, Oid relation, std::string_view name);
/// 42710 `constraint "k" for relation "t" already exists`
Status check_constraint_name_free(const Catalog& catalog, Oid relation, std::string_view name);
/// The constraint of a relation, 42704 `constraint "k" of relation "t" does not exist`.
Result<const catalog::Constraint*> get_constraint(const Catalog& catalog, Oid relation,
                                                  std::string_view name);
/// The primary key of a relation, null for none.
const catalog::Constraint* find_primary_key(const Catalog& catalog, Oid relation);

/// Whether two expressions about two relations say the same, column by name.
bool same_expression(const Catalog& catalog, const catalog::ExprPtr& expression, Oid relation,
                     const catalog::ExprPtr& other, Oid other_relation);

/// a_b of t_a_b_fkey, t_a_b_idx: names joined by underscores, cut where it can't matter any more
/// (ChooseForeignKeyConstraintNameAddition, ChooseIndexNameAddition).
std::string join_column_names(const std::vector<std::string>& columns);

}  // namespace backout::simulate
