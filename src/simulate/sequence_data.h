#pragma once

#include "simulate/context.h"

/// Parameters of sequences and the sequences that columns own (commands/sequence.c).
namespace backout::simulate {

/// What CREATE or ALTER SEQUENCE makes of its options (init_params). `before` is the sequence as it was, null
/// for a new one; `type` is that of the column that a new one is made for. OWNED BY is left to
/// process_owned_by.
Result<catalog::SequenceData> sequence_data(StatementContext& context, const sql::Options& options,
                                            const catalog::SequenceData* before, bool for_identity = false,
                                            Oid type = catalog::invalid_oid);

/// A new sequence with its three fixed columns, in the catalog.
Result<Oid> insert_sequence(StatementContext& context, std::string name, Oid scope, char persistence,
                            catalog::SequenceData data);

/// Makes the column the sequence's owner: auto dependency, or internal where it is an identity column's.
void set_sequence_owner(StatementContext& context, Oid sequence, ObjectAddress column, bool identity);

/// OWNED BY among the options of CREATE or ALTER SEQUENCE (process_owned_by): 42809, 55000 "sequence must be
/// in same schema as table it is linked to", and so on. Nothing when it isn't among them.
Status process_owned_by(StatementContext& context, Oid sequence, const sql::Options& options);

/// The sequence that a column owns through serial or identity, 0 for none (getOwnedSequences).
Oid owned_sequence(const Catalog& catalog, ObjectAddress column, bool identity_only = false);

}  // namespace backout::simulate
