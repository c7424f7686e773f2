#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "sql/tree/tree.h"
#include "verify/history.h"

/// What rules see: a statement or a migration with the catalog around it. Rules ask the catalog, not the
/// text.
namespace backout::lint {

using catalog::Catalog;
using catalog::Oid;
using verify::Direction;

/// A statement as it ran, with the catalog just after it.
struct StatementView {
    const verify::History& history;
    const verify::ScriptRun& script;
    const verify::StatementRun& run;
    const project::Migration& migration;

    const sql::Statement* statement() const { return run.parsed->tree.get(); }
    /// The statement as its own type, or null when it is of another kind (or did not parse).
    template <class Node>
    const Node* as() const {
        return statement() ? sql::as<Node>(statement()) : nullptr;
    }
    bool is_up() const { return script.direction == Direction::up; }
    bool succeeded() const { return run.result.outcome.kind == simulate::OutcomeKind::ok; }
    const simulate::Effects& effects() const { return run.result.effects; }

    const Catalog& after() const { return history.simulator().catalog(); }
    /// An object as it was before the statement; null when there was none of that number.
    const catalog::Object* before(Oid oid) const;
    template <class T>
    const T* before(Oid oid) const {
        return catalog::as<T>(before(oid));
    }
    /// An object that this script itself made: nobody else can be using it yet.
    bool is_new(Oid oid) const;
    /// A table (with rows that others use) that was there before the script ran.
    bool is_busy(Oid oid) const;
    /// The relation that the statement means by a name, after it ran; 0 when there is none.
    Oid relation(const sql::RangeVar& name) const;
    /// "public.users" as a person writes it: without the schema where it is public.
    std::string name_of(Oid oid) const;

    Place whole_place() const;
    /// The token at a location of the tree; the statement's beginning when there is none.
    Place place(sql::Location location) const;

    /// The statement's first change of each object, by oid; filled by `before` when first asked.
    mutable std::optional<std::unordered_map<Oid, const catalog::Change*>> first_changes = std::nullopt;
};

/// A migration with its verdict, and the catalog after its up.
struct MigrationView {
    const verify::History& history;
    const verify::MigrationRun& run;
    const MigrationReport& report;
    bool project_has_downs = true;

    const Catalog& after_up() const { return history.simulator().catalog(); }
};

/// Collects what a rule finds; the engine fills in rule, severity and migration.
class Findings {
public:
    /// Adds a finding; the reference is good until the next one.
    Finding& add(Place place, std::string message, std::string help = {}) {
        found_.push_back({});
        Finding& finding = found_.back();
        finding.place = std::move(place);
        finding.message = std::move(message);
        finding.help = std::move(help);
        return finding;
    }
    std::vector<Finding> take() { return std::exchange(found_, {}); }

private:
    std::vector<Finding> found_;
};

}  // namespace backout::lint
