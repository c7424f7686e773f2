#pragma once

#include <memory>
#include <optional>
#include <string>

#include "backout/check.h"
#include "simulate/simulator.h"

namespace backout {

/// A project's simulated catalog after its ups, all of them or those up to and with the migration `at` (its id or
/// name). Nothing when there is no such migration.
class Schema {
public:
    static std::optional<Schema> of(const project::Project& project, const CheckOptions& options,
                                    const std::optional<std::string>& at);

    const catalog::Catalog& catalog() const { return simulator_->catalog(); }

private:
    std::shared_ptr<const simulate::Simulator> simulator_;
};

}  // namespace backout
