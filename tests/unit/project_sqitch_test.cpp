/// Sqitch: plans, reworked changes, sqitch.conf.
#include "project/layouts/sqitch_plan.h"
#include "project/layouts/sqitch_settings.h"
#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

namespace {

const std::string header = "%syntax-version=1.0.0\n%project=orchard\n\n";

/// A change's line without its name and dependencies.
const std::string planned = " 2024-01-31T12:00:00Z Ann Bee <ann@example.com> # why\n";

std::vector<std::string> errors_of(const std::string& changes) {
    std::vector<std::string> messages;
    for (const SqitchPlan::Error& error : read_sqitch_plan(header + changes).errors)
        messages.push_back(error.message);
    return messages;
}

}  // namespace

TEST_CASE("Sqitch: the plan's order counts, not the files'") {
    const Project project = load({{"m/sqitch.plan", header + "tables/b" + planned + "# a note\n\n+ a [tables/b]" + planned +
                                                        "@v1" + planned},
                                  {"m/deploy/a.sql", "BEGIN;\nSELECT 1;\nCOMMIT;\n"},
                                  {"m/deploy/tables/b.sql", "SELECT 2;"},
                                  {"m/revert/a.sql", "SELECT -1;"},
                                  {"m/verify/a.sql", "SELECT 0;"},
                                  {"m/deploy/forgotten.sql", "SELECT 3;"}});
    CHECK(project.layout == "sqitch");
    CHECK(names(project) == Names{"tables/b", "a"});
    CHECK(project.migrations[0].up->file->path() == "deploy/tables/b.sql");
    CHECK_FALSE(project.migrations[0].down);
    CHECK(project.migrations[1].up->transaction == TransactionMode::none);
    CHECK(project.migrations[1].down->text == "SELECT -1;");
    CHECK(project.starts_empty);
    CHECK(project.bookkeeping.find("sqitch.changes") != std::string::npos);
    const auto passed = notices(project, "passed-over");
    REQUIRE(passed.size() == 1);  // the verify script isn't
    CHECK(passed[0].file == "deploy/forgotten.sql");
}

TEST_CASE("Sqitch: the scripts of a reworked change are named after the tag that follows it") {
    const Project project = load({{"m/sqitch.plan", header + "a" + planned + "@v1" + planned + "b" + planned + "@v2" +
                                                        planned + "@v2.1" + planned + "a [a@v2]" + planned},
                                  {"m/deploy/a@v1.sql", "SELECT 1;"},
                                  {"m/revert/a@v1.sql", "SELECT -1;"},
                                  {"m/deploy/a.sql", "SELECT 2;"},
                                  {"m/revert/a.sql", "SELECT 1;"},
                                  {"m/deploy/b.sql", "SELECT 3;"}});
    CHECK(names(project) == Names{"a@v1", "b", "a"});
    CHECK(project.migrations[0].down->text == "SELECT -1;");
    CHECK(project.migrations[2].up->text == "SELECT 2;");
    CHECK(notices(project, "invalid-plan").empty());
}

TEST_CASE("Sqitch: of several tags the first with a script, from the last change back") {
    const SqitchPlan plan = read_sqitch_plan(header + "a" + planned + "@v1" + planned + "b" + planned + "@v2" + planned +
                                             "@v3" + planned + "a" + planned);
    REQUIRE(plan.changes.size() == 3);
    CHECK(plan.changes[0].rework_tags == std::vector<std::string>{"@v2", "@v3", "@v1"});
    CHECK(plan.changes[2].rework_tags.empty());
    CHECK(plan.project == "orchard");
}

