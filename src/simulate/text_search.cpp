#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "simulate/define_object.h"
#include "simulate/definition_options.h"
#include "simulate/names.h"
#include "simulate/text_search.h"

/// CREATE TEXT SEARCH … (commands/tsearchcmds.c).
namespace backout::simulate {

using catalog::builtin::NameTable;

namespace {

/// A text search object by name: the project's, or a fresh server's. 0: there is none.
template <class T>
Oid find_object(const StatementContext& context, const sql::Names& names, NameTable table) {
    std::vector<Oid> scopes = context.path.namespaces;
    if (names.size() > 1) scopes = {catalog::find_namespace(context.catalog, names[names.size() - 2])};
    for (Oid scope : scopes) {
        if (const auto* object = context.catalog.find<T>(scope, names.back())) return object->oid;
        if (scope != catalog::pg_catalog_namespace) continue;
        if (const auto* fact = catalog::builtin::find_named(context.catalog.major(), table, names.back())) return fact->oid;
    }
    return catalog::invalid_oid;
}

/// None of the commands looks for the name before: the unique index refuses it.
template <class T>
Status check_name_free(const StatementContext& context, const CreationName& name, std::string_view index) {
    if (!context.catalog.find<T>(name.scope, name.name)) return {};
    return error("23505", "duplicate key value violates unique constraint \"{}\"", index);
}

template <class T>
Status insert_functions(StatementContext& context, const sql::DefineStatement& statement, std::string_view index,
                        std::string_view word, std::initializer_list<std::string_view> required,
                        std::string_view optional) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    for (const sql::Option& option : statement.definition)
        if (option.name != optional && std::find(required.begin(), required.end(), option.name) == required.end())
            return error("42601", "text search {} parameter \"{}\" not recognized", word, option.name);
    for (std::string_view option : required)
        if (!find_option(statement.definition, option))
            return error("42P17", "text search {} {} method is required", word, option);
    BACKOUT_TRY(check_name_free<T>(context, name, index));
    auto made = context.template make<T>(name.name, name.scope);
    for (const sql::Option& option : statement.definition) {
        sql::ObjectWithArgs wanted;
        wanted.names = option.names.empty() ? sql::Names{option.text} : option.names;
        wanted.args_unspecified = true;
        BACKOUT_ASSIGN(Oid function, analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false));
        depend(*made, {function, 0});
        made->functions.emplace_back(option.name, display_name(wanted.names));
    }
    context.catalog.insert(std::move(made));
    return {};
}

/// The dictionaries of a fresh server's configurations: a stemmer for words, another one for those of ASCII letters where
/// the language has none (snowball/snowball_create.pl), "simple" for all else.
void copy_builtin_mappings(const StatementContext& context, std::string_view language, catalog::TextSearchConfig& config) {
    const std::string stemmer = language == "simple" ? "simple" : std::string(language) + "_stem";
    const std::string ascii_stemmer = language == "russian" || language == "hindi" ? "english_stem" : stemmer;
    for (std::string_view token : text_search_token_types) {
        const bool is_ascii = token == "asciiword" || token == "hword_asciipart" || token == "asciihword";
        const bool is_word = token == "word" || token == "hword_part" || token == "hword";
        const auto* fact = catalog::builtin::find_named(context.catalog.major(), NameTable::text_search_dictionary,
                                                        is_ascii ? ascii_stemmer : is_word ? stemmer : "simple");
        if (fact) config.mappings.emplace_back(token, std::vector<Oid>{fact->oid});
    }
}

}  // namespace

Status create_text_search_parser(StatementContext& context, const sql::DefineStatement& statement) {
    return insert_functions<catalog::TextSearchParser>(context, statement, "pg_ts_parser_prsname_index", "parser",
                                                       {"start", "gettoken", "end", "lextypes"}, "headline");
}

Status create_text_search_template(StatementContext& context, const sql::DefineStatement& statement) {
    return insert_functions<catalog::TextSearchTemplate>(context, statement, "pg_ts_template_tmplname_index", "template",
                                                         {"lexize"}, "init");
}

Status create_text_search_dictionary(StatementContext& context, const sql::DefineStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    sql::Names wanted = option_names(statement.definition, "template");
    if (wanted.empty()) return error("42P17", "text search template is required");
    Oid found = find_object<catalog::TextSearchTemplate>(context, wanted, NameTable::text_search_template);
    if (!found) return error("42704", "text search template \"{}\" does not exist", display_name(wanted));
    BACKOUT_TRY(check_name_free<catalog::TextSearchDictionary>(context, name, "pg_ts_dict_dictname_index"));
    auto dictionary = context.make<catalog::TextSearchDictionary>(name.name, name.scope);
    dictionary->template_ = found;
    for (const sql::Option& option : statement.definition) {
        if (option.name == "template") continue;
        if (!dictionary->options.empty()) dictionary->options += ", ";
        dictionary->options += fmt::format("{} = '{}'", option.name, option.text);
    }
    depend(*dictionary, {found, 0});
    context.catalog.insert(std::move(dictionary));
    return {};
}

Status create_text_search_configuration(StatementContext& context, const sql::DefineStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    sql::Names parser = option_names(statement.definition, "parser");
    sql::Names copied = option_names(statement.definition, "copy");
    if (!parser.empty() && !copied.empty()) return error("42601", "cannot specify both PARSER and COPY options");
    if (parser.empty() && copied.empty()) return error("42P17", "text search parser is required");
    auto configuration = context.make<catalog::TextSearchConfig>(name.name, name.scope);
    if (!copied.empty()) {
        Oid source = find_object<catalog::TextSearchConfig>(context, copied, NameTable::text_search_configuration);
        if (!source) return error("42704", "text search configuration \"{}\" does not exist", display_name(copied));
        if (const auto* original = context.catalog.find<catalog::TextSearchConfig>(source)) {
            configuration->parser = original->parser;
            configuration->mappings = original->mappings;
        } else if (const auto* fact = catalog::builtin::find_named(context.catalog.major(), NameTable::text_search_parser, "default")) {
            configuration->parser = fact->oid;
            copy_builtin_mappings(context, copied.back(), *configuration);
        }
    } else {
        configuration->parser = find_object<catalog::TextSearchParser>(context, parser, NameTable::text_search_parser);
        if (!configuration->parser) return error("42704", "text search parser \"{}\" does not exist", display_name(parser));
    }
    BACKOUT_TRY(check_name_free<catalog::TextSearchConfig>(context, name, "pg_ts_config_cfgname_index"));
    depend(*configuration, {configuration->parser, 0});
    for (const auto& [token, dictionaries] : configuration->mappings)
        for (Oid dictionary : dictionaries) depend(*configuration, {dictionary, 0});
    context.catalog.insert(std::move(configuration));
    return {};
}

}  // namespace backout::simulate
