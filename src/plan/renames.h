#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plan/writer.h"

/// What is the same object under another name, in another schema, or with a column of another name.
namespace backout::plan {

/// One change of a name that has to be made before the two sides can be compared by name.
struct Renaming {
    enum class Kind : std::uint8_t { object, schema, column, label };
    Kind kind = Kind::object;
    Oid oid = catalog::invalid_oid;          ///< in the source
    std::string to;                          ///< the new name, or the new schema's
    std::string from;                        ///< of a label
    catalog::AttributeNumber column = 0;
};

/// What kept its number but not its name, among the objects touched: of two states of one history.
std::vector<Renaming> renamed_objects(const Catalog& source, const Catalog& target, const std::vector<Oid>& touched);

/// What the user says was renamed: "old" to "new", of relations ("t", "s.t") and columns ("t.c", "s.t.c"). Names that are
/// not there are told in `problems`.
std::vector<Renaming> told_renames(const Catalog& source, const std::vector<std::pair<std::string, std::string>>& renames,
                                   std::vector<std::string>& problems);

/// The statement, as the names are now.
std::string statement_of(const Writer& now, const Renaming& renaming);

/// What stands in the way: the object of the source that has the new name; 0 when the name is free.
Oid occupant(const Catalog& source, const Renaming& renaming);

}  // namespace backout::plan
