#pragma once

#include "sql/plpgsql/cursor.h"

namespace backout::sql::plpgsql {

/// A statement without statements of its own, with its semicolon. False: it could not be made sense of.
bool parse_plain_statement(Cursor& cursor, Statement& statement);

/// What stands before LOOP: `WHILE condition`, `FOR i IN 1..3`, `FOR r IN query` …
void parse_loop_head(Cursor& cursor, Statement& statement);

}  // namespace backout::sql::plpgsql
