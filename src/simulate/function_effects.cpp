#include "simulate/function_effects.h"

#include <cctype>

#include "analyze/references.h"
#include "simulate/settings.h"

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;

namespace {

/// Whether a body has one of these words: then calling the function may change the schema.
bool may_change_schema(std::string_view body) {
    constexpr std::string_view words[] = {"create", "alter", "drop", "execute", "grant", "revoke", "truncate", "comment"};
    std::string word;
    for (std::size_t i = 0; i <= body.size(); ++i) {
        char c = i < body.size() ? body[i] : ' ';
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            continue;
        }
        for (std::string_view known : words)
            if (word == known) return true;
        word.clear();
    }
    return false;
}

const Expr* constant_argument(const Expr& call, std::size_t index) {
    if (index >= call.arguments.size()) return nullptr;
    const Expr* argument = call.arguments[index].get();
    while (argument && argument->kind == ExprKind::relabel) argument = argument->arguments.front().get();
    return argument && argument->kind == ExprKind::constant && !argument->flag ? argument : nullptr;
}

/// set_config(name, value, is_local), as pg_dump's output begins with.
void apply_set_config(StatementContext& context, const Expr& call) {
    const Expr* name = constant_argument(call, 0);
    const Expr* value = constant_argument(call, 1);
    const Expr* local = constant_argument(call, 2);
    if (!name || !value) {
        context.uncertain("set_config() is called with values that aren't constants");
        return;
    }
    apply_setting(context.session.state, name->text, value->text, local && local->text.starts_with('t'));
}

}  // namespace

Status apply_function_effects(StatementContext& context, const catalog::Query& query) {
    analyze::walk(query, [&](const Expr& part) {
        if (part.kind != ExprKind::function) return;
        if (const auto* function = context.catalog.find<catalog::Function>(part.object)) {
            if (may_change_schema(function->source))
                context.uncertain(fmt::format("function {}() is called, whose body may change the schema", function->name));
            return;
        }
        auto info = catalog::function_info(context.catalog, part.object);
        if (info && info->name == "set_config") apply_set_config(context, part);
    });
    return {};
}

}  // namespace backout::simulate
