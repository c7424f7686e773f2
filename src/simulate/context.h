#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "simulate/effects.h"
#include "simulate/error.h"
#include "simulate/session.h"
#include "sql/tree/tree.h"

namespace backout::simulate {

using catalog::Catalog;
using catalog::ObjectAddress;
using catalog::ObjectClass;

/// How much is known of what was there before the first statement.
enum class World : std::uint8_t {
    closed,  ///< everything: an unknown name is an error
    open,    ///< nothing: an unknown name is assumed to have been there
};

/// Something that must have been there before the first statement (open world), or that no history shows: roles.
struct Assumption {
    analyze::Missing::Kind kind = analyze::Missing::Kind::none;
    std::string schema;
    std::string name;                 ///< of the object; of a column its own
    std::string kinds;                ///< of a relation: what it can be, letters of pg_class.relkind
    Oid oid = catalog::invalid_oid;   ///< of the object; of a column its relation
    catalog::Origin origin;           ///< of the first statement that needs it
};

/// Everything that the simulation of one statement works with.
struct StatementContext {
    Catalog& catalog;
    Session& session;
    Effects& effects;
    catalog::SearchPath path;
    catalog::Origin origin;
    World world = World::closed;
    std::vector<Assumption>& assumptions;
    /// The statement is inside BEGIN … COMMIT, an implicit transaction of several statements, a function or DO.
    bool in_transaction_block = false;
    /// Inside a function, procedure or DO block.
    bool in_function = false;
    /// Reasons why a part of what the statement does isn't known, though the rest is simulated.
    std::vector<std::string>* uncertainties = nullptr;

    /// Answers of may_change_schema() while the statement runs, by body: a loop asks again and again.
    std::map<std::string, std::pair<catalog::Position, bool>, std::less<>>* schema_changers = nullptr;
    /// Names in the bodies of which not all is known (see `Simulator`).
    std::set<std::string, std::less<>>* doubted_names = nullptr;

    /// What else the body that was uncertain names can have been made or dropped by it.
    void doubt_names_in(std::string_view body);

    void uncertain(std::string reason) {
        if (uncertainties) uncertainties->push_back(std::move(reason));
    }

    int major() const { return catalog.major_number(); }
    analyze::Context analysis() const {
        analyze::Context made{catalog, path};
        made.timezone = session.setting("timezone").empty() ? std::string_view("UTC") : session.setting("timezone");
        made.unsafe_labels = &session.state.unsafe_labels;
        return made;
    }
    /// Readies a new object: number, place of its making, owner.
    template <class T>
    std::shared_ptr<T> make(std::string name, Oid scope) {
        auto object = std::make_shared<T>();
        object->oid = catalog.new_oid();
        object->name = std::move(name);
        object->scope = scope;
        object->owner = session.state.current_role;
        object->origin = origin;
        return object;
    }
};

/// Simulates one statement, whatever its kind: the one place that knows all families.
Status execute_statement(StatementContext& context, const sql::Statement& statement);
/// What a server of the context's version says of syntax that came later.
Status check_grammar(const StatementContext& context, const sql::Statement& statement);

/// PreventInTransactionBlock (access/transam/xact.c): 25001 "… cannot run inside a transaction block".
Status prevent_in_transaction_block(const StatementContext& context, std::string_view command);

}  // namespace backout::simulate
