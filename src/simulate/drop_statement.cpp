#include <optional>

#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;
using sql::ObjectKind;

namespace {

/// How the NOTICE and the error about a missing object name it: with its relation, arguments or access method.
std::string display(const StatementContext& context, ObjectKind kind, const sql::ObjectReference& reference) {
    if (reference.function) {
        std::string arguments;
        for (const auto& type : reference.function->argument_types) {
            if (!arguments.empty()) arguments += ",";
            if (!type) {
                arguments += "NONE";
                continue;
            }
            auto found = analyze::lookup_type(context.analysis(), *type);
            bool known = found && found->type != catalog::invalid_oid;
            arguments += known ? catalog::format_type(context.catalog, context.path, found->type)
                               : display_name(type->names);
        }
        return fmt::format("{}({})", display_name(reference.function->names), arguments);
    }
    if (kind == ObjectKind::type || kind == ObjectKind::domain)
        return reference.type ? display_name(reference.type->names) : display_name(reference.names);
    return display_name(reference.names);
}

bool is_relation_kind(ObjectKind kind) { return object_class_of(kind) == ObjectClass::relation; }

/// The schema or relation that a missing object would be in and that is missing itself, as DROP … IF EXISTS says it
/// (does_not_exist_skipping, commands/dropcmds.c).
std::optional<std::string> missing_parent(StatementContext& context, ObjectKind kind,
                                          const sql::ObjectReference& reference) {
    const sql::Names& names = reference.function ? reference.function->names
                              : reference.type   ? reference.type->names
                                                 : reference.names;
    if (names.size() >= 2 && catalog::find_namespace(context.catalog, names[names.size() - 2]) == catalog::invalid_oid)
        return fmt::format("schema \"{}\" does not exist, skipping", names[names.size() - 2]);
    bool is_part = kind == ObjectKind::trigger || kind == ObjectKind::rule || kind == ObjectKind::policy;
    if (is_part) {
        auto relation = get_relation(context, to_range_var(names), true);
        if (relation && *relation == catalog::invalid_oid)
            return fmt::format("relation \"{}\" does not exist, skipping", display_name(names));
    }
    return std::nullopt;
}

void notice_skipped(StatementContext& context, ObjectKind kind, const sql::ObjectReference& reference) {
    context.effects.skipped = true;
    if (auto parent = missing_parent(context, kind, reference)) {
        context.effects.notice(*parent);
        return;
    }
    std::string_view word = object_kind_word(kind);
    if (kind == ObjectKind::trigger || kind == ObjectKind::rule || kind == ObjectKind::policy) {
        context.effects.notice(fmt::format("{} \"{}\" for relation \"{}\" does not exist, skipping", word,
                                           reference.sub_name, display_name(reference.names)));
    } else if (reference.function) {
        context.effects.notice(fmt::format("{} {} does not exist, skipping", word, display(context, kind, reference)));
    } else if (kind == ObjectKind::operator_class || kind == ObjectKind::operator_family) {
        context.effects.notice(fmt::format("{} \"{}\" does not exist for access method \"{}\", skipping", word,
                                           display(context, kind, reference), reference.access_method));
    } else {
        context.effects.notice(fmt::format("{} \"{}\" does not exist, skipping", word, display(context, kind, reference)));
    }
}

/// What DROP INDEX, DROP TABLE … say of a relation of another kind, with the hint what to use instead
/// (DropErrorMsgWrongType, commands/tablecmds.c).
tl::unexpected<Error> wrong_kind(Oid oid, std::string_view name, RelationKind actual, ObjectKind wanted) {
    std::string_view article = wanted == ObjectKind::index ? "an" : "a";
    auto failure = error("42809", "\"{}\" is not {} {}", name, article, object_kind_word(wanted));
    failure.value().involved = {{oid, 0}};
    switch (actual) {
        case RelationKind::table:
        case RelationKind::partitioned_table: failure.value().hint = "Use DROP TABLE to remove a table."; break;
        case RelationKind::sequence: failure.value().hint = "Use DROP SEQUENCE to remove a sequence."; break;
        case RelationKind::view: failure.value().hint = "Use DROP VIEW to remove a view."; break;
        case RelationKind::materialized_view:
            failure.value().hint = "Use DROP MATERIALIZED VIEW to remove a materialized view.";
            break;
        case RelationKind::index:
        case RelationKind::partitioned_index: failure.value().hint = "Use DROP INDEX to remove an index."; break;
        case RelationKind::composite: failure.value().hint = "Use DROP TYPE to remove a type."; break;
        case RelationKind::foreign_table:
            failure.value().hint = "Use DROP FOREIGN TABLE to remove a foreign table.";
            break;
        case RelationKind::toast: break;
    }
    return failure;
}

std::string_view kinds_to_drop(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::table: return "rp";
        case ObjectKind::view: return "v";
        case ObjectKind::materialized_view: return "m";
        case ObjectKind::index: return "iI";
        case ObjectKind::sequence: return "S";
        default: return "f";
    }
}

