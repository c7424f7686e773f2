#include "sql/raw/lowering.h"

/// What extends the server: aggregates, operators, operator classes, casts, languages, access methods.
namespace backout::sql::raw {

namespace {

CreateCastStatement::Context cast_context(::CoercionContext context) {
    using Context = CreateCastStatement::Context;
    switch (context) {
        case COERCION_IMPLICIT:
            return Context::implicit;
        case COERCION_ASSIGNMENT:
            return Context::assignment;
        default:
            return Context::explicit_;
    }
}

OperatorClassItem lower_item(Lowering& lowering, const ::CreateOpClassItem* item) {
    OperatorClassItem result;
    switch (item->itemtype) {
        case OPCLASS_ITEM_FUNCTION:
            result.kind = OperatorClassItem::Kind::function;
            break;
        case OPCLASS_ITEM_STORAGETYPE:
            result.kind = OperatorClassItem::Kind::storage;
            break;
        default:
            result.kind = OperatorClassItem::Kind::operator_;
    }
    result.name = lower(lowering, item->name);
    result.number = item->number;
    result.order_family = names_of(item->order_family);
    result.class_arguments = lower_list<::TypeName>(lowering, item->class_args);
    result.storage = lower_optional(lowering, item->storedtype);
    return result;
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::DefineStmt* node) {
    auto result = std::make_unique<DefineStatement>();
    result->object = lower(node->kind);
    result->old_style = node->oldstyle;
    result->names = names_of(node->defnames);
    // The arguments of an aggregate are a list of the parameters and the number of direct ones.
    const auto arguments = elements<::Node>(node->args);
    if (arguments.size() == 2) {
        result->parameters = lower_list<::FunctionParameter>(lowering, list_of(arguments[0]));
        result->direct_arguments = node_as<::Integer>(arguments[1])->ival;
    }
    result->definition = lower_options(lowering, node->definition);
    result->if_not_exists = node->if_not_exists;
    result->replace = node->replace;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterOperatorStmt* node) {
    auto result = std::make_unique<AlterOperatorStatement>();
    result->operator_ = lower(lowering, node->opername);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateOpClassStmt* node) {
    auto result = std::make_unique<CreateOperatorClassStatement>();
    result->names = names_of(node->opclassname);
    result->family = names_of(node->opfamilyname);
    result->access_method = string_of(node->amname);
    result->type = lower(lowering, node->datatype);
    result->items = lower_list<::CreateOpClassItem>(lowering, node->items, lower_item);
    result->is_default = node->isDefault;
    return result;
}

StatementPtr lower(Lowering&, const ::CreateOpFamilyStmt* node) {
    auto result = std::make_unique<CreateOperatorFamilyStatement>();
    result->names = names_of(node->opfamilyname);
    result->access_method = string_of(node->amname);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterOpFamilyStmt* node) {
    auto result = std::make_unique<AlterOperatorFamilyStatement>();
    result->names = names_of(node->opfamilyname);
    result->access_method = string_of(node->amname);
    result->is_drop = node->isDrop;
    result->items = lower_list<::CreateOpClassItem>(lowering, node->items, lower_item);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateCastStmt* node) {
    auto result = std::make_unique<CreateCastStatement>();
    result->source = lower(lowering, node->sourcetype);
    result->target = lower(lowering, node->targettype);
    result->function = lower_optional(lowering, node->func);
    result->context = cast_context(node->context);
    result->in_out = node->inout;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateTransformStmt* node) {
    auto result = std::make_unique<CreateTransformStatement>();
    result->replace = node->replace;
    result->type = lower(lowering, node->type_name);
    result->language = string_of(node->lang);
    result->from_sql = lower_optional(lowering, node->fromsql);
    result->to_sql = lower_optional(lowering, node->tosql);
    return result;
}

StatementPtr lower(Lowering&, const ::CreateConversionStmt* node) {
    auto result = std::make_unique<CreateConversionStatement>();
    result->names = names_of(node->conversion_name);
    result->for_encoding = string_of(node->for_encoding_name);
    result->to_encoding = string_of(node->to_encoding_name);
    result->function = names_of(node->func_name);
    result->is_default = node->def;
    return result;
}

StatementPtr lower(Lowering&, const ::CreatePLangStmt* node) {
    auto result = std::make_unique<CreateLanguageStatement>();
    result->replace = node->replace;
    result->name = string_of(node->plname);
    result->handler = names_of(node->plhandler);
    result->inline_handler = names_of(node->plinline);
    result->validator = names_of(node->plvalidator);
    result->trusted = node->pltrusted;
    return result;
}

StatementPtr lower(Lowering&, const ::CreateAmStmt* node) {
    auto result = std::make_unique<CreateAccessMethodStatement>();
    result->name = string_of(node->amname);
    result->handler = names_of(node->handler_name);
    result->type = node->amtype;
    return result;
}

}  // namespace backout::sql::raw
