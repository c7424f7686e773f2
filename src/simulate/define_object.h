#pragma once

#include "simulate/context.h"

/// What CREATE … (name = value, …) makes, by kind; aggregates have a header of their own.
namespace backout::simulate {

// operator.cpp
Status create_operator(StatementContext& context, const sql::DefineStatement& statement);
// base_type.cpp
Status create_base_type(StatementContext& context, const sql::DefineStatement& statement);
// collation.cpp
Status create_collation(StatementContext& context, const sql::DefineStatement& statement);
// text_search.cpp
Status create_text_search_parser(StatementContext& context, const sql::DefineStatement& statement);
Status create_text_search_template(StatementContext& context, const sql::DefineStatement& statement);
Status create_text_search_dictionary(StatementContext& context, const sql::DefineStatement& statement);
Status create_text_search_configuration(StatementContext& context, const sql::DefineStatement& statement);

}  // namespace backout::simulate
