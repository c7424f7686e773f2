#include "values/money.h"

#include <fmt/format.h>

namespace backout::values {
namespace {

constexpr int fraction_digits = 2;

/// Collects the amount as a negative number, of which there is one more.
class Amount {
public:
    bool add_digit(char c) {
        return !__builtin_mul_overflow(cents_, std::int64_t{10}, &cents_) &&
               !__builtin_sub_overflow(cents_, std::int64_t{c - '0'}, &cents_);
    }
    bool round_up() { return !__builtin_sub_overflow(cents_, std::int64_t{1}, &cents_); }
    bool scale(int digits) {
        for (; digits > 0; --digits) {
            if (__builtin_mul_overflow(cents_, std::int64_t{10}, &cents_)) {
                return false;
            }
        }
        return true;
    }
    /// The absolute value; it may be one above the largest positive number.
    std::uint64_t magnitude() const { return 0 - static_cast<std::uint64_t>(cents_); }

private:
    std::int64_t cents_ = 0;
};

bool take(std::string_view& rest, char c) {
    if (!rest.starts_with(c)) {
        return false;
    }
    rest.remove_prefix(1);
    return true;
}

void skip_currency(std::string_view& rest) {
    rest = trim_start(rest);
    take(rest, '$');
    rest = trim_start(rest);
}

/// Digits with separators and a point; false on overflow.
bool take_amount(std::string_view& rest, Amount& amount) {
    bool after_point = false;
    int decimals = 0;
    for (; !rest.empty(); rest.remove_prefix(1)) {
        const char c = rest.front();
        if (is_digit(c) && (!after_point || decimals < fraction_digits)) {
            if (!amount.add_digit(c)) {
                return false;
            }
            decimals += after_point ? 1 : 0;
        } else if (c == '.' && !after_point) {
            after_point = true;
        } else if (c != ',') {
            break;
        }
    }
    if (!rest.empty() && is_digit(rest.front()) && rest.front() >= '5' && !amount.round_up()) {
        return false;
    }
    return amount.scale(fraction_digits - decimals);
}

std::string money_out(std::uint64_t cents, bool negative) {
    std::string digits = std::to_string(cents / 100);
    for (std::size_t i = digits.size(); i > 3; i -= 3) {
        digits.insert(i - 3, 1, ',');
    }
    return fmt::format("{}${}.{:02}", negative ? "-" : "", digits, cents % 100);
}

}  // namespace

LiteralResult money_in(const Input& input) {
    std::string_view rest = input.literal;
    skip_currency(rest);
    bool negative = take(rest, '-') || take(rest, '(');
    if (!negative) {
        take(rest, '+');
    }
    skip_currency(rest);
    Amount amount;
    if (!take_amount(rest, amount)) {
        return out_of_range("money", input.literal);
    }
    while (!rest.empty() && is_digit(rest.front())) {
        rest.remove_prefix(1);
    }
    for (; !rest.empty(); rest.remove_prefix(1)) {
        const char c = rest.front();
        if (c == '-') {
            negative = true;
        } else if (!is_space(c) && c != ')' && c != '+' && c != '$') {
            return invalid_syntax("money", input.literal);
        }
    }
    constexpr std::uint64_t largest = 0x7fffffffffffffff;
    if (!negative && amount.magnitude() > largest) {
        return out_of_range("money", input.literal);
    }
    return Canonical{.text = money_out(amount.magnitude(), negative && amount.magnitude() != 0),
                     .exact = false};
}

}  // namespace backout::values
