#include "analyze/deparse_printer.h"

#include <algorithm>

#include "catalog/cluster_objects.h"
#include "sql/quote.h"

namespace backout::analyze {

using catalog::Oid;

namespace {

/// Words of the grammar that need quotes only from some version on; we quote by the newest one's.
struct NewWord {
    std::string_view word;
    int since;
};
constexpr NewWord new_words[] = {
    {"json", 17},           {"json_array", 16},  {"json_arrayagg", 16}, {"json_exists", 17}, {"json_object", 16},
    {"json_objectagg", 16}, {"json_query", 17},  {"json_scalar", 17},   {"json_serialize", 17},
    {"json_table", 17},     {"json_value", 17},  {"merge_action", 17},  {"system_user", 16}};

/// `pg_catalog` with the temporary schema before it, which comes first in every search path; nothing without one.
std::optional<catalog::SearchPath> path_of_session(const catalog::Catalog& catalog) {
    for (const auto* schema : catalog.all_of_class<catalog::Namespace>()) {
        if (!schema->temporary) continue;
        catalog::SearchPath path = catalog::catalog_only_path();
        path.namespaces.insert(path.namespaces.begin(), schema->oid);
        return path;
    }
    return std::nullopt;
}

}  // namespace

std::string quoted_name(const catalog::Catalog& catalog, std::string_view name) {
    for (const NewWord& word : new_words)
        if (word.word == name && catalog.major_number() < word.since) return std::string(name);
    return sql::quote_identifier(name);
}

Printer::Printer(const catalog::Catalog& catalog, const DeparseOptions& options, Layout layout)
    : catalog_(catalog),
      own_path_(options.path ? std::nullopt : path_of_session(catalog)),
      path_(options.path ? *options.path : own_path_ ? *own_path_ : catalog::catalog_only_path()),
      layout_(layout),
      in_lists_(options.in_lists) {}

void Printer::keyword(std::string_view text, int before, int after, int extra) {
    if (!layout_.indent) {
        append(text);
        return;
    }
    constexpr int limit = 40;  // PRETTYINDENT_LIMIT
    level_.indentation += before;
    remove_trailing_spaces();
    int spaces = std::max(level_.indentation, 0);
    // Deep nesting would otherwise take quadratic space.
    if (level_.indentation >= limit) spaces = (limit + (level_.indentation - limit) / (indent_standard / 2)) % limit;
    buffer_ += '\n';
    buffer_.append(static_cast<std::size_t>(spaces + extra), ' ');
    append(text);
    level_.indentation = std::max(level_.indentation + after, 0);
}

void Printer::remove_trailing_spaces() {
    buffer_.erase(buffer_.find_last_not_of(' ') + 1);
}

std::string Printer::relation_name(Oid relation) const {
    const auto found = catalog::relation_info(catalog_, relation);
    if (!found) return std::to_string(relation);
    if (catalog::is_visible_relation(catalog_, path_, relation)) return identifier(found->name);
    return qualified(found->scope, found->name);
}

/// The temporary schema is known by the name that every session has for its own.
std::string Printer::qualified(Oid scope, std::string_view name) const {
    const auto* schema = catalog_.find<catalog::Namespace>(scope);
    if (schema && schema->temporary) return "pg_temp." + identifier(name);
    return catalog::qualified_name(catalog_, scope, name);
}

std::string Printer::type_name(Oid type, std::int32_t typmod) const {
    return catalog::format_type(catalog_, path_, type, typmod);
}

std::string Printer::bare_type_name(Oid type) const {
    return catalog::format_type(catalog_, path_, type);
}

/// A function's name without its schema where that would find it: it is in the path, and no schema before has one of
/// the same arguments (generate_function_name resolves the call anew; this differs where an inexact match is found).
std::string Printer::function_name(Oid function) const {
    const auto found = catalog::function_info(catalog_, function);
    if (!found) return std::to_string(function);
    for (Oid scope : path_.namespaces) {
        if (scope == found->scope) return identifier(found->name);
        if (catalog::find_function(catalog_, scope, found->name, found->argument_types) != catalog::invalid_oid) break;
    }
    return qualified(found->scope, found->name);
}

std::string Printer::operator_name(Oid operator_) const {
    const auto found = catalog::operator_info(catalog_, operator_);
    if (!found) return std::to_string(operator_);
    for (Oid scope : path_.namespaces) {
        if (scope == found->scope) return std::string(found->name);
        std::vector<catalog::OperatorInfo> others;
        catalog::operators_named(catalog_, scope, found->name, others);
        if (std::any_of(others.begin(), others.end(), [&](const catalog::OperatorInfo& other) {
                return other.left == found->left && other.right == found->right;
            }))
            break;
    }
    return "OPERATOR(" + identifier(catalog::namespace_name(catalog_, found->scope)) + "." +
           std::string(found->name) + ")";
}

std::string Printer::collation_name(Oid collation) const {
    const auto found = catalog::collation_info(catalog_, collation);
    if (!found) return std::to_string(collation);
    if (catalog::find_collation(catalog_, path_, found->name) == collation) return identifier(found->name);
    return qualified(found->scope, found->name);
}

std::string Printer::opclass_suffix(Oid opclass, Oid type) const {
    const auto found = catalog::operator_class_info(catalog_, opclass);
    if (!found) return {};
    if (type != catalog::invalid_oid) {
        const auto standard = catalog::default_operator_class(catalog_, found->access_method, type);
        if (standard && standard->oid == opclass) return {};
    }
    const auto visible = catalog::find_operator_class(catalog_, found->access_method, path_, found->name);
    if (visible && visible->oid == opclass) return " " + identifier(found->name);
    return " " + qualified(found->scope, found->name);
}

}  // namespace backout::analyze
