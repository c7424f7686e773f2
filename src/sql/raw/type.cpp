#include "sql/raw/lowering.h"

/// Types, domains, enums, collations and text search objects.
namespace backout::sql::raw {

StatementPtr lower(Lowering& lowering, const ::CompositeTypeStmt* node) {
    auto result = std::make_unique<CompositeTypeStatement>();
    result->type = lower(lowering, node->typevar);
    result->columns = lower_list<::ColumnDef>(lowering, node->coldeflist);
    return result;
}

StatementPtr lower(Lowering&, const ::CreateEnumStmt* node) {
    auto result = std::make_unique<CreateEnumStatement>();
    result->names = names_of(node->typeName);
    result->labels = names_of(node->vals);
    return result;
}

StatementPtr lower(Lowering&, const ::AlterEnumStmt* node) {
    auto result = std::make_unique<AlterEnumStatement>();
    result->names = names_of(node->typeName);
    result->is_rename = node->oldVal != nullptr;
    result->old_label = string_of(node->oldVal);
    result->new_label = string_of(node->newVal);
    result->neighbor = string_of(node->newValNeighbor);
    result->after = node->newValIsAfter;
    result->if_not_exists = node->skipIfNewValExists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateRangeStmt* node) {
    auto result = std::make_unique<CreateRangeStatement>();
    result->names = names_of(node->typeName);
    result->parameters = lower_options(lowering, node->params);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateDomainStmt* node) {
    auto result = std::make_unique<CreateDomainStatement>();
    result->names = names_of(node->domainname);
    result->type = lower(lowering, node->typeName);
    if (node->collClause) result->collation = names_of(node->collClause->collname);
    result->constraints = lower_list<::Constraint>(lowering, node->constraints);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterDomainStmt* node) {
    auto result = std::make_unique<AlterDomainStatement>();
    result->action = static_cast<AlterDomainStatement::Action>(node->subtype);
    result->names = names_of(node->typeName);
    result->constraint_name = string_of(node->name);
    if (node->def && tag_of(node->def) == T_Constraint)
        result->constraint = lower(lowering, node_as<::Constraint>(node->def));
    else
        result->default_value = lower_expression(lowering, node->def);
    result->behavior = lower(node->behavior);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterTypeStmt* node) {
    auto result = std::make_unique<AlterTypeStatement>();
    result->names = names_of(node->typeName);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering&, const ::AlterCollationStmt* node) {
    auto result = std::make_unique<AlterCollationStatement>();
    result->names = names_of(node->collname);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterTSDictionaryStmt* node) {
    auto result = std::make_unique<AlterTsDictionaryStatement>();
    result->names = names_of(node->dictname);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering&, const ::AlterTSConfigurationStmt* node) {
    using Action = AlterTsConfigurationStatement::Action;
    static_assert(static_cast<int>(Action::drop_mapping) == ALTER_TSCONFIG_DROP_MAPPING);
    auto result = std::make_unique<AlterTsConfigurationStatement>();
    result->action = same<Action>(node->kind);
    result->names = names_of(node->cfgname);
    result->token_types = names_of(node->tokentype);
    for (const ::List* dictionary : elements<::List>(node->dicts))
        result->dictionaries.push_back(names_of(dictionary));
    result->missing_ok = node->missing_ok;
    return result;
}

}  // namespace backout::sql::raw
