#include "plan/difference.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "graph/order.h"
#include "plan/alteration.h"
#include "plan/define_column.h"
#include "plan/definition.h"
#include "plan/identity.h"
#include "plan/statement_text.h"
#include "plan/table_parts.h"

namespace backout::plan {

using catalog::AttributeNumber;
using catalog::Dependency;
using catalog::DependencyType;
using catalog::ObjectAddress;
using catalog::ObjectClass;
using catalog::Relation;

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

bool is_relation_with_columns(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return relation && (relation->is_table() || relation->kind == catalog::RelationKind::composite);
}

bool is_any_sequence(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return relation && relation->sequence;
}

/// Objects that a column's new type leaves no way but to make anew: the rest is rebuilt by ALTER COLUMN TYPE itself
/// (RememberAllDependentForRebuilding, commands/tablecmds.c).
bool hinders_new_type(const Object& dependent, bool other_type, bool is_generated) {
    // A foreign key needs both of its ends at once: it comes back when they agree again.
    if (const auto* constraint = catalog::as<catalog::Constraint>(&dependent))
        return other_type && constraint->type == catalog::Constraint::Type::foreign_key;
    switch (dependent.object_class) {
        case ObjectClass::attribute_default: return is_generated;
        case ObjectClass::relation:
        case ObjectClass::rule:
        case ObjectClass::policy:
        case ObjectClass::trigger:
        case ObjectClass::function:
        case ObjectClass::publication_relation:
            return !is_relation_with_columns(dependent) && !is_any_sequence(dependent);
        default: return false;
    }
}

/// Makes the operations of a difference and the edges between them.
class Maker {
public:
    explicit Maker(const Sides& sides)
        : sides_(sides), source_(sides.from.catalog()), target_(sides.to.catalog()) {}

    Difference whole() {
        index();
        for (Oid oid : source_oids_) compare(oid);
        for (Oid oid : target_oids_) {
            const Object& object = *target_.find(oid);
            if (partner_in_source(object)) continue;
            if (whole_of(target_, object) == catalog::invalid_oid || is_default_that_was_lost(object)) to_make_.insert(oid);
        }
        take_away_unpaired();
        settle_index_names();
        make();
        connect_targets();
        connect_sources();
        connect_names();
        connect_families();
        return std::move(result_);
    }

    /// A child's default that is its parent's again, which has it all the time.
    bool is_default_that_was_lost(const Object& object) const {
        if (!is_plain_default(object)) return false;
        const auto* value = target_.find<catalog::AttributeDefault>(whole_of(target_, object));
        const auto* table = target_.find<Relation>(object.scope);
        const auto* before = table ? catalog::as<Relation>(partner_in_source(*table)) : nullptr;
        if (!value || !before) return false;
        const Object* parent = partner_in_source(*target_.find(value->scope));
        const bool is_child = parent && std::find(before->parents.begin(), before->parents.end(), parent->oid) != before->parents.end();
        if (is_child && !partner_in_source(*value)) return false;  // set along with the parent's
        const auto number = static_cast<const catalog::AttributeDefault&>(object).attribute;
        return before->find_attribute(std::string_view(table->find_attribute(number)->name)) != nullptr;
    }

    bool has_same_whole(const Object& object, const Object& other) const {
        const Object* whole = source_.find(whole_of(source_, object));
        return whole && partner_in_target(*whole) == target_.find(whole_of(target_, other));
    }

    /// The index of a partition comes with its parent's, under a name that PostgreSQL chooses.
    void settle_index_names() {
        for (Oid oid : target_oids_) {
            const auto* index = target_.find<Relation>(oid);
            if (!index || !index->index || index->index->parent == catalog::invalid_oid || partner_in_source(*index)) continue;
            const Object* parent = partner_in_source(*target_.find(index->index->parent));
            const Object* table = partner_in_source(*target_.find(index->index->table));
            if (!parent || !table) continue;
            for (Oid other : catalog::indexes_of(source_, table->oid)) {
                const auto* found = source_.find<Relation>(other);
                if (found->index->parent != parent->oid || found->name == index->name || gone_.contains(other)) continue;
                add_operation({Operation::Action::alter, other, oid,
                               {fmt::format("ALTER INDEX {} RENAME TO {}", sides_.from.name(*found), Writer::bare_name(*index))},
                               {}, priority(1, oid)});
            }
        }
    }

    Difference without(const ObjectAddress& address) {
        index();
        if (address.column != 0)
            drop_column(address);
        else
            drop(address.oid);
        spread();
        connect_sources();
        return std::move(result_);
    }

private:
    // --- who is who ------------------------------------------------------------------------------------------------

    void index() {
        auto add = [this](const Catalog& catalog, Oid oid, std::vector<Oid>& oids,
                          std::unordered_map<std::string, Oid>& by_identity) {
            const Object* object = catalog.find(oid);
            if (!object || is_foreign_to_plans(catalog, *object)) return;
            // Roles are the cluster's: a schema neither makes nor drops them.
            if (!sides_.shared_history && object->object_class == ObjectClass::role) return;
            oids.push_back(oid);
            by_identity.emplace(identity(catalog, *object), oid);
        };
        for (Oid oid : candidates(source_)) add(source_, oid, source_oids_, source_by_identity_);
        for (Oid oid : candidates(target_)) add(target_, oid, target_oids_, target_by_identity_);
    }

