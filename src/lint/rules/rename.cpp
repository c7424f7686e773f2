#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "sql/quote.h"

/// New names for what running programs know by the old one.
namespace backout::lint::rules {

using catalog::Relation;
using sql::ObjectKind;

namespace {

bool is_used_by_name(const StatementView& view, Oid oid) {
    const auto* relation = view.after().find<Relation>(oid);
    if (!relation || relation->persistence == 't' || view.is_new(oid)) return false;
    return relation->is_table() || relation->kind == catalog::RelationKind::view ||
           relation->kind == catalog::RelationKind::materialized_view;
}

/// Whether a later statement puts a view in the old place, under which the old names go on working.
bool has_compatible_view(const StatementView& view, const std::string& name) {
    const auto& statements = view.script.parsed->statements;
    for (std::size_t i = index_of(*view.script.parsed, *view.run.parsed) + 1; i < statements.size(); ++i) {
        const auto* made = sql::as<sql::ViewStatement>(statements[i].tree.get());
        if (made && made->view.name == name) return true;
    }
    return false;
}

void rename_relation(const StatementView& view, const sql::RenameStatement& rename, Findings& findings) {
    sql::RangeVar renamed;
    renamed.schema = rename.relation->schema;
    renamed.name = rename.new_name;
    Oid oid = view.relation(renamed);
    if (!is_used_by_name(view, oid) || has_compatible_view(view, rename.relation->name)) return;
    const auto* relation = view.after().find<Relation>(oid);
    Finding& finding =
        findings.add(view.place(rename.relation->location),
                     fmt::format("what still says \"{}\" fails from here on: the {} is now \"{}\"",
                                 rename.relation->name, kind_word(*relation), view.name_of(oid)));
    finding.help = fmt::format(
        "CREATE VIEW {} AS SELECT * FROM {} in the same transaction, until nobody uses the old name",
        sql::quote_identifier(rename.relation->name), sql_name(view, oid));
}

void rename_column(const StatementView& view, const sql::RenameStatement& rename, Findings& findings) {
    Oid oid = view.relation(*rename.relation);
    if (!is_used_by_name(view, oid)) return;
    const auto* was = view.before<Relation>(oid);
    const catalog::Attribute* column = was ? was->find_attribute(rename.sub_name) : nullptr;
    if (!column || column->origin.script == view.script.script_number) return;
    findings.add(
        place_of_word(view, rename.sub_name, {"COLUMN", "RENAME"}),
        fmt::format("what still says \"{0}.{1}\" fails from here on: the column is now \"{2}\"",
                    view.name_of(oid), rename.sub_name, rename.new_name),
        fmt::format(
            "add \"{0}\", keep both columns equal by a trigger, fill the old rows, and drop \"{1}\" when "
            "nobody uses it",
            rename.new_name, rename.sub_name));
}

}  // namespace

void rename(const StatementView& view, Findings& findings) {
    const auto* statement = view.as<sql::RenameStatement>();
    if (!statement || !statement->relation || !view.is_up() || !took_effect(view)) return;
    switch (statement->object) {
        case ObjectKind::table:
        case ObjectKind::foreign_table:
        case ObjectKind::view:
        case ObjectKind::materialized_view:
            return rename_relation(view, *statement, findings);
        case ObjectKind::column:
            return rename_column(view, *statement, findings);
        default:
            return;
    }
}

}  // namespace backout::lint::rules
