#pragma once

#include <string>
#include <vector>

#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "plan/writer.h"

/// Types and the functions that they are made with, which need one another.
namespace backout::plan {

/// The input and output functions of a base type and its others, the canonical function of a range: what has to be made
/// between the shell type and the type. The type's definition has them.
std::vector<const catalog::Function*> support_functions(const Catalog& catalog, const catalog::Type& type);

/// Whether a function is one of those of a type.
bool is_support_function(const Catalog& catalog, const catalog::Function& function);

/// "name type COLLATE c" of an attribute of a composite type.
std::string attribute_definition(const Writer& writer, const catalog::Attribute& attribute);

}  // namespace backout::plan
