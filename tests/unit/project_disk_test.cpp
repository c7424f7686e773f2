/// The machine's own disk: links, permissions, what listing leaves out.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "project/file_system.h"

namespace fs = std::filesystem;
using namespace backout::project;

namespace {

/// A folder that goes away again.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (fs::temp_directory_path() / "backout-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()));
        path_ = pattern;
    }
    ~ScratchFolder() { fs::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string write(const std::string& name, const std::string& content) const {
        const fs::path path = path_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path.string();
    }
    fs::path operator/(const std::string& name) const { return path_ / name; }

private:
    fs::path path_;
};

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("files are read as they are") {
    const ScratchFolder scratch;
    const std::string content(
        "\xEF\xBB\xBF"
        "a\r\n\0b",
        8);
    CHECK(Disk().read(scratch.write("a.sql", content)).value() == content);
    CHECK(Disk().read(scratch.write("empty.sql", "")).value().empty());
    CHECK(Disk().read((scratch / "missing.sql").string()).error().kind == FileError::Kind::missing);
    CHECK(Disk().read((scratch / "").string()).error().kind == FileError::Kind::not_a_file);
}

TEST_CASE("kinds of paths") {
    const ScratchFolder scratch;
    CHECK(Disk().kind(scratch.write("a.sql", "")) == PathKind::file);
    CHECK(Disk().kind((scratch / "").string()) == PathKind::folder);
    CHECK(Disk().kind((scratch / "missing").string()) == PathKind::missing);
}

TEST_CASE("a tree is listed without hidden and foreign folders") {
    const ScratchFolder scratch;
    for (const char* name :
         {"b/2.sql", "b/1.sql", "a.sql", ".git/config", "node_modules/x/1.sql", "sub/target/1.sql"}) {
        scratch.write(name, "");
    }
    CHECK(Disk().list((scratch / "").string())->files == Paths{"a.sql", "b/1.sql", "b/2.sql"});
    CHECK(Disk().list((scratch / "").string(), 1)->files == Paths{"a.sql"});
    CHECK(Disk().list((scratch / "missing").string()).error().kind == FileError::Kind::missing);
}

TEST_CASE("links out of the tree are not followed, and said") {
    const ScratchFolder outside;
    outside.write("secret.sql", "");
    const ScratchFolder scratch;
    scratch.write("a.sql", "");
    fs::create_directory_symlink(outside / "", scratch / "elsewhere");
    fs::create_symlink(outside / "secret.sql", scratch / "secret.sql");
    fs::create_symlink("nowhere", scratch / "broken.sql");
    const auto listing = Disk().list((scratch / "").string());
    CHECK(listing->files == Paths{"a.sql"});
    CHECK(listing->skipped.size() == 3);
}

TEST_CASE("links within the tree make no cycle and nothing twice") {
    const ScratchFolder scratch;
    scratch.write("a/1.sql", "");
    scratch.write(".hidden/2.sql", "");
    fs::create_directory_symlink(scratch / "", scratch / "a/loop");
    fs::create_directory_symlink(scratch / "a", scratch / "again");
    fs::create_directory_symlink(scratch / ".hidden", scratch / "shown");
    const auto listing = Disk().list((scratch / "").string());
    CHECK(listing->files == Paths{"a/1.sql", "shown/2.sql"});
    CHECK(listing->skipped.empty());
}

TEST_CASE("absolute paths") {
    CHECK(Disk().absolute("/a/./b/../c/") == "/a/c");
    CHECK(Disk().absolute("x").starts_with('/'));
}

TEST_CASE("paths") {
    CHECK(join_path("a", "b") == "a/b");
    CHECK(join_path("a/", "b") == "a/b");
    CHECK(join_path("", "b") == "b");
    CHECK(join_path(".", "b") == "b");
    CHECK(join_path("/", "b") == "/b");
    CHECK(folder_of("a/b/c.sql") == "a/b");
    CHECK(folder_of("/a") == "/");
    CHECK(folder_of("a").empty());
    CHECK(name_of("a/b.sql") == "b.sql");
}
