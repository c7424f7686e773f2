#include <algorithm>

#include "simulate/define_object.h"
#include "simulate/definition_options.h"
#include "simulate/names.h"
#include "simulate/statements.h"

/// Collations (commands/collationcmds.c).
namespace backout::simulate {

using catalog::Collation;

namespace {

Result<Oid> named_collation(StatementContext& context, const sql::Names& names) {
    Oid found = catalog::invalid_oid;
    if (names.size() > 1) {
        BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
        found = catalog::find_collation(context.catalog, scope, names.back());
    } else {
        found = catalog::find_collation(context.catalog, context.path, names.back());
    }
    if (found) return found;
    return error("42704", "collation \"{}\" for encoding \"UTF8\" does not exist", display_name(names));
}

Status check_options(const sql::Options& options) {
    constexpr std::string_view known[] = {"from", "locale", "lc_collate", "lc_ctype", "provider", "deterministic", "rules", "version"};
    for (const sql::Option& option : options)
        if (std::find(std::begin(known), std::end(known), option.name) == std::end(known))
            return error("42601", "collation attribute \"{}\" not recognized", option.name);
    BACKOUT_TRY(check_given_once(options));
    if (find_option(options, "locale") && (find_option(options, "lc_collate") || find_option(options, "lc_ctype"))) {
        auto failure = error("42601", "conflicting or redundant options");
        failure.value().detail = "LOCALE cannot be specified together with LC_COLLATE or LC_CTYPE.";
        return failure;
    }
    if (find_option(options, "from") && options.size() != 1) {
        auto failure = error("42601", "conflicting or redundant options");
        failure.value().detail = "FROM cannot be specified together with any other options.";
        return failure;
    }
    return {};
}

Result<char> provider_letter(const StatementContext& context, const std::string& provider) {
    if (provider.empty() || provider == "libc") return 'c';
    if (provider == "icu") return 'i';
    if (provider == "builtin" && context.major() >= 17) return 'b';
    return error("42P17", "unrecognized collation provider: {}", provider);
}

/// builtin_validate_locale (utils/adt/pg_locale.c)
Status check_builtin_locale(const StatementContext& context, const Collation& collation) {
    constexpr std::string_view locales[] = {"C", "C.UTF-8", "C.UTF8"};
    const bool is_new = collation.locale == "PG_UNICODE_FAST" && context.major() >= 18;
    if (collation.provider != 'b' || is_new ||
        std::find(std::begin(locales), std::end(locales), collation.locale) != std::end(locales))
        return {};
    return error("42809", "invalid locale name \"{}\" for builtin provider", collation.locale);
}

/// libc wants LC_COLLATE and LC_CTYPE, the others one locale (ICU took the two as well until 14).
Status check_locale(const StatementContext& context, const Collation& collation, const sql::Options& options) {
    if (find_option(options, "locale")) return check_builtin_locale(context, collation);
    const bool has_both = find_option(options, "lc_collate") && find_option(options, "lc_ctype");
    if (collation.provider == 'c' || context.major() < 15) {
        if (has_both) return {};
        return error("42P17", "parameter \"{}\" must be specified",
                     find_option(options, "lc_collate") ? "lc_ctype" : "lc_collate");
    }
    return error("42P17", "parameter \"locale\" must be specified");
}

}  // namespace

Status create_collation(StatementContext& context, const sql::DefineStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    const sql::Options& options = statement.definition;
    BACKOUT_TRY(check_options(options));
    auto collation = context.make<Collation>(name.name, name.scope);
    if (sql::Names from = option_names(options, "from"); !from.empty()) {
        BACKOUT_ASSIGN(Oid source, named_collation(context, from));
        if (const auto* copied = context.catalog.find<Collation>(source)) {
            collation->provider = copied->provider;
            collation->deterministic = copied->deterministic;
            collation->locale = copied->locale;
            collation->properties = copied->properties;
        } else {
            auto info = catalog::collation_info(context.catalog, source);
            if (info && info->name == "default")
                return error("42P17", "collation \"default\" cannot be copied");
            collation->locale = info ? info->name : std::string();
            collation->deterministic = !info || info->deterministic;
        }
    } else {
        std::string provider = option_text(options, "provider");
        std::transform(provider.begin(), provider.end(), provider.begin(), [](unsigned char c) { return std::tolower(c); });
        BACKOUT_ASSIGN(collation->provider, provider_letter(context, provider));
        collation->deterministic = !find_option(options, "deterministic") || option_is_true(options, "deterministic");
        collation->locale = option_text(options, "locale");
        for (const char* attribute : {"lc_collate", "lc_ctype", "rules"})
            if (find_option(options, attribute)) collation->properties.emplace_back(attribute, option_text(options, attribute));
        BACKOUT_TRY(check_locale(context, *collation, options));
        if (!collation->deterministic && collation->provider != 'i')
            return error("0A000", "nondeterministic collations not supported with this provider");
    }
    if (catalog::find_collation(context.catalog, name.scope, name.name)) {
        // Those of ICU are for any encoding, those of libc for the database's.
        std::string message = collation->provider == 'i'
                                  ? fmt::format("collation \"{}\" already exists", name.name)
                                  : fmt::format("collation \"{}\" for encoding \"UTF8\" already exists", name.name);
        if (!statement.if_not_exists) return error("42710", "{}", message);
        context.effects.skipped = true;
        context.effects.skipped_for = catalog::find_collation(context.catalog, name.scope, name.name);
        context.effects.notice(message + ", skipping", "42710");
        return {};
    }
    context.catalog.insert(std::move(collation));
    return {};
}

Status alter_collation(StatementContext& context, const sql::AlterCollationStatement& statement) {
    // REFRESH VERSION changes nothing that is kept here.
    BACKOUT_TRY(named_collation(context, statement.names));
    return {};
}

}  // namespace backout::simulate
