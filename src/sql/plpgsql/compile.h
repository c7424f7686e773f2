#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/plpgsql/tree.h"

namespace backout::sql::plpgsql {

/// What a body is of, as far as its grammar depends on it.
struct Routine {
    std::string name;
    std::vector<std::string> arguments;  ///< names of all of them
    std::size_t argument_count = 0;
    bool returns_set = false;
    bool returns_void = true;            ///< a DO block does
    bool is_procedure = false;
    bool is_trigger = false;
    bool is_event_trigger = false;
    bool has_output_parameters = false;
    int major = 0;                       ///< version of the server; 0: the newest
};

/// The first error that compiling the body gives where the catalog has no say: the grammar of PL/pgSQL, the syntax of
/// its SQL (check_sql_expr, pl_gram.y), names of variables and labels, RETURN that doesn't suit the routine.
std::optional<CompileError> check(const Body& parsed, std::string_view body, const Routine& routine);

}  // namespace backout::sql::plpgsql
