#include <algorithm>

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Constraint;
using catalog::Relation;

namespace {

bool contains(const std::vector<Oid>& oids, Oid oid) { return std::find(oids.begin(), oids.end(), oid) != oids.end(); }

/// Foreign keys of other tables that point at a table.
std::vector<const Constraint*> referencing(const Catalog& catalog, Oid table) {
    std::vector<const Constraint*> found;
    for (Oid dependent : catalog.dependents(table)) {
        const auto* constraint = catalog.find<Constraint>(dependent);
        if (constraint && constraint->type == Constraint::Type::foreign_key && constraint->referenced == table)
            found.push_back(constraint);
    }
    return found;
}

/// Tables that reference those to be truncated: taken along with CASCADE, else refused (heap_truncate_check_FKs).
Status follow_foreign_keys(StatementContext& context, std::vector<Oid>& tables, sql::DropBehavior behavior) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        for (const Constraint* constraint : referencing(context.catalog, tables[i])) {
            if (contains(tables, constraint->scope)) continue;
            const catalog::Object* other = context.catalog.find(constraint->scope);
            if (behavior == sql::DropBehavior::cascade) {
                context.effects.notice(fmt::format("truncate cascades to table \"{}\"", other->name));
                tables.push_back(constraint->scope);
                continue;
            }
            auto failure = error("0A000", "cannot truncate a table referenced in a foreign key constraint");
            failure.value().detail = fmt::format("Table \"{}\" references \"{}\".", other->name,
                                                 context.catalog.find(tables[i])->name);
            failure.value().hint =
                fmt::format("Truncate table \"{}\" at the same time, or use TRUNCATE ... CASCADE.", other->name);
            failure.value().involved = {{constraint->oid, 0}};
            return failure;
        }
    }
    return {};
}

}  // namespace

Status truncate(StatementContext& context, const sql::TruncateStatement& statement) {
    std::vector<Oid> tables;
    for (const sql::RangeVar& name : statement.relations) {
        BACKOUT_ASSIGN(Oid oid, get_relation(context, name, false, "rpf"));
        BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
        if (!relation->is_table()) return error("42809", "\"{}\" is not a table", relation->name);
        std::vector<Oid> tree = name.inherit ? all_inheritors(context.catalog, oid) : std::vector<Oid>{oid};
        for (Oid member : tree)
            if (!contains(tables, member)) tables.push_back(member);
    }
    BACKOUT_TRY(follow_foreign_keys(context, tables, statement.behavior));
    for (Oid table : tables) {
        context.effects.lock(table, LockMode::access_exclusive);
        context.effects.rewrites.push_back({table, Effects::RewriteReason::truncate, 0});
        context.effects.data.push_back({Effects::Data::Kind::truncate, table, 0, {}, true});
    }
    return {};
}

Status lock(StatementContext& context, const sql::LockStatement& statement) {
    if (!context.in_transaction_block && !context.in_function)
        return error("25P01", "LOCK TABLE can only be used in transaction blocks");
    for (const sql::RangeVar& name : statement.relations) {
        BACKOUT_ASSIGN(Oid oid, get_relation(context, name));
        const auto* relation = context.catalog.find<Relation>(oid);
        if (relation && !relation->is_table() && relation->kind != catalog::RelationKind::view)
            return error("42809", "cannot lock relation \"{}\"", relation->name);
        std::vector<Oid> tree = name.inherit ? all_inheritors(context.catalog, oid) : std::vector<Oid>{oid};
        for (Oid member : tree) context.effects.lock(member, static_cast<LockMode>(statement.mode));
    }
    return {};
}

}  // namespace backout::simulate
