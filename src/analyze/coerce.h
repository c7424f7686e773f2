#pragma once

#include <span>

#include "analyze/parse_state.h"

/// Conversions between types (parser/parse_coerce.c).
namespace backout::analyze {

/// How one type becomes another (CoercionPathType).
enum class CoercionPath : std::uint8_t { none, function, relabel, array, input_output };
struct FoundPath {
    CoercionPath path = CoercionPath::none;
    Oid function = catalog::invalid_oid;
};
/// find_coercion_pathway
FoundPath find_coercion_path(const Catalog& catalog, Oid target, Oid source, Coercion coercion);

/// can_coerce_type, also for polymorphic targets, which must agree among each other.
bool can_coerce_types(const Catalog& catalog, std::span<const Oid> sources, std::span<const Oid> targets,
                      Coercion coercion);
bool can_coerce_type(const Catalog& catalog, Oid source, Oid target, Coercion coercion);

/// coerce_type_typmod: the length coercion to a modifier of the type that the expression already has.
Result<ExprPtr> coerce_typmod(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                              Coercion coercion, catalog::ExprForm form, sql::Location location,
                              bool hide_input);

/// 42846 "cannot cast type integer to date"
tl::unexpected<Error> cannot_cast(const Context& context, Oid source, Oid target, sql::Location location,
                                  std::string detail = {});

// --- one type for several
// ----------------------------------------------------------------------------------------

/// select_common_type_from_oids; 0 where there is none.
Oid common_type_or_none(const Catalog& catalog, std::span<const Oid> types);
/// verify_common_type
bool all_coerce_to(const Catalog& catalog, Oid common, std::span<const Oid> types);

// --- polymorphic types (polymorphic.cpp)
// ---------------------------------------------------------------------------

bool is_polymorphic(Oid type);
/// check_generic_type_consistency
bool polymorphic_types_agree(const Catalog& catalog, std::span<const Oid> actual,
                             std::span<const Oid> declared);
/// enforce_generic_type_consistency: the actual result type; `declared` types that a literal's type must be
/// taken from are replaced by the actual ones.
Result<Oid> resolve_polymorphic_types(const Context& context, std::span<const Oid> actual,
                                      std::span<Oid> declared, Oid result);

}  // namespace backout::analyze
