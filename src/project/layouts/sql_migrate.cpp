/// sql-migrate (sqlparse/sqlparse.go, migrate.go): `*.sql` with `-- +migrate Up` and `-- +migrate Down`,
/// ordered by the number that a name begins with, then by name. A migration runs in one transaction,
/// statement by statement, unless its annotation adds `notransaction`.
#include <algorithm>

#include "project/layouts/annotated_files.h"
#include "project/layouts/layouts.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr StatementEndRules rules{"sql-migrate", "+migrate", "sql-migrate refuses the file"};

Match detect(const Folder& folder) {
    if (!has_annotation(folder, rules.prefix)) return {};
    return {95, "files with -- +migrate annotations"};
}

TransactionMode transaction_of(const AnnotatedText& annotated, std::string_view direction) {
    const bool opts_out = std::any_of(
        annotated.annotations.begin(), annotated.annotations.end(), [&](const Annotation& annotation) {
            return annotation.command == direction && has_option(annotation, "notransaction");
        });
    return opts_out ? TransactionMode::none : TransactionMode::whole_script_by_statement;
}

void read_file(Loader& loader, const std::string& path, Migration& migration) {
    const auto file = loader.file(path);
    if (!file) {
        migration.up = loader.script(path, TransactionMode::whole_script_by_statement);
        return;
    }
    const AnnotatedText annotated = read_sections(file->text(), rules.prefix);
    if (annotated.up.empty() && annotated.down.empty()) {
        migration.up = refused(loader, path, "sql-migrate refuses the file: no -- +migrate Up or Down",
                               "start the file with -- +migrate Up");
        return;
    }
    migration.up = loader.script(path, annotated.up, transaction_of(annotated, "up"));
    check_blocks(loader, path, annotated, rules);
    check_statement_ends(loader, *migration.up, annotated, rules);
    if (annotated.down.empty()) return;
    migration.down = loader.script(path, annotated.down, transaction_of(annotated, "down"));
    check_statement_ends(loader, *migration.down, annotated, rules);
}

/// migrate.go, Migration.Less: by number where both names have one.
bool comes_before(const std::string& left, const std::string& right) {
    const std::string_view left_number = leading_digits(left);
    const std::string_view right_number = leading_digits(right);
    if (!left_number.empty() && !right_number.empty()) {
        if (const int order = compare_numbers(left_number, right_number)) return order < 0;
    }
    return left < right;
}

void load(Loader& loader) {
    std::vector<std::string> paths;
    for (const std::string& path : loader.folder().files()) {
        if (path.ends_with(".sql") && path.find('/') == std::string::npos) {
            paths.push_back(path);
        } else {
            loader.pass_over(path, "not a .sql file in this folder");
        }
    }
    std::sort(paths.begin(), paths.end(), comes_before);
    for (const std::string& path : paths) {
        Migration migration;
        const std::string_view digits = leading_digits(path);
        migration.name = without_ending(path);
        migration.id = digits.empty() ? migration.name : digits;
        read_file(loader, path, migration);
        loader.add(std::move(migration));
    }
}

Placed place(const Migration& migration, const NewScript& script) {
    const auto& shared = migration.up ? migration.up : migration.down;
    if (!shared || !shared->file) return tl::unexpected(std::string("the migration has no file"));
    const std::string_view text = shared->file->text();
    std::string heading = script.direction == Direction::up ? "-- +migrate Up" : "-- +migrate Down";
    if (script.outside_transaction) heading += " notransaction";
    return place_section(migration, script,
                         sections_with_heading(read_sections(text, rules.prefix), script.direction, text.size()), heading,
                         with_statement_blocks(script.sql, rules));
}

}  // namespace

const Layout sql_migrate_layout{
    .name = "sql-migrate",
    .files = "*.sql with -- +migrate Up and -- +migrate Down",
    .transaction = TransactionMode::whole_script_by_statement,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS gorp_migrations (id text NOT NULL PRIMARY KEY, "
        "applied_at timestamp with time zone);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::none,
};

}  // namespace backout::project
