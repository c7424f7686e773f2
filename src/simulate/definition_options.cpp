#include "simulate/definition_options.h"

#include <algorithm>

#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"

namespace backout::simulate {

const sql::Option* find_option(const sql::Options& options, std::string_view name) {
    for (const sql::Option& option : options)
        if (option.name == name) return &option;
    return nullptr;
}

Result<bool> boolean_value(const sql::Option& option) {
    if (option.kind == sql::Option::Kind::none) return true;
    if (option.kind == sql::Option::Kind::integer) {
        if (option.integer == 0 || option.integer == 1) return option.integer == 1;
    } else {
        std::string word = option_text(option);
        for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (word == "true" || word == "on") return true;
        if (word == "false" || word == "off") return false;
    }
    return error("42601", "{} requires a Boolean value", option.name);
}

Status check_given_once(const sql::Options& options) {
    for (std::size_t place = 0; place < options.size(); ++place)
        for (std::size_t before = 0; before < place; ++before)
            if (options[before].name == options[place].name)
                return error("42601", "conflicting or redundant options");
    return {};
}

std::string option_text(const sql::Options& options, std::string_view name) {
    const sql::Option* option = find_option(options, name);
    return option ? option->text : std::string();
}

bool option_is_true(const sql::Options& options, std::string_view name) {
    const sql::Option* option = find_option(options, name);
    if (!option) return false;
    return option->kind == sql::Option::Kind::none || option->text == "true" || option->text == "on" || option->text == "1" ||
           option->text == "t" || option->text == "yes";
}

sql::Names option_names(const sql::Options& options, std::string_view name) {
    const sql::Option* option = find_option(options, name);
    if (!option) return {};
    if (!option->names.empty()) return option->names;
    return option->text.empty() ? sql::Names{} : sql::Names{option->text};
}

Result<Oid> option_type(StatementContext& context, const sql::Options& options, std::string_view name) {
    const sql::Option* option = find_option(options, name);
    if (!option) return catalog::invalid_oid;
    sql::TypeName made;
    made.names = option->names.empty() ? sql::Names{option->text} : option->names;
    BACKOUT_ASSIGN(analyze::TypeReference found,
                   analyze::resolve_type(context.analysis(), option->type ? *option->type : made));
    return found.type;
}

std::string signature_string(const StatementContext& context, const sql::Names& names, const std::vector<Oid>& arguments) {
    std::string types;
    for (Oid type : arguments) {
        if (!types.empty()) types += ", ";
        types += printed_type(context, type);
    }
    return fmt::format("{}({})", display_name(names), types);
}

Result<Oid> exact_function(StatementContext& context, const sql::Names& names, const std::vector<Oid>& arguments) {
    Oid found = catalog::invalid_oid;
    if (names.size() > 1) {
        BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
        found = catalog::find_function(context.catalog, scope, names.back(), arguments);
    } else {
        for (Oid scope : context.path.namespaces)
            if ((found = catalog::find_function(context.catalog, scope, names.back(), arguments))) break;
    }
    if (found) return found;
    return error("42883", "function {} does not exist", signature_string(context, names, arguments));
}

}  // namespace backout::simulate
