#pragma once

#include "catalog/expression.h"
#include "catalog/object.h"

/// What hangs on a relation: triggers, rules, policies. Their scope is the relation.
namespace backout::catalog {

struct Trigger : ObjectOf<Trigger, ObjectClass::trigger> {
    Oid function = invalid_oid;
    std::int16_t type = 0;                     ///< TRIGGER_TYPE_* bits: row 1, before 2, insert 4, delete 8, update 16, truncate 32, instead 64
    char enabled = 'O';
    std::vector<AttributeNumber> columns;      ///< UPDATE OF
    std::vector<std::string> arguments;
    ExprPtr when;                              ///< range 1 is OLD, range 2 is NEW
    bool constraint = false;
    bool deferrable = false;
    bool initially_deferred = false;
    Oid constraint_relation = invalid_oid;     ///< FROM
    std::string old_table;
    std::string new_table;
    Oid parent = invalid_oid;                  ///< of a partition's clone
};

struct Rule : ObjectOf<Rule, ObjectClass::rule> {
    char event = '1';                          ///< '1' select, '2' update, '3' insert, '4' delete
    bool instead = false;
    char enabled = 'O';
    ExprPtr where;
    std::vector<QueryPtr> actions;
    std::string definition;                    ///< printed form where the actions could not be analysed
};

struct Policy : ObjectOf<Policy, ObjectClass::policy> {
    char command = '*';                        ///< '*', 'r' select, 'a' insert, 'w' update, 'd' delete
    bool permissive = true;
    std::vector<Oid> roles;                    ///< empty: PUBLIC
    ExprPtr using_;
    ExprPtr with_check;
};

}  // namespace backout::catalog
