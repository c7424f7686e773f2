#include <algorithm>

#include "backout/position.h"

namespace backout::text {

void SourceMap::append_verbatim(std::size_t length, std::size_t source) {
    if (length == 0) return;
    segments_.push_back({length_, source, true});
    length_ += length;
}

void SourceMap::append_replacement(std::size_t length, std::size_t source) {
    if (length == 0) return;
    segments_.push_back({length_, source, false});
    length_ += length;
}

std::size_t SourceMap::to_source(std::size_t offset) const {
    if (segments_.empty()) return offset;
    const auto next = std::upper_bound(segments_.begin(), segments_.end(), offset,
                                       [](std::size_t value, const Segment& segment) { return value < segment.begin; });
    const Segment& segment = next == segments_.begin() ? segments_.front() : *std::prev(next);
    return segment.verbatim ? segment.source + (offset - segment.begin) : segment.source;
}

} // namespace backout::text
