#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Relation;
using sql::ObjectKind;

namespace {

/// An empty comment is none (CreateComments, commands/comment.c).
std::optional<std::string> kept_comment(const sql::CommentStatement& statement) {
    return statement.comment && !statement.comment->empty() ? statement.comment : std::nullopt;
}

void comment_on_column(StatementContext& context, ObjectAddress address, const std::optional<std::string>& comment) {
    context.catalog.change<Relation>(address.oid,
                                     [&](Relation& relation) { relation.find_attribute(address.column)->comment = comment; });
}

}  // namespace

Status comment_on(StatementContext& context, const sql::CommentStatement& statement) {
    // Comments on the database and on large objects are outside every schema, and so outside what is compared.
    if (statement.object == ObjectKind::database || statement.object == ObjectKind::large_object) return {};
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, statement.reference));
    const catalog::Object* object = context.catalog.find(address.oid);
    // What a fresh server has may be commented on; that is not part of the project's schema.
    if (!object) return {};
    if (statement.object == ObjectKind::column) {
        const auto* relation = context.catalog.find<Relation>(address.oid);
        bool has_columns = relation->is_table() || relation->kind == catalog::RelationKind::view ||
                           relation->kind == catalog::RelationKind::materialized_view ||
                           relation->kind == catalog::RelationKind::composite;
        if (!has_columns) return error("42809", "cannot set comment on relation \"{}\"", relation->name);
        comment_on_column(context, address, kept_comment(statement));
        context.effects.lock(address.oid, LockMode::share_update_exclusive);
        return {};
    }
    auto changed = object->clone();
    changed->comment = kept_comment(statement);
    if (object->object_class == ObjectClass::relation)
        context.effects.lock(address.oid, LockMode::share_update_exclusive);
    context.catalog.insert(std::move(changed));
    return {};
}

Status security_label(StatementContext&, const sql::SecurityLabelStatement& statement) {
    // A label needs a provider that a server has loaded; none is part of a fresh one.
    if (statement.provider.empty()) return error("22023", "no security label providers have been loaded");
    return error("22023", "security label provider \"{}\" is not loaded", statement.provider);
}

}  // namespace backout::simulate
