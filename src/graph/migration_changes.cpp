#include "graph/migration_changes.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "catalog/relation.h"
#include "catalog/type.h"
#include "graph/naming.h"

namespace backout::graph {

using catalog::as;
using catalog::Attribute;
using catalog::AttributeNumber;
using catalog::Catalog;
using catalog::Change;
using catalog::Dependency;
using catalog::Object;
using catalog::ObjectAddress;
using catalog::ObjectClass;
using catalog::ObjectPtr;
using catalog::Oid;
using catalog::Relation;

namespace {

/// Parts of an object that migrations change apart from each other: its columns by their numbers, and these.
constexpr AttributeNumber existence = 0;   ///< that it is there, under its name, in its schema
constexpr AttributeNumber definition = INT16_MIN;  ///< all else

bool is_same(const Attribute& left, const Attribute& right) {
    auto parts = [](const Attribute& a) {
        return std::tie(a.name, a.type, a.typmod, a.collation, a.not_null, a.identity, a.generated, a.default_oid,
                        a.storage, a.compression, a.statistics_target, a.options, a.fdw_options, a.acl, a.comment);
    };
    return parts(left) == parts(right);
}

/// Whether two states of a relation are the same but for its columns.
bool is_same_aside_columns(const Relation& left, const Relation& right) {
    auto parts = [](const Relation& r) {
        return std::tie(r.persistence, r.of_type, r.options, r.access_method, r.tablespace, r.row_security,
                        r.force_row_security, r.replica_identity, r.parents, r.is_partition, r.populated, r.index,
                        r.sequence, r.partition_key, r.partition_bound, r.view_query, r.view_definition_opaque,
                        r.check_option, r.owner, r.acl, r.comment);
    };
    return parts(left) == parts(right);
}

class History {
public:
    History(Catalog&& catalog, std::size_t migrations) : catalog_(std::move(catalog)), grounds_(migrations) {}

    std::vector<Grounds> follow(const std::vector<std::vector<Use>>& uses) {
        const catalog::Position end = catalog_.position();
        catalog_.undo_to(0);
        std::int32_t running = -1;
        for (catalog::Position position = 0; position < end; ++position) {
            // A copy, as the catalog is asked for names on both sides of it.
            const Change change = catalog_.changes(position, position + 1).front();
            const std::int32_t migration = number_of(change);
            if (migration > running) {
                finish(running, uses, migration);
                running = migration;
            }
            note_before(change, migration);
            catalog_.redo_to(position + 1);
            note_after(change, migration);
            note_users(change, migration);
        }
        finish(running, uses, static_cast<std::int32_t>(grounds_.size()));
        for (Grounds& grounds : grounds_)
            for (auto& [earlier, because] : grounds) leave_out_implied(because);
        return std::move(grounds_);
    }

private:
    std::int32_t number_of(const Change& change) const {
        const std::int32_t migration = change.assumption ? -1 : change.origin.migration;
        return migration >= 0 && static_cast<std::size_t>(migration) < grounds_.size() ? migration : -1;
    }

    /// The uses of the migrations from `from` to before `to`, whose changes have all been seen.
    void finish(std::int32_t from, const std::vector<std::vector<Use>>& uses, std::int32_t to) {
        for (std::int32_t migration = std::max(from, 0); migration < to; ++migration)
            for (const Use& use : uses[static_cast<std::size_t>(migration)]) note_use(use, migration);
    }

    /// Who needs columns of a table needs the table, and who drops or changes something needs it.
    static void leave_out_implied(std::vector<std::string>& because) {
        auto is_implied = [&](const std::string& ground) {
            const std::string column = "column" + ground.substr(std::min(ground.find(' '), ground.size())) + ".";
            return std::any_of(because.begin(), because.end(), [&](const std::string& other) {
                const bool says_more = other.size() > ground.size() && other.ends_with(" " + ground);
                return says_more || (ground.starts_with("table ") && other.starts_with(column));
            });
        };
        std::vector<std::string> kept;
        std::copy_if(because.begin(), because.end(), std::back_inserter(kept),
                     [&](const std::string& ground) { return !is_implied(ground); });
        because = std::move(kept);
    }

