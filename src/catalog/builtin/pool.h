#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// Fact tables hold numbers only: a text or a list is an offset into one shared pool. The tables thus need no
// relocation and no constructor, and the pages nobody asks for are never read from disk.

namespace backout::catalog::builtin {

using Oid = std::uint32_t;

extern const char text_pool[];
extern const std::uint32_t list_pool[];

/// A text of the pool; converts to string_view. The empty text also stands for SQL's null.
struct Text {
    std::uint32_t offset;

    std::string_view view() const { return text_pool + offset; }
    operator std::string_view() const { return view(); }
    bool empty() const { return offset == 0; }
    friend bool operator==(Text left, std::string_view right) { return left.view() == right; }
};

/// A list of oids of the pool.
struct OidList {
    std::uint32_t offset;

    std::span<const Oid> span() const { return {list_pool + offset + 1, list_pool[offset]}; }
    operator std::span<const Oid>() const { return span(); }
    std::size_t size() const { return list_pool[offset]; }
    bool empty() const { return size() == 0; }
    Oid operator[](std::size_t index) const { return list_pool[offset + 1 + index]; }
    const Oid* begin() const { return list_pool + offset + 1; }
    const Oid* end() const { return begin() + size(); }
};

/// A list of texts of the pool.
struct TextList {
    std::uint32_t offset;

    class Iterator {
    public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;

        Iterator() = default;
        explicit Iterator(const std::uint32_t* at) : at_(at) {}
        std::string_view operator*() const { return text_pool + *at_; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++at_;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const std::uint32_t* at_ = nullptr;
    };

    std::size_t size() const { return list_pool[offset]; }
    bool empty() const { return size() == 0; }
    std::string_view operator[](std::size_t index) const { return text_pool + list_pool[offset + 1 + index]; }
    Iterator begin() const { return Iterator(list_pool + offset + 1); }
    Iterator end() const { return Iterator(list_pool + offset + 1 + size()); }
};

}  // namespace backout::catalog::builtin