    std::vector<Oid> candidates(const Catalog& catalog) const {
        if (sides_.touched) return *sides_.touched;
        std::vector<Oid> oids;
        for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value)
            for (Oid oid : catalog.all(static_cast<ObjectClass>(value))) oids.push_back(oid);
        std::sort(oids.begin(), oids.end());
        return oids;
    }

    const Object* partner(const Catalog& of, const Object& object, const Catalog& in,
                          const std::unordered_map<std::string, Oid>& by_identity) const {
        const Object* found = nullptr;
        if (auto entry = by_identity.find(identity(of, object)); entry != by_identity.end())
            found = in.find(entry->second);
        else if (sides_.shared_history)
            found = in.find(object.oid);
        if (!found || found->object_class != object.object_class) return nullptr;
        return has_same_standing(of, object, in, *found) ? found : nullptr;
    }

    /// A plain index is not what stands behind a constraint, though they may share a name. What a partition has of its
    /// parent stays when it is detached, and is taken for the parent's when it is attached.
    bool has_same_standing(const Catalog& of, const Object& object, const Catalog& in, const Object& other) const {
        if ((whole_of(of, object) == catalog::invalid_oid) == (whole_of(in, other) == catalog::invalid_oid)) return true;
        if (is_plain_default(object) && is_plain_default(other)) return true;
        const auto* index = catalog::as<Relation>(&object);
        const auto* other_index = catalog::as<Relation>(&other);
        if (index && index->index && other_index && other_index->index)
            return !index->index->constraint == !other_index->index->constraint &&
                   is_partition(of, index->index->table) != is_partition(in, other_index->index->table);
        return object.object_class == ObjectClass::constraint && is_partition(of, object.scope) != is_partition(in, other.scope);
    }

    bool is_plain_default(const Object& object) const {
        const auto* value = catalog::as<catalog::AttributeDefault>(&object);
        if (!value) return false;
        const Catalog& catalog = source_.find(object.oid) == &object ? source_ : target_;
        const auto* relation = catalog.find<Relation>(value->scope);
        const catalog::Attribute* column = relation ? relation->find_attribute(value->attribute) : nullptr;
        return column && !column->generated;
    }

    bool is_generated_default(const Object& object) const {
        return object.object_class == ObjectClass::attribute_default && !is_plain_default(object);
    }

    static bool is_partition(const Catalog& catalog, Oid oid) {
        const auto* table = catalog.find<Relation>(oid);
        return table && table->is_partition;
    }

    const Object* partner_in_target(const Object& object) const {
        return partner(source_, object, target_, target_by_identity_);
    }
    const Object* partner_in_source(const Object& object) const {
        return partner(target_, object, source_, source_by_identity_);
    }

    // --- what goes, what changes -----------------------------------------------------------------------------------

    std::size_t add_operation(Operation operation) {
        result_.operations.push_back(std::move(operation));
        return result_.operations.size() - 1;
    }

    void edge(std::size_t first, std::size_t second) {
        if (first != none && second != none && first != second) result_.edges.emplace_back(first, second);
    }

    void compare(Oid oid) {
        const Object& object = *source_.find(oid);
        const Object* other = partner_in_target(object);
        const Oid whole = whole_of(source_, object);
        if (whole && !(other && is_plain_default(object) && !has_same_whole(object, *other))) {
            if (other)
                compare_furnishing(object, *other);
            else if (object.object_class == ObjectClass::attribute_default && source_.find(whole)->oid != object.scope &&
                     partner_in_target(*source_.find(whole)))
                drop_alone(oid);  // a child's, while the parent's stays
            return;
        }
        if (!other) {
            unpaired_.insert(oid);
            return;
        }
        const Pair pair{sides_.from, sides_.to, object, *other, sides_.creator};
        if (whole_of(target_, *other) && !is_plain_default(object)) {
            // The parent's takes it over where they are alike.
            if (!same_definition(pair)) drop(oid);
            return;
        }
        Alteration alteration = alter(pair);
        for (std::string& unknown : alteration.unknowns) result_.unknowns.push_back(std::move(unknown));
        if (alteration.recreate)
            drop(oid);
        else
            add_steps(object, *other, std::move(alteration));
    }

    void own_step(const Object& object, const Object& other, std::size_t node) {
        const auto& before = static_cast<const Relation&>(object);
        const auto& after = static_cast<const Relation&>(other);
        if (after.sequence->owned_by.oid) owners_.emplace_back(after.sequence->owned_by, node);
        if (before.sequence->owned_by.oid) freed_sequences_.emplace_back(before.sequence->owned_by, node);
    }

    /// A type that is made anew: only the columns that are re-typed with it may use the old one.
    void replace_type(const Object& object, std::size_t node) {
        disturbed_.push_back({{object.oid, 0}, node, Disturbance::Kind::replaced});
        if (const auto* type = catalog::as<catalog::Type>(&object); type && type->array)
            disturbed_.push_back({{type->array, 0}, node, Disturbance::Kind::replaced});
    }

