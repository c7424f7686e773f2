#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "graph/order.h"

/// What depends on what in a catalog: pg_depend as a person would draw it.
namespace backout::graph {

/// An object that a person knows.
struct Vertex {
    catalog::Oid oid = catalog::invalid_oid;
    std::string kind;         ///< see `kind_of`
    std::string name;         ///< qualified: "public.users"
    std::string schema;       ///< empty when in none
    std::int32_t migration = -1;  ///< that made it; -1: there from the start
    /// Of what is on a table (constraints, indexes, triggers …) the table; of a domain's constraint the domain.
    catalog::Oid part_of = catalog::invalid_oid;
    /// Can't be dropped by itself: it goes with what it needs by a `part_of` or `extension_member` edge.
    bool goes_with_whole = false;
    /// Nothing made it; it is taken to be there, and may have more to it than is known.
    bool assumed = false;
};

/// Why one object needs another.
enum class Need : std::uint8_t {
    in_schema,         ///< is in it
    extension_member,  ///< came with it
    on,                ///< index, constraint, trigger, policy, rule, statistics: is on that table
    references,        ///< foreign key to that table
    relies_on_key,     ///< foreign key or GROUP BY that leans on a unique or primary key
    reads,             ///< view, rule, policy, function body: reads that table or view
    calls,             ///< executes that function
    default_uses,      ///< a column's default or generation expression does
    has_type,          ///< a column, argument, result is of that type
    inherits,          ///< table: inherits from that table
    partition_of,      ///< table: is a partition of that table
    owned_by,          ///< sequence: goes with that column
    part_of,           ///< index, constraint: belongs to that of the partitioned table
    uses,              ///< what else it is made with: language, collation, operator class, server, extension …
    owner,             ///< role that owns it
    granted_to,        ///< role that has privileges on it, or that a policy applies to
    builds_on,         ///< migration: touches or refers to what that migration made or last changed
};

/// "reads", "relies on the key" …
std::string_view in_words(Need need);
/// As programs read it: "relies_on_key".
std::string_view identifier_of(Need need);

/// One object needs another: the first can't be made before the second, nor the second dropped before the first.
struct Dependence {
    std::size_t dependent = 0;   ///< indexes into DependencyGraph::vertices
    std::size_t referenced = 0;
    Need need = Need::uses;
    std::vector<std::string> columns;             ///< of the dependent that do
    std::vector<std::string> referenced_columns;  ///< that it needs
    std::string through;  ///< name of the constraint, index, trigger … that has been folded into the dependent
    std::string key;      ///< name of the constraint or index that has been folded into what is needed
    std::vector<std::string> because;             ///< between migrations: what the one builds on that the other made

    friend bool operator==(const Dependence&, const Dependence&) = default;
};

struct DependencyGraph {
    std::vector<Vertex> vertices;       ///< in order of creation
    std::vector<Dependence> dependences;  ///< by dependent, then by referenced

    /// From what is needed to what needs it, as `sort` takes them.
    std::vector<Edge> edges() const;
};

struct GraphOptions {
    bool roles = false;  ///< owners and grants, too
};

DependencyGraph dependency_graph(const catalog::Catalog& catalog, const GraphOptions& options = {});

}  // namespace backout::graph
