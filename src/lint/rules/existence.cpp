#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analyze/analyze.h"
#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "text/similar.h"

/// Names that stand for something else than a statement thinks, or for nothing.
namespace backout::lint::rules {

using catalog::Relation;
using catalog::RelationKind;
using sql::ObjectKind;

namespace {

/// Whether an earlier statement of the script that failed says the name: then what is there or missing only follows
/// from that failure.
bool is_in_what_failed(const StatementView& view, std::string_view name) {
    std::string_view text = view.script.parsed->pieces.text;
    return std::any_of(view.script.statements.begin(), view.script.statements.end(), [&](const auto& statement) {
        return statement.result.outcome.kind == simulate::OutcomeKind::error &&
               text.substr(statement.parsed->begin, statement.parsed->end - statement.parsed->begin).find(name) !=
                   std::string_view::npos;
    });
}

}  // namespace

// --- wrong-object-kind
// ------------------------------------------------------------------------------------------

void wrong_object_kind(const StatementView& view, Findings& findings) {
    const simulate::Outcome& outcome = view.run.result.outcome;
    bool is_refused = outcome.kind == simulate::OutcomeKind::error && outcome.error.sqlstate == "42809";
    if (!is_refused || !view.statement()) return;
    NamedRelation named = named_relation(*view.statement());
    Oid oid = !outcome.error.involved.empty() ? outcome.error.involved.front().oid
              : named.name                    ? view.relation(*named.name)
                                              : catalog::invalid_oid;
    const auto* relation = view.after().find<Relation>(oid);
    if (!relation || named.command.empty()) return;
    const auto* alter = view.as<sql::AlterTableStatement>();
    if (alter && relation->is_table()) return;  // refused for another reason than the kind
    Finding& finding = findings.add(
        named.name ? view.place(named.name->location) : place_of_word(view, relation->name),
        fmt::format("\"{}\" is {}: {} refuses it", view.name_of(oid), a_kind(*relation), named.command),
        outcome.error.hint);
    tell_origin(view.history, relation->origin, fmt::format("the {} was created here", kind_word(*relation)),
                finding);
}

// --- create-if-not-exists-hides-existing
// --------------------------------------------------------------------------

namespace {

/// What a CREATE … IF NOT EXISTS would have made, and how what is there differs; empty when it doesn't, as
/// far as seen.
struct Difference {
    std::string made;  ///< "table", "index" …
    std::string told;  ///< "it is a view", "it has no column email"
};

/// A written type as the catalog has it; nothing where it can't be told.
std::optional<analyze::TypeReference> written_type(const StatementView& view,
                                                   const sql::ColumnDefinition& column) {
    if (!column.type) return std::nullopt;
    catalog::SearchPath path = view.history.simulator().session().search_path(view.after());
    auto type = analyze::lookup_type(analyze::Context{view.after(), path}, *column.type);
    if (!type || type->type == catalog::invalid_oid) return std::nullopt;
    return *type;
}

std::string column_difference(const StatementView& view, const catalog::Attribute& existing,
                              const sql::ColumnDefinition& column) {
    auto type = written_type(view, column);
    if (existing.assumed || !type || (type->type == existing.type && type->typmod == existing.typmod))
        return {};
    static const catalog::SearchPath path;
    return fmt::format("column \"{}\" is {}, not {}", column.name,
                       catalog::format_type(view.after(), path, existing.type, existing.typmod),
                       catalog::format_type(view.after(), path, type->type, type->typmod));
}

std::string table_difference(const StatementView& view, const sql::CreateTableStatement& statement,
                             const Relation& existing) {
    bool has_other_sources =
        !statement.inherits.empty() || statement.of_type || existing.open || existing.assumed;
    std::size_t columns = 0;
    for (const sql::TableElement& element : statement.elements) {
        has_other_sources |= element.kind == sql::TableElement::Kind::like;
        if (element.kind != sql::TableElement::Kind::column || has_other_sources) continue;
        ++columns;
        const catalog::Attribute* attribute = existing.find_attribute(element.column.name);
        if (!attribute) return fmt::format("it has no column \"{}\"", element.column.name);
        if (std::string told = column_difference(view, *attribute, element.column); !told.empty())
            return "its " + told;
    }
    if (has_other_sources || columns == existing.attributes.size()) return {};
    for (const catalog::Attribute& attribute : existing.attributes) {
        bool is_written = std::any_of(
            statement.elements.begin(), statement.elements.end(), [&](const sql::TableElement& one) {
                return one.kind == sql::TableElement::Kind::column && one.column.name == attribute.name;
            });
        if (!is_written) return fmt::format("it has a column \"{}\" that isn't written here", attribute.name);
    }
    return {};
}

std::string index_difference(const StatementView& view, const sql::IndexStatement& statement,
                             const Relation& existing) {
    if (!existing.index) return {};
    const auto* table = view.after().find<Relation>(existing.index->table);
    if (!table) return {};
    if (existing.index->table != view.relation(statement.relation))
        return fmt::format("it is on \"{}\"", table->name);
    if (existing.index->unique != statement.unique)
        return existing.index->unique ? "it is unique" : "it is not unique";
    if (existing.index->keys.size() != statement.elements.size())
        return fmt::format("it has {} columns, not {}", existing.index->keys.size(),
                           statement.elements.size());
    for (std::size_t i = 0; i < statement.elements.size(); ++i) {
        const catalog::Attribute* attribute = table->find_attribute(existing.index->keys[i].attribute);
        const std::string& written = statement.elements[i].name;
        if (attribute && !written.empty() && attribute->name != written)
            return fmt::format("it is on \"{}\", not \"{}\"", attribute->name, written);
    }
    if ((existing.index->predicate != nullptr) != (statement.where != nullptr))
        return existing.index->predicate ? "it has a WHERE" : "it has no WHERE";
    return {};
}

std::string kind_difference(const Relation& existing, std::string_view kinds) {
    if (existing.assumed || kinds.find(static_cast<char>(existing.kind)) != std::string_view::npos) return {};
    return fmt::format("it is {}", a_kind(existing));
}

Difference hidden_difference(const StatementView& view, const Relation& existing) {
    if (const auto* table = view.as<sql::CreateTableStatement>()) {
        std::string told = kind_difference(existing, table->foreign ? "f" : "rp");
        return {"table", told.empty() ? table_difference(view, *table, existing) : told};
    }
    if (const auto* index = view.as<sql::IndexStatement>()) {
        std::string told = kind_difference(existing, "iI");
        return {"index", told.empty() ? index_difference(view, *index, existing) : told};
    }
    if (view.as<sql::CreateSequenceStatement>()) return {"sequence", kind_difference(existing, "S")};
    if (const auto* query = view.as<sql::CreateTableAsStatement>())
        return {query->materialized_view ? "materialized view" : "table",
                kind_difference(existing, query->materialized_view ? "m" : "rp")};
    return {};
}

/// ADD COLUMN IF NOT EXISTS where a column of that name is there already, of another type.
void tell_hidden_columns(const StatementView& view, const sql::AlterTableStatement& alter,
                         Findings& findings) {
    const auto* was = view.before<Relation>(view.effects().skipped_for);
    for (const sql::AlterTableCommand& command : alter.commands) {
        if (command.action != sql::AlterTableAction::add_column || !command.missing_ok || !was ||
            !command.column)
            continue;
        const catalog::Attribute* existing = was->find_attribute(command.column->name);
        std::string told = existing ? column_difference(view, *existing, *command.column) : std::string();
        if (told.empty()) continue;
        Finding& finding = findings.add(
            view.place(command.column->location),
            fmt::format("ADD COLUMN IF NOT EXISTS does nothing: in \"{}\", {}", view.name_of(was->oid), told),
            "ALTER COLUMN … TYPE changes the column that is there");
        tell_origin(view.history, existing->origin, "the column was created here", finding);
    }
}

}  // namespace

void create_if_not_exists_hides_existing(const StatementView& view, Findings& findings) {
    Oid existing_oid = view.effects().skipped_for;
    if (existing_oid == catalog::invalid_oid || view.run.result.outcome.kind == simulate::OutcomeKind::error)
        return;
    if (const auto* alter = view.as<sql::AlterTableStatement>())
        return tell_hidden_columns(view, *alter, findings);
    const auto* existing = view.after().find<Relation>(existing_oid);
    if (!existing) return;
    if (is_in_what_failed(view, existing->name)) return;
    Difference difference = hidden_difference(view, *existing);
    if (difference.told.empty()) return;
    // In a down the older definition is a common guard; another kind of thing is always a mistake.
    bool is_other_kind = difference.told.starts_with("it is a");
    if (!view.is_up() && !is_other_kind) return;
    Finding& finding = findings.add(
        place_of_word(view, existing->name, {"EXISTS"}),
        fmt::format("the {0} is not created, for \"{1}\" exists already: {2}", difference.made,
                    view.name_of(existing_oid), difference.told),
        is_other_kind ? fmt::format("drop or rename the {} first, or give the {} another name",
                                    kind_word(*existing), difference.made)
                      : "alter what is there, or leave IF NOT EXISTS away so that the difference is noticed");
    tell_origin(view.history, existing->origin, fmt::format("the {} was created here", kind_word(*existing)),
                finding);
}

// --- drop-if-exists-of-nothing
// ------------------------------------------------------------------------------------

namespace {

/// The relation itself had to be assumed, or the world is open: what is not known may be there all the same.
bool is_world_open(const StatementView& view) {
    if (view.history.project().begins_midway && !view.history.has_baseline()) return true;
    const auto& assumptions = view.history.simulator().assumptions();
    return std::any_of(assumptions.begin(), assumptions.end(), [](const simulate::Assumption& assumption) {
        return assumption.kind != analyze::Missing::Kind::role;
    });
}

/// Whether an earlier statement of the script took it away, perhaps with something else: then the guard is no
/// mistake.
bool went_in_this_script(const StatementView& view, std::string_view name) {
    for (const catalog::Change& change : view.after().changes(view.script.before, view.run.result.before))
        if (change.before && change.before->name == name && (!change.after || change.after->name != name))
            return true;
    return false;
}

/// What a name would be unique in: the relation of a policy or trigger, else the schema; 0 where that is not
/// there.
Oid scope_of(const StatementView& view, ObjectKind kind, const sql::Names& written) {
    bool is_part = kind == ObjectKind::policy || kind == ObjectKind::trigger || kind == ObjectKind::rule;
    if (!is_part)
        return written.size() < 2 ? catalog::public_namespace
                                  : catalog::find_namespace(view.after(), written[written.size() - 2]);
    sql::RangeVar relation;
    relation.name = written.empty() ? std::string() : written.back();
    if (written.size() > 1) relation.schema = written[written.size() - 2];
    return view.relation(relation);
}

bool is_of_kind(const catalog::Object& object, ObjectKind kind) {
    const auto* relation = catalog::as<Relation>(&object);
    switch (kind) {
        case ObjectKind::policy:
            return object.object_class == catalog::ObjectClass::policy;
        case ObjectKind::trigger:
            return object.object_class == catalog::ObjectClass::trigger;
        case ObjectKind::index:
            return relation && relation->is_index();
        case ObjectKind::table:
        case ObjectKind::view:
        case ObjectKind::materialized_view:
        case ObjectKind::sequence:
            return relation && !relation->is_index();
        default:
            return false;
    }
}

/// How far apart names may be for one to be a slip of the other.
std::size_t near_distance(const std::string& name) {
    return std::max<std::size_t>(2, name.size() / 8);
}

bool may_be_near(const std::string& name, const std::string& other) {
    std::size_t difference =
        name.size() > other.size() ? name.size() - other.size() : other.size() - name.size();
    return difference <= near_distance(name) || other.starts_with(name) || name.starts_with(other);
}

/// Names of the kind that are there and may be meant; not all of very many, each of which costs a comparison.
std::vector<std::string> names_around(const StatementView& view, ObjectKind kind, const sql::Names& written,
                                      const std::string& name) {
    constexpr std::size_t compared_names = 64;
    std::vector<std::string> names;
    Oid scope = scope_of(view, kind, written);
    if (scope == catalog::invalid_oid) return names;
    for (Oid member : view.after().members(scope)) {
        const catalog::Object* object = view.after().find(member);
        if (!object || !is_of_kind(*object, kind) || !may_be_near(name, object->name)) continue;
        names.push_back(object->name);
        if (names.size() == compared_names) break;
    }
    return names;
}

/// What may be meant by a name that isn't there: a function of other arguments, a name that is nearly the
/// same.
std::optional<std::string> what_is_meant(const StatementView& view, ObjectKind kind,
                                         const sql::ObjectReference& reference, const std::string& name) {
    if (reference.function) {
        catalog::SearchPath path = view.history.simulator().session().search_path(view.after());
        auto functions = catalog::functions_named(view.after(), path, name);
        if (functions.empty() || catalog::is_builtin(functions.front().oid)) return std::nullopt;
        std::vector<std::string> types;
        for (Oid type : functions.front().argument_types)
            types.push_back(catalog::format_type(view.after(), path, type));
        return fmt::format("{}({})", name, fmt::join(types, ", "));
    }
    auto similar = text::find_similar(name, names_around(view, kind, reference.names, name));
    if (!similar) return std::nullopt;
    bool is_near = text::edit_distance(name, *similar) <= near_distance(name) || similar->starts_with(name) ||
                   name.starts_with(*similar);
    return is_near ? std::optional("\"" + *similar + "\"") : std::nullopt;
}

}  // namespace

void drop_if_exists_of_nothing(const StatementView& view, Findings& findings) {
    const auto* drop = view.as<sql::DropStatement>();
    if (!drop || !drop->missing_ok || view.effects().notices.empty()) return;
    if (view.run.result.outcome.kind != simulate::OutcomeKind::ok || is_world_open(view)) return;
    for (const sql::ObjectReference& reference : drop->objects) {
        const sql::Names& names = reference.function ? reference.function->names : reference.names;
        std::string name = !reference.sub_name.empty() ? reference.sub_name
                           : names.empty()             ? std::string()
                                                       : names.back();
        auto notice =
            std::find_if(view.effects().notices.begin(), view.effects().notices.end(), [&](const auto& one) {
                return one.message.ends_with("does not exist, skipping") &&
                       one.message.find(name) != std::string::npos;
            });
        if (name.empty() || notice == view.effects().notices.end()) continue;
        if (is_in_what_failed(view, name) || went_in_this_script(view, name) || is_made_later(view, name)) continue;
        std::string message =
            notice->message.substr(0, notice->message.size() - std::string_view(", skipping").size());
        Finding& finding = findings.add(place_of_word(view, name), "nothing is dropped: " + message);
        if (auto meant = what_is_meant(view, drop->object, reference, name))
            finding.help = fmt::format("there is {}; if that is meant, write it so", *meant);
    }
}

}  // namespace backout::lint::rules