    void note_before(const Change& change, std::int32_t migration) {
        if (!change.before) return;
        const Object& before = *change.before;
        need({before.oid, existence}, migration);
        if (!change.after || name_key(before) != name_key(*change.after))
            need_users({before.oid, existence}, migration, change.after ? "new name of " : "drop of ");
        if (!change.after) {
            // To bring it back means to bring it back as the others had made it.
            need({before.oid, definition}, migration);
            if (const auto* relation = as<Relation>(&before); relation && !relation->is_index())
                for (const Attribute& attribute : relation->attributes) need({before.oid, attribute.number}, migration);
            freed_[name_key(before)] = migration;
            return;
        }
        if (name_key(before) != name_key(*change.after)) freed_[name_key(before)] = migration;
        const auto* from = as<Relation>(&before);
        const auto* to = as<Relation>(change.after.get());
        if (!from || !to || from->is_index()) {
            need({before.oid, definition}, migration);
            return;
        }
        if (!is_same_aside_columns(*from, *to)) need({before.oid, definition}, migration);
        for (const Attribute& attribute : from->attributes) {
            const Attribute* other = to->find_attribute(attribute.number);
            if (!other || !is_same(attribute, *other)) need({before.oid, attribute.number}, migration);
            if (!other || other->name != attribute.name || other->type != attribute.type)
                need_users({before.oid, attribute.number}, migration, other ? "change of " : "drop of ");
            if (!other || other->name != attribute.name) freed_columns_[{before.oid, attribute.name}] = migration;
        }
    }

    void note_after(const Change& change, std::int32_t migration) {
        if (!change.after) return;
        const Object& after = *change.after;
        seen_[after.oid] = change.after;
        if (!change.before || name_key(*change.before) != name_key(after)) {
            need_freed(freed_, name_key(after), {after.oid, existence}, migration);
            last_[{after.oid, existence}] = migration;
            if (after.scope) need({after.scope, existence}, migration);
        }
        for (const Dependency& dependency : after.dependencies) {
            const bool is_new = !change.before || std::find(change.before->dependencies.begin(),
                                                            change.before->dependencies.end(),
                                                            dependency) == change.before->dependencies.end();
            if (is_new) need_referenced(dependency.referenced, migration);
        }
        note_parts(change, migration);
    }

    void note_parts(const Change& change, std::int32_t migration) {
        const auto* from = as<Relation>(change.before.get());
        const auto* to = as<Relation>(change.after.get());
        const Oid oid = change.after->oid;
        if (!to || !from || !is_same_aside_columns(*from, *to)) last_[{oid, definition}] = migration;
        if (!to || to->is_index()) return;
        for (const Attribute& attribute : to->attributes) {
            const Attribute* known = from ? from->find_attribute(attribute.number) : nullptr;
            if (known && is_same(*known, attribute)) continue;
            last_[{oid, attribute.number}] = migration;
            if (!known || known->name != attribute.name)
                need_freed(freed_columns_, std::pair(oid, attribute.name), {oid, attribute.number}, migration);
        }
    }

    void need_referenced(ObjectAddress referenced, std::int32_t migration) {
        need({referenced.oid, existence}, migration);
        if (referenced.column > 0) need(referenced, migration);
        // A label that was added is not seen in what uses the type; it may be used.
        const auto type = vertex_of(catalog_, {referenced.oid, 0});
        if (!type) return;
        if (type->oid != referenced.oid) need({type->oid, existence}, migration);
        const auto* found = catalog_.find<catalog::Type>(type->oid);
        if (found && found->kind == catalog::TypeKind::enum_) need({type->oid, definition}, migration);
    }

    /// What the migration has touched or referred to has to be there, under its name, when it is rolled back.
    void note_users(const Change& change, std::int32_t migration) {
        for (const ObjectPtr& object : {change.before, change.after}) {
            if (!object) continue;
            note_user({object->oid, existence}, migration);
            note_user({object->scope, existence}, migration);
            for (const Dependency& dependency : object->dependencies) {
                note_user({dependency.referenced.oid, existence}, migration);
                if (dependency.referenced.column > 0) note_user(dependency.referenced, migration);
            }
        }
    }

    void note_user(ObjectAddress part, std::int32_t migration) {
        if (migration < 0) return;
        std::vector<std::int32_t>& users = users_[part];
        if (users.empty() || users.back() != migration) users.push_back(migration);
    }

