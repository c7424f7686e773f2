#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "simulate_helper.h"

/// Tables of ALTER TABLE statements with what real servers answer.
namespace backout::test {

struct AlterCase {
    std::string setup;
    std::string statement;
    /// From this version on: "ok", or the lines "SQLSTATE message", "DETAIL …", "HINT …", "NOTICE …".
    std::vector<std::pair<int, std::string>> answers;
};

inline std::string answer(const simulate::StatementResult& result) {
    std::string lines;
    auto add = [&](const std::string& line) { lines += (lines.empty() ? "" : "\n") + line; };
    for (const auto& notice : result.effects.notices)
        add("NOTICE " + notice.message);
    const simulate::Outcome& outcome = result.outcome;
    if (outcome.kind == simulate::OutcomeKind::unknown) add("unknown: " + outcome.error.message);
    if (outcome.kind == simulate::OutcomeKind::error) {
        add(outcome.error.sqlstate + " " + outcome.error.message);
        if (!outcome.error.detail.empty()) add("DETAIL " + outcome.error.detail);
        if (!outcome.error.hint.empty()) add("HINT " + outcome.error.hint);
    }
    return lines.empty() ? "ok" : lines;
}

inline void check_alter_cases(const std::vector<AlterCase>& cases) {
    for (const AlterCase& row : cases) {
        std::string expected;
        for (int major = 14; major <= 18; ++major) {
            for (const auto& [since, text] : row.answers)
                if (since == major) expected = text;
            Replay replay(major);
            simulate::StatementResult setup = replay.run(row.setup);
            INFO("version ", major, ": ", row.setup, " | ", row.statement);
            CHECK(setup.outcome.error.message == "");
            CHECK(answer(replay.run(row.statement)) == expected);
        }
    }
}

}  // namespace backout::test
