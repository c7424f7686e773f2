#pragma once

#include <string>
#include <vector>

#include "simulate/simulator.h"

/// What a statement does may hang on what was there before the first migration: IF EXISTS, IF NOT EXISTS, OR REPLACE.
namespace backout::verify {

/// A name that no statement so far has made or needed, so that it may as well have been there from the start.
struct UnsettledName {
    std::string item;    ///< as the inventory names it: "public.users", "public.users.email"
    std::string schema;  ///< that it would be in; empty for schemas, extensions and parts of a relation
    std::string reason;  ///< "whether table x was there before, and how it was defined, is not known"
    /// The statement removes it if it is there, rather than making or keeping it.
    bool is_removed = false;
    /// It hangs on a relation that is itself taken to have been there: the history does begin in the middle.
    bool is_part_of_assumed = false;
};

/// The names whose being there would change what the statement does; asked before it runs. None of what the history
/// itself has made or dropped is among them.
std::vector<UnsettledName> unsettled_names(const simulate::Simulator& simulator, const sql::Statement& statement);

}  // namespace backout::verify
