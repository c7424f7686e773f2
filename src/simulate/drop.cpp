#include "simulate/drop.h"

#include <algorithm>
#include <unordered_map>

#include "catalog/builtin/extension.h"
#include "simulate/names.h"

namespace backout::simulate {

using catalog::Dependency;
using catalog::DependencyType;
using catalog::Object;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// How the search came to an object (DEPFLAG_… of catalog/dependency.c).
enum Reached : unsigned {
    reached_original = 1, reached_normal = 2, reached_auto = 4, reached_internal = 8, reached_partition = 16,
    reached_extension = 32, reached_reverse = 64, reached_is_part = 128, reached_sub_object = 256
};

unsigned reached_by(DependencyType type) {
    switch (type) {
        case DependencyType::normal: return reached_normal;
        case DependencyType::auto_:
        case DependencyType::auto_extension: return reached_auto;
        case DependencyType::internal: return reached_internal;
        case DependencyType::partition_primary:
        case DependencyType::partition_secondary: return reached_partition;
        case DependencyType::extension: return reached_extension;
    }
    return reached_normal;
}

struct Target {
    ObjectAddress address;
    unsigned flags = 0;
    ObjectAddress dependee;  ///< what it was reached from
};

/// A member of a schema whose own dependency on the schema PostgreSQL records. Indexes hang on their table, row and
/// array types on their relation or element type.
bool depends_on_schema(const Catalog& catalog, const Object& object) {
    if (const auto* relation = catalog::as<Relation>(&object)) return !relation->is_index();
    if (const auto* type = catalog::as<catalog::Type>(&object)) {
        if (type->is_array || type->kind == catalog::TypeKind::multirange) return false;
        if (type->relation == catalog::invalid_oid) return true;
        const auto* relation = catalog.find<Relation>(type->relation);
        return !relation || relation->kind == RelationKind::composite;
    }
    return object.object_class != ObjectClass::constraint;
}

/// The objects to delete, in an order in which each comes after all that depend on it (findDependentObjects).
class DependentObjects {
public:
    DependentObjects(const Catalog& catalog, const catalog::SearchPath& path) : catalog_(catalog), path_(path) {}

    Status add(ObjectAddress original, const std::vector<ObjectAddress>& pending) {
        return visit(original, reached_original, original, true, pending);
    }

    const std::vector<Target>& targets() const { return targets_; }
    bool contains(ObjectAddress address) const { return index_.contains(address); }

private:
    struct Dependent {
        ObjectAddress address;
        unsigned flags;
    };

    /// Whether the object, or the whole that it is part of, is on the way already; adds to its flags.
    template <class Entries>
    static bool add_flags_if_present(Entries& entries, ObjectAddress address, unsigned flags) {
        bool present = false;
        for (Target& entry : entries) {
            if (entry.address.oid != address.oid) continue;
            if (entry.address.column == address.column) {
                entry.flags |= flags;
                present = true;
            } else if (entry.address.column == 0) {
                present = true;
            } else if (address.column == 0 && flags != 0) {
                entry.flags |= reached_sub_object;
            }
        }
        return present;
    }

    bool is_target(ObjectAddress address, unsigned flags) {
        auto found = index_.find(address);
        if (found != index_.end()) {
            targets_[found->second].flags |= flags;
            return true;
        }
        if (address.column == 0) {
            // Its columns that were reached before go with the whole.
            auto [first, last] = columns_.equal_range(address.oid);
            if (flags != 0)
                for (; first != last; ++first) targets_[first->second].flags |= reached_sub_object;
            return false;
        }
        return index_.contains(ObjectAddress{address.oid, 0});
    }

    Status visit(ObjectAddress address, unsigned flags, ObjectAddress dependee, bool outermost,
                 const std::vector<ObjectAddress>& pending) {
        if (add_flags_if_present(stack_, address, flags)) return {};
        if (is_target(address, flags)) return {};
        bool redirected = false;
        BACKOUT_TRY(look_at_owners(address, flags, dependee, outermost, pending, redirected));
        if (redirected) return {};

        stack_.push_back({address, flags, dependee});
        for (const Dependent& dependent : dependents_of(address))
            BACKOUT_TRY(visit(dependent.address, dependent.flags, address, false, pending));
        flags = stack_.back().flags;
        stack_.pop_back();
        index_[address] = targets_.size();
        if (address.column != 0) columns_.emplace(address.oid, targets_.size());
        targets_.push_back({address, flags, dependee});
        return {};
    }

