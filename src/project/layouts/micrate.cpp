/// micrate (src/micrate/migration.cr): `N_name.sql` with `-- +micrate Up` and `-- +micrate Down`, ordered by
/// number. Statements run one by one, without a transaction.
#include <algorithm>

#include "project/layouts/annotated_files.h"
#include "project/layouts/layouts.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr StatementEndRules rules{"micrate", "+micrate", "micrate silently leaves it out"};

Match detect(const Folder& folder) {
    if (!has_annotation(folder, rules.prefix)) return {};
    return {95, "files with -- +micrate annotations"};
}

void read_file(Loader& loader, const std::string& path, Migration& migration) {
    const auto file = loader.file(path);
    if (!file) {
        migration.up = loader.script(path, TransactionMode::none);
        return;
    }
    const AnnotatedText annotated = read_sections(file->text(), rules.prefix);
    migration.up = loader.script(path, annotated.up, TransactionMode::none);
    check_blocks(loader, path, annotated, rules);
    check_statement_ends(loader, *migration.up, annotated, rules);
    if (annotated.down.empty()) return;
    migration.down = loader.script(path, annotated.down, TransactionMode::none);
    check_statement_ends(loader, *migration.down, annotated, rules);
}

void load(Loader& loader) {
    std::vector<std::string> paths = numbered_files(loader, "not named N_name.sql");
    std::stable_sort(paths.begin(), paths.end(), [](const std::string& left, const std::string& right) {
        return compare_numbers(leading_digits(left), leading_digits(right)) < 0;
    });
    for (const std::string& path : paths) {
        Migration migration;
        migration.id = leading_digits(path);
        migration.name = without_ending(path);
        read_file(loader, path, migration);
        loader.add(std::move(migration));
    }
    report_duplicate_versions(loader,
                              "micrate runs only one of them: give each migration a version of its own");
}

Placed place(const Migration& migration, const NewScript& script) {
    const auto& shared = migration.up ? migration.up : migration.down;
    if (!shared || !shared->file) return tl::unexpected(std::string("the migration has no file"));
    const std::string_view text = shared->file->text();
    std::string heading = script.direction == Direction::up ? "-- +micrate Up" : "-- +micrate Down";
    return place_section(migration, script,
                         sections_with_heading(read_sections(text, rules.prefix), script.direction, text.size()), heading,
                         with_statement_blocks(script.sql, rules));
}

}  // namespace

const Layout micrate_layout{
    .name = "micrate",
    .files = "N_name.sql with -- +micrate Up and -- +micrate Down",
    .transaction = TransactionMode::none,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS micrate_db_version (id serial NOT NULL, version_id bigint NOT NULL, "
        "is_applied boolean NOT NULL, tstamp timestamp NULL DEFAULT now(), PRIMARY KEY (id));\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::none,
};

}  // namespace backout::project
