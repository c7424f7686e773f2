#include "plan/alter_enum.h"

#include <algorithm>

#include "catalog/relation.h"
#include "catalog/type.h"
#include "plan/statement_text.h"

namespace backout::plan {

using catalog::Attribute;
using catalog::AttributeDefault;
using catalog::EnumLabel;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Type;

namespace {

std::vector<std::string> names_of(const std::vector<EnumLabel>& labels) {
    std::vector<std::string> names;
    for (const EnumLabel& label : labels) names.push_back(label.label);
    return names;
}

bool has(const std::vector<std::string>& labels, const std::string& label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

/// Whether all labels are among the others, in the same order.
bool is_subsequence(const std::vector<std::string>& labels, const std::vector<std::string>& all) {
    auto place = all.begin();
    for (const std::string& label : labels) {
        place = std::find(place, all.end(), label);
        if (place == all.end()) return false;
        ++place;
    }
    return true;
}

/// Whether one is the other but for labels that were renamed where they stand: of the same type, made by the same
/// statement.
bool is_renamed(const Type& from, const Type& to) {
    if (from.oid != to.oid || from.labels.size() != to.labels.size()) return false;
    std::vector<std::string> before = names_of(from.labels), after = names_of(to.labels);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == after[i]) continue;
        const catalog::Origin &one = from.labels[i].origin, &other = to.labels[i].origin;
        bool same_origin = one.script == other.script && one.offset == other.offset;
        if (!same_origin || has(after, before[i]) || has(before, after[i])) return false;
    }
    return true;
}

void add_labels(const Pair& pair, const std::vector<std::string>& from, const std::vector<std::string>& to,
                Alteration& alteration) {
    std::string last = from.empty() ? std::string() : from.back();
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (has(from, to[i])) continue;
        std::string place;
        if (i > 0 && to[i - 1] != last) place = " AFTER " + sql::quote_literal(to[i - 1]);
        // All that are before it are there by now, so the first of them comes first.
        if (i == 0 && !from.empty()) place = " BEFORE " + sql::quote_literal(from.front());
        if (place.empty()) last = to[i];
        alteration.add(
            fmt::format("ALTER TYPE {} ADD VALUE {}{}", pair.to.name(pair.target), sql::quote_literal(to[i]), place));
    }
}

/// A column that has the type on both sides, and so is to have it under its new number.
struct Column {
    const Relation* relation;
    const Attribute* attribute;
    bool is_array;
};

std::string qualified_type(const Catalog& catalog, Oid type) {
    return catalog::format_type(catalog, catalog::catalog_only_path(), type);
}

/// What is called the same on the target's side.
const Relation* find_target(const Pair& pair, const Relation& relation) {
    const Catalog& to = pair.to.catalog();
    Oid scope = catalog::find_namespace(to, catalog::namespace_name(pair.from.catalog(), relation.scope));
    return to.find<Relation>(catalog::find_relation(to, scope, relation.name));
}

bool keeps_type(const Pair& pair, const Relation& relation, const Attribute& attribute) {
    const Relation* target = find_target(pair, relation);
    const Attribute* kept = target ? target->find_attribute(attribute.name) : nullptr;
    return kept && qualified_type(pair.from.catalog(), attribute.type) == qualified_type(pair.to.catalog(), kept->type);
}

bool stores_columns(const Relation& relation) { return relation.is_table() || relation.kind == RelationKind::composite; }

std::vector<Column> columns_of_type(const Pair& pair, const Type& type) {
    const Catalog& catalog = pair.from.catalog();
    std::vector<Oid> relations;
    for (Oid used : {type.oid, type.array}) {
        std::vector<Oid> dependents = catalog.dependents(used);
        relations.insert(relations.end(), dependents.begin(), dependents.end());
    }
    std::sort(relations.begin(), relations.end());
    relations.erase(std::unique(relations.begin(), relations.end()), relations.end());
    std::vector<Column> columns;
    for (Oid oid : relations) {
        const auto* relation = catalog.find<Relation>(oid);
        if (!relation || !stores_columns(*relation)) continue;
        for (const Attribute& attribute : relation->attributes) {
            bool is_of_type = attribute.type == type.oid || (type.array && attribute.type == type.array);
            // What is inherited changes with the parent's.
            if (is_of_type && attribute.inherit_count == 0 && keeps_type(pair, *relation, attribute))
                columns.push_back({relation, &attribute, attribute.type == type.array});
        }
    }
    return columns;
}

