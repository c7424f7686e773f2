#include "backout/project.h"

namespace backout::project {

text::Position Script::position(std::size_t offset) const {
    return file->position(map.to_source(offset));
}

}  // namespace backout::project
