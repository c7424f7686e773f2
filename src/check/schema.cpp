#include "check/schema.h"

#include "verify/history.h"

namespace backout {

namespace {

using Visit = std::function<void(const project::Migration&, const catalog::Catalog&)>;

/// The history after the ups of the first `count` migrations, in the world that it needs.
std::shared_ptr<verify::History> replayed(const project::Project& project, const CheckOptions& options, std::size_t count,
                                          const Visit& visit) {
    verify::Start start;
    bool begins_at_the_beginning = project.starts_empty || options.baseline;
    if (begins_at_the_beginning) {
        // A first look without the visitor, which must not see a state that turns out to be wrong.
        auto history = std::make_shared<verify::History>(project, options, start);
        if (history->replay_ups(count, {})) {
            if (!visit) return history;
            history = std::make_shared<verify::History>(project, options, start);
            history->replay_ups(count, visit);
            return history;
        }
    }
    start.world = simulate::World::open;
    start.assumptions = verify::History(project, options, start).discover_assumptions();
    auto history = std::make_shared<verify::History>(project, options, start);
    history->replay_ups(count, visit);
    return history;
}

}  // namespace

std::optional<Schema> Schema::of(const project::Project& project, const CheckOptions& options,
                                 const std::optional<std::string>& at) {
    std::size_t count = project.migrations.size();
    if (at) {
        std::size_t index = 0;
        while (index < count && project.migrations[index].id != *at && project.migrations[index].name != *at) ++index;
        if (index == count) return std::nullopt;
        count = index + 1;
    }
    std::shared_ptr<verify::History> history = replayed(project, options, count, {});
    Schema schema;
    schema.simulator_ = std::shared_ptr<const simulate::Simulator>(history, &history->simulator());
    return schema;
}

void Schema::each(const project::Project& project, const CheckOptions& options, const Visit& visit) {
    replayed(project, options, project.migrations.size(), visit);
}

}  // namespace backout