    /// To roll back what used this it has to be as it was.
    void need_users(ObjectAddress part, std::int32_t migration, std::string_view what) {
        const auto users = users_.find(part);
        if (migration < 0 || users == users_.end()) return;
        for (std::int32_t user : users->second)
            if (user < migration) add_ground(user, migration, std::string(what) + describe(part));
    }

    /// What effects don't tell: tables of subqueries, of dynamic SQL.
    void note_named(const Use& named, std::int32_t migration) {
        for (Oid schema : catalog_.all(ObjectClass::namespace_))
            for (const std::string& word : named.words) {
                const Object* relation = catalog_.find(ObjectClass::relation, schema, word);
                if (!relation) continue;
                Use use = named;
                use.relation = relation->oid;
                note_use(use, migration);
            }
    }

    void note_use(const Use& use, std::int32_t migration) {
        if (use.relation == catalog::invalid_oid) {
            note_named(use, migration);
            return;
        }
        use_part({use.relation, existence}, use, migration);
        const auto seen = seen_.find(use.relation);
        const auto* relation = seen == seen_.end() ? nullptr : as<Relation>(seen->second.get());
        if (!relation) return;
        for (const Attribute& attribute : relation->attributes) {
            const bool is_meant =
                use.all_columns || std::find(use.words.begin(), use.words.end(), attribute.name) != use.words.end();
            if (is_meant) use_part({use.relation, attribute.number}, use, migration);
        }
    }

    void use_part(ObjectAddress part, const Use& use, std::int32_t migration) {
        if (!use.in_down) need(part, migration);
        note_user(part, migration);
    }

    /// The migration needs the one that last changed this.
    void need(ObjectAddress part, std::int32_t migration) {
        const auto last = last_.find(part);
        if (migration < 0 || last == last_.end() || last->second < 0 || last->second >= migration) return;
        add_ground(last->second, migration, describe(part));
    }

    /// A name that an earlier migration gave up is taken: had it not, this one could not have it.
    template <class Names, class Key>
    void need_freed(const Names& names, const Key& key, ObjectAddress part, std::int32_t migration) {
        const auto freed = names.find(key);
        if (migration < 0 || freed == names.end() || freed->second < 0 || freed->second >= migration) return;
        add_ground(freed->second, migration, "the name of " + describe(part));
    }

    void add_ground(std::int32_t earlier, std::int32_t migration, std::string ground) {
        if (ground.empty()) return;
        std::vector<std::string>& grounds = grounds_[static_cast<std::size_t>(migration)][earlier];
        if (std::find(grounds.begin(), grounds.end(), ground) == grounds.end()) grounds.push_back(std::move(ground));
    }

    /// In the words of the catalog as it is at that moment.
    std::string describe(ObjectAddress part) const {
        const AttributeNumber column = part.column > 0 ? part.column : AttributeNumber{0};
        const auto vertex = vertex_of(catalog_, {part.oid, column});
        const Object* object = vertex ? catalog_.find(vertex->oid) : nullptr;
        if (!object) return describe_gone(part);
        const std::string name = name_of(catalog_, *object);
        const auto* relation = as<Relation>(object);
        const Attribute* attribute = relation && vertex->column > 0 ? relation->find_attribute(vertex->column) : nullptr;
        if (attribute) return "column " + name + "." + attribute->name;
        return kind_in_words(kind_of(*object)) + " " + name;
    }

    std::string describe_gone(ObjectAddress part) const {
        const auto seen = seen_.find(part.oid);
        if (seen == seen_.end() || kind_of(*seen->second).empty()) return {};
        return kind_in_words(kind_of(*seen->second)) + " " + name_of(catalog_, *seen->second);
    }

    using NameKey = std::tuple<ObjectClass, Oid, std::string>;
    static NameKey name_key(const Object& object) { return {object.object_class, object.scope, object.name}; }

    Catalog catalog_;
    std::vector<Grounds> grounds_;
    std::unordered_map<ObjectAddress, std::int32_t> last_;
    std::unordered_map<ObjectAddress, std::vector<std::int32_t>> users_;
    std::unordered_map<Oid, ObjectPtr> seen_;
    std::map<NameKey, std::int32_t> freed_;
    std::map<std::pair<Oid, std::string>, std::int32_t> freed_columns_;
};

}  // namespace

std::vector<Grounds> grounds_of(Catalog history, std::size_t migrations, const std::vector<std::vector<Use>>& uses) {
    return History(std::move(history), migrations).follow(uses);
}

}  // namespace backout::graph
