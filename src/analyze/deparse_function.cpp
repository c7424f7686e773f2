#include <algorithm>

#include <fmt/format.h>

#include "analyze/deparse_printer.h"
#include "catalog/table_part.h"

/// pg_get_functiondef, pg_get_ruledef and signatures of functions.
namespace backout::analyze {

using catalog::Catalog;
using catalog::Function;
using catalog::FunctionInfo;
using catalog::Oid;

namespace {

std::string_view mode_word(char mode, char kind) {
    switch (mode) {
        case 'b': return "INOUT ";
        case 'o': return "OUT ";
        case 'v': return "VARIADIC ";
        case 'i': return kind == 'p' ? "IN " : "";
        default: return "";
    }
}

bool is_input(char mode) { return mode == 'i' || mode == 'b' || mode == 'v'; }

Oid argument_type(const FunctionInfo& function, std::size_t place) {
    return function.all_argument_types.empty() ? function.argument_types[place] : function.all_argument_types[place];
}

/// print_function_arguments: those of RETURNS TABLE, or all others with their defaults.
std::string arguments(const Catalog& catalog, const Printer& printer, const Function& function,
                      const FunctionInfo& info, bool of_table, bool with_defaults, const DeparseOptions& options) {
    std::string text;
    const std::size_t inputs = info.argument_types.size();
    std::size_t next_default = 0;
    std::size_t input = 0;
    for (std::size_t i = 0; i < info.total_arguments(); ++i) {
        const char mode = info.argument_mode(i);
        if (is_input(mode)) ++input;
        if ((mode == 't') != of_table) continue;
        if (!text.empty()) text += ", ";
        text += mode_word(mode, function.kind);
        if (const auto name = info.argument_name(i); !name.empty()) text += quoted_name(catalog, name) + " ";
        text += printer.bare_type_name(argument_type(info, i));
        if (with_defaults && is_input(mode) && input > inputs - std::min(inputs, function.defaults.size()) &&
            next_default < function.defaults.size()) {
            Printer value(catalog, options, {.indent = false, .few_parentheses = false});
            value.print(*function.defaults[next_default++], false);
            text += " DEFAULT " + value.take();
        }
    }
    return text;
}

std::string return_type(const Catalog& catalog, const Printer& printer, const Function& function,
                        const FunctionInfo& info, const DeparseOptions& options) {
    if (function.returns_set) {
        const std::string columns = arguments(catalog, printer, function, info, true, true, options);
        return columns.empty() ? "SETOF " + printer.bare_type_name(function.return_type) : "TABLE(" + columns + ")";
    }
    return printer.bare_type_name(function.return_type);
}

/// Settings whose value is a list of names, which are quoted one by one (GUC_LIST_QUOTE in utils/misc/guc.c).
bool is_quoted_list(std::string_view setting) {
    static constexpr std::string_view names[] = {"local_preload_libraries", "search_path", "session_preload_libraries",
                                                 "shared_preload_libraries", "temp_tablespaces",
                                                 "unix_socket_directories"};
    return std::find(std::begin(names), std::end(names), setting) != std::end(names);
}

/// Splits a list of possibly double-quoted names (SplitGUCList).
std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names;
    std::string name;
    bool quoted = false;
    bool any = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const char c = list[i];
        if (c == '"') {
            if (quoted && i + 1 < list.size() && list[i + 1] == '"') {
                name += list[++i];
            } else {
                quoted = !quoted;
                any = true;
            }
        } else if (!quoted && c == ',') {
            names.push_back(std::move(name));
            name.clear();
            any = false;
        } else if (quoted || c != ' ') {
            name += c;
            any = true;
        }
    }
    if (any || !names.empty()) names.push_back(std::move(name));
    return names;
}

std::string setting_value(const std::string& name, const std::string& value) {
    if (!is_quoted_list(name)) return quoted_literal(value);
    std::string text;
    for (const std::string& item : split_names(value)) text += (text.empty() ? "" : ", ") + quoted_literal(item);
    // No name at all: an empty one stands for it.
    return text.empty() ? "''" : text;
}

std::string attributes(const Printer& printer, const Function& function, std::string_view language) {
    std::string text;
    if (function.kind == 'w') text += " WINDOW";
    if (function.volatility == 'i') text += " IMMUTABLE";
    if (function.volatility == 's') text += " STABLE";
    if (function.parallel == 's') text += " PARALLEL SAFE";
    if (function.parallel == 'r') text += " PARALLEL RESTRICTED";
    if (function.strict) text += " STRICT";
    if (function.security_definer) text += " SECURITY DEFINER";
    if (function.leakproof) text += " LEAKPROOF";
    const double usual_cost = language == "internal" || language == "c" ? 1 : 100;
    if (function.cost != usual_cost) text += fmt::format(" COST {:g}", function.cost);
    if (function.rows > 0 && function.rows != 1000) text += fmt::format(" ROWS {:g}", function.rows);
    if (function.support != catalog::invalid_oid) text += " SUPPORT " + printer.function_name(function.support);
    return text;
}

