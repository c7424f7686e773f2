#include <algorithm>

#include "backout/position.h"

namespace backout::text {

void SourceMap::append_verbatim(std::size_t length, std::size_t source) {
    append({length_, source, true}, length);
}

void SourceMap::append_replacement(std::size_t length, std::size_t source) {
    append({length_, source, false}, length);
}

void SourceMap::append(Segment segment, std::size_t length) {
    if (length == 0) return;
    segments_.push_back(segment);
    length_ += length;
}

/// The index of the segment that an offset lies in; the first one's for what is before it.
std::size_t SourceMap::segment_at(std::size_t offset) const {
    const auto next =
        std::upper_bound(segments_.begin(), segments_.end(), offset,
                         [](std::size_t value, const Segment& segment) { return value < segment.begin; });
    return next == segments_.begin() ? 0 : static_cast<std::size_t>(next - segments_.begin()) - 1;
}

std::size_t SourceMap::end_of(std::size_t index) const {
    return index + 1 < segments_.size() ? segments_[index + 1].begin : length_;
}

std::size_t SourceMap::to_source(std::size_t offset) const {
    if (segments_.empty()) return offset;
    const Segment& segment = segments_[segment_at(offset)];
    return segment.verbatim ? segment.source + (offset - segment.begin) : segment.source;
}

SourceMap SourceMap::chain(const SourceMap& outer, const SourceMap& inner) {
    if (inner.is_identity()) return outer;
    if (outer.is_identity()) return inner;
    SourceMap result;
    for (std::size_t index = 0; index < outer.segments_.size(); ++index) {
        const Segment& segment = outer.segments_[index];
        std::size_t length = outer.end_of(index) - segment.begin;
        if (!segment.verbatim) {
            result.append_replacement(length, inner.to_source(segment.source));
            continue;
        }
        // A stretch taken over as it was may span several segments of the inner map.
        std::size_t at = segment.source;
        for (std::size_t part = inner.segment_at(at); length > 0; ++part) {
            const bool last = part + 1 >= inner.segments_.size();
            const std::size_t taken = last ? length : std::min(length, inner.end_of(part) - at);
            result.append({result.length_, inner.to_source(at), inner.segments_[part].verbatim}, taken);
            at += taken;
            length -= taken;
        }
    }
    return result;
}

}  // namespace backout::text
