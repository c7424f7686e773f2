#include <algorithm>

#include "simulate/names.h"
#include "simulate/permissions.h"
#include "simulate/table_tablespace.h"

/// Tables, views, sequences, and what hangs on relations.
namespace backout::simulate {

using catalog::AttributeNumber;
using catalog::Relation;

namespace {

/// The columns that a foreign key points at: those named, or the primary key.
std::vector<AttributeNumber> referenced_columns(const Catalog& catalog, Oid referenced, const std::vector<std::string>& names) {
    std::vector<AttributeNumber> columns;
    for (const std::string& name : names)
        if (auto column = catalog::find_column(catalog, referenced, name)) columns.push_back(column->number);
    if (!names.empty()) return columns;
    for (const auto* constraint : catalog.members_of_class<catalog::Constraint>(referenced))
        if (constraint->type == catalog::Constraint::Type::primary_key) columns = constraint->keys;
    return columns;
}

Status check_columns(StatementContext& context, const sql::ColumnDefinition& column) {
    if (column.type) BACKOUT_TRY(check_type_usage(context, *column.type));
    for (const sql::Constraint& constraint : column.constraints)
        BACKOUT_TRY(check_foreign_key_permission(context, constraint));
    return {};
}

/// transformTableLikeClause: SELECT on a relation, USAGE on a composite type.
Status check_like(StatementContext& context, const sql::LikeClause& like) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, like.relation));
    auto info = catalog::relation_info(context.catalog, oid);
    if (!info) return {};
    if (info->kind == catalog::RelationKind::composite) return check_type_usage(context, info->row_type);
    return check_privilege(context, ObjectClass::relation, oid, catalog::privilege_select);
}

Status check_create_table(StatementContext& context, const sql::CreateTableStatement& statement) {
    BACKOUT_ASSIGN(Oid schema, check_creation(context, statement.relation));
    if (statement.if_not_exists && catalog::find_relation(context.catalog, schema, statement.relation.name)) return {};
    if (statement.of_type) BACKOUT_TRY(check_type_usage(context, *statement.of_type));
    if (statement.foreign)
        if (const auto* server = context.catalog.find<catalog::ForeignServer>(catalog::invalid_oid, statement.server))
            BACKOUT_TRY(check_privilege(context, ObjectClass::foreign_server, server->oid, catalog::privilege_usage));
    for (const sql::TableElement& element : statement.elements) {
        using Kind = sql::TableElement::Kind;
        if (element.kind == Kind::column) BACKOUT_TRY(check_columns(context, element.column));
        if (element.kind == Kind::constraint) BACKOUT_TRY(check_foreign_key_permission(context, element.constraint));
        if (element.kind == Kind::like) BACKOUT_TRY(check_like(context, element.like));
    }
    for (const sql::RangeVar& parent : statement.inherits) BACKOUT_TRY(check_relation_owner(context, parent));
    return check_tablespace_create(context, chosen_tablespace(context, statement.tablespace));
}

Status check_create_index(StatementContext& context, const sql::IndexStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, statement.relation));
    if (oid == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_owner(context, ObjectClass::relation, oid));
    BACKOUT_TRY(check_schema_create(context, catalog::relation_info(context.catalog, oid)->scope));
    return check_tablespace_create(context, chosen_tablespace(context, statement.tablespace));
}

Status check_statistics(StatementContext& context, const sql::CreateStatisticsStatement& statement) {
    for (const sql::RangeVar& relation : statement.relations) BACKOUT_TRY(check_relation_owner(context, relation));
    if (!statement.names.empty()) {
        BACKOUT_TRY(check_creation(context, statement.names));
        return {};
    }
    // Without a name it goes where the table is.
    BACKOUT_ASSIGN(Oid table, find_relation_permitted(context, statement.relations.front()));
    auto info = catalog::relation_info(context.catalog, table);
    return info ? check_schema_create(context, info->scope) : Status{};
}

Status check_create_view(StatementContext& context, const sql::ViewStatement& statement) {
    BACKOUT_ASSIGN(Oid schema, check_creation(context, statement.view));
    Oid existing = catalog::find_relation(context.catalog, schema, statement.view.name);
    if (existing == catalog::invalid_oid || !statement.replace) return {};
    return check_owner(context, ObjectClass::relation, existing);
}

