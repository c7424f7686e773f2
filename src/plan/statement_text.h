#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/cluster_objects.h"
#include "plan/alteration.h"
#include "plan/definition.h"
#include "sql/quote.h"

/// What the definitions and alterations of several kinds share.
namespace backout::plan {

template <class T>
const T& get(const Object& object) {
    return static_cast<const T&>(object);
}

/// "CREATE TYPE t AS ENUM (" and the items: on one line where they fit, else one line each.
inline std::string listed(std::string_view head, const std::vector<std::string>& items) {
    constexpr std::size_t line = 100;
    std::string one_line = fmt::format("{}({})", head, fmt::join(items, ", "));
    if (one_line.size() <= line && one_line.find('\n') == std::string::npos) return one_line;
    return fmt::format("{}(\n    {}\n)", head, fmt::join(items, ",\n    "));
}

/// " OPTIONS (…)", or nothing where there are none.
inline std::string options_clause(const catalog::OptionList& options) {
    return options.empty() ? std::string() : fmt::format(" OPTIONS ({})", generic_options(options));
}

/// "ADD a 'x', SET b 'y', DROP c": what ALTER … OPTIONS takes to lead from one list to the other; empty where they are
/// the same.
std::string options_change(const catalog::OptionList& from, const catalog::OptionList& to);

/// What is made and dropped only along with something else: members of extensions, arrays, row types, multiranges, the
/// functions that construct ranges, what partitions have from their parents.
bool comes_with_another(const Object& object);

/// What GRANT calls an object: "TABLE t", "SEQUENCE s", "FOREIGN SERVER s"; empty where it has no privileges.
std::string privilege_target(const Writer& writer, const Object& object);

/// The privileges that an object has once its creator has made it and given it to its owner: the default ones, or what
/// ALTER DEFAULT PRIVILEGES says there.
catalog::Acl initial_acl(const Catalog& catalog, const Object& object, Oid creator);

/// Whether a role's default privileges are those of the role that runs the script, which need not be named.
std::string for_role(const Writer& writer, Oid role);

/// The ALTER DEFAULT PRIVILEGES that lead from one entry to the other; without one there is what is hard-wired.
void change_default_privileges(const Writer& writer, const catalog::DefaultAcl& entry, const catalog::DefaultAcl* target,
                               std::vector<std::string>& statements);

/// The object that privileges and comment are kept with: of a composite type that is the type, not the relation.
const Object& furnished_object(const Catalog& catalog, const Object& object);

/// Whether two objects of one kind are defined the same, owner, privileges and comment aside: whether their
/// definitions print the same.
bool same_definition(const Pair& pair);

}  // namespace backout::plan
