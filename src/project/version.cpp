#include "project/version.h"

#include <algorithm>

namespace backout::project {

namespace {

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

int sign(int value) {
    return value < 0 ? -1 : (value > 0 ? 1 : 0);
}

/// Takes the digits off the front.
std::string_view take_digits(std::string_view& text) {
    const std::string_view digits = leading_digits(text);
    text.remove_prefix(digits.size());
    return digits;
}

std::string_view without_leading_zeros(std::string_view number) {
    return number.substr(std::min(number.find_first_not_of('0'), number.size()));
}

}  // namespace

std::string_view leading_digits(std::string_view text) {
    return text.substr(
        0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin()));
}

int compare_numbers(std::string_view left, std::string_view right) {
    left = without_leading_zeros(left);
    right = without_leading_zeros(right);
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
    return sign(left.compare(right));
}

int compare_naturally(std::string_view left, std::string_view right) {
    const std::string_view whole_left = left;
    const std::string_view whole_right = right;
    while (!left.empty() && !right.empty()) {
        if (is_digit(left.front()) && is_digit(right.front())) {
            const std::string_view left_number = take_digits(left);
            if (const int order = compare_numbers(left_number, take_digits(right))) return order;
        } else if (left.front() != right.front()) {
            return static_cast<unsigned char>(left.front()) < static_cast<unsigned char>(right.front()) ? -1
                                                                                                        : 1;
        } else {
            left.remove_prefix(1);
            right.remove_prefix(1);
        }
    }
    if (left.empty() != right.empty()) return left.empty() ? -1 : 1;
    return sign(whole_left.compare(whole_right));  // "01" and "1" are different names
}

int compare_dotted(std::string_view left, std::string_view right) {
    while (!left.empty() || !right.empty()) {
        const std::string_view left_part = take_digits(left);
        if (const int order = compare_numbers(left_part, take_digits(right))) return order;
        if (!left.empty()) left.remove_prefix(1);  // the dot or underscore
        if (!right.empty()) right.remove_prefix(1);
    }
    return 0;
}

bool fits(std::string_view number, std::string_view most) {
    return compare_numbers(number, most) <= 0;
}

}  // namespace backout::project
