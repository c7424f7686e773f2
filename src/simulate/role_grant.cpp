#include "simulate/role_grant.h"

#include <algorithm>

#include "simulate/names.h"
#include "simulate/privileges.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Role;

namespace {

/// Up to 15 these errors were given no code of their own.
std::string database_owner_code(const StatementContext& context) { return context.major() >= 16 ? "0A000" : "XX000"; }

/// A row of pg_auth_members, and what is to become of it.
struct Grant {
    enum class Action : std::uint8_t { keep, remove, remove_admin, remove_inherit, remove_set };
    Oid member = catalog::invalid_oid;
    Role::Membership membership;
    Action action = Action::keep;
};

std::vector<Grant> grants_of(const Catalog& catalog, Oid role) {
    std::vector<Grant> grants;
    for (const Role* member : catalog.all_of_class<Role>())
        for (const Role::Membership& membership : member->member_of)
            if (membership.role == role) grants.push_back({member->oid, membership});
    return grants;
}

Status dependent_privileges() {
    auto failure = error("2BP01", "dependent privileges exist");
    failure.value().hint = "Use CASCADE to revoke them too.";
    return failure;
}

/// plan_recursive_revoke: with a member's last ADMIN OPTION go the grants that the member made.
Status plan_revoke(std::vector<Grant>& grants, Grant& grant, bool only_admin, sql::DropBehavior behavior) {
    using Action = Grant::Action;
    if (grant.action == Action::remove || (grant.action == Action::remove_admin && only_admin)) return {};
    if (!only_admin) grant.action = Action::remove;
    if (!grant.membership.admin) return {};
    if (only_admin) grant.action = Action::remove_admin;
    for (const Grant& other : grants)
        if (other.member == grant.member && other.membership.admin && other.action == Action::keep) return {};
    for (Grant& other : grants) {
        if (other.membership.grantor != grant.member || other.action == Action::remove) continue;
        if (behavior != sql::DropBehavior::cascade) return dependent_privileges();
        BACKOUT_TRY(plan_revoke(grants, other, false, behavior));
    }
    return {};
}

void carry_out(StatementContext& context, const std::vector<Grant>& grants) {
    using Action = Grant::Action;
    for (const Grant& grant : grants) {
        if (grant.action == Action::keep) continue;
        context.catalog.change<Role>(grant.member, [&](Role& member) {
            auto found = std::find(member.member_of.begin(), member.member_of.end(), grant.membership);
            if (grant.action == Action::remove) member.member_of.erase(found);
            if (grant.action == Action::remove_admin) found->admin = false;
            if (grant.action == Action::remove_inherit) found->inherit = false;
            if (grant.action == Action::remove_set) found->set = false;
        });
    }
}

/// check_role_grantor, since 16. Up to 15 a grantor is only noted down.
Result<Oid> choose_grantor(const StatementContext& context, Oid role, Oid named, bool is_grant) {
    const Catalog& catalog = context.catalog;
    Oid current = context.session.state.current_role;
    if (context.major() < 16) return named == catalog::invalid_oid ? current : named;
    if (named == catalog::invalid_oid) {
        if (is_superuser(catalog, current)) return bootstrap_superuser;
        Oid admin = roles_of(catalog, current, Membership::inherit, role).admin;
        return admin == catalog::invalid_oid ? current : admin;
    }
    if (!has_privileges_of_role(catalog, current, named))
        return error("42501", "permission denied to {} role \"{}\"",
                     is_grant ? "grant privileges as" : "revoke privileges granted by", catalog::role_name(catalog, named));
    if (!is_grant || named == bootstrap_superuser) return named;
    RoleClosure closure = roles_of(catalog, named, Membership::inherit, role);
    if (closure.admin != named && !closure.unknown)
        return error("42501", "permission denied to grant privileges as role \"{}\"", catalog::role_name(catalog, named));
    return named;
}

/// ADMIN OPTION can't go back to whom the grantor has it from.
Status check_not_circular(const StatementContext& context, const RoleGrant& grant, Oid grantor) {
    if (context.major() < 16 || !grant.options.admin.value_or(false) || grantor == bootstrap_superuser) return {};
    const Role* known = context.catalog.find<Role>(grantor);
    if (known && known->assumed) return {};
    std::vector<Grant> grants = grants_of(context.catalog, grant.role);
    for (Oid member : grant.members)
        for (Grant& other : grants)
            if (other.member == member) BACKOUT_TRY(plan_revoke(grants, other, false, sql::DropBehavior::cascade));
    bool keeps = std::any_of(grants.begin(), grants.end(), [&](const Grant& other) {
        return other.action == Grant::Action::keep && other.member == grantor && other.membership.admin;
    });
    if (keeps) return {};
    return error("0LP01", "ADMIN option cannot be granted back to your own grantor");
}

void add_member(StatementContext& context, const RoleGrant& grant, Oid member, Oid grantor) {
    const Role* found = context.catalog.find<Role>(member);
    if (!found) return;
    bool by_grantor = context.major() >= 16;
    const MembershipOptions& options = grant.options;
    context.catalog.change<Role>(member, [&](Role& role) {
        for (Role::Membership& known : role.member_of) {
            if (known.role != grant.role || (by_grantor && known.grantor != grantor)) continue;
            Role::Membership before = known;
            known.admin = by_grantor ? options.admin.value_or(known.admin) : known.admin || options.admin.value_or(false);
            known.inherit = options.inherit.value_or(known.inherit);
            known.set = options.set.value_or(known.set);
            if (before == known)
                context.effects.notice(fmt::format("role \"{}\" is already a member of role \"{}\"", role.name,
                                                   catalog::role_name(context.catalog, grant.role)));
            return;
        }
        bool inherit = by_grantor ? options.inherit.value_or(role.inherit) : true;
        role.member_of.push_back({grant.role, options.admin.value_or(false), inherit, options.set.value_or(true), grantor});
    });
}

Result<MembershipOptions> membership_options(const StatementContext& context, const sql::GrantRoleStatement& statement) {
    MembershipOptions made;
    for (const sql::Option& option : statement.options) {
        bool value = option.kind == sql::Option::Kind::none || (option.text != "false" && option.text != "0");
        if (context.major() < 16 && option.name != "admin") {
            std::string word = option.name;
            for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
            return error("42601", "syntax error at or near \"{}\"", word);
        }
        if (option.name == "admin") made.admin = value;
        else if (option.name == "inherit") made.inherit = value;
        else if (option.name == "set") made.set = value;
        else return error("42601", "unrecognized role option \"{}\"", option.name);
    }
    return made;
}

}  // namespace

