#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace backout::cli {

/// A file or folder as it is in a revision of the git repository around this folder, in a temporary folder that goes
/// with the object.
class GitRevision {
public:
    /// "REVISION:PATH". Nothing, and a message on standard error, when git doesn't have it.
    static std::optional<GitRevision> check_out(const std::string& revision_and_path);

    std::string path() const { return path_.string(); }

private:
    /// A folder that is removed with the last who knows it.
    struct TemporaryFolder;

    std::shared_ptr<const TemporaryFolder> folder_;
    std::filesystem::path path_;
};

}  // namespace backout::cli