    /// The sequence of an identity column has privileges of its own.
    void compare_furnishing(const Object& object, const Object& other) {
        const auto* relation = catalog::as<Relation>(&object);
        if (!relation || !relation->sequence) return;
        Alteration alteration;
        const Pair pair{sides_.from, sides_.to, object, other, sides_.creator};
        // Else the column's own change has it.
        const Oid table = whole_of(source_, object);
        if (std::find(source_oids_.begin(), source_oids_.end(), table) == source_oids_.end()) alter_sequence(pair, alteration);
        alter_furnishing(pair, alteration);
        add_steps(object, other, std::move(alteration));
    }

    void add_steps(const Object& object, const Object& other, Alteration alteration) {
        std::size_t before = none;
        order_family_steps(object.oid, alteration.steps, result_.operations.size());
        for (std::size_t i = 0; i < alteration.steps.size(); ++i) {
            Step& step = alteration.steps[i];
            std::size_t node = add_operation({Operation::Action::alter, object.oid, other.oid, std::move(step.statements),
                                              std::move(step.remarks), priority(1, other.oid)});
            altered_.emplace(object.oid, node);
            result_.operations[node].is_replacement = alteration.replaces_type;
            if (step.releases != 0) releases_.emplace(ObjectAddress{object.oid, step.releases}, node);
            // What needs a table does not wait for its comment or owner, but for the parent that it joins.
            if (step.column == 0 && step.drops == 0 && !step.owns && (step.joins_parent || !is_relation_with_columns(object)))
                whole_changes_.emplace(other.oid, node);
            if (step.column != 0) column_changes_.emplace(ObjectAddress{other.oid, step.column}, node);
            using Kind = Disturbance::Kind;
            if (step.drops != 0) disturbed_.push_back({{object.oid, step.drops}, node, Kind::dropped});
            if (step.retypes != 0) disturbed_.push_back({{object.oid, step.retypes}, node, Kind::retyped});
            if (step.loosens != 0) disturbed_.push_back({{object.oid, step.loosens}, node, Kind::loosened});
            if (step.owns) own_step(object, other, node);
            if (step.after_policies) row_security_.emplace_back(other.oid, node);
            bool belongs_together = i > 0 && (step.column == alteration.steps[i - 1].column || step.column == 0);
            if (belongs_together) edge(before, node);
            before = node;
        }
        for (const ObjectAddress& column : alteration.retyped_elsewhere)
            disturbed_.push_back({column, before, Disturbance::Kind::retyped});
        if (alteration.replaces_type) replace_type(object, before);
    }

