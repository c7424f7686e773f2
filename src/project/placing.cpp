#include "project/placing.h"

#include <fmt/format.h>

#include "sql/character_class.h"

namespace backout::project {

namespace {

bool is_white(std::string_view text) {
    for (const char byte : text)
        if (!sql::is_space(byte)) return false;
    return true;
}

/// The file that up and down share.
const text::SourceFile* shared_file(const Migration& migration) {
    for (const auto* script : {&migration.up, &migration.down})
        if (*script && (*script)->file) return (*script)->file.get();
    return nullptr;
}

std::string_view word(Direction direction) {
    return direction == Direction::up ? "up" : "down";
}

}  // namespace

const Script* script_of(const Migration& migration, Direction direction) {
    const auto& script = direction == Direction::up ? migration.up : migration.down;
    return script ? &*script : nullptr;
}

std::string path_of_other(const Migration& migration, Direction direction) {
    const Script* script = script_of(migration, other(direction));
    return script && script->file ? script->file->path() : std::string();
}

Placed place_file(const Migration& migration, const NewScript& script, const std::string& path) {
    const Script* present = script_of(migration, script.direction);
    if (present && present->file) {
        const text::SourceFile& file = *present->file;
        return FileChange{file.path(), script.sql, false, !is_white(file.text())};
    }
    if (!path.empty()) return FileChange{path, script.sql, true, false};
    const std::string known = path_of_other(migration, script.direction);
    return tl::unexpected(known.empty() ? std::string("the migration has no file")
                                        : fmt::format("the name of {} doesn't say what the {} would be called", known,
                                                      word(script.direction)));
}

std::string with_part_replaced(const std::string& path, std::string_view old_part, std::string_view new_part) {
    const std::size_t at = path.rfind(old_part);
    if (at == std::string::npos) return {};
    std::string replaced = path;
    return replaced.replace(at, old_part.size(), new_part);
}

Placed place_section(const Migration& migration, const NewScript& script, const std::vector<TextRange>& sections,
                     std::string_view heading, std::string_view body) {
    const text::SourceFile* file = shared_file(migration);
    if (!file) return tl::unexpected(std::string("the migration has no file that could be read"));
    if (sections.size() > 1)
        return tl::unexpected(fmt::format("{} has several sections of the {}", file->path(), word(script.direction)));
    const std::string_view text = file->text();
    const std::size_t mark = file->bytes().size() - text.size();
    const TextRange section = !sections.empty()                     ? sections.front()
                              : script.direction == Direction::down ? TextRange{text.size(), text.size()}
                                                                    : TextRange{0, 0};
    std::string before(file->bytes().substr(0, mark + section.begin));
    const std::string_view after = text.substr(section.end);
    if (section.begin > 0 && !before.ends_with('\n')) before += '\n';
    if (section.begin > 0 && sections.empty()) before += '\n';
    std::string content = fmt::format("{}{}\n{}", before, heading, body);
    if (!content.ends_with('\n')) content += '\n';
    if (!after.empty()) content += '\n';
    content += after;
    std::string_view old = text.substr(section.begin, section.end - section.begin);
    old.remove_prefix(std::min(old.find('\n'), old.size()));  // the heading
    return FileChange{file->path(), std::move(content), false, !is_white(old)};
}

std::vector<TextRange> sections_with_heading(const AnnotatedText& annotated, Direction direction,
                                             std::size_t text_size) {
    std::vector<TextRange> sections;
    bool open = false;
    for (const Annotation& annotation : annotated.annotations) {
        if (annotation.command != "up" && annotation.command != "down") continue;
        if (open) sections.back().end = annotation.line_begin;
        open = annotation.command == word(direction);
        if (open) sections.push_back({annotation.line_begin, text_size});
    }
    return sections;
}

tl::expected<FileChange, std::string> place_script(const Project& project, const Migration& migration,
                                                   const NewScript& script) {
    const Layout* layout = find_layout(project.layout);
    if (!layout) return tl::unexpected(std::string("single files belong to no layout that says where it would stand"));
    if (!layout->place)
        return tl::unexpected(fmt::format("{} runs no {} scripts", layout->name, word(script.direction)));
    const Script* companion = script_of(migration, other(script.direction));
    if (script.outside_transaction && layout->opts_out_together && companion &&
        companion->transaction != layout->outside_transaction)
        return tl::unexpected(fmt::format("it has to run outside of a transaction, and in {} the {} would lose its "
                                          "transaction with it",
                                          layout->name, word(other(script.direction))));
    if (script.outside_transaction && !layout->outside_transaction)
        return tl::unexpected(fmt::format("{} can't run it outside of a transaction", layout->name));
    return layout->place(migration, script);
}

SendingModes sending_modes(const Project& project, const Migration& migration, Direction direction) {
    const Layout* layout = find_layout(project.layout);
    const Script* companion = script_of(migration, other(direction));
    const Script* present = script_of(migration, direction);
    if (!layout) {
        const Script* like = present && !present->blank ? present : companion;
        return {like ? like->transaction : TransactionMode::implicit, std::nullopt};
    }
    if (layout->opts_out_together && companion) return {companion->transaction, layout->outside_transaction};
    return {layout->transaction, layout->outside_transaction};
}

}  // namespace backout::project
