#include "simulate/names.h"

#include <algorithm>
#include <array>

#include "simulate/assume.h"
#include "simulate/current_database.h"
#include "simulate/role_membership.h"

namespace backout::simulate {

using analyze::Missing;
using catalog::Constraint;
using catalog::Namespace;
using catalog::Relation;

namespace {

constexpr std::size_t name_length_limit = 63;  // NAMEDATALEN - 1

tl::unexpected<Error> missing(Missing::Kind kind, std::string schema, std::string name, std::string sqlstate,
                              std::string message, sql::Location location = sql::no_location) {
    Error made;
    made.sqlstate = std::move(sqlstate);
    made.message = std::move(message);
    made.location = location;
    made.missing = {kind, std::move(schema), std::move(name)};
    return tl::unexpected<Error>(std::move(made));
}

/// Bytes of a name that fit into `limit` without splitting a UTF-8 character (pg_mbcliplen).
std::size_t clipped_length(std::string_view name, std::size_t limit) {
    if (name.size() <= limit) return name.size();
    while (limit > 0 && (static_cast<unsigned char>(name[limit]) & 0xC0) == 0x80) --limit;
    return limit;
}

}  // namespace

Result<Oid> get_namespace(StatementContext& context, std::string_view name) {
    if (name == "pg_temp") {
        if (context.session.temporary_namespace != catalog::invalid_oid) return context.session.temporary_namespace;
    }
    Oid oid = catalog::find_namespace(context.catalog, name);
    if (oid != catalog::invalid_oid) return oid;
    return missing(Missing::Kind::schema, "", std::string(name), "3F000",
                   fmt::format("schema \"{}\" does not exist", name));
}

namespace {

/// The session's own temporary schema, made when it is first needed.
Oid temporary_namespace(StatementContext& context) {
    Oid& oid = context.session.temporary_namespace;
    if (oid == catalog::invalid_oid || !context.catalog.find(oid)) {
        auto made = context.make<Namespace>("pg_temp_1", catalog::invalid_oid);
        made->temporary = true;
        made->owner = bootstrap_superuser;
        oid = made->oid;
        context.catalog.insert(std::move(made));
        context.path = context.session.search_path(context.catalog);
    }
    return oid;
}

}  // namespace

Result<CreationName> creation_name(StatementContext& context, const sql::Names& names) {
    if (names.size() > 3) return error("42601", "improper qualified name (too many dotted names): {}", display_name(names));
    if (names.size() >= 2) {
        if (names[names.size() - 2] == "pg_temp") return CreationName{temporary_namespace(context), names.back()};
        BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
        return CreationName{scope, names.back()};
    }
    if (context.path.creation == catalog::invalid_oid)
        return error("3F000", "no schema has been selected to create in");
    return CreationName{context.path.creation, names.back()};
}

Result<Oid> creation_namespace(StatementContext& context, const sql::RangeVar& relation) {
    if (relation.persistence == sql::Persistence::temporary) {
        if (!relation.schema.empty() && relation.schema != "pg_temp")
            return error("42P16", "cannot create temporary relation in non-temporary schema");
        return temporary_namespace(context);
    }
    if (relation.schema == "pg_temp") return temporary_namespace(context);
    if (!relation.schema.empty()) return get_namespace(context, relation.schema);
    if (context.path.creation == catalog::invalid_oid)
        return error_at(relation.location, "3F000", "no schema has been selected to create in");
    return context.path.creation;
}

std::string display_name(const sql::RangeVar& relation) {
    return relation.schema.empty() ? relation.name : relation.schema + "." + relation.name;
}

std::string display_name(const sql::Names& names) { return fmt::format("{}", fmt::join(names, ".")); }

sql::RangeVar to_range_var(const sql::Names& names) {
    sql::RangeVar relation;
    if (!names.empty()) relation.name = names.back();
    if (names.size() >= 2) relation.schema = names[names.size() - 2];
    if (names.size() >= 3) relation.catalog = names[names.size() - 3];
    return relation;
}

Result<Oid> get_relation(StatementContext& context, const sql::RangeVar& relation, bool missing_ok,
                         std::string_view possible_kinds) {
    Oid oid = catalog::invalid_oid;
    if (relation.schema.empty()) {
        oid = catalog::find_relation(context.catalog, context.path, relation.name);
    } else {
        auto scope = get_namespace(context, relation.schema);
        if (!scope && missing_ok) return catalog::invalid_oid;
        BACKOUT_TRY(scope);
        oid = catalog::find_relation(context.catalog, *scope, relation.name);
    }
    if (oid != catalog::invalid_oid || missing_ok) {
        if (oid != catalog::invalid_oid) narrow_kinds(context, oid, possible_kinds);
        return oid;
    }
    auto failure = missing(Missing::Kind::relation, relation.schema, relation.name, "42P01",
                           fmt::format("relation \"{}\" does not exist", display_name(relation)), relation.location);
    failure.value().missing.kinds = possible_kinds;
    return failure;
}

Result<const Relation*> get_user_relation(StatementContext& context, Oid oid) {
    if (const auto* relation = context.catalog.find<Relation>(oid)) return relation;
    auto info = catalog::relation_info(context.catalog, oid);
    return error("42501", "permission denied: \"{}\" is a system catalog", info ? info->name : "");
}

std::string_view relation_kind_word(catalog::RelationKind kind) {
    using catalog::RelationKind;
    switch (kind) {
        case RelationKind::table: return "table";
        case RelationKind::partitioned_table: return "table";
        case RelationKind::index:
        case RelationKind::partitioned_index: return "index";
        case RelationKind::sequence: return "sequence";
        case RelationKind::view: return "view";
        case RelationKind::materialized_view: return "materialized view";
        case RelationKind::composite: return "composite type";
        case RelationKind::foreign_table: return "foreign table";
        case RelationKind::toast: return "TOAST table";
    }
    return "relation";
}

Result<Oid> get_role(StatementContext& context, const sql::RoleSpec& role) {
    switch (role.kind) {
        case sql::RoleSpec::Kind::public_: return catalog::invalid_oid;
        case sql::RoleSpec::Kind::session_user: return context.session.state.session_role;
        case sql::RoleSpec::Kind::current_role:
        case sql::RoleSpec::Kind::current_user: return context.session.state.current_role;
        case sql::RoleSpec::Kind::named: break;
    }
    return get_role(context, role.name);
}

Result<Oid> get_role(StatementContext& context, std::string_view name) {
    Oid oid = catalog::find_role(context.catalog, name);
    if (oid != catalog::invalid_oid) return oid;
    // No history of migrations shows who made the roles, unless it dropped the role itself.
    bool may_exist = !is_fresh_server(context.catalog) &&
                     !context.catalog.was_known(ObjectClass::role, catalog::invalid_oid, name);
    if (may_exist) return assume_role(context, name);
    return missing(Missing::Kind::role, "", std::string(name), "42704",
                   fmt::format("role \"{}\" does not exist", name));
}

std::string truncate_identifier(std::string_view name) {
    return std::string(name.substr(0, clipped_length(name, name_length_limit)));
}

std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label) {
    std::size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
    std::size_t available = name_length_limit - std::min(overhead, name_length_limit);
    std::size_t length1 = name1.size();
    std::size_t length2 = name2.size();
    // The longer of the two gives way, byte by byte (makeObjectName, commands/indexcmds.c).
    while (length1 + length2 > available) {
        if (length1 > length2)
            --length1;
        else
            --length2;
    }
    std::string name(name1.substr(0, clipped_length(name1, length1)));
    if (!name2.empty()) name.append("_").append(name2.substr(0, clipped_length(name2, length2)));
    if (!label.empty()) name.append("_").append(label);
    return name;
}

