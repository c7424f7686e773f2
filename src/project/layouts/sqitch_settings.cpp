#include "project/layouts/sqitch_settings.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include <fmt/format.h>

namespace backout::project {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string lower(std::string_view word) {
    std::string made(word);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
    return made;
}

/// `[engine "pg"]` → "engine.pg".
std::string section_name(std::string_view header) {
    header = trimmed(header.substr(1, std::min(header.find(']'), header.size()) - 1));
    const std::size_t quote = header.find('"');
    if (quote == std::string_view::npos) return lower(header);
    std::string_view name = header.substr(quote + 1);
    name = name.substr(0, name.find('"'));
    return fmt::format("{}.{}", lower(trimmed(header.substr(0, quote))), name);
}

/// A value without its quotes, escapes and comment.
std::string plain_value(std::string_view written) {
    std::string value;
    bool quoted = false;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char byte = written[at];
        if (byte == '"') {
            quoted = !quoted;
        } else if (byte == '\\' && at + 1 < written.size()) {
            const char escaped = written[++at];
            value += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
        } else if (!quoted && (byte == '#' || byte == ';')) {
            return std::string(trimmed(value));
        } else {
            value += byte;
        }
    }
    return quoted ? value : std::string(trimmed(value));
}

/// The format is git's (Config::GitLike): "section.name.key" to value, the last one counts.
std::map<std::string, std::string> read_configuration(std::string_view text) {
    std::map<std::string, std::string> values;
    std::string section;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#' || line.front() == ';') continue;
        if (line.front() == '[') {
            section = section_name(line);
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view key = trimmed(line.substr(0, equals));
        const bool is_variable = section.ends_with(".variables");  // psql's names have case
        values[fmt::format("{}.{}", section, is_variable ? std::string(key) : lower(key))] =
            plain_value(trimmed(line.substr(equals + 1)));
    }
    return values;
}

class Settings {
public:
    explicit Settings(std::string_view text) : values_(read_configuration(text)) {
        engine_ = value("core.engine", "pg");
        target_ = value(fmt::format("engine.{}.target", engine_), value("core.target", ""));
    }

    SqitchSettings read() const {
        const std::string top = find("top_dir", "");
        SqitchSettings settings;
        settings.engine = engine_;
        settings.plan_file = path(find("plan_file", below(top, "sqitch.plan")));
        settings.deploy_dir = path(find("deploy_dir", below(top, "deploy")));
        settings.revert_dir = path(find("revert_dir", below(top, "revert")));
        settings.verify_dir = path(find("verify_dir", below(top, "verify")));
        const std::string reworked = find("reworked_dir", top);
        const bool apart = reworked != top;
        settings.reworked_deploy_dir =
            path(find("reworked_deploy_dir", apart ? below(reworked, "deploy") : settings.deploy_dir));
        settings.reworked_revert_dir =
            path(find("reworked_revert_dir", apart ? below(reworked, "revert") : settings.revert_dir));
        settings.extension = find("extension", "sql");
        take_variables(settings.variables);
        return settings;
    }

private:
    std::string value(const std::string& key, std::string otherwise) const {
        const auto found = values_.find(key);
        return found == values_.end() || found->second.empty() ? std::move(otherwise) : found->second;
    }

    /// Target::_fetch: of the target, else of the engine, else the project's.
    std::string find(const std::string& key, std::string otherwise) const {
        std::string found = value("core." + key, std::move(otherwise));
        found = value(fmt::format("engine.{}.{}", engine_, key), std::move(found));
        return value(fmt::format("target.{}.{}", target_, key), std::move(found));
    }

    void take_variables(Variables& variables) const {
        variables["registry"] = find("registry", "sqitch");
        for (const std::string& section : {std::string("core"), "engine." + engine_, "target." + target_,
                                           std::string("revert"), std::string("deploy")}) {
            const std::string prefix = section + ".variables.";
            for (auto it = values_.lower_bound(prefix); it != values_.end() && it->first.starts_with(prefix); ++it)
                variables[it->first.substr(prefix.size())] = it->second;
        }
    }

    static std::string below(const std::string& top, const char* name) {
        return top.empty() ? name : fmt::format("{}/{}", top, name);
    }

    /// Without "." and "..", as the folder's files are listed.
    static std::string path(const std::string& written) {
        std::string normal = std::filesystem::path(written).lexically_normal().generic_string();
        if (normal.ends_with('/')) normal.pop_back();
        return normal == "." ? std::string() : normal;
    }

    std::map<std::string, std::string> values_;
    std::string engine_;
    std::string target_;
};

}  // namespace

SqitchSettings read_sqitch_settings(std::string_view configuration) {
    return Settings(configuration).read();
}

}  // namespace backout::project
