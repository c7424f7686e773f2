#include <algorithm>

#include "simulate/constraint.h"
#include "simulate/inherit.h"
#include "simulate/names.h"

/// INHERIT and ATTACH PARTITION of a table that is there already: CreateInheritance,
/// MergeAttributesIntoExisting, MergeConstraintsIntoExisting and RemoveInheritance (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::Constraint;
using catalog::DependencyType;
using catalog::Relation;

tl::unexpected<Error> must_be_not_null(const StatementContext& context, const std::string& column,
                                       const Relation& child) {
    if (context.major() < 18)
        return error("42804", "column \"{}\" in child table must be marked NOT NULL", column);
    return error("42804", "column \"{}\" in child table \"{}\" must be marked NOT NULL", column, child.name);
}

bool same_generation(const Catalog& catalog, const Relation& parent, const Attribute& theirs,
                     const Relation& child, const Attribute& mine) {
    const auto* expected = catalog.find<catalog::AttributeDefault>(theirs.default_oid);
    const auto* found = catalog.find<catalog::AttributeDefault>(mine.default_oid);
    if (!expected || !found) return !expected && !found;
    return same_expression(catalog, expected->expression, parent.oid, found->expression, child.oid);
}

Status check_generation(const StatementContext& context, const Relation& parent, const Attribute& theirs,
                        const Relation& child, const Attribute& mine) {
    if (theirs.generated && !mine.generated)
        return error("42804", "column \"{}\" in child table must be a generated column", mine.name);
    if (context.major() < 16) {
        if (theirs.generated && !same_generation(context.catalog, parent, theirs, child, mine))
            return error("42804", "column \"{}\" in child table has a conflicting generation expression",
                         mine.name);
        return {};
    }
    if (mine.generated && !theirs.generated)
        return error("42804", "column \"{}\" in child table must not be a generated column", mine.name);
    if (mine.generated != theirs.generated) {
        auto word = [](char kind) { return kind == 's' ? "STORED" : "VIRTUAL"; };
        auto made =
            error("42804", "column \"{}\" inherits from generated column of different kind", mine.name);
        made.value().detail = fmt::format("Parent column is {}, child column is {}.", word(theirs.generated),
                                          word(mine.generated));
        return made;
    }
    return {};
}

/// Whether a not-null mark goes down to children: since 18 its constraint may say NO INHERIT.
bool passes_not_null_on(const StatementContext& context, const Relation& parent, const Attribute& attribute) {
    if (!attribute.not_null || context.major() < 18) return attribute.not_null;
    const auto* constraint = context.catalog.find<Constraint>(
        find_not_null_constraint(context.catalog, parent.oid, attribute.number));
    return !constraint || !constraint->no_inherit;
}

Status check_column(const StatementContext& context, const Relation& parent, const Attribute& theirs,
                    const Relation& child, const Attribute& mine) {
    const bool known = theirs.type != catalog::invalid_oid && mine.type != catalog::invalid_oid;
    if (known && (theirs.type != mine.type || theirs.typmod != mine.typmod))
        return error("42804", "child table \"{}\" has different type for column \"{}\"", child.name,
                     mine.name);
    if (known && theirs.collation != mine.collation)
        return error("42P21", "child table \"{}\" has different collation for column \"{}\"", child.name,
                     mine.name);
    if (context.major() < 18 && theirs.not_null && !mine.not_null && !mine.assumed)
        return must_be_not_null(context, mine.name, child);
    if (context.major() >= 18 && passes_not_null_on(context, parent, theirs) && !mine.assumed &&
        (!mine.not_null ||
         find_not_null_constraint(context.catalog, child.oid, mine.number) == catalog::invalid_oid))
        return must_be_not_null(context, mine.name, child);
    return check_generation(context, parent, theirs, child, mine);
}

Status merge_columns(StatementContext& context, Oid child_oid, Oid parent_oid, bool as_partition) {
    const auto* parent = context.catalog.find<Relation>(parent_oid);
    const auto* child = context.catalog.find<Relation>(child_oid);
    for (const Attribute& theirs : parent->attributes) {
        const Attribute* mine = child->find_attribute(theirs.name);
        if (!mine && child->open) continue;
        if (!mine) return error("42804", "child table is missing column \"{}\"", theirs.name);
        BACKOUT_TRY(check_column(context, *parent, theirs, *child, *mine));
    }
    const bool with_identity = as_partition && context.major() >= 17;
    context.catalog.change<Relation>(child_oid, [&](Relation& changed) {
        for (Attribute& mine : changed.attributes) {
            const Attribute* theirs = parent->find_attribute(mine.name);
            if (!theirs) continue;
            ++mine.inherit_count;
            if (as_partition) mine.is_local = false;
            if (with_identity) mine.identity = theirs->identity;
        }
    });
    return {};
}

