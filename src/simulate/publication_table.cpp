#include "simulate/publication_table.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::Publication;
using catalog::PublicationRelation;
using catalog::Relation;
using catalog::RelationKind;

namespace {

Status check_given_once(const Relation& relation, const PublishedTable& earlier, const sql::PublicationObject& object) {
    auto refuse = [&](std::string_view what) -> Status {
        return error("42710", "conflicting or redundant {} for table \"{}\"", what, relation.name);
    };
    if (object.where || earlier.object->where) return refuse("WHERE clauses");
    if (!object.columns.empty() || !earlier.object->columns.empty()) return refuse("column lists");
    return {};
}

Status refuse_relation(const StatementContext& context, const Relation& relation, std::string_view detail,
                       std::string_view old_message) {
    if (context.major() < 15) return error("22023", "{}", old_message);
    auto made = error("22023", "cannot add relation \"{}\" to publication", relation.name);
    made.value().detail = fmt::format("This operation is not supported for {}.", detail);
    return made;
}

/// check_publication_add_relation (catalog/pg_publication.c)
Status check_kind(const StatementContext& context, const Relation& relation) {
    const std::string& name = relation.name;
    if (relation.kind != RelationKind::table && relation.kind != RelationKind::partitioned_table)
        return refuse_relation(context, relation, fmt::format("{}s", relation_kind_word(relation.kind)),
                               fmt::format("\"{}\" is not a table", name));
    const std::string old_message = fmt::format("table \"{}\" cannot be replicated", name);
    if (relation.persistence == 't') return refuse_relation(context, relation, "temporary tables", old_message);
    if (relation.persistence == 'u') return refuse_relation(context, relation, "unlogged tables", old_message);
    return {};
}

/// Why a part of a row filter is refused; null where it is not (check_simple_rowfilter_expr_walker,
/// commands/publicationcmds.c).
const char* filter_objection(const Expr& part) {
    constexpr const char* user_operator = "User-defined operators are not allowed.";
    switch (part.kind) {
        case ExprKind::var:
            if (part.attribute < 0) return "System columns are not allowed.";
            break;
        case ExprKind::operator_:
        case ExprKind::distinct:
        case ExprKind::nullif:
        case ExprKind::scalar_array:
            if (!catalog::is_builtin(part.object)) return user_operator;
            break;
        case ExprKind::row_compare:
            for (Oid compared : part.objects)
                if (!catalog::is_builtin(compared)) return user_operator;
            break;
        case ExprKind::function:
            if (!catalog::is_builtin(part.object))
                return "User-defined or built-in mutable functions are not allowed.";
            break;
        case ExprKind::constant:
        case ExprKind::boolean:
        case ExprKind::relabel:
        case ExprKind::collate:
        case ExprKind::case_:
        case ExprKind::case_when:
        case ExprKind::case_test:
        case ExprKind::array:
        case ExprKind::row:
        case ExprKind::coalesce:
        case ExprKind::min_max:
        case ExprKind::xml:
        case ExprKind::null_test:
        case ExprKind::boolean_test:
        case ExprKind::opaque: break;
        default:
            return "Only columns, constants, built-in operators, built-in data types, built-in collations, and immutable "
                   "built-in functions are allowed.";
    }
    if (!catalog::is_builtin(part.type)) return "User-defined types are not allowed.";
    if (!catalog::is_builtin(part.collation) || !catalog::is_builtin(part.input_collation))
        return "User-defined collations are not allowed.";
    return nullptr;
}

/// Columns that are computed when read stand for what they are computed from.
bool reads_refused_virtual_column(const Catalog& catalog, const Relation& relation, const Expr& filter);

const char* objection_in(const Catalog& catalog, const Relation& relation, const Expr& filter) {
    const char* found = nullptr;
    analyze::walk(filter, [&](const Expr& part) {
        if (!found) found = filter_objection(part);
    });
    if (!found && analyze::volatility_of(catalog, filter) != 'i')
        found = "User-defined or built-in mutable functions are not allowed.";
    if (!found && reads_refused_virtual_column(catalog, relation, filter))
        found = "User-defined or built-in mutable functions are not allowed.";
    return found;
}

bool reads_refused_virtual_column(const Catalog& catalog, const Relation& relation, const Expr& filter) {
    for (AttributeNumber number : analyze::columns_of(filter)) {
        const catalog::Attribute* attribute = relation.find_attribute(number);
        if (!attribute || attribute->generated != 'v') continue;
        const auto* value = catalog.find<catalog::AttributeDefault>(attribute->default_oid);
        if (value && value->expression && objection_in(catalog, relation, *value->expression)) return true;
    }
    return false;
}

/// The partitioned table's own rows are none: without publish_via_partition_root nothing could be filtered.
Status check_partitioned(const Publication& publication, const Relation& relation, const std::string& message,
                         std::string_view what) {
    if (publication.via_root || relation.kind != RelationKind::partitioned_table) return {};
    auto made = error("22023", "{}", message);
    made.value().detail = fmt::format("{} when publish_via_partition_root is false.", what);
    return made;
}

Result<catalog::ExprPtr> analyze_filter(const StatementContext& context, const Publication& publication,
                                        const Relation& relation, const sql::PublicationObject& object) {
    if (!object.where) return catalog::ExprPtr{};
    BACKOUT_TRY(check_partitioned(
        publication, relation, fmt::format("cannot use publication WHERE clause for relation \"{}\"", relation.name),
        "WHERE clause cannot be used for a partitioned table"));
    analyze::Scope scope{analyze::ScopeRelation{relation.oid, relation.name, 1, {}, relation.open, false}};
    BACKOUT_ASSIGN(catalog::ExprPtr filter,
                   analyze::analyze_condition(context.analysis(), *object.where, analyze::Use::publication_where, scope,
                                              "PUBLICATION WHERE"));
    if (const char* objection = objection_in(context.catalog, relation, *filter)) {
        auto made = error("0A000", "invalid publication WHERE expression");
        made.value().detail = objection;
        return made;
    }
    return filter;
}

/// CheckPubRelationColumnList
Status check_column_list(const Catalog& catalog, const Publication& publication, const Relation& relation,
                         const sql::PublicationObject& object, bool with_schemas) {
    if (object.columns.empty()) return {};
    const std::string message =
        fmt::format("cannot use column list for relation \"{}.{}\" in publication \"{}\"",
                    catalog::namespace_name(catalog, relation.scope), relation.name, publication.name);
    if (with_schemas && catalog.major_number() >= 15) {
        auto made = error("22023", "{}", message);
        made.value().detail =
            "Column lists cannot be specified in publications containing FOR TABLES IN SCHEMA elements.";
        return made;
    }
    return check_partitioned(publication, relation, message,
                             "Column lists cannot be specified for partitioned tables");
}

/// pub_collist_validate
Result<std::vector<AttributeNumber>> column_numbers(const StatementContext& context, const Relation& relation,
                                                    const std::vector<std::string>& columns) {
    std::vector<AttributeNumber> numbers;
    for (const std::string& column : columns) {
        if (is_system_column(column))
            return error("42P10", "cannot use system column \"{}\" in publication column list", column);
        auto found = catalog::find_column(context.catalog, relation.oid, column);
        if (!found)
            return error("42703", "column \"{}\" of relation \"{}\" does not exist", column, relation.name);
        const char generated = relation.find_attribute(found->number)->generated;
        if (generated == 'v')
            return error("42P10", "cannot use virtual generated column \"{}\" in publication column list", column);
        if (generated && context.major() < 18)
            return error("42P10", "cannot use generated column \"{}\" in publication column list", column);
        if (std::find(numbers.begin(), numbers.end(), found->number) != numbers.end())
            return error("42710", "duplicate column \"{}\" in publication column list", column);
        numbers.push_back(found->number);
    }
    return numbers;
}

Status add_table(StatementContext& context, const Publication& publication, const PublishedTable& table,
                 catalog::ExprPtr filter, bool missing_only) {
    const auto* relation = context.catalog.find<Relation>(table.relation);
    std::string name = std::to_string(table.relation);
    if (context.catalog.find<PublicationRelation>(publication.oid, name)) {
        if (missing_only) return {};
        return error("42710", "relation \"{}\" is already member of publication \"{}\"", relation->name,
                     publication.name);
    }
    BACKOUT_TRY(check_kind(context, *relation));
    auto member = context.make<PublicationRelation>(std::move(name), publication.oid);
    member->relation = table.relation;
    depend(*member, {publication.oid, 0}, catalog::DependencyType::auto_);
    depend(*member, {table.relation, 0}, catalog::DependencyType::auto_);
    BACKOUT_ASSIGN(member->columns, column_numbers(context, *relation, table.object->columns));
    for (AttributeNumber number : member->columns) depend(*member, {table.relation, number});
    if (filter) depend(*member, analyze::references_of(context.catalog, *filter, table.relation));
    member->where = std::move(filter);
    context.catalog.insert(std::move(member));
    return {};
}

}  // namespace

