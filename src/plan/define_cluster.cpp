#include <algorithm>

#include "catalog/builtin/extension.h"
#include "catalog/cluster_objects.h"
#include "plan/statement_text.h"

/// Schemas, extensions, roles.
namespace backout::plan {

using catalog::Extension;
using catalog::Role;

void define_schema(const Writer& writer, const Object& object, Definition& definition) {
    definition.statements.push_back("CREATE SCHEMA " + writer.name(object));
}

void define_extension(const Writer& writer, const Object& object, Definition& definition) {
    const auto& extension = get<Extension>(object);
    const auto* fact = catalog::builtin::find_extension(writer.catalog().major(), extension.name);
    std::string statement = "CREATE EXTENSION " + writer.name(object);
    // One that brings its schema along is there without its being asked for.
    bool has_own_schema = fact && !fact->schema.empty();
    if (!has_own_schema && extension.schema != writer.creation_schema())
        statement += " SCHEMA " + writer.schema(extension.schema);
    std::string_view usual_version = fact ? fact->default_version.view() : std::string_view("unknown");
    if (extension.version != usual_version)
        statement += fmt::format(" VERSION {}", sql::quote_literal(extension.version));
    definition.statements.push_back(std::move(statement));
}

void alter_extension(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Extension>(pair.source);
    const auto& to = get<Extension>(pair.target);
    std::string schema = pair.to.schema(to.schema);
    if (pair.from.schema(from.schema) != schema) {
        if (!from.relocatable) {
            alteration.recreate = true;
            return;
        }
        alteration.add(fmt::format("ALTER {} SET SCHEMA {}", pair.to.phrase(pair.target), schema));
    }
    if (from.version == to.version) return;
    alteration.add(fmt::format("ALTER {} UPDATE TO {}", pair.to.phrase(pair.target), sql::quote_literal(to.version)));
    alteration.steps.back().remarks.push_back("fails where the extension has no script that leads to this version");
}

namespace {

struct RoleFlag {
    bool Role::*flag;
    bool by_default;
    std::string_view word;  ///< with NO before it for its absence
};

constexpr RoleFlag role_flags[] = {
    {&Role::superuser, false, "SUPERUSER"},   {&Role::create_db, false, "CREATEDB"},
    {&Role::create_role, false, "CREATEROLE"}, {&Role::inherit, true, "INHERIT"},
    {&Role::can_login, false, "LOGIN"},        {&Role::replication, false, "REPLICATION"},
    {&Role::bypass_rls, false, "BYPASSRLS"},
};

std::string flag_word(const RoleFlag& flag, const Role& role) {
    return (role.*flag.flag ? "" : "NO") + std::string(flag.word);
}

/// What a membership says besides that it is one; INHERIT and SET are told apart since 16.
std::string membership_options(const Catalog& catalog, const Role::Membership& membership) {
    if (catalog.major_number() < 16) return membership.admin ? " WITH ADMIN OPTION" : "";
    std::vector<std::string_view> options;
    if (membership.admin) options.push_back("ADMIN OPTION");
    if (!membership.inherit) options.push_back("INHERIT FALSE");
    if (!membership.set) options.push_back("SET FALSE");
    return options.empty() ? std::string() : fmt::format(" WITH {}", fmt::join(options, ", "));
}

std::vector<std::string> grants_of(const Writer& writer, const Role& role) {
    std::vector<std::string> grants;
    for (const Role::Membership& membership : role.member_of)
        grants.push_back(fmt::format("GRANT {} TO {}{}", writer.role(membership.role), writer.name(role),
                                     membership_options(writer.catalog(), membership)));
    return grants;
}

std::vector<std::string> settings_of(const Writer& writer, const Role& role) {
    std::vector<std::string> settings;
    for (const auto& [name, value] : role.settings)
        settings.push_back(fmt::format("ALTER ROLE {} SET {} TO {}", writer.name(role), name, sql::quote_literal(value)));
    return settings;
}

bool has(const std::vector<std::string>& statements, const std::string& statement) {
    return std::find(statements.begin(), statements.end(), statement) != statements.end();
}

}  // namespace

void define_role(const Writer& writer, const Object& object, Definition& definition) {
    const auto& role = get<Role>(object);
    std::string statement = "CREATE ROLE " + writer.name(object);
    for (const RoleFlag& flag : role_flags)
        if (role.*flag.flag != flag.by_default) statement += " " + flag_word(flag, role);
    if (role.connection_limit != -1) statement += fmt::format(" CONNECTION LIMIT {}", role.connection_limit);
    definition.statements.push_back(std::move(statement));
    for (auto& grant : grants_of(writer, role)) definition.statements.push_back(std::move(grant));
    for (auto& setting : settings_of(writer, role)) definition.statements.push_back(std::move(setting));
}

namespace {

/// A membership goes, or loses its ADMIN OPTION; what it has to have beside is granted anew.
void alter_memberships(const Pair& pair, const Role& from, const Role& to, Alteration& alteration) {
    for (const Role::Membership& membership : from.member_of) {
        std::string group = pair.from.role(membership.role);
        auto kept = std::find_if(to.member_of.begin(), to.member_of.end(),
                                 [&](const auto& other) { return pair.to.role(other.role) == group; });
        if (kept == to.member_of.end())
            alteration.add(fmt::format("REVOKE {} FROM {}", group, pair.to.name(to)));
        else if (membership.admin && !kept->admin)
            alteration.add(fmt::format("REVOKE ADMIN OPTION FOR {} FROM {}", group, pair.to.name(to)));
    }
    auto without_admin = [](Role::Membership membership) {
        membership.admin = false;
        return membership;
    };
    for (const Role::Membership& membership : to.member_of) {
        auto had = std::find_if(from.member_of.begin(), from.member_of.end(), [&](const auto& other) {
            return pair.from.role(other.role) == pair.to.role(membership.role);
        });
        bool is_the_same = had != from.member_of.end() && had->inherit == membership.inherit &&
                           had->set == membership.set && (had->admin || !membership.admin);
        if (is_the_same) continue;
        Role::Membership granted = membership;
        if (had != from.member_of.end() && had->admin) granted = without_admin(granted);
        alteration.add(fmt::format("GRANT {} TO {}{}", pair.to.role(membership.role), pair.to.name(to),
                                   membership_options(pair.to.catalog(), granted)));
    }
}

}  // namespace

void alter_role(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Role>(pair.source);
    const auto& to = get<Role>(pair.target);
    std::string words;
    for (const RoleFlag& flag : role_flags)
        if (from.*flag.flag != to.*flag.flag) words += " " + flag_word(flag, to);
    if (from.connection_limit != to.connection_limit) words += fmt::format(" CONNECTION LIMIT {}", to.connection_limit);
    if (!words.empty()) alteration.add(fmt::format("ALTER ROLE {}{}", pair.to.name(to), words));
    alter_memberships(pair, from, to, alteration);
    std::vector<std::string> before = settings_of(pair.from, from), after = settings_of(pair.to, to);
    for (const auto& [name, value] : from.settings) {
        bool is_kept = std::any_of(to.settings.begin(), to.settings.end(),
                                   [&, &name = name](const auto& other) { return other.first == name; });
        if (!is_kept) alteration.add(fmt::format("ALTER ROLE {} RESET {}", pair.to.name(to), name));
    }
    for (std::string& setting : after)
        if (!has(before, setting)) alteration.add(std::move(setting));
}

}  // namespace backout::plan
