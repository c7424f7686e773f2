#include <algorithm>

#include "catalog/cluster_objects.h"
#include "plan/statement_text.h"

/// Text search configurations, dictionaries, parsers, templates.
namespace backout::plan {

using catalog::ObjectClass;
using catalog::TextSearchConfig;
using catalog::TextSearchDictionary;

namespace {

/// The name of a text search object of the project's, of an extension's or of a fresh server's.
std::string text_search_name(const Writer& writer, ObjectClass object_class, Oid oid) {
    if (const Object* object = writer.catalog().find(oid)) return writer.name(*object);
    auto info = catalog::text_search_info(writer.catalog(), object_class, oid);
    if (!info) return {};
    return info->scope == catalog::pg_catalog_namespace || info->scope == writer.creation_schema()
               ? sql::quote_identifier(info->name)
               : catalog::qualified_name(writer.catalog(), info->scope, info->name);
}

std::string dictionaries(const Writer& writer, const std::vector<Oid>& oids) {
    std::vector<std::string> names;
    for (Oid oid : oids) names.push_back(text_search_name(writer, ObjectClass::ts_dictionary, oid));
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Token types by the dictionaries that they have, in the order in which they were mapped: one ADD MAPPING for all
/// neighbours that have the same.
struct Mapping {
    std::vector<std::string> tokens;
    std::string dictionaries;
};

std::vector<Mapping> mappings_of(const Writer& writer, const TextSearchConfig& config) {
    std::vector<Mapping> mappings;
    for (const auto& [token, oids] : config.mappings) {
        std::string names = dictionaries(writer, oids);
        if (mappings.empty() || mappings.back().dictionaries != names) mappings.push_back({{}, names});
        mappings.back().tokens.push_back(sql::quote_identifier(token));
    }
    return mappings;
}

std::string mapping_statement(const Writer& writer, const Object& config, std::string_view action,
                              const std::vector<std::string>& tokens, std::string_view with) {
    std::string statement =
        fmt::format("ALTER {} {} MAPPING FOR {}", writer.phrase(config), action, fmt::join(tokens, ", "));
    return with.empty() ? statement : fmt::format("{} WITH {}", statement, with);
}

void define_config(const Writer& writer, const TextSearchConfig& config, Definition& definition) {
    definition.statements.push_back(
        fmt::format("CREATE {} (PARSER = {})", writer.phrase(config),
                    text_search_name(writer, ObjectClass::ts_parser, config.parser)));
    for (const Mapping& mapping : mappings_of(writer, config))
        definition.statements.push_back(mapping_statement(writer, config, "ADD", mapping.tokens, mapping.dictionaries));
}

/// Parsers and templates: the functions that they are made of.
std::string functions_definition(const Writer& writer, const Object& object, const catalog::OptionList& functions) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : functions) {
        std::string word = name;
        for (char& c : word)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        parts.push_back(fmt::format("{} = {}", word, value));
    }
    return listed(fmt::format("CREATE {} ", writer.phrase(object)), parts);
}

std::string dictionary_definition(const Writer& writer, const TextSearchDictionary& dictionary) {
    std::vector<std::string> parts{"TEMPLATE = " +
                                   text_search_name(writer, ObjectClass::ts_template, dictionary.template_)};
    // They are kept as the server keeps them, as a list of settings.
    if (!dictionary.options.empty()) parts.push_back(dictionary.options);
    return listed(fmt::format("CREATE {} ", writer.phrase(dictionary)), parts);
}

}  // namespace

void define_text_search(const Writer& writer, const Object& object, Definition& definition) {
    switch (object.object_class) {
        case ObjectClass::ts_config: define_config(writer, get<TextSearchConfig>(object), definition); break;
        case ObjectClass::ts_dictionary:
            definition.statements.push_back(dictionary_definition(writer, get<TextSearchDictionary>(object)));
            break;
        case ObjectClass::ts_parser:
            definition.statements.push_back(
                functions_definition(writer, object, get<catalog::TextSearchParser>(object).functions));
            break;
        default:
            definition.statements.push_back(
                functions_definition(writer, object, get<catalog::TextSearchTemplate>(object).functions));
    }
}

namespace {

void alter_config(const Pair& pair, Alteration& alteration) {
    const auto& from = get<TextSearchConfig>(pair.source);
    const auto& to = get<TextSearchConfig>(pair.target);
    if (text_search_name(pair.from, ObjectClass::ts_parser, from.parser) !=
        text_search_name(pair.to, ObjectClass::ts_parser, to.parser)) {
        alteration.recreate = true;
        return;
    }
    auto find = [](const TextSearchConfig& config, const std::string& token) {
        return std::find_if(config.mappings.begin(), config.mappings.end(),
                            [&](const auto& mapping) { return mapping.first == token; });
    };
    std::vector<std::string> dropped;
    for (const auto& [token, oids] : from.mappings)
        if (find(to, token) == to.mappings.end()) dropped.push_back(sql::quote_identifier(token));
    if (!dropped.empty()) alteration.add(mapping_statement(pair.to, to, "DROP", dropped, {}));
    for (const auto& [token, oids] : to.mappings) {
        auto before = find(from, token);
        std::string wanted = dictionaries(pair.to, oids);
        bool is_new = before == from.mappings.end();
        if (!is_new && dictionaries(pair.from, before->second) == wanted) continue;
        alteration.add(
            mapping_statement(pair.to, to, is_new ? "ADD" : "ALTER", {sql::quote_identifier(token)}, wanted));
    }
}

}  // namespace

void alter_text_search(const Pair& pair, Alteration& alteration) {
    if (pair.target.object_class == ObjectClass::ts_config)
        alter_config(pair, alteration);
    else
        recreate_if_different(pair, alteration);
}

}  // namespace backout::plan
