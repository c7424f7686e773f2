// What PostgreSQL servers say to statements that write: analyze_query_writes.tsv, written by tests/oracle/write_check
// from analyze_query_writes.sql.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "simulate_helper.h"

using namespace backout;

namespace {

std::vector<std::string> lines_of(const char* name) {
    std::ifstream file(std::filesystem::path(__FILE__).parent_path() / name);
    REQUIRE(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

/// "ok", or SQLSTATE, message, detail and hint.
using Answer = std::string;

std::map<std::string, std::map<std::size_t, Answer>> read_expected() {
    std::map<std::string, std::map<std::size_t, Answer>> expected;
    for (const std::string& line : lines_of("analyze_query_writes.tsv")) {
        std::stringstream fields(line);
        std::string number, majors, answer;
        std::getline(fields, number, '\t');
        std::getline(fields, majors, '\t');
        std::getline(fields, answer);
        std::stringstream list(majors);
        for (std::string major; std::getline(list, major, ',');) expected[major][std::stoul(number)] = answer;
    }
    return expected;
}

Answer answer_of(const simulate::Outcome& outcome) {
    if (outcome.kind == simulate::OutcomeKind::ok) return "ok";
    const auto& error = outcome.error;
    return error.sqlstate + '\t' + error.message + '\t' + error.detail + '\t' + error.hint;
}

}  // namespace

TEST_CASE("analyze: statements that write are refused as the servers refuse them") {
    const std::vector<std::string> statements = lines_of("analyze_query_writes.sql");
    for (const auto& [major, answers] : read_expected()) {
        CAPTURE(major);
        test::Replay replay(std::atoi(major.c_str()));
        for (const auto& [number, answer] : answers) {
            // The grammar here is that of the newest version.
            if (answer.starts_with("42601\tsyntax error")) continue;
            const std::string& statement = statements.at(number - 1);
            CAPTURE(statement);
            CHECK(answer_of(replay.run(statement).outcome) == answer);
        }
    }
}
