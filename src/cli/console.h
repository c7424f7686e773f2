#pragma once

#include <string_view>

namespace backout::cli {

/// "error: …" and, when there is any, "help: …" on standard error, made harmless for a terminal.
void print_error(std::string_view message, std::string_view help = {});

/// "help: …" alone, on standard error.
void print_help(std::string_view help);

/// Writes to standard output as it is; false when that fails (a closed pipe).
bool print(std::string_view text);

bool stdout_is_terminal();
bool stderr_is_terminal();
/// Colour is for terminals that can show it: not when NO_COLOR is set or TERM is "dumb".
bool wants_colour(std::string_view choice);

/// One line on standard error that the next one overwrites; nothing where that is no terminal.
class Progress {
public:
    explicit Progress(bool enabled);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void show(std::size_t done, std::size_t total);

private:
    bool enabled_;
    bool shown_ = false;
    double next_ = 0;
};

}  // namespace backout::cli
