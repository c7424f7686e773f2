#pragma once

#include <memory>

#include "verify/history.h"

namespace backout {

/// The project's history after the ups of the first `count` migrations, in the world that it needs: closed, or open with
/// what the migrations take for granted. `visit`, if any, sees the state after each.
std::shared_ptr<verify::History> replayed_ups(const project::Project& project, const CheckOptions& options,
                                              std::size_t count, const verify::UpVisitor& visit);

/// The migration of this id or name; the number of migrations when there is none.
std::size_t find_migration(const project::Project& project, std::string_view id_or_name);

}  // namespace backout
