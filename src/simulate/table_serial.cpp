#include "simulate/names.h"
#include "simulate/sequence_data.h"
#include "simulate/table_transform.h"
#include "sql/quote.h"

/// Sequences behind serial and identity columns: generateSerialExtraStmts (parser/parse_utilcmd.c).
namespace backout::simulate {

namespace {

sql::ExpressionPtr string_constant(std::string text) {
    auto constant = std::make_unique<sql::Constant>();
    constant->type = sql::Constant::Type::string;
    constant->text = std::move(text);
    return constant;
}

/// SEQUENCE NAME among the options of an identity column, as pg_dump writes it.
const sql::Option* sequence_name_option(const sql::Options& options) {
    for (const sql::Option& option : options)
        if (option.name == "sequence_name") return &option;
    return nullptr;
}

/// LOGGED and UNLOGGED among them, as pg_dump writes them since 16.
char sequence_persistence(const sql::Options& options, char persistence) {
    for (const sql::Option& option : options) {
        if (option.name == "logged") return 'p';
        if (option.name == "unlogged") return 'u';
    }
    return persistence;
}

}  // namespace

Oid serial_type(const sql::TypeName& name) {
    if (name.names.size() != 1 || name.percent_type) return catalog::invalid_oid;
    const std::string& word = name.names.front();
    if (word == "serial" || word == "serial4") return 23;
    if (word == "bigserial" || word == "serial8") return 20;
    if (word == "smallserial" || word == "serial2") return 21;
    return catalog::invalid_oid;
}

Result<Oid> make_column_sequence(StatementContext& context, Oid scope, std::string_view table,
                                 std::string_view column, char persistence, Oid type,
                                 const sql::Options& options, bool identity) {
    std::string name;
    if (const sql::Option* named = sequence_name_option(options)) {
        BACKOUT_ASSIGN(CreationName given, creation_name(context, named->names));
        if (named->names.size() > 1) scope = given.scope;
        name = std::move(given.name);
    } else {
        name = choose_relation_name(context.catalog, scope, table, column, "seq", false);
    }
    BACKOUT_ASSIGN(catalog::SequenceData data, sequence_data(context, options, nullptr, identity, type));
    return insert_sequence(context, std::move(name), scope, sequence_persistence(options, persistence),
                           std::move(data));
}

std::shared_ptr<const sql::Expression> nextval_expression(const Catalog& catalog, Oid sequence) {
    const catalog::Object* object = catalog.find(sequence);
    const catalog::Object* schema = catalog.find(object->scope);
    const std::string schema_name = schema ? schema->name : catalog::namespace_name(catalog, object->scope);
    auto cast = std::make_unique<sql::TypeCast>();
    cast->argument = string_constant(sql::quote_names({schema_name, object->name}));
    cast->type.names = {"pg_catalog", "regclass"};
    auto call = std::make_shared<sql::FunctionCall>();
    call->name = {"pg_catalog", "nextval"};
    call->arguments.push_back(std::move(cast));
    return call;
}

}  // namespace backout::simulate
