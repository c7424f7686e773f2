#pragma once

#include <cstdint>
#include <string_view>

namespace backout::simulate {

/// What event triggers have to do with a statement.
enum class CommandTag : std::uint8_t {
    unknown,    ///< there is no such statement
    other,      ///< it fires none
    firing,
    rewriting,  ///< table_rewrite is among its events
};

/// A command tag, in upper or lower case (tcop/cmdtaglist.h of PostgreSQL 18; older ones lack what is newer).
CommandTag command_tag(std::string_view written);

}  // namespace backout::simulate