Status check_membership_authorization(const StatementContext& context, Oid role, bool is_grant, Oid grantor) {
    Oid current = context.session.state.current_role;
    std::string name = catalog::role_name(context.catalog, role);
    if (role == database_owner_role && is_grant)
        return error(database_owner_code(context), "role \"{}\" cannot have explicit members", name);
    const Role* found = context.catalog.find<Role>(role);
    bool of_superuser = found && found->superuser;
    if (context.major() >= 16) {
        bool permitted = of_superuser ? is_superuser(context.catalog, current) : is_admin_of_role(context.catalog, current, role);
        if (permitted) return {};
        return error("42501", "permission denied to {} role \"{}\"", is_grant ? "grant" : "revoke", name);
    }
    if (is_superuser(context.catalog, current)) return {};
    if (of_superuser) return error("42501", "must be superuser to alter superusers");
    if (!may_create_role(context.catalog, current) &&
        !is_admin_of_role(context.catalog, is_grant && grantor != catalog::invalid_oid ? grantor : current, role))
        return error("42501", "must have admin option on role \"{}\"", name);
    if (is_grant && grantor != catalog::invalid_oid && grantor != current)
        return error("42501", "must be superuser to set grantor");
    return {};
}

Status add_members(StatementContext& context, const RoleGrant& grant) {
    BACKOUT_ASSIGN(Oid grantor, choose_grantor(context, grant.role, grant.grantor, true));
    for (Oid member : grant.members) {
        std::string name = catalog::role_name(context.catalog, member);
        if (member == database_owner_role)
            return error(database_owner_code(context), "role \"{}\" cannot be a member of any role", name);
        if (is_declared_member(context.catalog, grant.role, member))
            return error("0LP01", "role \"{}\" is a member of role \"{}\"", catalog::role_name(context.catalog, grant.role), name);
    }
    BACKOUT_TRY(check_not_circular(context, grant, grantor));
    for (Oid member : grant.members) add_member(context, grant, member, grantor);
    return {};
}