/// Since 17 the privilege MAINTAIN, before that only ownership, lets one run CLUSTER, REINDEX and REFRESH.
Status check_maintenance(const StatementContext& context, Oid relation) {
    if (context.major() < 17) return check_owner(context, ObjectClass::relation, relation);
    const auto* index = context.catalog.find<Relation>(relation);
    Oid table = index && index->index ? index->index->table : relation;
    std::uint32_t held = privileges_on(context.catalog, ObjectClass::relation, table, context.session.state.current_role);
    if ((held & catalog::privilege_maintain) != 0) return {};
    return permission_denied(privilege_word(context.catalog, ObjectClass::relation, relation),
                             name_in_error(context, ObjectClass::relation, relation));
}

Status check_maintenance(StatementContext& context, const std::optional<sql::RangeVar>& relation) {
    if (!relation) return {};
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, *relation));
    return oid == catalog::invalid_oid ? Status{} : check_maintenance(context, oid);
}

Status check_reindex(StatementContext& context, const sql::ReindexStatement& statement) {
    using Target = sql::ReindexStatement::Target;
    for (const sql::Option& option : statement.options)
        if (option.name == "tablespace") BACKOUT_TRY(check_tablespace_create(context, option.text));
    if (statement.target == Target::index || statement.target == Target::table)
        return check_maintenance(context, statement.relation);
    Oid role = context.session.state.current_role;
    Oid maintain = catalog::find_role(context.catalog, "pg_maintain");
    if (maintain != catalog::invalid_oid && has_privileges_of_role(context.catalog, role, maintain)) return {};
    if (statement.target == Target::schema) {
        Oid schema = catalog::find_namespace(context.catalog, statement.name);
        return schema == catalog::invalid_oid ? Status{} : check_owner(context, ObjectClass::namespace_, schema);
    }
    if (has_privileges_of_role(context.catalog, role, database_owner(context.catalog))) return {};
    return not_owner("database", statement.name);
}

/// Any of the privileges that a mode asks for will do (LockTableAclCheck, commands/lockcmds.c).
std::uint32_t privileges_to_lock(int major, std::int32_t mode) {
    constexpr std::int32_t access_share = 1;
    constexpr std::int32_t row_exclusive = 3;
    std::uint32_t strong = catalog::privilege_update | catalog::privilege_delete | catalog::privilege_truncate;
    if (major >= 17) strong |= catalog::privilege_maintain;
    if (major < 16) {
        if (mode == access_share) return catalog::privilege_select;
        return mode == row_exclusive ? strong | catalog::privilege_insert : strong;
    }
    if (mode <= row_exclusive) strong |= catalog::privilege_insert;
    return mode == access_share ? strong | catalog::privilege_select : strong;
}

Status check_lock(StatementContext& context, const sql::LockStatement& statement) {
    // That it stands outside a transaction is found out first.
    if (!context.in_transaction_block && !context.in_function) return {};
    for (const sql::RangeVar& relation : statement.relations) {
        BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, relation));
        if (oid == catalog::invalid_oid) continue;
        std::uint32_t held = privileges_on(context.catalog, ObjectClass::relation, oid, context.session.state.current_role);
        if ((held & privileges_to_lock(context.major(), statement.mode)) == 0)
            return check_privilege(context, ObjectClass::relation, oid, catalog::privilege_truncate);
    }
    return {};
}

Status check_truncate(StatementContext& context, const sql::TruncateStatement& statement) {
    for (const sql::RangeVar& relation : statement.relations) {
        BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, relation));
        if (oid == catalog::invalid_oid) continue;
        BACKOUT_TRY(check_privilege(context, ObjectClass::relation, oid, catalog::privilege_truncate));
    }
    return {};
}

Status check_copy(StatementContext& context, const sql::CopyStatement& statement) {
    if (statement.filename) {
        std::string_view group = statement.is_program ? "pg_execute_server_program"
                                 : statement.is_from  ? "pg_read_server_files"
                                                      : "pg_write_server_files";
        Oid role = catalog::find_role(context.catalog, group);
        if (!has_privileges_of_role(context.catalog, context.session.state.current_role, role)) {
            std::string copy = fmt::format("COPY {} {}", statement.is_from ? "from" : "to",
                                           statement.is_program ? "external program" : "a file");
            if (context.major() >= 16) return error("42501", "permission denied to {}", copy);
            return error("42501", "must be superuser or have privileges of the {} role to {}", group, copy);
        }
    }
    if (!statement.relation) return {};
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, *statement.relation));
    if (oid == catalog::invalid_oid) return {};
    std::vector<AttributeNumber> columns;
    for (const auto& column : catalog::columns_of(context.catalog, oid)) {
        bool named = std::find(statement.columns.begin(), statement.columns.end(), column.name) != statement.columns.end();
        if (named || statement.columns.empty()) columns.push_back(column.number);
    }
    return check_columns_privilege(context, oid, columns,
                                   statement.is_from ? catalog::privilege_insert : catalog::privilege_select);
}

