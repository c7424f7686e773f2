#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/cluster_objects.h"
#include "catalog/table_part.h"
#include "plan/alteration.h"
#include "plan/define_column.h"
#include "sql/quote.h"

/// What hangs on a table, on both sides: views, indexes, constraints, defaults, triggers, rules, policies, statistics.
namespace backout::plan {

using catalog::Attribute;
using catalog::Relation;

namespace {

Definition definition_of(const Writer& writer, const Object& object, void (*define_kind)(const Writer&, const Object&, Definition&)) {
    Definition definition;
    define_kind(writer, object, definition);
    return definition;
}

/// What the two definitions begin with is the same: the rest of the target's are the steps.
bool differ_only_in_settings(const Definition& before, const Definition& after) {
    return !before.statements.empty() && !after.statements.empty() && before.statements.front() == after.statements.front();
}

std::string column_list(const Writer& writer, const Relation& view) {
    std::string list;
    for (const Attribute& column : view.attributes)
        list += fmt::format("{} {}{},", sql::quote_identifier(column.name), writer.type(column.type, column.typmod),
                            collate_clause(writer, column));
    return list;
}

/// Options of an index, or of a constraint's index.
void change_index_settings(const Pair& pair, const Relation& before, const Relation& after, Alteration& alteration) {
    const std::string table = pair.to.name(after.index->table);
    const std::string name = sql::quote_identifier(after.name);
    if (before.options != after.options) {
        std::vector<std::string> reset;
        for (const auto& option : before.options)
            if (std::none_of(after.options.begin(), after.options.end(),
                             [&](const auto& kept) { return kept.first == option.first; }))
                reset.push_back(option.first);
        if (!after.options.empty())
            alteration.add(fmt::format("ALTER INDEX {} SET ({})", pair.to.name(after), storage_parameters(after.options)));
        if (!reset.empty())
            alteration.add(fmt::format("ALTER INDEX {} RESET ({})", pair.to.name(after), fmt::join(reset, ", ")));
    }
    if (before.tablespace != after.tablespace)
        alteration.add(fmt::format("ALTER INDEX {} SET TABLESPACE {}", pair.to.name(after),
                                   after.tablespace.empty() ? "pg_default" : sql::quote_identifier(after.tablespace)));
    if (after.index->clustered && !before.index->clustered)
        alteration.add(fmt::format("ALTER TABLE {} CLUSTER ON {}", table, name));
    if (before.index->clustered && !after.index->clustered)
        alteration.add(fmt::format("ALTER TABLE {} SET WITHOUT CLUSTER", table));
    if (after.index->replica_identity && !before.index->replica_identity)
        alteration.add(fmt::format("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table, name));
    for (std::size_t i = 0; i < std::min(before.attributes.size(), after.attributes.size()); ++i)
        if (before.attributes[i].statistics_target != after.attributes[i].statistics_target)
            alteration.add(fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", pair.to.name(after), i + 1,
                                       after.attributes[i].statistics_target));
}

/// The definition without its WITH (…): that can be altered.
std::string without_options(const Writer& writer, const Relation& index) {
    std::string text = analyze::deparse_index(writer.catalog(), index.oid);
    std::size_t at = text.find(" WITH (");
    if (index.options.empty() || at == std::string::npos) return text;
    return text.erase(at, text.find(')', at) + 1 - at);
}

const Relation* own_index(const Catalog& catalog, const catalog::Constraint& constraint) {
    const auto* index = catalog.find<Relation>(constraint.index);
    return index && index->index && index->index->constraint == constraint.oid ? index : nullptr;
}

}  // namespace

void alter_view(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const Relation&>(pair.source);
    const auto& after = static_cast<const Relation&>(pair.target);
    if (before.kind != after.kind || before.persistence != after.persistence) {
        alteration.recreate = true;
        return;
    }
    const Definition old_definition = definition_of(pair.from, before, define_view);
    Definition definition = definition_of(pair.to, after, define_view);
    const std::string old_columns = column_list(pair.from, before);
    const std::string columns = column_list(pair.to, after);
    if (before.kind != catalog::RelationKind::view) {
        alteration.recreate = !differ_only_in_settings(old_definition, definition) || old_columns != columns;
        return;
    }
    if (old_definition.statements == definition.statements && old_columns == columns) return;
    if (!columns.starts_with(old_columns)) {
        alteration.recreate = true;
        return;
    }
    std::string& text = definition.statements.front();
    text.replace(0, std::string_view("CREATE").size(), "CREATE OR REPLACE");
    alteration.add(std::move(text));
}

void alter_index(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const Relation&>(pair.source);
    const auto& after = static_cast<const Relation&>(pair.target);
    const bool same = before.kind == after.kind && before.index && after.index &&
                      without_options(pair.from, before) == without_options(pair.to, after) &&
                      before.index->valid == after.index->valid;
    if (!same)
        alteration.recreate = true;
    else
        change_index_settings(pair, before, after, alteration);
}

void alter_constraint(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::Constraint&>(pair.source);
    const auto& after = static_cast<const catalog::Constraint&>(pair.target);
    std::string old_text = analyze::deparse_constraint(pair.from.catalog(), before.oid);
    std::string text = analyze::deparse_constraint(pair.to.catalog(), after.oid);
    constexpr std::string_view not_valid = " NOT VALID";
    const bool is_validated = old_text == text + std::string(not_valid);
    if (is_validated) {
        const Object* on = pair.to.catalog().find(after.scope);
        alteration.add(fmt::format("ALTER {} VALIDATE CONSTRAINT {}", on ? pair.to.phrase(*on) : std::string(),
                                   sql::quote_identifier(after.name)));
        return;
    }
    const Relation* old_index = own_index(pair.from.catalog(), before);
    const Relation* index = own_index(pair.to.catalog(), after);
    if (old_text != text || !old_index != !index || before.is_local != after.is_local) {
        alteration.recreate = true;
        return;
    }
    if (old_index && index) change_index_settings(pair, *old_index, *index, alteration);
}

void alter_default(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::AttributeDefault&>(pair.source);
    const auto& after = static_cast<const catalog::AttributeDefault&>(pair.target);
    const auto* old_table = pair.from.catalog().find<Relation>(before.scope);
    const auto* table = pair.to.catalog().find<Relation>(after.scope);
    const Attribute* old_column = old_table ? old_table->find_attribute(before.attribute) : nullptr;
    const Attribute* column = table ? table->find_attribute(after.attribute) : nullptr;
    if (!old_column || !column || !before.expression || !after.expression) return;
    // Then the change of the type has set it.
    if (old_column->type != column->type &&
        resets_default(pair.from.catalog(), *old_column, pair.to.catalog(), *column))
        return;
    if (pair.from.expression(*before.expression, old_table->oid) == pair.to.expression(*after.expression, table->oid)) return;
    Definition definition = definition_of(pair.to, after, define_default);
    for (std::string& statement : definition.statements) alteration.add(std::move(statement));
}

void alter_trigger(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::Trigger&>(pair.source);
    const auto& after = static_cast<const catalog::Trigger&>(pair.target);
    const Definition old_definition = definition_of(pair.from, before, define_trigger);
    Definition definition = definition_of(pair.to, after, define_trigger);
    alteration.recreate = !differ_only_in_settings(old_definition, definition);
    if (alteration.recreate || before.enabled == after.enabled) return;
    if (after.enabled == 'O')
        alteration.add(fmt::format("ALTER TABLE {} ENABLE TRIGGER {}", pair.to.name(after.scope),
                                   sql::quote_identifier(after.name)));
    else
        alteration.add(std::move(definition.statements.back()));
}

void alter_rule(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::Rule&>(pair.source);
    const auto& after = static_cast<const catalog::Rule&>(pair.target);
    const Definition old_definition = definition_of(pair.from, before, define_rule);
    Definition definition = definition_of(pair.to, after, define_rule);
    alteration.recreate = !differ_only_in_settings(old_definition, definition);
    if (alteration.recreate || before.enabled == after.enabled) return;
    if (after.enabled == 'O')
        alteration.add(fmt::format("ALTER TABLE {} ENABLE RULE {}", pair.to.name(after.scope),
                                   sql::quote_identifier(after.name)));
    else
        alteration.add(std::move(definition.statements.back()));
}

void alter_policy(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::Policy&>(pair.source);
    const auto& after = static_cast<const catalog::Policy&>(pair.target);
    const std::string old_clauses = policy_clauses(pair.from, before);
    const std::string clauses = policy_clauses(pair.to, after);
    // ALTER POLICY can't take a clause away.
    const bool loses_clause = (before.using_ && !after.using_) || (before.with_check && !after.with_check);
    if (before.command != after.command || before.permissive != after.permissive || loses_clause)
        alteration.recreate = true;
    else if (old_clauses != clauses)
        alteration.add(fmt::format("ALTER {}{}", pair.to.phrase(after), clauses));
}

void alter_statistics(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const catalog::Statistics&>(pair.source);
    const auto& after = static_cast<const catalog::Statistics&>(pair.target);
    if (analyze::deparse_statistics(pair.from.catalog(), before.oid) != analyze::deparse_statistics(pair.to.catalog(), after.oid))
        alteration.recreate = true;
    else if (before.target != after.target)
        alteration.add(fmt::format("ALTER STATISTICS {} SET STATISTICS {}", pair.to.name(after), after.target.value_or(-1)));
}

}  // namespace backout::plan
