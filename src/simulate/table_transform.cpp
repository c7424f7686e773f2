#include "simulate/table_transform.h"

#include <algorithm>

#include "simulate/constraint_attributes.h"
#include "simulate/reloptions.h"

namespace backout::simulate {

namespace {

using Type = sql::Constraint::Type;

/// First release where not-null constraints have names.
constexpr int not_null_constraints_since = 18;

/// One column while its constraints are gone through (transformColumnDefinition).
struct ColumnInTheMaking {
    StatementContext& context;
    TableTransform& transform;
    ColumnRequest column;
    bool saw_null = false;  ///< NULL or NOT NULL has been said
    bool saw_default = false;
    bool saw_identity = false;
    bool saw_generated = false;
    bool need_not_null = false;  ///< since 18: implied by serial, identity or primary key
    bool no_inherit_refused = false;
    std::size_t not_null = SIZE_MAX;  ///< its place among the transform's not-null constraints

    template <class... Args>
    tl::unexpected<Error> refuse(sql::Location location, fmt::format_string<Args...> format,
                                 Args&&... args) const {
        return error_at(location, "42601", "{} for column \"{}\" of table \"{}\"",
                        fmt::format(format, std::forward<Args>(args)...), column.name, transform.name);
    }
    tl::unexpected<Error> conflicting_null(sql::Location location) const {
        return refuse(location, "conflicting NULL/NOT NULL declarations");
    }
    bool has_constraints() const { return context.major() >= not_null_constraints_since; }
};

tl::unexpected<Error> not_on_foreign_tables(sql::Location location, std::string_view what) {
    return error_at(location, "0A000", "{} constraints are not supported on foreign tables", what);
}

ConstraintRequest not_null_request(std::string column) {
    ConstraintRequest request;
    request.type = ConstraintType::not_null;
    request.keys = {column};
    request.column = std::move(column);
    return request;
}

Status add_null(ColumnInTheMaking& made, const ConstraintRequest& request) {
    if ((made.saw_null && made.column.not_null) || made.need_not_null)
        return made.conflicting_null(request.location);
    made.column.not_null = false;
    made.saw_null = true;
    return {};
}

/// Since 18 the constraint itself is kept; said twice, the names and NO INHERIT must agree.
Status keep_not_null(ColumnInTheMaking& made, const ConstraintRequest& request) {
    std::vector<ConstraintRequest>& kept = made.transform.not_nulls;
    if (made.transform.partitioned && request.no_inherit)
        return error("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT");
    auto conflicting_inheritance = [&] {
        return error("42601", "conflicting NO INHERIT declarations for not-null constraints on column \"{}\"",
                     made.column.name);
    };
    if (made.no_inherit_refused && request.no_inherit) return conflicting_inheritance();
    if (!made.column.not_null) {
        made.not_null = kept.size();
        kept.push_back(request);
        kept.back().column = made.column.name;
        kept.back().keys = {made.column.name};
        made.need_not_null = false;
        return {};
    }
    if (made.not_null == SIZE_MAX) return {};
    ConstraintRequest& before = kept[made.not_null];
    if (!request.name.empty() && !before.name.empty() && request.name != before.name)
        return error("XX000", "conflicting not-null constraint names \"{}\" and \"{}\"", before.name,
                     request.name);
    if (before.no_inherit != request.no_inherit) return conflicting_inheritance();
    if (before.name.empty()) before.name = request.name;
    return {};
}

Status add_not_null_word(ColumnInTheMaking& made, const ConstraintRequest& request) {
    if (made.saw_null && !made.column.not_null) return made.conflicting_null(request.location);
    if (made.has_constraints()) BACKOUT_TRY(keep_not_null(made, request));
    made.column.not_null = true;
    made.saw_null = true;
    return {};
}

Status add_default(ColumnInTheMaking& made, const ConstraintRequest& request) {
    if (made.saw_default) return made.refuse(request.location, "multiple default values specified");
    made.column.default_expression = request.definition->expression.get();
    made.saw_default = true;
    return {};
}

/// Identity and serial columns are NOT NULL without saying so.
Status imply_not_null(ColumnInTheMaking& made, sql::Location location) {
    if (made.saw_null && !made.column.not_null) return made.conflicting_null(location);
    if (made.has_constraints()) {
        made.need_not_null = true;
    } else {
        made.column.not_null = true;
        made.saw_null = true;
    }
    return {};
}

Status add_identity(ColumnInTheMaking& made, const ConstraintRequest& request) {
    if (made.transform.of_type) return error("0A000", "identity columns are not supported on typed tables");
    if (made.transform.is_partition)
        return error("0A000", "identity columns are not supported on partitions");
    if (made.saw_identity) return made.refuse(request.location, "multiple identity specifications");
    BACKOUT_ASSIGN(made.column.sequence,
                   make_column_sequence(made.context, made.transform.scope, made.transform.name,
                                        made.column.name, made.transform.persistence, made.column.type,
                                        request.definition->sequence_options, true));
    made.column.identity = request.definition->generated_when;
    made.saw_identity = true;
    return imply_not_null(made, request.location);
}

Status add_generated(ColumnInTheMaking& made, const ConstraintRequest& request) {
    if (made.transform.of_type) return error("0A000", "generated columns are not supported on typed tables");
    if (made.saw_generated) return made.refuse(request.location, "multiple generation clauses specified");
    made.column.generated = request.definition->generated_kind;
    made.column.default_expression = request.definition->expression.get();
    made.saw_generated = true;
    return {};
}

Status add_key(ColumnInTheMaking& made, ConstraintRequest request) {
    const bool primary = request.type == ConstraintType::primary_key;
    if (made.transform.foreign)
        return not_on_foreign_tables(request.location, primary ? "primary key" : "unique");
    if (primary && made.has_constraints()) {
        if (made.saw_null && !made.column.not_null) return made.conflicting_null(request.location);
        made.need_not_null = true;
    }
    if (request.keys.empty()) request.keys = {made.column.name};
    request.column = made.column.name;
    made.transform.index_constraints.push_back(std::move(request));
    return {};
}

Status add_column_constraint(ColumnInTheMaking& made, ConstraintRequest request) {
    switch (request.definition->type) {
        case Type::null:
            return add_null(made, request);
        case Type::not_null:
            return add_not_null_word(made, request);
        case Type::default_:
            return add_default(made, request);
        case Type::identity:
            return add_identity(made, request);
        case Type::generated:
            return add_generated(made, request);
        case Type::check:
            request.column = made.column.name;
            made.transform.checks.push_back(std::move(request));
            return {};
        case Type::primary_key:
        case Type::unique:
            return add_key(made, std::move(request));
        case Type::foreign_key:
            if (made.transform.foreign) return not_on_foreign_tables(request.location, "foreign key");
            request.keys = {made.column.name};
            request.column = made.column.name;
            made.transform.foreign_keys.push_back(std::move(request));
            return {};
        default:
            return {};
    }
}

Status check_value_sources(const ColumnInTheMaking& made, sql::Location location) {
    if (made.saw_default && made.saw_identity)
        return made.refuse(location, "both default and identity specified");
    if (made.saw_default && made.saw_generated)
        return made.refuse(location, "both default and generation expression specified");
    if (made.saw_identity && made.saw_generated)
        return made.refuse(location, "both identity and generation expression specified");
    return {};
}

Status expand_serial(ColumnInTheMaking& made, const sql::TypeName& type) {
    if (!type.array_bounds.empty())
        return error_at(type.location, "0A000", "array of serial is not implemented");
    BACKOUT_ASSIGN(
        made.column.sequence,
        make_column_sequence(made.context, made.transform.scope, made.transform.name, made.column.name,
                             made.transform.persistence, made.column.type, {}, false));
    made.column.made_default = nextval_expression(made.context.catalog, made.column.sequence);
    made.column.default_expression = made.column.made_default.get();
    made.saw_default = true;
    made.need_not_null = true;
    return {};
}

/// Type, and for serial the integer type with sequence and default.
Status set_type(ColumnInTheMaking& made, const sql::ColumnDefinition& definition) {
    if (!definition.type) return {};
    made.column.type = serial_type(*definition.type);
    if (made.column.type != catalog::invalid_oid) return expand_serial(made, *definition.type);
    return resolve_column_type(made.context, definition, made.column);
}

/// What remains to be done for NOT NULL once all has been read.
Status finish_not_null(ColumnInTheMaking& made) {
    if (!made.need_not_null) return {};
    if (made.saw_null && !made.column.not_null) return made.conflicting_null(made.column.location);
    if (made.has_constraints() && !made.column.not_null)
        made.transform.not_nulls.push_back(not_null_request(made.column.name));
    made.column.not_null = true;
    return {};
}

}  // namespace

TableTransform alter_transform(const StatementContext&, const catalog::Relation& relation) {
    TableTransform transform;
    transform.relation = relation.oid;
    transform.scope = relation.scope;
    transform.name = relation.name;
    transform.persistence = relation.persistence;
    transform.command = "ALTER TABLE";
    transform.foreign = relation.kind == catalog::RelationKind::foreign_table;
    transform.partitioned = relation.kind == catalog::RelationKind::partitioned_table;
    return transform;
}

Status transform_column(StatementContext& context, TableTransform& transform,
                        const sql::ColumnDefinition& definition) {
    ColumnInTheMaking made{context, transform, {}};
    made.column.name = definition.name;
    made.column.definition = &definition;
    made.column.location = definition.location;
    BACKOUT_TRY(set_type(made, definition));
    BACKOUT_ASSIGN(std::vector<ConstraintRequest> constraints,
                   fold_constraint_attributes(definition.constraints));
    made.no_inherit_refused =
        made.need_not_null ||  // of serial
        std::any_of(constraints.begin(), constraints.end(), [](const ConstraintRequest& request) {
            return request.definition->type == Type::primary_key ||
                   request.definition->type == Type::identity;
        });
    for (ConstraintRequest& request : constraints) {
        const sql::Location location = request.location;
        BACKOUT_TRY(add_column_constraint(made, std::move(request)));
        BACKOUT_TRY(check_value_sources(made, location));
    }
    BACKOUT_TRY(finish_not_null(made));
    if (!definition.fdw_options.empty()) {
        BACKOUT_ASSIGN(made.column.fdw_options, generic_options({}, definition.fdw_options));
    }
    transform.columns.push_back(std::move(made.column));
    return {};
}

Status transform_table_constraint(StatementContext& context, TableTransform& transform,
                                  const sql::Constraint& constraint) {
    ConstraintRequest request = constraint_request(constraint);
    switch (constraint.type) {
        case Type::primary_key:
            if (transform.foreign) return not_on_foreign_tables(constraint.location, "primary key");
            transform.index_constraints.push_back(std::move(request));
            return {};
        case Type::unique:
            if (transform.foreign) return not_on_foreign_tables(constraint.location, "unique");
            transform.index_constraints.push_back(std::move(request));
            return {};
        case Type::exclusion:
            if (transform.foreign) return not_on_foreign_tables(constraint.location, "exclusion");
            if (transform.partitioned && context.major() < 17)
                return error_at(constraint.location, "0A000",
                                "exclusion constraints are not supported on partitioned tables");
            transform.index_constraints.push_back(std::move(request));
            return {};
        case Type::check:
            transform.checks.push_back(std::move(request));
            return {};
        case Type::not_null:
            if (transform.partitioned && request.no_inherit)
                return error("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT");
            transform.not_nulls.push_back(std::move(request));
            return {};
        case Type::foreign_key:
            if (transform.foreign) return not_on_foreign_tables(constraint.location, "foreign key");
            transform.foreign_keys.push_back(std::move(request));
            return {};
        default:
            return unknown("a constraint of this kind can't stand among the table's");
    }
}

}  // namespace backout::simulate
