#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "values/input.h"

namespace backout::values {
namespace {

using Status = tl::expected<void, LiteralError>;

struct Bound {
    std::optional<std::string> value;  // nothing: infinite
    bool inclusive = false;
};

struct Range {
    bool is_empty = false;
    Bound lower = {};
    Bound upper = {};
    bool exact = true;
    bool reads_clock = false;
};

using RangeResult = tl::expected<Range, LiteralError>;

/// Quoted parts and backslashes, up to an unquoted character of `stops` (range_parse_bound).
std::optional<std::string> take_bound_text(std::string_view& rest) {
    std::string text;
    bool quoted = false;
    while (!rest.empty()) {
        const char c = rest.front();
        if (!quoted && (c == ',' || c == ')' || c == ']')) {
            return text;
        }
        rest.remove_prefix(1);
        if (c == '\\') {
            if (rest.empty()) {
                return std::nullopt;
            }
            text += rest.front();
            rest.remove_prefix(1);
        } else if (c == '"') {
            if (quoted && rest.starts_with('"')) {
                text += '"';
                rest.remove_prefix(1);
            } else {
                quoted = !quoted;
            }
        } else {
            text += c;
        }
    }
    return std::nullopt;
}

/// The text of a range before its bounds are read (range_parse).
class RangeSyntax {
public:
    explicit RangeSyntax(std::string_view literal) : literal_(literal), rest_(trim_start(literal)) {}

    RangeResult parse();

private:
    Failure malformed(std::string detail) const {
        return failure("22P02", fmt::format("malformed range literal: \"{}\"", literal_), std::move(detail));
    }
    Status take_bound(Bound& bound);
    Status expect_end(std::string_view after) const {
        return trim_start(rest_).empty() ? Status() : Status(malformed(fmt::format("Junk after {}.", after)));
    }

    std::string_view literal_;
    std::string_view rest_;
};

Status RangeSyntax::take_bound(Bound& bound) {
    if (rest_.starts_with(',') || rest_.starts_with(')') || rest_.starts_with(']')) {
        return {};
    }
    bound.value = take_bound_text(rest_);
    return bound.value ? Status() : Status(malformed("Unexpected end of input."));
}

RangeResult RangeSyntax::parse() {
    constexpr std::string_view empty = "empty";
    Range range;
    const auto fail = [](Status& status) { return tl::make_unexpected(std::move(status.error())); };
    if (starts_with_ignoring_case(rest_, empty)) {
        rest_.remove_prefix(empty.size());
        range.is_empty = true;
        Status status = expect_end("\"empty\" key word");
        return status ? RangeResult(range) : RangeResult(fail(status));
    }
    if (!rest_.starts_with('[') && !rest_.starts_with('(')) {
        return malformed("Missing left parenthesis or bracket.");
    }
    range.lower.inclusive = rest_.front() == '[';
    rest_.remove_prefix(1);
    if (Status status = take_bound(range.lower); !status) {
        return fail(status);
    }
    if (!rest_.starts_with(',')) {
        return malformed("Missing comma after lower bound.");
    }
    rest_.remove_prefix(1);
    if (Status status = take_bound(range.upper); !status) {
        return fail(status);
    }
    if (rest_.starts_with(',')) {
        return malformed("Too many commas.");
    }
    range.upper.inclusive = rest_.front() == ']';
    rest_.remove_prefix(1);
    Status status = expect_end("right parenthesis or bracket");
    return status ? RangeResult(range) : RangeResult(fail(status));
}

/// Ranges over one subtype.
class RangeReader {
public:
    explicit RangeReader(const RangeSubtype& subtype) : subtype_(subtype) {}

    RangeResult read(std::string_view literal) const;
    void merge(std::vector<Range>& ranges) const;

private:
    Status read_bound(Bound& bound, Range& range) const;
    Status check_order(Range& range) const;
    Status make_canonical(Range& range) const;
    Status advance(Bound& bound, Range& range) const;
    std::optional<std::strong_ordering> compare(const std::string& left, const std::string& right) const {
        return subtype_.compare ? subtype_.compare(left, right) : std::nullopt;
    }
    std::strong_ordering compare_lower(const Range& left, const Range& right) const;
    std::strong_ordering compare_upper(const Range& left, const Range& right) const;
    bool touches(const Range& left, const Range& right) const;

