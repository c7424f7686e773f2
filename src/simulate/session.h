#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/lookup.h"
#include "sql/tree/statement.h"

namespace backout::simulate {

using catalog::Oid;

/// What of a session a transaction's end can take back: settings, role, and what was prepared or marked.
struct SessionState {
    /// Settings that differ from the server's defaults, by lower-case name.
    std::map<std::string, std::string, std::less<>> settings;
    /// Those of them that SET LOCAL made: name and the value to return to (absent: the default).
    std::map<std::string, std::pair<bool, std::string>, std::less<>> local_settings;
    std::vector<std::string> search_path{"\"$user\"", "public"};
    Oid current_role = 10;  ///< the bootstrap superuser
    Oid session_role = 10;
    /// Labels added to an enum by the open transaction (type, label): not to be used before it commits.
    std::vector<std::pair<Oid, std::string>> unsafe_labels;
    /// Types and relations that the open transaction made.
    std::vector<Oid> made_in_transaction;
    /// Relations with pending trigger events or deferred constraint checks of the open transaction (55006).
    std::vector<Oid> pending_events;
};

/// The connection that a script runs on.
struct Session {
    SessionState state;
    Oid temporary_namespace = catalog::invalid_oid;  ///< 0 until the first temporary object
    std::map<std::string, std::shared_ptr<const sql::Statement>, std::less<>> prepared;
    std::map<std::string, bool, std::less<>> cursors;  ///< name → WITH HOLD

    /// The effective search path: "$user" and missing schemas left out, pg_catalog first, the temporary schema
    /// before it (recomputeNamespacePath, catalog/namespace.c).
    catalog::SearchPath search_path(const catalog::Catalog& catalog) const;

    std::string_view setting(std::string_view name) const;
};

}  // namespace backout::simulate
