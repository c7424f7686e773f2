#pragma once

#include <string>
#include <string_view>

#include "backout/report.h"

namespace backout::report {

/// Colour for those who see it; the words say the same without.
class Paint {
public:
    explicit Paint(bool enabled) : enabled_(enabled) {}
    std::string red(std::string_view text) const { return wrap(text, "31"); }
    std::string yellow(std::string_view text) const { return wrap(text, "33"); }
    std::string green(std::string_view text) const { return wrap(text, "32"); }
    std::string blue(std::string_view text) const { return wrap(text, "34"); }
    std::string bold(std::string_view text) const { return wrap(text, "1"); }
    std::string severity(Severity severity, std::string_view text) const;

private:
    std::string wrap(std::string_view text, std::string_view code) const;

    bool enabled_;
};

/// A line of source with what is meant underlined:
///    ┌ 0002.down.sql:76:1
/// 76 │ CREATE INDEX …
///    │              ^^^
std::string source_frame(const Place& place, const Paint& paint);

}  // namespace backout::report
