#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/cluster_objects.h"
#include "catalog/table_part.h"
#include "plan/define_column.h"
#include "plan/definition.h"
#include "sql/quote.h"

/// What hangs on a table and has a statement of its own.
namespace backout::plan {

using catalog::Relation;

namespace {

void replace_first(std::string& text, std::string_view words, std::string_view by) {
    if (std::size_t at = text.find(words); at != std::string::npos) text.replace(at, words.size(), by);
}

/// Indexes are btrees where nothing is said. A partitioned one is made with those of its partitions; the server prints
/// ONLY, since pg_dump attaches them one by one.
std::string as_people_write(const Relation& index, std::string definition) {
    replace_first(definition, " USING btree (", " (");
    if (index.kind == catalog::RelationKind::partitioned_index && index.index->valid)
        replace_first(definition, " ON ONLY ", " ON ");
    return definition;
}

void add_index_settings(const Writer& writer, const Relation& index, Definition& definition) {
    if (!index.index) return;
    const std::string table = writer.name(index.index->table);
    if (index.index->clustered)
        definition.statements.push_back(fmt::format("ALTER TABLE {} CLUSTER ON {}", table, sql::quote_identifier(index.name)));
    if (index.index->replica_identity)
        definition.statements.push_back(
            fmt::format("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table, sql::quote_identifier(index.name)));
    int place = 0;
    for (const catalog::Attribute& column : index.attributes) {
        ++place;
        if (column.statistics_target >= 0)
            definition.statements.push_back(fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}",
                                                        writer.name(index), place, column.statistics_target));
    }
}

std::string_view firing(char enabled) {
    switch (enabled) {
        case 'D': return "DISABLE";
        case 'R': return "ENABLE REPLICA";
        case 'A': return "ENABLE ALWAYS";
        default: return "ENABLE";
    }
}

}  // namespace

void define_index(const Writer& writer, const Object& object, Definition& definition) {
    const auto& index = static_cast<const Relation&>(object);
    definition.statements.push_back(
        as_people_write(index, analyze::deparse_index(writer.catalog(), index.oid, writer.options())));
    add_index_settings(writer, index, definition);
}

void define_constraint(const Writer& writer, const Object& object, Definition& definition) {
    const auto& constraint = static_cast<const catalog::Constraint&>(object);
    const Object* on = writer.catalog().find(constraint.scope);
    if (!on) return;
    definition.statements.push_back(fmt::format(
        "ALTER {} ADD CONSTRAINT {} {}", writer.phrase(*on), sql::quote_identifier(constraint.name),
        analyze::deparse_constraint(writer.catalog(), constraint.oid, writer.options())));
    const auto* index = writer.catalog().find<Relation>(constraint.index);
    if (index && index->index && index->index->constraint == constraint.oid) add_index_settings(writer, *index, definition);
}

void define_default(const Writer& writer, const Object& object, Definition& definition) {
    const auto& value = static_cast<const catalog::AttributeDefault&>(object);
    const auto* table = writer.catalog().find<Relation>(value.scope);
    const catalog::Attribute* column = table ? table->find_attribute(value.attribute) : nullptr;
    if (!column || !value.expression) return;
    definition.statements.push_back(fmt::format("{} SET DEFAULT {}", alter_column_prefix(writer, *table, *column),
                                                writer.expression(*value.expression, table->oid)));
}

void define_trigger(const Writer& writer, const Object& object, Definition& definition) {
    const auto& trigger = static_cast<const catalog::Trigger&>(object);
    definition.statements.push_back(analyze::deparse_trigger(writer.catalog(), trigger.oid, writer.options()));
    if (trigger.enabled != 'O')
        definition.statements.push_back(fmt::format("ALTER TABLE {} {} TRIGGER {}", writer.name(trigger.scope),
                                                    firing(trigger.enabled), sql::quote_identifier(trigger.name)));
}

void define_rule(const Writer& writer, const Object& object, Definition& definition) {
    const auto& rule = static_cast<const catalog::Rule&>(object);
    std::string text = analyze::deparse_rule(writer.catalog(), rule.oid, writer.options());
    while (!text.empty() && (text.back() == ';' || text.back() == '\n')) text.pop_back();
    definition.statements.push_back(std::move(text));
    if (rule.enabled != 'O')
        definition.statements.push_back(fmt::format("ALTER TABLE {} {} RULE {}", writer.name(rule.scope),
                                                    firing(rule.enabled), sql::quote_identifier(rule.name)));
}

std::string policy_clauses(const Writer& writer, const catalog::Policy& policy) {
    std::string text;
    std::vector<std::string> roles;
    for (Oid role : policy.roles) roles.push_back(writer.role(role));
    text += fmt::format(" TO {}", roles.empty() ? std::string("PUBLIC") : fmt::format("{}", fmt::join(roles, ", ")));
    if (policy.using_) text += fmt::format(" USING ({})", writer.expression(*policy.using_, policy.scope));
    if (policy.with_check) text += fmt::format(" WITH CHECK ({})", writer.expression(*policy.with_check, policy.scope));
    return text;
}

void define_policy(const Writer& writer, const Object& object, Definition& definition) {
    const auto& policy = static_cast<const catalog::Policy&>(object);
    std::string text = fmt::format("CREATE {}", writer.phrase(policy));
    if (!policy.permissive) text += " AS RESTRICTIVE";
    constexpr std::pair<char, std::string_view> commands[] = {
        {'r', "SELECT"}, {'a', "INSERT"}, {'w', "UPDATE"}, {'d', "DELETE"}};
    for (const auto& [letter, word] : commands)
        if (policy.command == letter) text += fmt::format(" FOR {}", word);
    std::string rest = policy_clauses(writer, policy);
    constexpr std::string_view to_all = " TO PUBLIC";
    if (rest.starts_with(to_all)) rest.erase(0, to_all.size());
    definition.statements.push_back(text + rest);
}

void define_statistics(const Writer& writer, const Object& object, Definition& definition) {
    const auto& statistics = static_cast<const catalog::Statistics&>(object);
    definition.statements.push_back(analyze::deparse_statistics(writer.catalog(), statistics.oid, writer.options()));
    if (statistics.target && *statistics.target >= 0)
        definition.statements.push_back(
            fmt::format("ALTER STATISTICS {} SET STATISTICS {}", writer.name(statistics), *statistics.target));
}

void define_view(const Writer& writer, const Object& object, Definition& definition) {
    const auto& view = static_cast<const Relation&>(object);
    const bool is_view = view.kind == catalog::RelationKind::view;
    std::string text = fmt::format("CREATE {}VIEW {}", is_view ? "" : "MATERIALIZED ", writer.name(view));
    std::vector<std::string> columns;
    for (const catalog::Attribute& column : view.attributes) columns.push_back(sql::quote_identifier(column.name));
    text += fmt::format(" ({})", fmt::join(columns, ", "));
    catalog::OptionList options = view.options;
    std::erase_if(options, [](const auto& option) { return option.first == "check_option"; });
    if (!options.empty()) text += fmt::format(" WITH ({})", storage_parameters(options));
    text += " AS\n";
    text += view.view_query ? analyze::deparse_query(writer.catalog(), *view.view_query, writer.options(), view.oid)
                            : view.view_definition_opaque;
    if (view.check_option) text += view.check_option == 'l' ? "\nWITH LOCAL CHECK OPTION" : "\nWITH CASCADED CHECK OPTION";
    if (!is_view && !view.populated) text += "\nWITH NO DATA";
    definition.statements.push_back(std::move(text));
    if (is_view) return;
    for (const catalog::Attribute& column : view.attributes)
        for (std::string& statement : column_settings(writer, view, column))
            definition.statements.push_back(std::move(statement));
}

}  // namespace backout::plan
