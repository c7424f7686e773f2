#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/object.h"
#include "sql/tree/node.h"

namespace backout::simulate {

using catalog::AttributeNumber;
using catalog::Oid;

/// Lock modes of relations, weakest first (manual, "Explicit Locking"; the numbers are storage/lockdefs.h's).
enum class LockMode : std::uint8_t {
    none = 0, access_share = 1, row_share = 2, row_exclusive = 3, share_update_exclusive = 4, share = 5,
    share_row_exclusive = 6, exclusive = 7, access_exclusive = 8
};

/// What a statement does besides changing the catalog.
struct Effects {
    struct Lock {
        Oid relation = catalog::invalid_oid;
        LockMode mode = LockMode::none;
    };
    /// Why all rows of a relation are read.
    enum class ScanReason : std::uint8_t {
        validate_check, validate_foreign_key, validate_not_null, build_index, rewrite, partition_bound, query, domain
    };
    struct Scan {
        Oid relation = catalog::invalid_oid;
        ScanReason reason = ScanReason::query;
        Oid about = catalog::invalid_oid;  ///< the constraint or index
    };
    /// Why a relation's file is written anew.
    enum class RewriteReason : std::uint8_t {
        column_type, volatile_default, stored_generated, identity, constrained_domain, persistence, access_method,
        cluster, vacuum_full, truncate, refresh
    };
    struct Rewrite {
        Oid relation = catalog::invalid_oid;
        RewriteReason reason = RewriteReason::column_type;
        AttributeNumber column = 0;
    };
    /// NOTICE and WARNING messages that the server would send.
    struct Notice {
        std::string sqlstate;
        std::string message;
    };
    /// An object that a DROP took with it, in the server's words ("view v", "constraint c on table t").
    struct Dropped {
        Oid oid = catalog::invalid_oid;
        AttributeNumber column = 0;
        std::string description;
        bool by_cascade = false;  ///< only CASCADE allowed it
    };
    /// What happens to rows.
    struct Data {
        enum class Kind : std::uint8_t {
            insert, insert_select, update, delete_, truncate, column_dropped, table_dropped, type_changed,
            column_filled, copy
        };
        Kind kind = Kind::insert;
        Oid relation = catalog::invalid_oid;
        AttributeNumber column = 0;
        /// Columns that the new values come from (lineage); oid 0 stands for a constant.
        std::vector<catalog::ObjectAddress> sources;
        bool whole_table = false;  ///< no WHERE, no LIMIT
    };

    std::vector<Lock> locks;
    std::vector<Scan> scans;
    std::vector<Rewrite> rewrites;
    std::vector<Notice> notices;
    std::vector<Dropped> dropped;
    std::vector<Data> data;
    /// IF NOT EXISTS or IF EXISTS made the statement do nothing.
    bool skipped = false;
    /// IF NOT EXISTS skipped it since this object has the name.
    Oid skipped_for = catalog::invalid_oid;

    void lock(Oid relation, LockMode mode) { locks.push_back({relation, mode}); }
    void notice(std::string message, std::string sqlstate = "00000") {
        notices.push_back({std::move(sqlstate), std::move(message)});
    }
};

}  // namespace backout::simulate
