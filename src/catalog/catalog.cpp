#include "catalog/catalog.h"

#include <algorithm>

#include "catalog/relation.h"

namespace backout::catalog {

namespace {

void remove_one(std::vector<Oid>& oids, Oid oid) {
    // The newest entry is the likeliest to go: a down drops what its up has just made.
    auto found = std::find(oids.rbegin(), oids.rend(), oid);
    if (found != oids.rend()) oids.erase(std::next(found).base());
}

void add_in_order(std::vector<Oid>& oids, Oid oid) {
    if (oids.empty() || oids.back() < oid)
        oids.push_back(oid);
    else
        oids.insert(std::lower_bound(oids.begin(), oids.end(), oid), oid);
}

void remove_in_order(std::vector<Oid>& oids, Oid oid) {
    auto found = std::lower_bound(oids.begin(), oids.end(), oid);
    if (found != oids.end() && *found == oid) oids.erase(found);
}

void remove_from(std::unordered_map<Oid, std::vector<Oid>>& index, Oid key, Oid oid) {
    auto entry = index.find(key);
    if (entry == index.end()) return;
    remove_in_order(entry->second, oid);
    if (entry->second.empty()) index.erase(entry);
}

std::vector<Oid> entry_of(const std::unordered_map<Oid, std::vector<Oid>>& index, Oid key) {
    auto entry = index.find(key);
    return entry == index.end() ? std::vector<Oid>() : entry->second;
}

/// What a relation inherits from, is a partition of, or (an index) is attached to.
std::vector<Oid> parents_of(const Object& object) {
    const auto* relation = as<Relation>(&object);
    if (!relation) return {};
    if (relation->index)
        return relation->index->parent == invalid_oid ? std::vector<Oid>() : std::vector<Oid>{relation->index->parent};
    return relation->parents;
}

/// Each object that `object` depends on, once.
std::vector<Oid> referenced_objects(const Object& object) {
    std::vector<Oid> oids;
    oids.reserve(object.dependencies.size());
    for (const Dependency& dependency : object.dependencies) oids.push_back(dependency.referenced.oid);
    std::sort(oids.begin(), oids.end());
    oids.erase(std::unique(oids.begin(), oids.end()), oids.end());
    return oids;
}

}  // namespace

Catalog::Catalog(builtin::Major major) : major_(major) {}

std::size_t Catalog::NameHash::operator()(const NameView& key) const {
    std::size_t hash = std::hash<std::string_view>{}(key.name);
    return hash ^ ((std::size_t{key.scope} << 8 | static_cast<std::size_t>(key.object_class)) * 0x9e3779b97f4a7c15U);
}

const Object* Catalog::find(Oid oid) const {
    if (!is_builtin(oid)) {
        std::size_t index = oid - first_user_oid;
        return index < objects_.size() ? objects_[index].get() : nullptr;
    }
    auto found = own_builtins_.find(oid);
    return found == own_builtins_.end() ? nullptr : found->second.get();
}

ObjectPtr Catalog::share(Oid oid) const {
    if (!is_builtin(oid)) {
        std::size_t index = oid - first_user_oid;
        return index < objects_.size() ? objects_[index] : nullptr;
    }
    auto found = own_builtins_.find(oid);
    return found == own_builtins_.end() ? nullptr : found->second;
}

std::span<const Oid> Catalog::find_all(ObjectClass object_class, Oid scope, std::string_view name) const {
    auto found = names_.find(NameView{object_class, scope, name});
    if (found == names_.end()) return {};
    return found->second;
}

const Object* Catalog::find(ObjectClass object_class, Oid scope, std::string_view name) const {
    std::span<const Oid> oids = find_all(object_class, scope, name);
    return oids.empty() ? nullptr : find(oids.front());
}

bool Catalog::was_known(ObjectClass object_class, Oid scope, std::string_view name) const {
    return names_.find(NameView{object_class, scope, name}) != names_.end();
}

void Catalog::mark_known(ObjectClass object_class, Oid scope, std::string_view name) {
    names_.try_emplace(NameKey{object_class, scope, std::string(name)});
}

std::vector<Oid> Catalog::members(Oid scope) const { return entry_of(members_, scope); }

std::vector<Oid> Catalog::dependents(Oid oid) const { return entry_of(dependents_, oid); }

std::vector<Oid> Catalog::children(Oid relation) const { return entry_of(children_, relation); }

int Catalog::first_number_to_try(const std::string& series) const {
    auto known = numbers_to_try_.find(series);
    return known == numbers_to_try_.end() ? 0 : known->second;
}

std::vector<Oid> Catalog::referenced_extension_members() const {
    std::vector<Oid> found;
    for (const auto& [oid, oids] : dependents_)
        if (is_extension_member(oid)) found.push_back(oid);
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Oid> Catalog::all(ObjectClass object_class) const {
    auto entry = classes_.find(static_cast<std::uint8_t>(object_class));
    return entry == classes_.end() ? std::vector<Oid>() : entry->second;
}

void Catalog::insert(std::shared_ptr<Object> object) {
    Oid oid = object->oid;
    replace(oid, std::move(object));
}

void Catalog::erase(Oid oid) { replace(oid, nullptr); }

void Catalog::assume(std::shared_ptr<Object> object) {
    Oid oid = object->oid;
    object->assumed = true;
    replace(oid, std::move(object), true);
}

void Catalog::replace(Oid oid, ObjectPtr after, bool assumption) {
    journal_.resize(position_);
    ObjectPtr before = share(oid);
    apply(oid, before, after);
    journal_.push_back({oid, std::move(before), std::move(after), assumption, origin_});
    ++position_;
}

void Catalog::undo_to(Position position) {
    while (position_ > position) {
        const Change& change = journal_[--position_];
        apply(change.oid, change.after, change.before);
    }
}

void Catalog::redo_to(Position position) {
    while (position_ < position) {
        const Change& change = journal_[position_++];
        apply(change.oid, change.before, change.after);
    }
}

void Catalog::apply(Oid oid, const ObjectPtr& before, const ObjectPtr& after) {
    bool same_places = before && after && before->name == after->name && before->scope == after->scope &&
                       before->dependencies == after->dependencies && parents_of(*before) == parents_of(*after);
    bool frees_name = before && (!after || before->name != after->name || before->scope != after->scope);
    if (frees_name) numbers_to_try_.clear();
    if (before && !same_places) remove_from_indexes(*before);
    put(oid, after);
    if (after && !same_places) add_to_indexes(*after);
}

void Catalog::put(Oid oid, ObjectPtr object) {
    if (is_builtin(oid)) {
        if (object)
            own_builtins_[oid] = std::move(object);
        else
            own_builtins_.erase(oid);
        return;
    }
    std::size_t index = oid - first_user_oid;
    if (index >= objects_.size()) objects_.resize(index + 1);
    objects_[index] = std::move(object);
}

void Catalog::add_to_indexes(const Object& object) {
    names_[NameKey{object.object_class, object.scope, object.name}].push_back(object.oid);
    if (object.object_class == ObjectClass::constraint)
        names_[NameKey{object.object_class, invalid_oid, object.name}].push_back(object.oid);
    add_in_order(classes_[static_cast<std::uint8_t>(object.object_class)], object.oid);
    if (object.scope != invalid_oid) add_in_order(members_[object.scope], object.oid);
    for (Oid referenced : referenced_objects(object)) add_in_order(dependents_[referenced], object.oid);
    for (Oid parent : parents_of(object)) add_in_order(children_[parent], object.oid);
}

void Catalog::remove_from_indexes(const Object& object) {
    auto named = names_.find(NameView{object.object_class, object.scope, object.name});
    if (named != names_.end()) remove_one(named->second, object.oid);
    if (object.object_class == ObjectClass::constraint) {
        auto anywhere = names_.find(NameView{object.object_class, invalid_oid, object.name});
        if (anywhere != names_.end()) remove_one(anywhere->second, object.oid);
    }
    remove_in_order(classes_[static_cast<std::uint8_t>(object.object_class)], object.oid);
    if (object.scope != invalid_oid) remove_from(members_, object.scope, object.oid);
    for (Oid referenced : referenced_objects(object)) remove_from(dependents_, referenced, object.oid);
    for (Oid parent : parents_of(object)) remove_from(children_, parent, object.oid);
}

namespace {

/// `before`, with what the assumption told of the object: columns that must have been there all along.
ObjectPtr with_assumption(const ObjectPtr& before, const Change& assumption) {
    if (!before || before == assumption.before) return assumption.after;
    const auto* told = as<Relation>(assumption.after.get());
    if (!told || before->object_class != ObjectClass::relation) return before;
    auto known = std::static_pointer_cast<Relation>(before->clone());
    for (const Attribute& attribute : told->attributes)
        if (attribute.assumed && !known->find_attribute(attribute.name)) known->attributes.push_back(attribute);
    return known;
}

}  // namespace

std::vector<Change> Catalog::net_changes(Position from, Position to) const {
    std::vector<Change> net;
    std::unordered_map<Oid, std::size_t> places;
    for (const Change& change : changes(from, to)) {
        auto [place, is_new] = places.try_emplace(change.oid, net.size());
        if (is_new) net.push_back({change.oid, change.before, change.before, false, change.origin});
        Change& sum = net[place->second];
        if (change.assumption) sum.before = with_assumption(sum.before, change);
        sum.after = change.after;
        if (!change.assumption) sum.origin = change.origin;
    }
    std::erase_if(net, [](const Change& change) { return change.before == change.after; });
    return net;
}

}  // namespace backout::catalog
