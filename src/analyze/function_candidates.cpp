#include <algorithm>

#include "analyze/function.h"
#include "analyze/names.h"
#include "analyze/propagate.h"
#include "catalog/cluster_objects.h"

/// The functions that a call by this name and of this many arguments may mean (FuncnameGetCandidates,
/// catalog/namespace.c).
namespace backout::analyze {

namespace {

using catalog::FunctionInfo;

/// Parameters that a caller gives values for: the input ones and, in CALL, also the output ones.
struct Parameters {
    std::vector<Oid> types;
    std::vector<std::size_t> places;  ///< among all parameters
};

Parameters parameters_of(const FunctionInfo& function, bool with_output) {
    Parameters found;
    if (function.all_argument_types.empty()) {
        found.types.assign(function.argument_types.begin(), function.argument_types.end());
        for (std::size_t i = 0; i < found.types.size(); ++i)
            found.places.push_back(i);
        return found;
    }
    for (std::size_t i = 0; i < function.all_argument_types.size(); ++i) {
        char mode = function.argument_mode(i);
        if (mode == 't' || (mode == 'o' && !with_output)) continue;
        found.types.push_back(function.all_argument_types[i]);
        found.places.push_back(i);
    }
    return found;
}

/// MatchNamedCall: lays positional and named arguments out over the parameters; those left over need defaults
/// and come last.
bool match_named_call(const FunctionInfo& function, const CallShape& call, const Parameters& parameters,
                      Candidate& candidate) {
    const std::size_t count = call.types.size(), named = call.argument_names.size();
    const std::size_t total = parameters.types.size();
    if (function.named_argument_count() == 0 || count > total) return false;
    std::vector<bool> given(total, false);
    std::vector<std::size_t>& numbers = candidate.argument_numbers;
    for (std::size_t i = 0; i < count - named; ++i) {
        numbers.push_back(i);
        given[i] = true;
    }
    for (const std::string& name : call.argument_names) {
        std::size_t i = 0;
        while (i < total && function.argument_name(parameters.places[i]) != name)
            ++i;
        if (i == total || given[i]) return false;
        numbers.push_back(i);
        given[i] = true;
    }
    std::size_t first_default = total - std::min(total, function.default_count);
    for (std::size_t i = count - named; i < total; ++i) {
        if (given[i]) continue;
        if (i < first_default) return false;
        numbers.push_back(i);
    }
    for (std::size_t number : numbers)
        candidate.argument_types.push_back(parameters.types[number]);
    return true;
}

/// Lays the arguments of a call out over a function's parameters; false where they don't fit.
bool lay_out(const FunctionInfo& function, const CallShape& call, Candidate& candidate) {
    Parameters parameters = parameters_of(function, call.is_procedure_call);
    const std::size_t count = call.types.size(), total = parameters.types.size();
    if (total > count && (!call.expand_defaults || count + function.default_count < total)) return false;
    candidate.default_count = total > count ? total - count : 0;
    if (!call.argument_names.empty()) {
        if (function.variadic_type && call.expand_variadic) return false;
        return match_named_call(function, call, parameters, candidate);
    }
    bool variadic = function.variadic_type && call.expand_variadic && total <= count;
    if (total < count && !variadic) return false;
    candidate.argument_types = std::move(parameters.types);
    if (variadic) {
        candidate.argument_types.resize(total - 1);
        candidate.argument_types.resize(count, function.variadic_type);
        candidate.variadic_count = count - total + 1;
    }
    return true;
}

/// Of two that take the same arguments: whether the earlier one stays (1), the new one is taken (-1), or
/// nothing tells them apart (0).
int preference(const Candidate& earlier, const Candidate& later) {
    if (later.path_place != earlier.path_place) return later.path_place > earlier.path_place ? 1 : -1;
    if (later.variadic_count > 0 && earlier.variadic_count == 0) return 1;
    if (later.variadic_count == 0 && earlier.variadic_count > 0) return -1;
    return 0;
}

bool take_the_same(const Candidate& one, const Candidate& other) {
    std::size_t given = one.argument_types.size() - one.default_count;
    return given == other.argument_types.size() - other.default_count &&
           std::equal(one.argument_types.begin(),
                      one.argument_types.begin() + static_cast<std::ptrdiff_t>(given),
                      other.argument_types.begin());
}

void add(std::vector<Candidate>& candidates, Candidate candidate) {
    for (Candidate& earlier : candidates) {
        if (!take_the_same(earlier, candidate)) continue;
        int verdict = preference(earlier, candidate);
        if (verdict < 0) earlier = std::move(candidate);
        if (verdict == 0) earlier.oid = catalog::invalid_oid;
        return;
    }
    candidates.push_back(std::move(candidate));
}

}  // namespace

Result<std::vector<Candidate>> function_candidates(const Context& context, const CallShape& call) {
    BACKOUT_ASSIGN(QualifiedName name, split_name(call.name));
    std::vector<Oid> scopes;
    if (!name.schema.empty()) {
        BACKOUT_ASSIGN(Oid scope, require_namespace(context, name.schema, sql::no_location));
        scopes.push_back(scope);
    } else {
        scopes = context.path.namespaces;
    }
    std::vector<Candidate> candidates;
    std::vector<FunctionInfo> functions;
    for (std::size_t place = 0; place < scopes.size(); ++place) {
        // Functions are never found in the temporary schema by their bare name.
        const auto* schema = context.catalog.find<catalog::Namespace>(scopes[place]);
        if (name.schema.empty() && schema && schema->temporary) continue;
        functions.clear();
        catalog::functions_named(context.catalog, scopes[place], name.name, functions);
        for (const FunctionInfo& function : functions) {
            Candidate candidate;
            candidate.oid = function.oid;
            candidate.path_place = place;
            if (lay_out(function, call, candidate)) add(candidates, std::move(candidate));
        }
    }
    return candidates;
}

}  // namespace backout::analyze
