#pragma once

#include <vector>

#include "backout/rollback.h"

/// `backout rollback --write`: scripts put into the project.
namespace backout::cli {

struct WritePermissions {
    bool force = false;     ///< to replace scripts that are there
    bool unproven = false;  ///< to write what isn't proven
};

struct WriteTask {
    const project::LoadOptions& load;
    const project::Project& project;
    const CheckOptions& check;
    project::Direction direction;
    WritePermissions may;
};

/// Puts each script where its layout has its place, after a check of the project with all of them in it; names the files
/// on standard output. False when one was not written: why is said on standard error.
bool write_into_project(const WriteTask& task, const std::vector<WrittenScript>& scripts);

}  // namespace backout::cli
