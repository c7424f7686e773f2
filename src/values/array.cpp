#include <fmt/format.h>

#include <array>
#include <limits>
#include <vector>

#include "values/input.h"
#include "values/leading_integer.h"

namespace backout::values {
namespace {

constexpr std::size_t max_dimensions = 6;
constexpr std::int64_t max_items = 0x3fffffff / 8;  // MaxAllocSize / sizeof(Datum)
constexpr std::int64_t max_bound = std::numeric_limits<std::int32_t>::max();

using Status = tl::expected<void, LiteralError>;

struct Dimension {
    std::int32_t lower = 1;
    std::int64_t length = -1;  // -1: not known yet
};

struct Element {
    std::string text;
    bool is_null = false;
};

/// array_in, which was rewritten for PostgreSQL 17: what is `modern_` here.
class ArrayReader {
public:
    ArrayReader(const ReadValue& element, char delimiter, std::string_view literal, int postgres_major)
        : read_element_(element),
          delimiter_(delimiter),
          literal_(literal),
          quoted_(literal),
          rest_(literal),
          modern_(postgres_major >= 17) {}

    LiteralResult run();

private:
    enum class Token { open, close, delimiter, element };

    Status read_dimensions();
    Status compare_with_given();
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
        return failure("22P02", fmt::format("malformed array literal: \"{}\"", quoted_), std::move(detail));
    }
    Failure unexpected_end() const { return malformed("Unexpected end of input."); }
    Failure unexpected(char c) const { return malformed(fmt::format("Unexpected \"{}\" character.", c)); }
    Failure mismatch() const {
        return malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    Failure mismatch_with_given() const {
        return malformed("Specified array dimensions do not match array contents.");
    }
    Failure too_many_dimensions(std::size_t count) const {
        return failure(
            "54000", modern_ ? fmt::format("number of array dimensions exceeds the maximum allowed ({})",
                                           max_dimensions)
                             : fmt::format("number of array dimensions ({}) exceeds the maximum allowed ({})",
                                           count, max_dimensions));
    }

    const ReadValue& read_element_;
    char delimiter_;
    std::string_view literal_;
    std::string_view quoted_;  // what errors quote of it
    std::string_view rest_;
    bool modern_;

    std::vector<Dimension> given_;       // the dimensions before the "="
    std::vector<Dimension> dimensions_;  // those of the contents
    bool depth_is_fixed_ = false;        // once an element was found, or dimensions were given
    std::vector<std::int64_t> counts_;   // elements so far, of each open level
    bool expects_delimiter_ = false;
    Element element_;  // of the last token
    std::vector<Element> elements_;
    bool exact_ = true;
    bool reads_clock_ = false;
};

// --- "[1:3][0:1]=" -------------------------------------------------------------------------------

tl::expected<std::optional<std::int32_t>, LiteralError> ArrayReader::take_bound() {
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789+-"), rest_.size());
    const LeadingInteger bound = leading_int64(rest_.substr(0, end));
    const auto truncated = static_cast<std::int32_t>(bound.value);
    if (!modern_ && end > 0) {
        // Up to 16 all digits and signs were taken, and atoi made something of them.
        rest_.remove_prefix(end);
        return truncated;
    }
    if (bound.length == 0) {
        return std::nullopt;
    }
    rest_.remove_prefix(bound.length);
    if (bound.overflowed || bound.value != truncated) {
        return failure("54000", "array bound is out of integer range");
    }
    return truncated;
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
    if (modern_ && upper == max_bound) {
        return failure("54000", fmt::format("array upper bound is too large: {}", upper));
    }
    dimension.length = upper - dimension.lower + 1;
    if (modern_ && dimension.length > max_bound) {
        return failure("54000", fmt::format("array size exceeds the maximum allowed ({})", max_items));
    }
    return {};
}

Status ArrayReader::read_dimensions() {
    for (skip_space(); rest_.starts_with('['); skip_space()) {
        rest_.remove_prefix(1);
        if (given_.size() == max_dimensions) {
            return too_many_dimensions(given_.size() + 1);
        }
        if (Status status = read_dimension(given_.emplace_back()); !status) {
            return status;
        }
    }
    if (given_.empty()) {
        return rest_.starts_with('{')
                   ? Status()
                   : Status(malformed("Array value must start with \"{\" or dimension information."));
    }
    if (!rest_.starts_with('=')) {
        return malformed("Missing \"=\" after array dimensions.");
    }
    rest_.remove_prefix(1);
    skip_space();
    return rest_.starts_with('{') ? Status() : Status(malformed("Array contents must start with \"{\"."));
}

/// Up to 16 the contents are understood without the given dimensions, and quoted alone; then the two are
/// compared.
Status ArrayReader::compare_with_given() {
    quoted_ = literal_;
    if (given_.empty()) {
        return {};
    }
    if (elements_.empty() || given_.size() != dimensions_.size()) {
        return mismatch_with_given();
    }
    for (std::size_t i = 0; i < given_.size(); ++i) {
        if (given_[i].length != dimensions_[i].length) {
            return mismatch_with_given();
        }
    }
    for (const Dimension& dimension : given_) {
        if (dimension.lower + dimension.length > max_bound) {
            return failure("54000", fmt::format("array lower bound is too large: {}", dimension.lower));
        }
    }
    dimensions_ = given_;
    return {};
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
            return given_.empty() ? mismatch() : mismatch_with_given();
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
        return modern_ && !given_.empty() ? mismatch_with_given() : mismatch();
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
    if (modern_) {
        dimensions_ = given_;
        depth_is_fixed_ = !given_.empty();
    } else {
        quoted_ = rest_;
    }
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
    if (status && !trim_start(rest_).empty()) {
        status = malformed("Junk after closing right brace.");
    }
    if (status && !modern_) {
        status = compare_with_given();
        for (auto element = elements_.begin(); status && element != elements_.end(); ++element) {
            status = read_value(*element);
        }
    }
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
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