    const RangeSubtype& subtype_;
};

Status RangeReader::read_bound(Bound& bound, Range& range) const {
    if (!bound.value) {
        return {};
    }
    auto value = subtype_.read(*bound.value);
    if (!value) {
        return tl::make_unexpected(std::move(value.error()));
    }
    range.exact = range.exact && value->exact;
    range.reads_clock = range.reads_clock || value->volatile_value;
    bound.value = std::move(value->text);
    return {};
}

/// range_serialize: bounds in order, and a range that holds nothing is empty.
Status RangeReader::check_order(Range& range) const {
    range.lower.inclusive = range.lower.inclusive && range.lower.value;
    range.upper.inclusive = range.upper.inclusive && range.upper.value;
    if (!range.lower.value || !range.upper.value) {
        return {};
    }
    const auto order = compare(*range.lower.value, *range.upper.value);
    if (!order) {
        range.exact = false;
    } else if (*order > 0) {
        return failure("22000", "range lower bound must be less than or equal to range upper bound");
    } else if (*order == 0 && !(range.lower.inclusive && range.upper.inclusive)) {
        range = {.is_empty = true, .exact = range.exact, .reads_clock = range.reads_clock};
    }
    return {};
}

Status RangeReader::advance(Bound& bound, Range& range) const {
    auto next = subtype_.successor(*bound.value);
    if (!next) {
        return tl::make_unexpected(std::move(next.error()));
    }
    range.exact = range.exact && next->exact;
    // An infinite date has no successor, and keeps its bracket.
    if (next->text != *bound.value) {
        bound.value = std::move(next->text);
        bound.inclusive = !bound.inclusive;
    }
    return {};
}

/// int4range_canonical and the like: of discrete subtypes every range is written as [).
Status RangeReader::make_canonical(Range& range) const {
    if (!subtype_.successor || range.is_empty || range.reads_clock) {
        return {};
    }
    if (range.lower.value && !range.lower.inclusive) {
        if (Status status = advance(range.lower, range); !status) {
            return status;
        }
    }
    if (range.upper.value && range.upper.inclusive) {
        if (Status status = advance(range.upper, range); !status) {
            return status;
        }
    }
    return check_order(range);
}

RangeResult RangeReader::read(std::string_view literal) const {
    RangeResult range = RangeSyntax(literal).parse();
    if (!range || range->is_empty) {
        return range;
    }
    Status status = read_bound(range->lower, *range);
    if (status) {
        status = read_bound(range->upper, *range);
    }
    if (status) {
        status = check_order(*range);
    }
    if (status) {
        status = make_canonical(*range);
    }
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    return range;
}

std::strong_ordering RangeReader::compare_lower(const Range& left, const Range& right) const {
    if (!left.lower.value || !right.lower.value) {
        return left.lower.value.has_value() <=> right.lower.value.has_value();
    }
    const auto order = compare(*left.lower.value, *right.lower.value).value_or(std::strong_ordering::equal);
    return order != 0 ? order : !left.lower.inclusive <=> !right.lower.inclusive;
}

std::strong_ordering RangeReader::compare_upper(const Range& left, const Range& right) const {
    if (!left.upper.value || !right.upper.value) {
        return right.upper.value.has_value() <=> left.upper.value.has_value();
    }
    const auto order = compare(*left.upper.value, *right.upper.value).value_or(std::strong_ordering::equal);
    return order != 0 ? order : left.upper.inclusive <=> right.upper.inclusive;
}

/// Whether nothing lies between two ranges, of which `left` starts first. Discrete ranges are canonical by
/// now.
bool RangeReader::touches(const Range& left, const Range& right) const {
    if (!left.upper.value || !right.lower.value) {
        return true;
    }
    const auto order = compare(*left.upper.value, *right.lower.value);
    return order && (*order > 0 || (*order == 0 && (left.upper.inclusive || right.lower.inclusive)));
}

/// multirange_canonicalize: sorted, with what overlaps or touches made one.
void RangeReader::merge(std::vector<Range>& ranges) const {
    std::erase_if(ranges, [](const Range& range) { return range.is_empty; });
    std::stable_sort(ranges.begin(), ranges.end(), [&](const Range& left, const Range& right) {
        const auto order = compare_lower(left, right);
        return order != 0 ? order < 0 : compare_upper(left, right) < 0;
    });
    std::vector<Range> merged;
    for (Range& range : ranges) {
        if (merged.empty() || !touches(merged.back(), range)) {
            merged.push_back(std::move(range));
        } else if (compare_upper(merged.back(), range) < 0) {
            merged.back().upper = std::move(range.upper);
        }
    }
    ranges = std::move(merged);
}

void append_bound(std::string& out, const Bound& bound) {
    if (!bound.value) {
        return;
    }
    const std::string& value = *bound.value;
    const bool quote =
        value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
            return is_space(c) || std::string_view("\"\\()[],").find(c) != std::string_view::npos;
        });
    out += quote ? "\"" : "";
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            out += c;
        }
        out += c;
    }
    out += quote ? "\"" : "";
}

