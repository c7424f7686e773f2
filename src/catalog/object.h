#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/oid.h"

namespace backout::catalog {

/// The system catalog that an object is a row of.
enum class ObjectClass : std::uint8_t {
    access_method, attribute_default, cast, collation, constraint, conversion, database, default_acl, event_trigger,
    extension, foreign_data_wrapper, foreign_server, function, language, namespace_, operator_, operator_class,
    operator_family, policy, publication, publication_namespace, publication_relation, relation, role, rule,
    statistics, subscription, tablespace, transform, trigger, ts_config, ts_dictionary, ts_parser, ts_template, type,
    user_mapping
};

/// How an object depends on another (manual, "pg_depend").
enum class DependencyType : char {
    normal = 'n', auto_ = 'a', internal = 'i', partition_primary = 'P', partition_secondary = 'S', extension = 'e',
    auto_extension = 'x'
};

/// One row of pg_depend, kept with the object that depends. `column` says which part of that object does.
/// Dependencies on objects of a fresh server are not kept: they can't be dropped.
struct Dependency {
    AttributeNumber column = 0;
    ObjectAddress referenced;
    DependencyType type = DependencyType::normal;

    friend bool operator==(const Dependency&, const Dependency&) = default;
    friend auto operator<=>(const Dependency&, const Dependency&) = default;
};

/// Privileges as bits, in the order of PostgreSQL's letters "arwdDxtXUCTcsAm".
enum Privilege : std::uint32_t {
    privilege_insert = 1, privilege_select = 2, privilege_update = 4, privilege_delete = 8, privilege_truncate = 16,
    privilege_references = 32, privilege_trigger = 64, privilege_execute = 128, privilege_usage = 256,
    privilege_create = 512, privilege_create_temporary = 1024, privilege_connect = 2048, privilege_set = 4096,
    privilege_alter_system = 8192, privilege_maintain = 16384
};

/// One aclitem. Grantee 0 is PUBLIC.
struct AclItem {
    Oid grantee = invalid_oid;
    Oid grantor = invalid_oid;
    std::uint32_t privileges = 0;
    std::uint32_t grant_options = 0;

    friend bool operator==(const AclItem&, const AclItem&) = default;
};
using Acl = std::vector<AclItem>;

/// The statement that made an object, for messages that lead back to it.
struct Origin {
    std::int32_t script = -1;     ///< index of the script in the replay; -1: there from the start
    std::int32_t offset = -1;     ///< of the statement's first token in that script
    std::int32_t migration = -1;  ///< index of the migration in the project
};

/// What every object has. Objects are immutable once in the catalog; a change puts a changed copy in their place.
struct Object {
    ObjectClass object_class;
    Oid oid = invalid_oid;
    std::string name;
    /// What the name is unique in: the schema of a relation, type, function …; the relation (or domain) of a
    /// constraint, trigger, rule or policy; 0 for schemas, roles, extensions and what else has a global name.
    Oid scope = invalid_oid;
    Oid owner = invalid_oid;
    std::optional<Acl> acl;  ///< absent: the default privileges of its kind
    std::optional<std::string> comment;
    std::vector<Dependency> dependencies;
    Origin origin;
    /// Not made by any statement but taken to be there since statements need it (open world).
    bool assumed = false;

    explicit Object(ObjectClass object_class_) : object_class(object_class_) {}
    virtual ~Object() = default;

    /// A copy of the whole object, of its own type.
    virtual std::shared_ptr<Object> clone() const = 0;

protected:
    Object(const Object&) = default;
    Object& operator=(const Object&) = default;
};
using ObjectPtr = std::shared_ptr<const Object>;

/// Base of each kind of object: gives it its class and its copy.
template <class Derived, ObjectClass C>
struct ObjectOf : Object {
    static constexpr ObjectClass object_class_of = C;
    ObjectOf() : Object(C) {}
    std::shared_ptr<Object> clone() const override {
        return std::make_shared<Derived>(static_cast<const Derived&>(*this));
    }
};

/// The object as its own type, or null when it is of another class.
template <class T>
const T* as(const Object* object) {
    return object && object->object_class == T::object_class_of ? static_cast<const T*>(object) : nullptr;
}

/// `name=value` settings (reloptions, fdw options, function SET clauses) in the order that PostgreSQL keeps them.
using OptionList = std::vector<std::pair<std::string, std::string>>;

}  // namespace backout::catalog
