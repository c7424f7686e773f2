#pragma once

#include <string>
#include <vector>

#include "catalog/relation.h"
#include "plan/writer.h"

/// The words of CREATE SEQUENCE and ALTER SEQUENCE, which identity columns have as well.
namespace backout::plan {

/// "AS integer", "INCREMENT BY 2" …: what isn't the default. `implied_type`: bigint, or an identity column's type.
std::vector<std::string> sequence_options(const catalog::SequenceData& data, Oid implied_type);

/// What ALTER SEQUENCE has to say; with SET before each of them also what ALTER COLUMN of an identity column has
/// (but AS, which goes with the column's type).
std::vector<std::string> sequence_changes(const catalog::SequenceData& from, const catalog::SequenceData& to);

/// "ALTER SEQUENCE s OWNED BY t.c", or NONE; empty for an identity column's sequence.
std::string owned_by_statement(const Writer& writer, const catalog::Relation& sequence);

}  // namespace backout::plan
