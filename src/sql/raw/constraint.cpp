#include "sql/raw/lowering.h"

/// Constraints of columns, tables and domains, with DEFAULT, GENERATED and the attributes that the grammar
/// gives as constraints of their own. Those of a column are folded by transformConstraintAttrs of
/// parse_utilcmd.c, not here.
namespace backout::sql::raw {

namespace {

Constraint::Type constraint_type(::ConstrType type) {
    using Type = Constraint::Type;
    static_assert(static_cast<int>(Type::attribute_immediate) == CONSTR_ATTR_IMMEDIATE);
#if PG_VERSION_NUM >= 180000
    static_assert(static_cast<int>(Type::attribute_not_enforced) == CONSTR_ATTR_NOT_ENFORCED);
#endif
    return same<Type>(type);
}

/// An element of EXCLUDE is a list of the index element and its operator's name.
Constraint::Exclusion lower_exclusion(Lowering& lowering, const ::List* pair) {
    const auto parts = elements<::Node>(pair);
    Constraint::Exclusion result;
    result.element = lower(lowering, node_as<::IndexElem>(parts[0]));
    result.operator_name = names_of(list_of(parts[1]));
    return result;
}

/// The grammar sets these for the types that can be NOT VALID, and leaves them zero for others.
void lower_validity(Constraint& result, const ::Constraint* constraint) {
    const bool checkable = constraint->contype == CONSTR_CHECK || constraint->contype == CONSTR_FOREIGN;
    if (checkable) result.initially_valid = constraint->initially_valid;
#if PG_VERSION_NUM >= 180000
    if (constraint->contype == CONSTR_NOTNULL) result.initially_valid = constraint->initially_valid;
    if (checkable) result.enforced = constraint->is_enforced;
#endif
}

void lower_identity_or_generated(Lowering& lowering, Constraint& result, const ::Constraint* constraint) {
    result.generated_when = constraint->generated_when;
    if (constraint->contype == CONSTR_IDENTITY)
        result.sequence_options = lower_options(lowering, constraint->options);
#if PG_VERSION_NUM >= 180000
    if (constraint->contype == CONSTR_GENERATED) result.generated_kind = constraint->generated_kind;
#endif
}

/// PRIMARY KEY, UNIQUE, EXCLUDE.
void lower_index_constraint(Lowering& lowering, Constraint& result, const ::Constraint* constraint) {
    result.nulls_not_distinct = constraint->nulls_not_distinct;
    result.including = names_of(constraint->including);
    result.exclusions = lower_list<::List>(lowering, constraint->exclusions, lower_exclusion);
    result.options = lower_options(lowering, constraint->options);
    result.index_name = string_of(constraint->indexname);
    result.index_tablespace = string_of(constraint->indexspace);
    result.access_method = string_of(constraint->access_method);
    result.where = lower_expression(lowering, constraint->where_clause);
#if PG_VERSION_NUM >= 180000
    result.without_overlaps = constraint->without_overlaps;
#endif
}

void lower_foreign_key(Lowering& lowering, Constraint& result, const ::Constraint* constraint) {
    result.referenced = lower(lowering, constraint->pktable);
    result.foreign_columns = names_of(constraint->fk_attrs);
    result.referenced_columns = names_of(constraint->pk_attrs);
    if (constraint->fk_matchtype) result.match_type = constraint->fk_matchtype;
    if (constraint->fk_upd_action) result.update_action = constraint->fk_upd_action;
    if (constraint->fk_del_action) result.delete_action = constraint->fk_del_action;
    result.delete_set_columns = names_of(constraint->fk_del_set_cols);
#if PG_VERSION_NUM >= 180000
    result.with_period = constraint->fk_with_period;
    result.referenced_with_period = constraint->pk_with_period;
#endif
}

/// Words that older grammars refuse.
void note_newer_words(Lowering& lowering, const ::Constraint* constraint) {
    const int location = constraint->location;
    if (constraint->nulls_not_distinct) lowering.note_newer(15, "NULLS", location);
    if (constraint->fk_del_set_cols) lowering.note_newer(15, "(", location);
#if PG_VERSION_NUM >= 180000
    if (constraint->contype == CONSTR_NOTNULL && constraint->keys) lowering.note_newer(18, "NOT", location);
    if (constraint->contype == CONSTR_GENERATED && constraint->generated_kind == 'v')
        lowering.note_newer({18, "42601", "syntax error: before PostgreSQL 18 a generated column must be STORED", {},
                             lowering.place(location)});
    const bool checkable = constraint->contype == CONSTR_CHECK || constraint->contype == CONSTR_FOREIGN;
    if (constraint->contype == CONSTR_ATTR_ENFORCED || constraint->contype == CONSTR_ATTR_NOT_ENFORCED ||
        (checkable && !constraint->is_enforced))
        lowering.note_newer(18, "ENFORCED", location);
    if (constraint->without_overlaps) lowering.note_newer(18, "WITHOUT", location);
    if (constraint->fk_with_period) lowering.note_newer(18, "PERIOD", location);
#endif
}

}  // namespace

Constraint lower(Lowering& lowering, const ::Constraint* constraint) {
    note_newer_words(lowering, constraint);
    Constraint result;
    result.type = constraint_type(constraint->contype);
    result.name = string_of(constraint->conname);
    result.deferrable = constraint->deferrable;
    result.initially_deferred = constraint->initdeferred;
    result.skip_validation = constraint->skip_validation;
    result.no_inherit = constraint->is_no_inherit;
    lower_validity(result, constraint);
    result.expression = lower_expression(lowering, constraint->raw_expr);
    result.keys = names_of(constraint->keys);
    switch (constraint->contype) {
        case CONSTR_IDENTITY:
        case CONSTR_GENERATED:
            lower_identity_or_generated(lowering, result, constraint);
            break;
        case CONSTR_PRIMARY:
        case CONSTR_UNIQUE:
        case CONSTR_EXCLUSION:
            lower_index_constraint(lowering, result, constraint);
            break;
        case CONSTR_FOREIGN:
            lower_foreign_key(lowering, result, constraint);
            break;
        default:
            break;
    }
    result.location = lowering.place(constraint->location);
    return result;
}

}  // namespace backout::sql::raw