Result<std::vector<PublishedTable>> published_tables(StatementContext& context,
                                                     const std::vector<sql::PublicationObject>& objects) {
    std::vector<PublishedTable> tables;
    auto earlier = [&](Oid oid) {
        return std::find_if(tables.begin(), tables.end(),
                            [&](const PublishedTable& table) { return table.relation == oid; });
    };
    for (const sql::PublicationObject& object : objects) {
        if (!object.relation) continue;
        BACKOUT_ASSIGN(const Oid oid, get_relation(context, *object.relation, false, "rp"));
        const auto* relation = context.catalog.find<Relation>(oid);
        if (!relation) {
            const auto info = catalog::relation_info(context.catalog, oid);
            auto made = error("22023", "cannot add relation \"{}\" to publication", info ? info->name : "");
            made.value().detail = "This operation is not supported for system tables.";
            return made;
        }
        context.effects.lock(oid, LockMode::share_update_exclusive);
        if (auto found = earlier(oid); found != tables.end()) {
            BACKOUT_TRY(check_given_once(*relation, *found, object));
            continue;
        }
        tables.push_back({oid, &object});
        if (!object.relation->inherit || relation->kind == RelationKind::partitioned_table) continue;
        for (Oid child : all_inheritors(context.catalog, oid)) {
            if (child == oid) continue;
            if (auto found = earlier(child); found != tables.end()) {
                BACKOUT_TRY(check_given_once(*relation, *found, object));
                continue;
            }
            context.effects.lock(child, LockMode::share_update_exclusive);
            tables.push_back({child, &object});
        }
    }
    return tables;
}

