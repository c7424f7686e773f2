#include "simulate/settings.h"

namespace backout::simulate {

namespace {

const std::vector<std::string> default_search_path{"\"$user\"", "public"};

void store(SessionState& state, std::string_view name, const std::optional<std::string>& value) {
    if (value)
        state.settings.insert_or_assign(std::string(name), *value);
    else if (auto found = state.settings.find(name); found != state.settings.end())
        state.settings.erase(found);
    if (name == "search_path") state.search_path = value ? split_search_path(*value) : default_search_path;
}

}  // namespace

void apply_setting(SessionState& state, std::string_view name, std::optional<std::string> value, bool local) {
    auto saved = state.local_settings.find(name);
    if (local && saved == state.local_settings.end()) {
        auto current = state.settings.find(name);
        bool has_value = current != state.settings.end();
        state.local_settings.emplace(name, std::pair(has_value, has_value ? current->second : std::string()));
    }
    // A plain SET in the same transaction outlives it.
    if (!local && saved != state.local_settings.end()) state.local_settings.erase(saved);
    store(state, name, value);
}

void end_local_settings(SessionState& state) {
    auto saved = std::move(state.local_settings);
    state.local_settings.clear();
    for (auto& [name, before] : saved)
        store(state, name, before.first ? std::optional(before.second) : std::nullopt);
}

std::vector<std::string> split_search_path(std::string_view value) {
    std::vector<std::string> names;
    std::size_t at = 0;
    auto skip_space = [&] {
        while (at < value.size() && (value[at] == ' ' || value[at] == '\t' || value[at] == '\n')) ++at;
    };
    while (skip_space(), at < value.size()) {
        std::string name;
        if (value[at] == '"') {
            for (++at; at < value.size(); ++at) {
                if (value[at] == '"' && (at + 1 >= value.size() || value[at + 1] != '"')) break;
                if (value[at] == '"') ++at;
                name += value[at];
            }
            ++at;
        } else {
            for (; at < value.size() && value[at] != ',' && value[at] != ' '; ++at)
                name += static_cast<char>(value[at] >= 'A' && value[at] <= 'Z' ? value[at] + 32 : value[at]);
        }
        if (!name.empty()) names.push_back(std::move(name));
        skip_space();
        if (at < value.size() && value[at] == ',') ++at;
    }
    return names;
}

}  // namespace backout::simulate
