#include <algorithm>

#include <fmt/format.h>

#include "analyze/query.h"

/// GROUP BY (transformGroupClause in parser/parse_clause.c).
namespace backout::analyze {

using catalog::GroupingSet;

namespace {

using Element = sql::GroupingElement;
using Kind = sql::GroupingElement::Kind;

/// An element of GROUP BY after flattening: an expression, a list of expressions in parentheses, or a grouping set.
struct FlatElement {
    const sql::Expression* expression = nullptr;
    std::vector<const sql::Expression*> list;
    bool is_list = false;
    Kind kind = Kind::expression;
    std::vector<FlatElement> content;
    sql::Location location = sql::no_location;
};

/// The expressions of `(a, (b, c))`; of anything else, itself.
void flatten_row(const sql::Expression& expression, std::vector<const sql::Expression*>& into) {
    const auto* row = sql::as<sql::RowExpression>(&expression);
    if (!row || row->explicit_row) {
        into.push_back(&expression);
        return;
    }
    for (const sql::ExpressionPtr& element : row->elements) flatten_row(*element, into);
}

FlatElement set_of(Kind kind, std::vector<FlatElement> content) {
    FlatElement element;
    element.kind = kind;
    element.content = std::move(content);
    return element;
}

/// flatten_grouping_sets below the top: sets within sets are one, parenthesized lists stay lists.
void flatten(const Element& element, std::vector<FlatElement>& into) {
    switch (element.kind) {
        case Kind::expression: {
            FlatElement flat;
            const auto* row = sql::as<sql::RowExpression>(element.expression.get());
            flat.is_list = row && !row->explicit_row;
            flat.expression = element.expression.get();
            if (flat.is_list) flatten_row(*element.expression, flat.list);
            flat.location = element.expression->location;
            into.push_back(std::move(flat));
            return;
        }
        case Kind::empty: into.push_back(set_of(Kind::empty, {})); return;
        case Kind::rollup:
        case Kind::cube: {
            std::vector<FlatElement> content;
            for (const Element& inner : element.content) flatten(inner, content);
            into.push_back(set_of(element.kind, std::move(content)));
            return;
        }
        case Kind::sets:
            for (const Element& inner : element.content) flatten(inner, into);
    }
}

class Grouping {
public:
    Grouping(QueryState& state, Query& query) : state_(state), query_(query) {}

    Status run(const std::vector<Element>& elements) {
        bool has_sets = false;
        std::vector<FlatElement> flat;
        for (const Element& element : elements) {
            has_sets = has_sets || element.kind != Kind::expression;
            flatten_top(element, flat);
        }
        if (flat.empty() && has_sets) flat.push_back(set_of(Kind::empty, {}));
        std::vector<std::int32_t> seen;
        for (const FlatElement& element : flat) {
            if (element.kind != Kind::expression) {
                BACKOUT_ASSIGN(GroupingSet set, grouping_set(element));
                query_.grouping_sets.push_back(std::move(set));
                continue;
            }
            BACKOUT_ASSIGN(const std::int32_t reference, group(*element.expression, seen));
            if (reference == 0) continue;
            seen.push_back(reference);
            if (has_sets) query_.grouping_sets.push_back(simple({reference}));
        }
        return {};
    }

private:
    static void flatten_top(const Element& element, std::vector<FlatElement>& into) {
        if (element.kind == Kind::expression) {
            std::vector<const sql::Expression*> expressions;
            flatten_row(*element.expression, expressions);
            for (const sql::Expression* expression : expressions) {
                into.emplace_back();
                into.back().expression = expression;
                into.back().location = expression->location;
            }
        } else if (element.kind != Kind::empty) {
            std::vector<FlatElement> content;
            for (const Element& inner : element.content) flatten(inner, content);
            into.push_back(set_of(element.kind, std::move(content)));
        }
    }

    static GroupingSet simple(std::vector<std::int32_t> references) {
        GroupingSet set;
        set.kind = static_cast<std::int32_t>(Kind::expression);
        set.references = std::move(references);
        return set;
    }

    /// transformGroupClauseExpr: gives the number of the target, 0 when the list has it already.
    Result<std::int32_t> group(const sql::Expression& expression, const std::vector<std::int32_t>& seen) {
        BACKOUT_ASSIGN(const std::size_t target,
                       find_target(state_, expression, query_.targets, Clause::group_by, false));
        const std::int32_t reference = query_.targets[target].sort_group_reference;
        if (reference > 0) {
            if (std::find(seen.begin(), seen.end(), reference) != seen.end()) return 0;
            const auto has = std::find(query_.group_by.begin(), query_.group_by.end(), reference);
            if (has != query_.group_by.end()) return reference;
            const bool sorted = std::any_of(query_.order_by.begin(), query_.order_by.end(),
                                            [&](const Expr::Sort& sort) { return sort.argument == reference; });
            if (sorted) {
                query_.group_by.push_back(reference);
                return reference;
            }
        }
        BACKOUT_ASSIGN(const std::int32_t added,
                       add_group_target(state_, target, query_.targets, expression.location));
        query_.group_by.push_back(added);
        return added;
    }

    Result<GroupingSet> grouping_set(const FlatElement& element) {
        GroupingSet set;
        set.kind = static_cast<std::int32_t>(element.kind);
        for (const FlatElement& inner : element.content) {
            if (inner.kind != Kind::expression) {
                BACKOUT_ASSIGN(GroupingSet content, grouping_set(inner));
                set.content.push_back(std::move(content));
                continue;
            }
            std::vector<std::int32_t> references;
            for (const sql::Expression* expression :
                 inner.is_list ? inner.list : std::vector<const sql::Expression*>{inner.expression}) {
                BACKOUT_ASSIGN(const std::int32_t reference, group(*expression, references));
                if (reference != 0) references.push_back(reference);
            }
            set.content.push_back(simple(std::move(references)));
        }
        if (element.kind == Kind::cube && set.content.size() > 12)
            return failure("54011", "CUBE is limited to 12 elements", element.location);
        return set;
    }

    QueryState& state_;
    Query& query_;
};

}  // namespace

Status transform_group_by(QueryState& state, Query& query, const sql::SelectStatement& statement) {
    query.group_distinct = statement.group_distinct;
    return Grouping(state, query).run(statement.group_by);
}

}  // namespace backout::analyze
