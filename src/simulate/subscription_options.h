#pragma once

#include <optional>

#include "simulate/context.h"

namespace backout::simulate {

/// Which options a statement takes.
enum class SubscriptionOptionsOf : std::uint8_t { create, alter, enable, publications, refresh, skip };

/// The options of CREATE and ALTER SUBSCRIPTION that have to do with each other (SubOpts).
struct SubscriptionOptions {
    bool connect = true;
    bool enabled = true;
    bool create_slot = true;
    bool copy_data = true;
    bool refresh = true;
    std::optional<std::string> slot_name;  ///< as given; "none" for none
    std::optional<bool> two_phase;
    std::optional<bool> failover;
};

/// Checks names, values and combinations (parse_subscription_options, commands/subscriptioncmds.c).
Result<SubscriptionOptions> subscription_options(const StatementContext& context, SubscriptionOptionsOf statement,
                                                 const sql::Options& options);

}  // namespace backout::simulate
