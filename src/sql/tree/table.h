#pragma once

#include "sql/tree/query.h"

namespace backout::sql {

// --- constraints ----------------------------------------------------------------------------------------------

struct IndexElement {
    std::string name;          ///< column, or empty for an expression
    ExpressionPtr expression;
    std::string index_column_name;
    Names collation;
    Names opclass;
    Options opclass_options;
    SortBy::Direction direction = SortBy::Direction::default_;
    SortBy::Nulls nulls = SortBy::Nulls::default_;
    Location location = no_location;  ///< of the expression; PostgreSQL keeps none for a plain column
};

/// What the grammar makes of a column or table constraint, including DEFAULT, GENERATED and the attributes
/// (DEFERRABLE, NOT VALID …) that it folds into the constraint before them.
struct Constraint {
    enum class Type : std::uint8_t {
        null, not_null, default_, identity, generated, check, primary_key, unique, exclusion, foreign_key,
        attribute_deferrable, attribute_not_deferrable, attribute_deferred, attribute_immediate,
        attribute_enforced, attribute_not_enforced
    };
    Type type = Type::check;
    std::string name;
    bool deferrable = false;
    bool initially_deferred = false;
    bool enforced = true;
    bool skip_validation = false;  ///< NOT VALID
    bool initially_valid = true;
    bool no_inherit = false;
    ExpressionPtr expression;      ///< CHECK, DEFAULT, GENERATED
    char generated_when = 0;       ///< identity: 'a' ALWAYS, 'd' BY DEFAULT
    char generated_kind = 's';     ///< generated column: 's' stored, 'v' virtual
    Options sequence_options;      ///< identity
    bool nulls_not_distinct = false;
    std::vector<std::string> keys;
    bool without_overlaps = false;
    std::vector<std::string> including;
    struct Exclusion {
        IndexElement element;
        Names operator_name;
    };
    std::vector<Exclusion> exclusions;
    Options options;               ///< WITH (…) of the index
    std::string index_name;        ///< USING INDEX
    std::string index_tablespace;
    std::string access_method;
    ExpressionPtr where;           ///< of an exclusion constraint
    RangeVar referenced;
    std::vector<std::string> foreign_columns;
    std::vector<std::string> referenced_columns;
    bool with_period = false;             ///< PERIOD of the last foreign column
    bool referenced_with_period = false;  ///< PERIOD of the last referenced column
    char match_type = 's';
    char update_action = 'a';
    char delete_action = 'a';
    std::vector<std::string> delete_set_columns;
    Location location = no_location;
};

// --- columns and partitions -----------------------------------------------------------------------------------

struct ColumnDefinition {
    std::string name;
    std::optional<TypeName> type;  ///< absent in `CREATE TABLE … OF` and in partitions' column options
    std::string compression;
    std::string storage;
    Names collation;
    std::vector<Constraint> constraints;
    ExpressionPtr using_expression;  ///< ALTER COLUMN TYPE … USING
    Options fdw_options;
    Location location = no_location;
};

struct PartitionElement {
    std::string name;
    ExpressionPtr expression;
    Names collation;
    Names opclass;
    Location location = no_location;
};

struct PartitionSpec {
    enum class Strategy : char { list = 'l', range = 'r', hash = 'h' };
    Strategy strategy = Strategy::range;
    std::vector<PartitionElement> elements;
    Location location = no_location;
};

struct PartitionBound {
    struct Datum {
        enum class Kind : std::uint8_t { value, minvalue, maxvalue };
        Kind kind = Kind::value;
        ExpressionPtr value;
    };
    PartitionSpec::Strategy strategy = PartitionSpec::Strategy::range;
    bool is_default = false;
    std::int32_t modulus = 0;
    std::int32_t remainder = 0;
    std::vector<Datum> list;
    std::vector<Datum> lower;
    std::vector<Datum> upper;
    Location location = no_location;
};

/// LIKE clause; `options` holds CREATE_TABLE_LIKE_* bits.
struct LikeClause {
    enum Bits : std::uint32_t {
        comments = 1, compression = 2, constraints = 4, defaults = 8, generated = 16, identity = 32, indexes = 64,
        statistics = 128, storage = 256
    };
    RangeVar relation;
    std::uint32_t options = 0;
};

/// One entry between the parentheses of CREATE TABLE, in the order written.
struct TableElement {
    enum class Kind : std::uint8_t { column, constraint, like };
    Kind kind = Kind::column;
    ColumnDefinition column;
    Constraint constraint;
    LikeClause like;
};

struct CreateTableStatement : StatementOf<StatementKind::create_table> {
    RangeVar relation;
    std::vector<TableElement> elements;
    std::vector<RangeVar> inherits;           ///< INHERITS, or the one parent of PARTITION OF
    std::optional<PartitionBound> partition_bound;
    std::optional<PartitionSpec> partition_spec;
    std::optional<TypeName> of_type;
    Options options;
    std::int32_t on_commit = 0;  ///< OnCommitAction: 0 none, 1 preserve rows, 2 delete rows, 3 drop
    std::string tablespace;
    std::string access_method;
    bool if_not_exists = false;
    bool foreign = false;                     ///< CREATE FOREIGN TABLE
    std::string server;
    Options fdw_options;
};

struct CreateTableAsStatement : StatementOf<StatementKind::create_table_as> {
    StatementPtr query;  ///< SelectStatement, or ExecuteStatement
    IntoClause into;
    bool materialized_view = false;
    bool is_select_into = false;
    bool if_not_exists = false;
};

// --- ALTER TABLE and its kin ----------------------------------------------------------------------------------

enum class AlterTableAction : std::uint8_t {
    add_column, drop_column, column_default, drop_not_null, set_not_null, set_expression, drop_expression,
    set_statistics, set_options, reset_options, set_storage, set_compression, column_type, column_generic_options,
    add_constraint, alter_constraint, validate_constraint, drop_constraint, add_identity, set_identity,
    drop_identity, add_index, add_index_constraint, change_owner, cluster_on, drop_cluster, set_logged,
    set_unlogged, drop_oids, set_access_method, set_tablespace, set_rel_options, reset_rel_options,
    replace_rel_options, enable_trigger, enable_always_trigger, enable_replica_trigger, disable_trigger,
    enable_trigger_all, disable_trigger_all, enable_trigger_user, disable_trigger_user, enable_rule,
    enable_always_rule, enable_replica_rule, disable_rule, add_inherit, drop_inherit, add_of, drop_of,
    replica_identity, enable_row_security, disable_row_security, force_row_security, no_force_row_security,
    generic_options, attach_partition, detach_partition, detach_partition_finalize, other
};

struct AlterTableCommand {
    AlterTableAction action = AlterTableAction::other;
    std::string name;              ///< column, constraint, trigger, rule, index, access method, tablespace …
    std::int16_t column_number = 0;  ///< ALTER INDEX … ALTER COLUMN n SET STATISTICS
    std::optional<ColumnDefinition> column;   ///< add_column, column_type (type, collation, USING)
    ExpressionPtr expression;      ///< column_default (null: DROP DEFAULT), set_expression
    std::optional<Constraint> constraint;     ///< add_constraint, alter_constraint, add_identity
    bool alter_enforceability = false;        ///< alter_constraint …
    bool alter_deferrability = false;
    bool alter_inheritability = false;
    Options options;               ///< set_options …, set_identity, generic options
    std::int32_t integer = 0;      ///< set_statistics
    bool has_integer = false;      ///< false: SET STATISTICS DEFAULT
    std::string text;              ///< set_storage, set_compression
    std::optional<RangeVar> relation;         ///< add_inherit, drop_inherit, attach, detach
    std::optional<PartitionBound> partition_bound;
    bool concurrently = false;     ///< detach
    std::optional<TypeName> type;  ///< add_of
    RoleSpec owner;                ///< change_owner
    char replica_identity = 0;     ///< 'd', 'f', 'n', 'i' (then name)
    DropBehavior behavior = DropBehavior::restrict_;
    bool missing_ok = false;       ///< IF EXISTS of a column or constraint, IF NOT EXISTS of an added column
};

struct AlterTableStatement : StatementOf<StatementKind::alter_table> {
    RangeVar relation;
    std::vector<AlterTableCommand> commands;
    ObjectKind object = ObjectKind::table;  ///< table, index, sequence, view, materialized_view, foreign_table, type
    bool missing_ok = false;
};

struct AlterTableMoveAllStatement : StatementOf<StatementKind::alter_table_move_all> {
    std::string from;
    std::string to;
    ObjectKind object = ObjectKind::table;
    std::vector<RoleSpec> owners;  ///< OWNED BY
    bool nowait = false;
};

// --- indexes, views, sequences, statistics ----------------------------------------------------------------------

struct IndexStatement : StatementOf<StatementKind::index> {
    std::string name;  ///< empty when PostgreSQL is to choose
    RangeVar relation;
    std::string access_method;  ///< "btree" when none is written
    std::string tablespace;
    std::vector<IndexElement> elements;
    std::vector<IndexElement> including;
    Options options;
    ExpressionPtr where;
    bool unique = false;
    bool nulls_not_distinct = false;
    bool concurrently = false;
    bool if_not_exists = false;
};

struct ViewStatement : StatementOf<StatementKind::view> {
    RangeVar view;
    std::vector<std::string> columns;
    StatementPtr query;
    bool replace = false;
    Options options;
    std::int32_t check_option = 0;  ///< 0 none, 1 local, 2 cascaded
};

struct CreateSequenceStatement : StatementOf<StatementKind::create_sequence> {
    RangeVar sequence;
    Options options;
    bool if_not_exists = false;
};

struct AlterSequenceStatement : StatementOf<StatementKind::alter_sequence> {
    RangeVar sequence;
    Options options;
    bool missing_ok = false;
};

struct CreateStatisticsStatement : StatementOf<StatementKind::create_statistics> {
    struct Element {
        std::string name;
        ExpressionPtr expression;
    };
    Names names;
    std::vector<std::string> kinds;
    std::vector<Element> elements;
    std::vector<RangeVar> relations;
    bool only_relations = true;  ///< false: FROM holds something that is no plain relation, which PostgreSQL refuses
    bool if_not_exists = false;
};

struct AlterStatisticsStatement : StatementOf<StatementKind::alter_statistics> {
    Names names;
    std::optional<std::int32_t> target;  ///< absent: DEFAULT
    bool missing_ok = false;
};

struct RefreshMaterializedViewStatement : StatementOf<StatementKind::refresh_materialized_view> {
    RangeVar relation;
    bool concurrently = false;
    bool skip_data = false;
};

}  // namespace backout::sql
