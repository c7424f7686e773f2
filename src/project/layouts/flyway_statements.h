#pragma once

#include "project/loader.h"

namespace backout::project {

/// How Flyway runs a script that its configuration says nothing about: in one transaction, or without one as
/// soon as it finds a statement that PostgreSQL refuses in a transaction block. A script with both kinds is
/// refused (the `mixed` setting is off by default), which is said.
TransactionMode choose_flyway_transaction(Loader& loader, const Script& script);

}  // namespace backout::project
