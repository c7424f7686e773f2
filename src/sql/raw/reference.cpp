#include "sql/raw/lowering.h"

/// Objects named in statements about objects of any kind. The form that gram.y gives hangs on the kind of
/// object; get_object_address of catalog/objectaddress.c reads the same forms.
namespace backout::sql::raw {

namespace {

/// The name of what a policy, rule, trigger or constraint stands on, then its own name.
void set_part_of_relation(ObjectReference& result, const void* object) {
    result.names = names_of_node(object);
    result.sub_name = std::move(result.names.back());
    result.names.pop_back();
}

/// A type, as DROP and COMMENT give it, or only its name, as the other statements do.
void set_type(Lowering& lowering, ObjectReference& result, const void* object) {
    if (tag_of(object) == T_TypeName) {
        result.type = lower(lowering, node_as<::TypeName>(object));
        result.names = result.type->names;
    } else {
        result.names = names_of_node(object);
        result.type.emplace().names = result.names;
    }
}

void set_domain_constraint(Lowering& lowering, ObjectReference& result, const void* object) {
    const auto parts = elements<::Node>(list_of(object));
    if (tag_of(parts.front()) != T_TypeName) {  // RENAME: the name of the domain alone
        set_type(lowering, result, object);
        return;
    }
    set_type(lowering, result, parts[0]);
    result.sub_name = value_of(parts[1]);
}

void set_cast_or_transform(Lowering& lowering, ObjectReference& result, const void* object) {
    const auto parts = elements<::Node>(list_of(object));
    result.type = lower(lowering, node_as<::TypeName>(parts[0]));
    if (tag_of(parts[1]) == T_TypeName)
        result.target_type = lower(lowering, node_as<::TypeName>(parts[1]));
    else
        result.sub_name = value_of(parts[1]);
}

/// The access method comes first, then the name.
void set_operator_class(ObjectReference& result, const void* object) {
    result.names = names_of_node(object);
    result.access_method = std::move(result.names.front());
    result.names.erase(result.names.begin());
}

}  // namespace

ObjectReference lower_reference(Lowering& lowering, ::ObjectType type, const void* object) {
    ObjectReference result;
    if (!object) return result;
    switch (tag_of(object)) {
        case T_ObjectWithArgs:
            result.function = lower(lowering, node_as<::ObjectWithArgs>(object));
            result.names = result.function->names;
            return result;
        case T_RangeVar:
            result.names = names_of(node_as<::RangeVar>(object));
            result.location = lowering.place(node_as<::RangeVar>(object)->location);
            return result;
        default:
            break;
    }
    switch (type) {
        case OBJECT_POLICY:
        case OBJECT_RULE:
        case OBJECT_TRIGGER:
        case OBJECT_TABCONSTRAINT:
            set_part_of_relation(result, object);
            break;
        case OBJECT_DOMCONSTRAINT:
            set_domain_constraint(lowering, result, object);
            break;
        case OBJECT_TYPE:
        case OBJECT_DOMAIN:
            set_type(lowering, result, object);
            break;
        case OBJECT_CAST:
        case OBJECT_TRANSFORM:
            set_cast_or_transform(lowering, result, object);
            break;
        case OBJECT_OPCLASS:
        case OBJECT_OPFAMILY:
            set_operator_class(result, object);
            break;
        default:
            result.names = names_of_node(object);
    }
    if (result.type) result.location = result.type->location;
    return result;
}

}  // namespace backout::sql::raw
