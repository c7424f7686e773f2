#include <algorithm>

#include <fmt/format.h>

#include "analyze/coerce.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// Polymorphic argument and result types: check_generic_type_consistency and enforce_generic_type_consistency
/// (parser/parse_coerce.c; manual, "Polymorphic Types"). There are two families, in which all arguments must
/// agree: anyelement and its kin to the letter, anycompatible and its kin up to implicit conversion.
namespace backout::analyze {

namespace {

constexpr std::string_view type_mismatch = "42804";

bool is_simple(Oid type) {
    return type == type_oid::anyelement || type == type_oid::anynonarray || type == type_oid::anyenum ||
           type == type_oid::anyarray || type == type_oid::anyrange || type == type_oid::anymultirange;
}

/// What the arguments say about the types of both families.
class PolymorphicTypes {
public:
    explicit PolymorphicTypes(const Context& context) : context_(context), catalog_(context.catalog) {}

    /// Takes in what each argument says. An error where arguments disagree.
    Result<bool> collect(std::span<const Oid> actual, std::span<const Oid> declared) {
        for (std::size_t i = 0; i < declared.size(); ++i) {
            if (!is_polymorphic(declared[i])) continue;
            if (is_simple(declared[i])) ++simple_count_;
            note_kind(declared[i]);
            if (actual[i] == type_oid::unknown) continue;
            BACKOUT_TRY(collect_one(actual[i], declared[i]));
        }
        BACKOUT_TRY(derive_element());
        return derive_compatible();
    }

    Result<Oid> resolve(std::span<const Oid> actual, std::span<Oid> declared, Oid result) {
        if (simple_count_ > 0 && !element_) {
            if (array_ == type_oid::anyarray) {
                if (simple_count_ != 1 ||
                    (result != type_oid::anyarray && is_polymorphic(result) && is_simple(result)))
                    return error("cannot determine element type of \"anyarray\" argument");
                element_ = type_oid::anyelement;
            } else {
                return error("could not determine polymorphic type because input has type unknown");
            }
        }
        for (std::size_t i = 0; i < declared.size(); ++i) {
            if (!is_polymorphic(declared[i])) continue;
            if (is_simple(declared[i]) && actual[i] != type_oid::unknown) continue;
            BACKOUT_ASSIGN(declared[i], actual_of(declared[i]));
        }
        return is_polymorphic(result) ? actual_of(result) : Result<Oid>(result);
    }

private:
    tl::unexpected<Error> error(std::string message, std::string detail = {}) const {
        return failure(std::string(type_mismatch), std::move(message), sql::no_location, {},
                       std::move(detail));
    }
    std::string text(Oid type) const { return type_text(context_, type); }

    void note_kind(Oid declared) {
        non_array_ = non_array_ || declared == type_oid::anynonarray;
        enum_ = enum_ || declared == type_oid::anyenum;
        compatible_non_array_ = compatible_non_array_ || declared == type_oid::anycompatiblenonarray;
    }

    /// All arguments of one declared type must have the same actual type.
    Result<bool> same(Oid& known, Oid actual, std::string_view declared) {
        if (known && known != actual)
            return error(fmt::format("arguments declared \"{}\" are not all alike", declared),
                         fmt::format("{} versus {}", text(known), text(actual)));
        known = actual;
        return true;
    }

    Result<bool> collect_one(Oid actual, Oid declared) {
        switch (declared) {
            case type_oid::anyelement:
            case type_oid::anynonarray:
            case type_oid::anyenum:
                return same(element_, actual, "anyelement");
            case type_oid::anycompatible:
            case type_oid::anycompatiblenonarray:
                compatible_types_.push_back(actual);
                return true;
            default:
                break;
        }
        actual = catalog::base_type(catalog_, actual);
        switch (declared) {
            case type_oid::anyarray:
                return same(array_, actual, "anyarray");
            case type_oid::anyrange:
                return same(range_, actual, "anyrange");
            case type_oid::anymultirange:
                return same(multirange_, actual, "anymultirange");
            case type_oid::anycompatiblearray: {
                Oid element = catalog::element_type_of(catalog_, actual);
                if (!element) return not_a("anycompatiblearray", "an array", actual);
                compatible_types_.push_back(element);
                return true;
            }
            case type_oid::anycompatiblerange:
                return same(compatible_range_, actual, "anycompatiblerange");
            default:
                return same(compatible_multirange_, actual, "anycompatiblemultirange");
        }
    }

