#include <algorithm>

#include "analyze/deparse.h"
#include "analyze/references.h"
#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/drop.h"
#include "simulate/index_definition.h"
#include "sql/parse.h"

/// What depends on a column whose type or generation expression changes: some of it forbids the change, the rest is
/// made anew from its printed definition (RememberAllDependentForRebuilding, ATPostAlterTypeCleanup). Here the objects
/// stay the same and only what the new type changes in them is looked at again.
namespace backout::simulate {

using catalog::Constraint;
using catalog::ExprPtr;
using catalog::IndexData;

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
    auto failure = refuse("by a generated column",
                          fmt::format("Column \"{}\" is used by generated column \"{}\".", column.name,
                                      user ? user->name : std::string()));
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
            case ObjectClass::relation: return look_at_relation(static_cast<const Relation&>(dependent), dependency);
            case ObjectClass::constraint: remember(table_.changed_constraints, dependent.oid); return {};
            case ObjectClass::statistics: remember(table_.changed_statistics, dependent.oid); return {};
            default: return type_changes_ ? check_other(dependent) : Status{};
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
            case ObjectClass::rule: return refuse("by a view or rule", depends(described(dependent.oid)));
            case ObjectClass::trigger: return refuse("in a trigger definition", depends(described(dependent.oid)));
            case ObjectClass::policy: return refuse("in a policy definition", depends(described(dependent.oid)));
            case ObjectClass::publication_relation:
                return refuse("by a publication WHERE clause", depends(described(dependent.oid)));
            case ObjectClass::attribute_default: {
                const auto& value = static_cast<const catalog::AttributeDefault&>(dependent);
                if (value.scope == table_.relation && value.attribute == column_.number) return {};
                return refuse_for_generated(work_.context, work_.relation(value.scope), column_, value.attribute);
            }
            default: return {};
        }
    }

    std::string described(Oid oid) const { return describe(work_.context.catalog, work_.context.path, {oid, 0}); }
    std::string depends(std::string what) const { return fmt::format("{} depends on column \"{}\"", what, column_.name); }

    AlterTable& work_;
    AlteredTable& table_;
    const Attribute& column_;
    bool type_changes_;
};

}  // namespace

