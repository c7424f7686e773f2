#pragma once

#include "sql/tree/object.h"

/// Transactions, settings, maintenance and what else changes no schema.
namespace backout::sql {

struct TransactionStatement : StatementOf<StatementKind::transaction> {
    enum class Action : std::uint8_t {
        begin, start, commit, rollback, savepoint, release, rollback_to, prepare, commit_prepared, rollback_prepared
    };
    Action action = Action::begin;
    Options options;
    std::string savepoint;
    std::string gid;
    bool chain = false;
};

struct VariableSetStatement : StatementOf<StatementKind::variable_set> {
    VariableSet setting;
};

struct VariableShowStatement : StatementOf<StatementKind::variable_show> {
    std::string name;
};

struct DiscardStatement : StatementOf<StatementKind::discard> {
    enum class Target : std::uint8_t { all, plans, sequences, temporary };
    Target target = Target::all;
};

struct ConstraintsSetStatement : StatementOf<StatementKind::constraints_set> {
    std::vector<RangeVar> constraints;  ///< empty: ALL
    bool deferred = false;
};

struct TruncateStatement : StatementOf<StatementKind::truncate> {
    std::vector<RangeVar> relations;
    bool restart_sequences = false;
    DropBehavior behavior = DropBehavior::restrict_;
};

struct LockStatement : StatementOf<StatementKind::lock> {
    std::vector<RangeVar> relations;
    std::int32_t mode = 8;  ///< LOCKMODE: 1 ACCESS SHARE … 8 ACCESS EXCLUSIVE
    bool nowait = false;
};

struct CopyStatement : StatementOf<StatementKind::copy> {
    std::optional<RangeVar> relation;
    StatementPtr query;
    std::vector<std::string> columns;
    bool is_from = false;
    bool is_program = false;
    std::optional<std::string> filename;  ///< absent: STDIN or STDOUT
    Options options;
    ExpressionPtr where;
};

struct VacuumStatement : StatementOf<StatementKind::vacuum> {
    struct Relation {
        std::optional<RangeVar> relation;
        std::vector<std::string> columns;
    };
    bool is_vacuum = true;  ///< false: ANALYZE
    Options options;
    std::vector<Relation> relations;
};

struct ClusterStatement : StatementOf<StatementKind::cluster> {
    std::optional<RangeVar> relation;
    std::string index_name;
    Options options;
};

struct ReindexStatement : StatementOf<StatementKind::reindex> {
    enum class Target : std::uint8_t { index, table, schema, system, database };
    Target target = Target::index;
    std::optional<RangeVar> relation;
    std::string name;
    Options options;  ///< concurrently, verbose, tablespace
};

struct ExplainStatement : StatementOf<StatementKind::explain> {
    StatementPtr query;
    Options options;
};

struct PrepareStatement : StatementOf<StatementKind::prepare> {
    std::string name;
    std::vector<TypeName> argument_types;
    StatementPtr query;
};

struct ExecuteStatement : StatementOf<StatementKind::execute> {
    std::string name;
    Expressions parameters;
};

struct DeallocateStatement : StatementOf<StatementKind::deallocate> {
    std::string name;  ///< empty: ALL
};

struct DeclareCursorStatement : StatementOf<StatementKind::declare_cursor> {
    std::string name;
    std::int32_t options = 0;  ///< CURSOR_OPT_* bits
    StatementPtr query;
};

struct FetchStatement : StatementOf<StatementKind::fetch> {
    enum class Direction : std::uint8_t { forward, backward, absolute, relative };
    std::string portal;
    bool move = false;
    Direction direction = Direction::forward;
    std::int64_t count = 1;  ///< the largest number: ALL
};

struct ClosePortalStatement : StatementOf<StatementKind::close_portal> {
    std::string name;  ///< empty: ALL
};

struct AlterSystemStatement : StatementOf<StatementKind::alter_system> {
    VariableSet setting;
};

struct AlterDatabaseStatement : StatementOf<StatementKind::alter_database> {
    std::string name;
    Options options;
};

struct AlterDatabaseSetStatement : StatementOf<StatementKind::alter_database_set> {
    std::string name;
    VariableSet setting;
};

struct CreateDatabaseStatement : StatementOf<StatementKind::create_database> {
    std::string name;
    Options options;
};

struct DropDatabaseStatement : StatementOf<StatementKind::drop_database> {
    std::string name;
    bool missing_ok = false;
    Options options;  ///< force
};

struct CreateTablespaceStatement : StatementOf<StatementKind::create_tablespace> {
    std::string name;
    std::optional<RoleSpec> owner;
    std::string directory;
    Options options;
};

struct DropTablespaceStatement : StatementOf<StatementKind::drop_tablespace> {
    std::string name;
    bool missing_ok = false;
};

struct AlterTablespaceOptionsStatement : StatementOf<StatementKind::alter_tablespace_options> {
    std::string name;
    Options options;
    bool reset = false;
};

/// Statements of which nothing but their being there matters to a catalog.
struct NotifyStatement : StatementOf<StatementKind::notify> {};
struct ListenStatement : StatementOf<StatementKind::listen> {};
struct UnlistenStatement : StatementOf<StatementKind::unlisten> {};
struct LoadStatement : StatementOf<StatementKind::load> {};
struct CheckpointStatement : StatementOf<StatementKind::checkpoint> {};
struct AlterDatabaseRefreshCollationStatement : StatementOf<StatementKind::alter_database_refresh_collation> {};

}  // namespace backout::sql
