/// Whole projects against the report that a person has read and found true: `fixtures/<name>/expected.txt`.
/// BACKOUT_UPDATE_FIXTURES=1 writes the reports anew; read the difference before committing it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "backout/check.h"
#include "backout/render.h"
#include "cli/project_options.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

/// The lines as diff(1) would show them without context: a longest common subsequence, small enough for
/// reports.
std::string difference(const std::string& expected, const std::string& actual) {
    auto before = lines_of(expected);
    auto after = lines_of(actual);
    std::vector<std::vector<std::size_t>> common(before.size() + 1,
                                                 std::vector<std::size_t>(after.size() + 1));
    for (std::size_t i = before.size(); i-- > 0;)
        for (std::size_t j = after.size(); j-- > 0;)
            common[i][j] = before[i] == after[j] ? common[i + 1][j + 1] + 1
                                                 : std::max(common[i + 1][j], common[i][j + 1]);
    std::string difference;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            ++i;
            ++j;
        } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
            difference += "- " + before[i++] + "\n";
        } else {
            difference += "+ " + after[j++] + "\n";
        }
    }
    return difference;
}

/// `backout check <folder>` with the options of the fixture: those of every command in `options`, those of check alone
/// in `check-options`.
std::string report_of(const fs::path& folder) {
    backout::cli::ProjectOptions project_options;
    backout::TextOptions text;
    CLI::App check;
    project_options.add_to(check);
    check.add_flag("--verbose", text.verbose);
    std::string options;
    for (const char* name : {"options", "check-options"})
        if (fs::exists(folder / name)) options += read(folder / name);
    std::replace(options.begin(), options.end(), '\n', ' ');
    check.parse(options);
    project_options.paths = {folder.string()};
    if (!project_options.schema_file.empty())
        project_options.schema_file = (folder / project_options.schema_file).string();

    auto project = backout::cli::load(project_options);
    REQUIRE(project);
    backout::CheckOptions check_options;
    check_options.postgres_major = project_options.postgres_major;
    REQUIRE(backout::cli::load_baseline(project_options, check_options.baseline));
    return backout::render_text(backout::check(*project, check_options), text);
}

std::vector<fs::path> fixtures() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(fs::path(BACKOUT_SOURCE_DIR) / "fixtures"))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

TEST_CASE("fixtures: each project's report is the one beside it") {
    REQUIRE_FALSE(fixtures().empty());
    for (const fs::path& folder : fixtures()) {
        CAPTURE(folder.filename().string());
        std::string report = report_of(folder);
        fs::path expected = folder / "expected.txt";
        const char* update = std::getenv("BACKOUT_UPDATE_FIXTURES");
        if (update && *update) {
            std::ofstream(expected, std::ios::binary) << report;
            continue;
        }
        std::string differing = difference(read(expected), report);
        CHECK_MESSAGE(differing.empty(), "expected (-) and printed (+):\n", differing);
    }
}

TEST_CASE("fixtures: the README shows the report of the shop as it is") {
    fs::path root = BACKOUT_SOURCE_DIR;
    std::string shown =
        "$ backout check fixtures/shop\n" + read(root / "fixtures/shop/expected.txt") + "```\n";
    CHECK(read(root / "README.md").find(shown) != std::string::npos);
}
