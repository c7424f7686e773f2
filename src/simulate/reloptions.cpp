#include "simulate/reloptions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "simulate/reloptions_table.h"

namespace backout::simulate {

namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return made;
}

const OptionFact* find_fact(const Catalog& catalog, OptionsOf kind, std::string_view name) {
    const std::uint32_t bit = 1U << static_cast<unsigned>(kind);
    for (const OptionFact& fact : option_facts())
        if (fact.name == name && (fact.kinds & bit) && fact.since <= catalog.major_number()) return &fact;
    return nullptr;
}

/// parse_bool (utils/adt/bool.c): unique prefixes of the words count too.
bool is_boolean(std::string_view value) {
    const std::string word = lower(value);
    if (word.empty()) return false;
    for (std::string_view full : {"true", "false", "yes", "no"})
        if (full.starts_with(word)) return true;
    return word == "on" || word == "off" || word == "of" || word == "1" || word == "0";
}

std::optional<double> parse_number(const std::string& value) {
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (end == value.c_str()) return std::nullopt;
    while (*end == ' ')
        ++end;
    if (*end != '\0' || std::isnan(number)) return std::nullopt;
    return number;
}

/// parse_one_reloption
Status check_value(const OptionFact& fact, const std::string& value) {
    switch (fact.type) {
        case OptionType::boolean:
            if (is_boolean(value)) return {};
            return error("22023", "invalid value for boolean option \"{}\": {}", fact.name, value);
        case OptionType::choice: {
            const std::string wanted = " " + lower(value) + " ";
            if ((" " + std::string(fact.choices) + " ").find(wanted) != std::string::npos) return {};
            auto made = error("22023", "invalid value for enum option \"{}\": {}", fact.name, value);
            made.value().detail = fact.choices_detail;
            return made;
        }
        case OptionType::integer:
        case OptionType::real:
            break;
    }
    const bool is_integer = fact.type == OptionType::integer;
    const std::optional<double> number = parse_number(value);
    if (!number || (is_integer && std::abs(*number) > 2147483647.0))
        return error("22023", "invalid value for {} option \"{}\": {}",
                     is_integer ? "integer" : "floating point", fact.name, value);
    if (*number >= fact.minimum && *number <= fact.maximum) return {};
    auto made = error("22023", "value {} out of bounds for option \"{}\"", value, fact.name);
    made.value().detail =
        is_integer
            ? fmt::format("Valid values are between \"{:.0f}\" and \"{:.0f}\".", fact.minimum, fact.maximum)
            : fmt::format("Valid values are between \"{:f}\" and \"{:f}\".", fact.minimum, fact.maximum);
    return made;
}

Status check_options(StatementContext& context, OptionsOf kind, const catalog::OptionList& options) {
    if (kind == OptionsOf::other_index) return {};
    if (kind == OptionsOf::partitioned_table && !options.empty() && context.major() >= 16) {
        auto made = error("42809", "cannot specify storage parameters for a partitioned table");
        made.value().hint = "Specify storage parameters for its leaf partitions instead.";
        return made;
    }
    for (const auto& [name, value] : options) {
        const bool of_toast = name.starts_with("toast.");
        const std::string_view bare = of_toast ? std::string_view(name).substr(6) : std::string_view(name);
        const OptionFact* fact = find_fact(context.catalog, of_toast ? OptionsOf::toast : kind, bare);
        if (!fact) return error("22023", "unrecognized parameter \"{}\"", bare);
        BACKOUT_TRY(check_value(*fact, value));
    }
    return {};
}

bool is_false(const sql::Option& option) {
    const std::string word = lower(option_text(option));
    return word == "false" || word == "off" || word == "0";
}

}  // namespace

OptionsOf index_options_kind(const Catalog& catalog, Oid access_method) {
    const std::optional<catalog::AccessMethodInfo> info = catalog::access_method_info(catalog, access_method);
    if (!info) return OptionsOf::other_index;
    if (info->name == "btree") return OptionsOf::btree;
    if (info->name == "hash") return OptionsOf::hash;
    if (info->name == "gist") return OptionsOf::gist;
    if (info->name == "spgist") return OptionsOf::spgist;
    if (info->name == "gin") return OptionsOf::gin;
    if (info->name == "brin") return OptionsOf::brin;
    return OptionsOf::other_index;
}