/// CreateTriggerFiringOn: TRIGGER on the tables, EXECUTE on the function.
Status check_create_trigger(StatementContext& context, const sql::CreateTriggerStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, statement.relation));
    if (oid == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_privilege(context, ObjectClass::relation, oid, catalog::privilege_trigger));
    if (statement.constraint_relation) {
        BACKOUT_ASSIGN(Oid other, find_relation_permitted(context, *statement.constraint_relation));
        if (other != catalog::invalid_oid)
            BACKOUT_TRY(check_privilege(context, ObjectClass::relation, other, catalog::privilege_trigger));
    }
    sql::ObjectWithArgs name;
    name.names = statement.function;
    auto function = analyze::lookup_function(context.analysis(), name, sql::ObjectKind::function, true);
    if (!function || *function == catalog::invalid_oid) return {};
    return check_privilege(context, ObjectClass::function, *function, catalog::privilege_execute);
}

}  // namespace

Status check_foreign_key_permission(StatementContext& context, const sql::Constraint& constraint) {
    if (constraint.type != sql::Constraint::Type::foreign_key) return {};
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, constraint.referenced));
    if (oid == catalog::invalid_oid) return {};
    std::vector<AttributeNumber> columns = referenced_columns(context.catalog, oid, constraint.referenced_columns);
    if (columns.empty()) return {};
    return check_columns_privilege(context, oid, columns, catalog::privilege_references);
}

Status check_relation_permissions(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::create_table:
        case Kind::create_foreign_table:
            return check_create_table(context, static_cast<const sql::CreateTableStatement&>(statement));
        case Kind::create_table_as: {
            const auto& into = static_cast<const sql::CreateTableAsStatement&>(statement).into;
            BACKOUT_TRY(check_creation(context, into.relation));
            return check_tablespace_create(context, chosen_tablespace(context, into.tablespace));
        }
        case Kind::index: return check_create_index(context, static_cast<const sql::IndexStatement&>(statement));
        case Kind::create_statistics:
            return check_statistics(context, static_cast<const sql::CreateStatisticsStatement&>(statement));
        case Kind::view: return check_create_view(context, static_cast<const sql::ViewStatement&>(statement));
        case Kind::refresh_materialized_view:
            return check_maintenance(context, static_cast<const sql::RefreshMaterializedViewStatement&>(statement).relation);
        case Kind::create_rule:
            return check_relation_owner(context, static_cast<const sql::CreateRuleStatement&>(statement).relation);
        case Kind::create_sequence: {
            BACKOUT_TRY(check_creation(context, static_cast<const sql::CreateSequenceStatement&>(statement).sequence));
            return {};
        }
        case Kind::alter_sequence:
            return check_relation_owner(context, static_cast<const sql::AlterSequenceStatement&>(statement).sequence);
        case Kind::copy: return check_copy(context, static_cast<const sql::CopyStatement&>(statement));
        case Kind::truncate: return check_truncate(context, static_cast<const sql::TruncateStatement&>(statement));
        case Kind::lock: return check_lock(context, static_cast<const sql::LockStatement&>(statement));
        case Kind::cluster:
            return check_maintenance(context, static_cast<const sql::ClusterStatement&>(statement).relation);
        case Kind::reindex: return check_reindex(context, static_cast<const sql::ReindexStatement&>(statement));
        case Kind::create_trigger:
            return check_create_trigger(context, static_cast<const sql::CreateTriggerStatement&>(statement));
        case Kind::create_policy:
            return check_relation_owner(context, static_cast<const sql::CreatePolicyStatement&>(statement).table);
        case Kind::alter_policy:
            return check_relation_owner(context, static_cast<const sql::AlterPolicyStatement&>(statement).table);
        default: return {};
    }
}

}  // namespace backout::simulate
