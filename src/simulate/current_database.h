#pragma once

#include "catalog/acl.h"
#include "simulate/context.h"

/// The database that the session is in. No project's schema shows it, but who owns it and who may create in it decides
/// what statements may do.
namespace backout::simulate {

/// What ALTER DATABASE … OWNER and GRANT … ON DATABASE made of it; null as long as nothing did.
const catalog::Database* current_database(const Catalog& catalog);

Oid database_owner(const Catalog& catalog);
catalog::Acl database_acl(const Catalog& catalog);

/// What errors call it: psql's default on a fresh server; elsewhere its name isn't known.
std::string_view current_database_name();

/// Changes owner or privileges of it.
void change_current_database(StatementContext& context, Oid owner, std::optional<catalog::Acl> acl);

/// GRANT … ON PARAMETER: that someone may set it, and so that nobody is known not to.
void note_granted_parameter(StatementContext& context, const std::string& name);
bool is_granted_parameter(const Catalog& catalog, std::string_view name);

/// From here on the server is known to be a fresh one: no roles and no databases but its own and those that statements
/// make. Otherwise they belong to a server whose history isn't shown, and any name may be there.
void take_for_fresh_server(Catalog& catalog);
bool is_fresh_server(const Catalog& catalog);

/// Whether a name in a statement is that of the session's database; 3D000 where it is known to be none.
Result<bool> is_current_database(const StatementContext& context, const std::string& name);

}  // namespace backout::simulate
