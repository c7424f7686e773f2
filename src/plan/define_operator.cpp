#include <algorithm>

#include "catalog/routine.h"
#include "plan/statement_text.h"

/// Operators, operator classes and families.
namespace backout::plan {

using catalog::FamilyMember;
using catalog::Operator;
using catalog::OperatorClass;
using catalog::OperatorFamily;

namespace {

/// An operator as COMMUTATOR and FOR ORDER BY take it: "=", "OPERATOR(s.=)".
std::string operator_name(const Writer& writer, Oid oid) {
    auto info = catalog::operator_info(writer.catalog(), oid);
    if (!info) return {};
    const Object* object = writer.catalog().find(oid);
    std::string name = object ? writer.name(*object) : std::string(info->name);
    return name == info->name ? name : fmt::format("OPERATOR({})", name);
}

/// Within a class or family the schema needs no OPERATOR() around it.
std::string member_operator(const Writer& writer, Oid oid) {
    const Object* object = writer.catalog().find(oid);
    auto info = catalog::operator_info(writer.catalog(), oid);
    return object ? writer.name(*object) : info ? std::string(info->name) : std::string();
}

std::string method_name(const Writer& writer, Oid method) {
    auto info = catalog::access_method_info(writer.catalog(), method);
    return info ? sql::quote_identifier(info->name) : std::string();
}

std::string operator_definition(const Writer& writer, const Operator& operator_) {
    std::vector<std::string> parts{"FUNCTION = " + writer.function(operator_.function)};
    if (operator_.left) parts.push_back("LEFTARG = " + writer.type(operator_.left));
    if (operator_.right) parts.push_back("RIGHTARG = " + writer.type(operator_.right));
    if (operator_.commutator) parts.push_back("COMMUTATOR = " + operator_name(writer, operator_.commutator));
    if (operator_.negator) parts.push_back("NEGATOR = " + operator_name(writer, operator_.negator));
    if (operator_.restriction_estimator) parts.push_back("RESTRICT = " + writer.function(operator_.restriction_estimator));
    if (operator_.join_estimator) parts.push_back("JOIN = " + writer.function(operator_.join_estimator));
    if (operator_.can_hash) parts.emplace_back("HASHES");
    if (operator_.can_merge) parts.emplace_back("MERGES");
    return listed(fmt::format("CREATE OPERATOR {} ", writer.name(operator_)), parts);
}

/// "OPERATOR 1 <", "FUNCTION 1 (integer, bigint) f(integer, bigint)". `type`: the class's own; a member of a family has
/// its types always.
std::string member_text(const Writer& writer, const FamilyMember& member, Oid type) {
    std::string types = fmt::format("({}, {})", writer.type(member.left), writer.type(member.right));
    bool is_usual = type != catalog::invalid_oid && member.left == type && member.right == type;
    if (!member.is_operator)
        return fmt::format("FUNCTION {} {}{}", member.number, is_usual ? "" : types + " ", writer.signature(member.object));
    std::string text = fmt::format("OPERATOR {} {}", member.number, member_operator(writer, member.object));
    if (!is_usual) text += " " + types;
    if (member.order_family) text += " FOR ORDER BY " + writer.name(member.order_family);
    return text;
}

}  // namespace

void define_operator(const Writer& writer, const Object& object, Definition& definition) {
    // What only another names as its commutator or negator is made with that one.
    if (get<Operator>(object).function == catalog::invalid_oid) return;
    definition.statements.push_back(operator_definition(writer, get<Operator>(object)));
}

void define_operator_class(const Writer& writer, const Object& object, Definition& definition) {
    const auto& opclass = get<OperatorClass>(object);
    const auto* family = writer.catalog().find<OperatorFamily>(opclass.family);
    std::vector<std::string> items;
    if (family)
        for (const FamilyMember& member : family->members)
            if (member.opclass == opclass.oid) items.push_back(member_text(writer, member, opclass.input_type));
    if (opclass.key_type && opclass.key_type != opclass.input_type)
        items.push_back("STORAGE " + writer.type(opclass.key_type));
    // The grammar wants an item; to store what is indexed is what there is without one.
    if (items.empty()) items.push_back("STORAGE " + writer.type(opclass.input_type));
    // Without a family named it gets one of its own name.
    bool own_family = !family || (family->name == opclass.name && family->scope == opclass.scope);
    definition.statements.push_back(fmt::format(
        "CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {}{} AS\n    {}", writer.name(object),
        opclass.is_default ? " DEFAULT" : "", writer.type(opclass.input_type), method_name(writer, opclass.access_method),
        own_family ? "" : " FAMILY " + writer.name(*family), fmt::join(items, ",\n    ")));
}

void define_operator_family(const Writer& writer, const Object& object, Definition& definition) {
    const auto& family = get<OperatorFamily>(object);
    definition.statements.push_back(fmt::format("CREATE OPERATOR FAMILY {} USING {}", writer.name(object),
                                                method_name(writer, family.access_method)));
    std::vector<std::string> loose;
    for (const FamilyMember& member : family.members)
        if (member.opclass == catalog::invalid_oid) loose.push_back(member_text(writer, member, catalog::invalid_oid));
    if (!loose.empty())
        definition.statements.push_back(
            fmt::format("ALTER {} ADD\n    {}", writer.phrase(object), fmt::join(loose, ",\n    ")));
}

void alter_operator(const Pair& pair, Alteration& alteration) {
    if (same_definition(pair)) return;
    const auto& from = get<Operator>(pair.source);
    const auto& to = get<Operator>(pair.target);
    Definition now, wanted;
    // ALTER OPERATOR changes the estimators alone (till 17; there is more since, which is not needed).
    auto without_estimators = [](const Operator& operator_) {
        auto copy = std::static_pointer_cast<Operator>(operator_.clone());
        copy->restriction_estimator = copy->join_estimator = catalog::invalid_oid;
        return copy;
    };
    define_operator(pair.from, *without_estimators(from), now);
    define_operator(pair.to, *without_estimators(to), wanted);
    if (now.statements != wanted.statements) {
        alteration.recreate = true;
        return;
    }
    auto value = [&](const Writer& writer, Oid function) { return function ? writer.function(function) : std::string("NONE"); };
    std::vector<std::string> changes;
    if (value(pair.from, from.restriction_estimator) != value(pair.to, to.restriction_estimator))
        changes.push_back("RESTRICT = " + value(pair.to, to.restriction_estimator));
    if (value(pair.from, from.join_estimator) != value(pair.to, to.join_estimator))
        changes.push_back("JOIN = " + value(pair.to, to.join_estimator));
    alteration.add(fmt::format("ALTER {} SET ({})", pair.to.phrase(pair.target), fmt::join(changes, ", ")));
}

void alter_operator_family(const Pair& pair, Alteration& alteration) {
    auto loose_members = [](const Writer& writer, const Object& object) {
        std::vector<std::pair<std::string, const FamilyMember*>> members;
        for (const FamilyMember& member : get<OperatorFamily>(object).members)
            if (member.opclass == catalog::invalid_oid)
                members.emplace_back(member_text(writer, member, catalog::invalid_oid), &member);
        return members;
    };
    auto from = loose_members(pair.from, pair.source), to = loose_members(pair.to, pair.target);
    auto has = [](const auto& members, const std::string& text) {
        return std::any_of(members.begin(), members.end(), [&](const auto& member) { return member.first == text; });
    };
    std::vector<std::string> drops, adds;
    for (const auto& [text, member] : from)
        if (!has(to, text))
            drops.push_back(fmt::format("{} {} ({}, {})", member->is_operator ? "OPERATOR" : "FUNCTION", member->number,
                                        pair.from.type(member->left), pair.from.type(member->right)));
    for (const auto& [text, member] : to)
        if (!has(from, text)) adds.push_back(text);
    std::string phrase = pair.to.phrase(pair.target);
    if (!drops.empty()) alteration.add(fmt::format("ALTER {} DROP\n    {}", phrase, fmt::join(drops, ",\n    ")));
    if (!adds.empty()) alteration.add(fmt::format("ALTER {} ADD\n    {}", phrase, fmt::join(adds, ",\n    ")));
}

}  // namespace backout::plan