OptionsOf relation_options_kind(const Catalog& catalog, const catalog::Relation& relation) {
    using catalog::RelationKind;
    switch (relation.kind) {
        case RelationKind::partitioned_table:
            return OptionsOf::partitioned_table;
        case RelationKind::view:
            return OptionsOf::view;
        case RelationKind::index:
        case RelationKind::partitioned_index:
            return index_options_kind(catalog, relation.index->access_method);
        default:
            return OptionsOf::heap;
    }
}

namespace {

/// Extensions such as timescaledb take statements with options of their own before PostgreSQL sees them.
bool is_of_extension(const StatementContext& context, const std::string& name_space) {
    if (name_space.empty()) return false;
    const auto extensions = context.catalog.all_of_class<catalog::Extension>();
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](const catalog::Extension* extension) { return extension->name == name_space; });
}

}  // namespace

Result<catalog::OptionList> relation_options(StatementContext& context, OptionsOf kind,
                                             const catalog::OptionList& before, const sql::Options& options,
                                             bool reset) {
    const bool of_table = kind == OptionsOf::heap || kind == OptionsOf::partitioned_table;
    catalog::OptionList made = before;
    catalog::OptionList added;
    for (const sql::Option& option : options) {
        if (is_of_extension(context, option.name_space)) {
            context.uncertain(fmt::format("what the extension {} makes of its options is not simulated", option.name_space));
            continue;
        }
        if (!option.name_space.empty() && !(option.name_space == "toast" && of_table))
            return error("22023", "unrecognized parameter namespace \"{}\"", option.name_space);
        const std::string name =
            option.name_space.empty() ? option.name : option.name_space + "." + option.name;
        if (reset && option.kind != sql::Option::Kind::none)
            return error("42601", "RESET must not include values for parameters");
        if (option.name.find('=') != std::string::npos)
            return error("22023", "invalid option name \"{}\": must not contain \"=\"", option.name);
        std::erase_if(made, [&](const auto& old) { return old.first == name; });
        if (reset) continue;
        if (of_table && name == "oids") {
            if (!is_false(option)) return error("0A000", "tables declared WITH OIDS are not supported");
            continue;
        }
        for (const auto& other : added)
            if (other.first == name)
                return error("22023", "parameter \"{}\" specified more than once", option.name);
        added.emplace_back(name, option.kind == sql::Option::Kind::none ? "true" : option_text(option));
    }
    BACKOUT_TRY(check_options(context, kind, added));
    made.insert(made.end(), added.begin(), added.end());
    return made;
}

Result<catalog::OptionList> generic_options(const catalog::OptionList& before, const sql::Options& options) {
    catalog::OptionList made = before;
    for (const sql::Option& option : options) {
        auto existing =
            std::find_if(made.begin(), made.end(), [&](const auto& old) { return old.first == option.name; });
        switch (option.action) {
            case sql::Option::Action::drop:
                if (existing == made.end()) return error("42704", "option \"{}\" not found", option.name);
                made.erase(existing);
                break;
            case sql::Option::Action::set:
                if (existing == made.end()) return error("42704", "option \"{}\" not found", option.name);
                existing->second = option_text(option);
                break;
            case sql::Option::Action::add:
            case sql::Option::Action::unspecified:
                if (existing != made.end())
                    return error("42710", "option \"{}\" provided more than once", option.name);
                made.emplace_back(option.name, option_text(option));
                break;
        }
    }
    return made;
}

std::string option_text(const sql::Option& option) {
    switch (option.kind) {
        case sql::Option::Kind::integer:
            return std::to_string(option.integer);
        case sql::Option::Kind::names:
            return fmt::format("{}", fmt::join(option.names, "."));
        case sql::Option::Kind::type:
            if (!option.names.empty()) return fmt::format("{}", fmt::join(option.names, "."));
            return option.type ? fmt::format("{}", fmt::join(option.type->names, ".")) : std::string();
        case sql::Option::Kind::star:
            return "*";
        default:
            return option.text;
    }
}

}  // namespace backout::simulate
