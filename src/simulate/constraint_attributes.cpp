#include "simulate/constraint_attributes.h"

/// transformConstraintAttrs (parser/parse_utilcmd.c).
namespace backout::simulate {

namespace {

using Type = sql::Constraint::Type;

/// The attributes that may follow a constraint, as far as seen, and the constraint that they are of.
struct Attributes {
    const sql::Constraint* constraint = nullptr;
    ConstraintRequest* request = nullptr;
    bool saw_deferrability = false;
    bool saw_initially = false;
    bool saw_enforced = false;

    bool can_be_deferred() const {
        if (!constraint) return false;
        return constraint->type == Type::primary_key || constraint->type == Type::unique ||
               constraint->type == Type::exclusion || constraint->type == Type::foreign_key;
    }
    bool can_be_enforced() const {
        return constraint && (constraint->type == Type::check || constraint->type == Type::foreign_key);
    }
};

constexpr const char* must_be_deferrable = "constraint declared INITIALLY DEFERRED must be DEFERRABLE";

Status set_deferrable(Attributes& attributes, const sql::Constraint& word) {
    const bool deferrable = word.type == Type::attribute_deferrable;
    if (!attributes.can_be_deferred())
        return error_at(word.location, "42601", "misplaced {} clause",
                        deferrable ? "DEFERRABLE" : "NOT DEFERRABLE");
    if (attributes.saw_deferrability)
        return error_at(word.location, "42601", "multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed");
    attributes.saw_deferrability = true;
    attributes.request->deferrable = deferrable;
    if (!deferrable && attributes.saw_initially && attributes.request->deferred)
        return error_at(word.location, "42601", must_be_deferrable);
    return {};
}

Status set_initially(Attributes& attributes, const sql::Constraint& word) {
    const bool deferred = word.type == Type::attribute_deferred;
    if (!attributes.can_be_deferred())
        return error_at(word.location, "42601", "misplaced {} clause",
                        deferred ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE");
    if (attributes.saw_initially)
        return error_at(word.location, "42601", "multiple INITIALLY IMMEDIATE/DEFERRED clauses not allowed");
    attributes.saw_initially = true;
    attributes.request->deferred = deferred;
    if (!deferred) return {};
    if (!attributes.saw_deferrability) attributes.request->deferrable = true;
    if (!attributes.request->deferrable) return error_at(word.location, "42601", must_be_deferrable);
    return {};
}

Status set_enforced(Attributes& attributes, const sql::Constraint& word) {
    const bool enforced = word.type == Type::attribute_enforced;
    if (!attributes.can_be_enforced())
        return error_at(word.location, "42601", "misplaced {} clause",
                        enforced ? "ENFORCED" : "NOT ENFORCED");
    if (attributes.saw_enforced)
        return error_at(word.location, "42601", "multiple ENFORCED/NOT ENFORCED clauses not allowed");
    attributes.saw_enforced = true;
    attributes.request->enforced = enforced;
    if (enforced) return {};
    attributes.request->initially_valid = false;
    attributes.request->skip_validation = true;
    return {};
}

}  // namespace

Result<std::vector<ConstraintRequest>> fold_constraint_attributes(
    const std::vector<sql::Constraint>& constraints) {
    std::vector<ConstraintRequest> folded;
    folded.reserve(constraints.size());
    Attributes attributes;
    for (const sql::Constraint& constraint : constraints) {
        switch (constraint.type) {
            case Type::attribute_deferrable:
            case Type::attribute_not_deferrable:
                BACKOUT_TRY(set_deferrable(attributes, constraint));
                break;
            case Type::attribute_deferred:
            case Type::attribute_immediate:
                BACKOUT_TRY(set_initially(attributes, constraint));
                break;
            case Type::attribute_enforced:
            case Type::attribute_not_enforced:
                BACKOUT_TRY(set_enforced(attributes, constraint));
                break;
            default:
                folded.push_back(constraint_request(constraint));
                attributes = {&constraint, &folded.back()};
        }
    }
    return folded;
}

}  // namespace backout::simulate
