#include <algorithm>

#include "catalog/routine.h"
#include "plan/statement_text.h"
#include "plan/type_support.h"

/// Functions, procedures, aggregates.
namespace backout::plan {

using catalog::Function;

namespace {

/// Without the qualification of its name where that isn't needed: deparse_function always prints one.
std::string function_definition(const Writer& writer, const Function& function) {
    std::string text = analyze::deparse_function(writer.catalog(), function.oid, writer.options());
    std::string qualified = catalog::qualified_name(writer.catalog(), function.scope, function.name) + "(";
    std::string name = writer.name(function) + "(";
    if (auto place = text.find(qualified); place != std::string::npos) text.replace(place, qualified.size(), name);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// "a integer, VARIADIC b text[]" of some of the arguments.
std::string argument_list(const Writer& writer, const Function& function, std::size_t from, std::size_t to) {
    auto info = catalog::function_info(writer.catalog(), function.oid);
    std::vector<std::string> printed;
    for (std::size_t i = from; i < to; ++i) {
        std::string argument = info->argument_mode(i) == 'v' ? "VARIADIC " : "";
        if (auto name = info->argument_name(i); !name.empty()) argument += sql::quote_identifier(name) + " ";
        printed.push_back(argument + writer.type(function.argument_types[i]));
    }
    return fmt::format("{}", fmt::join(printed, ", "));
}

std::string aggregate_arguments(const Writer& writer, const Function& function) {
    const Function::AggregateData& data = *function.aggregate;
    std::size_t count = function.argument_types.size();
    if (data.kind == 'n') return count == 0 ? "*" : argument_list(writer, function, 0, count);
    auto direct = static_cast<std::size_t>(data.direct_arguments);
    // VARIADIC "any" before ORDER BY is the same argument as the one after it (makeOrderedSetArgs, parser/gram.y).
    std::size_t sorted_from = direct >= count && count > 0 ? count - 1 : direct;
    return fmt::format("{}{}ORDER BY {}", argument_list(writer, function, 0, direct), direct > 0 ? " " : "",
                       argument_list(writer, function, sorted_from, count));
}

/// Values that are strings by their nature; the others are names, numbers and words.
bool is_string_option(std::string_view name) { return name == "initcond" || name == "minitcond"; }

bool is_flag(std::string_view name) {
    return name == "finalfunc_extra" || name == "mfinalfunc_extra" || name == "hypothetical";
}

/// A property as CREATE AGGREGATE takes it. Functions and types are kept by the names that they were written by.
std::string aggregate_property(const std::string& name, const std::string& value) {
    std::string word = name;
    for (char& c : word)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (is_flag(name)) return word;
    return fmt::format("{} = {}", word, is_string_option(name) ? sql::quote_literal(value) : value);
}

std::string aggregate_definition(const Writer& writer, const Function& function) {
    const Function::AggregateData& data = *function.aggregate;
    std::vector<std::string> parts{"SFUNC = " + writer.function(data.transition_function),
                                   "STYPE = " + writer.type(data.transition_type)};
    if (data.final_function) parts.push_back("FINALFUNC = " + writer.function(data.final_function));
    for (const auto& [name, value] : data.properties) parts.push_back(aggregate_property(name, value));
    return listed(fmt::format("CREATE AGGREGATE {}({}) ", writer.name(function), aggregate_arguments(writer, function)),
                  parts);
}

}  // namespace

void define_function(const Writer& writer, const Object& object, Definition& definition) {
    const auto& function = get<Function>(object);
    definition.statements.push_back(function.aggregate ? aggregate_definition(writer, function)
                                                       : function_definition(writer, function));
}

namespace {

struct Parameter {
    char mode = 'i';
    std::string name;
    std::string type;

    bool is_input() const { return mode != 'o' && mode != 't'; }
    bool is_output() const { return mode == 'o' || mode == 'b' || mode == 't'; }
    friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// Types by name, so that those of two catalogs can be held against one another.
std::string type_name(const Catalog& catalog, Oid type) {
    return catalog::format_type(catalog, catalog::catalog_only_path(), type);
}

std::vector<Parameter> parameters(const Catalog& catalog, const Function& function) {
    std::vector<Parameter> found;
    auto info = catalog::function_info(catalog, function.oid);
    for (std::size_t i = 0; info && i < info->total_arguments(); ++i) {
        Oid type = info->all_argument_types.empty() ? info->argument_types[i] : info->all_argument_types[i];
        found.push_back({info->argument_mode(i), std::string(info->argument_name(i)), type_name(catalog, type)});
    }
    return found;
}

/// Names of inputs, once given, stay: calls may use them (ProcedureCreate, catalog/pg_proc.c).
bool keeps_input_names(const std::vector<Parameter>& from, const std::vector<Parameter>& to) {
    std::vector<std::string> before, after;
    for (const Parameter& parameter : from)
        if (parameter.is_input()) before.push_back(parameter.name);
    for (const Parameter& parameter : to)
        if (parameter.is_input()) after.push_back(parameter.name);
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!before[i].empty() && (i >= after.size() || after[i] != before[i])) return false;
    return true;
}

std::vector<std::pair<std::string, std::string>> output_row(const std::vector<Parameter>& parameters) {
    std::vector<std::pair<std::string, std::string>> row;
    for (const Parameter& parameter : parameters)
        if (parameter.is_output()) row.emplace_back(parameter.name, parameter.type);
    return row;
}

bool keeps_defaults(const Pair& pair, const Function& from, const Function& to) {
    if (from.defaults.size() > to.defaults.size()) return false;
    std::size_t more = to.defaults.size() - from.defaults.size();
    for (std::size_t i = 0; i < from.defaults.size(); ++i)
        if (type_name(pair.from.catalog(), from.defaults[i]->type) !=
            type_name(pair.to.catalog(), to.defaults[i + more]->type))
            return false;
    return true;
}

bool can_replace(const Pair& pair, const Function& from, const Function& to) {
    if (from.kind != to.kind || from.aggregate || from.returns_set != to.returns_set) return false;
    if (type_name(pair.from.catalog(), from.return_type) != type_name(pair.to.catalog(), to.return_type)) return false;
    std::vector<Parameter> before = parameters(pair.from.catalog(), from), after = parameters(pair.to.catalog(), to);
    constexpr Oid record = 2249;
    if (to.return_type == record && output_row(before) != output_row(after)) return false;
    return keeps_input_names(before, after) && keeps_defaults(pair, from, to);
}

}  // namespace

void alter_function(const Pair& pair, Alteration& alteration) {
    if (same_definition(pair)) return;
    const auto& from = get<Function>(pair.source);
    const auto& to = get<Function>(pair.target);
    if (!can_replace(pair, from, to)) {
        alteration.recreate = true;
        return;
    }
    alteration.add(function_definition(pair.to, to));
}

}  // namespace backout::plan
