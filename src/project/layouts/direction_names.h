/// File names of the form `N_name.up.sql`, which golang-migrate and sqlx share.
#pragma once

#include <optional>
#include <string>

#include "project/folder.h"
#include "project/pairing.h"

namespace backout::project {

/// A file directly in the folder, named `N_name.up.sql`, `N_name.down.sql` or the same with `.go`.
std::optional<DirectionFile> parse_direction_name(const std::string& path);

struct DirectionNameCount {
    std::size_t matching = 0;           ///< `N_name.up.sql`, `N_name.down.sql`
    std::size_t programs = 0;           ///< the same with `.go`
    std::size_t without_direction = 0;  ///< `N_name.sql`
};

DirectionNameCount count_direction_names(const Folder& folder);

}  // namespace backout::project
