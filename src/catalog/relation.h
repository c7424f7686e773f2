#pragma once

#include "catalog/expression.h"
#include "catalog/object.h"

namespace backout::catalog {

/// pg_class.relkind
enum class RelationKind : char {
    table = 'r', index = 'i', sequence = 'S', toast = 't', view = 'v', materialized_view = 'm', composite = 'c',
    foreign_table = 'f', partitioned_table = 'p', partitioned_index = 'I'
};

/// pg_attribute; dropped columns are not kept, their numbers are not used again.
struct Attribute {
    AttributeNumber number = 0;
    std::string name;
    Oid type = invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = invalid_oid;
    bool not_null = false;
    char identity = 0;             ///< 'a' always, 'd' by default
    char generated = 0;            ///< 's' stored, 'v' virtual
    Oid default_oid = invalid_oid; ///< its AttributeDefault
    char storage = 'p';
    char compression = 0;
    std::int32_t statistics_target = -1;
    OptionList options;
    OptionList fdw_options;
    std::int16_t inherit_count = 0;
    bool is_local = true;
    std::optional<Acl> acl;
    std::optional<std::string> comment;
    Origin origin;
    /// Made known by a statement's needing it, not by a definition: only its name is certain (open world).
    bool assumed = false;
};

/// What an index has beside its attributes (pg_index).
struct IndexData {
    struct Key {
        AttributeNumber attribute = 0;  ///< 0: the expression
        ExprPtr expression;
        Oid collation = invalid_oid;
        Oid opclass = invalid_oid;
        OptionList opclass_options;
        bool descending = false;
        bool nulls_first = false;
    };
    Oid table = invalid_oid;
    Oid access_method = invalid_oid;
    std::vector<Key> keys;
    std::vector<AttributeNumber> included;
    ExprPtr predicate;
    bool unique = false;
    bool primary = false;
    bool exclusion = false;
    bool nulls_not_distinct = false;
    bool immediate = true;     ///< false: deferrable constraint's index
    bool valid = true;
    bool clustered = false;
    bool replica_identity = false;
    Oid parent = invalid_oid;  ///< partitioned index that it is attached to
    Oid constraint = invalid_oid;
};

struct SequenceData {
    Oid type = 20;  // int8
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t minimum = 1;
    std::int64_t maximum = INT64_MAX;
    std::int64_t cache = 1;
    bool cycle = false;
    ObjectAddress owned_by;    ///< column of OWNED BY or identity
    bool identity = false;     ///< owned internally, by an identity column
};

struct PartitionKey {
    struct Column {
        AttributeNumber attribute = 0;  ///< 0: the expression
        ExprPtr expression;
        Oid collation = invalid_oid;
        Oid opclass = invalid_oid;
    };
    char strategy = 'r';  ///< 'l', 'r', 'h'
    std::vector<Column> columns;
};

struct PartitionBoundValue {
    enum class Kind : std::uint8_t { value, minvalue, maxvalue };
    Kind kind = Kind::value;
    ExprPtr value;
};

struct PartitionBoundData {
    bool is_default = false;
    char strategy = 'r';
    std::int32_t modulus = 0;
    std::int32_t remainder = 0;
    std::vector<PartitionBoundValue> list;
    std::vector<PartitionBoundValue> lower;
    std::vector<PartitionBoundValue> upper;
};

/// A table, index, sequence, view, materialized view, composite type or foreign table (pg_class).
struct Relation : ObjectOf<Relation, ObjectClass::relation> {
    RelationKind kind = RelationKind::table;
    char persistence = 'p';
    std::vector<Attribute> attributes;      ///< in column order
    AttributeNumber last_attribute = 0;     ///< highest number ever given
    Oid row_type = invalid_oid;
    Oid of_type = invalid_oid;
    OptionList options;
    Oid access_method = invalid_oid;        ///< of tables; 0: heap
    std::string tablespace;
    bool row_security = false;
    bool force_row_security = false;
    char replica_identity = 'd';
    std::vector<Oid> parents;               ///< inheritance or the partitioned table, in inhseqno order
    bool is_partition = false;
    bool populated = true;
    std::int32_t on_commit = 0;             ///< of a temporary table
    std::shared_ptr<const IndexData> index;
    std::shared_ptr<const SequenceData> sequence;
    std::shared_ptr<const PartitionKey> partition_key;
    std::shared_ptr<const PartitionBoundData> partition_bound;
    QueryPtr view_query;                    ///< of views and materialized views
    std::string view_definition_opaque;     ///< source text where the query could not be analysed
    char check_option = 0;                  ///< 'l' local, 'c' cascaded
    Oid foreign_server = invalid_oid;
    OptionList fdw_options;
    /// Open world: it has more columns than those in `attributes`, of unknown names and types.
    bool open = false;
    /// Open world: kinds that it can still be; empty when `kind` is certain.
    std::string possible_kinds;

    const Attribute* find_attribute(std::string_view attribute_name) const {
        for (const Attribute& attribute : attributes)
            if (attribute.name == attribute_name) return &attribute;
        return nullptr;
    }
    const Attribute* find_attribute(AttributeNumber number) const {
        for (const Attribute& attribute : attributes)
            if (attribute.number == number) return &attribute;
        return nullptr;
    }
    Attribute* find_attribute(AttributeNumber number) {
        return const_cast<Attribute*>(static_cast<const Relation*>(this)->find_attribute(number));
    }
    /// A relation that stores rows of its own or of its partitions.
    bool is_table() const {
        return kind == RelationKind::table || kind == RelationKind::partitioned_table ||
               kind == RelationKind::foreign_table;
    }
    bool is_index() const { return kind == RelationKind::index || kind == RelationKind::partitioned_index; }
};

/// Default or generation expression of a column (pg_attrdef). Its scope is the relation, its name the column's number.
struct AttributeDefault : ObjectOf<AttributeDefault, ObjectClass::attribute_default> {
    AttributeNumber attribute = 0;
    ExprPtr expression;
};

/// pg_constraint, of a relation or a domain (`scope`).
struct Constraint : ObjectOf<Constraint, ObjectClass::constraint> {
    enum class Type : char {
        check = 'c', foreign_key = 'f', not_null = 'n', primary_key = 'p', unique = 'u', trigger = 't',
        exclusion = 'x'
    };
    Type type = Type::check;
    bool on_domain = false;
    std::vector<AttributeNumber> keys;
    ExprPtr expression;
    bool deferrable = false;
    bool deferred = false;
    bool enforced = true;
    bool validated = true;
    bool no_inherit = false;
    bool is_local = true;
    std::int16_t inherit_count = 0;
    Oid parent = invalid_oid;              ///< of a partition's constraint
    Oid index = invalid_oid;               ///< own index, or the referenced unique index of a foreign key
    std::vector<Oid> exclusion_operators;
    bool period = false;
    // foreign keys
    Oid referenced = invalid_oid;
    std::vector<AttributeNumber> referenced_keys;
    std::vector<AttributeNumber> delete_set_columns;
    char match_type = 's';
    char update_action = 'a';
    char delete_action = 'a';
};

/// Extended statistics object (pg_statistic_ext).
struct Statistics : ObjectOf<Statistics, ObjectClass::statistics> {
    Oid relation = invalid_oid;
    std::string kinds;                     ///< letters 'd', 'f', 'm', 'e'
    std::vector<AttributeNumber> attributes;
    std::vector<ExprPtr> expressions;
    std::optional<std::int32_t> target;
};

}  // namespace backout::catalog
