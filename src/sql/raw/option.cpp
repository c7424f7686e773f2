#include "sql/raw/lowering.h"

namespace backout::sql::raw {

namespace {

void set_value(Lowering& lowering, Option& option, const void* value);

/// A list is a name or words when all its elements are, else options without a name.
void set_list(Lowering& lowering, Option& option, const ::List* list) {
    bool all_strings = true;
    for (const ::Node* item : elements<::Node>(list))
        all_strings = all_strings && item && tag_of(item) == T_String;
    if (all_strings) {
        option.kind = Option::Kind::names;
        option.names = names_of(list);
        if (!option.names.empty()) option.text = option.names.back();
        return;
    }
    option.kind = Option::Kind::list;
    for (const ::Node* item : elements<::Node>(list)) {
        if (item && tag_of(item) == T_DefElem)
            option.list.push_back(lower(lowering, node_as<::DefElem>(item)));
        else
            set_value(lowering, option.list.emplace_back(), item);
    }
}

void set_constant(Lowering& lowering, Option& option, const ::A_Const* constant) {
    if (constant->isnull) return;
    set_value(lowering, option, &constant->val);
}

void set_value(Lowering& lowering, Option& option, const void* value) {
    if (!value) return;
    switch (tag_of(value)) {
        case T_String:
            option.kind = Option::Kind::string;
            option.text = value_of(value);
            break;
        case T_Integer:
            option.kind = Option::Kind::integer;
            option.integer = node_as<::Integer>(value)->ival;
            option.text = value_of(value);
            break;
        case T_Float:
            option.kind = Option::Kind::floating;
            option.text = value_of(value);
            break;
        case T_Boolean:
            option.kind = Option::Kind::boolean;
            option.text = value_of(value);
            break;
        case T_A_Const:
            set_constant(lowering, option, node_as<::A_Const>(value));
            break;
        case T_A_Star:
            option.kind = Option::Kind::star;
            break;
        case T_List:
            set_list(lowering, option, list_of(value));
            break;
        case T_TypeName:
            option.kind = Option::Kind::type;
            option.type = lower(lowering, node_as<::TypeName>(value));
            option.names = option.type->names;
            option.text = option.names.empty() ? std::string() : option.names.back();
            break;
        case T_RoleSpec:
            option.kind = Option::Kind::role;
            option.role = lower(lowering, node_as<::RoleSpec>(value));
            break;
        case T_VariableSetStmt:
            option.kind = Option::Kind::setting;
            option.setting =
                std::make_unique<VariableSet>(lower_setting(lowering, node_as<::VariableSetStmt>(value)));
            break;
        default:
            option.kind = Option::Kind::expression;
            option.expression = lower_expression(lowering, value);
            break;
    }
}

/// One value of SET. An INTERVAL, of SET TIME ZONE, counts as its literal.
void add_setting_value(VariableSet& result, const void* value) {
    if (tag_of(value) == T_TypeCast) value = node_as<::TypeCast>(value)->arg;
    if (tag_of(value) != T_A_Const) return;
    const void* constant = &node_as<::A_Const>(value)->val;
    result.values.push_back(value_of(constant));
    result.value_is_string.push_back(tag_of(constant) == T_String);
}

}  // namespace

Option lower(Lowering& lowering, const ::DefElem* option) {
    static_assert(static_cast<int>(Option::Action::drop) == DEFELEM_DROP);
    Option result;
    result.name_space = string_of(option->defnamespace);
    result.name = string_of(option->defname);
    set_value(lowering, result, option->arg);
    result.action = same<Option::Action>(option->defaction);
    result.location = lowering.place(option->location);
    return result;
}

Options lower_options(Lowering& lowering, const ::List* list) {
    return lower_list<::DefElem>(lowering, list);
}

VariableSet lower_setting(Lowering& lowering, const ::VariableSetStmt* setting) {
    static_assert(static_cast<int>(VariableSet::Kind::reset_all) == VAR_RESET_ALL);
    VariableSet result;
    if (!setting) return result;
    result.kind = same<VariableSet::Kind>(setting->kind);
    result.name = string_of(setting->name);
    result.is_local = setting->is_local;
    for (const ::Node* argument : elements<::Node>(setting->args)) {
        if (tag_of(argument) == T_DefElem)
            result.transaction_options.push_back(lower(lowering, node_as<::DefElem>(argument)));
        else
            add_setting_value(result, argument);
    }
    return result;
}

}  // namespace backout::sql::raw
