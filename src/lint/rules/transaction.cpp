#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"

/// What runs in which transaction.
namespace backout::lint::rules {

namespace {

/// The statement that PreventInTransactionBlock refused, by the name that its message has at the front.
std::string refused_command(const std::string& message) {
    constexpr std::string_view refusal = " cannot run inside a transaction block";
    std::size_t end = message.find(refusal);
    return end == std::string::npos ? std::string() : message.substr(0, end);
}

std::string_view who_opens(const project::Script& script) {
    switch (script.transaction) {
        case project::TransactionMode::whole_script:
        case project::TransactionMode::whole_script_by_statement:
            return "{} runs a migration in a transaction";
        case project::TransactionMode::implicit:
            return "the file's statements are sent together and so share a transaction";
        case project::TransactionMode::none:
            return "the script has begun a transaction";
    }
    return "";
}

}  // namespace

void concurrent_in_transaction(const StatementView& view, Findings& findings) {
    const simulate::Outcome& outcome = view.run.result.outcome;
    if (outcome.kind != simulate::OutcomeKind::error || outcome.error.sqlstate != "25001") return;
    std::string command = refused_command(outcome.error.message);
    if (command.empty()) return;
    std::string where = without_transaction(view);
    Finding& finding =
        findings.add(statement_place(*view.script.parsed, *view.run.parsed),
                     fmt::format("{} is refused here: it has to run outside a transaction", command),
                     fmt::format("put it in {}", where));
    if (where.find("share a transaction") == std::string::npos)
        finding.notes.push_back(
            fmt::format(fmt::runtime(who_opens(*view.script.parsed->source)), view.history.project().layout));
}

namespace {

void tell_left_open(const verify::ScriptRun& run, Findings& findings) {
    if (!run.transaction_left_open || !run.parsed) return;
    const verify::ParsedStatement* opener = nullptr;
    for (const verify::StatementRun& statement : run.statements) {
        using Action = sql::TransactionStatement::Action;
        const auto* transaction = sql::as<sql::TransactionStatement>(statement.parsed->tree.get());
        if (transaction && (transaction->action == Action::begin || transaction->action == Action::start))
            opener = statement.parsed;
    }
    if (!opener) return;
    findings.add(statement_place(*run.parsed, *opener),
                 "this transaction is never committed: what follows it may be lost",
                 "end it with COMMIT, or leave BEGIN away where the runner opens a transaction itself");
}

}  // namespace

void transaction_left_open(const MigrationView& view, Findings& findings) {
    tell_left_open(view.run.up, findings);
    tell_left_open(view.run.down, findings);
}

}  // namespace backout::lint::rules
