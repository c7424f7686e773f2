#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "project/file_system.h"

namespace backout::project {

namespace fs = std::filesystem;

namespace {

/// PostgreSQL takes no message, and stores no text, of 1 GB or more (MaxAllocSize,
/// src/include/utils/memutils.h).
constexpr std::uintmax_t largest_file = 0x3FFFFFFF;

FileError to_file_error(const std::error_code& error) {
    FileError::Kind kind = FileError::Kind::other;
    if (error == std::errc::no_such_file_or_directory) kind = FileError::Kind::missing;
    if (error == std::errc::permission_denied) kind = FileError::Kind::no_permission;
    return {kind, error.message()};
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

bool is_within(const fs::path& path, const fs::path& root) {
    const auto mismatch = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return mismatch.first == root.end();
}

/// Walks a tree. Linked folders come last: what they lead to within the project has mostly been seen by then,
/// and links can make cycles.
class Walk {
public:
    Walk(fs::path root, int depth) : root_(std::move(root)), depth_(depth) {}

    tl::expected<Listing, FileError> run() {
        std::error_code error;
        real_root_ = fs::canonical(root_, error);
        if (error) return tl::unexpected(to_file_error(error));
        fs::directory_iterator(root_, error);
        if (error) return tl::unexpected(to_file_error(error));
        visit(root_, real_root_, "", 1);
        while (!links_.empty()) {
            const Link link = std::move(links_.back());
            links_.pop_back();
            if (seen_.count(link.target) == 0) visit(link.target, link.target, link.path + "/", link.level);
        }
        std::sort(listing_.files.begin(), listing_.files.end());
        return std::move(listing_);
    }

private:
    struct Link {
        fs::path target;
        std::string path;
        int level;
    };

    void visit(const fs::path& folder, const fs::path& real, const std::string& prefix, int level) {
        seen_.insert(real);
        std::error_code error;
        fs::directory_iterator entries(folder, error);
        if (error) return skip(prefix, error.message());
        for (const fs::directory_iterator end; entries != end; entries.increment(error)) {
            if (error) return skip(prefix, error.message());
            const std::string name = entries->path().filename().string();
            if (entries->is_symlink(error)) {
                visit_link(entries->path(), prefix + name, level);
            } else if (entries->is_directory(error)) {
                const bool wanted = level < depth_ && is_worth_listing(name);
                if (wanted) visit(entries->path(), real / name, prefix + name + "/", level + 1);
            } else if (entries->is_regular_file(error)) {
                listing_.files.push_back(prefix + name);
            } else if (name.ends_with(".sql")) {
                skip(prefix + name, "it is no ordinary file");  // a pipe would keep us waiting
            }
        }
    }

    void visit_link(const fs::path& link, std::string path, int level) {
        std::error_code error;
        fs::path target = fs::canonical(link, error);
        if (error) return skip(std::move(path), "the symbolic link leads nowhere");
        if (!is_within(target, real_root_))
            return skip(std::move(path), "the symbolic link leads out of the project");
        if (fs::is_regular_file(target, error)) {
            listing_.files.push_back(std::move(path));
        } else if (fs::is_directory(target, error) && level < depth_) {
            links_.push_back({std::move(target), std::move(path), level + 1});
        }
    }

    void skip(std::string path, std::string reason) {
        listing_.skipped.push_back({std::move(path), std::move(reason)});
    }

    fs::path root_;
    int depth_;
    fs::path real_root_;
    std::set<fs::path> seen_;  ///< folders by their real paths
    std::vector<Link> links_;
    Listing listing_;
};

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

FileError too_large() {
    return {FileError::Kind::too_large, "it is larger than the 1 GiB that PostgreSQL takes"};
}

/// A pipe, a terminal or another device, such as /dev/stdin. Without a limit /dev/zero would never end, and a pipe
/// that nobody has opened for writing would keep us waiting for ever (fifo(7): read() of it gives 0 at once, of one
/// with a writer EAGAIN).
tl::expected<std::string, FileError> read_to_end(const std::string& path) {
    using namespace std::chrono_literals;
    constexpr auto patience = 2s;
    const Descriptor stream(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (stream.number() < 0) return tl::unexpected(to_file_error(last_error()));
    struct stat status {};
    const bool is_pipe = fstat(stream.number(), &status) == 0 && S_ISFIFO(status.st_mode);
    const auto start = std::chrono::steady_clock::now();
    std::string content;
    std::vector<char> buffer(1 << 20);
    while (true) {
        const ssize_t count = ::read(stream.number(), buffer.data(), buffer.size());
        if (count > 0) {
            const auto length = static_cast<std::size_t>(count);
            if (content.size() + length > largest_file) return tl::unexpected(too_large());
            content.append(buffer.data(), length);
            // No script has a NUL byte; /dev/zero has nothing else.
            if (std::memchr(buffer.data(), 0, length)) return content;
        } else if (count == 0) {
            const bool has_writer_yet = !is_pipe || !content.empty();
            if (has_writer_yet) return content;
            if (std::chrono::steady_clock::now() - start > patience)
                return tl::unexpected(FileError{FileError::Kind::other, "nothing is written to this pipe"});
            std::this_thread::sleep_for(20ms);
        } else if (errno == EAGAIN) {
            pollfd wanted{stream.number(), POLLIN, 0};
            poll(&wanted, 1, -1);
        } else if (errno != EINTR) {
            return tl::unexpected(to_file_error(last_error()));
        }
    }
}

}  // namespace

PathKind Disk::kind(const std::string& path) const {
    std::error_code error;
    const fs::file_status status = fs::status(path.empty() ? "." : path, error);
    switch (status.type()) {
        case fs::file_type::regular:
            return PathKind::file;
        case fs::file_type::directory:
            return PathKind::folder;
        case fs::file_type::not_found:
            return PathKind::missing;
        default:
            return error == std::errc::permission_denied ? PathKind::no_permission : PathKind::other;
    }
}

std::string Disk::absolute(const std::string& path) const {
    std::error_code error;
    std::string absolute = fs::absolute(path.empty() ? "." : path, error).lexically_normal().string();
    if (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
    return error ? path : absolute;
}

tl::expected<std::string, FileError> Disk::read(const std::string& path) const {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error == std::errc::is_a_directory)
        return tl::unexpected(FileError{FileError::Kind::not_a_file, "it is a folder"});
    if (error == std::errc::not_supported) return read_to_end(path);
    if (error) return tl::unexpected(to_file_error(error));
    if (size > largest_file) return tl::unexpected(too_large());
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return tl::unexpected(to_file_error(last_error()));
    std::string content(size, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(size));
    if (stream.bad()) return tl::unexpected(to_file_error(last_error()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
}

tl::expected<Listing, FileError> Disk::list(const std::string& folder, int depth) const {
    return Walk(folder.empty() ? "." : folder, depth).run();
}

}  // namespace backout::project
