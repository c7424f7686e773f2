#include "backout/version.h"

#include <fmt/core.h>

int main() {
    fmt::print("backout {} (grammar of PostgreSQL {})\n", backout::version(), backout::grammar_version());
}
