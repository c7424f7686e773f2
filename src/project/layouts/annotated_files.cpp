#include "project/layouts/annotated_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "project/version.h"
#include "sql/character_class.h"
#include "sql/split.h"

namespace backout::project {

namespace {

/// Whether the last word of a line, before one that starts with "--", ends with ';'. goose and sql-migrate
/// share this rule (endsWithSemicolon), which knows nothing of quotes.
bool ends_with_semicolon(std::string_view line) {
    bool semicolon = false;
    std::size_t at = 0;
    while (at < line.size()) {
        while (at < line.size() && sql::is_space(line[at]))
            ++at;
        if (at == line.size() || line.substr(at, 2) == "--") break;
        while (at < line.size() && !sql::is_space(line[at]))
            ++at;
        semicolon = line[at - 1] == ';';
    }
    return semicolon;
}

bool within(const std::vector<TextRange>& ranges, std::size_t offset) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const TextRange& range) { return offset >= range.begin && offset < range.end; });
}

/// The offset of the line end within a statement at which the runner would end it.
std::optional<std::size_t> find_cut(const Script& script, const sql::StatementText& statement,
                                    const AnnotatedText& annotated) {
    std::size_t line = script.text.rfind('\n', statement.begin) + 1;  // npos + 1 is the text's beginning
    for (std::size_t end; (end = script.text.find('\n', line)) < statement.end; line = end + 1) {
        const bool cut = ends_with_semicolon(script.text.substr(line, end - line));
        if (cut && !within(annotated.statement_blocks, script.map.to_source(end))) return end;
    }
    return std::nullopt;
}

}  // namespace

void check_statement_ends(Loader& loader, const Script& script, const AnnotatedText& annotated,
                          const StatementEndRules& rules) {
    const sql::SplitResult split = sql::split(script.text);
    for (const sql::StatementText& statement : split.statements) {
        if (const auto cut = find_cut(script, statement, annotated)) {
            loader.notice(
                {"statement-cut", Severity::error,
                 fmt::format("{} ends the statement here, within a quoted body", rules.runner),
                 fmt::format("put -- {0} StatementBegin and -- {0} StatementEnd around the statement",
                             rules.prefix),
                 script.file->path(), script.position(*cut)});
            return;
        }
        if (!statement.terminated &&
            !within(annotated.statement_blocks, script.map.to_source(statement.begin))) {
            loader.notice({"statement-unfinished", Severity::error,
                           fmt::format("the last statement does not end with ';': {}", rules.unfinished),
                           "end it with ';'", script.file->path(), script.position(statement.begin)});
        }
    }
}

std::string with_statement_blocks(std::string_view sql, const StatementEndRules& rules) {
    Script script;
    script.text = sql;
    std::string written;
    std::size_t done = 0;
    for (const sql::StatementText& statement : sql::split(sql).statements) {
        if (!find_cut(script, statement, {})) continue;
        const std::size_t line_end = std::min(sql.find('\n', statement.end), sql.size());
        written += sql.substr(done, statement.begin - done);
        written += fmt::format("-- {0} StatementBegin\n{1}\n-- {0} StatementEnd", rules.prefix,
                               sql.substr(statement.begin, line_end - statement.begin));
        done = line_end;
    }
    written += sql.substr(done);
    return written;
}

void check_blocks(Loader& loader, const std::string& path, const AnnotatedText& annotated,
                  const StatementEndRules& rules) {
    if (annotated.unclosed_block == std::string_view::npos) return;
    loader.notice_at({"statement-unfinished",
                      Severity::error,
                      fmt::format("StatementBegin without StatementEnd: {}", rules.unfinished),
                      fmt::format("end the block with -- {} StatementEnd", rules.prefix),
                      {},
                      {}},
                     path, annotated.unclosed_block);
}

Script refused(Loader& loader, const std::string& path, std::string message, std::string help) {
    Script script;
    script.file = loader.file(path);
    script.invalid = true;
    loader.notice_at({"refused-file", Severity::error, std::move(message), std::move(help), {}, {}}, path, 0);
    return script;
}

std::vector<std::string> numbered_files(Loader& loader, const std::string& reason) {
    std::vector<std::string> files;
    for (const std::string& path : loader.folder().files()) {
        const bool direct = path.find('/') == std::string::npos;
        if (direct && path.ends_with(".sql") && !leading_digits(path).empty()) {
            files.push_back(path);
        } else {
            loader.pass_over(path, reason);
        }
    }
    return files;
}

std::string without_ending(std::string_view path) {
    return std::string(path.substr(0, path.rfind('.')));
}

}  // namespace backout::project
