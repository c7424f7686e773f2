#include "simulate/setting_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "catalog/builtin/builtin.h"

namespace backout::simulate {

using catalog::builtin::SettingFact;

namespace {

std::string lower(std::string_view text) {
    std::string folded(text);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return folded;
}

Status check_context(const SettingFact& setting) {
    const std::string_view when = setting.context;
    auto refuse = [&](std::string_view how) {
        return error("55P02", "parameter \"{}\" cannot be {}", std::string_view(setting.canonical_name), how);
    };
    if (when == "internal") return refuse("changed");
    if (when == "postmaster") return refuse("changed without restarting the server");
    if (when == "sighup") return refuse("changed now");
    if (when == "backend" || when == "superuser-backend") return refuse("set after connection start");
    return {};
}

/// parse_bool: words may be cut as long as they are clear.
bool is_boolean(std::string_view value) {
    const std::string word = lower(value);
    static constexpr auto words = std::to_array<std::string_view>({"true", "false", "yes", "no"});
    const bool is_prefix = !word.empty() && std::any_of(words.begin(), words.end(),
                                                        [&](std::string_view full) { return full.starts_with(word); });
    return is_prefix || word == "on" || word == "of" || word == "off" || word == "1" || word == "0";
}

tl::unexpected<Error> invalid_value(const SettingFact& setting, std::string_view value) {
    return error("22023", "invalid value for parameter \"{}\": \"{}\"", std::string_view(setting.canonical_name), value);
}

/// pg_settings doesn't list all values: many enums take Boolean words, levels of messages have older names.
Status check_enum(const SettingFact& setting, std::string_view value) {
    static constexpr auto unlisted = std::to_array<std::string_view>({"debug", "fatal", "panic", "info"});
    const std::string word = lower(value);
    for (const auto& known : setting.values)
        if (lower(known) == word) return {};
    if (is_boolean(value) || std::find(unlisted.begin(), unlisted.end(), word) != unlisted.end()) return {};
    return invalid_value(setting, value);
}

/// How much a unit is of the smallest of its kind: bytes or microseconds; 0 for no unit of that kind.
double size_of_unit(std::string_view unit, bool memory) {
    struct Unit {
        std::string_view name;
        double size;
    };
    static constexpr auto of_memory = std::to_array<Unit>({{"B", 1.0}, {"kB", 1024.0}, {"8kB", 8192.0}, {"MB", 1048576.0},
                                                           {"GB", 1073741824.0}, {"TB", 1099511627776.0}});
    static constexpr auto of_time = std::to_array<Unit>({{"us", 1.0}, {"ms", 1e3}, {"s", 1e6}, {"min", 6e7}, {"h", 3.6e9},
                                                         {"d", 8.64e10}});
    const auto find = [&](const auto& units) {
        for (const Unit& candidate : units)
            if (candidate.name == unit) return candidate.size;
        return 0.0;
    };
    return memory ? find(of_memory) : find(of_time);
}

/// The number in the parameter's own unit (parse_int, parse_real); none where it can't be read.
std::optional<double> parse_number(const SettingFact& setting, std::string_view value) {
    const std::string text(value);
    char* end = nullptr;
    double number = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || std::isnan(number)) return std::nullopt;
    std::string_view rest(end);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
    if (rest.empty()) return number;
    const std::string_view own = setting.unit;
    if (own.empty()) return std::nullopt;
    const bool memory = size_of_unit(own, true) != 0;
    const double size = size_of_unit(rest, memory);
    if (size == 0 || rest == "8kB") return std::nullopt;
    return number * size / size_of_unit(own, memory);
}

Status check_number(const StatementContext& context, const SettingFact& setting, std::string_view value) {
    const auto parsed = parse_number(setting, value);
    if (!parsed) return invalid_value(setting, value);
    const double number = setting.type == 'i' ? std::nearbyint(*parsed) : *parsed;
    const std::string minimum(std::string_view(setting.minimum)), maximum(std::string_view(setting.maximum));
    if (number >= std::atof(minimum.c_str()) && number <= std::atof(maximum.c_str())) return {};
    const std::string unit = std::string_view(setting.unit).empty()
                                 ? std::string()
                                 : fmt::format(" {}", std::string_view(setting.unit));
    // Limits have units since 17.
    const std::string_view limit_unit = context.major() >= 17 ? std::string_view(unit) : std::string_view();
    const std::string printed = setting.type == 'i' ? fmt::format("{:.0f}", number) : fmt::format("{:g}", number);
    return error("22023", "{}{} is outside the valid range for parameter \"{}\" ({}{} .. {}{})", printed, unit,
                 std::string_view(setting.canonical_name), minimum, limit_unit, maximum, limit_unit);
}

/// Flags of the transaction that there is no default to return to.
bool is_of_transaction(std::string_view name) {
    return name == "transaction_isolation" || name == "transaction_read_only" || name == "transaction_deferrable";
}

}  // namespace

Status check_setting_value(const StatementContext& context, const std::string& name, std::string_view value) {
    const SettingFact* setting = catalog::builtin::find_setting(context.catalog.major(), name);
    if (!setting) return {};
    BACKOUT_TRY(check_context(*setting));
    switch (setting->type) {
        case 'b':
            if (is_boolean(value)) return {};
            return error("22023", "parameter \"{}\" requires a Boolean value", std::string_view(setting->canonical_name));
        case 'e': return check_enum(*setting, value);
        case 'i':
        case 'r': return check_number(context, *setting, value);
        default: return {};
    }
}

Status check_setting_reset(const StatementContext& context, const std::string& name) {
    if (is_of_transaction(name) && context.major() >= 16)
        return error("0A000", "parameter \"{}\" cannot be reset", name);
    const SettingFact* setting = catalog::builtin::find_setting(context.catalog.major(), name);
    return setting ? check_context(*setting) : Status{};
}

}  // namespace backout::simulate