    /// A table changes its columns after it has left its old parents, and before it joins new ones.
    void order_family_steps(Oid table, const std::vector<Step>& steps, std::size_t first) {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (steps[i].leaves_parent) leavers_.emplace_back(table, first + i);
            if (steps[i].joins_parent) joiners_.emplace_back(table, first + i);
            for (std::size_t j = 0; j < steps.size(); ++j) {
                if (steps[i].leaves_parent && j > i) edge(first + i, first + j);
                if (steps[i].joins_parent && j < i) edge(first + j, first + i);
            }
        }
    }

    /// A partition's place is free when others have left it; who leaves takes along what was done to the parent's columns.
    void connect_families() {
        for (const auto& [leaver, node] : leavers_) {
            const auto* table = source_.find<Relation>(leaver);
            for (const auto& [joiner, join] : joiners_) edge(node, join);
            for (Oid parent : table->parents) {
                if (gone_.contains(parent) || !joins_again(leaver)) continue;
                for (const Disturbance& disturbance : disturbed_)
                    if (disturbance.column.oid == parent) edge(disturbance.node, node);
            }
        }
        for (Oid oid : to_make_) {
            const auto* table = target_.find<Relation>(oid);
            if (!table || !table->is_partition || !made_.contains(oid)) continue;
            for (const auto& [leaver, node] : leavers_) edge(node, made_.at(oid));
            for (const auto& [gone, node] : gone_)
                if (const auto* old = source_.find<Relation>(gone); old && old->is_partition) edge(node, made_.at(oid));
        }
        for (const auto& [joiner, join] : joiners_)
            for (const auto& [gone, node] : gone_)
                if (const auto* old = source_.find<Relation>(gone); old && old->is_partition) edge(node, join);
    }

    bool joins_again(Oid table) const {
        return std::any_of(joiners_.begin(), joiners_.end(), [&](const auto& joiner) { return joiner.first == table; });
    }

    /// What is only on the source's side goes: with what it hangs on where that goes too, else by its own statement.
    void take_away_unpaired() {
        for (Oid oid : unpaired_)
            if (!goes_with_another(*source_.find(oid))) drop(oid);
        spread();
        for (Oid oid : unpaired_) drop(oid);
        spread();
        cut_cycles();
    }

    /// Tables that refer to one another can't go one after the other: their foreign keys go first.
    void cut_cycles() {
        std::vector<Oid> keys;
        std::vector<std::pair<std::size_t, std::size_t>> edges;
        for (const auto& [oid, node] : gone_) {
            const auto* key = source_.find<catalog::Constraint>(oid);
            if (!key || key->type != catalog::Constraint::Type::foreign_key) continue;
            auto referenced = gone_.find(key->referenced);
            if (referenced == gone_.end() || referenced->second == node) continue;
            keys.push_back(oid);
            edges.emplace_back(node, referenced->second);
        }
        const graph::Ordering ordering = graph::sort(result_.operations.size(), edges);
        std::unordered_map<std::size_t, std::size_t> cycle_of;
        for (std::size_t i = 0; i < ordering.cycles.size(); ++i)
            for (std::size_t member : ordering.cycles[i]) cycle_of.emplace(member, i);
        std::sort(keys.begin(), keys.end());
        for (Oid oid : keys) {
            auto from = cycle_of.find(gone_.at(oid));
            auto to = cycle_of.find(gone_.at(source_.find<catalog::Constraint>(oid)->referenced));
            if (from == cycle_of.end() || to == cycle_of.end() || from->second != to->second) continue;
            if (whole_of(source_, *source_.find(oid)) != catalog::invalid_oid) continue;
            gone_.erase(oid);
            drop_alone(oid);
        }
        queue_.clear();
    }

    bool goes_with_another(const Object& object) const {
        if (unpaired_.contains(object.scope) && source_.find<Relation>(object.scope)) return true;
        return std::any_of(object.dependencies.begin(), object.dependencies.end(), [&](const Dependency& dependency) {
            if (dependency.type == DependencyType::normal || dependency.referenced.oid == object.oid) return false;
            return unpaired_.contains(dependency.referenced.oid) || is_dropped_column(dependency.referenced);
        });
    }

    bool is_dropped_column(const ObjectAddress& column) const {
        return column.column != 0 &&
               std::any_of(disturbed_.begin(), disturbed_.end(), [&](const Disturbance& disturbance) {
                   return disturbance.kind == Disturbance::Kind::dropped && disturbance.column == column;
               });
    }

    /// Takes an object away by a statement of its own.
    void drop(Oid oid) {
        if (gone_.contains(oid)) return;
        const Object& object = *source_.find(oid);
        if (Oid whole = whole_of(source_, object)) {
            // An inherited constraint or default needs what its parent's does, and goes with that.
            const bool is_inherited = object.object_class == ObjectClass::constraint ||
                                      (object.object_class == ObjectClass::attribute_default && whole != object.scope);
            if (const auto* value = catalog::as<catalog::AttributeDefault>(&object); value && !is_inherited)
                make_generated_anew(*value);
            else if (!is_inherited)
                report_inseparable(object, whole);
            return;
        }
        drop_alone(oid);
    }

    void drop_alone(Oid oid) {
        const Object& object = *source_.find(oid);
        std::size_t node = add_operation({Operation::Action::drop, oid, catalog::invalid_oid,
                                          drop_statements(sides_.from, object), {}, priority(0, ~oid)});
        goes(oid, node);
    }

    /// A generated column that reads what goes or gets another type goes before and comes back after.
    void make_generated_anew(const catalog::AttributeDefault& value) {
        const auto& table = *source_.find<Relation>(value.scope);
        const auto* after_table = catalog::as<Relation>(partner_in_target(table));
        const catalog::Attribute* column = table.find_attribute(value.attribute);
        const catalog::Attribute* after = after_table ? after_table->find_attribute(std::string_view(column->name)) : nullptr;
        // Else the table's own change has it dropped, or made a plain one.
        if (!after || !after->generated || is_dropped_column({table.oid, column->number})) {
            auto release = releases_.find({table.oid, column->number});
            const std::size_t node = release != releases_.end() ? release->second : remover_of({table.oid, column->number});
            if (node != none) gone_.emplace(value.oid, node);
            return;
        }
        drop_column({table.oid, column->number});
        const std::size_t gone = disturbed_.back().node;
        std::vector<std::string> statements{
            fmt::format("{} ADD COLUMN {}", alter_prefix(sides_.to, *after_table), column_definition(sides_.to, *after_table, *after))};
        for (std::string& statement : column_settings(sides_.to, *after_table, *after)) statements.push_back(std::move(statement));
        const std::size_t node = add_operation({Operation::Action::alter, table.oid, after_table->oid, std::move(statements), {},
                                                priority(1, after_table->oid)});
        column_changes_[{after_table->oid, after->number}] = node;
        edge(gone, node);
        gone_.emplace(value.oid, gone);
    }

    void drop_column(const ObjectAddress& address) {
        const auto& table = *source_.find<Relation>(address.oid);
        std::string statement = fmt::format("{} DROP COLUMN {}", alter_prefix(sides_.from, table),
                                            sides_.from.column(address.oid, address.column));
        std::size_t node = add_operation({Operation::Action::alter, address.oid, catalog::invalid_oid,
                                          {std::move(statement)}, {}, priority(1, address.oid)});
        disturbed_.push_back({address, node, Disturbance::Kind::dropped});
    }

    /// The object goes with that operation.
    void goes(Oid oid, std::size_t node) {
        if (!gone_.emplace(oid, node).second) return;
        queue_.push_back(oid);
        const Object& object = *source_.find(oid);
        cancel_changes(object);
        if (const Object* other = partner_in_target(object); other && whole_of(target_, *other) == catalog::invalid_oid)
            to_make_.insert(other->oid);
    }

    /// What goes needs no change any more.
    void cancel_changes(const Object& object) {
        auto [begin, end] = altered_.equal_range(object.oid);
        for (auto change = begin; change != end; ++change) {
            Operation& operation = result_.operations[change->second];
            operation.statements.clear();
            operation.remarks.clear();
            whole_changes_.erase(operation.target);
            std::erase_if(column_changes_, [&](const auto& entry) { return entry.first.oid == operation.target; });
        }
        altered_.erase(begin, end);
    }

    void report_inseparable(const Object& object, Oid whole) {
        const Object* owner = source_.find(whole);
        result_.unknowns.push_back(fmt::format("{} would have to be made anew for what {} needs",
                                               owner ? sides_.from.phrase(*owner) : std::string("an object"), object.name));
    }

    /// Follows what goes to what hangs on it, until nothing more follows.
    void spread() {
        for (; followed_ < disturbed_.size(); ++followed_) {
            const Disturbance disturbance = disturbed_[followed_];
            if (disturbance.kind == Disturbance::Kind::loosened) continue;
            for (Oid dependent : source_.dependents(disturbance.column.oid))
                follow_column(dependent, disturbance);
        }
        while (!queue_.empty()) {
            Oid oid = queue_.back();
            queue_.pop_back();
            const std::size_t node = gone_.at(oid);
            if (source_.find(oid)->object_class != ObjectClass::namespace_)
                for (Oid member : source_.members(oid)) goes(member, node);
            for (Oid dependent : source_.dependents(oid)) follow(dependent, oid, node);
        }
    }

    /// What happens to a column that others may depend on.
    struct Disturbance {
        enum class Kind : std::uint8_t { dropped, retyped, loosened, replaced };
        ObjectAddress column;
        std::size_t node;
        Kind kind;
    };

    void follow_column(Oid dependent, const Disturbance& disturbance) {
        if (gone_.contains(dependent)) return;
        const Object& object = *source_.find(dependent);
        for (const Dependency& dependency : object.dependencies) {
            if (dependency.referenced != disturbance.column) continue;
            const bool is_dropped = disturbance.kind == Disturbance::Kind::dropped;
            if (disturbance.kind == Disturbance::Kind::replaced) {
                if (dependency.type == DependencyType::normal && !is_relation_with_columns(object) &&
                    !unpaired_.contains(dependent) && !is_default_of_retyped(object, disturbance.node))
                    drop(dependent);
                return;
            }
            if (is_dropped && dependency.type != DependencyType::normal &&
                !(is_detached(object) && is_let_go(object, disturbance.column)))
                goes(dependent, disturbance.node);
            else if (is_dropped ? !is_let_go(object, disturbance.column) : hinders_new_type(object, gets_other_type(disturbance.column), is_generated_default(object)))
                drop(dependent);
            return;
        }
    }

    /// Where the operation re-types a column, it sets its default as well.
    bool is_default_of_retyped(const Object& object, std::size_t node) const {
        const auto* value = catalog::as<catalog::AttributeDefault>(&object);
        return value && std::any_of(disturbed_.begin(), disturbed_.end(), [&](const Disturbance& disturbance) {
                   return disturbance.node == node && disturbance.kind == Disturbance::Kind::retyped &&
                          disturbance.column == ObjectAddress{value->scope, value->attribute};
               });
    }

    /// Not only another length or precision.
    bool gets_other_type(const ObjectAddress& column) const {
        const auto* table = source_.find<Relation>(column.oid);
        const Object* partner = table ? partner_in_target(*table) : nullptr;
        const auto* other = catalog::as<Relation>(partner);
        const catalog::Attribute* before = table ? table->find_attribute(column.column) : nullptr;
        const catalog::Attribute* after = before && other ? other->find_attribute(std::string_view(before->name)) : nullptr;
        return !after || before->type != after->type || before->type >= catalog::first_user_oid;
    }

    void follow(Oid dependent, Oid gone, std::size_t node) {
        if (gone_.contains(dependent)) return;
        // Its own turn comes, if nothing else takes it along.
        const bool goes_anyway = unpaired_.contains(dependent);
        const Object& object = *source_.find(dependent);
        for (const Dependency& dependency : object.dependencies) {
            if (dependency.referenced.oid != gone) continue;
            if (dependency.type != DependencyType::normal && !(is_detached(object) && is_let_go(object, dependency.referenced))) {
                goes(dependent, node);
                return;
            }
            if (goes_anyway) continue;
            // A column of a type that goes: its own ALTER takes care, or nothing can.
            if (is_let_go(object, dependency.referenced)) continue;
            if (is_relation_with_columns(object)) {
                result_.unknowns.push_back(fmt::format("{} uses {}, which has to be made anew", sides_.from.phrase(object),
                                                       sides_.from.phrase(*source_.find(gone))));
                return;
            }
            drop(dependent);
            return;
        }
    }

    /// A table or sequence that stays where what it was part of goes.
    static bool is_detached(const Object& object) {
        const auto* relation = catalog::as<Relation>(&object);
        return relation && (relation->is_table() || relation->sequence);
    }

    /// By a statement of its own, or its parent's.
    bool is_altered(const Object& object) const {
        if (altered_.contains(object.oid)) return true;
        const auto* relation = catalog::as<Relation>(&object);
        return relation && std::any_of(relation->parents.begin(), relation->parents.end(), [&](Oid parent) {
                   const Object* table = source_.find(parent);
                   return table && is_altered(*table);
               });
    }

    /// Whether the change of an object that stays ends its dependency: then it only has to come first.
    bool is_let_go(const Object& object, const ObjectAddress& referenced) const {
        if (!is_altered(object)) return false;
        const Object* other = partner_in_target(object);
        const Object* needed = source_.find(referenced.oid);
        if (!other || !needed) return false;
        const Object* still = partner_in_target(*needed);
        if (!still) return true;
        const AttributeNumber column = same_column(*needed, referenced.column, *still);
        if (referenced.column != 0 && column == 0) return true;
        return std::none_of(other->dependencies.begin(), other->dependencies.end(), [&](const Dependency& dependency) {
            return dependency.referenced.oid == still->oid &&
                   (column == 0 || dependency.referenced.column == 0 || dependency.referenced.column == column);
        });
    }

    /// The number of the column of the same name on the other side; 0 when there is none.
    static AttributeNumber same_column(const Object& here, AttributeNumber number, const Object& there) {
        const auto* relation = catalog::as<Relation>(&here);
        const auto* other = catalog::as<Relation>(&there);
        const catalog::Attribute* column = relation && other ? relation->find_attribute(number) : nullptr;
        const catalog::Attribute* found = column ? other->find_attribute(std::string_view(column->name)) : nullptr;
        return found ? found->number : 0;
    }

    // --- what comes ------------------------------------------------------------------------------------------------

    static std::int64_t priority(std::int64_t stage, Oid oid) {
        return (stage << 33) + static_cast<std::int64_t>(oid);
    }

    /// Foreign keys come after all tables, what acts on rows (triggers, policies) after the keys.
    static std::int64_t stage_of(const Object& object) {
        if (const auto* constraint = catalog::as<catalog::Constraint>(&object);
            constraint && constraint->type == catalog::Constraint::Type::foreign_key)
            return 3;
        return object.object_class == ObjectClass::trigger || object.object_class == ObjectClass::policy ||
                       object.object_class == ObjectClass::rule
                   ? 4
                   : 2;
    }

    /// The table or column whose own statement makes this object too; none when it needs a statement.
    std::optional<ObjectAddress> made_with(const Object& object) const {
        ObjectAddress place{object.scope, 0};
        if (is_serial_sequence(target_, object))
            place = static_cast<const Relation&>(object).sequence->owned_by;
        else if (!is_written_with_table(target_, object))
            return std::nullopt;
        else if (const auto* value = catalog::as<catalog::AttributeDefault>(&object))
            place.column = value->attribute;
        if (to_make_.contains(place.oid)) return ObjectAddress{place.oid, 0};
        return place.column != 0 && is_added_column(place) ? std::optional(place) : std::nullopt;
    }

    /// A column that a step adds, its default included.
    bool is_added_column(const ObjectAddress& column) const {
        const auto* relation = target_.find<Relation>(column.oid);
        const catalog::Attribute* attribute = relation ? relation->find_attribute(column.column) : nullptr;
        const Object* other = relation ? partner_in_source(*relation) : nullptr;
        const auto* before = catalog::as<Relation>(other);
        if (!attribute || !before) return false;
        const catalog::Attribute* old = before->find_attribute(std::string_view(attribute->name));
        if (!old) return true;
        return std::any_of(disturbed_.begin(), disturbed_.end(), [&](const Disturbance& disturbance) {
            return disturbance.kind == Disturbance::Kind::dropped && disturbance.column == ObjectAddress{before->oid, old->number};
        });
    }

    void make() {
        for (Oid oid : to_make_) {
            const Object& object = *target_.find(oid);
            if (made_with(object)) continue;
            Definition definition = define(sides_.to, object, sides_.creator);
            for (std::string& unknown : definition.unknowns) result_.unknowns.push_back(std::move(unknown));
            if (definition.statements.empty()) continue;
            std::size_t node = add_operation({Operation::Action::create, catalog::invalid_oid, oid,
                                              std::move(definition.statements), remarks_on(object),
                                              priority(stage_of(object), oid)});
            made_.emplace(oid, node);
        }
        for (Oid oid : to_make_) {
            own_sequence(oid);
            secure_rows(oid);
        }
    }

    /// Row-level security is switched on when its policies are there: until then nobody would see a row.
    void secure_rows(Oid oid) {
        const auto* relation = target_.find<Relation>(oid);
        if (!relation || !made_.contains(oid)) return;
        std::vector<std::string> statements = row_security_statements(sides_.to, *relation, false, false);
        if (statements.empty()) return;
        std::size_t node = add_operation({Operation::Action::alter, catalog::invalid_oid, oid, std::move(statements), {},
                                          priority(5, oid)});
        edge(made_.at(oid), node);
        row_security_.emplace_back(oid, node);
    }

    /// ALTER SEQUENCE … OWNED BY needs both the sequence and the column.
    void own_sequence(Oid oid) {
        const auto* sequence = target_.find<Relation>(oid);
        if (!sequence || !sequence->sequence || sequence->sequence->owned_by.oid == catalog::invalid_oid ||
            !made_.contains(oid))
            return;
        std::size_t node = add_operation({Operation::Action::alter, catalog::invalid_oid, oid,
                                          {owned_by_statement(sides_.to, *sequence)}, {}, priority(2, oid)});
        edge(made_.at(oid), node);
        owners_.emplace_back(sequence->sequence->owned_by, node);
    }

    std::vector<std::string> remarks_on(const Object& object) const {
        const auto* relation = catalog::as<Relation>(&object);
        if (!relation || relation->kind != catalog::RelationKind::table || !sides_.shared_history) return {};
        return {fmt::format("the rows of {} are not restored", sides_.to.name(object))};
    }

    /// The extension that brought something; 0 when it isn't there any more.
    static Oid extension_of(const Catalog& catalog, Oid member) {
        const Oid extension = catalog::extension_of_member(catalog, member);
        return catalog::is_extension_member(extension) ? catalog::invalid_oid : extension;
    }

    // --- edges -----------------------------------------------------------------------------------------------------

    /// The operation after which a thing of the target is there as it should be; none if it was all the time.
    std::size_t maker_of(const ObjectAddress& address) const {
        if (address.column != 0)
            if (auto found = column_changes_.find(address); found != column_changes_.end()) return found->second;
        if (auto found = made_.find(address.oid); found != made_.end()) return found->second;
        if (catalog::is_extension_member(address.oid)) return maker_of({extension_of(target_, address.oid), 0});
        const Object* object = target_.find(address.oid);
        if (!object) return none;
        if (auto found = whole_changes_.find(address.oid); found != whole_changes_.end() && address.column == 0)
            return found->second;
        if (const auto* value = catalog::as<catalog::AttributeDefault>(object))
            if (auto found = column_changes_.find({value->scope, value->attribute}); found != column_changes_.end())
                return found->second;
        if (to_make_.contains(address.oid))
            if (auto place = made_with(*object)) return maker_of(*place);
        if (Oid whole = whole_of(target_, *object)) return maker_of({whole, 0});
        return none;
    }

    void connect_targets() {
        std::vector<Oid> concerned(to_make_.begin(), to_make_.end());
        for (Oid oid : target_oids_)
            if (!to_make_.contains(oid)) concerned.push_back(oid);
        for (std::size_t i = 0; i < concerned.size(); ++i) {
            const Object& object = *target_.find(concerned[i]);
            connect_target(object);
            if (to_make_.contains(object.oid) && object.object_class == ObjectClass::relation)
                for (Oid member : target_.members(object.oid))
                    if (!to_make_.contains(member)) connect_target(*target_.find(member));
        }
        for (const auto& [column, node] : owners_) edge(maker_of(column), node);
        for (const auto& [oid, node] : row_security_) connect_row_security(oid, node);
    }

    /// What a child or partition has of its parent comes with the child where that is made, and never before it.
    bool is_of_parent(const Object& object) const {
        const Object* whole = target_.find(whole_of(target_, object));
        const auto* index = catalog::as<Relation>(&object);
        if (index && index->index && whole && whole->object_class == ObjectClass::constraint) return is_of_parent(*whole);
        if (!whole || whole->object_class != object.object_class) return false;
        return object.object_class == ObjectClass::attribute_default || object.object_class == ObjectClass::constraint ||
               object.object_class == ObjectClass::relation || object.object_class == ObjectClass::trigger;
    }

    void connect_target(const Object& object) {
        if (is_of_parent(object) && !to_make_.contains(object.oid)) return;
        const std::size_t whole = maker_of({object.oid, 0});
        // A column's default that comes with the column does not wait for what else becomes of the table.
        const bool comes_with_column = object.object_class == ObjectClass::attribute_default && !to_make_.contains(object.oid);
        if (object.scope != catalog::invalid_oid && !comes_with_column) edge(maker_of({object.scope, 0}), whole);
        const bool is_sequence = object.object_class == ObjectClass::relation &&
                                 static_cast<const Relation&>(object).sequence != nullptr;
        for (const Dependency& dependency : object.dependencies) {
            if (is_sequence && dependency.type == DependencyType::auto_) continue;
            std::size_t node = dependency.column != 0 ? maker_of({object.oid, dependency.column}) : whole;
            edge(maker_of(dependency.referenced), node);
        }
        connect_roles(object, whole);
    }

    void connect_roles(const Object& object, std::size_t node) {
        if (object.owner != catalog::invalid_oid) edge(maker_of({object.owner, 0}), node);
        if (object.acl)
            for (const catalog::AclItem& item : *object.acl)
                if (item.grantee != catalog::invalid_oid) edge(maker_of({item.grantee, 0}), node);
        if (const auto* policy = catalog::as<catalog::Policy>(&object))
            for (Oid role : policy->roles) edge(maker_of({role, 0}), node);
    }

    void connect_row_security(Oid table, std::size_t node) {
        for (Oid member : target_.members(table))
            if (target_.find<catalog::Policy>(member)) edge(maker_of({member, 0}), node);
    }

    /// The operation with which a thing of the source goes, or with which its column does or gets another type.
    std::size_t remover_of(const ObjectAddress& address) const {
        if (auto found = gone_.find(address.oid); found != gone_.end()) return found->second;
        if (catalog::is_extension_member(address.oid)) return remover_of({extension_of(source_, address.oid), 0});
        for (const Disturbance& disturbance : disturbed_)
            if (disturbance.column == address) return disturbance.node;
        return none;
    }

    /// What used the old type has gone when the new one takes its place.
    void before_replacement(std::size_t node, Oid type) {
        if (const auto* array = source_.find<catalog::Type>(type); array && array->is_array) type = array->element;
        auto [begin, end] = altered_.equal_range(type);
        for (auto change = begin; change != end; ++change)
            if (result_.operations[change->second].is_replacement) edge(node, change->second);
    }

    void connect_sources() {
        for (const auto& [oid, node] : gone_) {
            const Object& object = *source_.find(oid);
            if (object.scope != catalog::invalid_oid) edge(node, remover_of({object.scope, 0}));
            const auto* relation = catalog::as<Relation>(&object);
            const bool is_sequence = relation && relation->sequence;
            for (const Dependency& dependency : object.dependencies) {
                if (is_sequence && dependency.type == DependencyType::auto_) continue;
                edge(node, remover_of(dependency.referenced));
                before_replacement(node, dependency.referenced.oid);
            }
            if (object.owner != catalog::invalid_oid) edge(node, remover_of({object.owner, 0}));
            if (object.acl)
                for (const catalog::AclItem& item : *object.acl) edge(node, remover_of({item.grantee, 0}));
        }
        for (const auto& [column, node] : freed_sequences_) edge(node, remover_of(column));
        for (const Disturbance& disturbance : disturbed_) {
            if (disturbance.kind != Disturbance::Kind::dropped) continue;
            for (const Dependency& dependency : source_.find(disturbance.column.oid)->dependencies)
                if (dependency.column == disturbance.column.column) before_replacement(disturbance.node, dependency.referenced.oid);
        }
        for (const auto& [oid, node] : altered_) {
            const Object& object = *source_.find(oid);
            // A publication lets go of its tables while they are there.
            if (object.object_class == ObjectClass::publication)
                for (const auto* member : source_.members_of_class<catalog::PublicationRelation>(oid))
                    edge(node, remover_of({member->relation, 0}));
            if (std::find(joiners_.begin(), joiners_.end(), std::pair(oid, node)) != joiners_.end()) continue;
            for (const Dependency& dependency : object.dependencies) {
                auto gone = gone_.find(dependency.referenced.oid);
                if (gone != gone_.end())
                    edge(node, gone->second);
                else if (dependency.referenced.column != 0 && !is_relation_with_columns(object))
                    edge(node, remover_of(dependency.referenced));
            }
            if (object.owner != catalog::invalid_oid) edge(node, remover_of({object.owner, 0}));
            if (object.acl)
                for (const catalog::AclItem& item : *object.acl) edge(node, remover_of({item.grantee, 0}));
        }
    }

    /// What goes makes its name free for what comes.
    void connect_names() {
        std::unordered_map<std::string, std::size_t> freed;
        for (const auto& [oid, node] : gone_)
            for (std::string& name : names_taken(source_, *source_.find(oid))) freed.emplace(std::move(name), node);
        for (Oid oid : to_make_) {
            const Object& object = *target_.find(oid);
            const std::size_t node = maker_of({oid, 0});
            for (const std::string& name : names_taken(target_, object))
                if (auto found = freed.find(name); found != freed.end()) edge(found->second, node);
        }
    }

    /// A relation's name is also that of its row type.
    static std::vector<std::string> names_taken(const Catalog& catalog, const Object& object) {
        std::vector<std::string> names{identity(catalog, object)};
        auto same_name = [&](ObjectClass object_class) {
            return fmt::format("{}/{}/{}", static_cast<int>(object_class),
                               catalog::namespace_name(catalog, object.scope), object.name);
        };
        if (const auto* relation = catalog::as<Relation>(&object); relation && !relation->is_index())
            names.push_back(same_name(ObjectClass::type));
        if (const auto* constraint = catalog::as<catalog::Constraint>(&object); constraint && constraint->index)
            if (const auto* index = catalog.find<Relation>(constraint->index);
                index && index->index && index->index->constraint == constraint->oid)
                names.push_back(identity(catalog, *index));
        return names;
    }

    const Sides& sides_;
    const Catalog& source_;
    const Catalog& target_;
    Difference result_;

    std::vector<Oid> source_oids_, target_oids_;
    std::unordered_map<std::string, Oid> source_by_identity_, target_by_identity_;

    std::set<Oid> unpaired_;                     ///< source objects without a counterpart
    std::unordered_map<Oid, std::size_t> gone_;  ///< source objects, and the operation with which they go
    std::vector<Oid> queue_;
    std::unordered_multimap<Oid, std::size_t> altered_;
    std::vector<Disturbance> disturbed_;
    std::size_t followed_ = 0;  ///< how many of them `spread` has followed

    std::set<Oid> to_make_;
    std::unordered_map<Oid, std::size_t> made_;
    std::unordered_map<ObjectAddress, std::size_t> column_changes_;
    std::unordered_map<ObjectAddress, std::size_t> releases_;  ///< generated columns of the source that become plain ones
    std::unordered_map<Oid, std::size_t> whole_changes_;
    std::vector<std::pair<ObjectAddress, std::size_t>> owners_;
    std::vector<std::pair<ObjectAddress, std::size_t>> freed_sequences_;  ///< from columns of the source
    std::vector<std::pair<Oid, std::size_t>> row_security_;
    std::vector<std::pair<Oid, std::size_t>> leavers_, joiners_;  ///< tables of the source that change their parents
};

}  // namespace

Difference difference(const Sides& sides) {
    return Maker(sides).whole();
}

Difference removal(const Sides& sides, const ObjectAddress& source) {
    return Maker(sides).without(source);
}

}  // namespace backout::plan
