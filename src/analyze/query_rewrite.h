#pragma once

#include <vector>

#include "analyze/query.h"
#include "catalog/relation.h"

/// What comes after analysis: the rewriter hands writes to views on to their base relations and lets rules act
/// (rewrite/rewriteHandler.c). Here only what it refuses counts.
namespace backout::analyze {

/// The columns that one part of a statement assigns to, as the relation that it writes to numbers them.
struct Assignments {
    bool insert = false;
    std::int32_t override_ = 0;
    struct Item {
        AttributeNumber column = 0;
        const TargetEntry* target = nullptr;  ///< null: the default of a view's column
    };
    std::vector<Item> items;
};

/// A statement on its way from one relation to the next.
struct Modification {
    const Query& query;
    const catalog::Relation* relation = nullptr;
    std::vector<Assignments> parts;
};

/// What the rules of a relation make of a statement (matchLocks, fireRules).
struct FiredRules {
    bool instead = false;
    bool conditional_instead = false;
    bool has_actions = false;
    bool has_returning = false;
};
FiredRules fired_rules(const Catalog& catalog, const catalog::Relation& relation, Query::Command command);

/// The errors of RewriteQuery, for the statement and those in its WITH.
Status check_rewrite(const Catalog& catalog, const Query& query);
/// rewriteTargetView: the same modification of the view's base relation, or why there is none.
Status redirect_to_base(const Catalog& catalog, Modification& modification, const FiredRules& rules);
/// view_has_instead_trigger
bool has_instead_trigger(const Catalog& catalog, const catalog::Relation& view, const Query& query);

}  // namespace backout::analyze
