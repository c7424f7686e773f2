/// Which of a set of .sql files are downs, and of which ups: by conventions that people follow without a
/// tool.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/pairing.h"

namespace backout::project {

class PlainNames {
public:
    explicit PlainNames(const std::vector<std::string>& paths);

    /// Direction and common name of a .sql file. `x.down.sql`, `down/x.sql` and `rollback.sql` are downs in
    /// any case; `x_down.sql` and `rollback_x.sql` only beside an `x.sql` or `x_up.sql`: `004_shut_down.sql`
    /// is a migration.
    DirectionFile parse(const std::string& path) const;
    /// What the script of a direction is called, given the other one's path; empty where that doesn't say it.
    static std::string path_of(const std::string& other, Direction direction);

private:
    bool has(const std::string& stem) const { return stems_.count(stem) > 0; }
    template <class Words>
    bool has_any(std::string_view folder, const Words& names) const;
    bool has_up_of(const std::string& name) const;
    bool has_down_of(const std::string& name) const;
    void parse_stem(std::string_view stem, DirectionFile& file) const;

    std::set<std::string> stems_;  ///< paths without ".sql"
};

}  // namespace backout::project
