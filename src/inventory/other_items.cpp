#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "inventory/item_builder.h"

namespace backout::inventory {

using catalog::Catalog;
using catalog::Object;
using catalog::ObjectClass;
using catalog::Oid;

namespace {

/// The object as its own type; its class has been looked at.
template <class T>
const T& get(const Object& object) {
    return static_cast<const T&>(object);
}

std::string name_of(const Catalog& catalog, Oid oid) {
    const Object* object = catalog.find(oid);
    return object ? object->name : std::string();
}

Item schema_item(const Catalog& catalog, const Object& object) {
    return ItemBuilder("schema", object.name, object.oid)
        .add("owner", catalog::role_name(catalog, object.owner))
        .add("privileges", print_acl(catalog, catalog::effective_acl(object, catalog.major())))
        .build();
}

Item extension_item(const Catalog& catalog, const catalog::Extension& extension) {
    return ItemBuilder("extension", extension.name, extension.oid)
        .add("schema", catalog::namespace_name(catalog, extension.schema))
        .add("version", extension.version)
        .build();
}

Item statistics_item(const Catalog& catalog, const catalog::Statistics& statistics) {
    return ItemBuilder("statistics", plain_name(catalog, statistics.scope, statistics.name), statistics.oid)
        .add("definition", analyze::deparse_statistics(catalog, statistics.oid))
        .add("target", statistics.target ? std::to_string(*statistics.target) : "")
        .build();
}

Item default_acl_item(const Catalog& catalog, const catalog::DefaultAcl& entry) {
    std::string schema = entry.schema ? catalog::namespace_name(catalog, entry.schema) : "*";
    return ItemBuilder("default_acl",
                       fmt::format("{}/{}/{}", catalog::role_name(catalog, entry.role), schema, entry.object_type),
                       entry.oid)
        .add("privileges", print_acl(catalog, entry.privileges))
        .build();
}

/// Tables of a publication with their columns and row filters, by name.
std::string publication_tables(const Catalog& catalog, Oid publication) {
    std::vector<std::string> tables;
    for (const auto* member : catalog.members_of_class<catalog::PublicationRelation>(publication)) {
        std::string printed = relation_name(catalog, member->relation);
        if (member->where)
            printed += " WHERE " + analyze::deparse_expression(catalog, *member->where, member->relation);
        std::vector<std::string> columns;
        for (auto number : member->columns)
            if (auto column = catalog::find_column(catalog, member->relation, number)) columns.emplace_back(column->name);
        if (!columns.empty()) printed += fmt::format(" ({})", fmt::join(columns, "|"));
        tables.push_back(std::move(printed));
    }
    for (const auto* member : catalog.members_of_class<catalog::PublicationNamespace>(publication))
        tables.push_back("schema " + catalog::namespace_name(catalog, member->schema));
    std::sort(tables.begin(), tables.end());
    return fmt::format("{}", fmt::join(tables, ","));
}

Item publication_item(const Catalog& catalog, const catalog::Publication& publication) {
    std::vector<std::string_view> actions;
    if (publication.insert) actions.push_back("insert");
    if (publication.update) actions.push_back("update");
    if (publication.delete_) actions.push_back("delete");
    if (publication.truncate) actions.push_back("truncate");
    return ItemBuilder("publication", publication.name, publication.oid)
        .flag("all tables", publication.all_tables)
        .add("publishes", fmt::format("{}", fmt::join(actions, ",")))
        .flag("via root", publication.via_root)
        .add("tables", publication_tables(catalog, publication.oid))
        .add("properties", print_options(publication.properties))
        .add("owner", catalog::role_name(catalog, publication.owner))
        .build();
}

Item operator_item(const Catalog& catalog, const catalog::Operator& operator_) {
    auto side = [&](Oid type) { return type ? type_name(catalog, type) : std::string("-"); };
    return ItemBuilder("operator",
                       fmt::format("{}({},{})", plain_name(catalog, operator_.scope, operator_.name),
                                   side(operator_.left), side(operator_.right)),
                       operator_.oid)
        .add("function", function_name(catalog, operator_.function))
        .add("result", operator_.result ? type_name(catalog, operator_.result) : "")
        .add("restrict", function_name(catalog, operator_.restriction_estimator))
        .add("join", function_name(catalog, operator_.join_estimator))
        .build();
}

std::string method_name(const Catalog& catalog, Oid method) {
    auto info = catalog::access_method_info(catalog, method);
    return info ? std::string(info->name) : std::string();
}

Item opclass_item(const Catalog& catalog, const catalog::OperatorClass& opclass) {
    return ItemBuilder("opclass",
                       fmt::format("{} USING {}", plain_name(catalog, opclass.scope, opclass.name),
                                   method_name(catalog, opclass.access_method)),
                       opclass.oid)
        .add("type", type_name(catalog, opclass.input_type))
        .flag("default", opclass.is_default)
        .build();
}

Item opfamily_item(const Catalog& catalog, const catalog::OperatorFamily& family) {
    return ItemBuilder("opfamily",
                       fmt::format("{} USING {}", plain_name(catalog, family.scope, family.name),
                                   method_name(catalog, family.access_method)),
                       family.oid)
        .add("members", std::to_string(family.members.size()))
        .build();
}

Item cast_item(const Catalog& catalog, const catalog::Cast& cast) {
    return ItemBuilder("cast", type_name(catalog, cast.source) + "->" + type_name(catalog, cast.target), cast.oid)
        .add("function", function_name(catalog, cast.function))
        .add("context", std::string(1, cast.context))
        .add("method", std::string(1, cast.method))
        .build();
}

Item collation_item(const Catalog& catalog, const catalog::Collation& collation) {
    return ItemBuilder("collation", plain_name(catalog, collation.scope, collation.name), collation.oid)
        .add("provider", std::string(1, collation.provider))
        .flag("nondeterministic", !collation.deterministic)
        .add("locale", collation.locale)
        .build();
}

Item ts_config_item(const Catalog& catalog, const catalog::TextSearchConfig& config) {
    std::vector<std::string> mappings;
    for (const auto& [token, dictionaries] : config.mappings) {
        std::vector<std::string> names;
        for (Oid dictionary : dictionaries) {
            std::string name = name_of(catalog, dictionary);
            names.push_back(name.empty() ? std::to_string(dictionary) : name);
        }
        mappings.push_back(fmt::format("{}:{}", token, fmt::join(names, "+")));
    }
    return ItemBuilder("ts_config", plain_name(catalog, config.scope, config.name), config.oid)
        .add("mappings", fmt::format("{}", fmt::join(mappings, ",")))
        .build();
}

Item role_item(const Catalog& catalog, const catalog::Role& role) {
    std::vector<std::string> groups;
    for (const auto& membership : role.member_of)
        groups.push_back(catalog::role_name(catalog, membership.role) + (membership.admin ? "*" : ""));
    std::sort(groups.begin(), groups.end());
    return ItemBuilder("role", role.name, role.oid)
        .flag("superuser", role.superuser)
        .flag("no inherit", !role.inherit)
        .flag("create role", role.create_role)
        .flag("create database", role.create_db)
        .flag("login", role.can_login)
        .flag("replication", role.replication)
        .flag("bypass row security", role.bypass_rls)
        .add("connection limit", role.connection_limit >= 0 ? std::to_string(role.connection_limit) : "")
        .add("member of", fmt::format("{}", fmt::join(groups, ",")))
        .build();
}

/// The owner, and who may use it, of what has them; schemas and those with more to say have added theirs.
void add_owner(const Catalog& catalog, const Object& object, Item& item) {
    if (object.owner == catalog::invalid_oid || item.property("owner")) return;
    switch (object.object_class) {
        case ObjectClass::foreign_data_wrapper:
        case ObjectClass::foreign_server:
        case ObjectClass::language:
            item.properties.push_back({"privileges", print_acl(catalog, catalog::effective_acl(object, catalog.major()))});
            break;
        case ObjectClass::collation:
        case ObjectClass::conversion:
        case ObjectClass::operator_:
        case ObjectClass::operator_class:
        case ObjectClass::operator_family:
        case ObjectClass::statistics:
        case ObjectClass::subscription:
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary: break;
        default: return;
    }
    item.properties.push_back({"owner", catalog::role_name(catalog, object.owner)});
}

}  // namespace

void add_other_items(const Catalog& catalog, const Object& object, std::vector<Item>& items) {
    std::size_t count = items.size();
    auto named = [&](const char* kind) { return ItemBuilder(kind, object.name, object.oid); };
    auto in_schema = [&](const char* kind) {
        return ItemBuilder(kind, plain_name(catalog, object.scope, object.name), object.oid);
    };
    switch (object.object_class) {
        case ObjectClass::namespace_: items.push_back(schema_item(catalog, object)); break;
        case ObjectClass::extension: items.push_back(extension_item(catalog, get<catalog::Extension>(object))); break;
        case ObjectClass::statistics: items.push_back(statistics_item(catalog, get<catalog::Statistics>(object))); break;
        case ObjectClass::default_acl: items.push_back(default_acl_item(catalog, get<catalog::DefaultAcl>(object))); break;
        case ObjectClass::publication:
            items.push_back(publication_item(catalog, get<catalog::Publication>(object)));
            break;
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace:
            // What a publication publishes is a property of the publication.
            if (const auto* publication = catalog.find<catalog::Publication>(object.scope))
                items.push_back(publication_item(catalog, *publication));
            break;
        case ObjectClass::operator_: items.push_back(operator_item(catalog, get<catalog::Operator>(object))); break;
        case ObjectClass::operator_class:
            items.push_back(opclass_item(catalog, get<catalog::OperatorClass>(object)));
            break;
        case ObjectClass::operator_family:
            items.push_back(opfamily_item(catalog, get<catalog::OperatorFamily>(object)));
            break;
        case ObjectClass::cast: items.push_back(cast_item(catalog, get<catalog::Cast>(object))); break;
        case ObjectClass::collation: items.push_back(collation_item(catalog, get<catalog::Collation>(object))); break;
        case ObjectClass::ts_config: items.push_back(ts_config_item(catalog, get<catalog::TextSearchConfig>(object))); break;
        case ObjectClass::role: items.push_back(role_item(catalog, get<catalog::Role>(object))); break;
        case ObjectClass::ts_dictionary:
            items.push_back(in_schema("ts_dict").add("options", get<catalog::TextSearchDictionary>(object).options).build());
            break;
        case ObjectClass::ts_parser: items.push_back(in_schema("ts_parser").build()); break;
        case ObjectClass::ts_template: items.push_back(in_schema("ts_template").build()); break;
        case ObjectClass::language:
            items.push_back(named("language").flag("trusted", get<catalog::Language>(object).trusted).build());
            break;
        case ObjectClass::foreign_data_wrapper:
            items.push_back(
                named("fdw").add("options", print_options(get<catalog::ForeignDataWrapper>(object).options)).build());
            break;
        case ObjectClass::foreign_server: {
            const auto& server = get<catalog::ForeignServer>(object);
            items.push_back(named("server")
                                .add("type", server.type)
                                .add("version", server.version)
                                .add("options", print_options(server.options))
                                .build());
            break;
        }
        case ObjectClass::user_mapping:
            items.push_back(ItemBuilder("user_mapping", name_of(catalog, object.scope) + "/" + object.name, object.oid)
                                .add("options", print_options(get<catalog::UserMapping>(object).options))
                                .build());
            break;
        case ObjectClass::access_method:
            items.push_back(named("access_method").add("type", std::string(1, get<catalog::AccessMethod>(object).type)).build());
            break;
        case ObjectClass::conversion: {
            const auto& conversion = get<catalog::Conversion>(object);
            items.push_back(in_schema("conversion")
                                .add("from", conversion.for_encoding)
                                .add("to", conversion.to_encoding)
                                .add("function", function_name(catalog, conversion.function))
                                .flag("default", conversion.is_default)
                                .build());
            break;
        }
        case ObjectClass::transform: {
            const auto& transform = get<catalog::Transform>(object);
            items.push_back(ItemBuilder("transform",
                                        fmt::format("{} {}", type_name(catalog, transform.type),
                                                    catalog::language_name(catalog, transform.language)),
                                        object.oid)
                                .add("from sql", function_name(catalog, transform.from_sql))
                                .add("to sql", function_name(catalog, transform.to_sql))
                                .build());
            break;
        }
        case ObjectClass::subscription: {
            const auto& subscription = get<catalog::Subscription>(object);
            items.push_back(named("subscription")
                                .add("connection", subscription.connection)
                                .add("publications", fmt::format("{}", fmt::join(subscription.publications, ",")))
                                .flag("disabled", !subscription.enabled)
                                .add("options", print_options(subscription.options))
                                .build());
            break;
        }
        // Tablespaces and the database belong to the server, not to the schema; the others have a function of their own.
        default: break;
    }
    if (items.size() > count) add_owner(catalog, object, items.back());
}

}  // namespace backout::inventory
