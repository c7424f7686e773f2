#include "simulate/inherit_merge.h"

#include <algorithm>

#include "simulate/inherit.h"

namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::AttributeDefault;
using catalog::Constraint;
using catalog::ExprPtr;
using catalog::Relation;
using catalog::RelationKind;

/// A column of the table to be, with where its inherited default came from.
struct MergedColumn {
    ColumnRequest request;
    ExprPtr default_in_parent;  ///< as the parent's columns are numbered
    Oid default_from = catalog::invalid_oid;
    bool conflicting_defaults = false;
};

/// The columns so far, by name. Tables have up to 1600 columns, so a search from the front would be felt.
class MergedColumns {
public:
    MergedColumn* find(const std::string& name) {
        auto found = places_.find(name);
        return found == places_.end() ? nullptr : &columns_[found->second];
    }
    AttributeNumber number_of(const std::string& name) const {
        return static_cast<AttributeNumber>(places_.at(name) + 1);
    }
    MergedColumn& add(ColumnRequest request) {
        places_.emplace(request.name, columns_.size());
        columns_.push_back({std::move(request), nullptr, catalog::invalid_oid, false});
        return columns_.back();
    }
    std::vector<MergedColumn>& all() { return columns_; }

private:
    std::vector<MergedColumn> columns_;
    std::unordered_map<std::string, std::size_t> places_;
};

// --- what the parents must be like
// --------------------------------------------------------------------------------

Status check_parent(const Relation& parent, char persistence, bool is_partition) {
    if (parent.kind == RelationKind::partitioned_table && !is_partition)
        return error("42809", "cannot inherit from partitioned table \"{}\"", parent.name);
    if (parent.is_partition && !is_partition)
        return error("42809", "cannot inherit from partition \"{}\"", parent.name);
    if (!parent.is_table())
        return error("42809", "inherited relation \"{}\" is not a table or foreign table", parent.name);
    if (is_partition && parent.persistence != 't' && persistence == 't')
        return error("42809", "cannot create a temporary relation as partition of permanent relation \"{}\"",
                     parent.name);
    if (parent.persistence == 't' && persistence != 't')
        return is_partition
                   ? error("42809",
                           "cannot create a permanent relation as partition of temporary relation \"{}\"",
                           parent.name)
                   : error("42809", "cannot inherit from temporary relation \"{}\"", parent.name);
    return {};
}

