#pragma once

#include <string_view>

#include "sql/tree/statement.h"

/// What the simulation makes of each kind of statement, in words: docs/statements.md.
namespace backout::simulate {

enum class Handling : std::uint8_t {
    simulated,          ///< changes, checks and errors as the server's
    session,            ///< changes the session or the transaction, not the catalog
    rows,               ///< analysed as the server does; what happens to rows is kept as effects
    without_effect,     ///< nothing is left in the catalog, and nothing that is looked at can make it fail
    unknown,            ///< the outcome is declared unknown
};

struct KindHandling {
    Handling handling = Handling::unknown;
    std::string_view limits;  ///< what of it is declared unknown, with the reason; may be empty
};

/// Every kind has its own entry: the compiler asks for it, as it does in dispatch.cpp.
KindHandling handling_of(sql::StatementKind kind);

}  // namespace backout::simulate
