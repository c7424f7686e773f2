#include "sql/raw/lowering.h"

/// Functions and procedures, DO and CALL.
namespace backout::sql::raw {

namespace {

/// Where the string of an AS clause begins, which PostgreSQL's own grammar does not keep: libpg_query does
/// since 18.
Location string_location(Lowering& lowering, const ::DefElem* option) {
#if PG_VERSION_NUM >= 180000
    return lowering.place(option->arg_location);
#else
    // The option of DO is the string itself; that of CREATE FUNCTION begins with AS.
    return tag_of(option->arg) == T_String ? lowering.place(option->location) : no_location;
#endif
}

void lower_body(Lowering& lowering, CreateFunctionStatement& result, const ::List* options) {
    for (const ::DefElem* option : elements<::DefElem>(options)) {
        if (std::string_view(option->defname) != "as" || !option->arg) continue;
        result.body = names_of_node(option->arg);
        result.body_location = string_location(lowering, option);
    }
}

/// RETURN expression, or a list of one list of the statements of BEGIN ATOMIC.
void lower_sql_body(Lowering& lowering, CreateFunctionStatement& result, const ::Node* body) {
    if (!body) return;
    result.has_sql_body = true;
    result.sql_body_is_return = tag_of(body) == T_ReturnStmt;
    if (result.sql_body_is_return) {
        result.sql_body.push_back(lower_statement(lowering, body));
        return;
    }
    for (const ::List* statements : elements<::List>(list_of(body)))
        result.sql_body = lower_statements(lowering, statements);
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::CreateFunctionStmt* node) {
    auto result = std::make_unique<CreateFunctionStatement>();
    result->procedure = node->is_procedure;
    result->replace = node->replace;
    result->names = names_of(node->funcname);
    result->parameters = lower_list<::FunctionParameter>(lowering, node->parameters);
    result->return_type = lower_optional(lowering, node->returnType);
    result->options = lower_options(lowering, node->options);
    lower_body(lowering, *result, node->options);
    lower_sql_body(lowering, *result, node->sql_body);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterFunctionStmt* node) {
    auto result = std::make_unique<AlterFunctionStatement>();
    result->object = lower(node->objtype);
    result->function = lower(lowering, node->func);
    result->actions = lower_options(lowering, node->actions);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DoStmt* node) {
    auto result = std::make_unique<DoStatement>();
    for (const ::DefElem* option : elements<::DefElem>(node->args)) {
        if (std::string_view(option->defname) == "language") {
            result->language = value_of(option->arg);
        } else {
            result->body = value_of(option->arg);
            result->body_location = string_location(lowering, option);
        }
    }
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CallStmt* node) {
    auto result = std::make_unique<CallStatement>();
    result->call = lower_expression(lowering, node->funccall);
    return result;
}

}  // namespace backout::sql::raw
