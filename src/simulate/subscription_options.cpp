#include "simulate/subscription_options.h"

#include <algorithm>
#include <array>

#include "simulate/definition_options.h"
#include "simulate/reloptions.h"

namespace backout::simulate {

namespace {

using Of = SubscriptionOptionsOf;

enum class Kind : std::uint8_t { boolean, streaming, slot_name, synchronous_commit, origin, lsn };

struct Known {
    std::string_view name;
    Kind kind = Kind::boolean;
    int created_since = 0;  ///< first version whose CREATE takes it; 0: none does
    int altered_since = 0;  ///< first version whose ALTER … SET takes it
};

constexpr auto known_options = std::to_array<Known>({
    {"connect", Kind::boolean, 14, 0},
    {"enabled", Kind::boolean, 14, 0},
    {"create_slot", Kind::boolean, 14, 0},
    {"copy_data", Kind::boolean, 14, 0},
    {"slot_name", Kind::slot_name, 14, 14},
    {"synchronous_commit", Kind::synchronous_commit, 14, 14},
    {"binary", Kind::boolean, 14, 14},
    {"streaming", Kind::streaming, 14, 14},
    {"two_phase", Kind::boolean, 15, 18},
    {"disable_on_error", Kind::boolean, 15, 15},
    {"password_required", Kind::boolean, 16, 16},
    {"run_as_owner", Kind::boolean, 16, 16},
    {"origin", Kind::origin, 16, 16},
    {"failover", Kind::boolean, 17, 17},
});

std::optional<Kind> kind_of(Of statement, std::string_view name, int major) {
    const auto known = std::find_if(known_options.begin(), known_options.end(),
                                    [&](const Known& candidate) { return candidate.name == name; });
    const bool found = known != known_options.end();
    switch (statement) {
        case Of::create:
            if (found && known->created_since && known->created_since <= major) return known->kind;
            break;
        case Of::alter:
            if (found && known->altered_since && known->altered_since <= major) return known->kind;
            break;
        case Of::enable:
            if (name == "enabled") return Kind::boolean;
            break;
        case Of::publications:
            if (name == "refresh" || name == "copy_data") return Kind::boolean;
            break;
        case Of::refresh:
            if (name == "copy_data") return Kind::boolean;
            break;
        case Of::skip:
            if (name == "lsn") return Kind::lsn;
            break;
    }
    return std::nullopt;
}

/// ReplicationSlotValidateName (replication/slot.c).
Status check_slot_name(const std::string& name) {
    if (name.empty()) return error("42602", "replication slot name \"{}\" is too short", name);
    if (name.size() >= 64) return error("42622", "replication slot name \"{}\" is too long", name);
    for (char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            auto made = error("42602", "replication slot name \"{}\" contains invalid character", name);
            made.value().hint =
                "Replication slot names may only contain lower case letters, numbers, and the underscore character.";
            return made;
        }
    return {};
}

std::string lower(std::string word) {
    for (char& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return word;
}

Status check_synchronous_commit(const std::string& value) {
    static constexpr auto values = std::to_array<std::string_view>(
        {"local", "remote_write", "remote_apply", "on", "off", "true", "false", "yes", "no", "1", "0"});
    if (std::find(values.begin(), values.end(), lower(value)) != values.end()) return {};
    auto made = error("22023", "invalid value for parameter \"synchronous_commit\": \"{}\"", value);
    made.value().hint = "Available values: local, remote_write, remote_apply, on, off.";
    return made;
}

/// pg_lsn_in: two hexadecimal numbers of up to eight digits.
Status check_lsn(const std::string& value) {
    if (value == "none") return {};
    const std::size_t slash = value.find('/');
    auto is_hexadecimal = [](std::string_view part) {
        return !part.empty() && part.size() <= 8 &&
               part.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    };
    if (slash == std::string::npos || !is_hexadecimal(std::string_view(value).substr(0, slash)) ||
        !is_hexadecimal(std::string_view(value).substr(slash + 1)))
        return error("22P02", "invalid input syntax for type pg_lsn: \"{}\"", value);
    if (value.find_first_not_of("0/") == std::string::npos)
        return error("22023", "invalid WAL location (LSN): {}", value);
    return {};
}

Status check_value(Kind kind, const sql::Option& option, int major) {
    if (kind == Kind::boolean) {
        BACKOUT_TRY(boolean_value(option));
        return {};
    }
    const std::string value = option_text(option);
    if (kind == Kind::streaming) {
        if (major >= 16 && lower(value) == "parallel") return {};
        if (boolean_value(option)) return {};
        return error("42601", "{} requires a Boolean value{}", option.name, major >= 16 ? " or \"parallel\"" : "");
    }
    if (option.kind == sql::Option::Kind::none) return error("42601", "{} requires a parameter", option.name);
    switch (kind) {
        case Kind::slot_name: return value == "none" ? Status{} : check_slot_name(value);
        case Kind::synchronous_commit: return check_synchronous_commit(value);
        case Kind::lsn: return check_lsn(value);
        default:
            if (lower(value) == "none" || lower(value) == "any") return {};
            return error("22023", "unrecognized origin value: \"{}\"", value);
    }
}

Status refuse_together(std::string_view one, std::string_view other) {
    return error("42601", "{} and {} are mutually exclusive options", one, other);
}

/// Without a connection nothing is started, made or copied over there.
Status apply_connect(SubscriptionOptions& made, const sql::Options& options) {
    if (made.connect) return {};
    if (made.enabled && find_option(options, "enabled")) return refuse_together("connect = false", "enabled = true");
    if (made.create_slot && find_option(options, "create_slot"))
        return refuse_together("connect = false", "create_slot = true");
    if (made.copy_data && find_option(options, "copy_data"))
        return refuse_together("connect = false", "copy_data = true");
    made.enabled = made.create_slot = made.copy_data = false;
    return {};
}

Status check_no_slot(const SubscriptionOptions& made, const sql::Options& options) {
    if (made.slot_name != "none") return {};
    auto refuse = [&](std::string_view name) -> Status {
        if (find_option(options, name)) return refuse_together("slot_name = NONE", fmt::format("{} = true", name));
        return error("42601", "subscription with slot_name = NONE must also set {} = false", name);
    };
    if (made.enabled) return refuse("enabled");
    if (made.create_slot) return refuse("create_slot");
    return {};
}

}  // namespace

Result<SubscriptionOptions> subscription_options(const StatementContext& context, SubscriptionOptionsOf statement,
                                                 const sql::Options& options) {
    SubscriptionOptions made;
    // Only CREATE has these on by default.
    if (statement != Of::create) made.enabled = made.create_slot = false;
    sql::Names seen;
    for (const sql::Option& option : options) {
        const auto kind = kind_of(statement, option.name, context.major());
        if (!kind) return error("42601", "unrecognized subscription parameter: \"{}\"", option.name);
        if (std::find(seen.begin(), seen.end(), option.name) != seen.end())
            return error("42601", "conflicting or redundant options");
        seen.push_back(option.name);
        BACKOUT_TRY(check_value(*kind, option, context.major()));
        if (*kind == Kind::slot_name) made.slot_name = option_text(option);
        if (*kind != Kind::boolean) continue;
        BACKOUT_ASSIGN(const bool on, boolean_value(option));
        if (option.name == "connect") made.connect = on;
        if (option.name == "enabled") made.enabled = on;
        if (option.name == "create_slot") made.create_slot = on;
        if (option.name == "copy_data") made.copy_data = on;
        if (option.name == "refresh") made.refresh = on;
        if (option.name == "two_phase") made.two_phase = on;
        if (option.name == "failover") made.failover = on;
    }
    if (statement == Of::create) BACKOUT_TRY(apply_connect(made, options));
    BACKOUT_TRY(check_no_slot(made, options));
    return made;
}

}  // namespace backout::simulate
