#include "analyze/type_oid.h"
#include "simulate/define_object.h"
#include "simulate/definition_options.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/statements.h"

/// CREATE and ALTER OPERATOR (commands/operatorcmds.c, catalog/pg_operator.c).
namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Operator;

namespace {

void set_dependencies(Operator& made) {
    made.dependencies.clear();
    for (Oid needed : {made.left, made.right, made.result, made.function, made.restriction_estimator, made.join_estimator})
        if (needed) depend(made, {needed, 0});
}

/// The commutator or negator; where there is none yet a shell of it is made, to be filled later (get_other_operator).
Result<Oid> other_operator(StatementContext& context, const sql::Names& names, Oid left, Oid right, const Operator& made) {
    if (names.empty()) return catalog::invalid_oid;
    BACKOUT_ASSIGN(CreationName name, creation_name(context, names));
    Oid found = names.size() > 1 ? catalog::find_operator(context.catalog, name.scope, name.name, left, right)
                                 : catalog::find_operator(context.catalog, context.path, name.name, left, right);
    if (found) return found;
    if (name.name == made.name && left == made.left && right == made.right) return made.oid;
    auto shell = context.make<Operator>(name.name, name.scope);
    shell->left = left;
    shell->right = right;
    for (Oid type : {left, right})
        if (type) depend(*shell, {type, 0});
    Oid oid = shell->oid;
    context.catalog.insert(std::move(shell));
    return oid;
}

Status check_boolean_only(const Operator& made, const sql::Options& options) {
    if (made.result == type_oid::boolean) return {};
    constexpr std::pair<std::string_view, std::string_view> attributes[] = {
        {"negator", "only boolean operators can have negators"},
        {"restrict", "only boolean operators can have restriction selectivity"},
        {"join", "only boolean operators can have join selectivity"},
        {"merges", "only boolean operators can merge join"},
        {"hashes", "only boolean operators can hash"}};
    for (auto [name, message] : attributes)
        if (find_option(options, name)) return error("42P13", "{}", message);
    return {};
}

/// oprrest and oprjoin take arguments that only the server gives.
Result<Oid> estimator(StatementContext& context, const sql::Names& names) {
    if (names.empty()) return catalog::invalid_oid;
    sql::ObjectWithArgs wanted;
    wanted.names = names;
    wanted.args_unspecified = true;
    return analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false);
}

Status set_attributes(StatementContext& context, Operator& made, const sql::Options& options) {
    BACKOUT_TRY(check_boolean_only(made, options));
    BACKOUT_ASSIGN(made.commutator, other_operator(context, option_names(options, "commutator"), made.right, made.left, made));
    BACKOUT_ASSIGN(made.negator, other_operator(context, option_names(options, "negator"), made.left, made.right, made));
    if (made.negator == made.oid && made.negator) return error("42P13", "operator cannot be its own negator");
    BACKOUT_ASSIGN(made.restriction_estimator, estimator(context, option_names(options, "restrict")));
    BACKOUT_ASSIGN(made.join_estimator, estimator(context, option_names(options, "join")));
    made.can_merge = option_is_true(options, "merges");
    made.can_hash = option_is_true(options, "hashes");
    return {};
}

/// The other operator's link back, where it has none (OperatorUpd).
void link_back(StatementContext& context, const Operator& made) {
    if (const auto* other = context.catalog.find<Operator>(made.commutator);
        other && other->oid != made.oid && !other->commutator)
        context.catalog.change<Operator>(other->oid, [&](Operator& changed) { changed.commutator = made.oid; });
    if (const auto* other = context.catalog.find<Operator>(made.negator); other && !other->negator)
        context.catalog.change<Operator>(other->oid, [&](Operator& changed) { changed.negator = made.oid; });
}

}  // namespace

Status create_operator(StatementContext& context, const sql::DefineStatement& statement) {
    const sql::Options& options = statement.definition;
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_ASSIGN(Oid left, option_type(context, options, "leftarg"));
    BACKOUT_ASSIGN(Oid right, option_type(context, options, "rightarg"));
    sql::Names function = option_names(options, find_option(options, "function") ? "function" : "procedure");
    if (function.empty()) return error("42P13", "operator function must be specified");
    if (!left && !right) return error("42P13", "operator argument types must be specified");
    if (!right) {
        auto failure = error("42P13", "operator right argument type must be specified");
        failure.value().detail = "Postfix operators are not supported.";
        return failure;
    }
    std::vector<Oid> arguments = left ? std::vector<Oid>{left, right} : std::vector<Oid>{right};
    BACKOUT_ASSIGN(Oid function_oid, exact_function(context, function, arguments));
    Oid existing = catalog::find_operator(context.catalog, name.scope, name.name, left, right);
    const auto* shell = context.catalog.find<Operator>(existing);
    if (existing && (!shell || shell->function)) return error("42723", "operator {} already exists", name.name);

    auto made = shell ? std::static_pointer_cast<Operator>(shell->clone()) : context.make<Operator>(name.name, name.scope);
    made->left = left;
    made->right = right;
    made->function = function_oid;
    made->result = catalog::function_info(context.catalog, function_oid)->return_type;
    Oid linked_commutator = made->commutator, linked_negator = made->negator;
    BACKOUT_TRY(set_attributes(context, *made, options));
    if (!made->commutator) made->commutator = linked_commutator;
    if (!made->negator) made->negator = linked_negator;
    set_dependencies(*made);
    const Operator copy = *made;
    if (shell)
        context.catalog.change<Operator>(existing, [&](Operator& changed) { changed = copy; });
    else
        context.catalog.insert(std::move(made));
    link_back(context, copy);
    return {};
}

Status alter_operator(StatementContext& context, const sql::AlterOperatorStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, analyze::lookup_operator(context.analysis(), statement.operator_, false));
    const auto* existing = context.catalog.find<Operator>(oid);
    if (!existing) return {};
    auto changed = std::static_pointer_cast<Operator>(existing->clone());
    const sql::Options& options = statement.options;
    if (find_option(options, "restrict")) {
        BACKOUT_ASSIGN(changed->restriction_estimator, estimator(context, option_names(options, "restrict")));
    }
    if (find_option(options, "join")) {
        BACKOUT_ASSIGN(changed->join_estimator, estimator(context, option_names(options, "join")));
    }
    if (find_option(options, "merges")) changed->can_merge = option_is_true(options, "merges");
    if (find_option(options, "hashes")) changed->can_hash = option_is_true(options, "hashes");
    set_dependencies(*changed);
    context.catalog.change<Operator>(oid, [&](Operator& one) { one = *changed; });
    return {};
}

}  // namespace backout::simulate