Status remember_dependents(AlterTable& work, AlteredTable& table, const Attribute& column, bool type_changes) {
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

namespace {

/// The expression printed and read again, now that columns have other types.
Result<ExprPtr> analyze_again(StatementContext& context, Oid relation, const ExprPtr& expression, analyze::Use use) {
    std::string text = analyze::deparse_expression(context.catalog, *expression, relation);
    auto parsed = sql::parse_expression(text);
    if (!parsed || !*parsed) return expression;
    analyze::Scope scope = relation_scope(context.catalog, relation);
    switch (use) {
        case analyze::Use::check: return analyze_check(context, relation, **parsed);
        case analyze::Use::index_predicate:
            return analyze::analyze_condition(context.analysis(), **parsed, use, scope, "WHERE");
        default: return analyze::analyze_expression(context.analysis(), **parsed, use, scope);
    }
}

/// Dependencies on functions, operators and types that an expression needed, replaced by those of the new one.
/// Columns are the same.
void replace_references(const Catalog& catalog, catalog::Object& object, Oid relation, const ExprPtr& before,
                        const ExprPtr& after) {
    if (!before || !after) return;
    for (const ObjectAddress& address : analyze::references_of(catalog, *before, relation))
        if (address.oid != relation)
            std::erase_if(object.dependencies,
                          [&](const catalog::Dependency& dependency) { return dependency.referenced == address; });
    for (const ObjectAddress& address : analyze::references_of(catalog, *after, relation))
        if (address.oid != relation) depend(object, address);
}

/// An index whose columns have changed (what DefineIndex makes of pg_get_indexdef).
class RebuiltIndex {
public:
    RebuiltIndex(AlterTable& work, AlteredTable& table, const Relation& index)
        : work_(work), table_(table), index_(index), data_(*index.index) {}

    Status rebuild() {
        StatementContext& context = work_.context;
        for (std::size_t place = 0; place < data_.keys.size(); ++place) BACKOUT_TRY(rebuild_key(place));
        if (data_.predicate) {
            BACKOUT_ASSIGN(data_.predicate, analyze_again(context, data_.table, index_.index->predicate,
                                                          analyze::Use::index_predicate));
            must_build_ = true;
        }
        store();
        if (must_build_)
            context.effects.scans.push_back({data_.table, Effects::ScanReason::build_index, index_.oid});
        return {};
    }

private:
    struct KeyType {
        Oid type = catalog::invalid_oid;
        Oid collation = catalog::invalid_oid;
    };

    static KeyType type_of(const std::vector<Attribute>& columns, const IndexData::Key& key) {
        if (key.expression) return {key.expression->type, key.expression->collation};
        for (const Attribute& column : columns)
            if (column.number == key.attribute) return {column.type, column.collation};
        return {};
    }

    Status rebuild_key(std::size_t place) {
        IndexData::Key& key = data_.keys[place];
        KeyType before = type_of(table_.attributes_before, key);
        if (key.expression) {
            BACKOUT_ASSIGN(key.expression, analyze_again(work_.context, data_.table, key.expression,
                                                         analyze::Use::index_expression));
            must_build_ = true;
        }
        KeyType after = type_of(work_.relation(data_.table).attributes, key);
        if (before.type == after.type && before.collation == after.collation) return {};
        BACKOUT_TRY(choose_operator_class(key, before, after));
        BACKOUT_TRY(choose_collation(key, before, after));
        const IndexData::Key& old_key = index_.index->keys[place];
        if (key.opclass != old_key.opclass || key.collation != old_key.collation) must_build_ = true;
        return {};
    }

    /// A class that is not the default of the old type was asked for by name, and is again.
    Status choose_operator_class(IndexData::Key& key, KeyType before, KeyType after) {
        const Catalog& catalog = work_.context.catalog;
        auto method = catalog::access_method_info(catalog, data_.access_method);
        if (!method || before.type == catalog::invalid_oid) return {};
        auto usual = catalog::default_operator_class(catalog, data_.access_method, before.type);
        sql::Names names;
        if (!usual || usual->oid != key.opclass)
            if (auto opclass = catalog::operator_class_info(catalog, key.opclass)) names = names_of(*opclass);
        BACKOUT_ASSIGN(key.opclass, resolve_operator_class(work_.context, names, after.type, *method));
        return {};
    }

    /// Qualified only where the bare name would not find it.
    sql::Names names_of(const catalog::OperatorClassInfo& opclass) const {
        const StatementContext& context = work_.context;
        auto visible = catalog::find_operator_class(context.catalog, data_.access_method, context.path, opclass.name);
        if (visible && visible->oid == opclass.oid) return {std::string(opclass.name)};
        return {catalog::namespace_name(context.catalog, opclass.scope), std::string(opclass.name)};
    }

    Status choose_collation(IndexData::Key& key, KeyType before, KeyType after) {
        if (key.collation == before.collation || key.collation == catalog::invalid_oid) {
            key.collation = after.collation;
            return {};
        }
        if (after.collation != catalog::invalid_oid) return {};
        return error("42804", "collations are not supported by type {}",
                     catalog::format_type(work_.context.catalog, work_.context.path, after.type));
    }

    void store() {
        const Catalog& catalog = work_.context.catalog;
        const Relation& table = work_.relation(data_.table);
        IndexData before = *index_.index;
        work_.context.catalog.change<Relation>(index_.oid, [&](Relation& changed) {
            for (std::size_t place = 0; place < data_.keys.size(); ++place) {
                const IndexData::Key& key = data_.keys[place];
                replace_references(catalog, changed, table.oid, before.keys[place].expression, key.expression);
                replace_dependency(changed, before.keys[place].opclass, key.opclass);
                replace_dependency(changed, before.keys[place].collation, key.collation);
                Attribute* attribute = changed.find_attribute(static_cast<AttributeNumber>(place + 1));
                if (attribute) set_type(*attribute, table, key);
            }
            replace_references(catalog, changed, table.oid, before.predicate, data_.predicate);
            changed.index = std::make_shared<const IndexData>(data_);
        });
    }

    static void replace_dependency(Relation& index, Oid before, Oid after) {
        if (before == after) return;
        std::erase_if(index.dependencies,
                      [&](const catalog::Dependency& dependency) { return dependency.referenced.oid == before; });
        if (after != catalog::invalid_oid) depend(index, {after, 0});
    }

    static void set_type(Attribute& attribute, const Relation& table, const IndexData::Key& key) {
        if (key.expression) {
            attribute.type = key.expression->type;
            attribute.typmod = key.expression->typmod;
        } else if (const Attribute* column = table.find_attribute(key.attribute)) {
            attribute.type = column->type;
            attribute.typmod = column->typmod;
        }
        attribute.collation = key.collation;
    }

    AlterTable& work_;
    AlteredTable& table_;
    const Relation& index_;
    IndexData data_;
    bool must_build_ = false;
};

Status rebuild_index(AlterTable& work, AlteredTable& table, Oid oid) {
    const auto* index = work.context.catalog.find<Relation>(oid);
    return index && index->index ? RebuiltIndex(work, table, *index).rebuild() : Status{};
}

Status rebuild_check(AlterTable& work, const Constraint& constraint) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(ExprPtr expression,
                   analyze_again(context, constraint.scope, constraint.expression, analyze::Use::check));
    context.catalog.change<Constraint>(constraint.oid, [&](Constraint& changed) {
        replace_references(context.catalog, changed, constraint.scope, constraint.expression, expression);
        changed.expression = expression;
    });
    if (constraint.validated && has_storage(work.relation(constraint.scope).kind))
        context.effects.scans.push_back({constraint.scope, Effects::ScanReason::validate_check, constraint.oid});
    return {};
}

/// How the values of a foreign key are compared with those of the key that it references.
struct KeyComparison {
    Oid operator_oid = catalog::invalid_oid;  ///< 0: they can't be
    Oid right_type = catalog::invalid_oid;    ///< what the referencing value is cast to
};

KeyComparison key_comparison(const StatementContext& context, Oid opclass_oid, Oid referenced, Oid referencing) {
    constexpr std::int16_t equality = 3;  // BTEqualStrategyNumber
    const Catalog& catalog = context.catalog;
    auto opclass = catalog::operator_class_info(catalog, opclass_oid);
    if (!opclass) return {};
    Oid base = catalog::base_type(catalog, referencing);
    Oid direct = catalog::find_family_operator(catalog, opclass->family, opclass->input_type, base, equality);
    Oid own = catalog::find_family_operator(catalog, opclass->family, base, base, equality);
    if (direct != catalog::invalid_oid && own != catalog::invalid_oid) return {direct, base};
    auto can_be_cast = [&](Oid type) {
        return analyze::can_coerce(context.analysis(), type, opclass->input_type, analyze::Coercion::implicit);
    };
    if (!can_be_cast(referenced) || !can_be_cast(referencing)) return {};
    return {catalog::find_family_operator(catalog, opclass->family, opclass->input_type, opclass->input_type, equality),
            opclass->input_type};
}

tl::unexpected<Error> refuse_foreign_key(const StatementContext& context, const Constraint& constraint,
                                         const Attribute& referencing, const Attribute& referenced) {
    auto failure = error("42804", "foreign key constraint \"{}\" cannot be implemented", constraint.name);
    auto printed = [&](const Attribute& column) { return catalog::format_type(context.catalog, context.path, column.type); };
    failure.value().detail =
        context.major() >= 18
            ? fmt::format("Key columns \"{}\" of the referencing table and \"{}\" of the referenced table are of "
                          "incompatible types: {} and {}.",
                          referencing.name, referenced.name, printed(referencing), printed(referenced))
            : fmt::format("Key columns \"{}\" and \"{}\" are of incompatible types: {} and {}.", referencing.name,
                          referenced.name, printed(referencing), printed(referenced));
    return failure;
}

const Attribute* column_before(const AlteredTable& table, AttributeNumber number) {
    for (const Attribute& column : table.attributes_before)
        if (column.number == number) return &column;
    return nullptr;
}

/// Re-adds a foreign key: the types must still fit, and the rows are checked again unless nothing about the comparison
/// has changed (TryReuseForeignKey and what follows it in ATAddForeignKeyConstraint).
Status rebuild_foreign_key(AlterTable& work, AlteredTable& referencing_table, const Constraint& constraint,
                           bool rewritten) {
    StatementContext& context = work.context;
    const Relation& table = work.relation(constraint.scope);
    const Relation& referenced_table = work.relation(constraint.referenced);
    const auto* index = context.catalog.find<Relation>(constraint.index);
    bool same_comparison = !rewritten && referencing_table.rewrites.empty();
    for (std::size_t place = 0; place < constraint.keys.size(); ++place) {
        const Attribute* referencing = table.find_attribute(constraint.keys[place]);
        const Attribute* referenced = referenced_table.find_attribute(constraint.referenced_keys[place]);
        if (!referencing || !referenced || !referencing->type || !referenced->type || !index) continue;
        Oid opclass = catalog::invalid_oid;
        for (const auto& key : index->index->keys)
            if (key.attribute == referenced->number) opclass = key.opclass;
        KeyComparison comparison = key_comparison(context, opclass, referenced->type, referencing->type);
        if (comparison.operator_oid == catalog::invalid_oid)
            return refuse_foreign_key(context, constraint, *referencing, *referenced);
        const Attribute* before = column_before(referencing_table, referencing->number);
        if (before && before->type != referencing->type &&
            !catalog::is_binary_coercible(context.catalog, before->type, comparison.right_type))
            same_comparison = false;
    }
    if (constraint.validated && constraint.enforced && !same_comparison && table.kind == RelationKind::table) {
        context.effects.lock(constraint.referenced, LockMode::share_row_exclusive);
        for (Oid scanned : {constraint.scope, constraint.referenced})
            context.effects.scans.push_back({scanned, Effects::ScanReason::validate_foreign_key, constraint.oid});
    }
    return {};
}

/// The operators of an EXCLUDE constraint are asked for by name.
Status rebuild_exclusion(AlterTable& work, const Constraint& constraint) {
    StatementContext& context = work.context;
    const auto* index = context.catalog.find<Relation>(constraint.index);
    if (!index) return {};
    std::vector<Oid> operators = constraint.exclusion_operators;
    for (std::size_t place = 0; place < operators.size() && place < index->attributes.size(); ++place) {
        auto info = catalog::operator_info(context.catalog, operators[place]);
        Oid type = index->attributes[place].type;
        if (!info) continue;
        sql::Names names{catalog::namespace_name(context.catalog, info->scope), std::string(info->name)};
        operators[place] = analyze::compatible_operator(context.analysis(), names, type, type);
        if (operators[place] == catalog::invalid_oid)
            BACKOUT_TRY(analyze::resolve_operator(context.analysis(), names, type, type, sql::no_location));
    }
    context.catalog.change<Constraint>(constraint.oid,
                                       [&](Constraint& changed) { changed.exclusion_operators = std::move(operators); });
    return {};
}

Status rebuild_statistics(AlterTable& work, Oid oid) {
    const auto* statistics = work.context.catalog.find<catalog::Statistics>(oid);
    if (!statistics || statistics->expressions.empty()) return {};
    std::vector<ExprPtr> expressions;
    for (const ExprPtr& expression : statistics->expressions) {
        BACKOUT_ASSIGN(ExprPtr again, analyze_again(work.context, statistics->relation, expression,
                                                    analyze::Use::statistics));
        expressions.push_back(std::move(again));
    }
    work.context.catalog.change<catalog::Statistics>(
        oid, [&](catalog::Statistics& changed) { changed.expressions = std::move(expressions); });
    return {};
}

void queue_constraint(AlterTable& work, AlteredTable& table, Oid oid) {
    const auto* constraint = work.context.catalog.find<Constraint>(oid);
    if (!constraint || constraint->on_domain) return;
    if (constraint->scope != table.relation) work.context.effects.lock(constraint->scope, LockMode::access_exclusive);
    AlteredTable& at = work.table(constraint->scope);
    switch (constraint->type) {
        case Constraint::Type::check:
            at.queue(Pass::old_constraint, [oid](AlterTable& later, AlteredTable&) -> Status {
                const auto* found = later.context.catalog.find<Constraint>(oid);
                return found && found->expression ? rebuild_check(later, *found) : Status{};
            });
            break;
        case Constraint::Type::foreign_key:
            at.queue(Pass::old_constraint,
                     [oid, rewritten = !table.rewrites.empty()](AlterTable& later, AlteredTable& of) -> Status {
                         const auto* found = later.context.catalog.find<Constraint>(oid);
                         return found ? rebuild_foreign_key(later, of, *found, rewritten) : Status{};
                     });
            break;
        case Constraint::Type::primary_key:
        case Constraint::Type::unique:
        case Constraint::Type::exclusion:
            at.queue(Pass::old_index, [oid, index = constraint->index](AlterTable& later, AlteredTable& of) -> Status {
                BACKOUT_TRY(rebuild_index(later, of, index));
                const auto* found = later.context.catalog.find<Constraint>(oid);
                return found && !found->exclusion_operators.empty() ? rebuild_exclusion(later, *found) : Status{};
            });
            break;
        case Constraint::Type::not_null:
        case Constraint::Type::trigger: break;
    }
}

}  // namespace

Status queue_rebuilding(AlterTable& work, AlteredTable& table) {
    for (Oid oid : table.changed_constraints) queue_constraint(work, table, oid);
    for (Oid oid : table.changed_indexes)
        table.queue(Pass::old_index,
                    [oid](AlterTable& later, AlteredTable& of) { return rebuild_index(later, of, oid); });
    for (Oid oid : table.changed_statistics)
        table.queue(Pass::misc, [oid](AlterTable& later, AlteredTable&) { return rebuild_statistics(later, oid); });
    table.changed_constraints.clear();
    table.changed_indexes.clear();
    table.changed_statistics.clear();
    return {};
}

}  // namespace backout::simulate
