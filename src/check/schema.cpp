#include "check/schema.h"

#include "check/ups.h"

namespace backout {

std::optional<Schema> Schema::of(const project::Project& project, const CheckOptions& options,
                                 const std::optional<std::string>& at) {
    std::size_t count = project.migrations.size();
    if (at) {
        const std::size_t index = find_migration(project, *at);
        if (index == count) return std::nullopt;
        count = index + 1;
    }
    std::shared_ptr<verify::History> history = replayed_ups(project, options, count, {});
    Schema schema;
    schema.simulator_ = std::shared_ptr<const simulate::Simulator>(history, &history->simulator());
    return schema;
}

void Schema::each(const project::Project& project, const CheckOptions& options,
                  const std::function<void(const project::Migration&, const catalog::Catalog&)>& visit) {
    replayed_ups(project, options, project.migrations.size(),
                 [&](const verify::UpState& state) { visit(state.migration, state.simulator.catalog()); });
}

}  // namespace backout
