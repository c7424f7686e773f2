#include "report/statements_page.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "simulate/handling.h"
#include "sql/parse.h"

namespace backout::report {

namespace {

using simulate::Handling;

std::string_view word(Handling handling) {
    switch (handling) {
        case Handling::simulated:
            return "simulated";
        case Handling::session:
            return "simulated in the session";
        case Handling::rows:
            return "analysed; what it does to rows is kept";
        case Handling::without_effect:
            return "no effect on the catalog";
        case Handling::unknown:
            return "unknown";
    }
    return "";
}

/// "create_table" → "CREATE TABLE"
std::string command_of(sql::StatementKind kind) {
    std::string command(sql::statement_kind_name(kind));
    std::transform(command.begin(), command.end(), command.begin(), [](unsigned char letter) {
        return letter == '_' ? ' ' : static_cast<char>(std::toupper(letter));
    });
    return command;
}

}  // namespace

std::string statements_page() {
    std::string page =
        "# Statements\n\n"
        "Every kind of statement that PostgreSQL 18's grammar knows, by the name that `backout trace` gives it, and what\n"
        "the simulation makes of it. Nothing is passed over in silence: what can't be simulated has the outcome `unknown`\n"
        "with its reason, and a verdict that hangs on it is `unproven`. `backout statements` writes this page from the\n"
        "program's own table; a test holds them equal.\n\n"
        "| statement | handling | unknown, with the reason, is |\n|---|---|---|\n";
    // `view` is the last kind.
    for (int number = 0; number <= static_cast<int>(sql::StatementKind::view); ++number) {
        const auto kind = static_cast<sql::StatementKind>(number);
        const simulate::KindHandling handling = simulate::handling_of(kind);
        page += fmt::format("| {} | {} | {} |\n", command_of(kind), word(handling.handling), handling.limits);
    }
    return page;
}

}  // namespace backout::report
