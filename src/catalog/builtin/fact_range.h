#pragma once

#include <cstddef>
#include <iterator>
#include <span>

#include "catalog/builtin/major.h"

namespace backout::catalog::builtin {

/// Those rows of a piece of a fact table that hold in one major version; nothing is copied.
template <class Fact>
class FactRange {
public:
    class Iterator {
    public:
        using value_type = Fact;
        using difference_type = std::ptrdiff_t;
        using reference = const Fact&;
        using pointer = const Fact*;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;
        Iterator(const Fact* at, const Fact* end, Major major) : at_(at), end_(end), major_(major) { skip(); }
        const Fact& operator*() const { return *at_; }
        const Fact* operator->() const { return at_; }
        Iterator& operator++() {
            ++at_;
            skip();
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        void skip() {
            while (at_ != end_ && !at_->majors.contains(major_))
                ++at_;
        }

        const Fact* at_ = nullptr;
        const Fact* end_ = nullptr;
        Major major_ = newest_major;
    };

    FactRange(std::span<const Fact> rows, Major major) : rows_(rows), major_(major) {}

    Iterator begin() const { return {rows_.data(), rows_.data() + rows_.size(), major_}; }
    Iterator end() const { return {rows_.data() + rows_.size(), rows_.data() + rows_.size(), major_}; }
    bool empty() const { return begin() == end(); }
    /// How many facts there are; counts, so it costs a walk over the rows.
    std::size_t size() const { return static_cast<std::size_t>(std::distance(begin(), end())); }
    /// The first fact, or null when there is none.
    const Fact* first() const {
        Iterator at = begin();
        return at == end() ? nullptr : &*at;
    }

private:
    std::span<const Fact> rows_;
    Major major_;
};

}  // namespace backout::catalog::builtin
