#pragma once

#include "simulate/context.h"

/// Members of operator families and classes (commands/opclasscmds.c).
namespace backout::simulate {

/// The operator or function of an item, with the types that it is entered under: those of its own list, those of the
/// operator or function, or the class's (`class_type`, 0 in ALTER OPERATOR FAMILY). Numbers and signatures are those
/// that the access method asks for (assignOperTypes, assignProcTypes).
Result<catalog::FamilyMember> resolve_member(StatementContext& context, const catalog::AccessMethodInfo& method,
                                             const sql::OperatorClassItem& item, Oid class_type);

/// What DROP names: number and types (processTypesSpec).
Result<catalog::FamilyMember> named_member(StatementContext& context, const catalog::AccessMethodInfo& method,
                                           const sql::OperatorClassItem& item);

bool is_same_place(const catalog::FamilyMember& one, const catalog::FamilyMember& other);

/// Adds to what a statement names; 42P17 `operator number 1 for (integer,integer) appears more than once`.
Status add_to_list(const StatementContext& context, std::vector<catalog::FamilyMember>& list,
                   const catalog::FamilyMember& member);

}  // namespace backout::simulate
