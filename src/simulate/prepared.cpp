#include "simulate/names.h"
#include "simulate/query_privileges.h"
#include "simulate/statements.h"

/// Prepared statements, cursors and EXPLAIN: statements around a query.
namespace backout::simulate {

Status explain(StatementContext& context, const sql::ExplainStatement& statement) {
    bool analyzes = false;
    for (const sql::Option& option : statement.options)
        if (option.name == "analyze") analyzes = option.text != "false" && option.text != "off" && option.text != "0";
    // Without ANALYZE the statement is planned, not run: the same checks, no effects.
    catalog::Position before = context.catalog.position();
    Effects effects_before = context.effects;
    Status status = execute_statement(context, *statement.query);
    if (!analyzes) {
        context.catalog.undo_to(before);
        context.effects = std::move(effects_before);
    }
    return status;
}

Status prepare(StatementContext& context, const sql::PrepareStatement& statement) {
    if (statement.name.empty()) return error("26000", "invalid statement name: must not be empty");
    std::vector<Oid> types;
    for (const sql::TypeName& name : statement.argument_types) {
        BACKOUT_ASSIGN(analyze::TypeReference type, analyze::resolve_type(context.analysis(), name));
        types.push_back(type.type);
    }
    analyze::Context analysis = context.analysis();
    analysis.parameter_types = types;
    BACKOUT_TRY(analyze::analyze_query(analysis, *statement.query));
    if (context.session.prepared.contains(statement.name))
        return error("42P05", "prepared statement \"{}\" already exists", statement.name);
    // The tree lives as long as the script; the session keeps a view of it without owning it.
    context.session.prepared.emplace(statement.name,
                                     std::shared_ptr<const sql::Statement>(std::shared_ptr<void>(), &statement));
    return {};
}

Status run_execute(StatementContext& context, const sql::ExecuteStatement& statement) {
    auto found = context.session.prepared.find(statement.name);
    if (found == context.session.prepared.end())
        return error("26000", "prepared statement \"{}\" does not exist", statement.name);
    const auto& prepared = static_cast<const sql::PrepareStatement&>(*found->second);
    if (prepared.argument_types.empty() && statement.parameters.empty()) return execute_statement(context, *prepared.query);
    // Parameters are values; which they are changes no schema.
    return {};
}

Status deallocate(StatementContext& context, const sql::DeallocateStatement& statement) {
    if (statement.name.empty())
        context.session.prepared.clear();
    else if (context.session.prepared.erase(statement.name) == 0)
        return error("26000", "prepared statement \"{}\" does not exist", statement.name);
    return {};
}

Status declare_cursor(StatementContext& context, const sql::DeclareCursorStatement& statement) {
    constexpr std::int32_t with_hold = 0x0020;  // CURSOR_OPT_HOLD, nodes/parsenodes.h
    bool holds = (statement.options & with_hold) != 0;
    if (!holds && !context.in_transaction_block && !context.in_function)
        return error("25P01", "DECLARE CURSOR can only be used in transaction blocks");
    if (context.session.cursors.contains(statement.name))
        return error("42P03", "cursor \"{}\" already exists", statement.name);
    BACKOUT_ASSIGN(catalog::QueryPtr query, analyze::analyze_query(context.analysis(), *statement.query));
    BACKOUT_TRY(check_query_privileges(context, *query));
    context.session.cursors.emplace(statement.name, holds);
    return {};
}

Status fetch(StatementContext& context, const sql::FetchStatement& statement) {
    if (!context.session.cursors.contains(statement.portal))
        return error("34000", "cursor \"{}\" does not exist", statement.portal);
    return {};
}

Status close_portal(StatementContext& context, const sql::ClosePortalStatement& statement) {
    if (statement.name.empty())
        context.session.cursors.clear();
    else if (context.session.cursors.erase(statement.name) == 0)
        return error("34000", "cursor \"{}\" does not exist", statement.name);
    return {};
}

}  // namespace backout::simulate
