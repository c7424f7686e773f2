#include <algorithm>

#include "simulate/create_table.h"
#include "simulate/table_row_type.h"

/// PRIMARY KEY and UNIQUE of a new table before it is there: transformIndexConstraints
/// (parser/parse_utilcmd.c).
namespace backout::simulate {

namespace {

using catalog::Relation;

ColumnRequest* find_column(TableInTheMaking& table, const std::string& name) {
    auto found = std::find_if(table.transform.columns.begin(), table.transform.columns.end(),
                              [&](const ColumnRequest& column) { return column.name == name; });
    return found == table.transform.columns.end() ? nullptr : &*found;
}

bool is_inherited(const TableInTheMaking& table, const std::string& name) {
    return std::any_of(table.parents.begin(), table.parents.end(), [&](Oid parent) {
        const auto* relation = table.context.catalog.find<Relation>(parent);
        return relation->open || relation->find_attribute(name);
    });
}

/// Since 18 a primary key's columns get a not-null constraint each, unless they have one.
Status require_not_null(TableInTheMaking& table, const std::string& name) {
    if (ColumnRequest* column = find_column(table, name)) column->not_null = true;
    if (table.context.major() < 18) return {};
    for (const ConstraintRequest& request : table.transform.not_nulls) {
        if (request.column != name) continue;
        if (request.no_inherit)
            return error("42601",
                         "conflicting NO INHERIT declaration for not-null constraint on column \"{}\"", name);
        return {};
    }
    ConstraintRequest request;
    request.type = ConstraintType::not_null;
    request.column = name;
    request.keys = {name};
    table.transform.not_nulls.push_back(std::move(request));
    return {};
}

Status check_column_exists(TableInTheMaking& table, const ConstraintRequest& request,
                           const std::string& name) {
    if (find_column(table, name) || is_system_column(name) || is_inherited(table, name) ||
        table.transform.open)
        return {};
    return error_at(request.location, "42703", "column \"{}\" named in key does not exist", name);
}

Status check_key(TableInTheMaking& table, const ConstraintRequest& request) {
    const bool primary = request.type == ConstraintType::primary_key;
    for (std::size_t place = 0; place < request.keys.size(); ++place) {
        const std::string& name = request.keys[place];
        BACKOUT_TRY(check_column_exists(table, request, name));
        const auto here = request.keys.begin() + static_cast<std::ptrdiff_t>(place);
        if (std::find(request.keys.begin(), here, name) != here)
            return error_at(request.location, "42701", "column \"{}\" appears twice in {} constraint", name,
                            primary ? "primary key" : "unique");
        if (primary) BACKOUT_TRY(require_not_null(table, name));
    }
    for (const std::string& name : request.definition->including)
        BACKOUT_TRY(check_column_exists(table, request, name));
    return {};
}

/// Whether two keys would be the same index, names and options aside.
bool says_the_same(const ConstraintRequest& request, const ConstraintRequest& other) {
    if (request.type == ConstraintType::exclusion || other.type == ConstraintType::exclusion) return false;
    return request.keys == other.keys && request.definition->including == other.definition->including &&
           request.definition->nulls_not_distinct == other.definition->nulls_not_distinct &&
           request.definition->without_overlaps == other.definition->without_overlaps &&
           request.deferrable == other.deferrable && request.deferred == other.deferred;
}

}  // namespace

Status transform_index_constraints(TableInTheMaking& table) {
    std::vector<ConstraintRequest>& requests = table.transform.index_constraints;
    bool has_primary_key = false;
    for (const ConstraintRequest& request : requests) {
        if (request.type == ConstraintType::primary_key) {
            if (has_primary_key)
                return error_at(request.location, "42P16",
                                "multiple primary keys for table \"{}\" are not allowed",
                                table.transform.name);
            has_primary_key = true;
        }
        if (!request.definition->index_name.empty())
            return error_at(request.location, "0A000", "cannot use an existing index in CREATE TABLE");
        BACKOUT_TRY(check_key(table, request));
    }
    // The primary key comes first; what repeats an earlier one is left out, but its name may be used.
    std::stable_partition(requests.begin(), requests.end(), [](const ConstraintRequest& request) {
        return request.type == ConstraintType::primary_key;
    });
    std::vector<ConstraintRequest> kept;
    for (ConstraintRequest& request : requests) {
        auto same = std::find_if(kept.begin(), kept.end(), [&](const ConstraintRequest& other) {
            return says_the_same(other, request);
        });
        if (same == kept.end())
            kept.push_back(std::move(request));
        else if (same->name.empty())
            same->name = request.name;
    }
    requests = std::move(kept);
    return {};
}

}  // namespace backout::simulate