    /// An object that is a part of another can't be dropped by itself; reached from elsewhere, its owner goes.
    Status look_at_owners(ObjectAddress address, unsigned& flags, ObjectAddress dependee, bool outermost,
                          const std::vector<ObjectAddress>& pending, bool& redirected) {
        const Object* object = catalog_.find(address.oid);
        if (!object) return {};
        std::optional<ObjectAddress> partition_owner;
        for (const Dependency& dependency : object->dependencies) {
            if (address.column != 0 && dependency.column != address.column) continue;
            if (address.column == 0 && dependency.column != 0) continue;
            ObjectAddress owner = dependency.referenced;
            switch (dependency.type) {
                case DependencyType::normal:
                case DependencyType::auto_:
                case DependencyType::auto_extension: break;
                case DependencyType::partition_primary: partition_owner = owner; flags |= reached_is_part; break;
                case DependencyType::partition_secondary:
                    if (!partition_owner) partition_owner = owner;
                    flags |= reached_is_part;
                    break;
                case DependencyType::extension:
                case DependencyType::internal:
                    if (outermost) {
                        if (std::find(pending.begin(), pending.end(), owner) != pending.end()) {
                            redirected = true;
                            return {};
                        }
                        return needed_by(address, owner);
                    }
                    if (owner == dependee || is_on_stack(owner)) break;
                    redirected = true;
                    BACKOUT_TRY(visit(owner, flags | reached_reverse, dependee, false, pending));
                    // It came along with its owner, perhaps only as a part of it: that it was also reached another way,
                    // as a partition's, still counts.
                    is_target(address, flags);
                    return {};
            }
        }
        if (partition_owner && outermost && (flags & reached_partition) == 0) return needed_by(address, *partition_owner);
        return {};
    }

    bool is_on_stack(ObjectAddress address) { return add_flags_if_present(stack_, address, 0); }

    Status needed_by(ObjectAddress address, ObjectAddress owner) const {
        std::string owner_description = describe(catalog_, path_, owner);
        auto failure = error("2BP01", "cannot drop {} because {} requires it", describe(catalog_, path_, address),
                             owner_description);
        failure.value().hint = fmt::format("You can drop {} instead.", owner_description);
        return failure;
    }

    std::vector<Dependent> dependents_of(ObjectAddress address) const {
        std::vector<Dependent> found;
        auto add_dependents_on = [&](Oid oid) {
            for (Oid dependent : catalog_.dependents(oid)) {
                const Object* object = catalog_.find(dependent);
                for (const Dependency& dependency : object->dependencies) {
                    if (dependency.referenced.oid != oid) continue;
                    if (address.column != 0 && dependency.referenced.column != address.column) continue;
                    ObjectAddress at{dependent, dependency.column};
                    // A part of the object itself (a generated column on another of its table) when all of it goes.
                    if (dependent == address.oid && address.column == 0) continue;
                    add(found, {at, reached_by(dependency.type)});
                }
            }
        };
        add_dependents_on(address.oid);
        const Object* object = catalog_.find(address.oid);
        if (object && object->object_class == ObjectClass::namespace_) add_schema_members(address.oid, found);
        if (object && object->object_class == ObjectClass::extension)
            for (Oid member : catalog_.referenced_extension_members()) {
                const auto* extension = catalog::builtin::extension_of(catalog_.major(), member);
                if (extension && extension->name == object->name) add_dependents_on(member);
            }
        // Newest first, as the server sorts them (object_address_comparator).
        std::stable_sort(found.begin(), found.end(), [](const Dependent& a, const Dependent& b) {
            if (a.address.oid != b.address.oid) return a.address.oid > b.address.oid;
            return a.address.column < b.address.column;
        });
        return found;
    }

    static void add(std::vector<Dependent>& found, Dependent dependent) {
        for (Dependent& known : found)
            if (known.address == dependent.address) {
                known.flags |= dependent.flags;
                return;
            }
        found.push_back(dependent);
    }

    void add_schema_members(Oid schema, std::vector<Dependent>& found) const {
        for (Oid member : catalog_.members(schema)) {
            if (depends_on_schema(catalog_, *catalog_.find(member))) add(found, {{member, 0}, reached_normal});
        }
        for (const auto* extension : catalog_.all_of_class<catalog::Extension>())
            if (extension->schema == schema) add(found, {{extension->oid, 0}, reached_normal});
    }

