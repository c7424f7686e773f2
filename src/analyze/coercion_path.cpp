#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/nodes.h"

/// Which conversions there are.
namespace backout::analyze {

namespace {

Coercion required_by(char cast_context) {
    return cast_context == 'i'   ? Coercion::implicit
           : cast_context == 'a' ? Coercion::assignment
                                 : Coercion::explicit_;
}

FoundPath path_of(const catalog::CastInfo& cast) {
    switch (cast.method) {
        case 'f':
            return {CoercionPath::function, cast.function};
        case 'i':
            return {CoercionPath::input_output, catalog::invalid_oid};
        default:
            return {CoercionPath::relabel, catalog::invalid_oid};
    }
}

/// typeInheritsFrom: the row type of a child table.
bool inherits_from(const Catalog& catalog, Oid child_type, Oid parent_type) {
    auto child = catalog::type_info(catalog, catalog::base_type(catalog, child_type));
    auto parent = catalog::type_info(catalog, parent_type);
    if (!child || !parent || !child->relation || !parent->relation) return false;
    std::vector<Oid> pending{child->relation};
    for (std::size_t i = 0; i < pending.size() && i < 1000; ++i) {
        const auto* relation = catalog.find<catalog::Relation>(pending[i]);
        if (!relation) continue;
        if (relation->of_type == parent_type) return true;  // typeIsOfTypedTable
        for (Oid up : relation->parents) {
            if (up == parent->relation) return true;
            pending.push_back(up);
        }
    }
    return false;
}

bool is_row_array(const Catalog& catalog, Oid type) {
    Oid element = catalog::element_type_of(catalog, type);
    return element && is_row_type(catalog, element);
}

}  // namespace

FoundPath find_coercion_path(const Catalog& catalog, Oid target, Oid source, Coercion coercion) {
    source = catalog::base_type(catalog, source);
    target = catalog::base_type(catalog, target);
    if (source == target) return {CoercionPath::relabel, catalog::invalid_oid};
    if (auto cast = catalog::find_cast(catalog, source, target))
        return coercion >= required_by(cast->context) ? path_of(*cast) : FoundPath{};

    // Arrays convert where their elements do, but for the vectors, which would take what is meant for real
    // arrays.
    if (target != type_oid::oidvector && target != type_oid::int2vector) {
        Oid target_element = catalog::element_type_of(catalog, target);
        Oid source_element =
            target_element ? catalog::element_type_of(catalog, source) : catalog::invalid_oid;
        if (source_element &&
            find_coercion_path(catalog, target_element, source_element, coercion).path != CoercionPath::none)
            return {CoercionPath::array, catalog::invalid_oid};
    }
    bool by_text = (coercion >= Coercion::assignment && is_string_category(catalog, target)) ||
                   (coercion >= Coercion::explicit_ && is_string_category(catalog, source));
    return {by_text ? CoercionPath::input_output : CoercionPath::none, catalog::invalid_oid};
}

bool can_coerce_type(const Catalog& catalog, Oid source, Oid target, Coercion coercion) {
    return can_coerce_types(catalog, std::span(&source, 1), std::span(&target, 1), coercion);
}

bool can_coerce_types(const Catalog& catalog, std::span<const Oid> sources, std::span<const Oid> targets,
                      Coercion coercion) {
    bool any_polymorphic = false;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        Oid source = sources[i], target = targets[i];
        if (source == target || target == type_oid::any || is_undecided(source)) continue;
        if (is_polymorphic(target)) {
            any_polymorphic = true;
            continue;
        }
        if (source == type_oid::unknown) continue;
        if (find_coercion_path(catalog, target, source, coercion).path != CoercionPath::none) continue;
        if (source == type_oid::record && is_row_type(catalog, target)) continue;
        if (target == type_oid::record && is_row_type(catalog, source)) continue;
        if (target == type_oid::record_array && is_row_array(catalog, source)) continue;
        if (source >= catalog::first_user_oid && inherits_from(catalog, source, target)) continue;
        return false;
    }
    return !any_polymorphic || polymorphic_types_agree(catalog, sources, targets);
}

// --- one type for several
// ----------------------------------------------------------------------------------------

Oid common_type_or_none(const Catalog& catalog, std::span<const Oid> types) {
    if (types[0] != type_oid::unknown &&
        std::all_of(types.begin(), types.end(), [&](Oid t) { return t == types[0]; }))
        return types[0];
    Oid chosen = catalog::base_type(catalog, types[0]);
    TypeCategory category = category_of(catalog, chosen);
    for (Oid type : types.subspan(1)) {
        type = catalog::base_type(catalog, type);
        if (type == type_oid::unknown || type == chosen) continue;
        TypeCategory other = category_of(catalog, type);
        if (chosen == type_oid::unknown) {
            chosen = type;
            category = other;
        } else if (other.category != category.category) {
            return catalog::invalid_oid;
        } else if (!category.preferred && can_coerce_type(catalog, chosen, type, Coercion::implicit) &&
                   !can_coerce_type(catalog, type, chosen, Coercion::implicit)) {
            chosen = type;
            category = other;
        }
    }
    return chosen == type_oid::unknown ? type_oid::text : chosen;
}

bool all_coerce_to(const Catalog& catalog, Oid common, std::span<const Oid> types) {
    return std::all_of(types.begin(), types.end(),
                       [&](Oid type) { return can_coerce_type(catalog, type, common, Coercion::implicit); });
}

}  // namespace backout::analyze
