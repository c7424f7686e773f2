#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "sql/parse.h"
#include "sql/tree/tree.h"

namespace backout::sql::test {

/// A statement of a known type with what owns it.
template <class Node>
class Parsed {
public:
    explicit Parsed(StatementPtr statement) : statement_(std::move(statement)) {}
    const Node* operator->() const { return static_cast<const Node*>(statement_.get()); }
    const Node& operator*() const { return *operator->(); }

private:
    StatementPtr statement_;
};

/// Parses a statement that must be of the given type.
template <class Node>
Parsed<Node> parsed(std::string_view text, Location base = 0) {
    INFO(text);
    auto result = parse_statement(text, base);
    REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().message));
    REQUIRE(*result);
    REQUIRE(statement_kind_name((*result)->kind) == statement_kind_name(Node::node_kind));
    return Parsed<Node>(std::move(*result));
}

/// The option of a name, which must be there.
inline const Option& option(const Options& options, std::string_view name) {
    for (const Option& candidate : options)
        if (candidate.name == name) return candidate;
    FAIL("no option " << name);
    return options.front();
}

/// An expression of a known type, or a failed test.
template <class Node>
const Node& node(const ExpressionPtr& expression) {
    const Node* found = as<Node>(expression.get());
    REQUIRE(found);
    return *found;
}

inline ExpressionPtr expression(std::string_view text) {
    INFO(text);
    auto result = parse_expression(text);
    REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().message));
    return std::move(*result);
}

}  // namespace backout::sql::test
