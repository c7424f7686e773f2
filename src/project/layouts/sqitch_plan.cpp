#include "project/layouts/sqitch_plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace backout::project {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// Takes what comes before the next blank off the front.
std::string_view take_word(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of(blanks), text.size());
    const std::string_view word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/// ASCII punctuation without '_'.
bool is_punctuation(char byte) {
    constexpr std::string_view punctuation = "-!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~";
    return punctuation.find(byte) != std::string_view::npos;
}

/// sqitchchanges, "Change Names"; the end may not look like a symbolic reference such as "name~2".
bool is_valid_name(std::string_view name) {
    if (name.empty() || name.find_first_of(":@#") != std::string_view::npos) return false;
    if (is_punctuation(name.front()) || is_punctuation(name.back())) return false;
    std::size_t digits = name.size();
    while (digits > 0 && is_digit(name[digits - 1]))
        --digits;
    const bool has_digits = digits > 0 && digits < name.size();
    return !has_digits || std::string_view("~/=%^").find(name[digits - 1]) == std::string_view::npos;
}

/// "2024-01-31T12:00:00Z"
bool is_timestamp(std::string_view word) {
    constexpr std::string_view form = "0000-00-00T00:00:00Z";
    return word.size() == form.size() &&
           std::equal(word.begin(), word.end(), form.begin(),
                      [](char byte, char wanted) { return wanted == '0' ? is_digit(byte) : byte == wanted; });
}

/// "Planner <planner@example.com>"
bool is_planner(std::string_view text) {
    const std::size_t email = text.find('<');
    return email != std::string_view::npos && email > 0 && text.ends_with('>') && text.size() > email + 2;
}

/// A dependency as the plan writes it: "!other:name@tag".
struct Dependency {
    bool conflicts = false;
    std::string_view project;
    std::string_view change;
    std::string_view tag;
};

Dependency parse_dependency(std::string_view written) {
    Dependency dependency;
    if (written.starts_with('!')) {
        dependency.conflicts = true;
        written.remove_prefix(1);
    }
    if (const std::size_t colon = written.find(':'); colon != std::string_view::npos) {
        dependency.project = written.substr(0, colon);
        written.remove_prefix(colon + 1);
    }
    const std::size_t at = std::min(written.find('@'), written.size());
    dependency.change = written.substr(0, at);
    if (at < written.size()) dependency.tag = written.substr(at + 1);
    return dependency;
}

bool is_change_id(std::string_view name) {
    constexpr std::size_t sha1_digits = 40;
    return name.size() == sha1_digits && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    SqitchPlan read() {
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            read_line(at, text_.substr(at, end - at));
            at = end + 1;
        }
        if (plan_.project.empty()) plan_.errors.push_back({"the plan has no %project", 0});
        return std::move(plan_);
    }

