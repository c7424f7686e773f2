#include "sql/raw/lowering.h"

/// Statements about objects of any kind; schemas and extensions.
namespace backout::sql::raw {

StatementPtr lower(Lowering& lowering, const ::DropStmt* node) {
    auto result = std::make_unique<DropStatement>();
    result->object = lower(node->removeType);
    const auto objects = elements<::Node>(node->objects);
    result->objects.reserve(objects.size());
    for (const ::Node* object : objects)
        result->objects.push_back(lower_reference(lowering, node->removeType, object));
    result->behavior = lower(node->behavior);
    result->missing_ok = node->missing_ok;
    result->concurrently = node->concurrent;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::RenameStmt* node) {
    auto result = std::make_unique<RenameStatement>();
    result->object = lower(node->renameType);
    if (node->renameType == OBJECT_COLUMN || node->renameType == OBJECT_ATTRIBUTE)
        result->relation_kind = lower(node->relationType);
    result->relation = lower_optional(lowering, node->relation);
    result->reference = lower_reference(lowering, node->renameType, node->object);
    result->sub_name = string_of(node->subname);
    if (!node->relation && !node->object) result->reference.names = {result->sub_name};
    result->new_name = string_of(node->newname);
    result->behavior = lower(node->behavior);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterObjectSchemaStmt* node) {
    auto result = std::make_unique<AlterObjectSchemaStatement>();
    result->object = lower(node->objectType);
    result->relation = lower_optional(lowering, node->relation);
    result->reference = lower_reference(lowering, node->objectType, node->object);
    result->new_schema = string_of(node->newschema);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterOwnerStmt* node) {
    auto result = std::make_unique<AlterOwnerStatement>();
    result->object = lower(node->objectType);
    result->reference = lower_reference(lowering, node->objectType, node->object);
    result->new_owner = lower(lowering, node->newowner);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterObjectDependsStmt* node) {
    auto result = std::make_unique<AlterObjectDependsStatement>();
    result->object = lower(node->objectType);
    result->relation = lower_optional(lowering, node->relation);
    result->reference = lower_reference(lowering, node->objectType, node->object);
    result->extension = string_of(node->extname->sval);
    result->remove = node->remove;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CommentStmt* node) {
    auto result = std::make_unique<CommentStatement>();
    result->object = lower(node->objtype);
    result->reference = lower_reference(lowering, node->objtype, node->object);
    result->comment = optional_string_of(node->comment);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::SecLabelStmt* node) {
    auto result = std::make_unique<SecurityLabelStatement>();
    result->object = lower(node->objtype);
    result->reference = lower_reference(lowering, node->objtype, node->object);
    result->provider = string_of(node->provider);
    result->label = optional_string_of(node->label);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateSchemaStmt* node) {
    auto result = std::make_unique<CreateSchemaStatement>();
    result->name = string_of(node->schemaname);
    result->authorization = lower_optional(lowering, node->authrole);
    result->elements = lower_statements(lowering, node->schemaElts);
    result->if_not_exists = node->if_not_exists;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateExtensionStmt* node) {
    auto result = std::make_unique<CreateExtensionStatement>();
    result->name = string_of(node->extname);
    result->if_not_exists = node->if_not_exists;
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterExtensionStmt* node) {
    auto result = std::make_unique<AlterExtensionStatement>();
    result->name = string_of(node->extname);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterExtensionContentsStmt* node) {
    auto result = std::make_unique<AlterExtensionContentsStatement>();
    result->name = string_of(node->extname);
    result->add = node->action > 0;
    result->object = lower(node->objtype);
    result->reference = lower_reference(lowering, node->objtype, node->object);
    return result;
}

}  // namespace backout::sql::raw
