#pragma once

#include "sql/tree/node.h"

namespace backout::sql {

/// Every kind of statement that the grammar knows, in alphabetical order of PostgreSQL's command.
/// `statement_kind_name` gives the word that `backout trace` prints.
enum class StatementKind : std::uint8_t {
    alter_collation, alter_database, alter_database_refresh_collation, alter_database_set, alter_default_privileges,
    alter_domain, alter_enum, alter_event_trigger, alter_extension, alter_extension_contents,
    alter_foreign_data_wrapper, alter_foreign_server, alter_function, alter_object_depends, alter_object_schema,
    alter_operator, alter_operator_family, alter_owner, alter_policy, alter_publication, alter_role, alter_role_set,
    alter_sequence, alter_statistics, alter_subscription, alter_system, alter_table, alter_table_move_all,
    alter_tablespace_options, alter_ts_configuration, alter_ts_dictionary, alter_type, alter_user_mapping,
    call, checkpoint, close_portal, cluster, comment, composite_type, constraints_set, copy, create_access_method,
    create_cast, create_conversion, create_database, create_domain, create_enum, create_event_trigger,
    create_extension, create_foreign_data_wrapper, create_foreign_server, create_foreign_table, create_function,
    create_language, create_operator_class, create_operator_family, create_policy, create_publication, create_range,
    create_role, create_rule, create_schema, create_sequence, create_statistics, create_subscription, create_table,
    create_table_as, create_tablespace, create_transform, create_trigger, create_user_mapping, deallocate,
    declare_cursor, define, delete_, discard, do_, drop, drop_database, drop_owned, drop_role, drop_subscription,
    drop_tablespace, drop_user_mapping, execute, explain, fetch, grant, grant_role, import_foreign_schema, index,
    insert, listen, load, lock, merge, notify, prepare, reassign_owned, refresh_materialized_view, reindex, rename,
    security_label, select, transaction, truncate, unlisten, update, vacuum, variable_set,
    variable_show, view
};

/// Syntax that servers before a version refuse: the grammar here is the newest one's.
struct NewerSyntax {
    int since = 0;         ///< the first major version that takes it
    std::string sqlstate;  ///< of older servers
    std::string message;   ///< what they say of it
    std::string hint;
    Location location = no_location;
};

struct Statement {
    StatementKind kind;
    std::vector<NewerSyntax> newer;  ///< mostly empty; in the order of the walk, of what is within it, too

    explicit Statement(StatementKind kind_) : kind(kind_) {}
    virtual ~Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
};

template <StatementKind K>
struct StatementOf : Statement {
    static constexpr StatementKind node_kind = K;
    StatementOf() : Statement(K) {}
};

/// The statement as its own type, or null when it is of another kind.
template <class Node>
const Node* as(const Statement* statement) {
    return statement && statement->kind == Node::node_kind ? static_cast<const Node*>(statement) : nullptr;
}
template <class Node>
Node* as(Statement* statement) {
    return statement && statement->kind == Node::node_kind ? static_cast<Node*>(statement) : nullptr;
}

}  // namespace backout::sql
