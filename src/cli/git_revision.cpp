#include "cli/git_revision.h"

#include <cstdlib>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/console.h"

extern char** environ;

namespace backout::cli {

namespace {

/// Runs a program, with no shell between, and waits. True when it ended with 0.
bool run(const std::vector<std::string>& arguments) {
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawnp(&child, pointers[0], nullptr, nullptr, pointers.data(), environ) != 0) return false;
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

struct GitRevision::TemporaryFolder {
    std::filesystem::path path;

    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "backout-XXXXXX").string();
        if (mkdtemp(pattern.data())) path = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path.empty()) std::filesystem::remove_all(path, ignored);
    }
};

std::optional<GitRevision> GitRevision::check_out(const std::string& revision_and_path) {
    const std::size_t colon = revision_and_path.find(':');
    const std::string revision = revision_and_path.substr(0, colon);
    const std::string inner = colon == std::string::npos ? "." : revision_and_path.substr(colon + 1);
    if (revision.empty() || revision.starts_with('-') || inner.empty() || inner.starts_with('-')) {
        print_error(fmt::format("git:{} is no revision and path", revision_and_path), "as in git:main:db/migrations");
        return std::nullopt;
    }
    auto folder = std::make_shared<const TemporaryFolder>();
    if (folder->path.empty()) {
        print_error("there is no room for temporary files");
        return std::nullopt;
    }
    const std::string archive = (folder->path / "archive.tar").string();
    const bool unpacked = run({"git", "archive", "--format=tar", "-o", archive, revision, "--", inner}) &&
                          run({"tar", "-xf", archive, "-C", folder->path.string()});
    std::error_code ignored;
    std::filesystem::remove(archive, ignored);
    if (unpacked) {
        GitRevision checked_out;
        checked_out.path_ = folder->path / inner;
        checked_out.folder_ = std::move(folder);
        return checked_out;
    }
    print_error(fmt::format("git has no {} in {}", inner, revision), "run it inside the repository; the path counts from this folder");
    return std::nullopt;
}

}  // namespace backout::cli
