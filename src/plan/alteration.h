#pragma once

#include <string>
#include <vector>

#include "plan/definition.h"

/// The statements that change an object that is there on both sides: one function per kind.
namespace backout::plan {

/// An object on both sides, and how statements name it now. Renames have been done before: its name is the same, and so
/// is its schema.
struct Pair {
    const Writer& from;
    const Writer& to;
    const Object& source;
    const Object& target;
    Oid creator = catalog::invalid_oid;  ///< the role that runs the script
};

/// One step of a change. Steps of one object keep their order.
struct Step {
    std::vector<std::string> statements;
    /// A column of the source that this drops or gives another type: what depends on it has to go before.
    catalog::AttributeNumber drops = 0;
    catalog::AttributeNumber retypes = 0;
    /// A column of the source that may be null from then on: the primary key over it has to go before.
    catalog::AttributeNumber loosens = 0;
    /// The column of the target that this is about; 0: the object as a whole.
    catalog::AttributeNumber column = 0;
    /// What has to be said at the statement: "the rows' values of c are not restored".
    std::vector<std::string> remarks;
    /// Row-level security is switched when the policies are as they should be.
    bool after_policies = false;
    /// A generated column of the source that becomes a plain one: what its expression reads may go then.
    catalog::AttributeNumber releases = 0;
    /// Leaves the parent, so that the columns are the table's own, or becomes the parent's, as it has to be by then.
    bool leaves_parent = false;
    bool joins_parent = false;
    /// Ties a sequence to its column, or frees it from one: after the column has come, before it goes.
    bool owns = false;
};

struct Alteration {
    /// No ALTER leads there: it has to be dropped and made anew.
    bool recreate = false;
    std::vector<Step> steps;
    /// Why it can't be written.
    std::vector<std::string> unknowns;
    /// The steps have set owner, privileges and comment as well.
    bool furnished = false;
    /// The type is made anew under its name, beside the old one.
    bool replaces_type = false;
    /// Columns of other relations whose type a step changes on the way (an enum that is made anew).
    std::vector<catalog::ObjectAddress> retyped_elsewhere;

    void add(std::string statement) { steps.push_back({.statements = {std::move(statement)}, .remarks = {}}); }
};

/// How the source becomes the target: nothing to do, steps, or recreate. Owner, privileges and comment included.
Alteration alter(const Pair& pair);

// By kind; without owner, privileges, comment.
void alter_extension(const Pair& pair, Alteration& alteration);
void alter_role(const Pair& pair, Alteration& alteration);
void alter_type(const Pair& pair, Alteration& alteration);
void alter_composite(const Pair& pair, Alteration& alteration);
void alter_sequence(const Pair& pair, Alteration& alteration);
void alter_table(const Pair& pair, Alteration& alteration);
void alter_view(const Pair& pair, Alteration& alteration);
void alter_index(const Pair& pair, Alteration& alteration);
void alter_constraint(const Pair& pair, Alteration& alteration);
void alter_default(const Pair& pair, Alteration& alteration);
void alter_trigger(const Pair& pair, Alteration& alteration);
void alter_rule(const Pair& pair, Alteration& alteration);
void alter_policy(const Pair& pair, Alteration& alteration);
void alter_statistics(const Pair& pair, Alteration& alteration);
void alter_function(const Pair& pair, Alteration& alteration);
void alter_operator(const Pair& pair, Alteration& alteration);
void alter_operator_family(const Pair& pair, Alteration& alteration);
void alter_collation(const Pair& pair, Alteration& alteration);
void alter_event_trigger(const Pair& pair, Alteration& alteration);
void alter_publication(const Pair& pair, Alteration& alteration);
void alter_subscription(const Pair& pair, Alteration& alteration);
/// Wrappers, servers, user mappings: their OPTIONS and versions.
void alter_foreign_data(const Pair& pair, Alteration& alteration);
void alter_text_search(const Pair& pair, Alteration& alteration);
void alter_default_privileges(const Pair& pair, Alteration& alteration);
/// Kinds without an ALTER of their own: recreated where their definitions differ.
void recreate_if_different(const Pair& pair, Alteration& alteration);

/// What became of the columns that both sides have; then those that only one has.
void alter_columns(const Pair& pair, Alteration& alteration);
/// Whether the column's default has to be dropped before it gets its new type, and set again after.
bool resets_default(const Catalog& source, const catalog::Attribute& before, const Catalog& target,
                    const catalog::Attribute& after);

/// The owner, privileges and comment of what is on both sides.
void alter_furnishing(const Pair& pair, Alteration& alteration);

/// GRANT and REVOKE statements that lead from one ACL to another. `on`: "TABLE t", "SCHEMA s"; `columns`: " (a, b)" after
/// each privilege, or empty.
std::vector<std::string> change_privileges(const Writer& writer, catalog::builtin::Major major, const catalog::Acl& from,
                                           const catalog::Acl& to, std::uint32_t all_privileges, std::string_view on,
                                           std::string_view columns = {});

}  // namespace backout::plan
