#include <algorithm>

#include "analyze/deparse.h"
#include "simulate/inherit.h"
#include "simulate/partition.h"
#include "simulate/partition_value.h"
#include "simulate/table_involved.h"

/// Whether a new partition fits among its siblings: check_new_partition_bound (partitioning/partbounds.c).
namespace backout::simulate {

namespace {

using catalog::Expr;
using catalog::PartitionBoundData;
using catalog::PartitionBoundValue;
using catalog::PartitionKey;
using catalog::Relation;

struct Sibling {
    const Relation* relation = nullptr;
    const PartitionBoundData* bound = nullptr;
};

std::vector<Sibling> siblings(const Catalog& catalog, Oid parent) {
    std::vector<Sibling> found;
    for (Oid child : direct_children(catalog, parent)) {
        const auto* relation = catalog.find<Relation>(child);
        if (relation->partition_bound) found.push_back({relation, relation->partition_bound.get()});
    }
    return found;
}

tl::unexpected<Error> overlap(std::string_view name, const Relation& other) {
    return involving(error("42P17", "partition \"{}\" would overlap partition \"{}\"", name, other.name),
                     other.oid);
}

// --- hash
// ---------------------------------------------------------------------------------------------------------

/// Moduli must divide each other in order of size; the detail names the neighbour that doesn't fit.
Status check_modulus(const std::vector<Sibling>& others, std::int32_t modulus) {
    const Sibling* below = nullptr;
    const Sibling* above = nullptr;
    for (const Sibling& other : others) {
        if (other.bound->modulus <= modulus && (!below || other.bound->modulus > below->bound->modulus))
            below = &other;
        if (other.bound->modulus > modulus && (!above || other.bound->modulus < above->bound->modulus))
            above = &other;
    }
    auto refuse = [&](std::string detail) {
        auto made =
            error("42P17", "every hash partition modulus must be a factor of the next larger modulus");
        made.value().detail = std::move(detail);
        return made;
    };
    if (below && modulus % below->bound->modulus != 0)
        return refuse(fmt::format(
            "The new modulus {} is not divisible by {}, the modulus of existing partition \"{}\".", modulus,
            below->bound->modulus, below->relation->name));
    if (above && above->bound->modulus % modulus != 0)
        return refuse(
            fmt::format("The new modulus {} is not a factor of {}, the modulus of existing partition \"{}\".",
                        modulus, above->bound->modulus, above->relation->name));
    return {};
}

Status check_hash(std::string_view name, const std::vector<Sibling>& others,
                  const PartitionBoundData& bound) {
    BACKOUT_TRY(check_modulus(others, bound.modulus));
    for (const Sibling& other : others) {
        const std::int32_t smaller = std::min(bound.modulus, other.bound->modulus);
        if (bound.remainder % smaller == other.bound->remainder % smaller)
            return overlap(name, *other.relation);
    }
    return {};
}

// --- list
// ---------------------------------------------------------------------------------------------------------

bool is_null(const PartitionBoundValue& value) {
    return value.value->kind == catalog::ExprKind::constant && value.value->flag;
}

bool is_equal(const Catalog& catalog, const PartitionBoundValue& value, const PartitionBoundValue& other,
              Oid collation) {
    if (is_null(value) || is_null(other)) return is_null(value) && is_null(other);
    return compare_bound_values(catalog, *value.value, *other.value, collation) ==
           std::strong_ordering::equal;
}

Status check_list(const Catalog& catalog, std::string_view name, const std::vector<Sibling>& others,
                  const PartitionBoundData& bound, Oid collation) {
    for (const PartitionBoundValue& value : bound.list)
        for (const Sibling& other : others)
            for (const PartitionBoundValue& theirs : other.bound->list)
                if (is_equal(catalog, value, theirs, collation)) return overlap(name, *other.relation);
    return {};
}

// --- range
// --------------------------------------------------------------------------------------------------------

/// One end of a range. An upper bound comes before a lower bound of the same values, since it is exclusive.
struct RangeEnd {
    const std::vector<PartitionBoundValue>* values = nullptr;
    bool lower = true;
};

int infinity(const PartitionBoundValue& value) {
    switch (value.kind) {
        case PartitionBoundValue::Kind::minvalue:
            return -1;
        case PartitionBoundValue::Kind::maxvalue:
            return 1;
        default:
            return 0;
    }
}

/// partition_rbound_cmp
std::optional<std::strong_ordering> compare(const Catalog& catalog, const PartitionKey& key,
                                            const RangeEnd& end, const RangeEnd& other) {
    for (std::size_t place = 0; place < key.columns.size(); ++place) {
        const PartitionBoundValue& mine = (*end.values)[place];
        const PartitionBoundValue& theirs = (*other.values)[place];
        if (infinity(mine) != infinity(theirs)) return infinity(mine) <=> infinity(theirs);
        // Both infinite in the same way: what follows is infinite as well.
        if (infinity(mine) != 0) break;
        const auto order =
            compare_bound_values(catalog, *mine.value, *theirs.value, key.columns[place].collation);
        if (!order || *order != std::strong_ordering::equal) return order;
    }
    if (end.lower == other.lower) return std::strong_ordering::equal;
    return end.lower ? std::strong_ordering::greater : std::strong_ordering::less;
}

std::string print_end(const Catalog& catalog, const std::vector<PartitionBoundValue>& values) {
    std::vector<std::string> printed;
    for (const PartitionBoundValue& value : values) {
        if (value.kind == PartitionBoundValue::Kind::minvalue)
            printed.emplace_back("MINVALUE");
        else if (value.kind == PartitionBoundValue::Kind::maxvalue)
            printed.emplace_back("MAXVALUE");
        else {
            std::string text = analyze::deparse_expression(catalog, *value.value);
            // The bound is printed without its type (get_range_partbound_string).
            if (const std::size_t cast = text.rfind("'::"); cast != std::string::npos) text.resize(cast + 1);
            printed.push_back(std::move(text));
        }
    }
    return fmt::format("({})", fmt::join(printed, ", "));
}

Status check_range(StatementContext& context, std::string_view name, const Relation& parent,
                   const std::vector<Sibling>& others, const PartitionBoundData& bound) {
    const Catalog& catalog = context.catalog;
    const PartitionKey& key = *parent.partition_key;
    const RangeEnd lower{&bound.lower, true};
    const RangeEnd upper{&bound.upper, false};
    // An empty range is one whose lower end is not below its upper end, inclusiveness aside.
    const auto own = compare(catalog, key, lower, RangeEnd{&bound.upper, true});
    if (own && *own != std::strong_ordering::less) {
        auto made = error("42P17", "empty range bound specified for partition \"{}\"", name);
        made.value().detail =
            fmt::format("Specified lower bound {} is greater than or equal to upper bound {}.",
                        print_end(catalog, bound.lower), print_end(catalog, bound.upper));
        return made;
    }
    bool decided = own.has_value();
    for (const Sibling& other : others) {
        const auto starts_before = compare(catalog, key, lower, RangeEnd{&other.bound->upper, false});
        const auto ends_after = compare(catalog, key, RangeEnd{&other.bound->lower, true}, upper);
        if (starts_before && ends_after && *starts_before == std::strong_ordering::less &&
            *ends_after == std::strong_ordering::less)
            return overlap(name, *other.relation);
        const bool apart = (starts_before && *starts_before != std::strong_ordering::less) ||
                           (ends_after && *ends_after != std::strong_ordering::less);
        decided = decided && apart;
    }
    if (!decided)
        context.uncertain(fmt::format(
            "whether the bounds of partition \"{}\" overlap others of \"{}\" is for the server to tell", name,
            parent.name));
    return {};
}

}  // namespace

Oid default_partition(const Catalog& catalog, Oid parent) {
    for (const Sibling& sibling : siblings(catalog, parent))
        if (sibling.bound->is_default) return sibling.relation->oid;
    return catalog::invalid_oid;
}

Status check_new_partition_bound(StatementContext& context, std::string_view name, Oid parent_oid,
                                 const PartitionBoundData& bound) {
    const auto* parent = context.catalog.find<Relation>(parent_oid);
    if (!parent->partition_key) return {};  // only assumed to be partitioned, in whatever way
    std::vector<Sibling> others = siblings(context.catalog, parent_oid);
    const auto existing_default = std::find_if(others.begin(), others.end(),
                                               [](const Sibling& other) { return other.bound->is_default; });
    if (bound.is_default) {
        if (existing_default == others.end()) return {};
        return involving(error("42P17", "partition \"{}\" conflicts with existing default partition \"{}\"",
                               name, existing_default->relation->name),
                         existing_default->relation->oid);
    }
    if (existing_default != others.end()) others.erase(existing_default);
    switch (bound.strategy) {
        case 'h':
            return check_hash(name, others, bound);
        case 'l':
            return check_list(context.catalog, name, others, bound,
                              parent->partition_key->columns.front().collation);
        default:
            return check_range(context, name, *parent, others, bound);
    }
}

}  // namespace backout::simulate
