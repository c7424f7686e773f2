#include "cli/console.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fmt/core.h>
#include <unistd.h>

#include "text/escape.h"

namespace backout::cli {

namespace {

/// Each line made harmless by itself, so that line ends stay what they are.
std::string escape_lines(std::string_view text) {
    std::string escaped;
    while (true) {
        std::size_t end = text.find('\n');
        escaped += text::escape_for_terminal(text.substr(0, end));
        if (end == std::string_view::npos) return escaped;
        escaped += "\n       ";
        text.remove_prefix(end + 1);
    }
}

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A short run shows no progress at all.
constexpr double quiet_seconds = 0.5;
constexpr double step_seconds = 0.1;

}  // namespace

void print_error(std::string_view message, std::string_view help) {
    fmt::print(stderr, "error: {}\n", escape_lines(message));
    if (!help.empty()) print_help(help);
}

void print_help(std::string_view help) {
    fmt::print(stderr, "help:  {}\n", escape_lines(help));
}

bool print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return true;
    print_error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    return false;
}

bool stdout_is_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}
bool stderr_is_terminal() {
    return isatty(STDERR_FILENO) == 1;
}

bool wants_colour(std::string_view choice) {
    if (choice == "always") return true;
    if (choice == "never") return false;
    const char* none = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    bool dumb = terminal && std::string_view(terminal) == "dumb";
    return stdout_is_terminal() && !(none && *none) && !dumb;
}

Progress::Progress(bool enabled) : enabled_(enabled && stderr_is_terminal()), next_(now() + quiet_seconds) {}

Progress::~Progress() {
    if (shown_) fmt::print(stderr, "\r\033[K");
}

void Progress::show(std::size_t done, std::size_t total) {
    if (!enabled_ || now() < next_) return;
    next_ = now() + step_seconds;
    shown_ = true;
    fmt::print(stderr, "\r\033[K{} of {} migrations", done, total);
    std::fflush(stderr);
}

}  // namespace backout::cli
