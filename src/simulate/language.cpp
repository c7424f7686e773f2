#include "simulate/names.h"
#include "simulate/statements.h"

/// Procedural languages and access methods (commands/proclang.c, commands/amcmds.c).
namespace backout::simulate {

namespace {

Result<Oid> handler_function(StatementContext& context, const sql::Names& names) {
    if (names.empty()) return catalog::invalid_oid;
    sql::ObjectWithArgs wanted;
    wanted.names = names;
    wanted.args_unspecified = true;
    return analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false);
}

}  // namespace

Status create_language(StatementContext& context, const sql::CreateLanguageStatement& statement) {
    if (catalog::find_language(context.catalog, statement.name)) {
        if (!statement.replace) return error("42710", "language \"{}\" already exists", statement.name);
        return {};
    }
    if (statement.handler.empty()) {
        // CREATE LANGUAGE without a handler is CREATE EXTENSION by another name (CreateProceduralLanguage's caller).
        sql::CreateExtensionStatement extension;
        extension.name = statement.name;
        extension.if_not_exists = statement.replace;
        return create_extension(context, extension);
    }
    auto language = context.make<catalog::Language>(statement.name, catalog::invalid_oid);
    language->trusted = statement.trusted;
    BACKOUT_ASSIGN(language->handler, handler_function(context, statement.handler));
    BACKOUT_ASSIGN(language->inline_handler, handler_function(context, statement.inline_handler));
    BACKOUT_ASSIGN(language->validator, handler_function(context, statement.validator));
    for (Oid function : {language->handler, language->inline_handler, language->validator})
        if (function) depend(*language, {function, 0});
    context.catalog.insert(std::move(language));
    return {};
}

Status create_access_method(StatementContext& context, const sql::CreateAccessMethodStatement& statement) {
    if (catalog::find_access_method(context.catalog, statement.name))
        return error("42710", "access method \"{}\" already exists", statement.name);
    auto method = context.make<catalog::AccessMethod>(statement.name, catalog::invalid_oid);
    method->type = statement.type;
    BACKOUT_ASSIGN(method->handler, handler_function(context, statement.handler));
    depend(*method, {method->handler, 0});
    context.catalog.insert(std::move(method));
    return {};
}

}  // namespace backout::simulate
