#include "simulate/evaluate_value.h"

#include <charconv>

namespace backout::simulate {

std::optional<bool> Value::truth() const {
    if (!is_scalar()) return std::nullopt;
    if (text == "t" || text == "true" || text == "yes" || text == "on" || text == "1") return true;
    if (text == "f" || text == "false" || text == "no" || text == "off" || text == "0") return false;
    return std::nullopt;
}

std::optional<std::int64_t> Value::integer() const {
    if (!is_scalar()) return std::nullopt;
    std::int64_t value = 0;
    auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Value Value::field(std::string_view name) const {
    for (std::size_t i = 0; i < names.size() && i < elements.size(); ++i)
        if (names[i] == name) return elements[i];
    return unknown();
}

std::optional<int> compare(const Value& left, const Value& right) {
    if (!left.is_scalar() || !right.is_scalar()) return std::nullopt;
    if (left.is_boolean || right.is_boolean) {
        auto a = left.truth(), b = right.truth();
        if (a && b) return int{*a} - int{*b};
        return std::nullopt;
    }
    if (auto a = left.integer(), b = right.integer(); a && b) return *a < *b ? -1 : *a > *b ? 1 : 0;
    int order = left.text.compare(right.text);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace backout::simulate
