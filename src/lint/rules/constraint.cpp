#include <algorithm>

#include <fmt/format.h>

#include "catalog/lookup.h"
#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "simulate/names.h"
#include "sql/quote.h"

/// Constraints added to tables that are in use: what is read under which lock.
namespace backout::lint::rules {

using catalog::Constraint;
using catalog::Relation;
using simulate::Effects;
using Type = sql::Constraint::Type;

namespace {

/// ALTER TABLE of an up that took effect on a table in use and reads its rows; null otherwise.
const sql::AlterTableStatement* busy_alter_table(const StatementView& view) {
    const auto* alter = view.as<sql::AlterTableStatement>();
    if (!alter || !view.is_up() || view.effects().scans.empty() || !took_effect(view)) return nullptr;
    if (!is_busy_with_rows(view, view.relation(alter->relation))) return nullptr;
    return alter;
}

bool scans_for(const StatementView& view, Effects::ScanReason reason) {
    return std::any_of(view.effects().scans.begin(), view.effects().scans.end(),
                       [&](const Effects::Scan& scan) { return scan.reason == reason; });
}

/// The constraints of a type that a command adds, to the table or to the column that it adds.
std::vector<const sql::Constraint*> added_constraints(const sql::AlterTableCommand& command, Type type) {
    std::vector<const sql::Constraint*> found;
    if (command.action == sql::AlterTableAction::add_constraint && command.constraint &&
        command.constraint->type == type)
        found.push_back(&*command.constraint);
    if (command.action == sql::AlterTableAction::add_column && command.column)
        for (const sql::Constraint& constraint : command.column->constraints)
            if (constraint.type == type) found.push_back(&constraint);
    return found;
}

/// The name that a constraint has, or one to be chosen, as SQL writes it.
std::string constraint_name(const StatementView& view, Oid constraint) {
    const catalog::Object* object = view.after().find(constraint);
    return object ? sql::quote_identifier(object->name) : "…";
}

/// Where the statement names the table that a foreign key refers to.
Place reference_place(const StatementView& view, const sql::AlterTableStatement& alter,
                      const Constraint& made) {
    for (const sql::AlterTableCommand& command : alter.commands)
        for (const sql::Constraint* written : added_constraints(command, Type::foreign_key)) {
            bool is_same = view.relation(written->referenced) == made.referenced &&
                           (written->name.empty() || written->name == made.name);
            if (is_same) return view.place(written->referenced.location);
        }
    return view.whole_place();
}

std::string not_valid_help(const StatementView& view, Oid table, const std::string& name,
                           std::string_view definition) {
    std::string sql_table = sql_name(view, table);
    return fmt::format(
        "ALTER TABLE {0} ADD CONSTRAINT {1} {2} NOT VALID here, ALTER TABLE {0} VALIDATE CONSTRAINT {1} "
        "in a later transaction",
        sql_table, name, definition);
}

}  // namespace

void add_foreign_key_without_not_valid(const StatementView& view, Findings& findings) {
    const sql::AlterTableStatement* alter = busy_alter_table(view);
    if (!alter) return;
    Oid told = catalog::invalid_oid;
    for (const Effects::Scan& scan : view.effects().scans) {
        const auto* constraint = view.after().find<Constraint>(scan.about);
        if (scan.reason != Effects::ScanReason::validate_foreign_key || !constraint ||
            constraint->oid == told)
            continue;
        if (!view.is_busy(constraint->scope) || constraint->parent != catalog::invalid_oid) continue;
        if (constraint->origin.offset != static_cast<std::int32_t>(view.run.parsed->begin) ||
            !view.is_new(constraint->oid))
            continue;  // validated or rebuilt here, not added
        told = constraint->oid;
        std::string table = view.name_of(constraint->scope);
        std::string referenced = view.name_of(constraint->referenced);
        std::string both = constraint->scope == constraint->referenced
                               ? fmt::format("\"{}\"", table)
                               : fmt::format("\"{}\" and \"{}\"", table, referenced);
        Finding& finding =
            findings.add(reference_place(view, *alter, *constraint),
                         fmt::format("writes to {} wait while every row of \"{}\" is checked", both, table));
        finding.notes.push_back(
            fmt::format("ADD FOREIGN KEY holds a SHARE ROW EXCLUSIVE lock on {}",
                        constraint->scope == constraint->referenced ? "the table" : "both tables"));
        const auto* relation = view.after().find<Relation>(constraint->scope);
        if (relation->kind == catalog::RelationKind::partitioned_table && view.after().major_number() < 18)
            finding.help =
                "add the foreign key to each partition NOT VALID and validate it there, then to the "
                "partitioned table: PostgreSQL before 18 refuses NOT VALID on it";
        else
            finding.help = not_valid_help(view, constraint->scope, constraint_name(view, constraint->oid),
                                          "FOREIGN KEY …");
    }
}

void add_check_without_not_valid(const StatementView& view, Findings& findings) {
    const sql::AlterTableStatement* alter = busy_alter_table(view);
    if (!alter || !scans_for(view, Effects::ScanReason::validate_check)) return;
    Oid table = view.relation(alter->relation);
    for (const sql::AlterTableCommand& command : alter->commands) {
        for (const sql::Constraint* check : added_constraints(command, Type::check)) {
            if (check->skip_validation || !check->enforced) continue;
            Finding& finding = findings.add(
                view.place(check->location),
                fmt::format("nothing can read or write \"{}\" while every row of it is checked",
                            view.name_of(table)),
                not_valid_help(view, table, check->name.empty() ? "…" : sql::quote_identifier(check->name),
                               "CHECK (…)"));
            finding.notes.push_back("ADD CHECK holds an ACCESS EXCLUSIVE lock on the table");
        }
    }
}

namespace {

void add_key(const StatementView& view, Type type, std::string_view word, Findings& findings) {
    const sql::AlterTableStatement* alter = busy_alter_table(view);
    if (!alter || !scans_for(view, Effects::ScanReason::build_index)) return;
    Oid table = view.relation(alter->relation);
    for (const sql::AlterTableCommand& command : alter->commands) {
        for (const sql::Constraint* key : added_constraints(command, type)) {
            if (!key->index_name.empty()) continue;
            Finding& finding = findings.add(
                view.place(key->location),
                fmt::format("nothing can read or write \"{}\" while the index of the {} is built",
                            view.name_of(table), type == Type::unique ? "unique constraint" : "primary key"),
                fmt::format("CREATE UNIQUE INDEX CONCURRENTLY i ON {0} (…) in {1}; then ALTER TABLE {0} ADD "
                            "{2} USING INDEX i",
                            sql_name(view, table), without_transaction(view), word));
            finding.notes.push_back(fmt::format("ADD {} holds an ACCESS EXCLUSIVE lock on the table", word));
        }
    }
}

}  // namespace

void add_unique_constraint(const StatementView& view, Findings& findings) {
    add_key(view, Type::unique, "UNIQUE", findings);
}

void add_primary_key(const StatementView& view, Findings& findings) {
    add_key(view, Type::primary_key, "PRIMARY KEY", findings);
}

void set_not_null_scan(const StatementView& view, Findings& findings) {
    const sql::AlterTableStatement* alter = busy_alter_table(view);
    if (!alter || !scans_for(view, Effects::ScanReason::validate_not_null)) return;
    Oid table = view.relation(alter->relation);
    const auto* was = view.before<Relation>(table);
    for (const sql::AlterTableCommand& command : alter->commands) {
        if (command.action != sql::AlterTableAction::set_not_null) continue;
        const auto* column = was ? was->find_attribute(command.name) : nullptr;
        if (!column || column->not_null) continue;
        std::string sql_table = sql_name(view, table);
        std::string sql_column = sql::quote_identifier(command.name);
        std::string name =
            sql::quote_identifier(simulate::make_object_name(was->name, command.name, "not_null"));
        Finding& finding = findings.add(
            place_of_word(view, command.name, {"COLUMN", "ALTER"}),
            fmt::format("nothing can read or write \"{}\" while every row of it is read for a NULL in \"{}\"",
                        view.name_of(table), command.name));
        finding.notes.push_back("SET NOT NULL holds an ACCESS EXCLUSIVE lock on the table");
        if (view.after().major_number() >= 18)
            finding.help = fmt::format(
                "ALTER TABLE {0} ADD CONSTRAINT {2} NOT NULL {1} NOT VALID here, ALTER TABLE {0} "
                "VALIDATE CONSTRAINT {2} in a later transaction",
                sql_table, sql_column, name);
        else
            finding.help = fmt::format(
                "ALTER TABLE {0} ADD CONSTRAINT {2} CHECK ({1} IS NOT NULL) NOT VALID, then in "
                "later transactions VALIDATE CONSTRAINT {2}, and SET NOT NULL, which then reads "
                "no row, with DROP CONSTRAINT {2}",
                sql_table, sql_column, name);
    }
}

}  // namespace backout::lint::rules