std::string default_of(const Writer& writer, const Relation& relation, const Attribute& attribute) {
    const auto* value = writer.catalog().find<AttributeDefault>(attribute.default_oid);
    if (!value || !value->expression || attribute.generated) return {};
    return writer.expression(*value->expression, relation.oid);
}

void retype(const Pair& pair, const Column& column, std::vector<std::string>& statements) {
    std::string type = pair.to.name(pair.target) + (column.is_array ? "[]" : "");
    std::string name = sql::quote_identifier(column.attribute->name);
    if (column.relation->kind == RelationKind::composite) {
        statements.push_back(
            fmt::format("ALTER TYPE {} ALTER ATTRIBUTE {} TYPE {}", pair.from.name(*column.relation), name, type));
        return;
    }
    std::string alter = fmt::format("ALTER {} {} ALTER COLUMN {}", object_words(*column.relation),
                                    pair.from.name(*column.relation), name);
    // A default is a value of the old type.
    bool has_default = !default_of(pair.from, *column.relation, *column.attribute).empty();
    if (has_default) statements.push_back(alter + " DROP DEFAULT");
    // Between two enums there is no cast but by way of their text.
    bool has_rows = column.relation->kind != RelationKind::foreign_table;
    std::string_view text = column.is_array ? "text[]" : "text";
    statements.push_back(has_rows ? fmt::format("{} TYPE {} USING {}::{}::{}", alter, type, name, text, type)
                                  : fmt::format("{} TYPE {}", alter, type));
    const Relation* target = find_target(pair, *column.relation);
    const Attribute* after = target ? target->find_attribute(column.attribute->name) : nullptr;
    std::string value = after ? default_of(pair.to, *target, *after) : std::string();
    if (!value.empty()) statements.push_back(fmt::format("{} SET DEFAULT {}", alter, value));
}

/// A free name for the type that goes.
std::string name_of_old(const Pair& pair, const Object& type) {
    constexpr std::size_t longest = 63;
    std::string_view suffix = "__old";
    std::string name = type.name.substr(0, longest - suffix.size()) + std::string(suffix);
    while (catalog::find_type(pair.from.catalog(), type.scope, name) != catalog::invalid_oid) name.back() = '_';
    return sql::quote_identifier(name);
}

std::string held_labels(const std::vector<std::string>& from, const std::vector<std::string>& to) {
    std::vector<std::string> gone;
    for (const std::string& label : from)
        if (!has(to, label)) gone.push_back(sql::quote_literal(label));
    return fmt::format("{}", fmt::join(gone, " or "));
}

void make_anew(const Pair& pair, const Type& from, const Type& to, Alteration& alteration) {
    alteration.replaces_type = true;
    Step step;
    std::string old_name = name_of_old(pair, from);
    std::string bare = pair.to.name(to);
    std::string schema = bare.substr(0, bare.size() - Writer::bare_name(to).size());  // "s." or nothing
    step.statements.push_back(fmt::format("ALTER TYPE {} RENAME TO {}", bare, old_name));
    Definition definition = define(pair.to, to, pair.creator);
    for (std::string& statement : definition.statements) step.statements.push_back(std::move(statement));
    for (const Column& column : columns_of_type(pair, from)) {
        retype(pair, column, step.statements);
        alteration.retyped_elsewhere.push_back({column.relation->oid, column.attribute->number});
    }
    step.statements.push_back(fmt::format("DROP TYPE {}{}", schema, old_name));
    std::string held = held_labels(names_of(from.labels), names_of(to.labels));
    if (!held.empty() && !alteration.retyped_elsewhere.empty())
        step.remarks.push_back(fmt::format("fails where a row still holds {}", held));
    alteration.steps.push_back(std::move(step));
    alteration.furnished = true;
}

}  // namespace

void alter_enum(const Pair& pair, Alteration& alteration) {
    const auto& source = get<Type>(pair.source);
    const auto& target = get<Type>(pair.target);
    std::vector<std::string> from = names_of(source.labels), to = names_of(target.labels);
    if (from == to) return;
    if (is_renamed(source, target)) {
        for (std::size_t i = 0; i < from.size(); ++i)
            if (from[i] != to[i])
                alteration.add(fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", pair.to.name(target),
                                           sql::quote_literal(from[i]), sql::quote_literal(to[i])));
    } else if (is_subsequence(from, to)) {
        add_labels(pair, from, to, alteration);
    } else {
        make_anew(pair, source, target, alteration);
    }
}

}  // namespace backout::plan
