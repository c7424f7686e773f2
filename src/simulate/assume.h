#pragma once

#include "simulate/context.h"

/// The open world: without a baseline, a name that no statement made must have been there before.
namespace backout::simulate {

/// Takes it that what the error misses was there from the start, if the world is open and the name was never known to
/// be absent. True: run the statement again.
bool assume_missing(StatementContext& context, const analyze::Missing& missing);

/// Puts what an earlier replay found out into a fresh catalog, before its first statement.
void seed_assumptions(StatementContext& context, const std::vector<Assumption>& assumptions);

/// An assumption in words: "relation public.users".
std::string to_string(const Assumption& assumption, const Catalog& catalog);

/// A role that nothing here made: roles belong to the server, not to the history, in every world.
Oid assume_role(StatementContext& context, std::string_view name);

/// A column that an assumed relation must have had, of unknown type. Its number is new.
AttributeNumber assume_column(StatementContext& context, Oid relation, std::string_view name);

/// A statement that works on only some kinds of relations tells what an assumed one can be.
void narrow_kinds(StatementContext& context, Oid relation, std::string_view possible_kinds);

}  // namespace backout::simulate
