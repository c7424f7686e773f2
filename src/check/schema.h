#pragma once

#include <functional>
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

    /// Calls `visit` with each migration and the catalog after its up.
    static void each(const project::Project& project, const CheckOptions& options,
                     const std::function<void(const project::Migration&, const catalog::Catalog&)>& visit);

    const catalog::Catalog& catalog() const { return simulator_->catalog(); }

private:
    std::shared_ptr<const simulate::Simulator> simulator_;
};

}  // namespace backout
