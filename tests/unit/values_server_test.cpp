// What PostgreSQL servers answered to literals, modifiers and constants: values_cases.tsv, written by
// tests/oracle/values_check. BACKOUT_VALUES_CASES names another such file.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "values/literal.h"
#include "values/number_constant.h"
#include "values/typmod.h"

using namespace backout::values;

namespace {

struct Case {
    std::string majors, function, type, typmod, literal, outcome, text, detail;
};

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        const char c = text[++i];
        result += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
    return result;
}

std::vector<Case> read_cases() {
    const char* other = std::getenv("BACKOUT_VALUES_CASES");
    const std::filesystem::path path =
        other != nullptr ? other : std::filesystem::path(__FILE__).parent_path() / "values_cases.tsv";
    std::ifstream file(path);
    REQUIRE_MESSAGE(file, "cannot open ", path);
    std::vector<Case> cases;
    for (std::string line; std::getline(file, line);) {
        std::array<std::string, 8> fields;
        std::size_t start = 0;
        for (std::string& field : fields) {
            const std::size_t end = std::min(line.find('\t', start), line.size());
            field = unescape(std::string_view(line).substr(start, end - start));
            start = std::min(end + 1, line.size());
        }
        cases.push_back(
            {fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7]});
    }
    return cases;
}

/// "ok text" or "SQLSTATE message" and the detail, which are compared as they are.
std::string answer(std::string_view outcome, std::string_view text, std::string_view detail) {
    return fmt::format("{} {}{}{}", outcome, text, detail.empty() ? "" : " — ", detail);
}

std::string refusal(const LiteralError& error) {
    return answer(error.sqlstate, error.message, error.detail);
}

/// DETAILs of array and range literals were reworded over the years; that they are there is enough elsewhere.
bool detail_may_differ(const Case& test) {
    return test.text.starts_with("malformed array literal");
}

std::string ours(const Case& test, int major) {
    if (test.function == "in") {
        const TypeSpec type{.name = test.type, .typmod = std::stoi(test.typmod)};
        const auto value = canonicalize(type, test.literal, {.postgres_major = major});
        if (!value) {
            return refusal(value.error());
        }
        if (value->volatile_value) {
            return answer("clock", "", "");
        }
        // Money depends on the locale, which is known here. Elsewhere what isn't exact isn't claimed.
        return value->exact || test.type == "money" ? answer("ok", value->text, "") : "inexact";
    }
    if (test.function == "typmodin") {
        std::vector<std::int32_t> modifiers;
        std::istringstream list(test.literal);
        for (std::string modifier; std::getline(list, modifier, ',');) {
            modifiers.push_back(std::stoi(modifier));
        }
        const auto typmod = check_typmod_in(test.type, modifiers, major);
        return typmod ? answer("ok", std::to_string(typmod->typmod), typmod->warning)
                      : refusal(typmod.error());
    }
    if (test.function == "typmodout") {
        return answer("ok", format_typmod(test.type, std::stoi(test.literal)), "");
    }
    const auto constant = type_number_constant(test.literal, major);
    return constant ? answer("ok", constant->text, constant->type_name) : refusal(constant.error());
}

}  // namespace

TEST_CASE("values: the server's answers to literals, modifiers and constants") {
    std::size_t checked = 0;
    std::size_t inexact = 0;
    for (const Case& test : read_cases()) {
        std::istringstream majors(test.majors);
        for (std::string major; std::getline(majors, major, ',');) {
            std::string got = ours(test, std::stoi(major));
            std::string expected = answer(test.outcome, test.text, test.detail);
            if (detail_may_differ(test)) {
                got = got.substr(0, got.find(" — "));
                expected = expected.substr(0, expected.find(" — "));
            }
            ++checked;
            if (got == "inexact") {
                ++inexact;
                continue;
            }
            INFO(major, " ", test.function, " ", test.type, " ", test.typmod, " '", test.literal, "'");
            CHECK(got == expected);
        }
    }
    CHECK(checked > 0);
    MESSAGE(checked, " answers compared, ", inexact, " not claimed");
}

TEST_CASE("values: what the server prints is read as the same value") {
    for (const Case& test : read_cases()) {
        if (test.function != "in" || test.outcome != "ok" || test.typmod != "-1") {
            continue;
        }
        const int major = std::stoi(test.majors);
        const auto value = canonicalize({.name = test.type}, test.text, {.postgres_major = major});
        INFO(major, " ", test.type, " '", test.text, "'");
        REQUIRE(value);
        CHECK(value->text == test.text);
    }
}
