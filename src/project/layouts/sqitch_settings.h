/// sqitch.conf: where a Sqitch project keeps its plan and its scripts (sqitch-config, App::Sqitch::Target).
#pragma once

#include <string>
#include <string_view>

#include "project/variables.h"

namespace backout::project {

struct SqitchSettings {
    std::string plan_file;
    std::string deploy_dir;
    std::string revert_dir;
    std::string verify_dir;
    /// Where the scripts of changes are that were reworked since: usually the same.
    std::string reworked_deploy_dir;
    std::string reworked_revert_dir;
    std::string extension;
    std::string engine;  ///< "pg"
    /// `[deploy "variables"]` and the like, and those that Sqitch itself sets for psql.
    Variables variables;
};

/// Paths are relative to the folder of sqitch.conf; the text is empty where there is none.
SqitchSettings read_sqitch_settings(std::string_view configuration);

}  // namespace backout::project
