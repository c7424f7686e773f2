/// Sqitch's plan (App::Sqitch::Plan): which changes there are, in the order in which they are deployed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backout::project {

struct SqitchChange {
    std::string name;  ///< "tables/users"
    /// Where another change of the same name follows, the tags between the two: the scripts of this one are then
    /// called "name@tag.sql" after the first of these for which there is such a script. Empty for the last of a name.
    std::vector<std::string> rework_tags;
    std::size_t offset = 0;  ///< of its line in the plan
};

struct SqitchPlan {
    std::string project;  ///< %project
    std::vector<SqitchChange> changes;
    /// Some change requires one of another project: what that has made is not in this plan.
    bool needs_other_projects = false;

    struct Error {
        std::string message;
        std::size_t offset = 0;
    };
    /// Why Sqitch would refuse the plan, or stop in it.
    std::vector<Error> errors;
};

SqitchPlan read_sqitch_plan(std::string_view text);

}  // namespace backout::project
