/// node-pg-migrate's SQL files (migration.ts, sqlMigration.ts): `TIMESTAMP_name.sql` with the comments `-- Up Migration` and
/// `-- Down Migration`, in either order; ordered by the number, then by name. A direction is one message in a transaction.
#include <algorithm>
#include <cctype>

#include "project/layouts/annotated_files.h"
#include "project/layouts/layouts.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr std::size_t nowhere = std::string_view::npos;

bool starts_with_word(std::string_view text, std::string_view word) {
    return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char wanted, char byte) {
               return std::tolower(static_cast<unsigned char>(byte)) == wanted;
           });
}

/// The first line like "-- Up Migration", in any case, with any number of dashes.
std::size_t find_marker(std::string_view text, std::string_view direction) {
    constexpr std::string_view blanks = " \t\r";
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        std::string_view rest = text.substr(line, end - line);
        rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
        if (rest.starts_with("--")) {
            rest.remove_prefix(std::min(rest.find_first_not_of("- \t\r"), rest.size()));
            if (starts_with_word(rest, direction)) {
                rest.remove_prefix(direction.size());
                const std::size_t word = rest.find_first_not_of(blanks);
                if (word != 0 && word != nowhere && starts_with_word(rest.substr(word), "migration")) return line;
            }
        }
        line = end + 1;
    }
    return nowhere;
}

struct Sections {
    std::vector<TextRange> up;
    std::vector<TextRange> down;
};

/// Without a marker for it the up is the whole file; what comes before the first marker belongs to neither.
Sections sections_of(std::string_view text) {
    const std::size_t up = find_marker(text, "up");
    const std::size_t down = find_marker(text, "down");
    Sections sections;
    if (up == nowhere)
        sections.up.push_back({0, text.size()});
    else
        sections.up.push_back({up, down == nowhere || down < up ? text.size() : down});
    if (down != nowhere) sections.down.push_back({down, up == nowhere || up < down ? text.size() : up});
    return sections;
}

bool is_program(std::string_view path) {
    return path.ends_with(".js") || path.ends_with(".ts") || path.ends_with(".cjs") || path.ends_with(".mjs");
}

Match detect(const Folder& folder) {
    constexpr int sample_size = 5;
    int looked_into = 0;
    for (const std::string& path : folder.files()) {
        if (!path.ends_with(".sql") || path.find('/') != std::string::npos) continue;
        const auto file = folder.file(path);
        if (!file) continue;
        if (find_marker((*file)->text(), "up") != nowhere) return {93, "files with -- Up Migration"};
        if (++looked_into == sample_size) break;
    }
    return {};
}

Migration read_file(Loader& loader, const std::string& path) {
    Migration migration;
    migration.id = leading_digits(path);
    migration.name = path.substr(0, path.rfind('.'));
    if (is_program(path)) {
        migration.up_program = migration.down_program = loader.folder().shown(path);
        loader.note_program(path);
        return migration;
    }
    const auto file = loader.file(path);
    if (!file) {
        migration.up = loader.script(path, TransactionMode::whole_script);
        return migration;
    }
    const Sections sections = sections_of(file->text());
    migration.up = loader.script(path, sections.up, TransactionMode::whole_script);
    if (!sections.down.empty()) migration.down = loader.script(path, sections.down, TransactionMode::whole_script);
    return migration;
}

void load(Loader& loader) {
    std::vector<std::string> paths;
    for (const std::string& path : loader.folder().files()) {
        const bool known = (path.ends_with(".sql") || is_program(path)) && path.find('/') == std::string::npos;
        if (known && !leading_digits(path).empty())
            paths.push_back(path);
        else
            loader.pass_over(path, "not named N_name.sql");
    }
    std::stable_sort(paths.begin(), paths.end(), [](const std::string& left, const std::string& right) {
        const int order = compare_numbers(leading_digits(left), leading_digits(right));
        return order != 0 ? order < 0 : compare_naturally(left, right) < 0;
    });
    for (const std::string& path : paths)
        loader.add(read_file(loader, path));
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    const auto& shared = migration.up ? migration.up : migration.down;
    if (!shared || !shared->file) return tl::unexpected(std::string("the migration is a program"));
    const Sections sections = sections_of(shared->file->text());
    return place_section(migration, script, down ? sections.down : sections.up,
                         down ? "-- Down Migration" : "-- Up Migration", script.sql);
}

}  // namespace

const Layout node_pg_migrate_layout{
    .name = "node-pg-migrate",
    .files = "N_name.sql with -- Up Migration and -- Down Migration",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, "
        "run_on timestamp NOT NULL);\n",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
