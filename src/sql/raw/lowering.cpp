#include <fmt/format.h>

#include "sql/raw/lowering.h"

namespace backout::sql::raw {

namespace {

// PostgreSQL itself gives up on a chain of operators between 3,000 and 5,000 links, and on nested parentheses
// or a chain of UNION before 10,000, with the default max_stack_depth of 2 MB (measured on PostgreSQL 15).
constexpr int deepest = 5000;
constexpr int statement_weight = 4;

}  // namespace

bool Lowering::enter(int weight) {
    depth_ += weight;
    if (depth_ <= deepest) return true;
    if (!refusal_)
        refusal_ = SyntaxError{.message = "stack depth limit exceeded", .offset = 0, .sqlstate = "54001"};
    return false;
}

void Lowering::note_newer(int since, std::string_view near, int location) {
    newer_.push_back({since, "42601", "syntax error at or near \"" + std::string(near) + "\"", {}, place(location)});
}

void Lowering::refuse_node(const void* node) {
    if (!refusal_)
        refusal_ =
            SyntaxError{.message = fmt::format("unsupported syntax node {}", static_cast<int>(tag_of(node))),
                        .offset = 0,
                        .sqlstate = "0A000"};
}

#define BACKOUT_CASE(Type) \
    case T_##Type:         \
        return lower(lowering, node_as<::Type>(node));

StatementPtr lower_statement(Lowering& lowering, const void* node) {
    if (!node) return nullptr;
    const Lowering::Level level(lowering, statement_weight);
    if (!level) return nullptr;
    switch (tag_of(node)) {
        BACKOUT_STATEMENT_NODES(BACKOUT_CASE)
        default:
            lowering.refuse_node(node);
            return nullptr;
    }
}

ExpressionPtr lower_expression(Lowering& lowering, const void* node) {
    if (!node) return nullptr;
    const Lowering::Level level(lowering);
    if (!level) return nullptr;
    switch (tag_of(node)) {
        BACKOUT_EXPRESSION_NODES(BACKOUT_CASE)
        default:
            lowering.refuse_node(node);
            return nullptr;
    }
}

FromItemPtr lower_from_item(Lowering& lowering, const void* node) {
    if (!node) return nullptr;
    const Lowering::Level level(lowering);
    if (!level) return nullptr;
    switch (tag_of(node)) {
        case T_RangeVar: {
            auto item = std::make_unique<FromRelation>();
            item->relation = lower(lowering, node_as<::RangeVar>(node));
            item->location = item->relation.location;
            return item;
        }
            BACKOUT_FROM_NODES(BACKOUT_CASE)
        default:
            lowering.refuse_node(node);
            return nullptr;
    }
}

#undef BACKOUT_CASE

Expressions lower_expressions(Lowering& lowering, const ::List* list) {
    Expressions result;
    const auto items = elements<::Node>(list);
    result.reserve(items.size());
    for (const ::Node* item : items)
        result.push_back(lower_expression(lowering, item));
    return result;
}

std::vector<FromItemPtr> lower_from(Lowering& lowering, const ::List* list) {
    std::vector<FromItemPtr> result;
    const auto items = elements<::Node>(list);
    result.reserve(items.size());
    for (const ::Node* item : items)
        result.push_back(lower_from_item(lowering, item));
    return result;
}

std::vector<StatementPtr> lower_statements(Lowering& lowering, const ::List* list) {
    std::vector<StatementPtr> result;
    const auto items = elements<::Node>(list);
    result.reserve(items.size());
    for (const ::Node* item : items)
        if (StatementPtr statement = lower_statement(lowering, item)) result.push_back(std::move(statement));
    return result;
}

}  // namespace backout::sql::raw
