#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/builtin/major.h"
#include "catalog/object.h"

namespace backout::catalog {

/// One entry of the journal: an object came (before is null), changed, or went (after is null).
struct Change {
    Oid oid = invalid_oid;
    ObjectPtr before;
    ObjectPtr after;
    /// Not something that happened but something that must have been so all along (open world).
    bool assumption = false;
    /// The statement that did it.
    Origin origin;
};

/// A place in the journal. The state there is a snapshot that costs nothing to take.
using Position = std::size_t;

/// The simulated pg_catalog: the objects of a project, indexed by oid, by name and by what depends on what. Every
/// change goes through the journal, so any earlier state can be returned to. Objects of a fresh server are not in
/// here but in catalog/builtin; `lookup.h` looks into both.
class Catalog {
public:
    explicit Catalog(builtin::Major major);

    builtin::Major major() const { return major_; }
    int major_number() const { return static_cast<int>(major_); }

    // --- objects -----------------------------------------------------------------------------------------------

    /// The object, or null when there is none (any more) of that number.
    const Object* find(Oid oid) const;
    template <class T>
    const T* find(Oid oid) const {
        return as<T>(find(oid));
    }
    ObjectPtr share(Oid oid) const;

    /// The object of a class with this name in this scope (see Object::scope). For functions, operators, operator
    /// classes and families, whose names are not unique, the first of them; `find_all` gives the others. Constraints
    /// are also found under scope 0, those of all relations together.
    const Object* find(ObjectClass object_class, Oid scope, std::string_view name) const;
    template <class T>
    const T* find(Oid scope, std::string_view name) const {
        return as<T>(find(T::object_class_of, scope, name));
    }
    std::span<const Oid> find_all(ObjectClass object_class, Oid scope, std::string_view name) const;

    /// Everything whose scope is this object: what a schema holds, what hangs on a relation; in order of creation.
    std::vector<Oid> members(Oid scope) const;
    template <class T>
    std::vector<const T*> members_of_class(Oid scope) const {
        std::vector<const T*> found;
        for (Oid oid : members(scope))
            if (const T* object = find<T>(oid)) found.push_back(object);
        return found;
    }

    /// Objects that have a dependency on this one or a part of it, in order of creation. What only the scope ties
    /// (a table to its schema) is not among them.
    std::vector<Oid> dependents(Oid oid) const;

    /// Relations that inherit from this one, its partitions, or an index's attached indexes; in order of creation.
    std::vector<Oid> children(Oid relation) const;

    /// Extension members that something depends on.
    std::vector<Oid> referenced_extension_members() const;

    /// Whether an object of this class had this name at any time of the simulation: then a name that is not there now
    /// is known to be absent, also in an open world.
    bool was_known(ObjectClass object_class, Oid scope, std::string_view name) const;
    /// Makes a name known to be absent from the start.
    void mark_known(ObjectClass object_class, Oid scope, std::string_view name);

    /// From which number on generated names (`t_a_idx`, `t_a_idx1` …) of a series are worth trying: all below are
    /// taken. Only a hint, forgotten as soon as any name becomes free.
    int first_number_to_try(const std::string& series) const;
    void remember_number_to_try(std::string series, int number) const { numbers_to_try_[std::move(series)] = number; }

    /// All objects of a class, in order of creation.
    std::vector<Oid> all(ObjectClass object_class) const;
    template <class T>
    std::vector<const T*> all_of_class() const {
        std::vector<const T*> found;
        for (Oid oid : all(T::object_class_of)) found.push_back(find<T>(oid));
        return found;
    }

    // --- changes -----------------------------------------------------------------------------------------------

    /// The statement that the changes from now on belong to.
    void set_origin(const Origin& origin) { origin_ = origin; }
    Oid new_oid() { return next_oid_++; }
    /// Puts a new object in; its oid must be new or, for the few that a fresh server lets one change (schema public),
    /// its own.
    void insert(std::shared_ptr<Object> object);
    void erase(Oid oid);
    /// Puts an object in that is taken to have been there from the start, or a truer copy of one.
    void assume(std::shared_ptr<Object> object);
    /// Gives a copy of the object to `edit` and puts the copy in its place.
    template <class T, class Edit>
    void change(Oid oid, Edit&& edit) {
        auto copy = std::static_pointer_cast<T>(find(oid)->clone());
        std::forward<Edit>(edit)(*copy);
        replace(oid, std::move(copy));
    }

    // --- journal -----------------------------------------------------------------------------------------------

    Position position() const { return position_; }
    /// Returns to an earlier state. What is undone stays in the journal until the next change, for `redo_to`.
    void undo_to(Position position);
    void redo_to(Position position);
    /// The journal's entries of a stretch, oldest first.
    std::span<const Change> changes(Position from, Position to) const {
        return std::span(journal_).subspan(from, to - from);
    }
    /// The net effect of a stretch of the journal: one change per object, first before and last after; objects that
    /// ended as they began are left out, and so is what was only assumed. In order of first change.
    std::vector<Change> net_changes(Position from, Position to) const;

private:
    struct NameKey {
        ObjectClass object_class;
        Oid scope;
        std::string name;
    };
    struct NameView {
        ObjectClass object_class;
        Oid scope;
        std::string_view name;
    };
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(const NameView& key) const;
        std::size_t operator()(const NameKey& key) const {
            return (*this)(NameView{key.object_class, key.scope, key.name});
        }
    };
    struct NameEqual {
        using is_transparent = void;
        template <class A, class B>
        bool operator()(const A& a, const B& b) const {
            return a.object_class == b.object_class && a.scope == b.scope && a.name == b.name;
        }
    };

    void replace(Oid oid, ObjectPtr after, bool assumption = false);
    void apply(Oid oid, const ObjectPtr& before, const ObjectPtr& after);
    void put(Oid oid, ObjectPtr object);
    void add_to_indexes(const Object& object);
    void remove_from_indexes(const Object& object);

    builtin::Major major_;
    Oid next_oid_ = first_user_oid;
    std::vector<ObjectPtr> objects_;                  ///< by oid - first_user_oid
    std::unordered_map<Oid, ObjectPtr> own_builtins_; ///< schema public, the bootstrap role …
    /// A name whose last object went keeps its entry, empty.
    std::unordered_map<NameKey, std::vector<Oid>, NameHash, NameEqual> names_;
    // Each list in order of the oids, which is that of creation.
    std::unordered_map<Oid, std::vector<Oid>> members_;
    std::unordered_map<Oid, std::vector<Oid>> dependents_;
    std::unordered_map<Oid, std::vector<Oid>> children_;
    std::unordered_map<std::uint8_t, std::vector<Oid>> classes_;
    mutable std::unordered_map<std::string, int> numbers_to_try_;
    std::vector<Change> journal_;
    Position position_ = 0;
    Origin origin_;
};

}  // namespace backout::catalog
