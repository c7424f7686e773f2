#include "graph/migration_graph.h"

#include <algorithm>
#include <memory>

#include <boost/dynamic_bitset.hpp>

#include "graph/migration_changes.h"
#include "sql/tree/query.h"
#include "verify/history.h"

namespace backout::graph {

namespace {

bool works_on_rows(const sql::Statement& statement) {
    switch (statement.kind) {
        case sql::StatementKind::call:
        case sql::StatementKind::copy:
        case sql::StatementKind::create_table_as:
        case sql::StatementKind::delete_:
        case sql::StatementKind::do_:
        case sql::StatementKind::execute:
        case sql::StatementKind::insert:
        case sql::StatementKind::merge:
        case sql::StatementKind::select:
        case sql::StatementKind::update: return true;
        default: return false;
    }
}

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Everything in the text that may be a name, quoted or folded to lower case; a word in a string is one too many and
/// does no harm.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            const std::size_t end = std::min(text.find('"', at + 1), text.size());
            words.emplace_back(text.substr(at + 1, end - at - 1));
            at = end + 1;
        } else if (is_word_character(text[at])) {
            std::string word;
            for (; at < text.size() && is_word_character(text[at]); ++at)
                word += text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] + ('a' - 'A')) : text[at];
            words.push_back(std::move(word));
        } else {
            ++at;
        }
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

/// `SELECT *`, and INSERT without a list of columns.
bool means_all_columns(const sql::Statement& statement, std::string_view text) {
    const auto* insert = sql::as<sql::InsertStatement>(&statement);
    return (insert && insert->columns.empty()) || text.find('*') != std::string_view::npos;
}

/// Collects what the statements use.
class Uses : public verify::Observer {
public:
    explicit Uses(std::size_t migrations) : by_migration(migrations), uncertainties(migrations) {}

    void on_statement(const verify::ScriptRun& script, const verify::StatementRun& statement) override {
        if (script.migration >= by_migration.size()) return;
        const sql::Statement* tree = statement.parsed->tree.get();
        if (!tree) return;
        Use use;
        use.in_down = script.direction == verify::Direction::down;
        if (works_on_rows(*tree)) {
            const std::string_view text = script.parsed->source->text.substr(
                statement.parsed->begin, statement.parsed->end - statement.parsed->begin);
            use.all_columns = means_all_columns(*tree, text);
            use.words = words_of(text);
            by_migration[script.migration].push_back(use);
        }
        std::vector<catalog::Oid> relations;
        for (const auto& lock : statement.result.effects.locks) relations.push_back(lock.relation);
        for (const auto& scan : statement.result.effects.scans) relations.push_back(scan.relation);
        for (const auto& data : statement.result.effects.data) relations.push_back(data.relation);
        std::sort(relations.begin(), relations.end());
        relations.erase(std::unique(relations.begin(), relations.end()), relations.end());
        for (catalog::Oid relation : relations) {
            use.relation = relation;
            by_migration[script.migration].push_back(use);
        }
    }

    void on_migration(const verify::MigrationRun& run, const MigrationReport& report) override {
        auto& found = uncertainties[run.index];
        found = report.up.reasons;
        for (const std::string& reason : run.up.reasons)
            if (std::find(found.begin(), found.end(), reason) == found.end()) found.push_back(reason);
        if (report.up.error) found.push_back("its up fails: " + report.up.error->message);
    }

    std::vector<std::vector<Use>> by_migration;
    std::vector<std::vector<std::string>> uncertainties;
};

/// The history in the world that it needs (as check/schema.cpp has it), with an observer.
std::unique_ptr<verify::History> replayed(const project::Project& project, const CheckOptions& options, Uses& uses) {
    verify::Start start;
    if (project.starts_empty || options.baseline) {
        auto history = std::make_unique<verify::History>(project, options, start);
        if (history->replay(&uses)) return history;
        uses = Uses(project.migrations.size());
    }
    start.world = simulate::World::open;
    start.assumptions = verify::History(project, options, start).discover_assumptions();
    auto history = std::make_unique<verify::History>(project, options, start);
    history->replay(&uses);
    return history;
}

}  // namespace

MigrationGraph migration_graph(const project::Project& project, const CheckOptions& options) {
    const std::size_t count = project.migrations.size();
    Uses uses(count);
    const auto history = replayed(project, options, uses);
    const std::vector<Grounds> grounds = grounds_of(history->simulator().catalog(), count, uses.by_migration);
    MigrationGraph result;
    result.uncertainties = std::move(uses.uncertainties);
    for (std::size_t i = 0; i < count; ++i) {
        Vertex vertex;
        vertex.oid = static_cast<catalog::Oid>(i + 1);
        vertex.kind = "migration";
        vertex.name = project.migrations[i].name;
        vertex.migration = static_cast<std::int32_t>(i);
        result.graph.vertices.push_back(std::move(vertex));
        for (const auto& [earlier, because] : grounds[i]) {
            Dependence dependence{i, static_cast<std::size_t>(earlier), Need::builds_on, {}, {}, {}, {}, because};
            result.graph.dependences.push_back(std::move(dependence));
        }
    }
    return result;
}

std::vector<std::vector<std::size_t>> rolled_back_before(const DependencyGraph& graph) {
    const std::size_t count = graph.vertices.size();
    std::vector<boost::dynamic_bitset<>> needed_by(count, boost::dynamic_bitset<>(count));
    for (const Dependence& dependence : graph.dependences) needed_by[dependence.referenced].set(dependence.dependent);
    std::vector<std::vector<std::size_t>> before(count);
    // What needs a migration comes after it, and is complete when its turn comes.
    for (std::size_t i = count; i-- > 0;) {
        const boost::dynamic_bitset<> direct = needed_by[i];
        for (std::size_t j = direct.find_first(); j != boost::dynamic_bitset<>::npos; j = direct.find_next(j))
            needed_by[i] |= needed_by[j];
        for (std::size_t j = needed_by[i].find_first(); j != boost::dynamic_bitset<>::npos; j = needed_by[i].find_next(j))
            before[i].push_back(j);
        std::reverse(before[i].begin(), before[i].end());
    }
    return before;
}

}  // namespace backout::graph
