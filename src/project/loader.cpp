#include "project/loader.h"

#include <utility>

#include <fmt/format.h>

#include "sql/split.h"
#include "text/utf8.h"

namespace backout::project {

namespace {

/// How many bytes PostgreSQL would show of an invalid character: as many as its first byte promises
/// (src/common/wchar.c, pg_utf_mblen; src/backend/utils/mb/mbutils.c, report_invalid_encoding).
std::size_t promised_length(unsigned char lead) {
    if ((lead & 0xE0) == 0xC0) return 2;
    if ((lead & 0xF0) == 0xE0) return 3;
    if ((lead & 0xF8) == 0xF0) return 4;
    return 1;
}

/// PostgreSQL's own message.
std::string invalid_bytes_message(std::string_view text, std::size_t offset) {
    std::string bytes;
    const std::size_t length = promised_length(static_cast<unsigned char>(text[offset]));
    for (const char byte : text.substr(offset, length)) {
        bytes += fmt::format("{}0x{:02x}", bytes.empty() ? "" : " ", static_cast<unsigned char>(byte));
    }
    return fmt::format("invalid byte sequence for encoding \"UTF8\": {}", bytes);
}

bool looks_like_utf16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

Notice unreadable(std::string_view path, const FileError& error) {
    return {"unreadable-file",
            Severity::error,
            fmt::format("cannot read the file: {}", error.message),
            "the other files are checked without it",
            std::string(path),
            {}};
}

Notice invalid_text(std::string_view bytes, std::string message) {
    std::string help = looks_like_utf16(bytes)
                           ? "the file is UTF-16: save it as UTF-8"
                           : "the file is passed over: PostgreSQL would refuse it as UTF-8";
    return {"invalid-file", Severity::error, std::move(message), std::move(help), {}, {}};
}

}  // namespace

std::shared_ptr<const text::SourceFile> Loader::file(const std::string& path) {
    auto file = folder_.file(path);
    const auto [known, first_time] = checked_.try_emplace(path, file.has_value());
    if (!file) {
        if (first_time) notice(unreadable(folder_.shown(path), file.error()));
        return nullptr;
    }
    if (first_time) {
        const std::string_view content = (*file)->text();
        auto bad = text::find_nul(content);
        if (const auto invalid = text::find_invalid_utf8(content); invalid && (!bad || *invalid < *bad))
            bad = invalid;
        if (bad) notice_at(invalid_text((*file)->bytes(), invalid_bytes_message(content, *bad)), path, *bad);
        known->second = !bad;
    }
    return known->second ? *file : nullptr;
}

Script Loader::script(const std::string& path, TransactionMode transaction, DollarBraces dollar_braces) {
    Script script;
    script.transaction = transaction;
    script.file = file(path);
    if (!script.file) {
        script.file =
            folder_.file(path).value_or(std::make_shared<const text::SourceFile>(folder_.shown(path), ""));
        script.invalid = true;
        return script;
    }
    script.text = script.file->text();
    return fill(std::move(script), dollar_braces);
}

Script Loader::script(const std::string& path, const std::vector<TextRange>& parts,
                      TransactionMode transaction, DollarBraces dollar_braces) {
    Script script;
    script.transaction = transaction;
    script.file = file(path);
    if (parts.size() == 1) {
        script.text = script.file->text().substr(parts[0].begin, parts[0].end - parts[0].begin);
        script.map.append_verbatim(script.text.size(), parts[0].begin);
    } else {
        std::string joined;
        for (const TextRange& part : parts) {
            joined += script.file->text().substr(part.begin, part.end - part.begin);
            script.map.append_verbatim(part.end - part.begin, part.begin);
        }
        script.made_text = std::make_shared<const std::string>(std::move(joined));
        script.text = *script.made_text;
    }
    return fill(std::move(script), dollar_braces);
}

Script Loader::fill(Script script, DollarBraces dollar_braces) {
    FilledText filled = fill_variables(script.text, variables_, dollar_braces);
    for (const UnfilledVariable& variable : filled.unfilled)
        note_unfilled(script, variable, dollar_braces);
    if (filled.text) {
        script.map = text::SourceMap::chain(filled.map, script.map);
        script.made_text = std::make_shared<const std::string>(std::move(*filled.text));
        script.text = *script.made_text;
    }
    script.blank = !sql::has_statement(script.text);
    return script;
}

/// A variable is said once, at its first place.
void Loader::note_unfilled(const Script& script, const UnfilledVariable& variable,
                           DollarBraces dollar_braces) {
    Unfilled& unfilled = unfilled_[variable.name];
    unfilled.files.insert(script.file->path());
    if (!unfilled.notice.code.empty()) return;
    const bool runners_own = dollar_braces == DollarBraces::filled && variable.written.starts_with("${");
    std::string_view what = "looks like a template variable";
    if (variable.psql) what = "looks like a psql variable";
    if (runners_own) what = "is a variable";
    unfilled.notice = {"unfilled-variable",
                       Severity::warning,
                       fmt::format("{} {} without a value", variable.written, what),
                       fmt::format("fill it in with --var {}=VALUE", variable.name),
                       script.file->path(),
                       script.position(variable.offset)};
}

void Loader::notice_at(Notice notice, const std::string& path, std::size_t offset) {
    notice.file = folder_.shown(path);
    if (const auto file = folder_.file(path)) notice.position = (*file)->position(offset);
    project_.notices.push_back(std::move(notice));
}

void Loader::pass_over(const std::string& path, std::string reason) {
    if (name_of(path).starts_with('.')) return;  // .gitkeep and the like
    passed_over_[std::move(reason)].push_back(folder_.shown(path));
}

void Loader::finish(std::string_view layout) {
    for (const auto& [reason, paths] : passed_over_) {
        const bool one = paths.size() == 1;
        notice({"passed-over",
                Severity::note,
                fmt::format("{} passed over, no {} {}: {} ({})",
                            one ? "one file" : fmt::format("{} files", paths.size()), layout,
                            one ? "migration" : "migrations", first_names(paths), reason),
                {},
                one ? paths.front() : std::string(),
                {}});
    }
    for (auto& [name, unfilled] : unfilled_) {
        const std::size_t others = unfilled.files.size() - 1;
        if (others > 0)
            unfilled.notice.message +=
                fmt::format(", here and in {} more {}", others, others == 1 ? "file" : "files");
        notice(std::move(unfilled.notice));
    }
    if (programs_.empty()) return;
    notice({"program",
            Severity::warning,
            fmt::format(
                "{} written as programs, which can't be read offline: {}",
                programs_.size() == 1 ? "a migration is" : fmt::format("{} migrations are", programs_.size()),
                first_names(programs_)),
            "what they change in the schema stays unknown",
            programs_.size() == 1 ? programs_.front() : std::string(),
            {}});
}

void run_layout(const Layout& layout, const Folder& folder, const Variables& variables, Project& project) {
    Loader loader(folder, variables, project);
    layout.load(loader);
    loader.finish(layout.name);
}

void report_duplicate_versions(Loader& loader, std::string_view consequence,
                               int (*compare)(std::string_view, std::string_view)) {
    const Migration* previous = nullptr;
    for (const Migration& migration : loader.project().migrations) {
        if (previous && compare(previous->id, migration.id) == 0) {
            const auto& script = migration.up ? migration.up : migration.down;
            loader.notice({"duplicate-version",
                           Severity::error,
                           fmt::format("version {} is used twice: {} and {}", migration.id, previous->name,
                                       migration.name),
                           std::string(consequence),
                           script ? script->file->path() : std::string(),
                           {}});
        }
        previous = &migration;
    }
}

std::string first_names(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 3;
    std::string list;
    for (std::size_t index = 0; index < names.size() && index < shown; ++index) {
        if (index > 0) list += ", ";
        list += names[index];
    }
    if (names.size() > shown) list += fmt::format(" and {} more", names.size() - shown);
    return list;
}

}  // namespace backout::project