    tl::unexpected<Error> not_a(std::string_view declared, std::string_view kind, Oid actual) const {
        return error(fmt::format("argument declared {} is not {} but type {}", declared, kind, text(actual)));
    }
    tl::unexpected<Error> inconsistent(std::string_view left, std::string_view right, Oid one,
                                       Oid other) const {
        return error(
            fmt::format("argument declared {} is not consistent with argument declared {}", left, right),
            fmt::format("{} versus {}", text(one), text(other)));
    }

    Oid subtype_of(Oid range) const {
        auto info = catalog::type_info(catalog_, range);
        return info && info->kind == catalog::TypeKind::range ? info->range_subtype : catalog::invalid_oid;
    }
    Oid range_of(Oid multirange) const {
        auto info = catalog::type_info(catalog_, multirange);
        return info && info->kind == catalog::TypeKind::multirange ? info->range : catalog::invalid_oid;
    }

    /// Arrays, ranges and multiranges say what their elements are.
    Result<bool> derive_element() {
        if (array_ && array_ != type_oid::anyarray) {
            Oid element = catalog::element_type_of(catalog_, array_);
            if (!element) return not_a("anyarray", "an array", array_);
            if (element_ && element_ != element)
                return inconsistent("anyarray", "anyelement", array_, element_);
            element_ = element;
        }
        if (multirange_) {
            Oid range = range_of(multirange_);
            if (!range) return not_a("anymultirange", "a multirange type", multirange_);
            if (range_ && range_ != range)
                return inconsistent("anymultirange", "anyrange", multirange_, range_);
            range_ = range;
        }
        if (range_) {
            Oid subtype = subtype_of(range_);
            if (!subtype) return not_a("anyrange", "a range type", range_);
            if (element_ && element_ != subtype)
                return inconsistent("anyrange", "anyelement", range_, element_);
            element_ = subtype;
        }
        if (non_array_ && element_ && is_array_or_domain_over_one(catalog_, element_))
            return error(fmt::format("type matched to anynonarray is an array type: {}", text(element_)));
        if (enum_ && element_ && !is_enum(element_))
            return error(fmt::format("type matched to anyenum is not an enum type: {}", text(element_)));
        return true;
    }

    bool is_enum(Oid type) const {
        auto info = catalog::type_info(catalog_, type);
        return info && info->kind == catalog::TypeKind::enum_;
    }

    Result<bool> derive_compatible() {
        if (compatible_multirange_) {
            Oid range = range_of(compatible_multirange_);
            if (!range) return not_a("anycompatiblemultirange", "a multirange type", compatible_multirange_);
            if (compatible_range_ && compatible_range_ != range)
                return inconsistent("anycompatiblemultirange", "anycompatiblerange", compatible_multirange_,
                                    compatible_range_);
            compatible_range_ = range;
        }
        Oid subtype = catalog::invalid_oid;
        if (compatible_range_) {
            subtype = subtype_of(compatible_range_);
            if (!subtype) return not_a("anycompatiblerange", "a range type", compatible_range_);
            compatible_types_.push_back(subtype);
        }
        if (compatible_types_.empty()) return true;
        compatible_ = common_type_or_none(catalog_, compatible_types_);
        if (!compatible_) return error("argument types cannot be matched");
        if (!all_coerce_to(catalog_, compatible_, compatible_types_))
            return error("arguments of anycompatible family cannot be cast to a common type");
        if (compatible_non_array_ && is_array_or_domain_over_one(catalog_, compatible_))
            return error(
                fmt::format("type matched to anycompatiblenonarray is an array type: {}", text(compatible_)));
        if (subtype && subtype != compatible_)
            return error(fmt::format("anycompatiblerange type {} does not match anycompatible type {}",
                                     text(compatible_range_), text(compatible_)));
        return true;
    }

