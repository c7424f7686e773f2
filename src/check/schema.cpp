#include "check/schema.h"

#include "verify/history.h"

namespace backout {

std::optional<Schema> Schema::of(const project::Project& project, const CheckOptions& options,
                                 const std::optional<std::string>& at) {
    std::size_t count = project.migrations.size();
    if (at) {
        std::size_t index = 0;
        while (index < count && project.migrations[index].id != *at && project.migrations[index].name != *at) ++index;
        if (index == count) return std::nullopt;
        count = index + 1;
    }
    verify::Start start;
    auto history = std::make_shared<verify::History>(project, options, start);
    bool begins_at_the_beginning = project.starts_empty || options.baseline;
    if (!begins_at_the_beginning || !history->replay_ups(count)) {
        start.world = simulate::World::open;
        start.assumptions = verify::History(project, options, start).discover_assumptions();
        history = std::make_shared<verify::History>(project, options, start);
        history->replay_ups(count);
    }
    Schema schema;
    schema.simulator_ = std::shared_ptr<const simulate::Simulator>(history, &history->simulator());
    return schema;
}

}  // namespace backout
