#include <algorithm>

#include <fmt/format.h>

#include "catalog/lookup.h"
#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "sql/quote.h"

/// Columns added to tables that are in use, and changes of type: when the whole table is written anew.
namespace backout::lint::rules {

using catalog::Attribute;
using catalog::Relation;
using simulate::Effects;
using Reason = Effects::RewriteReason;

namespace {

/// A rewritten column of a table in use, with the ALTER TABLE command behind it.
struct RewrittenColumn {
    Oid table = catalog::invalid_oid;
    const Attribute* column = nullptr;
    Reason reason = Reason::column_type;
};

std::vector<RewrittenColumn> rewritten_columns(const StatementView& view) {
    std::vector<RewrittenColumn> found;
    const auto* alter = view.as<sql::AlterTableStatement>();
    if (!alter || !view.is_up() || view.effects().rewrites.empty() || !took_effect(view)) return found;
    Oid named = view.relation(alter->relation);
    for (const Effects::Rewrite& rewrite : view.effects().rewrites) {
        if (rewrite.relation != named || !is_busy_with_rows(view, rewrite.relation))
            continue;  // partitions follow their table
        const auto* table = view.after().find<Relation>(rewrite.relation);
        const Attribute* column = table ? table->find_attribute(rewrite.column) : nullptr;
        if (column) found.push_back({rewrite.relation, column, rewrite.reason});
    }
    return found;
}

bool fills_from_sequence(const StatementView& view, const RewrittenColumn& rewritten) {
    if (rewritten.column->identity != 0) return true;
    const auto* value = view.after().find<catalog::AttributeDefault>(rewritten.column->default_oid);
    for (const catalog::Dependency& dependency :
         value ? value->dependencies : std::vector<catalog::Dependency>{}) {
        const auto* sequence = view.after().find<Relation>(dependency.referenced.oid);
        if (sequence && sequence->kind == catalog::RelationKind::sequence) return true;
    }
    return false;
}

std::string rewrite_message(const StatementView& view, Oid table) {
    return fmt::format("nothing can read or write \"{}\" while every row and index of it is written anew",
                       view.name_of(table));
}

std::string type_of(const StatementView& view, const Attribute& column) {
    static const catalog::SearchPath path;
    return catalog::format_type(view.after(), path, column.type, column.typmod);
}

}  // namespace

void add_column_volatile_default(const StatementView& view, Findings& findings) {
    Finding* told = nullptr;  // one statement writes the table anew once, for however many columns
    for (const RewrittenColumn& rewritten : rewritten_columns(view)) {
        if (rewritten.reason != Reason::volatile_default && rewritten.reason != Reason::identity) continue;
        bool is_counted = fills_from_sequence(view, rewritten);
        std::string reason =
            is_counted ? fmt::format("each row gets a number of its own for \"{}\"", rewritten.column->name)
                       : fmt::format("the default of \"{}\" is volatile: it is computed for each row",
                                     rewritten.column->name);
        if (told) {
            told->notes.push_back(std::move(reason));
            continue;
        }
        Finding& finding =
            findings.add(place_of_word(view, rewritten.column->name, {"COLUMN", "ADD", "EXISTS"}),
                         rewrite_message(view, rewritten.table));
        told = &finding;
        finding.notes.push_back(std::move(reason));
        finding.notes.push_back("ADD COLUMN holds an ACCESS EXCLUSIVE lock on the table");
        std::string table = sql_name(view, rewritten.table);
        std::string column = sql::quote_identifier(rewritten.column->name);
        finding.help =
            is_counted ? fmt::format(
                             "ADD COLUMN {0} bigint without a default; CREATE SEQUENCE s OWNED BY {1}.{0}; "
                             "ALTER TABLE {1} "
                             "ALTER COLUMN {0} SET DEFAULT nextval('s'); then fill the old rows in batches",
                             column, table)
                       : fmt::format(
                             "ADD COLUMN {0} {2} without a default, ALTER TABLE {1} ALTER COLUMN {0} SET "
                             "DEFAULT …, then "
                             "fill the old rows in batches",
                             column, table, type_of(view, *rewritten.column));
    }
}

void add_column_rewrite(const StatementView& view, Findings& findings) {
    for (const RewrittenColumn& rewritten : rewritten_columns(view)) {
        bool is_generated = rewritten.reason == Reason::stored_generated;
        bool is_domain = rewritten.reason == Reason::constrained_domain;
        if (!is_generated && !is_domain) continue;
        Finding& finding =
            findings.add(place_of_word(view, rewritten.column->name, {"COLUMN", "ADD", "EXISTS", "ALTER"}),
                         rewrite_message(view, rewritten.table));
        if (is_generated) {
            finding.notes.push_back(fmt::format("\"{}\" is generated and stored: it is computed for each row",
                                                rewritten.column->name));
            finding.help = view.after().major_number() >= 18
                               ? "GENERATED ALWAYS AS (…) VIRTUAL computes it when read and writes nothing"
                               : "a plain column, kept by a trigger, whose old rows are filled in batches";
        } else {
            finding.notes.push_back(
                fmt::format("the type of \"{}\" is a domain with constraints: they are checked for each row",
                            rewritten.column->name));
            finding.help =
                "ADD COLUMN with the domain's base type, and the domain's condition as CHECK (…) NOT VALID, "
                "validated in a later transaction";
        }
        finding.notes.push_back("ALTER TABLE holds an ACCESS EXCLUSIVE lock on the table");
    }
}

void alter_type_rewrite(const StatementView& view, Findings& findings) {
    Finding* told = nullptr;  // one statement writes the table anew once, however many columns it changes
    for (const RewrittenColumn& rewritten : rewritten_columns(view)) {
        if (rewritten.reason != Reason::column_type) continue;
        const auto* was = view.before<Relation>(rewritten.table);
        const Attribute* old_column = was ? was->find_attribute(rewritten.column->number) : nullptr;
        if (told) {
            told->notes.push_back(fmt::format("so does \"{}\", into {}", rewritten.column->name,
                                              type_of(view, *rewritten.column)));
            continue;
        }
        Finding& finding = findings.add(place_of_word(view, rewritten.column->name, {"COLUMN", "ALTER"}),
                                        rewrite_message(view, rewritten.table));
        finding.notes.push_back("ALTER COLUMN … TYPE holds an ACCESS EXCLUSIVE lock on the table");
        if (old_column && old_column->type != catalog::invalid_oid)
            finding.notes.push_back(fmt::format(
                "\"{}\" turns from {} into {}, which is stored differently or has to be checked",
                rewritten.column->name, type_of(view, *old_column), type_of(view, *rewritten.column)));
        finding.help = fmt::format(
            "add a column of type {}, fill it by a trigger and in batches, then let the application "
            "change over and drop \"{}\"",
            type_of(view, *rewritten.column), rewritten.column->name);
        told = &finding;
    }
}

void add_column_not_null_without_default(const StatementView& view, Findings& findings) {
    const auto* alter = view.as<sql::AlterTableStatement>();
    if (!alter || !took_effect(view)) return;
    Oid table = view.relation(alter->relation);
    if (!is_busy_with_rows(view, table)) return;
    for (const sql::AlterTableCommand& command : alter->commands) {
        if (command.action != sql::AlterTableAction::add_column || !command.column) continue;
        const auto* relation = view.after().find<Relation>(table);
        const Attribute* column = relation ? relation->find_attribute(command.column->name) : nullptr;
        bool is_filled = !column || column->default_oid != catalog::invalid_oid || column->identity != 0;
        if (is_filled || !column->not_null || column->origin.script != view.script.script_number) continue;
        if (const auto* type = view.after().find<catalog::Type>(column->type); type && type->default_value)
            continue;
        Finding& finding = findings.add(
            view.place(command.column->location),
            fmt::format("fails as soon as \"{}\" has a row: \"{}\" would be NULL in it (SQLSTATE 23502)",
                        view.name_of(table), column->name));
        if (view.is_up())
            finding.help = "add it without NOT NULL, fill it, then SET NOT NULL; or give it a DEFAULT";
        else
            finding.help =
                "add it without NOT NULL, fill it from where its values were kept, then SET NOT NULL";
    }
}

}  // namespace backout::lint::rules
