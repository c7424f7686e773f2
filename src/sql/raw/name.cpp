#include "sql/raw/lowering.h"

namespace backout::sql::raw {

std::optional<std::string> optional_string_of(const char* text) {
    return text ? std::optional<std::string>(text) : std::nullopt;
}

std::string value_of(const void* node) {
    switch (tag_of(node)) {
        case T_String:
            return string_of(node_as<::String>(node)->sval);
        case T_Integer:
            return std::to_string(node_as<::Integer>(node)->ival);
        case T_Float:
            return string_of(node_as<::Float>(node)->fval);
        case T_Boolean:
            return node_as<::Boolean>(node)->boolval ? "true" : "false";
        case T_BitString:
            return string_of(node_as<::BitString>(node)->bsval);
        default:
            return {};
    }
}

Names names_of(const ::List* list) {
    Names names;
    const auto items = elements<::String>(list);
    names.reserve(items.size());
    for (const ::String* item : items)
        names.emplace_back(item->sval);
    return names;
}

Names names_of_node(const void* node) {
    if (tag_of(node) == T_List) return names_of(list_of(node));
    return {value_of(node)};
}

Names names_of(const ::RangeVar* relation) {
    Names names;
    names.reserve(3);
    if (relation->catalogname) names.emplace_back(relation->catalogname);
    if (relation->schemaname) names.emplace_back(relation->schemaname);
    names.emplace_back(relation->relname);
    return names;
}

Alias lower(Lowering&, const ::Alias* alias) {
    return {.name = string_of(alias->aliasname), .columns = names_of(alias->colnames)};
}

RangeVar lower(Lowering& lowering, const ::RangeVar* relation) {
    RangeVar result;
    if (!relation) return result;
    if (relation->catalogname) result.catalog = relation->catalogname;
    if (relation->schemaname) result.schema = relation->schemaname;
    if (relation->relname) result.name = relation->relname;
    result.inherit = relation->inh;
    result.persistence = static_cast<Persistence>(relation->relpersistence);
    if (relation->alias) result.alias = lower(lowering, relation->alias);
    result.location = lowering.place(relation->location);
    return result;
}

RoleSpec lower(Lowering& lowering, const ::RoleSpec* role) {
    static_assert(static_cast<int>(RoleSpec::Kind::public_) == ROLESPEC_PUBLIC);
    RoleSpec result;
    if (!role) return result;
    result.kind = same<RoleSpec::Kind>(role->roletype);
    result.name = string_of(role->rolename);
    result.location = lowering.place(role->location);
    return result;
}

TypeName lower(Lowering& lowering, const ::TypeName* type) {
    TypeName result;
    if (!type) return result;
    result.names = names_of(type->names);
    if (type->typmods) result.modifiers = lower_expressions(lowering, type->typmods);
    result.typmod = type->typemod;
    if (type->arrayBounds) {
        const auto bounds = elements<::Integer>(type->arrayBounds);
        result.array_bounds.reserve(bounds.size());
        for (const ::Integer* bound : bounds)
            result.array_bounds.push_back(bound->ival);
    }
    result.setof = type->setof;
    result.percent_type = type->pct_type;
    result.location = lowering.place(type->location);
    return result;
}

FunctionParameter lower(Lowering& lowering, const ::FunctionParameter* parameter) {
    FunctionParameter result;
    result.name = string_of(parameter->name);
    result.type = lower(lowering, parameter->argType);
    result.mode = static_cast<ParameterMode>(parameter->mode);
    result.default_value = lower_expression(lowering, parameter->defexpr);
    return result;
}

ObjectWithArgs lower(Lowering& lowering, const ::ObjectWithArgs* object) {
    ObjectWithArgs result;
    if (!object) return result;
    result.names = names_of(object->objname);
    const auto types = elements<::TypeName>(object->objargs);
    result.argument_types.reserve(types.size());
    for (const ::TypeName* type : types)
        result.argument_types.push_back(lower_optional(lowering, type));
    result.parameters = lower_list<::FunctionParameter>(lowering, object->objfuncargs);
    result.args_unspecified = object->args_unspecified;
    return result;
}

}  // namespace backout::sql::raw
