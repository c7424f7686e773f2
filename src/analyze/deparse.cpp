#include "analyze/deparse.h"

#include "analyze/deparse_printer.h"
#include "analyze/references.h"

namespace backout::analyze {

using catalog::Catalog;
using catalog::Expr;
using catalog::Oid;
using catalog::RangeEntry;

namespace {

RangeEntry relation_entry(const Catalog& catalog, Oid relation, std::string alias) {
    RangeEntry entry;
    entry.relation = relation;
    entry.alias = std::move(alias);
    if (auto found = catalog::relation_info(catalog, relation)) entry.name = found->name;
    return entry;
}

}  // namespace

namespace {

/// Columns need the names of all columns of their relation.
bool has_variable(const Expr& expression) {
    bool found = false;
    walk(expression, [&](const Expr& part) { found = found || part.kind == catalog::ExprKind::var || part.query; });
    return found;
}

}  // namespace

std::string deparse_expression(const Catalog& catalog, const Expr& expression, Oid relation, bool old_new,
                               const DeparseOptions& options) {
    Printer printer(catalog, options, {.indent = true, .few_parentheses = options.pretty});
    std::vector<RangeEntry> entries;
    NameSpace names;
    if (relation != catalog::invalid_oid && has_variable(expression)) {
        entries.push_back(relation_entry(catalog, relation, old_new ? "old" : ""));
        if (old_new) entries.push_back(relation_entry(catalog, relation, "new"));
        choose_names(names, catalog, entries);
        printer.push(names);
        printer.qualify_columns(old_new);
    }
    // A trigger's WHEN starts indented (pg_get_triggerdef_worker).
    if (old_new) printer.set_indentation(indent_standard);
    printer.print(expression, false);
    return printer.take();
}

std::string deparse_query(const Catalog& catalog, const catalog::Query& query, const DeparseOptions& options,
                          Oid view) {
    Printer printer(catalog, options, {.indent = true, .few_parentheses = options.pretty});
    std::vector<std::string> result_names;
    if (view != catalog::invalid_oid) {
        for (const catalog::ColumnInfo& column : catalog::columns_of(catalog, view))
            result_names.emplace_back(column.name);
    } else if (query.command == catalog::Query::Command::select) {
        for (const catalog::TargetEntry& target : query.targets)
            if (!target.junk) result_names.push_back(target.name);
    }
    // Before PostgreSQL 16 the rule of a view has range table entries for OLD and NEW.
    std::vector<std::string> reserved;
    if (catalog.major_number() < 16 && query.command == catalog::Query::Command::select) reserved = {"old", "new"};
    printer.print_query(query, &result_names, true, reserved);
    return printer.take();
}

}  // namespace backout::analyze
