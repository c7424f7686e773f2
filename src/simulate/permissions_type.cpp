#include "simulate/permissions.h"

/// Types, domains and collations.
namespace backout::simulate {

namespace {

/// What ALTER TYPE, ALTER DOMAIN … name is the owner's.
Status check_type_owner(const StatementContext& context, const sql::Names& names) {
    sql::TypeName name;
    name.names = names;
    Oid type = find_type_quietly(context, name);
    return type == catalog::invalid_oid ? Status{} : check_owner(context, ObjectClass::type, type);
}

Status check_creation_of(const StatementContext& context, const sql::Names& names) {
    BACKOUT_TRY(check_creation(context, names));
    return {};
}

/// The multirange type may be put into another schema than the range.
Status check_create_range(const StatementContext& context, const sql::CreateRangeStatement& statement) {
    BACKOUT_TRY(check_creation(context, statement.names));
    for (const sql::Option& option : statement.parameters)
        if (option.name == "multirange_type_name" && !option.names.empty())
            BACKOUT_TRY(check_creation(context, option.names));
    return {};
}

}  // namespace

Status check_type_permissions(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::composite_type: {
            const auto& composite = static_cast<const sql::CompositeTypeStatement&>(statement);
            BACKOUT_TRY(check_creation(context, composite.type));
            for (const sql::ColumnDefinition& column : composite.columns)
                if (column.type) BACKOUT_TRY(check_type_usage(context, *column.type));
            return {};
        }
        case Kind::create_domain: {
            const auto& domain = static_cast<const sql::CreateDomainStatement&>(statement);
            BACKOUT_TRY(check_creation(context, domain.names));
            return check_type_usage(context, domain.type);
        }
        case Kind::create_enum:
            return check_creation_of(context, static_cast<const sql::CreateEnumStatement&>(statement).names);
        case Kind::create_range:
            return check_create_range(context, static_cast<const sql::CreateRangeStatement&>(statement));
        case Kind::alter_enum:
            return check_type_owner(context, static_cast<const sql::AlterEnumStatement&>(statement).names);
        case Kind::alter_domain:
            return check_type_owner(context, static_cast<const sql::AlterDomainStatement&>(statement).names);
        case Kind::alter_type: return check_superuser(context, "must be superuser to alter a type");
        case Kind::alter_collation: {
            sql::ObjectReference reference;
            reference.names = static_cast<const sql::AlterCollationStatement&>(statement).names;
            return check_object_ownership(context, sql::ObjectKind::collation, reference);
        }
        default: return {};
    }
}

}  // namespace backout::simulate
