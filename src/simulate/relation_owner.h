#pragma once

#include "simulate/context.h"

/// Owners of relations: with a table go its row type, indexes and owned sequences.
namespace backout::simulate {

/// ATExecChangeOwner. `recursing`: on behalf of a table's or type's own change; indexes and owned sequences
/// can't be given away by themselves.
Status change_relation_owner(StatementContext& context, Oid relation, Oid new_owner, bool recursing = false);

/// Privileges after a change of owner: what the old owner had and granted is now the new one's (aclnewowner).
catalog::Acl change_acl_owner(const catalog::Acl& acl, Oid old_owner, Oid new_owner);

}  // namespace backout::simulate