void append_range(std::string& out, const Range& range) {
    if (range.is_empty) {
        out += "empty";
        return;
    }
    out += range.lower.inclusive ? '[' : '(';
    append_bound(out, range.lower);
    out += ',';
    append_bound(out, range.upper);
    out += range.upper.inclusive ? ']' : ')';
}

/// Cuts a multirange into the texts of its ranges (multirange_in).
class MultirangeSyntax {
public:
    explicit MultirangeSyntax(std::string_view literal) : literal_(literal), rest_(trim_start(literal)) {}

    /// Calls `range` with each text but those of empty ranges.
    template <typename OnRange>
    Status parse(OnRange on_range);

private:
    Failure malformed(std::string detail) const {
        return failure("22P02", fmt::format("malformed multirange literal: \"{}\"", literal_),
                       std::move(detail));
    }
    std::optional<std::string_view> take_range();

    std::string_view literal_;
    std::string_view rest_;
};

/// Up to the bracket that is neither quoted nor escaped.
std::optional<std::string_view> MultirangeSyntax::take_range() {
    bool quoted = false;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
        const char c = rest_[i];
        if (c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ']' || c == ')')) {
            const std::string_view range = rest_.substr(0, i + 1);
            rest_.remove_prefix(i + 1);
            return range;
        }
    }
    return std::nullopt;
}

template <typename OnRange>
Status MultirangeSyntax::parse(OnRange on_range) {
    constexpr std::string_view empty = "empty";
    if (!rest_.starts_with('{')) {
        return malformed("Missing left brace.");
    }
    rest_ = trim_start(rest_.substr(1));
    for (bool first = true; !(first && rest_.starts_with('}')); first = false) {
        if (rest_.empty()) {
            return malformed("Unexpected end of input.");
        }
        if (rest_.starts_with('[') || rest_.starts_with('(')) {
            const auto range = take_range();
            if (!range) {
                return malformed("Unexpected end of input.");
            }
            if (Status status = on_range(*range); !status) {
                return status;
            }
        } else if (starts_with_ignoring_case(rest_, empty)) {
            rest_.remove_prefix(empty.size());
        } else {
            return malformed("Expected range start.");
        }
        rest_ = trim_start(rest_);
        if (rest_.starts_with('}')) {
            break;
        }
        if (rest_.empty()) {
            return malformed("Unexpected end of input.");
        }
        if (!rest_.starts_with(',')) {
            return malformed("Expected comma or end of multirange.");
        }
        rest_ = trim_start(rest_.substr(1));
    }
    return trim_start(rest_.substr(1)).empty() ? Status()
                                               : Status(malformed("Junk after closing right brace."));
}

}  // namespace

LiteralResult canonicalize_range(const RangeSubtype& subtype, std::string_view literal) {
    const RangeResult range = RangeReader(subtype).read(literal);
    if (!range) {
        return tl::make_unexpected(range.error());
    }
    if (range->reads_clock) {
        return Canonical{.text = std::string(literal), .volatile_value = true};
    }
    std::string text;
    append_range(text, *range);
    return Canonical{.text = std::move(text), .exact = range->exact};
}

LiteralResult canonicalize_multirange(const RangeSubtype& subtype, std::string_view literal) {
    const RangeReader reader(subtype);
    std::vector<Range> ranges;
    Status status = MultirangeSyntax(literal).parse([&](std::string_view text) -> Status {
        RangeResult range = reader.read(text);
        if (!range) {
            return tl::make_unexpected(std::move(range.error()));
        }
        ranges.push_back(*std::move(range));
        return {};
    });
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    Canonical result;
    for (const Range& range : ranges) {
        result.volatile_value = result.volatile_value || range.reads_clock;
        // Without an order it is unknown what merges.
        result.exact = result.exact && range.exact && (ranges.size() == 1 || subtype.compare);
    }
    if (result.volatile_value) {
        result.text = literal;
        result.exact = true;
        return result;
    }
    if (result.exact) {
        reader.merge(ranges);
    }
    result.text = "{";
    for (const Range& range : ranges) {
        result.text += result.text.size() > 1 ? "," : "";
        append_range(result.text, range);
    }
    result.text += '}';
    return result;
}

}  // namespace backout::values
