#pragma once

#include "simulate/context.h"

/// Tables of publications, with their row filters and column lists.
namespace backout::simulate {

struct PublishedTable {
    Oid relation = catalog::invalid_oid;
    const sql::PublicationObject* object = nullptr;
};

/// The tables that a statement names, those that inherit from them included; the same one twice is one, unless a filter
/// or a column list is given (OpenTableList, commands/publicationcmds.c).
Result<std::vector<PublishedTable>> published_tables(StatementContext& context,
                                                     const std::vector<sql::PublicationObject>& objects);

/// Checks filters and column lists, then adds the tables. `with_schemas`: the publication also has whole schemas, what
/// forbids column lists. What is there already is an error unless `missing_only`.
Status add_published_tables(StatementContext& context, Oid publication, const std::vector<PublishedTable>& tables,
                            bool with_schemas, bool missing_only);

Status drop_published_tables(StatementContext& context, Oid publication, const std::vector<PublishedTable>& tables);

}  // namespace backout::simulate
