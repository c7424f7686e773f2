#include <fmt/format.h>

#include <array>
#include <limits>
#include <vector>

#include "values/input.h"

namespace backout::values {
namespace {

constexpr std::size_t max_dimensions = 6;
constexpr std::int64_t max_items = 0x3fffffff / 8;  // MaxAllocSize / sizeof(Datum)

using Status = tl::expected<void, LiteralError>;

struct Dimension {
    std::int32_t lower = 1;
    std::int64_t length = -1;  // -1: not known yet
};

struct Element {
    std::string text;
    bool is_null = false;
};

/// array_in as rewritten for PostgreSQL 17. Up to 16 some malformed literals passed ("{{},1}" did not, "{a"b"c}" did in
/// places); where the majors agree on the value, so does this.
class ArrayReader {
public:
    ArrayReader(const ReadValue& element, char delimiter, std::string_view literal, int postgres_major)
        : read_element_(element),
          delimiter_(delimiter),
          literal_(literal),
          rest_(literal),
          modern_(postgres_major >= 17) {}

    LiteralResult run();

private:
    enum class Token { open, close, delimiter, element };

    Status read_dimensions();
    Status read_dimension(Dimension& dimension);
    tl::expected<std::optional<std::int32_t>, LiteralError> take_bound();
    Status read_body();
    Status open_level();
    Status close_level();
    Status add_element();
    Status read_value(Element& element);
    tl::expected<Token, LiteralError> next_token();
    Status quoted_element();
    Status unquoted_element();
    std::string print() const;
    void print_level(std::string& out, std::size_t dimension, std::size_t& next) const;