/// The child's constraint that corresponds to one of the parent's: of that name, or on that column.
const Constraint* counterpart(const Catalog& catalog, const Relation& child, const Relation& parent,
                              const Constraint& constraint) {
    if (constraint.type == ConstraintType::check) {
        const auto* found = catalog.find<Constraint>(child.oid, constraint.name);
        return found && found->type == ConstraintType::check ? found : nullptr;
    }
    const Attribute* theirs = parent.find_attribute(constraint.keys.front());
    const Attribute* mine = theirs ? child.find_attribute(theirs->name) : nullptr;
    return mine ? catalog.find<Constraint>(find_not_null_constraint(catalog, child.oid, mine->number))
                : nullptr;
}

Status check_constraint_fits(const StatementContext& context, const Relation& parent,
                             const Constraint& theirs, const Relation& child, const Constraint* mine) {
    if (!mine && theirs.type == ConstraintType::not_null)
        return must_be_not_null(context, parent.find_attribute(theirs.keys.front())->name, child);
    if (!mine) return error("42804", "child table is missing constraint \"{}\"", theirs.name);
    if (theirs.type == ConstraintType::check &&
        !same_expression(context.catalog, theirs.expression, parent.oid, mine->expression, child.oid))
        return error("42804", "child table \"{}\" has different definition for check constraint \"{}\"",
                     child.name, theirs.name);
    auto conflicts = [&](std::string_view with) {
        return error("42P17", "constraint \"{}\" conflicts with {} constraint on child table \"{}\"",
                     mine->name, with, child.name);
    };
    if (mine->no_inherit) return conflicts("non-inherited");
    if (!mine->validated && mine->enforced && (context.major() < 18 || theirs.validated))
        return conflicts("NOT VALID");
    if (theirs.enforced && !mine->enforced) return conflicts("NOT ENFORCED");
    return {};
}

Status merge_constraints(StatementContext& context, Oid child_oid, Oid parent_oid, bool as_partition) {
    for (Oid member : context.catalog.members(parent_oid)) {
        const auto* theirs = context.catalog.find<Constraint>(member);
        if (!theirs || theirs->no_inherit ||
            (theirs->type != ConstraintType::check && theirs->type != ConstraintType::not_null))
            continue;
        const auto* child = context.catalog.find<Relation>(child_oid);
        const auto* parent = context.catalog.find<Relation>(parent_oid);
        const Constraint* mine = counterpart(context.catalog, *child, *parent, *theirs);
        if (!mine && child->open) continue;
        BACKOUT_TRY(check_constraint_fits(context, *parent, *theirs, *child, mine));
        context.catalog.change<Constraint>(mine->oid, [&](Constraint& changed) {
            ++changed.inherit_count;
            if (as_partition) changed.is_local = false;
        });
    }
    return {};
}

}  // namespace

Status create_inheritance(StatementContext& context, Oid child, Oid parent, bool as_partition) {
    const std::vector<Oid>& parents = context.catalog.find<Relation>(child)->parents;
    if (std::find(parents.begin(), parents.end(), parent) != parents.end())
        return error("42P07", "relation \"{}\" would be inherited from more than once",
                     context.catalog.find(parent)->name);
    BACKOUT_TRY(merge_columns(context, child, parent, as_partition));
    BACKOUT_TRY(merge_constraints(context, child, parent, as_partition));
    context.catalog.change<Relation>(child, [&](Relation& changed) {
        changed.parents.push_back(parent);
        depend(changed, {parent, 0}, as_partition ? DependencyType::auto_ : DependencyType::normal);
        if (as_partition) changed.is_partition = true;
    });
    return {};
}

Status remove_inheritance(StatementContext& context, Oid child, Oid parent_oid) {
    const auto* parent = context.catalog.find<Relation>(parent_oid);
    for (Oid member : context.catalog.members(parent_oid)) {
        const auto* theirs = context.catalog.find<Constraint>(member);
        if (!theirs || theirs->no_inherit ||
            (theirs->type != ConstraintType::check && theirs->type != ConstraintType::not_null))
            continue;
        const Constraint* mine =
            counterpart(context.catalog, *context.catalog.find<Relation>(child), *parent, *theirs);
        if (!mine || mine->inherit_count == 0) continue;
        context.catalog.change<Constraint>(mine->oid, [](Constraint& changed) {
            if (--changed.inherit_count == 0) changed.is_local = true;
        });
    }
    context.catalog.change<Relation>(child, [&](Relation& changed) {
        for (Attribute& mine : changed.attributes) {
            if (mine.inherit_count == 0 || !parent->find_attribute(mine.name)) continue;
            if (--mine.inherit_count == 0) mine.is_local = true;
        }
        std::erase(changed.parents, parent_oid);
        std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.column == 0 && dependency.referenced == ObjectAddress{parent_oid, 0};
        });
        changed.is_partition = false;
        changed.partition_bound.reset();
    });
    return {};
}

}  // namespace backout::simulate
