#include "simulate/function_options.h"

#include <algorithm>
#include <charconv>

#include "simulate/names.h"

namespace backout::simulate {

using catalog::Function;
using sql::Option;

namespace {

constexpr Oid internal_language = 12;
constexpr Oid c_language = 13;

bool is_true(const Option& option) {
    return option.kind == Option::Kind::none || option.text == "true" || option.text == "t" || option.integer != 0;
}

double number_of(const Option& option) {
    double value = 0;
    std::from_chars(option.text.data(), option.text.data() + option.text.size(), value);
    return option.kind == Option::Kind::integer ? static_cast<double>(option.integer) : value;
}

std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        if (!text.empty()) text += ", ";
        text += value;
    }
    return text;
}

/// What SET … FROM CURRENT takes over; of the defaults only that of search_path is known to matter.
std::string current_value(const StatementContext& context, const std::string& setting) {
    std::string value(context.session.setting(setting));
    return value.empty() && setting == "search_path" ? "\"$user\", public" : value;
}

/// SET and RESET (update_proconfig_value).
Status apply_setting(StatementContext& context, Function& function, const sql::VariableSet& setting) {
    using Kind = sql::VariableSet::Kind;
    auto& settings = function.configuration;
    if (setting.kind == Kind::reset_all) {
        settings.clear();
        return {};
    }
    std::erase_if(settings, [&](const auto& entry) { return entry.first == setting.name; });
    if (setting.kind == Kind::set_value)
        settings.emplace_back(setting.name, joined(setting.values));
    else if (setting.kind == Kind::set_current)
        settings.emplace_back(setting.name, current_value(context, setting.name));
    return {};
}

Status apply_parallel(Function& function, const Option& option) {
    if (option.text == "safe" || option.text == "unsafe" || option.text == "restricted") {
        function.parallel = option.text.front();
        return {};
    }
    return error("42601", "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE");
}

/// interpret_func_support
Status apply_support(StatementContext& context, Function& function, const Option& option) {
    sql::ObjectWithArgs wanted;
    wanted.names = option.names.empty() ? sql::Names{option.text} : option.names;
    sql::TypeName internal;
    internal.names = {"pg_catalog", "internal"};
    wanted.argument_types.emplace_back(std::move(internal));
    BACKOUT_ASSIGN(function.support, analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false));
    return {};
}

Status apply_one(StatementContext& context, Function& function, const Option& option) {
    if (option.name == "volatility") {
        function.volatility = option.text.empty() ? 'v' : option.text.front();
    } else if (option.name == "strict") {
        function.strict = is_true(option);
    } else if (option.name == "security") {
        function.security_definer = is_true(option);
    } else if (option.name == "leakproof") {
        function.leakproof = is_true(option);
    } else if (option.name == "window") {
        function.kind = is_true(option) ? 'w' : 'f';
    } else if (option.name == "cost") {
        function.cost = number_of(option);
        if (function.cost <= 0) return error("22023", "COST must be positive");
    } else if (option.name == "rows") {
        function.rows = number_of(option);
        if (function.rows <= 0) return error("22023", "ROWS must be positive");
        if (!function.returns_set)
            return error("22023", "ROWS is not applicable when function does not return a set");
    } else if (option.name == "parallel") {
        return apply_parallel(function, option);
    } else if (option.name == "support") {
        return apply_support(context, function, option);
    } else if (option.name == "set" && option.setting) {
        return apply_setting(context, function, *option.setting);
    }
    return {};
}

bool is_function_only(const Option& option) {
    constexpr std::string_view names[] = {"volatility", "strict", "leakproof", "window", "cost", "rows", "parallel", "support"};
    return std::find(std::begin(names), std::end(names), option.name) != std::end(names);
}

}  // namespace

Result<std::string> function_language(const sql::CreateFunctionStatement& statement) {
    for (const Option& option : statement.options)
        if (option.name == "language") return option.text;
    if (statement.has_sql_body) return std::string("sql");
    return error("42P13", "no language specified");
}

Status apply_function_options(StatementContext& context, Function& function, const sql::Options& options,
                              bool is_new) {
    if (is_new) {
        function.cost = function.language == internal_language || function.language == c_language ? 1 : 100;
        function.rows = function.returns_set ? 1000 : 0;
    }
    for (std::size_t i = 0; i < options.size(); ++i) {
        const Option& option = options[i];
        bool repeated = option.name != "set" && std::any_of(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(i),
                                                            [&](const Option& other) { return other.name == option.name; });
        if (repeated) return error_at(option.location, "42601", "conflicting or redundant options");
        if (function.kind == 'p' && is_function_only(option))
            return error_at(option.location, "42P13", "invalid attribute in procedure definition");
        BACKOUT_TRY(apply_one(context, function, option));
    }
    return {};
}

}  // namespace backout::simulate