Status check_columns_differ(const std::vector<ColumnRequest>& columns) {
    std::vector<std::string_view> names;
    names.reserve(columns.size());
    for (const ColumnRequest& column : columns)
        names.push_back(column.name);
    std::sort(names.begin(), names.end());
    if (auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
        return error("42701", "column \"{}\" specified more than once", *twice);
    return {};
}

// --- parents' columns
// ---------------------------------------------------------------------------------------------

/// Two definitions of a column must agree. `which` is "inherited column" or "column", as messages call it.
Status check_agreement(StatementContext& context, std::string_view which, const ColumnRequest& before,
                       const ColumnRequest& other) {
    auto with_detail = [](tl::unexpected<Error> made, std::string detail) {
        made.value().detail = std::move(detail);
        return made;
    };
    if (before.type == catalog::invalid_oid || other.type == catalog::invalid_oid) return {};
    if (before.type != other.type || before.typmod != other.typmod)
        return with_detail(
            error("42804", "{} \"{}\" has a type conflict", which, before.name),
            fmt::format("{} versus {}",
                        catalog::format_type(context.catalog, context.path, before.type, before.typmod),
                        catalog::format_type(context.catalog, context.path, other.type, other.typmod)));
    if (before.collation != other.collation) {
        auto name = [&](Oid oid) {
            const auto info = catalog::collation_info(context.catalog, oid);
            return info ? info->name : std::string();
        };
        return with_detail(
            error("42P21", "{} \"{}\" has a collation conflict", which, before.name),
            fmt::format("\"{}\" versus \"{}\"", name(before.collation), name(other.collation)));
    }
    if (before.storage && other.storage && before.storage != other.storage) {
        auto word = [](char letter) {
            return letter == 'p' ? "PLAIN" : letter == 'e' ? "EXTERNAL" : letter == 'm' ? "MAIN" : "EXTENDED";
        };
        return with_detail(error("42804", "{} \"{}\" has a storage parameter conflict", which, before.name),
                           fmt::format("{} versus {}", word(before.storage), word(other.storage)));
    }
    if (before.compression && other.compression && before.compression != other.compression) {
        auto word = [](char letter) { return letter == 'l' ? "lz4" : "pglz"; };
        return with_detail(error("42804", "column \"{}\" has a compression method conflict", before.name),
                           fmt::format("{} versus {}", word(before.compression), word(other.compression)));
    }
    return {};
}

ColumnRequest inherited_column(const StatementContext& context, const Attribute& attribute,
                               bool is_partition) {
    ColumnRequest request;
    request.name = attribute.name;
    request.type = attribute.type;
    request.typmod = attribute.typmod;
    request.collation = attribute.collation;
    request.storage = attribute.storage;
    request.compression = attribute.compression;
    // Since 18 the constraint says whether the mark is inherited.
    request.not_null = attribute.not_null && context.major() < 18;
    request.generated = attribute.generated;
    if (is_partition && context.major() >= 17) request.identity = attribute.identity;
    request.is_local = false;
    request.inherit_count = 1;
    return request;
}

Status merge_parent_column(StatementContext& context, MergedColumns& merged, const Attribute& attribute,
                           bool is_partition) {
    MergedColumn* before = merged.find(attribute.name);
    if (!before) {
        merged.add(inherited_column(context, attribute, is_partition));
        return {};
    }
    context.effects.notice(
        fmt::format("merging multiple inherited definitions of column \"{}\"", attribute.name));
    BACKOUT_TRY(check_agreement(context, "inherited column", before->request,
                                inherited_column(context, attribute, is_partition)));
    if (!before->request.compression) before->request.compression = attribute.compression;
    if (before->request.generated != attribute.generated)
        return error("42804", "inherited column \"{}\" has a generation conflict", attribute.name);
    before->request.not_null |= attribute.not_null && context.major() < 18;
    ++before->request.inherit_count;
    return {};
}

/// The parent's defaults; two that differ must be overridden by the table itself.
void merge_parent_defaults(const Catalog& catalog, MergedColumns& merged, const Relation& parent) {
    for (const Attribute& attribute : parent.attributes) {
        const auto* theirs = catalog.find<AttributeDefault>(attribute.default_oid);
        if (!theirs) continue;
        MergedColumn& column = *merged.find(attribute.name);
        if (!column.default_in_parent) {
            column.default_in_parent = theirs->expression;
            column.default_from = parent.oid;
        } else if (!same_expression(catalog, column.default_in_parent, column.default_from,
                                    theirs->expression, parent.oid)) {
            column.conflicting_defaults = true;
        }
    }
}

AttributeMap map_to_merged(const MergedColumns& merged, const Relation& parent) {
    AttributeMap map;
    for (const Attribute& attribute : parent.attributes)
        map.emplace(attribute.number, merged.number_of(attribute.name));
    return map;
}

/// An inherited CHECK with the table that it was first seen in, to compare others with.
struct InheritedCheck {
    std::size_t place = 0;
    ExprPtr in_parent;
    Oid parent = catalog::invalid_oid;
};

Status merge_parent_check(const Catalog& catalog, const Relation& parent, const Constraint& constraint,
                          const AttributeMap& map, std::vector<ConstraintRequest>& checks,
                          std::vector<InheritedCheck>& seen) {
    for (const InheritedCheck& before : seen) {
        if (checks[before.place].name != constraint.name) continue;
        if (!same_expression(catalog, before.in_parent, before.parent, constraint.expression, parent.oid))
            return error("42710",
                         "check constraint name \"{}\" appears multiple times but with different expressions",
                         constraint.name);
        ++checks[before.place].inherit_count;
        return {};
    }
    ConstraintRequest request;
    request.type = ConstraintType::check;
    request.name = constraint.name;
    request.cooked = map_attributes(constraint.expression, map);
    request.enforced = constraint.enforced;
    request.skip_validation = true;
    request.initially_valid = constraint.enforced;
    request.is_local = false;
    request.inherit_count = 1;
    seen.push_back({checks.size(), constraint.expression, parent.oid});
    checks.push_back(std::move(request));
    return {};
}

ConstraintRequest inherited_not_null(const Relation& parent, const Constraint& constraint) {
    ConstraintRequest request;
    request.type = ConstraintType::not_null;
    request.name = constraint.name;
    request.column = parent.find_attribute(constraint.keys.front())->name;
    request.is_local = false;
    request.inherit_count = 1;
    return request;
}

Status merge_parent(StatementContext& context, const Relation& parent, bool is_partition,
                    MergedColumns& merged, InheritedParts& parts, std::vector<InheritedCheck>& seen) {
    for (const Attribute& attribute : parent.attributes)
        BACKOUT_TRY(merge_parent_column(context, merged, attribute, is_partition));
    merge_parent_defaults(context.catalog, merged, parent);
    const AttributeMap map = map_to_merged(merged, parent);
    for (const Constraint* constraint : context.catalog.members_of_class<Constraint>(parent.oid)) {
        if (constraint->no_inherit) continue;
        if (constraint->type == ConstraintType::check)
            BACKOUT_TRY(merge_parent_check(context.catalog, parent, *constraint, map, parts.checks, seen));
        if (constraint->type != ConstraintType::not_null) continue;
        parts.not_nulls.push_back(inherited_not_null(parent, *constraint));
        merged.find(parts.not_nulls.back().column)->request.not_null = true;
    }
    parts.open |= parent.open;
    return {};
}

// --- the table's own columns
// --------------------------------------------------------------------------------------

tl::unexpected<Error> generation_not_allowed(const StatementContext& context, const std::string& column) {
    auto made = error("42611", "child column \"{}\" specifies generation expression", column);
    made.value().hint =
        context.major() < 16
            ? "Omit the generation expression in the definition of the child table column to inherit "
              "the generation expression from the parent table."
            : "A child table column cannot be generated unless its parent column is.";
    return made;
}

/// What the table itself says of where values of an inherited column come from.
Status check_own_values(const StatementContext& context, const ColumnRequest& inherited,
                        const ColumnRequest& own) {
    if (inherited.generated) {
        if (own.default_expression && !own.generated)
            return error("42611", "column \"{}\" inherits from generated column but specifies default",
                         own.name);
        if (own.generated && context.major() < 16) return generation_not_allowed(context, own.name);
        if (own.identity)
            return error("42611", "column \"{}\" inherits from generated column but specifies identity",
                         own.name);
        if (own.generated && own.generated != inherited.generated) {
            auto word = [](char kind) { return kind == 's' ? "STORED" : "VIRTUAL"; };
            auto made =
                error("42611", "column \"{}\" inherits from generated column of different kind", own.name);
            made.value().detail = fmt::format("Parent column is {}, child column is {}.",
                                              word(inherited.generated), word(own.generated));
            return made;
        }
        return {};
    }
    if (own.generated && context.major() >= 16) return generation_not_allowed(context, own.name);
    return {};
}

void take_own_values(MergedColumn& column, const ColumnRequest& own) {
    column.request.not_null |= own.not_null;
    if (own.identity) column.request.identity = own.identity;
    if (own.sequence) column.request.sequence = own.sequence;
    if (own.generated) column.request.generated = own.generated;
    if (!own.default_expression && !own.cooked_default) return;
    column.request.default_expression = own.default_expression;
    column.request.made_default = own.made_default;
    column.request.cooked_default = own.cooked_default;
    column.default_in_parent = nullptr;
    column.conflicting_defaults = false;
}

Status merge_own_column(StatementContext& context, MergedColumns& merged, ColumnRequest own,
                        std::size_t place) {
    MergedColumn* before = merged.find(own.name);
    if (!before) {
        merged.add(std::move(own));
        return {};
    }
    if (merged.number_of(own.name) == static_cast<AttributeNumber>(place + 1))
        context.effects.notice(fmt::format("merging column \"{}\" with inherited definition", own.name));
    else
        context.effects.notice(
            fmt::format("moving and merging column \"{}\" with inherited definition", own.name));
    BACKOUT_TRY(check_agreement(context, "column", before->request, own));
    BACKOUT_TRY(check_own_values(context, before->request, own));
    if (own.storage) before->request.storage = own.storage;
    if (own.compression) before->request.compression = own.compression;
    before->request.is_local = true;
    take_own_values(*before, own);
    return {};
}

/// A partition has the parent's columns, with what it says of them.
Status merge_partition_column(StatementContext& context, MergedColumns& merged, const ColumnRequest& own,
                              bool open) {
    MergedColumn* column = merged.find(own.name);
    if (!column && open) return {};
    if (!column) return error("42703", "column \"{}\" does not exist", own.name);
    // Before 16 a partition could give a generated column any other expression.
    if (context.major() >= 16) BACKOUT_TRY(check_own_values(context, column->request, own));
    take_own_values(*column, own);
    return {};
}

Status finish_defaults(MergedColumns& merged, const Catalog& catalog) {
    for (MergedColumn& column : merged.all()) {
        if (column.conflicting_defaults) {
            auto made = column.request.generated
                            ? error("42611", "column \"{}\" inherits conflicting generation expressions",
                                    column.request.name)
                            : error("42611", "column \"{}\" inherits conflicting default values",
                                    column.request.name);
            made.value().hint = column.request.generated
                                    ? "To resolve the conflict, specify a generation expression explicitly."
                                    : "To resolve the conflict, specify a default explicitly.";
            return made;
        }
        if (column.default_in_parent)
            column.request.cooked_default =
                map_attributes(column.default_in_parent,
                               map_to_merged(merged, *catalog.find<Relation>(column.default_from)));
    }
    return {};
}

}  // namespace

Result<InheritedParts> merge_inherited(StatementContext& context, std::vector<ColumnRequest> columns,
                                       const std::vector<Oid>& parents, char persistence, bool is_partition) {
    InheritedParts parts;
    BACKOUT_TRY(check_columns_differ(columns));
    if (parents.empty()) {
        parts.columns = std::move(columns);
        return parts;
    }
    MergedColumns merged;
    std::vector<InheritedCheck> seen;
    for (Oid oid : parents) {
        const auto* parent = context.catalog.find<Relation>(oid);
        BACKOUT_TRY(check_parent(*parent, persistence, is_partition));
        BACKOUT_TRY(merge_parent(context, *parent, is_partition, merged, parts, seen));
    }
    for (std::size_t place = 0; place < columns.size(); ++place) {
        if (is_partition)
            BACKOUT_TRY(merge_partition_column(context, merged, columns[place], parts.open));
        else
            BACKOUT_TRY(merge_own_column(context, merged, std::move(columns[place]), place));
    }
    BACKOUT_TRY(finish_defaults(merged, context.catalog));
    for (MergedColumn& column : merged.all())
        parts.columns.push_back(std::move(column.request));
    return parts;
}

}  // namespace backout::simulate
