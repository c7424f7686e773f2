/// check_bench PATH [LAYOUT]: what a whole check of a project costs, as a multiple of what PostgreSQL's own parser costs
/// on the same text, in one run on one thread; and the most memory that it took.

#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "backout/check.h"
#include "backout/project.h"
#include "backout/render.h"
#include "sql/raw/accepts.h"
#include "sql/split.h"

namespace {

constexpr int rounds = 5;

template <class Function>
double milliseconds(Function function) {
    const std::clock_t start = std::clock();
    function();
    return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The statements of every up and down, as the parser gets them.
std::vector<std::string> statements_of(const backout::project::Project& project) {
    std::vector<std::string> statements;
    for (const auto& migration : project.migrations)
        for (const auto* script : {&migration.up, &migration.down}) {
            if (!*script) continue;
            const backout::sql::SplitResult pieces = backout::sql::split((*script)->text);
            for (const auto& piece : pieces.statements) statements.emplace_back(pieces.statement_text(piece));
        }
    return statements;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        fmt::print(stderr, "usage: check_bench PATH [LAYOUT]\n");
        return 2;
    }
    backout::project::LoadOptions load;
    load.paths = {arguments[1]};
    if (count > 2) load.layout = arguments[2];
    auto project = backout::project::load_project(load);
    if (!project) {
        fmt::print(stderr, "{}: {}\n", project.error().path, project.error().message);
        return 2;
    }
    const std::vector<std::string> statements = statements_of(*project);
    // Interleaved, the least of each: other programs on the machine only ever add. The check is everything that the
    // program does: reading, splitting, parsing, replay, rules, report.
    double grammar = 1e9;
    double whole = 1e9;
    for (int round = 0; round < rounds; ++round) {
        grammar = std::min(grammar, milliseconds([&] {
                               for (const std::string& statement : statements) (void)backout::sql::raw::accepts(statement);
                           }));
        whole = std::min(whole, milliseconds([&] {
                             auto loaded = backout::project::load_project(load);
                             backout::CheckOptions options;
                             options.postgres_major = 15;
                             (void)backout::render_json(backout::check(*loaded, options));
                         }));
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{} migrations, {} statements\n", project->migrations.size(), statements.size());
    fmt::print("grammar alone  {:8.1f} ms\n", grammar);
    fmt::print("whole check    {:8.1f} ms  {:.2f} of the grammar\n", whole, whole / grammar);
    fmt::print("peak memory    {:8.1f} MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
}
