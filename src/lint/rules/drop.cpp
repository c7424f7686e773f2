#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "sql/quote.h"

/// What goes with a DROP: rows, and objects that nobody named.
namespace backout::lint::rules {

using catalog::Relation;
using simulate::Effects;

namespace {

constexpr std::size_t told_objects = 5;

/// "view a, view b and 3 more"
std::string enumerate(const std::vector<std::string>& things) {
    std::vector<std::string> told(
        things.begin(), things.begin() + static_cast<std::ptrdiff_t>(std::min(things.size(), told_objects)));
    std::string list = fmt::format("{}", fmt::join(told, ", "));
    if (things.size() > told_objects) list += fmt::format(" and {} more", things.size() - told_objects);
    return list;
}

/// Whether another DROP of the script names it as well.
bool is_named_elsewhere(const StatementView& view, const catalog::Object& object) {
    auto names_it = [&](const verify::ParsedStatement& statement) {
        const auto* drop =
            &statement == view.run.parsed ? nullptr : sql::as<sql::DropStatement>(statement.tree.get());
        return drop && std::any_of(drop->objects.begin(), drop->objects.end(),
                                   [&](const sql::ObjectReference& reference) {
                                       const sql::Names& names =
                                           reference.function ? reference.function->names : reference.names;
                                       return reference.sub_name == object.name ||
                                              (!names.empty() && names.back() == object.name);
                                   });
    };
    const auto& statements = view.script.parsed->statements;
    return std::any_of(statements.begin(), statements.end(), names_it);
}

}  // namespace

void cascade_drops_more(const StatementView& view, Findings& findings) {
    std::vector<std::string> taken;
    for (const Effects::Dropped& dropped : view.effects().dropped) {
        if (!dropped.by_cascade) continue;
        const catalog::Object* object = view.before(dropped.oid);
        // What this script, or the up that a down undoes, made itself goes as expected.
        bool is_own = object && object->origin.migration == static_cast<std::int32_t>(view.script.migration);
        if (!object || is_own || is_named_elsewhere(view, *object)) continue;
        taken.push_back(dropped.description);
    }
    if (taken.empty()) return;
    Finding& finding =
        findings.add(place_of_word(view, "CASCADE"), fmt::format("CASCADE also drops {}", enumerate(taken)),
                     "drop them by name before this statement, so that it is seen what goes, and leave "
                     "CASCADE away");
    for (const Effects::Dropped& dropped : view.effects().dropped) {
        const catalog::Object* object = dropped.by_cascade ? view.before(dropped.oid) : nullptr;
        if (!object || finding.related.size() >= told_objects) continue;
        if (std::find(taken.begin(), taken.end(), dropped.description) != taken.end())
            tell_origin(view.history, object->origin, dropped.description + " was created here", finding);
    }
}

void drop_table(const StatementView& view, Findings& findings) {
    const auto* drop = view.as<sql::DropStatement>();
    bool is_about_tables =
        drop && (drop->object == sql::ObjectKind::table || drop->object == sql::ObjectKind::schema);
    if (!is_about_tables || !view.is_up()) return;
    for (const Effects::Dropped& dropped : view.effects().dropped) {
        const auto* table = dropped.column == 0 ? view.before<Relation>(dropped.oid) : nullptr;
        if (!table || !table->is_table() || table->is_partition || !view.is_busy(dropped.oid)) continue;
        findings.add(
            place_of_word(view, drop->object == sql::ObjectKind::table ? table->name : "SCHEMA"),
            fmt::format("the rows of \"{}\" are lost, and what still uses it fails",
                        view.name_of(dropped.oid)),
            fmt::format("take it out of the application first; ALTER TABLE {} RENAME TO …, and drop it when "
                        "nobody has missed it",
                        sql_name(view, dropped.oid)));
    }
}

namespace {

/// What goes with the columns without being one itself: indexes, constraints, extended statistics.
std::vector<std::string> gone_with_columns(const StatementView& view) {
    std::vector<std::string> gone;
    for (const Effects::Dropped& dropped : view.effects().dropped) {
        const catalog::Object* object =
            dropped.column == 0 && !dropped.by_cascade ? view.before(dropped.oid) : nullptr;
        if (!object) continue;
        const auto* relation = catalog::as<Relation>(object);
        const auto* constraint = catalog::as<catalog::Constraint>(object);
        bool is_worth_telling = (relation && relation->is_index() && relation->index &&
                                 relation->index->constraint == catalog::invalid_oid) ||
                                (constraint && constraint->type != catalog::Constraint::Type::not_null) ||
                                object->object_class == catalog::ObjectClass::statistics;
        if (is_worth_telling) gone.push_back(dropped.description);
    }
    return gone;
}

}  // namespace

void drop_column(const StatementView& view, Findings& findings) {
    const auto* alter = view.as<sql::AlterTableStatement>();
    if (!alter || !view.is_up() || !took_effect(view)) return;
    Oid table = view.relation(alter->relation);
    const auto* was = view.before<Relation>(table);
    if (!was || !was->is_table() || !view.is_busy(table)) return;
    std::vector<std::string> columns;
    for (const sql::AlterTableCommand& command : alter->commands) {
        const catalog::Attribute* column = command.action == sql::AlterTableAction::drop_column
                                               ? was->find_attribute(command.name)
                                               : nullptr;
        if (column && column->origin.script != view.script.script_number)
            columns.push_back(fmt::format("\"{}\"", command.name));
    }
    if (columns.empty()) return;
    std::string first = columns.front().substr(1, columns.front().size() - 2);
    Finding& finding = findings.add(
        place_of_word(view, first, {"COLUMN", "DROP", "EXISTS"}),
        fmt::format("the values of {} in \"{}\" are lost, and what still uses the column{} fails",
                    enumerate(columns), view.name_of(table), columns.size() == 1 ? "" : "s"),
        "take it out of the application first, reads and writes; then drop it");
    std::vector<std::string> gone = gone_with_columns(view);
    if (!gone.empty()) finding.notes.push_back("with it goes " + enumerate(gone));
}

}  // namespace backout::lint::rules
