#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "analyze/clause.h"
#include "analyze/coerce.h"
#include "analyze/function.h"
#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// Operators (parser/parse_oper.c).
namespace backout::analyze {

namespace {

using catalog::OperatorInfo;

/// Where an operator is looked for: one schema when the name is qualified.
struct OperatorName {
    std::string_view name;
    Oid scope = catalog::invalid_oid;  ///< 0: along the path
};

Result<OperatorName> operator_name(const Context& context, const sql::Names& names, sql::Location location) {
    BACKOUT_ASSIGN(QualifiedName parts, split_name(names, location));
    OperatorName found{parts.name};
    if (parts.schema.empty()) return found;
    BACKOUT_ASSIGN(found.scope, require_namespace(context, parts.schema, location));
    return found;
}

Oid find_exact(const Context& context, const OperatorName& name, Oid left, Oid right) {
    return name.scope ? catalog::find_operator(context.catalog, name.scope, name.name, left, right)
                      : catalog::find_operator(context.catalog, context.path, name.name, left, right);
}

/// binary_oper_exact: with one untyped literal, it is taken to be of the other side's type.
Oid find_exact_binary(const Context& context, const OperatorName& name, Oid left, Oid right) {
    bool has_unknown = false;
    if (left == type_oid::unknown && right != catalog::invalid_oid) {
        left = right;
        has_unknown = true;
    } else if (right == type_oid::unknown && left != catalog::invalid_oid) {
        right = left;
        has_unknown = true;
    }
    if (Oid found = find_exact(context, name, left, right)) return found;
    if (!has_unknown) return catalog::invalid_oid;
    Oid base = catalog::base_type(context.catalog, left);
    return base == left ? catalog::invalid_oid : find_exact(context, name, base, base);
}

/// The operators of a name that take operands of these types (one: the prefix ones); of the same declared
/// operands the first of the path (OpernameGetCandidates and func_match_argtypes). An undecided type fits
/// all.
std::vector<Candidate> matching_operators(const Context& context, const OperatorName& name,
                                          std::span<const Oid> types) {
    const Catalog& catalog = context.catalog;
    const bool prefix = types.size() == 1;
    std::vector<Candidate> matching;
    std::vector<OperatorInfo> operators;
    for (Oid scope : name.scope ? std::span(&name.scope, 1) : std::span(context.path.namespaces)) {
        operators.clear();
        catalog::operators_named(catalog, scope, name.name, operators);
        for (const OperatorInfo& found : operators) {
            if ((found.left == catalog::invalid_oid) != prefix) continue;
            const std::array<Oid, 2> both{found.left, found.right};
            const auto declared = std::span(both).last(types.size());
            if (!can_coerce_types(catalog, types, declared, Coercion::implicit)) continue;
            const bool hidden = std::any_of(matching.begin(), matching.end(), [&](const Candidate& earlier) {
                return std::ranges::equal(earlier.argument_types, declared);
            });
            if (hidden) continue;
            matching.emplace_back().oid = found.oid;
            matching.back().argument_types.assign(declared.begin(), declared.end());
        }
    }
    return matching;
}

/// op_signature_string
std::string signature(const Context& context, const sql::Names& name, Oid left, Oid right) {
    std::string text = left ? type_text(context, left) + " " : std::string();
    text += display_name(name);
    if (right) text += " " + type_text(context, right);
    return text;
}

tl::unexpected<Error> operator_error(const Context& context, const sql::Names& name, Oid left, Oid right,
                                     bool ambiguous, sql::Location location) {
    if (ambiguous)
        return failure(
            "42725", "operator is not unique: " + signature(context, name, left, right), location,
            "Could not choose a best candidate operator. You might need to add explicit type casts.");
    bool binary = left && right;
    return missing_object(context, {}, "42883",
                          "operator does not exist: " + signature(context, name, left, right), location,
                          binary ? "No operator matches the given name and argument types. You might need to "
                                   "add explicit type casts."
                                 : "No operator matches the given name and argument type. You might need to "
                                   "add an explicit type cast.");
}

/// The operator that candidates are chosen from, where none fits exactly.
Result<Oid> choose_operator(const Context& context, const sql::Names& names, const OperatorName& name,
                            Oid left, Oid right, sql::Location location) {
    const std::array<Oid, 2> types{left, right};
    const auto given = std::span(types).last(left == catalog::invalid_oid ? 1 : 2);
    const std::vector<Candidate> matching = matching_operators(context, name, given);
    if (matching.empty()) return operator_error(context, names, left, right, false, location);
    if (matching.size() == 1) return matching[0].oid;
    std::vector<const Candidate*> several;
    for (const Candidate& candidate : matching)
        several.push_back(&candidate);
    const Candidate* best = select_candidate(context.catalog, given, std::move(several));
    if (!best) return operator_error(context, names, left, right, true, location);
    return best->oid;
}

/// Whether facts alone decide which operator is chosen: no operator, cast or type of a project has a say.
bool is_decided_by_facts(const Context& context, const OperatorName& name, Oid left, Oid right) {
    return name.scope == catalog::invalid_oid && catalog::is_builtin(left) && catalog::is_builtin(right) &&
           std::ranges::find(context.path.namespaces, catalog::pg_catalog_namespace) !=
               context.path.namespaces.end() &&
           context.catalog.all(catalog::ObjectClass::cast).empty() &&
           catalog::has_only_builtin_operators(context.catalog, context.path, name.name);
}

/// Choosing among sixty operators takes its time, and the same few questions come again and again: the
/// answers are remembered, as the server remembers them (OprCacheKey, parser/parse_oper.c).
Oid& remembered_operator(const Catalog& catalog, std::string_view name, Oid left, Oid right) {
    thread_local std::unordered_map<std::string, Oid> known;
    const std::array<Oid, 3> types{left, right, static_cast<Oid>(catalog.major_number())};
    std::string key(name);
    key.append(reinterpret_cast<const char*>(types.data()), sizeof types);
    return known[std::move(key)];
}

/// What all operators of a name and arity give, if they agree: known even where the operands are not.
Oid result_in_any_case(const Context& context, const sql::Names& names, bool prefix) {
    auto name = operator_name(context, names, sql::no_location);
    if (!name) return catalog::invalid_oid;
    const std::array<Oid, 2> any{};
    Oid result = catalog::invalid_oid;
    for (const Candidate& candidate :
         matching_operators(context, *name, std::span(any).first(prefix ? 1 : 2))) {
        auto info = catalog::operator_info(context.catalog, candidate.oid);
        if (!info || (result && info->result != result) || is_polymorphic(info->result))
            return catalog::invalid_oid;
        result = info->result;
    }
    return result;
}

/// An operator whose operands are not all of a known type: the likeliest of its name, so that the expression
/// can be printed and followed.
Result<Oid> likeliest_operator(const Context& context, const sql::Names& name, Oid left, Oid right,
                               bool prefix, sql::Location location) {
    if (is_undecided(left) && !prefix) left = type_oid::unknown;
    if (is_undecided(right)) right = type_oid::unknown;
    auto found = resolve_operator(context, name, left, right, location);
    if (found) return found->oid;
    if (found.error().sqlstate != "42725") return passed_on(found);
    const std::array<Oid, 2> any{};
    BACKOUT_ASSIGN(OperatorName parts, operator_name(context, name, location));
    return matching_operators(context, parts, std::span(any).first(prefix ? 1 : 2)).front().oid;
}

/// The operands stay as they are: what a literal beside a column of unknown type is can't be told.
Result<ExprPtr> make_undecided(const Context& context, const sql::Names& name, ExprPtr left, ExprPtr right,
                               sql::Location location) {
    const bool prefix = !left;
    BACKOUT_ASSIGN(Oid found, likeliest_operator(context, name, prefix ? catalog::invalid_oid : left->type,
                                                 right->type, prefix, location));
    std::vector<ExprPtr> operands;
    if (left) operands.push_back(std::move(left));
    operands.push_back(std::move(right));
    auto made = make_expr(ExprKind::operator_, result_in_any_case(context, name, prefix), std::move(operands),
                          location);
    made->object = found;
    return made;
}

Error shell_error(const Context& context, const sql::Names& name, Oid left, Oid right,
                  sql::Location location) {
    return std::move(
        failure("42883", "operator is only a shell: " + signature(context, name, left, right), location)
            .value());
}

}  // namespace

Result<OperatorInfo> resolve_operator(const Context& context, const sql::Names& names, Oid left, Oid right,
                                      sql::Location location) {
    BACKOUT_ASSIGN(OperatorName name, operator_name(context, names, location));
    const bool prefix = left == catalog::invalid_oid;
    Oid found =
        prefix ? find_exact(context, name, left, right) : find_exact_binary(context, name, left, right);
    if (!found && is_decided_by_facts(context, name, left, right)) {
        Oid& remembered = remembered_operator(context.catalog, name.name, left, right);
        if (!remembered) {
            BACKOUT_ASSIGN(remembered, choose_operator(context, names, name, left, right, location));
        }
        found = remembered;
    } else if (!found) {
        BACKOUT_ASSIGN(found, choose_operator(context, names, name, left, right, location));
    }
    return *catalog::operator_info(context.catalog, found);
}

Oid compatible_operator(const Context& context, const sql::Names& names, Oid left, Oid right) {
    auto found = resolve_operator(context, names, left, right, sql::no_location);
    if (!found) return catalog::invalid_oid;
    bool compatible = catalog::is_binary_coercible(context.catalog, left, found->left) &&
                      catalog::is_binary_coercible(context.catalog, right, found->right);
    return compatible ? found->oid : catalog::invalid_oid;
}

Result<ExprPtr> make_operator(ParseState& state, const sql::Names& name, ExprPtr left, ExprPtr right,
                              sql::Location location) {
    const Context& context = state.context;
    if (!right) return failure("42601", "postfix operators are not supported", location);
    if ((left && is_undecided(left->type)) || is_undecided(right->type))
        return make_undecided(context, name, std::move(left), std::move(right), location);
    const Oid left_type = left ? left->type : catalog::invalid_oid;
    BACKOUT_ASSIGN(OperatorInfo found, resolve_operator(context, name, left_type, right->type, location));
    if (!found.function) return tl::unexpected(shell_error(context, name, left_type, right->type, location));

    std::vector<ExprPtr> operands;
    std::vector<Oid> actual, declared;
    if (left) {
        operands.push_back(std::move(left));
        actual.push_back(left_type);
        declared.push_back(found.left);
    }
    actual.push_back(right->type);
    declared.push_back(found.right);
    operands.push_back(std::move(right));
    BACKOUT_ASSIGN(Oid result, resolve_polymorphic_types(context, actual, declared, found.result));
    BACKOUT_ASSIGN(operands, coerce_arguments(state, std::move(operands), declared));
    auto made = make_expr(ExprKind::operator_, result, std::move(operands), location);
    made->object = found.oid;
    return made;
}

Result<ExprPtr> make_scalar_array_operator(ParseState& state, const sql::Names& name, bool any, ExprPtr left,
                                           ExprPtr right, sql::Location location) {
    const Context& context = state.context;
    if (is_undecided(left->type) || is_undecided(right->type)) {
        Oid element =
            is_undecided(right->type) ? right->type : catalog::element_type_of(context.catalog, right->type);
        BACKOUT_ASSIGN(Oid found, likeliest_operator(context, name, left->type, element, false, location));
        auto made = make_expr(ExprKind::scalar_array, type_oid::boolean, {std::move(left), std::move(right)},
                              location);
        made->object = found;
        made->flag = any;
        return made;
    }
    const Oid array = right->type;
    Oid element = array;
    if (array != type_oid::unknown) {
        element = catalog::element_type_of(context.catalog, array);
        if (!element) return failure("42809", "op ANY/ALL (array) requires array on right side", location);
    }
    BACKOUT_ASSIGN(OperatorInfo found, resolve_operator(context, name, left->type, element, location));
    if (!found.function) return tl::unexpected(shell_error(context, name, left->type, element, location));
    std::array<Oid, 2> actual{left->type, element}, declared{found.left, found.right};
    BACKOUT_ASSIGN(Oid result, resolve_polymorphic_types(context, actual, declared, found.result));
    if (result != type_oid::boolean)
        return failure("42809", "op ANY/ALL (array) requires operator to yield boolean", location);
    if (is_polymorphic(declared[1])) {
        declared[1] = array;
    } else {
        Oid declared_array = catalog::array_type_of(context.catalog, declared[1]);
        if (!declared_array)
            return failure(
                "42704",
                fmt::format("could not find array type for data type {}", type_text(context, declared[1])),
                location);
        declared[1] = declared_array;
    }
    std::vector<ExprPtr> operands{std::move(left), std::move(right)};
    BACKOUT_ASSIGN(operands, coerce_arguments(state, std::move(operands), declared));
    auto made = make_expr(ExprKind::scalar_array, type_oid::boolean, std::move(operands), location);
    made->object = found.oid;
    made->flag = any;
    return made;
}

}  // namespace backout::analyze
