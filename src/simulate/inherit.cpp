#include "simulate/inherit.h"

#include <algorithm>

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprPtr;
using catalog::Relation;

std::vector<Oid> direct_children(const Catalog& catalog, Oid relation) { return catalog.children(relation); }

std::vector<Oid> all_inheritors(const Catalog& catalog, Oid relation) {
    std::vector<Oid> found{relation};
    for (std::size_t next = 0; next < found.size(); ++next)
        for (Oid child : direct_children(catalog, found[next]))
            if (std::find(found.begin(), found.end(), child) == found.end()) found.push_back(child);
    return found;
}

AttributeMap attribute_map(const Relation& from, const Relation& to) {
    std::unordered_map<std::string_view, AttributeNumber> numbers;
    for (const catalog::Attribute& attribute : to.attributes)
        numbers.emplace(attribute.name, attribute.number);
    AttributeMap map;
    for (const catalog::Attribute& attribute : from.attributes)
        if (auto found = numbers.find(attribute.name); found != numbers.end())
            map.emplace(attribute.number, found->second);
    return map;
}

ExprPtr map_attributes(const ExprPtr& expression, const AttributeMap& map) {
    if (!expression) return expression;
    auto map_all = [&](const std::vector<ExprPtr>& before, bool& changed) {
        std::vector<ExprPtr> after;
        after.reserve(before.size());
        for (const ExprPtr& argument : before) {
            after.push_back(map_attributes(argument, map));
            changed |= after.back() != argument;
        }
        return after;
    };
    bool changed = false;
    std::vector<ExprPtr> arguments = map_all(expression->arguments, changed);
    std::vector<ExprPtr> direct = map_all(expression->direct_arguments, changed);
    AttributeNumber number = expression->attribute;
    if (expression->kind == catalog::ExprKind::var && expression->range_index == 1 &&
        expression->levels_up == 0)
        if (auto found = map.find(number); found != map.end()) number = found->second;
    if (!changed && number == expression->attribute) return expression;
    auto mapped = std::make_shared<Expr>(*expression);
    mapped->arguments = std::move(arguments);
    mapped->direct_arguments = std::move(direct);
    mapped->attribute = number;
    return mapped;
}

std::vector<AttributeNumber> map_attributes(const std::vector<AttributeNumber>& numbers,
                                            const AttributeMap& map) {
    std::vector<AttributeNumber> mapped;
    mapped.reserve(numbers.size());
    for (AttributeNumber number : numbers) {
        auto found = map.find(number);
        mapped.push_back(found == map.end() ? number : found->second);
    }
    return mapped;
}

}  // namespace backout::simulate
