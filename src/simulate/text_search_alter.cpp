#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/text_search.h"

namespace backout::simulate {

using catalog::TextSearchConfig;
using catalog::TextSearchDictionary;

Status alter_ts_dictionary(StatementContext& context, const sql::AlterTsDictionaryStatement& statement) {
    sql::ObjectReference reference;
    reference.names = statement.names;
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, sql::ObjectKind::ts_dictionary, reference));
    if (!context.catalog.find<TextSearchDictionary>(address.oid)) return {};
    context.catalog.change<TextSearchDictionary>(address.oid, [&](TextSearchDictionary& dictionary) {
        for (const sql::Option& option : statement.options) {
            if (!dictionary.options.empty()) dictionary.options += ", ";
            dictionary.options += fmt::format("{} = '{}'", option.name, option_text(option));
        }
    });
    return {};
}

namespace {

/// pg_ts_config_map is read in the order of token types.
std::ptrdiff_t place_of(std::string_view token) {
    return std::find(std::begin(text_search_token_types), std::end(text_search_token_types), token) -
           std::begin(text_search_token_types);
}

/// A dictionary of the project's or of a fresh server's.
Result<Oid> find_dictionary(StatementContext& context, const sql::Names& names) {
    sql::ObjectReference reference;
    reference.names = names;
    auto address = get_object_address(context, sql::ObjectKind::ts_dictionary, reference);
    if (address) return address->oid;
    const auto* fact = catalog::builtin::find_named(context.catalog.major(), catalog::builtin::NameTable::text_search_dictionary,
                                                    names.back());
    if (fact) return fact->oid;
    return tl::unexpected(address.error());
}

}  // namespace

Status alter_ts_configuration(StatementContext& context, const sql::AlterTsConfigurationStatement& statement) {
    using Action = sql::AlterTsConfigurationStatement::Action;
    sql::ObjectReference reference;
    reference.names = statement.names;
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, sql::ObjectKind::ts_configuration, reference));
    if (!context.catalog.find<TextSearchConfig>(address.oid)) return {};
    std::vector<Oid> dictionaries;
    for (const sql::Names& names : statement.dictionaries) {
        BACKOUT_ASSIGN(Oid oid, find_dictionary(context, names));
        dictionaries.push_back(oid);
    }
    auto config = std::static_pointer_cast<TextSearchConfig>(context.catalog.find(address.oid)->clone());
    auto mapping_of = [&](const std::string& token) {
        return std::find_if(config->mappings.begin(), config->mappings.end(),
                            [&](const auto& mapping) { return mapping.first == token; });
    };
    switch (statement.action) {
        case Action::add_mapping:
        case Action::alter_mapping_for_token:
            for (const std::string& token : statement.token_types) {
                auto mapping = mapping_of(token);
                if (mapping == config->mappings.end())
                    config->mappings.emplace_back(token, dictionaries);
                else
                    mapping->second = dictionaries;
            }
            std::stable_sort(config->mappings.begin(), config->mappings.end(), [](const auto& one, const auto& other) {
                return place_of(one.first) < place_of(other.first);
            });
            break;
        case Action::replace_dictionary:
        case Action::replace_dictionary_for_token:
            if (dictionaries.size() != 2) break;
            for (auto& [token, used] : config->mappings) {
                bool is_meant = statement.token_types.empty() ||
                                std::find(statement.token_types.begin(), statement.token_types.end(), token) !=
                                    statement.token_types.end();
                if (is_meant) std::replace(used.begin(), used.end(), dictionaries[0], dictionaries[1]);
            }
            break;
        case Action::drop_mapping:
            for (const std::string& token : statement.token_types) {
                auto mapping = mapping_of(token);
                if (mapping != config->mappings.end())
                    config->mappings.erase(mapping);
                else if (!statement.missing_ok)
                    return error("42704", "mapping for token type \"{}\" does not exist", token);
            }
            break;
    }
    context.catalog.insert(std::move(config));
    return {};
}

}  // namespace backout::simulate
