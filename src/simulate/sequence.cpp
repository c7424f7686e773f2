#include "simulate/names.h"
#include "simulate/sequence_data.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;

Status create_sequence(StatementContext& context, const sql::CreateSequenceStatement& statement) {
    BACKOUT_ASSIGN(Oid scope, creation_namespace(context, statement.sequence));
    Oid existing = catalog::find_relation(context.catalog, scope, statement.sequence.name);
    if (existing != catalog::invalid_oid && statement.if_not_exists) {
        context.effects.skipped = true;
        context.effects.skipped_for = existing;
        context.effects.notice(fmt::format("relation \"{}\" already exists, skipping", statement.sequence.name), "42P07");
        return {};
    }
    BACKOUT_TRY(check_relation_name_free(context, scope, statement.sequence.name));
    BACKOUT_ASSIGN(catalog::SequenceData data, sequence_data(context, statement.options, nullptr));
    BACKOUT_ASSIGN(Oid oid, insert_sequence(context, statement.sequence.name, scope,
                                            static_cast<char>(statement.sequence.persistence), data));
    return process_owned_by(context, oid, statement.options);
}

Status alter_sequence(StatementContext& context, const sql::AlterSequenceStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, statement.sequence, statement.missing_ok, "S"));
    if (oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        context.effects.notice(
            fmt::format("relation \"{}\" does not exist, skipping", display_name(statement.sequence)));
        return {};
    }
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    if (relation->kind != RelationKind::sequence) return error("42809", "\"{}\" is not a sequence", relation->name);
    if (!relation->sequence) return {};  // assumed: its parameters are not known
    BACKOUT_ASSIGN(catalog::SequenceData data, sequence_data(context, statement.options, relation->sequence.get()));
    context.effects.lock(oid, LockMode::share_row_exclusive);
    context.catalog.change<Relation>(
        oid, [&](Relation& changed) { changed.sequence = std::make_shared<catalog::SequenceData>(data); });
    return process_owned_by(context, oid, statement.options);
}

}  // namespace backout::simulate
