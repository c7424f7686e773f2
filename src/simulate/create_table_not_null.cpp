#include <algorithm>

#include "simulate/create_table.h"
#include "simulate/names.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

namespace {

using catalog::Relation;

/// Several NOT NULL of one column become one; names and NO INHERIT must not contradict each other.
Result<std::vector<ConstraintRequest>> merge_own(const std::vector<ConstraintRequest>& requests) {
    std::vector<ConstraintRequest> merged;
    for (const ConstraintRequest& request : requests) {
        auto before = std::find_if(merged.begin(), merged.end(), [&](const ConstraintRequest& other) {
            return other.column == request.column;
        });
        if (before == merged.end()) {
            merged.push_back(request);
            continue;
        }
        if (before->no_inherit != request.no_inherit)
            return error("42601",
                         "conflicting NO INHERIT declaration for not-null constraint on column \"{}\"",
                         request.column);
        if (before->name.empty()) {
            before->name = request.name;
        } else if (!request.name.empty() && request.name != before->name) {
            return error("42601", "conflicting not-null constraint names \"{}\" and \"{}\"", before->name,
                         request.name);
        }
    }
    return merged;
}

/// Takes those of a column out of the inherited ones; how many there were.
std::int16_t take_inherited(std::vector<ConstraintRequest>& inherited, const std::string& column) {
    return static_cast<std::int16_t>(
        std::erase_if(inherited, [&](const ConstraintRequest& request) { return request.column == column; }));
}

Status add(TableInTheMaking& table, const ConstraintRequest& request) {
    const auto* relation = table.context.catalog.find<Relation>(table.relation);
    const catalog::Attribute* attribute = relation->find_attribute(request.column);
    if (!attribute && is_system_column(request.column))
        return error("0A000", "cannot add not-null constraint on system column \"{}\"", request.column);
    if (!attribute && relation->open) return {};
    if (!attribute)
        return error("42703", "column \"{}\" of relation \"{}\" does not exist", request.column,
                     relation->name);
    BACKOUT_TRY(insert_not_null_constraint(table.context, table.relation, attribute->number, request));
    return {};
}

Status check_own_name(const std::vector<ConstraintRequest>& requests, const ConstraintRequest& request,
                      const std::string& table) {
    if (request.name.empty()) return {};
    for (const ConstraintRequest& other : requests) {
        if (&other == &request) return {};
        if (other.name == request.name)
            return error("42710", "constraint \"{}\" for relation \"{}\" already exists", request.name,
                         table);
    }
    return {};
}

}  // namespace

Status add_not_null_constraints(TableInTheMaking& table) {
    if (table.context.major() < 18) return {};
    BACKOUT_ASSIGN(std::vector<ConstraintRequest> own, merge_own(table.transform.not_nulls));
    std::vector<ConstraintRequest> inherited = table.parts.not_nulls;
    for (ConstraintRequest& request : own) {
        BACKOUT_TRY(check_own_name(own, request, table.transform.name));
        request.inherit_count = take_inherited(inherited, request.column);
        if (request.inherit_count > 0 && request.no_inherit) {
            auto made = error("42804", "cannot define not-null constraint with NO INHERIT on column \"{}\"",
                              request.column);
            made.value().detail = "The column has an inherited not-null constraint.";
            return made;
        }
        BACKOUT_TRY(add(table, request));
    }
    while (!inherited.empty()) {
        ConstraintRequest request = inherited.front();
        request.inherit_count = take_inherited(inherited, request.column);
        BACKOUT_TRY(add(table, request));
    }
    return {};
}

}  // namespace backout::simulate
