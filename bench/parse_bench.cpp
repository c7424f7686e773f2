/// parse_bench FILE...: what lowering costs, as a part of what PostgreSQL's own parser costs on the same
/// statements.

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sql/parse.h"
#include "sql/raw/accepts.h"
#include "sql/split.h"

namespace {

constexpr int rounds = 7;

std::vector<std::string> statements_of(int count, char** paths) {
    std::vector<std::string> statements;
    for (int index = 1; index < count; ++index) {
        std::ifstream file(paths[index], std::ios::binary);
        const std::string script{std::istreambuf_iterator<char>(file), {}};
        const backout::sql::SplitResult pieces = backout::sql::split(script);
        for (const backout::sql::StatementText& piece : pieces.statements)
            statements.emplace_back(pieces.statement_text(piece));
    }
    return statements;
}

/// Milliseconds of processor time that a function takes over all statements.
template <class Function>
double milliseconds(const std::vector<std::string>& statements, Function function) {
    const std::clock_t start = std::clock();
    for (const std::string& statement : statements)
        function(statement);
    return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int count, char** paths) {
    const std::vector<std::string> statements = statements_of(count, paths);
    if (statements.empty()) {
        fmt::print(stderr, "usage: parse_bench FILE...\n");
        return 2;
    }
    std::size_t bytes = 0;
    for (const std::string& statement : statements)
        bytes += statement.size();

    // Interleaved, the least of each: other programs on the machine only ever add.
    double grammar = 1e9;
    double whole = 1e9;
    for (int round = 0; round < rounds; ++round) {
        grammar = std::min(grammar, milliseconds(statements, backout::sql::raw::accepts));
        whole = std::min(whole, milliseconds(statements, [](const std::string& statement) {
                             (void)backout::sql::parse_statement(statement);
                         }));
    }
    fmt::print("{} statements, {} bytes\n", statements.size(), bytes);
    fmt::print("grammar alone    {:8.1f} ms\n", grammar);
    fmt::print("parse_statement  {:8.1f} ms  {:.2f} of the grammar\n", whole, whole / grammar);
}
