/// What runners with annotated files have in common: one file per migration, up and down in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/annotations.h"
#include "project/loader.h"

namespace backout::project {

/// How a runner of this family finds the end of a statement, which is by lines, not by SQL.
struct StatementEndRules {
    std::string_view runner;  ///< "goose"
    std::string_view prefix;  ///< "+goose"
    /// What becomes of a last statement without ';': "goose refuses the file".
    std::string_view unfinished;
};

/// Says where the runner would cut a statement that PostgreSQL wouldn't: at a line that ends with ';' within
/// a quoted body, outside of StatementBegin and StatementEnd. Says too when the last statement has no end.
void check_statement_ends(Loader& loader, const Script& script, const AnnotatedText& annotated,
                          const StatementEndRules& rules);

/// The script with StatementBegin and StatementEnd around each statement that the runner would otherwise cut.
std::string with_statement_blocks(std::string_view sql, const StatementEndRules& rules);

/// A StatementBegin without an end.
void check_blocks(Loader& loader, const std::string& path, const AnnotatedText& annotated,
                  const StatementEndRules& rules);

/// A script for a file that the runner refuses to run, after saying why.
Script refused(Loader& loader, const std::string& path, std::string message, std::string help);

/// The .sql files directly in the folder whose names begin with a digit; the rest is passed over with this
/// reason.
std::vector<std::string> numbered_files(Loader& loader, const std::string& reason);

/// "0007_users.sql" without its ending.
std::string without_ending(std::string_view path);

}  // namespace backout::project
