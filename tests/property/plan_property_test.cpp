#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "plan_case.h"

// Plans between random schemas, and back from random migrations: proven, and what is proven holds.

namespace {

using backout::test::Finding;
using backout::test::PlanCase;
using backout::test::Statements;

/// The same cases each time: what a new seed would find is no reason for somebody else's build to fail.
/// tests/oracle/plan_check takes any seed.
template <class Property>
bool holds(const char* name, Property property) {
    rc::detail::TestMetadata metadata;
    metadata.id = name;
    rc::detail::TestParams parameters;
    parameters.seed = 20;
    parameters.maxSuccess = 100;
    const rc::detail::TestResult result = rc::detail::checkTestable(property, metadata, parameters);
    const bool held = result.template is<rc::detail::SuccessResult>();
    if (!held) rc::detail::printResultMessage(result, std::cerr);
    return held;
}

void require(const Finding& finding) {
    if (finding.problem.empty()) return;
    RC_LOG() << finding.problem << "\n" << finding.details;
    RC_FAIL();
}

}  // namespace

TEST_CASE("property: the rollback of a migration is proven, and its text leads back") {
    CHECK(holds("rollback", [] { require(backout::test::rollback_finding(*backout::test::random_case())); }));
}

TEST_CASE("property: the diff of two schemas is proven, and its text leads from one to the other") {
    CHECK(holds("diff", [] {
        PlanCase plan_case = *backout::test::random_case();
        plan_case.migration.insert(plan_case.migration.begin(), plan_case.schema.begin(), plan_case.schema.end());
        if (*rc::gen::arbitrary<bool>()) std::swap(plan_case.schema, plan_case.migration);
        require(backout::test::diff_finding(plan_case));
    }));
}

TEST_CASE("property: there is nothing between a schema and itself") {
    CHECK(holds("nothing", [] { require(backout::test::diff_finding(*backout::test::random_case(), true)); }));
}

namespace {

enum class Kind { rollback, diff };

Finding finding_of(Kind kind, const PlanCase& plan_case) {
    return kind == Kind::rollback ? backout::test::rollback_finding(plan_case) : backout::test::diff_finding(plan_case);
}

/// Without the statements that fail, so that it runs as it is on a server.
void keep_what_runs(Kind kind, PlanCase& plan_case) {
    backout::test::Replay replay(plan_case.major), other(plan_case.major);
    for (auto* side : {&replay, &other}) backout::test::run_what_runs(*side, backout::test::common_ground());
    plan_case.schema = backout::test::run_what_runs(replay, plan_case.schema);
    plan_case.migration = backout::test::run_what_runs(kind == Kind::diff ? other : replay, plan_case.migration);
}

/// Drops statements as long as there is a problem of the same kind.
PlanCase minimized(Kind kind, PlanCase plan_case, const std::string& problem) {
    for (Statements PlanCase::*part : {&PlanCase::migration, &PlanCase::schema, &PlanCase::migration, &PlanCase::schema})
        for (std::size_t size = std::max<std::size_t>((plan_case.*part).size() / 2, 1);; size /= 2) {
            for (std::size_t i = (plan_case.*part).size(); i-- > 0;) {
                PlanCase smaller = plan_case;
                Statements& statements = smaller.*part;
                const auto begin = statements.begin() + static_cast<std::ptrdiff_t>(i);
                statements.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, statements.size() - i)));
                if (finding_of(kind, smaller).problem == problem) plan_case = std::move(smaller), i = std::min(i, (plan_case.*part).size());
            }
            if (size == 1) break;
        }
    return plan_case;
}

const char* environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value ? value : otherwise;
}

}  // namespace

// For tests/oracle/plan_check: cases as lines of JSON. PLAN_KIND: rollback or diff; PLAN_SEED; PLAN_CASES; PLAN_MAJOR;
// PLAN_FINDINGS=1: only those with a problem, made small.
TEST_CASE("random plans for a server" * doctest::skip()) {
    const Kind kind = std::string(environment("PLAN_KIND", "rollback")) == "diff" ? Kind::diff : Kind::rollback;
    const std::uint64_t seed = std::stoull(environment("PLAN_SEED", "1"));
    const std::uint64_t count = std::stoull(environment("PLAN_CASES", "10"));
    const int major = std::stoi(environment("PLAN_MAJOR", "0"));
    const bool only_findings = *environment("PLAN_FINDINGS", "") != 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        PlanCase plan_case = backout::test::random_case()(rc::Random(seed + i), 50).value();
        if (kind == Kind::diff) {
            // There, and on every other seed back.
            plan_case.migration.insert(plan_case.migration.begin(), plan_case.schema.begin(), plan_case.schema.end());
            if ((seed + i) % 2) std::swap(plan_case.schema, plan_case.migration);
        }
        if (major) plan_case.major = major;
        keep_what_runs(kind, plan_case);
        std::string script;
        bool proven = false;
        Finding finding = kind == Kind::rollback ? backout::test::rollback_finding(plan_case, &script, &proven)
                                                 : backout::test::diff_finding(plan_case, false, &script, &proven);
        if (only_findings && finding.problem.empty()) continue;
        if (only_findings) {
            plan_case = minimized(kind, std::move(plan_case), finding.problem);
            finding = finding_of(kind, plan_case);
        }
        std::cout << nlohmann::json{{"seed", seed + i}, {"major", plan_case.major}, {"schema", plan_case.schema},
                                    {"migration", plan_case.migration}, {"script", script}, {"proven", proven}, {"problem", finding.problem},
                                    {"details", finding.details}}
                         .dump()
                  << std::endl;
    }
}
