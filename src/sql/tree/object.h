#pragma once

#include "sql/tree/query.h"

/// Statements about objects of any kind: DROP, RENAME, OWNER, SCHEMA, COMMENT; and schemas, extensions, roles,
/// privileges, publications, foreign data and text search.
namespace backout::sql {

/// An object named in DROP, COMMENT, OWNER TO and the like. Which members count depends on the kind:
/// a relation, schema, type, collation … is `names`; a policy, trigger, rule or constraint is its relation's `names`
/// plus `sub_name`; a function or operator is `function`; a type, domain or cast has `type` (and `target_type`), and
/// the first two also have it as `names`; a transform has `type` and its language as `sub_name`; a constraint of a
/// domain has `type`, the domain's `names` and `sub_name`; a large object's number is its one name.
struct ObjectReference {
    Names names;
    std::string sub_name;
    std::optional<ObjectWithArgs> function;
    std::optional<TypeName> type;
    std::optional<TypeName> target_type;  ///< of a cast
    std::string access_method;            ///< of an operator class or family
    Location location = no_location;
};

struct DropStatement : StatementOf<StatementKind::drop> {
    ObjectKind object = ObjectKind::table;
    std::vector<ObjectReference> objects;
    DropBehavior behavior = DropBehavior::restrict_;
    bool missing_ok = false;
    bool concurrently = false;
};

struct RenameStatement : StatementOf<StatementKind::rename> {
    ObjectKind object = ObjectKind::table;
    ObjectKind relation_kind = ObjectKind::table;  ///< of RENAME COLUMN: what the statement calls the relation
    std::optional<RangeVar> relation;
    ObjectReference reference;  ///< what is not a relation or part of one
    std::string sub_name;       ///< column, constraint, policy, trigger, rule, attribute; old name of a role, database,
                                ///< schema or tablespace, which is in `reference` too
    std::string new_name;
    DropBehavior behavior = DropBehavior::restrict_;
    bool missing_ok = false;
};

struct AlterObjectSchemaStatement : StatementOf<StatementKind::alter_object_schema> {
    ObjectKind object = ObjectKind::table;
    std::optional<RangeVar> relation;
    ObjectReference reference;
    std::string new_schema;
    bool missing_ok = false;
};

struct AlterOwnerStatement : StatementOf<StatementKind::alter_owner> {
    ObjectKind object = ObjectKind::table;
    ObjectReference reference;
    RoleSpec new_owner;
};

/// ALTER FUNCTION … [NO] DEPENDS ON EXTENSION
struct AlterObjectDependsStatement : StatementOf<StatementKind::alter_object_depends> {
    ObjectKind object = ObjectKind::function;
    std::optional<RangeVar> relation;
    ObjectReference reference;
    std::string extension;
    bool remove = false;
};

struct CommentStatement : StatementOf<StatementKind::comment> {
    ObjectKind object = ObjectKind::table;
    ObjectReference reference;  ///< of a column: names holds relation and column
    std::optional<std::string> comment;
};

struct SecurityLabelStatement : StatementOf<StatementKind::security_label> {
    ObjectKind object = ObjectKind::table;
    ObjectReference reference;
    std::string provider;
    std::optional<std::string> label;
};

struct CreateSchemaStatement : StatementOf<StatementKind::create_schema> {
    std::string name;  ///< empty: named after the role
    std::optional<RoleSpec> authorization;
    std::vector<StatementPtr> elements;
    bool if_not_exists = false;
};

struct CreateExtensionStatement : StatementOf<StatementKind::create_extension> {
    std::string name;
    bool if_not_exists = false;
    Options options;  ///< schema, new_version, cascade
};

struct AlterExtensionStatement : StatementOf<StatementKind::alter_extension> {
    std::string name;
    Options options;
};

struct AlterExtensionContentsStatement : StatementOf<StatementKind::alter_extension_contents> {
    std::string name;
    bool add = true;
    ObjectKind object = ObjectKind::table;
    ObjectReference reference;
};

// --- roles and privileges ---------------------------------------------------------------------------------------

struct Privilege {
    std::string name;  ///< lower case; empty: ALL
    std::vector<std::string> columns;
};

struct GrantStatement : StatementOf<StatementKind::grant> {
    enum class Target : std::uint8_t { object, all_in_schema, defaults };
    bool is_grant = true;
    Target target = Target::object;
    ObjectKind object = ObjectKind::table;
    std::vector<ObjectReference> objects;
    std::vector<Privilege> privileges;  ///< empty: ALL PRIVILEGES
    std::vector<RoleSpec> grantees;
    bool grant_option = false;
    std::optional<RoleSpec> grantor;
    DropBehavior behavior = DropBehavior::restrict_;
};

struct AlterDefaultPrivilegesStatement : StatementOf<StatementKind::alter_default_privileges> {
    std::vector<std::string> schemas;
    std::vector<RoleSpec> roles;
    std::unique_ptr<GrantStatement> action;
};

struct GrantRoleStatement : StatementOf<StatementKind::grant_role> {
    std::vector<std::string> granted;
    std::vector<RoleSpec> grantees;
    bool is_grant = true;
    Options options;  ///< admin, inherit, set
    std::optional<RoleSpec> grantor;
    DropBehavior behavior = DropBehavior::restrict_;
};

struct CreateRoleStatement : StatementOf<StatementKind::create_role> {
    enum class Type : std::uint8_t { role, user, group };
    Type type = Type::role;
    std::string name;
    Options options;
};

struct AlterRoleStatement : StatementOf<StatementKind::alter_role> {
    RoleSpec role;
    Options options;
    std::int32_t action = 1;  ///< 1 add members, -1 drop members
};

struct AlterRoleSetStatement : StatementOf<StatementKind::alter_role_set> {
    std::optional<RoleSpec> role;  ///< absent: ALL
    std::string database;
    VariableSet setting;
};

struct DropRoleStatement : StatementOf<StatementKind::drop_role> {
    std::vector<RoleSpec> roles;
    bool missing_ok = false;
};

struct DropOwnedStatement : StatementOf<StatementKind::drop_owned> {
    std::vector<RoleSpec> roles;
    DropBehavior behavior = DropBehavior::restrict_;
};

struct ReassignOwnedStatement : StatementOf<StatementKind::reassign_owned> {
    std::vector<RoleSpec> roles;
    RoleSpec new_role;
};

// --- publications and subscriptions -----------------------------------------------------------------------------

struct PublicationObject {
    enum class Kind : std::uint8_t { table, tables_in_schema, tables_in_current_schema };
    Kind kind = Kind::table;
    std::optional<RangeVar> relation;
    ExpressionPtr where;
    std::vector<std::string> columns;
    std::string schema;
};

struct CreatePublicationStatement : StatementOf<StatementKind::create_publication> {
    std::string name;
    Options options;
    std::vector<PublicationObject> objects;
    bool for_all_tables = false;
};

struct AlterPublicationStatement : StatementOf<StatementKind::alter_publication> {
    enum class Action : std::uint8_t { options, add, set, drop };
    std::string name;
    Action action = Action::options;
    Options options;
    std::vector<PublicationObject> objects;
};

struct CreateSubscriptionStatement : StatementOf<StatementKind::create_subscription> {
    std::string name;
    std::string connection;
    std::vector<std::string> publications;
    Options options;
};

struct AlterSubscriptionStatement : StatementOf<StatementKind::alter_subscription> {
    std::string name;
    std::int32_t action = 0;  ///< AlterSubscriptionType: options, connection, set, add, drop publication, refresh, enabled, skip
    std::string connection;
    std::vector<std::string> publications;
    Options options;
};

struct DropSubscriptionStatement : StatementOf<StatementKind::drop_subscription> {
    std::string name;
    bool missing_ok = false;
    DropBehavior behavior = DropBehavior::restrict_;
};

// --- foreign data -----------------------------------------------------------------------------------------------

struct CreateForeignDataWrapperStatement : StatementOf<StatementKind::create_foreign_data_wrapper> {
    std::string name;
    Options functions;
    Options options;
};

struct AlterForeignDataWrapperStatement : StatementOf<StatementKind::alter_foreign_data_wrapper> {
    std::string name;
    Options functions;
    Options options;
};

struct CreateForeignServerStatement : StatementOf<StatementKind::create_foreign_server> {
    std::string name;
    std::string type;
    std::string version;
    std::string wrapper;
    Options options;
    bool if_not_exists = false;
};

struct AlterForeignServerStatement : StatementOf<StatementKind::alter_foreign_server> {
    std::string name;
    std::string version;
    bool has_version = false;
    Options options;
};

struct CreateUserMappingStatement : StatementOf<StatementKind::create_user_mapping> {
    RoleSpec user;
    std::string server;
    Options options;
    bool if_not_exists = false;
};

struct AlterUserMappingStatement : StatementOf<StatementKind::alter_user_mapping> {
    RoleSpec user;
    std::string server;
    Options options;
};

struct DropUserMappingStatement : StatementOf<StatementKind::drop_user_mapping> {
    RoleSpec user;
    std::string server;
    bool missing_ok = false;
};

struct ImportForeignSchemaStatement : StatementOf<StatementKind::import_foreign_schema> {
    std::string server;
    std::string remote_schema;
    std::string local_schema;
    std::int32_t list_type = 0;  ///< 0 all, 1 LIMIT TO, 2 EXCEPT
    std::vector<RangeVar> tables;
    Options options;
};

// --- text search ------------------------------------------------------------------------------------------------

struct AlterTsDictionaryStatement : StatementOf<StatementKind::alter_ts_dictionary> {
    Names names;
    Options options;
};

struct AlterTsConfigurationStatement : StatementOf<StatementKind::alter_ts_configuration> {
    enum class Action : std::uint8_t {
        add_mapping, alter_mapping_for_token, replace_dictionary, replace_dictionary_for_token, drop_mapping
    };
    Action action = Action::add_mapping;
    Names names;
    std::vector<std::string> token_types;
    std::vector<Names> dictionaries;
    bool missing_ok = false;
};

}  // namespace backout::sql
