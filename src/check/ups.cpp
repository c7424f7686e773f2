#include "check/ups.h"

namespace backout {

std::shared_ptr<verify::History> replayed_ups(const project::Project& project, const CheckOptions& options,
                                              std::size_t count, const verify::UpVisitor& visit) {
    verify::Start start;
    const bool begins_at_the_beginning = project.starts_empty || options.baseline;
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

std::size_t find_migration(const project::Project& project, std::string_view id_or_name) {
    std::size_t index = 0;
    while (index < project.migrations.size() && project.migrations[index].id != id_or_name &&
           project.migrations[index].name != id_or_name)
        ++index;
    return index;
}

}  // namespace backout