Status remove_members(StatementContext& context, const RoleGrant& grant, sql::DropBehavior behavior) {
    using Action = Grant::Action;
    bool by_grantor = context.major() >= 16;
    BACKOUT_ASSIGN(Oid grantor, choose_grantor(context, grant.role, grant.grantor, false));
    std::vector<Grant> grants = grants_of(context.catalog, grant.role);
    for (Oid member : grant.members) {
        auto found = std::find_if(grants.begin(), grants.end(), [&](const Grant& one) {
            return one.member == member && (!by_grantor || one.membership.grantor == grantor);
        });
        if (found == grants.end()) {
            context.effects.notice(fmt::format("role \"{}\" is not a member of role \"{}\"",
                                               catalog::role_name(context.catalog, member),
                                               catalog::role_name(context.catalog, grant.role)),
                                   "01000");
        } else if (grant.options.inherit) {
            found->action = Action::remove_inherit;
        } else if (grant.options.set) {
            found->action = Action::remove_set;
        } else if (by_grantor) {
            BACKOUT_TRY(plan_revoke(grants, *found, grant.options.admin.has_value(), behavior));
        } else {
            found->action = grant.options.admin ? Action::remove_admin : Action::remove;
        }
    }
    carry_out(context, grants);
    return {};
}

void forget_memberships(Catalog& catalog, Oid role) {
    for (const Role* other : catalog.all_of_class<Role>()) {
        bool is_member = std::any_of(other->member_of.begin(), other->member_of.end(),
                                     [&](const auto& membership) { return membership.role == role; });
        if (is_member)
            catalog.change<Role>(other->oid, [&](Role& changed) {
                std::erase_if(changed.member_of, [&](const auto& membership) { return membership.role == role; });
            });
    }
    if (catalog.find<Role>(role)) catalog.change<Role>(role, [](Role& changed) { changed.member_of.clear(); });
}

Status grant_role(StatementContext& context, const sql::GrantRoleStatement& statement) {
    RoleGrant grant;
    BACKOUT_ASSIGN(grant.options, membership_options(context, statement));
    // Up to 15 REVOKE did not look at GRANTED BY.
    if (statement.grantor && (statement.is_grant || context.major() >= 16)) {
        BACKOUT_ASSIGN(grant.grantor, get_role(context, *statement.grantor));
    }
    for (const sql::RoleSpec& grantee : statement.grantees) {
        if (grantee.kind == sql::RoleSpec::Kind::public_) return error("42704", "role \"public\" does not exist");
        BACKOUT_ASSIGN(Oid member, get_role(context, grantee));
        grant.members.push_back(member);
    }
    for (const std::string& granted : statement.granted) {
        BACKOUT_ASSIGN(grant.role, get_role(context, granted));
        BACKOUT_TRY(check_membership_authorization(context, grant.role, statement.is_grant, grant.grantor));
        if (statement.is_grant)
            BACKOUT_TRY(add_members(context, grant));
        else
            BACKOUT_TRY(remove_members(context, grant, statement.behavior));
    }
    return {};
}

}  // namespace backout::simulate
