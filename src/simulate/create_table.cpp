#include "simulate/create_table.h"

#include "simulate/names.h"
#include "simulate/sequence_data.h"
#include "simulate/statements.h"
#include "simulate/table_like.h"

/// CREATE TABLE and CREATE FOREIGN TABLE, in the order in which ProcessUtilitySlow (tcop/utility.c) and
/// transformCreateStmt (parser/parse_utilcmd.c) go about it.
namespace backout::simulate {

namespace {

using catalog::Relation;

/// Schema and persistence, which may follow from each other (RangeVarGetAndCheckCreationNamespace).
Status place(TableInTheMaking& table) {
    const sql::RangeVar& name = table.statement.relation;
    BACKOUT_ASSIGN(table.transform.scope, creation_namespace(table.context, name));
    table.transform.name = name.name;
    table.transform.persistence = static_cast<char>(name.persistence);
    if (table.transform.scope != table.context.session.temporary_namespace) return {};
    if (name.persistence == sql::Persistence::unlogged)
        return error("42P16", "only temporary relations may be created in temporary schemas");
    table.transform.persistence = 't';
    return {};
}

/// IF NOT EXISTS looks at any relation of the name, whatever its kind. True: the statement is done.
bool skip_existing(TableInTheMaking& table) {
    if (!table.statement.if_not_exists) return false;
    StatementContext& context = table.context;
    const Oid existing = catalog::find_relation(context.catalog, table.transform.scope, table.transform.name);
    if (existing == catalog::invalid_oid) return false;
    context.effects.notice(fmt::format("relation \"{}\" already exists, skipping", table.transform.name),
                           "42P07");
    context.effects.skipped = true;
    context.effects.skipped_for = existing;
    return true;
}

Status transform_elements(TableInTheMaking& table) {
    using Kind = sql::TableElement::Kind;
    for (const sql::TableElement& element : table.statement.elements) {
        switch (element.kind) {
            case Kind::column:
                BACKOUT_TRY(transform_column(table.context, table.transform, element.column));
                break;
            case Kind::constraint:
                BACKOUT_TRY(transform_table_constraint(table.context, table.transform, element.constraint));
                break;
            case Kind::like:
                BACKOUT_TRY(transform_like(table.context, table.transform, element.like));
                break;
        }
    }
    return {};
}

Status find_parents(TableInTheMaking& table) {
    for (const sql::RangeVar& name : table.statement.inherits) {
        BACKOUT_ASSIGN(const Oid parent,
                       get_relation(table.context, name, false, table.is_partition() ? "p" : "rf"));
        BACKOUT_TRY(get_user_relation(table.context, parent));
        for (Oid before : table.parents)
            if (before == parent)
                return error("42P07", "relation \"{}\" would be inherited from more than once", name.name);
        table.parents.push_back(parent);
    }
    return {};
}

/// There are no rows yet, so nothing has to be validated and everything is valid from the start. Only foreign
/// tables may have rows elsewhere.
void validate_new(ConstraintRequest& request, bool foreign) {
    request.new_table = true;
    if (foreign) return;
    request.skip_validation = true;
    request.initially_valid = request.enforced;
}

Status check_names_differ(const std::vector<ConstraintRequest>& checks) {
    for (std::size_t place = 0; place < checks.size(); ++place)
        for (std::size_t before = 0; before < place; ++before)
            if (!checks[place].name.empty() && checks[before].name == checks[place].name)
                return error("42710", "check constraint \"{}\" already exists", checks[place].name);
    return {};
}

Status add_checks(TableInTheMaking& table) {
    for (ConstraintRequest& inherited : table.parts.checks) {
        inherited.new_table = true;
        BACKOUT_TRY(add_check_constraint(table.context, table.relation, inherited));
    }
    BACKOUT_TRY(check_names_differ(table.transform.checks));
    for (ConstraintRequest& request : table.transform.checks) {
        validate_new(request, table.transform.foreign);
        BACKOUT_TRY(add_check_constraint(table.context, table.relation, request));
    }
    return {};
}

void own_sequences(TableInTheMaking& table) {
    for (std::size_t place = 0; place < table.parts.columns.size(); ++place) {
        const ColumnRequest& column = table.parts.columns[place];
        if (column.sequence == catalog::invalid_oid) continue;
        const auto number = static_cast<catalog::AttributeNumber>(place + 1);
        set_sequence_owner(table.context, column.sequence, {table.relation, number}, column.identity != 0);
    }
}

/// What is done by statements of their own after the table is there: LIKE, indexes, foreign keys.
Status add_what_needs_the_table(TableInTheMaking& table) {
    for (const auto& [source, options] : table.transform.likes)
        BACKOUT_TRY(expand_like(table.context, table.relation, source, options));
    for (ConstraintRequest& request : table.transform.index_constraints) {
        validate_new(request, false);
        BACKOUT_TRY(add_index_constraint(table.context, table.relation, request));
    }
    for (ConstraintRequest& request : table.transform.foreign_keys) {
        validate_new(request, false);
        BACKOUT_TRY(add_foreign_key(table.context, table.relation, request));
    }
    return {};
}

}  // namespace

Status create_table(StatementContext& context, const sql::CreateTableStatement& statement) {
    TableInTheMaking table{context, statement, {}, {}, {}};
    BACKOUT_TRY(place(table));
    if (skip_existing(table)) return {};
    table.transform.foreign = statement.foreign;
    table.transform.partitioned = statement.partition_spec.has_value();
    table.transform.is_partition = table.is_partition();
    table.transform.of_type = statement.of_type.has_value();
    BACKOUT_TRY(transform_elements(table));
    if (statement.of_type) BACKOUT_TRY(add_type_columns(table));
    if (statement.partition_spec && !statement.inherits.empty() && !table.is_partition())
        return error("42P17", "cannot create partitioned table as inheritance child");
    BACKOUT_TRY(find_parents(table));
    BACKOUT_TRY(transform_index_constraints(table));
    BACKOUT_TRY(define_relation(table));
    BACKOUT_TRY(add_checks(table));
    BACKOUT_TRY(add_not_null_constraints(table));
    own_sequences(table);
    return add_what_needs_the_table(table);
}

}  // namespace backout::simulate