/// print_function_sqlbody
std::string sql_body(const Catalog& catalog, const Function& function, const FunctionInfo& info,
                     const DeparseOptions& options) {
    const bool is_return = function.sql_body_is_return;
    Printer printer(catalog, options, {.indent = !is_return, .few_parentheses = false});
    NameSpace signature;
    static const std::vector<catalog::RangeEntry> no_entries;
    signature.range_table = &no_entries;
    signature.function_name = function.name;
    for (std::size_t i = 0; i < info.total_arguments(); ++i) signature.parameter_names.emplace_back(info.argument_name(i));
    printer.push(signature);
    if (is_return) {
        if (!function.sql_body.empty()) printer.print_return(*function.sql_body[0]);
        return printer.take();
    }
    printer.append("BEGIN ATOMIC\n");
    printer.set_indentation(1);
    for (const catalog::QueryPtr& query : function.sql_body) {
        printer.print_query(*query, nullptr, false);
        printer.append(";\n");
    }
    printer.append("END");
    return printer.take();
}

std::string quoted_body(const Function& function) {
    std::string delimiter = function.kind == 'p' ? "$procedure" : "$function";
    while (function.source.find(delimiter) != std::string::npos) delimiter += 'x';
    delimiter += '$';
    return delimiter + function.source + delimiter;
}

}  // namespace

std::string deparse_function(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* function = catalog.find<Function>(oid);
    const auto info = catalog::function_info(catalog, oid);
    if (!function || !info) return {};
    const Printer printer(catalog, options, {});
    const bool is_procedure = function->kind == 'p';
    std::string text = is_procedure ? "CREATE OR REPLACE PROCEDURE " : "CREATE OR REPLACE FUNCTION ";
    text += catalog::qualified_name(catalog, function->scope, function->name) + "(";
    text += arguments(catalog, printer, *function, *info, false, true, options) + ")\n";
    if (!is_procedure) text += " RETURNS " + return_type(catalog, printer, *function, *info, options) + "\n";
    const std::string language = catalog::language_name(catalog, function->language);
    text += " LANGUAGE " + quoted_name(catalog, language) + "\n";
    if (const std::string words = attributes(printer, *function, language); !words.empty()) text += words + "\n";
    for (const auto& [name, value] : function->configuration)
        text += " SET " + quoted_name(catalog, name) + " TO " + setting_value(name, value) + "\n";
    if (function->has_sql_body) {
        text += sql_body(catalog, *function, *info, options);
    } else {
        text += "AS ";
        if (!function->binary.empty()) text += quoted_literal(function->binary) + ", ";
        text += quoted_body(*function);
    }
    return text + "\n";
}

std::string function_signature(const Catalog& catalog, Oid oid, bool qualified, const DeparseOptions& options) {
    const auto info = catalog::function_info(catalog, oid);
    if (!info) return std::to_string(oid);
    const Printer printer(catalog, options, {});
    std::string text = qualified ? catalog::qualified_name(catalog, info->scope, info->name)
                                 : printer.function_name(oid);
    text += "(";
    for (std::size_t i = 0; i < info->argument_types.size(); ++i)
        text += (i > 0 ? "," : "") + printer.bare_type_name(info->argument_types[i]);
    return text + ")";
}

std::string function_identity_arguments(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* function = catalog.find<Function>(oid);
    const auto info = catalog::function_info(catalog, oid);
    if (!function || !info) return {};
    const Printer printer(catalog, options, {});
    return arguments(catalog, printer, *function, *info, false, false, options);
}

/// make_ruledef
std::string deparse_rule(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* rule = catalog.find<catalog::Rule>(oid);
    if (!rule) return {};
    if (rule->actions.empty() && !rule->definition.empty()) return rule->definition;
    Printer printer(catalog, options, {.indent = true, .few_parentheses = options.pretty});
    static constexpr std::string_view events[] = {"SELECT", "UPDATE", "INSERT", "DELETE"};
    const auto relation = catalog::relation_info(catalog, rule->scope);
    printer.append("CREATE RULE " + quoted_name(catalog, rule->name) + " AS\n    ON ");
    printer.append(events[rule->event - '1']);
    printer.append(" TO ");
    if (options.pretty || !relation) {
        printer.append(printer.relation_name(rule->scope));
    } else {
        printer.append(catalog::qualified_name(catalog, relation->scope, relation->name));
    }
    if (rule->where) {
        printer.append("\n   WHERE ");
        std::vector<catalog::RangeEntry> entries(2);
        entries[0].alias = "old";
        entries[1].alias = "new";
        for (catalog::RangeEntry& entry : entries) entry.relation = rule->scope;
        NameSpace names;
        choose_names(names, catalog, entries);
        printer.push(names);
        printer.qualify_columns(true);
        printer.set_indentation(indent_standard);
        printer.print(*rule->where, false);
        printer.set_indentation(0);
        printer.pop();
    }
    printer.append(rule->instead ? " DO INSTEAD " : " DO ");
    if (rule->actions.size() > 1) printer.append("(");
    for (const catalog::QueryPtr& action : rule->actions) {
        printer.print_query(*action, nullptr, true);
        printer.append(rule->actions.size() > 1 ? ";\n" : ";");
    }
    if (rule->actions.size() > 1) printer.append(");");
    if (rule->actions.empty()) printer.append("NOTHING;");
    return printer.take();
}

}  // namespace backout::analyze
