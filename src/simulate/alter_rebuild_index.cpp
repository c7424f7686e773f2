#include "analyze/deparse.h"
#include "analyze/references.h"
#include "simulate/alter_rebuild.h"
#include "simulate/constraint.h"
#include "simulate/index_definition.h"
#include "sql/parse.h"

/// Indexes on columns whose type has changed, and expressions in general.
namespace backout::simulate {

using catalog::ExprPtr;
using catalog::IndexData;

Result<ExprPtr> analyze_again(StatementContext& context, Oid relation, const ExprPtr& expression,
                              analyze::Use use) {
    std::string text = analyze::deparse_expression(context.catalog, *expression, relation);
    auto parsed = sql::parse_expression(text);
    if (!parsed || !*parsed) return expression;
    analyze::Scope scope = relation_scope(context.catalog, relation);
    switch (use) {
        case analyze::Use::check:
            return analyze_check(context, relation, **parsed);
        case analyze::Use::index_predicate:
            return analyze::analyze_condition(context.analysis(), **parsed, use, scope, "WHERE");
        default:
            return analyze::analyze_expression(context.analysis(), **parsed, use, scope);
    }
}

void replace_references(const Catalog& catalog, catalog::Object& object, Oid relation, const ExprPtr& before,
                        const ExprPtr& after) {
    if (!before || !after) return;
    for (const ObjectAddress& address : analyze::references_of(catalog, *before, relation))
        if (address.oid != relation)
            std::erase_if(object.dependencies, [&](const catalog::Dependency& dependency) {
                return dependency.referenced == address;
            });
    for (const ObjectAddress& address : analyze::references_of(catalog, *after, relation))
        if (address.oid != relation) depend(object, address);
}

namespace {

class RebuiltIndex {
public:
    RebuiltIndex(AlterTable& work, AlteredTable& table, const Relation& index)
        : work_(work), table_(table), index_(index), data_(*index.index) {}

    Status rebuild() {
        StatementContext& context = work_.context;
        for (std::size_t place = 0; place < data_.keys.size(); ++place)
            BACKOUT_TRY(rebuild_key(place));
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
            // A cast that the new type makes superfluous leaves the column alone, which is then a key like any other.
            if (key.expression->kind == catalog::ExprKind::var && key.expression->attribute != 0) {
                key.attribute = key.expression->attribute;
                key.expression = nullptr;
            }
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
        auto visible =
            catalog::find_operator_class(context.catalog, data_.access_method, context.path, opclass.name);
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
                replace_references(catalog, changed, table.oid, before.keys[place].expression,
                                   key.expression);
                if (before.keys[place].expression && !key.expression)
                    depend(changed, {table.oid, key.attribute}, catalog::DependencyType::auto_);
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
        std::erase_if(index.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.referenced.oid == before;
        });
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

}  // namespace

Status rebuild_index(AlterTable& work, AlteredTable& table, Oid oid) {
    const auto* index = work.context.catalog.find<Relation>(oid);
    return index && index->index ? RebuiltIndex(work, table, *index).rebuild() : Status{};
}

}  // namespace backout::simulate