namespace {

bool is_taken(const std::vector<std::string>& taken, const std::string& name) {
    return std::find(taken.begin(), taken.end(), name) != taken.end();
}

/// Whether any relation or domain of a schema has a constraint of this name (ConstraintNameExists).
bool constraint_name_exists(const Catalog& catalog, Oid scope, const std::string& name) {
    for (Oid constraint : catalog.find_all(ObjectClass::constraint, catalog::invalid_oid, name)) {
        const catalog::Object* owner = catalog.find(catalog.find(constraint)->scope);
        if (owner && owner->scope == scope) return true;
    }
    return false;
}

template <class IsUsed>
std::string first_free(const Catalog& catalog, Oid scope, std::string_view kind, std::string_view name1,
                       std::string_view name2, std::string_view label, const std::vector<std::string>& taken,
                       IsUsed&& is_used) {
    auto numbered = [&](int number) {
        return make_object_name(name1, name2, number == 0 ? std::string(label) : fmt::format("{}{}", label, number));
    };
    std::string series = fmt::format("{}\n{}\n{}\n{}\n{}", scope, kind, name1, name2, label);
    int number = catalog.first_number_to_try(series);
    std::string name = numbered(number);
    while (is_taken(taken, name) || is_used(name)) name = numbered(++number);
    if (taken.empty() && number > 0) catalog.remember_number_to_try(std::move(series), number);
    return name;
}

}  // namespace

std::string choose_relation_name(const Catalog& catalog, Oid scope, std::string_view name1, std::string_view name2,
                                 std::string_view label, bool is_constraint, const std::vector<std::string>& taken) {
    std::string_view kind = is_constraint ? "relation and constraint" : "relation";
    return first_free(catalog, scope, kind, name1, name2, label, taken, [&](const std::string& name) {
        return catalog::find_relation(catalog, scope, name) != catalog::invalid_oid ||
               (is_constraint && constraint_name_exists(catalog, scope, name));
    });
}

std::string choose_constraint_name(const Catalog& catalog, Oid relation_scope, std::string_view name1,
                                   std::string_view name2, std::string_view label,
                                   const std::vector<std::string>& taken) {
    return first_free(catalog, relation_scope, "constraint", name1, name2, label, taken, [&](const std::string& name) {
        return constraint_name_exists(catalog, relation_scope, name);
    });
}

Status check_relation_name_free(const StatementContext& context, Oid scope, const std::string& name) {
    Oid existing = catalog::find_relation(context.catalog, scope, name);
    if (existing == catalog::invalid_oid) return {};
    auto failure = error("42P07", "relation \"{}\" already exists", name);
    failure.value().involved = {{existing, 0}};
    return failure;
}

void depend(catalog::Object& object, ObjectAddress referenced, catalog::DependencyType type, AttributeNumber column) {
    if (catalog::is_builtin(referenced.oid)) return;
    catalog::Dependency dependency{column, referenced, type};
    if (std::find(object.dependencies.begin(), object.dependencies.end(), dependency) == object.dependencies.end())
        object.dependencies.push_back(dependency);
}

void depend(catalog::Object& object, const std::vector<ObjectAddress>& referenced, catalog::DependencyType type,
            AttributeNumber column) {
    for (const ObjectAddress& address : referenced) depend(object, address, type, column);
}

}  // namespace backout::simulate