Status add_published_tables(StatementContext& context, Oid publication_oid, const std::vector<PublishedTable>& tables,
                            bool with_schemas, bool missing_only) {
    const auto& publication = *context.catalog.find<Publication>(publication_oid);
    std::vector<catalog::ExprPtr> filters;
    for (const PublishedTable& table : tables) {
        BACKOUT_ASSIGN(catalog::ExprPtr filter,
                       analyze_filter(context, publication, *context.catalog.find<Relation>(table.relation),
                                      *table.object));
        filters.push_back(std::move(filter));
    }
    for (const PublishedTable& table : tables)
        BACKOUT_TRY(check_column_list(context.catalog, publication,
                                      *context.catalog.find<Relation>(table.relation), *table.object, with_schemas));
    for (std::size_t place = 0; place < tables.size(); ++place)
        BACKOUT_TRY(add_table(context, publication, tables[place], std::move(filters[place]), missing_only));
    return {};
}

Status drop_published_tables(StatementContext& context, Oid publication, const std::vector<PublishedTable>& tables) {
    for (const PublishedTable& table : tables) {
        if (!table.object->columns.empty())
            return error("42601", "column list must not be specified in ALTER PUBLICATION ... DROP");
        const auto* member = context.catalog.find<PublicationRelation>(publication, std::to_string(table.relation));
        if (!member)
            return error("42704", "relation \"{}\" is not part of the publication",
                         context.catalog.find(table.relation)->name);
        if (table.object->where)
            return error("42601", "cannot use a WHERE clause when removing a table from a publication");
        context.catalog.erase(member->oid);
    }
    return {};
}

}  // namespace backout::simulate
