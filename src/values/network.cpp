#include "values/network.h"

#include <fmt/format.h>

#include <array>

namespace backout::values {
namespace {

struct Address {
    bool is_v6 = false;
    std::array<std::uint8_t, 16> bytes{};
    int prefix_length = 0;

    int max_prefix() const { return is_v6 ? 128 : 32; }
};

/// Decimal digits at the start of `text`, which are taken off. Nothing when there are none or the number is
/// above `max`.
std::optional<int> take_number(std::string_view& text, int max) {
    int value = -1;
    while (!text.empty() && is_digit(text.front())) {
        value = (value < 0 ? 0 : value) * 10 + (text.front() - '0');
        if (value > max) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return value < 0 ? std::nullopt : std::optional(value);
}

/// "/24" up to the end of the text; -1 when there is nothing.
std::optional<int> take_prefix_v4(std::string_view text) {
    if (text.empty()) {
        return -1;
    }
    text.remove_prefix(1);
    const auto bits = take_number(text, 32);
    return text.empty() ? bits : std::nullopt;
}

/// One to four octets with dots between. Stops at the end or at '/'; a dot may only end it when
/// `trailing_dot`.
std::optional<int> take_octets(std::string_view& text, Address& address, bool trailing_dot) {
    int count = 0;
    for (;;) {
        const auto octet = take_number(text, 255);
        if (!octet || count == 4) {
            return std::nullopt;
        }
        address.bytes[static_cast<std::size_t>(count++)] = static_cast<std::uint8_t>(*octet);
        if (text.empty() || text.front() == '/') {
            return count;
        }
        if (text.front() != '.') {
            return std::nullopt;
        }
        text.remove_prefix(1);
        if (trailing_dot && text.empty()) {
            return count;
        }
    }
}

/// inet_net_pton_ipv4: all four octets, unless a prefix length says how many are meant.
std::optional<Address> read_inet_v4(std::string_view text) {
    Address address;
    const auto octets = take_octets(text, address, true);
    if (!octets) {
        return std::nullopt;
    }
    const auto bits = take_prefix_v4(text);
    if (!bits || (*bits == -1 && *octets != 4) || *bits / 8 > *octets) {
        return std::nullopt;
    }
    address.prefix_length = *bits == -1 ? 32 : *bits;
    return address;
}

/// The octets of "0xdeadbeef", padded to the right.
std::optional<int> take_hex_octets(std::string_view& text, Address& address) {
    text.remove_prefix(2);
    std::size_t nibbles = 0;
    for (; !text.empty() && hex_value(text.front()) >= 0; ++nibbles) {
        if (nibbles == 8) {
            return std::nullopt;
        }
        address.bytes[nibbles / 2] |=
            static_cast<std::uint8_t>(hex_value(text.front()) << (nibbles % 2 == 0 ? 4 : 0));
        text.remove_prefix(1);
    }
    if (!text.empty() && text.front() != '/') {
        return std::nullopt;
    }
    return static_cast<int>((nibbles + 1) / 2);
}

/// The length that a network without one gets from its class.
int classful_prefix_length(const Address& address, int octets) {
    const int first = address.bytes[0];
    int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
    if (bits < octets * 8) {
        bits = octets * 8;
    }
    return bits == 8 && first == 224 ? 4 : bits;
}

/// inet_cidr_pton_ipv4.
std::optional<Address> read_cidr_v4(std::string_view text) {
    Address address;
    const bool is_hex = starts_with_ignoring_case(text, "0x") && text.size() > 2 && hex_value(text[2]) >= 0;
    const auto octets = is_hex ? take_hex_octets(text, address) : take_octets(text, address, false);
    if (!octets) {
        return std::nullopt;
    }
    const auto bits = take_prefix_v4(text);
    if (!bits) {
        return std::nullopt;
    }
    address.prefix_length = *bits == -1 ? classful_prefix_length(address, *octets) : *bits;
    return address;
}

/// A number up to `max` without leading zeros, as inet_cidr_pton_ipv6 wants lengths and embedded octets.
std::optional<int> strict_number(std::string_view digits, int max) {
    if (digits.size() > 1 && digits.front() == '0') {
        return std::nullopt;
    }
    const auto number = take_number(digits, max);
    return digits.empty() ? number : std::nullopt;
}

/// The groups of an IPv6 address; where "::" stood, -1 if nowhere.
struct Groups {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t count = 0;  // of bytes
    std::ptrdiff_t gap = -1;
};

/// The IPv4 address at the end of an IPv6 address. Octets that are missing are 0, but the last may not
/// (getv4).
bool take_embedded_v4(std::string_view text, Groups& groups) {
    if (groups.count > 12) {
        return false;
    }
    for (std::size_t i = 0;; ++i) {
        const std::size_t dot = text.find('.');
        const auto octet = dot == 0 ? std::optional(0) : strict_number(text.substr(0, dot), 255);
        if (!octet || i == 4) {
            return false;
        }
        groups.bytes[groups.count + i] = static_cast<std::uint8_t>(*octet);
        if (dot == std::string_view::npos) {
            groups.count += 4;
            return true;
        }
        text.remove_prefix(dot + 1);
    }
}

bool take_groups(std::string_view text, Groups& groups) {
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        if (!text.starts_with(':')) {
            return false;
        }
    }
    while (!text.empty()) {
        std::size_t digits = 0;
        int value = 0;
        while (digits < text.size() && hex_value(text[digits]) >= 0) {
            value = value * 16 + hex_value(text[digits]);
            if (++digits > 4) {
                return false;
            }
        }
        const bool at_end = digits == text.size();
        if (!at_end && text[digits] == '.') {
            return take_embedded_v4(text, groups);
        }
        if (!at_end && text[digits] != ':') {
            return false;
        }
        if (digits == 0) {
            if (groups.gap >= 0) {
                return false;
            }
            groups.gap = static_cast<std::ptrdiff_t>(groups.count);
        } else {
            if (groups.count + 2 > 16 || (!at_end && digits + 1 == text.size())) {
                return false;
            }
            groups.bytes[groups.count++] = static_cast<std::uint8_t>(value >> 8);
            groups.bytes[groups.count++] = static_cast<std::uint8_t>(value & 0xff);
        }
        text.remove_prefix(std::min(digits + 1, text.size()));
    }
    return true;
}

/// inet_cidr_pton_ipv6, which reads both types.
std::optional<Address> read_v6(std::string_view text) {
    Address address{.is_v6 = true, .prefix_length = 128};
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const auto bits = strict_number(text.substr(slash + 1), 128);
        if (!bits) {
            return std::nullopt;
        }
        address.prefix_length = *bits;
        text = text.substr(0, slash);
    }
    Groups groups;
    if (!take_groups(text, groups)) {
        return std::nullopt;
    }
    if (groups.gap < 0) {
        if (groups.count != 16) {
            return std::nullopt;
        }
        address.bytes = groups.bytes;
        return address;
    }
    if (groups.count == 16) {
        return std::nullopt;
    }
    const auto gap = static_cast<std::size_t>(groups.gap);
    std::copy_n(groups.bytes.begin(), gap, address.bytes.begin());
    std::copy(groups.bytes.begin() + groups.gap,
              groups.bytes.begin() + static_cast<std::ptrdiff_t>(groups.count),
              address.bytes.end() - static_cast<std::ptrdiff_t>(groups.count - gap));
    return address;
}

bool has_bits_right_of_mask(const Address& address) {
    for (int bit = address.prefix_length; bit < address.max_prefix(); ++bit) {
        if ((address.bytes[static_cast<std::size_t>(bit / 8)] & (0x80 >> (bit % 8))) != 0) {
            return true;
        }
    }
    return false;
}

std::string v4_text(const std::uint8_t* bytes) {
    return fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
}

/// inet_net_ntop_ipv6: the longest run of zeros becomes "::", and mapped or compatible IPv4 addresses keep
/// their dots.
std::string v6_text(const Address& address) {
    std::array<int, 8> words{};
    for (std::size_t i = 0; i < 8; ++i) {
        words[i] = address.bytes[2 * i] * 256 + address.bytes[2 * i + 1];
    }
    std::size_t best = 8;
    std::size_t best_length = 1;  // a single zero isn't worth it
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && words[i + length] == 0) {
            ++length;
        }
        if (length > best_length) {
            best = i;
            best_length = length;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i >= best && i < best + best_length) {
            text += i == best ? ":" : "";
            continue;
        }
        text += i != 0 ? ":" : "";
        const bool embeds_v4 = best == 0 && (best_length == 6 || (best_length == 7 && words[7] != 1) ||
                                             (best_length == 5 && words[5] == 0xffff));
        if (i == 6 && embeds_v4) {
            return text + v4_text(address.bytes.data() + 12);
        }
        text += fmt::format("{:x}", words[i]);
    }
    return best + best_length == 8 && best < 8 ? text + ":" : text;
}

std::string address_text(const Address& address, bool always_with_length) {
    std::string text = address.is_v6 ? v6_text(address) : v4_text(address.bytes.data());
    if (always_with_length || address.prefix_length != address.max_prefix()) {
        text += fmt::format("/{}", address.prefix_length);
    }
    return text;
}

}  // namespace

LiteralResult inet_in(const Input& input) {
    const bool is_v6 = input.literal.find(':') != std::string_view::npos;
    const auto address = is_v6 ? read_v6(input.literal) : read_inet_v4(input.literal);
    if (!address) {
        return invalid_syntax("inet", input.literal);
    }
    return exactly(address_text(*address, false));
}

LiteralResult cidr_in(const Input& input) {
    const bool is_v6 = input.literal.find(':') != std::string_view::npos;
    const auto address = is_v6 ? read_v6(input.literal) : read_cidr_v4(input.literal);
    if (!address) {
        return invalid_syntax("cidr", input.literal);
    }
    if (has_bits_right_of_mask(*address)) {
        return failure("22P02", fmt::format("invalid cidr value: \"{}\"", input.literal),
                       "Value has bits set to right of mask.");
    }
    return exactly(address_text(*address, true));
}

}  // namespace backout::values
