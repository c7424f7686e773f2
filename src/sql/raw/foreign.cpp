#include "sql/raw/lowering.h"

/// Foreign data: wrappers, servers, user mappings.
namespace backout::sql::raw {

StatementPtr lower(Lowering& lowering, const ::CreateFdwStmt* node) {
    auto result = std::make_unique<CreateForeignDataWrapperStatement>();
    result->name = string_of(node->fdwname);
    result->functions = lower_options(lowering, node->func_options);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterFdwStmt* node) {
    auto result = std::make_unique<AlterForeignDataWrapperStatement>();
    result->name = string_of(node->fdwname);
    result->functions = lower_options(lowering, node->func_options);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateForeignServerStmt* node) {
    auto result = std::make_unique<CreateForeignServerStatement>();
    result->name = string_of(node->servername);
    result->type = string_of(node->servertype);
    result->version = string_of(node->version);
    result->wrapper = string_of(node->fdwname);
    result->options = lower_options(lowering, node->options);
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterForeignServerStmt* node) {
    auto result = std::make_unique<AlterForeignServerStatement>();
    result->name = string_of(node->servername);
    result->version = string_of(node->version);
    result->has_version = node->has_version;
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateUserMappingStmt* node) {
    auto result = std::make_unique<CreateUserMappingStatement>();
    result->user = lower(lowering, node->user);
    result->server = string_of(node->servername);
    result->options = lower_options(lowering, node->options);
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterUserMappingStmt* node) {
    auto result = std::make_unique<AlterUserMappingStatement>();
    result->user = lower(lowering, node->user);
    result->server = string_of(node->servername);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::DropUserMappingStmt* node) {
    auto result = std::make_unique<DropUserMappingStatement>();
    result->user = lower(lowering, node->user);
    result->server = string_of(node->servername);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::ImportForeignSchemaStmt* node) {
    auto result = std::make_unique<ImportForeignSchemaStatement>();
    result->server = string_of(node->server_name);
    result->remote_schema = string_of(node->remote_schema);
    result->local_schema = string_of(node->local_schema);
    result->list_type = node->list_type;
    result->tables = lower_list<::RangeVar>(lowering, node->table_list);
    result->options = lower_options(lowering, node->options);
    return result;
}

}  // namespace backout::sql::raw