    void skip_space() { rest_ = trim_start(rest_); }
    Failure malformed(std::string detail) const {
        return failure("22P02", fmt::format("malformed array literal: \"{}\"", literal_), std::move(detail));
    }
    Failure unexpected_end() const { return malformed("Unexpected end of input."); }
    Failure unexpected(char c) const { return malformed(fmt::format("Unexpected \"{}\" character.", c)); }
    Failure mismatch() const {
        return malformed(dimensions_given_
                             ? "Specified array dimensions do not match array contents."
                             : "Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    Failure too_many_dimensions(std::size_t count) const {
        return failure("54000", modern_ ? fmt::format("number of array dimensions exceeds the maximum allowed ({})",
                                                      max_dimensions)
                                        : fmt::format("number of array dimensions ({}) exceeds the maximum allowed ({})",
                                                      count, max_dimensions));
    }

    const ReadValue& read_element_;
    char delimiter_;
    std::string_view literal_;
    std::string_view rest_;
    bool modern_;

    bool dimensions_given_ = false;
    bool depth_is_fixed_ = false;  // once an element was found, or dimensions were given
    std::vector<Dimension> dimensions_;
    std::vector<std::int64_t> counts_;  // elements so far, of each open level
    bool expects_delimiter_ = false;
    Element element_;  // of the last token
    std::vector<Element> elements_;
    bool exact_ = true;
    bool reads_clock_ = false;
};

// --- "[1:3][0:1]=" -------------------------------------------------------------------------------

tl::expected<std::optional<std::int32_t>, LiteralError> ArrayReader::take_bound() {
    const std::size_t digits_at = rest_.starts_with('-') || rest_.starts_with('+') ? 1 : 0;
    std::size_t end = digits_at;
    std::int64_t value = 0;
    while (end < rest_.size() && is_digit(rest_[end])) {
        value = std::min<std::int64_t>(value * 10 + (rest_[end] - '0'), std::int64_t{1} << 40);
        ++end;
    }
    if (end == digits_at) {
        return std::nullopt;
    }
    value = rest_.starts_with('-') ? -value : value;
    rest_.remove_prefix(end);
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
        return failure("54000", "array bound is out of integer range");
    }
    return static_cast<std::int32_t>(value);
}

Status ArrayReader::read_dimension(Dimension& dimension) {
    auto bound = take_bound();
    if (!bound) {
        return tl::make_unexpected(std::move(bound.error()));
    }
    if (!*bound) {
        return malformed("\"[\" must introduce explicitly-specified array dimensions.");
    }
    std::int64_t upper = **bound;
    if (rest_.starts_with(':')) {
        dimension.lower = **bound;
        rest_.remove_prefix(1);
        bound = take_bound();
        if (!bound) {
            return tl::make_unexpected(std::move(bound.error()));
        }
        if (!*bound) {
            return malformed("Missing array dimension value.");
        }
        upper = **bound;
    }
    if (!rest_.starts_with(']')) {
        return malformed("Missing \"]\" after array dimensions.");
    }
    rest_.remove_prefix(1);
    if (upper < dimension.lower) {
        return failure("2202E", "upper bound cannot be less than lower bound");
    }
    if (upper == std::numeric_limits<std::int32_t>::max()) {
        return failure("54000", fmt::format("array {} is too large: {}", modern_ ? "upper bound" : "lower bound",
                                            modern_ ? upper : dimension.lower));
    }
    dimension.length = upper - dimension.lower + 1;
    if (dimension.length > max_items) {
        return failure("54000", fmt::format("array size exceeds the maximum allowed ({})", max_items));
    }
    return {};
}

Status ArrayReader::read_dimensions() {
    for (skip_space(); rest_.starts_with('['); skip_space()) {
        rest_.remove_prefix(1);
        if (dimensions_.size() == max_dimensions) {
            return too_many_dimensions(dimensions_.size() + 1);
        }
        if (Status status = read_dimension(dimensions_.emplace_back()); !status) {
            return status;
        }
    }
    if (dimensions_.empty()) {
        return rest_.starts_with('{') ? Status()
                                      : Status(malformed("Array value must start with \"{\" or dimension information."));
    }
    dimensions_given_ = true;
    depth_is_fixed_ = true;
    if (!rest_.starts_with('=')) {
        return malformed("Missing \"=\" after array dimensions.");
    }
    rest_.remove_prefix(1);
    skip_space();
    return rest_.starts_with('{') ? Status() : Status(malformed("Array contents must start with \"{\"."));
}

// --- "{{1,2},{3,4}}" -----------------------------------------------------------------------------

Status ArrayReader::quoted_element() {
    rest_.remove_prefix(1);
    for (;;) {
        if (rest_.empty()) {
            return unexpected_end();
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '"') {
            break;
        }
        if (c == '\\') {
            if (rest_.empty()) {
                return unexpected_end();
            }
            element_.text += rest_.front();
            rest_.remove_prefix(1);
        } else {
            element_.text += c;
        }
    }
    skip_space();
    if (rest_.empty()) {
        return unexpected_end();
    }
    if (rest_.front() != delimiter_ && rest_.front() != '}' && rest_.front() != '{') {
        return malformed(modern_ ? "Incorrectly quoted array element." : "Unexpected array element.");
    }
    return {};
}

Status ArrayReader::unquoted_element() {
    std::size_t significant = 0;  // trailing white space doesn't count, unless escaped
    bool escaped = false;
    while (!rest_.empty() && rest_.front() != delimiter_ && rest_.front() != '}') {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '{') {
            return unexpected('{');
        }
        if (c == '"') {
            return malformed(modern_ ? "Incorrectly quoted array element." : "Unexpected array element.");
        }
        if (c == '\\') {
            if (rest_.empty()) {
                return unexpected_end();
            }
            element_.text += rest_.front();
            rest_.remove_prefix(1);
            escaped = true;
            significant = element_.text.size();
        } else {
            element_.text += c;
            significant = is_space(c) ? significant : element_.text.size();
        }
    }
    if (rest_.empty()) {
        return unexpected_end();
    }
    element_.text.resize(significant);
    element_.is_null = !escaped && equals_ignoring_case(element_.text, "null");
    return {};
}

tl::expected<ArrayReader::Token, LiteralError> ArrayReader::next_token() {
    skip_space();
    if (rest_.empty()) {
        return unexpected_end();
    }
    const char c = rest_.front();
    if (c == '{' || c == '}' || c == delimiter_) {
        rest_.remove_prefix(1);
        return c == '{' ? Token::open : c == '}' ? Token::close : Token::delimiter;
    }
    element_ = {};
    if (Status status = c == '"' ? quoted_element() : unquoted_element(); !status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    return Token::element;
}

Status ArrayReader::open_level() {
    if (expects_delimiter_) {
        return unexpected('{');
    }
    if (counts_.size() == max_dimensions) {
        return too_many_dimensions(max_dimensions + 1);
    }
    counts_.push_back(0);
    if (counts_.size() > dimensions_.size()) {
        if (depth_is_fixed_) {
            return mismatch();
        }
        dimensions_.emplace_back();
    }
    return {};
}

Status ArrayReader::close_level() {
    const std::int64_t count = counts_.back();
    // 17 takes an empty sub-array where others are empty too; before, only the whole array could be.
    const bool may_be_empty = modern_ ? count == 0 : count == 0 && counts_.size() == 1;
    if (!expects_delimiter_ && !may_be_empty) {
        return unexpected('}');
    }
    counts_.pop_back();
    if (!counts_.empty()) {
        ++counts_.back();
    }
    std::int64_t& length = dimensions_[counts_.size()].length;
    if (length < 0) {
        length = count;
    } else if (length != count) {
        return mismatch();
    }
    expects_delimiter_ = true;
    return {};
}

Status ArrayReader::add_element() {
    if (expects_delimiter_) {
        return malformed("Unexpected array element.");
    }
    // Up to 16 the whole structure was checked before any element was read.
    if (modern_) {
        if (Status status = read_value(element_); !status) {
            return status;
        }
    }
    elements_.push_back(std::move(element_));
    depth_is_fixed_ = true;
    if (counts_.size() != dimensions_.size()) {
        return mismatch();
    }
    ++counts_.back();
    expects_delimiter_ = true;
    return {};
}

Status ArrayReader::read_value(Element& element) {
    if (element.is_null) {
        return {};
    }
    auto value = read_element_(element.text);
    if (!value) {
        return tl::make_unexpected(std::move(value.error()));
    }
    element.text = std::move(value->text);
    exact_ = exact_ && value->exact;
    reads_clock_ = reads_clock_ || value->volatile_value;
    return {};
}

Status ArrayReader::read_body() {
    do {
        const auto token = next_token();
        if (!token) {
            return tl::make_unexpected(token.error());
        }
        Status status;
        switch (*token) {
            case Token::open:
                status = open_level();
                break;
            case Token::close:
                status = close_level();
                break;
            case Token::delimiter:
                status = expects_delimiter_ ? Status() : Status(unexpected(delimiter_));
                expects_delimiter_ = false;
                break;
            case Token::element:
                status = add_element();
                break;
        }
        if (!status) {
            return status;
        }
    } while (!counts_.empty());
    return {};
}

// --- array_out -----------------------------------------------------------------------------------

void append_element(std::string& out, const Element& element, char delimiter) {
    if (element.is_null) {
        out += "NULL";
        return;
    }
    bool quote = element.text.empty() || equals_ignoring_case(element.text, "null");
    for (const char c : element.text) {
        quote = quote || c == '"' || c == '\\' || c == '{' || c == '}' || c == delimiter || is_space(c);
    }
    if (!quote) {
        out += element.text;
        return;
    }
    out += '"';
    for (const char c : element.text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '"';
}

void ArrayReader::print_level(std::string& out, std::size_t dimension, std::size_t& next) const {
    out += '{';
    for (std::int64_t i = 0; i < dimensions_[dimension].length; ++i) {
        if (i > 0) {
            out += delimiter_;
        }
        if (dimension + 1 < dimensions_.size()) {
            print_level(out, dimension + 1, next);
        } else {
            append_element(out, elements_[next++], delimiter_);
        }
    }
    out += '}';
}

std::string ArrayReader::print() const {
    if (elements_.empty()) {
        return "{}";
    }
    std::string out;
    bool bounds_shown = false;
    for (const Dimension& dimension : dimensions_) {
        bounds_shown = bounds_shown || dimension.lower != 1;
    }
    if (bounds_shown) {
        for (const Dimension& dimension : dimensions_) {
            out += fmt::format("[{}:{}]", dimension.lower, dimension.lower + dimension.length - 1);
        }
        out += '=';
    }
    std::size_t next = 0;
    print_level(out, 0, next);
    return out;
}

LiteralResult ArrayReader::run() {
    Status status = read_dimensions();
    if (status) {
        status = read_body();
    }
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    skip_space();
    if (!rest_.empty()) {
        return malformed("Junk after closing right brace.");
    }
    for (Element& element : modern_ ? std::span<Element>() : std::span(elements_)) {
        if (status = read_value(element); !status) {
            return tl::make_unexpected(std::move(status.error()));
        }
    }
    if (reads_clock_) {
        return Canonical{.text = std::string(literal_), .volatile_value = true};
    }
    return Canonical{.text = print(), .exact = exact_};
}

}  // namespace

LiteralResult canonicalize_array(const ReadValue& element, char delimiter, std::string_view literal,
                                 const LiteralContext& context) {
    return ArrayReader(element, delimiter, literal, context.postgres_major).run();
}

}  // namespace backout::values
