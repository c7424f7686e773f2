/// dbmate (pkg/dbmate/migration.go): `N_name.sql` with `-- migrate:up` and `-- migrate:down`, ordered by file
/// name. The up goes from the first `migrate:up` to the first `migrate:down`, the down from there to the end.
/// Each runs in a transaction, unless its annotation adds `transaction:false`: then it is one simple-query
/// message.
#include <algorithm>

#include "project/layouts/annotated_files.h"
#include "project/layouts/layouts.h"
#include "project/placing.h"
#include "project/version.h"
#include "sql/split.h"

namespace backout::project {

namespace {

constexpr std::string_view prefix = "migrate:";

Match detect(const Folder& folder) {
    if (!has_annotation(folder, prefix)) return {};
    return {95, "files with -- migrate:up annotations"};
}

const Annotation* find_command(const std::vector<Annotation>& annotations, std::string_view command) {
    const auto found =
        std::find_if(annotations.begin(), annotations.end(),
                     [&](const Annotation& annotation) { return annotation.command == command; });
    return found == annotations.end() ? nullptr : &*found;
}

TransactionMode transaction_of(const Annotation& annotation) {
    return has_option(annotation, "transaction:false") ? TransactionMode::implicit
                                                       : TransactionMode::whole_script;
}

void report_repeated(Loader& loader, const std::string& path, const std::vector<Annotation>& annotations,
                     const Annotation& up, const Annotation& down) {
    for (const Annotation& annotation : annotations) {
        if (&annotation == &up || &annotation == &down) continue;
        if (annotation.command != "up" && annotation.command != "down") continue;
        loader.notice_at(
            {"repeated-annotation",
             Severity::warning,
             "a second -- migrate:" + annotation.command + ": dbmate takes what follows as part of the " +
                 (annotation.line_begin < down.line_begin ? "up" : "down"),
             "dbmate knows one up and one down per file",
             {},
             {}},
            path, annotation.line_begin);
        return;
    }
}

void read_file(Loader& loader, const std::string& path, Migration& migration) {
    const auto file = loader.file(path);
    if (!file) {
        migration.up = loader.script(path, TransactionMode::whole_script);
        return;
    }
    const std::string_view text = file->text();
    const std::vector<Annotation> annotations = find_annotations(text, prefix);
    const Annotation* up = find_command(annotations, "up");
    const Annotation* down = find_command(annotations, "down");
    if (!up || (down && down->line_begin < up->line_begin)) {
        migration.up = refused(loader, path, "dbmate refuses the file: it does not begin with -- migrate:up",
                               "put the up after -- migrate:up, the down after -- migrate:down");
        return;
    }
    if (sql::has_statement(text.substr(0, up->line_begin))) {
        migration.up = refused(loader, path, "dbmate refuses the file: statements before -- migrate:up",
                               "move them behind the annotation");
        return;
    }
    migration.up =
        loader.script(path, {{up->line_end, down ? down->line_begin : text.size()}}, transaction_of(*up));
    if (!down) {
        loader.notice_at({"refused-file",
                          Severity::warning,
                          "dbmate refuses a file without -- migrate:down",
                          "add -- migrate:down, if only with a comment that it can't be undone",
                          {},
                          {}},
                         path, 0);
        return;
    }
    report_repeated(loader, path, annotations, *up, *down);
    migration.down = loader.script(path, {{down->line_end, text.size()}}, transaction_of(*down));
}

void load(Loader& loader) {
    for (const std::string& path : numbered_files(loader, "not named N_name.sql")) {
        Migration migration;
        migration.id = leading_digits(path);
        migration.name = without_ending(path);
        read_file(loader, path, migration);
        loader.add(std::move(migration));
    }
    report_duplicate_versions(loader,
                              "dbmate runs only one of them: give each migration a version of its own");
}

/// The down goes on to the file's end, whatever annotations follow.
Placed place(const Migration& migration, const NewScript& script) {
    const auto& shared = migration.up ? migration.up : migration.down;
    if (!shared || !shared->file) return tl::unexpected(std::string("the migration has no file"));
    const std::string_view text = shared->file->text();
    const std::vector<Annotation> annotations = find_annotations(text, prefix);
    const Annotation* up = find_command(annotations, "up");
    const Annotation* down = find_command(annotations, "down");
    std::vector<TextRange> sections;
    if (script.direction == Direction::up && up)
        sections.push_back({up->line_begin, down ? down->line_begin : text.size()});
    if (script.direction == Direction::down && down) sections.push_back({down->line_begin, text.size()});
    std::string heading = script.direction == Direction::up ? "-- migrate:up" : "-- migrate:down";
    if (script.outside_transaction) heading += " transaction:false";
    return place_section(migration, script, sections, heading, script.sql);
}

}  // namespace

const Layout dbmate_layout{
    .name = "dbmate",
    .files = "N_name.sql with -- migrate:up and -- migrate:down",
    .transaction = TransactionMode::whole_script,
    .bookkeeping = "CREATE TABLE IF NOT EXISTS schema_migrations (version varchar PRIMARY KEY);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::implicit,
};

}  // namespace backout::project
