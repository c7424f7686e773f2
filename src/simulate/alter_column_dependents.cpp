#include <algorithm>

#include "simulate/alter_rebuild.h"
#include "simulate/drop.h"

/// Who uses a column that is to be changed (RememberAllDependentForRebuilding).
namespace backout::simulate {

namespace {

void remember(std::vector<Oid>& oids, Oid oid) {
    if (std::find(oids.begin(), oids.end(), oid) == oids.end()) oids.push_back(oid);
}

tl::unexpected<Error> refuse(std::string_view used, std::string detail) {
    auto failure = error("0A000", "cannot alter type of a column used {}", used);
    failure.value().detail = std::move(detail);
    return failure;
}

/// "Column "a" is used by generated column "b"."
tl::unexpected<Error> refuse_for_generated(const StatementContext& context, const Relation& relation,
                                           const Attribute& column, AttributeNumber generated) {
    const Attribute* user = relation.find_attribute(generated);
    auto failure =
        refuse("by a generated column", fmt::format("Column \"{}\" is used by generated column \"{}\".",
                                                    column.name, user ? user->name : std::string()));
    if (context.major() < 15) failure.value().sqlstate = "42601";
    return failure;
}

/// One dependent of the column, by its kind.
class DependentOfColumn {
public:
    DependentOfColumn(AlterTable& work, AlteredTable& table, const Attribute& column, bool type_changes)
        : work_(work), table_(table), column_(column), type_changes_(type_changes) {}

    Status look_at(const catalog::Object& dependent, const catalog::Dependency& dependency) {
        switch (dependent.object_class) {
            case ObjectClass::relation:
                return look_at_relation(static_cast<const Relation&>(dependent), dependency);
            case ObjectClass::constraint:
                remember(table_.changed_constraints, dependent.oid);
                return {};
            case ObjectClass::statistics:
                remember(table_.changed_statistics, dependent.oid);
                return {};
            default:
                return type_changes_ ? check_other(dependent) : Status{};
        }
    }

private:
    Status look_at_relation(const Relation& dependent, const catalog::Dependency& dependency) {
        if (dependent.index) {
            if (dependent.index->constraint != catalog::invalid_oid)
                remember(table_.changed_constraints, dependent.index->constraint);
            else
                remember(table_.changed_indexes, dependent.oid);
            return {};
        }
        if (!type_changes_) return {};
        if (dependent.kind == RelationKind::view || dependent.kind == RelationKind::materialized_view)
            return refuse("by a view or rule", depends("rule _RETURN on " + described(dependent.oid)));
        // Until 14 a generated column itself depends on those that it is computed from.
        if (dependent.oid == table_.relation && dependency.column != 0 && dependency.column != column_.number)
            return refuse_for_generated(work_.context, dependent, column_, dependency.column);
        return {};
    }

    Status check_other(const catalog::Object& dependent) {
        switch (dependent.object_class) {
            case ObjectClass::function:
                return refuse("by a function or procedure", depends(described(dependent.oid)));
            case ObjectClass::rule:
                return refuse("by a view or rule", depends(described(dependent.oid)));
            case ObjectClass::trigger:
                return refuse("in a trigger definition", depends(described(dependent.oid)));
            case ObjectClass::policy:
                return refuse("in a policy definition", depends(described(dependent.oid)));
            case ObjectClass::publication_relation:
                return refuse("by a publication WHERE clause", depends(described(dependent.oid)));
            case ObjectClass::attribute_default: {
                const auto& value = static_cast<const catalog::AttributeDefault&>(dependent);
                if (value.scope == table_.relation && value.attribute == column_.number) return {};
                return refuse_for_generated(work_.context, work_.relation(value.scope), column_,
                                            value.attribute);
            }
            default:
                return {};
        }
    }

    std::string described(Oid oid) const {
        return describe(work_.context.catalog, work_.context.path, {oid, 0});
    }
    std::string depends(std::string what) const {
        return fmt::format("{} depends on column \"{}\"", what, column_.name);
    }

    AlterTable& work_;
    AlteredTable& table_;
    const Attribute& column_;
    bool type_changes_;
};

}  // namespace

Status remember_dependents(AlterTable& work, AlteredTable& table, const Attribute& column,
                           bool type_changes) {
    const Catalog& catalog = work.context.catalog;
    DependentOfColumn dependent_of_column(work, table, column, type_changes);
    for (Oid oid : std::vector<Oid>(catalog.dependents(table.relation))) {
        const catalog::Object* dependent = catalog.find(oid);
        for (const catalog::Dependency& dependency : dependent->dependencies)
            if (dependency.referenced == ObjectAddress{table.relation, column.number})
                BACKOUT_TRY(dependent_of_column.look_at(*dependent, dependency));
    }
    return {};
}

}  // namespace backout::simulate