    const Catalog& catalog_;
    const catalog::SearchPath& path_;
    std::vector<Target> targets_;
    std::unordered_map<ObjectAddress, std::size_t> index_;
    std::unordered_multimap<Oid, std::size_t> columns_;  ///< targets that are columns, by relation
    std::vector<Target> stack_;
};

constexpr unsigned goes_silently = reached_auto | reached_internal | reached_partition | reached_extension;

/// 2BP01 for what only CASCADE may take, or the NOTICE about what it takes (reportDependentObjects).
Status report_dependents(StatementContext& context, const std::vector<Target>& targets,
                         const std::vector<ObjectAddress>& originals, sql::DropBehavior behavior, bool internal) {
    for (const Target& target : targets) {
        if ((target.flags & reached_is_part) != 0 && (target.flags & reached_partition) == 0) {
            auto failure = error("2BP01", "cannot drop {} because {} requires it",
                                 describe(context.catalog, context.path, target.address),
                                 describe(context.catalog, context.path, target.dependee));
            return failure;
        }
    }
    std::vector<std::string> lines;
    std::vector<ObjectAddress> dependents;
    for (auto target = targets.rbegin(); target != targets.rend(); ++target) {
        if ((target->flags & (reached_original | goes_silently | reached_sub_object)) != 0) continue;
        std::string description = describe(context.catalog, context.path, target->address);
        dependents.push_back(target->address);
        lines.push_back(behavior == sql::DropBehavior::restrict_
                            ? fmt::format("{} depends on {}", description,
                                          describe(context.catalog, context.path, target->dependee))
                            : "drop cascades to " + description);
    }
    if (lines.empty()) return {};
    if (behavior == sql::DropBehavior::restrict_) {
        auto failure = originals.size() == 1
                           ? error("2BP01", "cannot drop {} because other objects depend on it",
                                   describe(context.catalog, context.path, originals.front()))
                           : error("2BP01", "cannot drop desired object(s) because other objects depend on them");
        failure.value().detail = fmt::format("{}", fmt::join(lines, "\n"));
        failure.value().involved = std::move(dependents);
        failure.value().hint = "Use DROP ... CASCADE to drop the dependent objects too.";
        return failure;
    }
    if (!internal) {
        if (lines.size() == 1)
            context.effects.notice(lines.front());
        else
            context.effects.notice(fmt::format("drop cascades to {} other objects", lines.size()));
    }
    return {};
}

void drop_column(StatementContext& context, ObjectAddress address) {
    context.catalog.change<Relation>(address.oid, [&](Relation& relation) {
        std::erase_if(relation.attributes, [&](const auto& attribute) { return attribute.number == address.column; });
        std::erase_if(relation.dependencies, [&](const Dependency& dependency) {
            return dependency.column == address.column ||
                   (dependency.referenced.oid == address.oid && dependency.referenced.column == address.column);
        });
    });
    context.effects.data.push_back({Effects::Data::Kind::column_dropped, address.oid, address.column, {}, false});
}

void note_relation_drop(StatementContext& context, const Relation& relation) {
    context.effects.lock(relation.oid, LockMode::access_exclusive);
    if (relation.is_index() && relation.index)
        context.effects.lock(relation.index->table, LockMode::access_exclusive);
    if (relation.is_table() || relation.kind == RelationKind::materialized_view)
        context.effects.data.push_back({Effects::Data::Kind::table_dropped, relation.oid, 0, {}, true});
}

/// What else knows of an object that goes: a table's clustering or replica identity index, a parent's default.
void forget_references(StatementContext& context, const Object& object) {
    if (const auto* value = catalog::as<catalog::AttributeDefault>(&object)) {
        const auto* relation = context.catalog.find<Relation>(value->scope);
        const auto* attribute = relation ? relation->find_attribute(value->attribute) : nullptr;
        if (attribute && attribute->default_oid == value->oid)
            context.catalog.change<Relation>(value->scope, [&](Relation& changed) {
                auto* column = changed.find_attribute(value->attribute);
                column->default_oid = catalog::invalid_oid;
                column->generated = 0;
            });
    }
    if (const auto* constraint = catalog::as<catalog::Constraint>(&object);
        constraint && constraint->type == catalog::Constraint::Type::foreign_key) {
        context.effects.lock(constraint->scope, LockMode::access_exclusive);
        context.effects.lock(constraint->referenced, LockMode::access_exclusive);
    }
}

void drop_object(StatementContext& context, const Target& target) {
    catalog::ObjectPtr object = context.catalog.share(target.address.oid);
    if (!object) return;
    bool by_cascade = (target.flags & (reached_original | goes_silently)) == 0;
    context.effects.dropped.push_back({target.address.oid, target.address.column,
                                       describe(context.catalog, context.path, target.address), by_cascade});
    if (target.address.column != 0) {
        drop_column(context, target.address);
        return;
    }
    if (const auto* relation = catalog::as<Relation>(object.get())) note_relation_drop(context, *relation);
    forget_references(context, *object);
    context.catalog.erase(object->oid);
}

}  // namespace

Status perform_deletion(StatementContext& context, const std::vector<ObjectAddress>& targets,
                        sql::DropBehavior behavior, bool internal) {
    DependentObjects search(context.catalog, context.path);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        std::vector<ObjectAddress> pending(targets.begin() + static_cast<std::ptrdiff_t>(i) + 1, targets.end());
        BACKOUT_TRY(search.add(targets[i], pending));
    }
    BACKOUT_TRY(report_dependents(context, search.targets(), targets, behavior, internal));
    for (const Target& target : search.targets()) {
        // A column of a relation that goes as a whole needs no change of its own.
        bool whole_goes = target.address.column != 0 && search.contains({target.address.oid, 0});
        if (!whole_goes) drop_object(context, target);
    }
    return {};
}

std::vector<ObjectAddress> dependents_closure(const Catalog& catalog, const std::vector<ObjectAddress>& targets) {
    DependentObjects search(catalog, catalog::catalog_only_path());
    for (const ObjectAddress& target : targets) (void)search.add(target, targets);
    std::vector<ObjectAddress> closure;
    for (const Target& target : search.targets())
        if ((target.flags & reached_original) == 0) closure.push_back(target.address);
    std::reverse(closure.begin(), closure.end());
    return closure;
}

}  // namespace backout::simulate
