#pragma once

#include <string_view>

#include "simulate/error.h"

namespace backout::simulate {

/// Whether libpq can read a connection string (conninfo_parse, interfaces/libpq/fe-connect.c): 42601 `invalid connection
/// string syntax: …`. Of URIs nothing is checked.
Status check_connection_string(std::string_view text, int major);

}  // namespace backout::simulate
