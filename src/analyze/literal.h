#pragma once

#include "analyze/parse_state.h"

namespace backout::analyze {

/// The value of a literal: what the type's output function prints and, for a type whose values name objects,
/// which one.
struct LiteralValue {
    std::string text;
    Oid object = catalog::invalid_oid;
};

/// Reads a literal by the input function of a type that is no domain, as coerce_type does at parse time. The
/// errors are the input function's.
Result<LiteralValue> read_literal(const Context& context, Oid type, std::int32_t typmod,
                                  std::string_view literal, sql::Location location);

/// The same for regclass, regtype, regproc and the like; nullopt for other types.
std::optional<Result<LiteralValue>> read_object_literal(const Context& context, Oid type,
                                                        std::string_view literal, sql::Location location);

/// stringToQualifiedNameList (utils/adt/regproc.c): parts of a dotted name, folded and unquoted; nullopt
/// where the syntax is wrong.
std::optional<sql::Names> parse_qualified_name(std::string_view text);

}  // namespace backout::analyze
