#include "cli/diff_tree.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "text/escape.h"

namespace backout::cli {

namespace {

using Change = Residue::Change;
using Key = std::pair<std::string, std::string>;  ///< kind, name

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

struct Line {
    char sign;
    std::string_view text;
};

/// The two texts as one: what stays, goes and comes. By the longest common subsequence; texts that are too long for that
/// are told as a whole.
std::vector<Line> compare_lines(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after) {
    constexpr std::size_t most_lines = 2000;
    const bool too_long = before.size() > most_lines || after.size() > most_lines;
    const std::size_t width = after.size() + 1;
    std::vector<std::uint16_t> common(too_long ? 0 : (before.size() + 1) * width);
    if (!too_long)
        for (std::size_t i = before.size(); i-- > 0;)
            for (std::size_t j = after.size(); j-- > 0;)
                common[i * width + j] = before[i] == after[j]
                                            ? static_cast<std::uint16_t>(common[(i + 1) * width + j + 1] + 1)
                                            : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    std::vector<Line> lines;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        const bool both = i < before.size() && j < after.size();
        if (both && !too_long && before[i] == after[j]) {
            lines.push_back({' ', before[i++]});
            ++j;
        } else if (i < before.size() && (!both || too_long || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            lines.push_back({'-', before[i++]});
        } else {
            lines.push_back({'+', after[j++]});
        }
    }
    return lines;
}

/// The lines that differ, each with one around it.
void add_line_diff(std::string& text, const PropertyChange& property, std::string_view indent) {
    const std::vector<Line> lines = compare_lines(lines_of(property.before), lines_of(property.after));
    auto differs = [&](std::size_t index) { return index < lines.size() && lines[index].sign != ' '; };
    bool gap = false;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const bool near = differs(index) || differs(index + 1) || (index > 0 && differs(index - 1));
        if (near && gap) text += fmt::format("{}  …\n", indent);
        gap = !near;
        if (near) text += fmt::format("{}{} {}\n", indent, lines[index].sign, text::escape_for_terminal(lines[index].text));
    }
}

bool is_long(const PropertyChange& property) {
    return property.before.find('\n') != std::string::npos || property.after.find('\n') != std::string::npos;
}

/// "default 'x' → 'y'", "not null is gone"
std::string in_words(const PropertyChange& property) {
    auto with_value = [&](const std::string& value) {
        return value == "true" ? property.name : property.name + " " + value;
    };
    if (property.before.empty()) return with_value(property.after) + " is new";
    if (property.after.empty()) return with_value(property.before) + " is gone";
    return fmt::format("{} {} → {}", property.name, property.before, property.after);
}

/// What a thing is that came or went, in short: "integer not null", "PRIMARY KEY (id)".
std::string essence(const DiffItem& item) {
    std::string text;
    for (const PropertyChange& property : item.properties) {
        const std::string& value = item.change == Change::added ? property.after : property.before;
        if (is_long(property) || property.name == "owner" || property.name == "privileges") continue;
        const bool says_itself = property.name == "type" || property.name == "definition" || property.name == "text";
        const std::string words = value == "true" ? property.name : says_itself ? value : property.name + " " + value;
        text += (text.empty() ? "" : ", ") + words;
    }
    return text;
}

char sign_of(Change change) {
    return change == Change::added ? '+' : change == Change::removed ? '-' : '~';
}

void add_item(std::string& text, const DiffItem& item, std::string_view indent, std::string_view within) {
    std::string_view name = item.name;
    if (!within.empty() && name.starts_with(within) && name.substr(within.size()).starts_with('.'))
        name.remove_prefix(within.size() + 1);
    std::string words;
    if (item.change != Change::changed) {
        words = essence(item);
    } else {
        for (const PropertyChange& property : item.properties)
            if (!is_long(property)) words += (words.empty() ? "" : "; ") + in_words(property);
    }
    // A comment on the table is named after it.
    const bool is_own = item.kind == "comment" && item.name.ends_with(within) && !within.empty();
    text += fmt::format("{}{} {}{}{}\n", indent, sign_of(item.change), item.kind,
                        is_own ? std::string() : " " + text::escape_for_terminal(name),
                        words.empty() ? "" : ": " + text::escape_for_terminal(words));
    if (item.change != Change::changed) return;
    for (const PropertyChange& property : item.properties)
        if (is_long(property)) add_line_diff(text, property, fmt::format("{}    ", indent));
}

}  // namespace

std::string diff_tree(const Diff& diff) {
    if (diff.items.empty()) return "the schemas are equal\n";
    std::map<Key, std::vector<const DiffItem*>> parts;
    std::map<Key, const DiffItem*> wholes;
    for (const DiffItem& item : diff.items) {
        if (item.parent.empty())
            wholes.emplace(Key{item.kind, item.name}, &item);
        else
            parts[{item.parent_kind, item.parent}].push_back(&item);
    }
    for (const auto& [key, items] : parts) wholes.try_emplace(key, nullptr);
    std::string text;
    for (const auto& [key, whole] : wholes) {
        if (whole)
            add_item(text, *whole, "", {});
        else
            text += fmt::format("  {} {}\n", key.first, text::escape_for_terminal(key.second));
        if (const auto found = parts.find(key); found != parts.end())
            for (const DiffItem* part : found->second) add_item(text, *part, "    ", key.second);
    }
    return text;
}

}  // namespace backout::cli
