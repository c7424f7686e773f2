#pragma once

#include <string>
#include <string_view>

#include "simulate/simulator.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace backout::test {

/// Replays SQL on a simulated server, statement by statement as psql would send it.
class Replay {
public:
    explicit Replay(int major = 15, simulate::World world = simulate::World::closed)
        : simulator_({catalog::builtin::nearest_major(major), world}) {}

    /// Runs all statements, going on after errors; the result of the last.
    simulate::StatementResult run(std::string_view sql) {
        simulate::StatementResult last;
        sql::SplitResult pieces = sql::split(sql);
        for (const auto& piece : pieces.statements) {
            auto parsed = sql::parse_statement(std::string_view(pieces.text).substr(piece.begin, piece.end - piece.begin),
                                               static_cast<sql::Location>(piece.begin));
            if (!parsed) {
                last = {};
                last.outcome.kind = simulate::OutcomeKind::error;
                last.outcome.error.sqlstate = parsed.error().sqlstate;
                last.outcome.error.message = parsed.error().message;
            } else if (*parsed) {
                last = simulator_.execute(**parsed, {0, static_cast<std::int32_t>(piece.begin), 0});
            }
        }
        return last;
    }

    /// "ok", "unknown: reason", or "SQLSTATE message" of the last statement.
    std::string outcome(std::string_view sql) {
        simulate::StatementResult result = run(sql);
        const auto& outcome = result.outcome;
        if (outcome.kind == simulate::OutcomeKind::ok) return "ok";
        if (outcome.kind == simulate::OutcomeKind::unknown) return "unknown: " + outcome.error.message;
        return outcome.error.sqlstate + " " + outcome.error.message;
    }

    simulate::Simulator& simulator() { return simulator_; }
    const catalog::Catalog& catalog() const { return simulator_.catalog(); }

private:
    simulate::Simulator simulator_;
};

}  // namespace backout::test