/// RemoveRelations (commands/tablecmds.c): a missing one is called by the kind, not "relation".
Result<ObjectAddress> relation_to_drop(StatementContext& context, const sql::DropStatement& statement,
                                       const sql::ObjectReference& reference) {
    sql::RangeVar name = to_range_var(reference.names);
    std::string_view kinds = kinds_to_drop(statement.object);
    BACKOUT_ASSIGN(Oid oid, get_relation(context, name, true, kinds));
    if (oid == catalog::invalid_oid) {
        if (statement.missing_ok) return ObjectAddress{};
        if (!name.schema.empty()) BACKOUT_TRY(get_namespace(context, name.schema));
        // dropmsgstringarray: the kinds differ in their code, and none names the schema.
        bool is_table = statement.object != sql::ObjectKind::index && statement.object != sql::ObjectKind::foreign_table;
        auto failure = error(is_table ? "42P01" : "42704", "{} \"{}\" does not exist",
                             object_kind_word(statement.object), name.name);
        failure.value().missing = {analyze::Missing::Kind::relation, name.schema, name.name, catalog::invalid_oid,
                                   std::string(kinds)};
        return failure;
    }
    auto info = catalog::relation_info(context.catalog, oid);
    bool fits = kinds.find(static_cast<char>(info->kind)) != std::string_view::npos;
    if (!fits) return wrong_kind(oid, info->name, info->kind, statement.object);
    if (catalog::is_builtin(oid)) return error("42501", "permission denied: \"{}\" is a system catalog", info->name);
    return ObjectAddress{oid, 0};
}

/// What belongs to an extension goes only with it.
Status check_not_extension_member(const StatementContext& context, ObjectAddress address) {
    Oid extension = catalog::extension_of_member(context.catalog, address.oid);
    const auto* owner = context.catalog.find<catalog::Extension>(extension);
    if (!owner) return {};
    auto failure = error("2BP01", "cannot drop {} because extension {} requires it",
                         describe(context.catalog, context.path, address), owner->name);
    failure.value().hint = fmt::format("You can drop extension {} instead.", owner->name);
    return failure;
}

Status check_concurrently(const StatementContext& context, const sql::DropStatement& statement) {
    if (!statement.concurrently) return {};
    BACKOUT_TRY(prevent_in_transaction_block(context, "DROP INDEX CONCURRENTLY"));
    if (statement.objects.size() != 1)
        return error("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
    if (statement.behavior == sql::DropBehavior::cascade)
        return error("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE");
    return {};
}

/// Of temporary tables, which nobody else uses, CONCURRENTLY means nothing.
Status check_dropped_index(const StatementContext& context, const sql::DropStatement& statement, Oid oid) {
    const auto* index = context.catalog.find<Relation>(oid);
    if (!statement.concurrently || !index || index->kind != RelationKind::partitioned_index) return {};
    const auto* table = context.catalog.find<Relation>(index->index->table);
    if (table && table->persistence == 't') return {};
    return error("0A000", "cannot drop partitioned index \"{}\" concurrently", index->name);
}

Status check_pending_events(const StatementContext& context, const std::vector<ObjectAddress>& targets) {
    for (const ObjectAddress& target : targets)
        for (Oid pending : context.session.state.pending_events)
            if (pending == target.oid)
                return error("55006", "cannot DROP TABLE \"{}\" because it has pending trigger events",
                             context.catalog.find(target.oid)->name);
    return {};
}

/// DROP of what every fresh server has.
Status check_not_required(const StatementContext& context, ObjectAddress address) {
    if (!catalog::is_builtin(address.oid) || address.oid == catalog::public_namespace) return {};
    return error("2BP01", "cannot drop {} because it is required by the database system",
                 describe(context.catalog, context.path, address));
}

}  // namespace

Status run_drop(StatementContext& context, const sql::DropStatement& statement) {
    BACKOUT_TRY(check_concurrently(context, statement));
    std::vector<ObjectAddress> targets;
    for (const sql::ObjectReference& reference : statement.objects) {
        auto address = is_relation_kind(statement.object)
                           ? relation_to_drop(context, statement, reference)
                           : get_object_address(context, statement.object, reference, statement.missing_ok);
        BACKOUT_TRY(address);
        if (address->oid == catalog::invalid_oid) {
            notice_skipped(context, statement.object, reference);
            continue;
        }
        BACKOUT_TRY(check_not_required(context, *address));
        BACKOUT_TRY(check_not_extension_member(context, *address));
        BACKOUT_TRY(check_dropped_index(context, statement, address->oid));
        targets.push_back(*address);
    }
    if (targets.empty()) return {};
    context.effects.skipped = false;
    BACKOUT_TRY(check_pending_events(context, targets));
    return perform_deletion(context, targets, statement.behavior);
}

}  // namespace backout::simulate
