#pragma once

#include "simulate/system_relation.h"

/// Who fills the rows of which system relation.
namespace backout::simulate {

/// Rows under construction: values are given in the order of the relation's columns.
class SystemRows {
public:
    SystemRows(const StatementContext& context, const RowFilter& filter, SystemRelation& relation)
        : context_(context), filter_(filter), relation_(relation) {}

    const StatementContext& context() const { return context_; }
    const Catalog& catalog() const { return context_.catalog; }
    /// Whether a row with this value in the column can be asked for.
    bool wants(std::string_view column, std::string_view value) const {
        auto found = filter_.find(column);
        return found == filter_.end() || found->second == value;
    }
    /// The value that the column is asked to have; null where any will do.
    const std::string* asked(std::string_view column) const {
        auto found = filter_.find(column);
        return found == filter_.end() ? nullptr : &found->second;
    }
    void add(std::vector<Value> row) { relation_.rows.push_back(std::move(row)); }

private:
    const StatementContext& context_;
    const RowFilter& filter_;
    SystemRelation& relation_;
};

/// All schemas, those of a fresh server included.
std::vector<Oid> all_namespaces(const Catalog& catalog);
/// Functions of a name in all schemas: the project's, a fresh server's and those of extensions.
std::vector<catalog::FunctionInfo> all_functions_named(const Catalog& catalog, std::string_view name);

// system_rows_catalog.cpp
void fill_pg_namespace(SystemRows& rows);
void fill_pg_class(SystemRows& rows);
void fill_pg_attribute(SystemRows& rows);
void fill_pg_type(SystemRows& rows);
void fill_pg_enum(SystemRows& rows);
void fill_pg_constraint(SystemRows& rows);
void fill_pg_index(SystemRows& rows);
void fill_pg_policy(SystemRows& rows);
void fill_pg_trigger(SystemRows& rows);
void fill_pg_proc(SystemRows& rows);
void fill_pg_extension(SystemRows& rows);
void fill_pg_roles(SystemRows& rows);
void fill_pg_user(SystemRows& rows);
void fill_pg_publication(SystemRows& rows);
void fill_pg_event_trigger(SystemRows& rows);
void fill_pg_inherits(SystemRows& rows);
void fill_pg_language(SystemRows& rows);

// system_rows_view.cpp
void fill_pg_indexes(SystemRows& rows);
void fill_pg_tables(SystemRows& rows);
void fill_pg_views(SystemRows& rows);
void fill_pg_matviews(SystemRows& rows);
void fill_pg_sequences(SystemRows& rows);
void fill_pg_policies(SystemRows& rows);
void fill_pg_publication_tables(SystemRows& rows);

// system_rows_information.cpp
void fill_schemata(SystemRows& rows);
void fill_tables(SystemRows& rows);
void fill_information_views(SystemRows& rows);
void fill_columns(SystemRows& rows);
void fill_table_constraints(SystemRows& rows);
void fill_key_column_usage(SystemRows& rows);
void fill_constraint_column_usage(SystemRows& rows);
void fill_referential_constraints(SystemRows& rows);
void fill_information_sequences(SystemRows& rows);
void fill_triggers(SystemRows& rows);
void fill_routines(SystemRows& rows);

}  // namespace backout::simulate
