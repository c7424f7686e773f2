#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backout/project.h"
#include "project/file_system.h"

/// The only place that writes to a project. A file appears under its name when all of it is on the disk.
namespace backout::project {

namespace {

tl::unexpected<LoadError> failed(const std::string& path, int code) {
    return tl::unexpected(
        LoadError{path, "cannot write the file: " + std::error_code(code, std::generic_category()).message(), ""});
}

/// A file under a name of its own, in the folder where it is to be; gone again unless it gets its name.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& target)
        : path_(join_path(folder_of(target), "." + std::string(name_of(target)) + ".XXXXXX")),
          descriptor_(mkstemp(path_.data())) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (descriptor_ < 0) return;
        close(descriptor_);
        if (!path_.empty()) unlink(path_.c_str());
    }

    bool write(std::string_view content, mode_t mode) const {
        if (descriptor_ < 0) return false;
        while (!content.empty()) {
            const ssize_t written = ::write(descriptor_, content.data(), content.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        return fchmod(descriptor_, mode) == 0 && fsync(descriptor_) == 0;
    }

    bool replace(const std::string& target) {
        if (rename(path_.c_str(), target.c_str()) != 0) return false;
        path_.clear();
        return true;
    }

    /// Only where there is no such file yet, not even since we looked.
    bool become(const std::string& target) const { return link(path_.c_str(), target.c_str()) == 0; }

private:
    std::string path_;
    int descriptor_;
};

mode_t mode_of_new_files() {
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

}  // namespace

tl::expected<void, LoadError> write_file(const Project& project, const FileChange& change) {
    std::string path = join_path(project.root, change.path);
    mode_t mode = mode_of_new_files();
    if (!change.is_new) {
        // A link stays one: its target is what is written.
        std::error_code error;
        const std::filesystem::path real = std::filesystem::canonical(path, error);
        if (error) return failed(path, error.value());
        path = real.string();
        struct stat status {};
        if (stat(path.c_str(), &status) == 0) mode = status.st_mode & 07777;
        if (access(path.c_str(), W_OK) != 0) return failed(path, errno);
    }
    std::error_code error;
    const std::filesystem::path folder(folder_of(path));
    if (change.is_new && !folder.empty()) std::filesystem::create_directories(folder, error);
    if (error) return failed(path, error.value());
    TemporaryFile file(path);
    if (!file.write(change.content, mode)) return failed(path, errno);
    if (!(change.is_new ? file.become(path) : file.replace(path))) return failed(path, errno);
    return {};
}

}  // namespace backout::project
