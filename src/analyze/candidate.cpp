#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/function.h"
#include "analyze/nodes.h"

/// Choosing among overloaded functions and operators: func_match_argtypes and func_select_candidate
/// (parser/parse_func.c; manual, "Functions", steps 4.a to 4.f).
namespace backout::analyze {

namespace {

using Candidates = std::vector<const Candidate*>;

/// Keeps those with the highest count.
template <class Count>
void keep_best(Candidates& candidates, Count&& count) {
    int best = -1;
    Candidates kept;
    for (const Candidate* candidate : candidates) {
        int matches = count(*candidate);
        if (matches > best) {
            best = matches;
            kept.clear();
        }
        if (matches == best) kept.push_back(candidate);
    }
    candidates = std::move(kept);
}

/// The category that an untyped literal at one place is to have.
struct Slot {
    char category = 0;
    bool has_preferred = false;
    bool conflict = false;
};

Slot slot_of(const Catalog& catalog, const Candidates& candidates, std::size_t place) {
    Slot slot;
    for (const Candidate* candidate : candidates) {
        TypeCategory type = category_of(catalog, candidate->argument_types[place]);
        if (slot.category == 0) {
            slot.category = type.category;
            slot.has_preferred = type.preferred;
        } else if (type.category == slot.category) {
            slot.has_preferred |= type.preferred;
        } else if (type.category == 'S') {
            // String literals look like strings: that category always wins.
            slot.category = 'S';
            slot.has_preferred = type.preferred;
        } else {
            slot.conflict = true;
        }
    }
    if (slot.category == 'S') slot.conflict = false;
    return slot;
}

/// Step 4.e: lets the literals' likeliest categories decide.
void keep_by_literals(const Catalog& catalog, std::span<const Oid> types, Candidates& candidates) {
    std::vector<Slot> slots(types.size());
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i] != type_oid::unknown) continue;
        slots[i] = slot_of(catalog, candidates, i);
        if (slots[i].conflict) return;
    }
    Candidates kept;
    for (const Candidate* candidate : candidates) {
        bool keep = true;
        for (std::size_t i = 0; i < types.size() && keep; ++i) {
            if (types[i] != type_oid::unknown) continue;
            TypeCategory type = category_of(catalog, candidate->argument_types[i]);
            keep = type.category == slots[i].category && (type.preferred || !slots[i].has_preferred);
        }
        if (keep) kept.push_back(candidate);
    }
    if (!kept.empty()) candidates = std::move(kept);
}

/// Step 4.f: takes literals to be of the type that all other arguments have.
const Candidate* select_by_known_type(const Catalog& catalog, std::span<const Oid> types,
                                      const Candidates& candidates) {
    Oid known = type_oid::unknown;
    for (Oid type : types) {
        if (type == type_oid::unknown || type == known) continue;
        if (known != type_oid::unknown) return nullptr;
        known = type;
    }
    if (known == type_oid::unknown) return nullptr;
    std::vector<Oid> assumed(types.size(), known);
    const Candidate* found = nullptr;
    for (const Candidate* candidate : candidates) {
        if (!can_coerce_types(catalog, assumed, candidate->argument_types, Coercion::implicit)) continue;
        if (found) return nullptr;
        found = candidate;
    }
    return found;
}

}  // namespace

std::vector<const Candidate*> matching_candidates(const Catalog& catalog, std::span<const Oid> types,
                                                  std::span<const Candidate> candidates) {
    Candidates matching;
    for (const Candidate& candidate : candidates)
        if (can_coerce_types(catalog, types, std::span(candidate.argument_types).first(types.size()),
                             Coercion::implicit))
            matching.push_back(&candidate);
    return matching;
}

const Candidate* select_candidate(const Catalog& catalog, std::span<const Oid> given,
                                  std::vector<const Candidate*> candidates) {
    std::vector<Oid> types(given.begin(), given.end());
    bool has_unknown = false;
    for (Oid& type : types) {
        if (type == type_oid::unknown)
            has_unknown = true;
        else
            type = catalog::base_type(catalog, type);
    }
    keep_best(candidates, [&](const Candidate& candidate) {
        int matches = 0;
        for (std::size_t i = 0; i < types.size(); ++i)
            matches += types[i] != type_oid::unknown && candidate.argument_types[i] == types[i];
        return matches;
    });
    if (candidates.size() == 1) return candidates[0];

    keep_best(candidates, [&](const Candidate& candidate) {
        int matches = 0;
        for (std::size_t i = 0; i < types.size(); ++i) {
            if (types[i] == type_oid::unknown) continue;
            if (candidate.argument_types[i] == types[i]) {
                ++matches;
                continue;
            }
            TypeCategory declared = category_of(catalog, candidate.argument_types[i]);
            matches += declared.preferred && declared.category == category_of(catalog, types[i]).category;
        }
        return matches;
    });
    if (candidates.size() == 1) return candidates[0];
    if (!has_unknown) return nullptr;

    keep_by_literals(catalog, types, candidates);
    if (candidates.size() == 1) return candidates[0];
    return select_by_known_type(catalog, types, candidates);
}

}  // namespace backout::analyze
