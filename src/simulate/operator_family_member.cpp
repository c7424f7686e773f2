#include "simulate/operator_family_member.h"

#include <algorithm>

#include "simulate/function_parameters.h"

namespace backout::simulate {

using catalog::AccessMethodInfo;
using catalog::FamilyMember;
using catalog::FunctionInfo;
using sql::OperatorClassItem;

namespace {

constexpr Oid bool_type = 16;
constexpr Oid int8_type = 20;
constexpr Oid int4_type = 23;
constexpr Oid internal_type = 2281;
constexpr Oid void_type = 2278;

/// What an access method says of its operator classes (IndexAmRoutine).
struct Limits {
    int strategies = 32767;  ///< any number where the method leaves it to the classes
    int functions = 0;
    int options_function = 0;
    bool order_by_operator = false;
};

Limits limits_of(const AccessMethodInfo& method, int major) {
    if (method.name == "btree") return {5, major >= 18 ? 6 : 5, 5, false};
    if (method.name == "hash") return {1, 3, 3, false};
    if (method.name == "gist") return {32767, major >= 18 ? 12 : 11, 10, true};
    if (method.name == "gin") return {32767, 7, 7, false};
    if (method.name == "spgist") return {32767, 7, 7, true};
    if (method.name == "brin") return {32767, 15, 5, false};
    return {32767, 32767, 0, true};
}

Status check_number(const Limits& limits, const OperatorClassItem& item) {
    const bool is_operator = item.kind == OperatorClassItem::Kind::operator_;
    const int most = is_operator ? limits.strategies : limits.functions;
    if (item.number > 0 && item.number <= most) return {};
    return error("42P17", "invalid {} number {}, must be between 1 and {}", is_operator ? "operator" : "function",
                 item.number, most);
}

Status set_types(StatementContext& context, const OperatorClassItem& item, FamilyMember& member) {
    std::vector<Oid> types;
    for (const sql::TypeName& type : item.class_arguments) {
        BACKOUT_ASSIGN(analyze::TypeReference found, analyze::resolve_type(context.analysis(), type));
        types.push_back(found.type);
        if (types.size() == 2) break;
    }
    if (item.class_arguments.size() > 2) return error("42601", "one or two argument types must be specified");
    if (types.empty()) return {};
    member.left = types.front();
    member.right = types.back();
    return {};
}

Status check_operator(const AccessMethodInfo& method, const Limits& limits, const OperatorClassItem& item,
                      const catalog::OperatorInfo& info) {
    if (info.left == catalog::invalid_oid) return error("42P17", "index operators must be binary");
    if (!item.order_family.empty()) {
        if (!limits.order_by_operator)
            return error("42P17", "access method \"{}\" does not support ordering operators", method.name);
    } else if (info.result != bool_type) {
        return error("42P17", "index search operators must return boolean");
    }
    return {};
}

Result<FamilyMember> resolve_operator_item(StatementContext& context, const AccessMethodInfo& method,
                                           const OperatorClassItem& item, Oid class_type) {
    FamilyMember member;
    member.number = item.number;
    member.is_operator = true;
    if (!item.name.argument_types.empty()) {
        BACKOUT_ASSIGN(member.object, analyze::lookup_operator(context.analysis(), item.name, false));
    } else if (class_type == catalog::invalid_oid) {
        return error("42601", "operator argument types must be specified in ALTER OPERATOR FAMILY");
    } else {
        BACKOUT_ASSIGN(catalog::OperatorInfo found,
                       analyze::resolve_operator(context.analysis(), item.name.names, class_type, class_type,
                                                 item.name.location));
        member.object = found.oid;
    }
    const auto info = catalog::operator_info(context.catalog, member.object);
    if (!info) return member;
    BACKOUT_TRY(check_operator(method, limits_of(method, context.major()), item, *info));
    member.left = info->left;
    member.right = info->right;
    return member;
}

Status wrong_signature(std::string_view message) { return error("42P17", "{}", message); }

Status check_options_function(const FunctionInfo& info, const FamilyMember& member, Oid class_type) {
    auto differs = [&](Oid type) { return type != catalog::invalid_oid && type != class_type; };
    if (class_type != catalog::invalid_oid && (differs(member.left) || differs(member.right)))
        return wrong_signature("associated data types for operator class options parsing functions must match opclass "
                               "input type");
    if (class_type == catalog::invalid_oid && member.left != member.right)
        return wrong_signature("left and right associated data types for operator class options parsing functions must "
                               "match");
    if (info.return_type == void_type && info.argument_types.size() == 1 && info.argument_types[0] == internal_type)
        return {};
    auto made = error("42P17", "invalid operator class options parsing function");
    made.value().hint = "Valid signature of operator class options parsing function is (internal) RETURNS void.";
    return made;
}

/// The places of a B-tree's support functions (access/nbtree.h).
enum BtreeFunction : int { order = 1, sort_support = 2, in_range = 3, equal_image = 4, skip_support = 6 };

void take_types(FamilyMember& member, Oid left, Oid right) {
    if (member.left == catalog::invalid_oid) member.left = left;
    if (member.right == catalog::invalid_oid) member.right = right;
}

Status check_btree_function(const FunctionInfo& info, FamilyMember& member, int major) {
    const auto& arguments = info.argument_types;
    const bool takes_internal = arguments.size() == 1 && arguments[0] == internal_type;
    // Since 18 other access methods can have them too.
    auto refuse = [&](std::string_view message) {
        return error("42P17", "{} {}", major >= 18 ? "ordering" : "btree", message);
    };
    switch (member.number) {
        case order:
            if (arguments.size() != 2) return refuse("comparison functions must have two arguments");
            if (info.return_type != int4_type) return refuse("comparison functions must return integer");
            take_types(member, arguments[0], arguments[1]);
            break;
        case sort_support:
            if (!takes_internal) return refuse("sort support functions must accept type \"internal\"");
            if (info.return_type != void_type) return refuse("sort support functions must return void");
            break;
        case in_range:
            if (arguments.size() != 5) return refuse("in_range functions must have five arguments");
            if (info.return_type != bool_type) return refuse("in_range functions must return boolean");
            take_types(member, arguments[0], arguments[2]);
            break;
        case equal_image:
            if (arguments.size() != 1) return refuse("equal image functions must have one argument");
            if (info.return_type != bool_type) return refuse("equal image functions must return boolean");
            if (member.left != member.right) return refuse("equal image functions must not be cross-type");
            break;
        case skip_support:
            if (!takes_internal)
                return wrong_signature("btree skip support functions must accept type \"internal\"");
            if (info.return_type != void_type)
                return wrong_signature("btree skip support functions must return void");
            if (member.left != member.right)
                return wrong_signature("btree skip support functions must not be cross-type");
            break;
        default: break;
    }
    return {};
}

Status check_hash_function(const FunctionInfo& info, FamilyMember& member) {
    const auto& arguments = info.argument_types;
    if (member.number == 1) {
        if (arguments.size() != 1) return wrong_signature("hash function 1 must have one argument");
        if (info.return_type != int4_type) return wrong_signature("hash function 1 must return integer");
    } else if (member.number == 2) {
        if (arguments.size() != 2) return wrong_signature("hash function 2 must have two arguments");
        if (info.return_type != int8_type) return wrong_signature("hash function 2 must return bigint");
    }
    // The class's type is not asked: only these tell what is hashed.
    if (!arguments.empty()) take_types(member, arguments[0], arguments[0]);
    return {};
}

Result<FamilyMember> resolve_function_item(StatementContext& context, const AccessMethodInfo& method,
                                           const OperatorClassItem& item, Oid class_type) {
    FamilyMember member;
    member.is_operator = false;
    member.number = item.number;
    BACKOUT_ASSIGN(member.object,
                   analyze::lookup_function(context.analysis(), item.name, sql::ObjectKind::function, false));
    BACKOUT_TRY(set_types(context, item, member));
    const auto info = catalog::function_info(context.catalog, member.object);
    if (info) {
        if (member.number == limits_of(method, context.major()).options_function) {
            BACKOUT_TRY(check_options_function(*info, member, class_type));
        } else if (method.name == "btree") {
            BACKOUT_TRY(check_btree_function(*info, member, context.major()));
        } else if (method.name == "hash") {
            BACKOUT_TRY(check_hash_function(*info, member));
        }
    }
    take_types(member, class_type, class_type);
    if (member.left == catalog::invalid_oid)
        return error("42P17", "associated data types must be specified for index support function");
    return member;
}

}  // namespace

Result<FamilyMember> resolve_member(StatementContext& context, const AccessMethodInfo& method,
                                    const OperatorClassItem& item, Oid class_type) {
    BACKOUT_TRY(check_number(limits_of(method, context.major()), item));
    return item.kind == OperatorClassItem::Kind::operator_
               ? resolve_operator_item(context, method, item, class_type)
               : resolve_function_item(context, method, item, class_type);
}

Result<FamilyMember> named_member(StatementContext& context, const AccessMethodInfo& method,
                                  const OperatorClassItem& item) {
    BACKOUT_TRY(check_number(limits_of(method, context.major()), item));
    FamilyMember member;
    member.is_operator = item.kind == OperatorClassItem::Kind::operator_;
    member.number = item.number;
    BACKOUT_TRY(set_types(context, item, member));
    return member;
}

bool is_same_place(const FamilyMember& one, const FamilyMember& other) {
    return one.is_operator == other.is_operator && one.number == other.number && one.left == other.left &&
           one.right == other.right;
}

Status add_to_list(const StatementContext& context, std::vector<FamilyMember>& list, const FamilyMember& member) {
    const bool is_there = std::any_of(list.begin(), list.end(),
                                      [&](const FamilyMember& other) { return is_same_place(other, member); });
    if (is_there)
        return error("42P17", "{} number {} for ({},{}) appears more than once",
                     member.is_operator ? "operator" : "function", member.number, printed_type(context, member.left),
                     printed_type(context, member.right));
    list.push_back(member);
    return {};
}

}  // namespace backout::simulate
