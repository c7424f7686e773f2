#pragma once

#include "catalog/expression.h"
#include "catalog/object.h"

/// Objects outside schemas: schemas themselves, roles, extensions, publications, foreign data; and the few that are in
/// a schema but have little to them (text search).
namespace backout::catalog {

struct Namespace : ObjectOf<Namespace, ObjectClass::namespace_> {
    bool temporary = false;
};

struct Role : ObjectOf<Role, ObjectClass::role> {
    bool superuser = false, inherit = true, create_role = false, create_db = false, can_login = false;
    bool replication = false, bypass_rls = false;
    std::int32_t connection_limit = -1;
    struct Membership {
        Oid role = invalid_oid;  ///< that this role is a member of
        bool admin = false, inherit = true, set = true;
        Oid grantor = 10;        ///< up to 15 nothing hangs on it; since 16 there may be a membership from each grantor
        friend bool operator==(const Membership&, const Membership&) = default;
    };
    std::vector<Membership> member_of;
    OptionList settings;         ///< ALTER ROLE … SET
};

struct Extension : ObjectOf<Extension, ObjectClass::extension> {
    std::string version;
    Oid schema = invalid_oid;
    bool relocatable = false;
    bool known = true;           ///< false: what it brings is not in our facts
};

/// ALTER DEFAULT PRIVILEGES; named "role/schema/object type".
struct DefaultAcl : ObjectOf<DefaultAcl, ObjectClass::default_acl> {
    Oid role = invalid_oid;
    Oid schema = invalid_oid;    ///< 0: everywhere
    char object_type = 'r';      ///< 'r','S','f','T','n','L'
    Acl privileges;
};

struct EventTrigger : ObjectOf<EventTrigger, ObjectClass::event_trigger> {
    std::string event;
    std::vector<std::string> tags;
    Oid function = invalid_oid;
    char enabled = 'O';
};

struct Publication : ObjectOf<Publication, ObjectClass::publication> {
    bool all_tables = false;
    bool insert = true, update = true, delete_ = true, truncate = true, via_root = false;
    OptionList properties;
};

/// A table of a publication; its scope is the publication, its name the table's oid.
struct PublicationRelation : ObjectOf<PublicationRelation, ObjectClass::publication_relation> {
    Oid relation = invalid_oid;
    ExprPtr where;
    std::vector<AttributeNumber> columns;
};

struct PublicationNamespace : ObjectOf<PublicationNamespace, ObjectClass::publication_namespace> {
    Oid schema = invalid_oid;
};

struct Subscription : ObjectOf<Subscription, ObjectClass::subscription> {
    std::string connection;
    std::vector<std::string> publications;
    bool enabled = true;
    OptionList options;
};

struct ForeignDataWrapper : ObjectOf<ForeignDataWrapper, ObjectClass::foreign_data_wrapper> {
    Oid handler = invalid_oid;
    Oid validator = invalid_oid;
    OptionList options;
};

struct ForeignServer : ObjectOf<ForeignServer, ObjectClass::foreign_server> {
    Oid wrapper = invalid_oid;
    std::string type;
    std::string version;
    OptionList options;
};

/// Its scope is the server, its name the role's ("public" for PUBLIC).
struct UserMapping : ObjectOf<UserMapping, ObjectClass::user_mapping> {
    Oid user = invalid_oid;      ///< 0: PUBLIC
    OptionList options;
};

struct TextSearchConfig : ObjectOf<TextSearchConfig, ObjectClass::ts_config> {
    Oid parser = invalid_oid;
    std::vector<std::pair<std::string, std::vector<Oid>>> mappings;  ///< token type → dictionaries
};

struct TextSearchDictionary : ObjectOf<TextSearchDictionary, ObjectClass::ts_dictionary> {
    Oid template_ = invalid_oid;
    std::string options;
};

struct TextSearchParser : ObjectOf<TextSearchParser, ObjectClass::ts_parser> {
    OptionList functions;
};

struct TextSearchTemplate : ObjectOf<TextSearchTemplate, ObjectClass::ts_template> {
    OptionList functions;
};

struct Tablespace : ObjectOf<Tablespace, ObjectClass::tablespace> {
    OptionList options;
};

struct Database : ObjectOf<Database, ObjectClass::database> {
    OptionList settings;
};

}  // namespace backout::catalog