TEST_CASE("Sqitch: what it would refuse in a plan") {
    using Errors = std::vector<std::string>;
    CHECK(errors_of("a" + planned + "b [a !c other:x]" + planned).empty());
    CHECK(errors_of("a [b]" + planned + "b" + planned) == Errors{"a requires b, which is not planned before it"});
    CHECK(errors_of("a" + planned + "b [!a]" + planned) == Errors{"b conflicts with a, which is planned before it"});
    CHECK(errors_of("a" + planned + "b [a@v1]" + planned) == Errors{"b requires a@v1, which is not planned before it"});
    CHECK(errors_of("a" + planned + "a" + planned) == Errors{"the change a is there twice with no tag between"});
    CHECK(errors_of("@v1" + planned) == Errors{"the tag @v1 comes before any change"});
    CHECK(errors_of("a" + planned + "@v1" + planned + "@v1" + planned) == Errors{"the tag @v1 is there twice"});
    CHECK(errors_of("a\n") == Errors{"a has no timestamp and planner"});
    CHECK(errors_of("a~1" + planned) == Errors{"\"a~1\" is no name for a change or a tag"});
    CHECK(read_sqitch_plan("a" + planned).errors[0].message == "the plan has no %project");
}

TEST_CASE("Sqitch: a plan that it refuses is said where it stands, and read all the same") {
    const Project project = load({{"m/sqitch.plan", header + "a [b]" + planned + "c" + planned},
                                  {"m/deploy/a.sql", "SELECT 1;"}});
    CHECK(names(project) == Names{"a"});
    const auto refused = notices(project, "invalid-plan");
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].file == "sqitch.plan");
    CHECK(refused[0].position.line == 4);
    const auto missing = notices(project, "missing-script");
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].message == "c has no deploy script deploy/c.sql: Sqitch stops here");
    CHECK(missing[0].position.line == 5);
}

TEST_CASE("Sqitch: what other projects have made may be there") {
    const Project project = load({{"m/sqitch.plan", header + "a [auth:users]" + planned},
                                  {"m/deploy/a.sql", "SELECT 1;"}});
    CHECK_FALSE(project.starts_empty);
}

TEST_CASE("Sqitch: sqitch.conf says where things are, and what psql's variables are") {
    const Project project = load({{"m/sqitch.conf", "[core]\n\tengine = pg\n\ttop_dir = ./db # here\n"
                                                    "[engine \"pg\"]\n\tregistry = \"meta\"\n\textension = ddl.sql\n"
                                                    "[deploy \"variables\"]\n\tSchema = app\n"},
                                  {"m/db/sqitch.plan", header + "a" + planned},
                                  {"m/db/deploy/a.ddl.sql", "CREATE SCHEMA :\"Schema\"; -- :\"registry\"\n"},
                                  {"m/db/revert/a.ddl.sql", "DROP SCHEMA :Schema;"}});
    REQUIRE(project.migrations.size() == 1);
    CHECK(project.migrations[0].up->file->path() == "db/deploy/a.ddl.sql");
    CHECK(project.migrations[0].up->text.starts_with("CREATE SCHEMA \"app\";"));
    CHECK(project.migrations[0].down->text == "DROP SCHEMA app;");
}

TEST_CASE("Sqitch: settings of the target count more than those of the engine, these more than the project's") {
    const SqitchSettings settings = read_sqitch_settings("[core]\nengine = pg\ndeploy_dir = core\nrevert_dir = core\n"
                                                         "reworked_dir = old\n[engine \"pg\"]\ntarget = dev\n"
                                                         "deploy_dir = engine\nrevert_dir = engine\n"
                                                         "[target \"dev\"]\ndeploy_dir = target\n");
    CHECK(settings.deploy_dir == "target");
    CHECK(settings.revert_dir == "engine");
    CHECK(settings.verify_dir == "verify");
    CHECK(settings.reworked_deploy_dir == "old/deploy");
    CHECK(settings.plan_file == "sqitch.plan");
}

TEST_CASE("Sqitch: plans for other databases are none of ours") {
    LoadOptions options;
    options.layout = "sqitch";
    const LoadError error = load_error({{"m/sqitch.conf", "[core]\nengine = mysql\n"},
                                        {"m/sqitch.plan", header + "a" + planned},
                                        {"m/deploy/a.sql", "SELECT 1;"}},
                                       options);
    CHECK(error.message == "no sqitch migrations found");
}
