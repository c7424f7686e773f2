#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "backout/check.h"
#include "lint/page.h"
#include "lint/rule.h"
#include "project/load.h"

/// The pages of rules/ are tests: each example must make its rule fire or leave it silent.
namespace backout::lint {

namespace {

namespace fs = std::filesystem;

/// A fenced block: an earlier migration or several, an up and perhaps a down.
struct Example {
    std::size_t line = 0;
    bool fires = false;
    std::string layout = "golang-migrate";
    int postgres_major = 18;
    std::vector<std::string> before;
    std::string up;
    std::optional<std::string> down;
};

struct Page {
    std::string id;
    std::string text;
    std::map<std::string, std::string> front_matter;
    std::vector<Example> examples;
};

std::string read(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// "```sql fires layout=goose postgres=15"; nothing for a block that is no example.
std::optional<Example> opening(const std::string& line) {
    std::istringstream words(line);
    std::string fence;
    std::string verdict;
    words >> fence >> verdict;
    if (fence != "```sql" || (verdict != "fires" && verdict != "silent")) return std::nullopt;
    Example example;
    example.fires = verdict == "fires";
    for (std::string word; words >> word;) {
        if (word.starts_with("layout="))
            example.layout = word.substr(7);
        else if (word.starts_with("postgres="))
            example.postgres_major = std::stoi(word.substr(9));
        else
            FAIL("unknown word in an example's first line: " << word);
    }
    return example;
}

Page parse_page(const fs::path& path) {
    Page page;
    page.id = path.stem().string();
    page.text = read(path);
    std::istringstream lines(page.text);
    std::size_t number = 0;
    int fences_of_front_matter = 0;
    std::optional<Example> open;
    std::string* into = nullptr;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line == "---" && fences_of_front_matter < 2) {
            ++fences_of_front_matter;
        } else if (fences_of_front_matter == 1) {
            std::size_t colon = line.find(": ");
            REQUIRE_MESSAGE(colon != std::string::npos, page.id << ":" << number);
            page.front_matter[line.substr(0, colon)] = line.substr(colon + 2);
        } else if (!open) {
            open = opening(line);
            if (!open) continue;
            open->line = number;
            into = &open->up;
        } else if (line == "```") {
            page.examples.push_back(std::move(*open));
            open.reset();
        } else if (line == "-- before") {
            into = &open->before.emplace_back();
        } else if (line == "-- up") {
            into = &open->up;
        } else if (line == "-- down") {
            into = &open->down.emplace();
        } else {
            *into += line + "\n";
        }
    }
    CHECK_MESSAGE(!open, page.id << ": an example is not closed");
    return page;
}

std::vector<Page> all_pages() {
    std::vector<Page> pages;
    for (const auto& entry : fs::directory_iterator(fs::path(BACKOUT_SOURCE_DIR) / "rules"))
        if (entry.path().extension() == ".md" && entry.path().stem() != "README")
            pages.push_back(parse_page(entry.path()));
    std::sort(pages.begin(), pages.end(),
              [](const Page& left, const Page& right) { return left.id < right.id; });
    return pages;
}

void write_migration(project::MemoryDisk& disk, const std::string& layout, const std::string& name,
                     const std::string& up, const std::optional<std::string>& down) {
    if (layout == "golang-migrate") {
        disk.write("m/" + name + ".up.sql", up);
        if (down) disk.write("m/" + name + ".down.sql", *down);
        return;
    }
    REQUIRE(layout == "goose");
    disk.write("m/" + name + ".sql",
               "-- +goose Up\n" + up + (down ? "-- +goose Down\n" + *down : std::string()));
}

Report check_example(const Example& example) {
    project::MemoryDisk disk;
    for (std::size_t i = 0; i < example.before.size(); ++i)
        write_migration(disk, example.layout, "000" + std::to_string(i + 1) + "_before", example.before[i],
                        std::nullopt);
    write_migration(disk, example.layout, "0009_example", example.up, example.down);
    project::LoadOptions load;
    load.paths = {"m"};
    load.layout = example.layout;
    auto project = project::load_project(disk, load);
    REQUIRE(project);
    CheckOptions options;
    options.postgres_major = example.postgres_major;
    return check(*project, options);
}

bool is_finding_of(const Finding& finding, const std::string& rule) {
    return finding.rule == rule && finding.migration == "0009_example";
}

/// What an example must not do unless its rule is about it: fail. A silent example that fails proves nothing.
bool is_about_failures(const std::string& rule) {
    for (const char* one :
         {"up-fails", "down-fails", "syntax-error", "wrong-object-kind", "rollback-order",
          "concurrent-in-transaction", "create-if-not-exists-hides-existing", "cascade-drops-more"})
        if (rule == one) return true;
    return false;
}

}  // namespace

TEST_CASE("every rule has a page, and every page a rule") {
    std::vector<Page> pages = all_pages();
    for (const Rule& rule : all_rules()) {
        CAPTURE(rule.id);
        auto page =
            std::find_if(pages.begin(), pages.end(), [&](const Page& one) { return one.id == rule.id; });
        REQUIRE(page != pages.end());
        CHECK(page_of(rule.id) == page->text);
        CHECK(page->front_matter["id"] == rule.id);
        CHECK(page->front_matter["severity"] == to_string(rule.severity));
        CHECK(page->front_matter["categories"] == category_names(rule.categories));
        CHECK(page->text.find("# " + std::string(rule.title) + "\n") != std::string::npos);
        for (const char* section :
             {"\n## What happens\n", "\n## Why it matters\n", "\n## The safe way\n", "\n## Examples\n"})
            CHECK_MESSAGE(page->text.find(section) != std::string::npos, section);
        for (bool fires : {true, false})
            CHECK_MESSAGE(
                std::any_of(page->examples.begin(), page->examples.end(),
                            [&](const Example& example) { return example.fires == fires; }),
                (fires ? "an example that fires is missing" : "an example that is silent is missing"));
    }
    for (const Page& page : pages)
        CHECK_MESSAGE(find_rule(page.id), page.id << " is a page without a rule");
}

TEST_CASE("the examples of rule pages fire and stay silent as they say") {
    for (const Page& page : all_pages()) {
        for (const Example& example : page.examples) {
            INFO("rules/" << page.id << ".md:" << example.line);
            Report report = check_example(example);
            auto found =
                std::find_if(report.findings.begin(), report.findings.end(),
                             [&](const Finding& finding) { return is_finding_of(finding, page.id); });
            CHECK((found != report.findings.end()) == example.fires);
            if (found != report.findings.end()) {
                CHECK(found->place.begin.line > 0);
                CHECK(found->place.file.find("0009_example") != std::string::npos);
                CHECK(!found->message.empty());
            }
            if (is_about_failures(page.id) && example.fires) continue;
            CHECK(report.migrations.back().up.outcome == Outcome::ok);
            if (report.migrations.back().down) CHECK(report.migrations.back().down->outcome == Outcome::ok);
        }
    }
}

}  // namespace backout::lint
