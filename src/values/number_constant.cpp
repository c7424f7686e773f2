#include "values/number_constant.h"

#include <fmt/format.h>

#include "values/input.h"
#include "values/integer.h"
#include "values/numeric.h"

namespace backout::values {

tl::expected<NumberConstant, LiteralError> type_number_constant(std::string_view constant,
                                                                int postgres_major) {
    const bool starts_like_number =
        !constant.empty() && (is_digit(constant.front()) || (constant.front() == '.' && constant.size() > 1));
    const bool has_space = constant.find_first_of(" \t\n\v\f\r") != std::string_view::npos;
    if (!starts_like_number || has_space) {
        return failure("42601", fmt::format("syntax error at or near \"{}\"", constant));
    }
    const Input input{.literal = constant, .context = {.postgres_major = postgres_major}};
    if (auto value = int4_in(input)) {
        return NumberConstant{"int4", std::move(value->text)};
    }
    if (auto value = int8_in(input)) {
        return NumberConstant{"int8", std::move(value->text)};
    }
    auto value = numeric_in(input);
    if (!value) {
        if (value.error().sqlstate == "22003") {
            return tl::make_unexpected(std::move(value.error()));
        }
        return failure("42601",
                       fmt::format("trailing junk after numeric literal at or near \"{}\"", constant));
    }
    return NumberConstant{"numeric", std::move(value->text)};
}

}  // namespace backout::values