    Result<Oid> array_of(Oid element) const {
        if (Oid array = catalog::array_type_of(catalog_, element)) return array;
        return failure("42704", fmt::format("could not find array type for data type {}", text(element)),
                       sql::no_location);
    }
    Result<Oid> known_or_error(Oid known, std::string_view declared) const {
        if (known) return known;
        return error(
            fmt::format("could not determine polymorphic type {} because input has type unknown", declared));
    }
    Oid multirange_of(Oid range) const {
        auto info = catalog::type_info(catalog_, range);
        return info ? info->multirange : catalog::invalid_oid;
    }

    /// The type that a polymorphic type stands for in this call.
    Result<Oid> actual_of(Oid declared) const {
        // Where all arguments of the compatible family are literals they are taken as text.
        Oid compatible = compatible_ ? compatible_ : type_oid::text;
        switch (declared) {
            case type_oid::anyelement:
            case type_oid::anynonarray:
            case type_oid::anyenum:
                return element_;
            case type_oid::anyarray:
                return array_ ? Result<Oid>(array_) : array_of(element_);
            case type_oid::anyrange:
                return known_or_error(range_, "anyrange");
            case type_oid::anymultirange:
                return known_or_error(multirange_ ? multirange_
                                      : range_    ? multirange_of(range_)
                                                  : catalog::invalid_oid,
                                      "anymultirange");
            case type_oid::anycompatiblearray:
                return array_of(compatible);
            case type_oid::anycompatiblerange:
                return known_or_error(compatible_range_, "anycompatiblerange");
            case type_oid::anycompatiblemultirange:
                return known_or_error(compatible_multirange_ ? compatible_multirange_
                                      : compatible_range_    ? multirange_of(compatible_range_)
                                                             : catalog::invalid_oid,
                                      "anycompatiblemultirange");
            default:
                return compatible;
        }
    }

    const Context& context_;
    const Catalog& catalog_;
    int simple_count_ = 0;
    bool non_array_ = false, enum_ = false, compatible_non_array_ = false;
    Oid element_ = 0, array_ = 0, range_ = 0, multirange_ = 0;
    Oid compatible_ = 0, compatible_range_ = 0, compatible_multirange_ = 0;
    std::vector<Oid> compatible_types_;
};

}  // namespace

bool is_polymorphic(Oid type) {
    switch (type) {
        case type_oid::anyelement:
        case type_oid::anyarray:
        case type_oid::anynonarray:
        case type_oid::anyenum:
        case type_oid::anyrange:
        case type_oid::anymultirange:
        case type_oid::anycompatible:
        case type_oid::anycompatiblearray:
        case type_oid::anycompatiblenonarray:
        case type_oid::anycompatiblerange:
        case type_oid::anycompatiblemultirange:
            return true;
        default:
            return false;
    }
}

bool polymorphic_types_agree(const Catalog& catalog, std::span<const Oid> actual,
                             std::span<const Oid> declared) {
    for (std::size_t i = 0; i < declared.size(); ++i)
        if (is_polymorphic(declared[i]) && is_undecided(actual[i])) return true;
    Context context{catalog, catalog::catalog_only_path()};
    return PolymorphicTypes(context).collect(actual, declared).has_value();
}

Result<Oid> resolve_polymorphic_types(const Context& context, std::span<const Oid> actual,
                                      std::span<Oid> declared, Oid result) {
    if (std::none_of(declared.begin(), declared.end(), is_polymorphic)) return result;
    PolymorphicTypes types(context);
    BACKOUT_TRY(types.collect(actual, declared));
    return types.resolve(actual, declared, result);
}

}  // namespace backout::analyze