private:
    void read_line(std::size_t offset, std::string_view line) {
        offset_ = offset;
        line = trimmed(line.substr(0, line.find('#')));  // names have no '#'
        if (line.empty()) return;
        if (line.front() == '%') {
            read_pragma(line.substr(1));
        } else if (line.front() == '@') {
            line.remove_prefix(1);
            read_tag(take_word(line), line);
        } else {
            if (line.front() == '+' || line.front() == '-') line = trimmed(line.substr(1));
            const std::string_view name = take_word(line);
            read_change(name, line);
        }
    }

    void read_pragma(std::string_view pragma) {
        const std::size_t equals = pragma.find('=');
        if (equals != std::string_view::npos && trimmed(pragma.substr(0, equals)) == "project")
            plan_.project = trimmed(pragma.substr(equals + 1));
    }

    void read_tag(std::string_view name, std::string_view rest) {
        if (!is_usable(name, rest)) return;
        if (plan_.changes.empty()) return fail(fmt::format("the tag @{} comes before any change", name));
        const std::string tag = fmt::format("@{}", name);
        if (!changes_before_tag_.emplace(tag, plan_.changes.size()).second)
            return fail(fmt::format("the tag {} is there twice", tag));
        tags_[plan_.changes.size() - 1].push_back(tag);
        since_tag_.clear();
    }

    void read_change(std::string_view name, std::string_view rest) {
        std::string_view dependencies;
        if (rest.starts_with('[')) {
            const std::size_t close = std::min(rest.find(']'), rest.size());
            dependencies = rest.substr(1, close - 1);
            rest = trimmed(rest.substr(std::min(close + 1, rest.size())));
        }
        if (!is_usable(name, rest)) return;
        if (!since_tag_.insert(std::string(name)).second)
            fail(fmt::format("the change {} is there twice with no tag between", name));
        while (!dependencies.empty()) {
            dependencies = trimmed(dependencies);
            if (!dependencies.empty()) check_dependency(name, take_word(dependencies));
        }
        note_rework(name);
        last_of_name_[std::string(name)] = plan_.changes.size();
        plan_.changes.push_back({std::string(name), {}, offset_});
    }

    /// Whether the line can be understood, though Sqitch may refuse it.
    bool is_usable(std::string_view name, std::string_view rest) {
        if (!is_valid_name(name)) {
            fail(fmt::format("\"{}\" is no name for a change or a tag", name));
            return false;
        }
        if (!is_timestamp(take_word(rest)) || !is_planner(rest))
            fail(fmt::format("{} has no timestamp and planner", name));
        return true;
    }

    /// Plan::_parse: the tags of the changes since then, from the last change back.
    void note_rework(std::string_view name) {
        const auto earlier = last_of_name_.find(std::string(name));
        if (earlier == last_of_name_.end()) return;
        std::vector<std::string>& rework_tags = plan_.changes[earlier->second].rework_tags;
        for (std::size_t change = plan_.changes.size(); change-- > earlier->second;) {
            const auto tags = tags_.find(change);
            if (tags != tags_.end())
                rework_tags.insert(rework_tags.end(), tags->second.begin(), tags->second.end());
        }
    }

    /// Plan::check_changes, and Engine::check_deploy_dependencies for conflicts.
    void check_dependency(std::string_view change, std::string_view written) {
        const Dependency dependency = parse_dependency(written);
        const bool elsewhere = !dependency.project.empty() && dependency.project != plan_.project;
        if (elsewhere && !dependency.conflicts) plan_.needs_other_projects = true;
        if (elsewhere || is_change_id(dependency.change)) return;
        const bool met = is_planned(dependency);
        if (met == !dependency.conflicts) return;
        fail(met ? fmt::format("{} conflicts with {}, which is planned before it", change, written.substr(1))
                 : fmt::format("{} requires {}, which is not planned before it", change, written));
    }

    bool is_planned(const Dependency& dependency) const {
        std::size_t before = plan_.changes.size();
        if (!dependency.tag.empty()) {
            const auto tag = changes_before_tag_.find(fmt::format("@{}", dependency.tag));
            if (tag == changes_before_tag_.end()) return false;
            before = tag->second;
        }
        if (dependency.change.empty()) return true;
        const auto end = plan_.changes.begin() + static_cast<std::ptrdiff_t>(before);
        return std::any_of(plan_.changes.begin(), end,
                           [&](const SqitchChange& change) { return change.name == dependency.change; });
    }

    void fail(std::string message) { plan_.errors.push_back({std::move(message), offset_}); }

    std::string_view text_;
    SqitchPlan plan_;
    std::size_t offset_ = 0;  ///< of the line
    std::set<std::string> since_tag_;
    std::map<std::string, std::size_t> last_of_name_;            ///< the number of the change
    std::map<std::size_t, std::vector<std::string>> tags_;       ///< by the number of the change they follow
    std::map<std::string, std::size_t> changes_before_tag_;           ///< how many changes come before a tag
};

}  // namespace

SqitchPlan read_sqitch_plan(std::string_view text) {
    return Reader(text).read();
}

}  // namespace backout::project
