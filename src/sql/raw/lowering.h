#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sql/parse.h"
#include "sql/raw/node_list.h"
#include "sql/tree/tree.h"

#include "sql/raw/postgres_nodes.h"

/// From PostgreSQL's raw parse tree to the typed tree. In this namespace `::RangeVar` is PostgreSQL's
/// structure and `RangeVar` is ours.
namespace backout::sql::raw {

/// What one walk over a raw parse tree carries along: where the text stands in its script, how deep the walk
/// is, and why it cannot go on. After a refusal the result of the walk is worthless, but well-formed.
class Lowering {
public:
    explicit Lowering(Location base) : base_(base) {}

    /// A place in the script, of a location that PostgreSQL gives.
    Location place(int location) const { return location < 0 ? no_location : base_ + location; }

    /// A node that no function knows.
    void refuse_node(const void* node);

    const std::optional<SyntaxError>& refusal() const { return refusal_; }

    /// Notes syntax that came with a version after the oldest one supported (14): what older servers stumble over is
    /// the token `near`.
    void note_newer(int since, std::string_view near, int location);
    void note_newer(NewerSyntax syntax) { newer_.push_back(std::move(syntax)); }
    std::vector<NewerSyntax> take_newer() { return std::move(newer_); }

    /// One step down. False when the tree is deeper than any walker of the tree can be asked to follow. A
    /// statement within another counts for more than an expression does, as it takes more of the stack.
    class Level {
    public:
        explicit Level(Lowering& lowering, int weight = 1)
            : lowering_(lowering), weight_(weight), allowed_(lowering.enter(weight)) {}
        ~Level() { lowering_.depth_ -= weight_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        explicit operator bool() const { return allowed_; }

    private:
        Lowering& lowering_;
        int weight_;
        bool allowed_;
    };

    /// The source that the columns of `SET (a, b) = …` share, as long as they follow each other.
    struct SharedSource {
        const void* node = nullptr;
        std::shared_ptr<Expression> expression;
    } shared_source;

private:
    bool enter(int weight);

    Location base_;
    int depth_ = 0;
    std::optional<SyntaxError> refusal_;
    std::vector<NewerSyntax> newer_;
};

// --- nodes and lists
// ------------------------------------------------------------------------------------------

/// Any node of PostgreSQL seen as a type that its tag has been checked for.
template <class Type>
const Type* node_as(const void* node) {
    return static_cast<const Type*>(node);
}

inline ::NodeTag tag_of(const void* node) {
    return node_as<::Node>(node)->type;
}

/// The elements of a list of pointers, for range-based loops. A null list is an empty one.
template <class Item>
class Elements {
public:
    class Iterator {
    public:
        explicit Iterator(const ::ListCell* cell) : cell_(cell) {}
        const Item* operator*() const { return static_cast<const Item*>(cell_->ptr_value); }
        Iterator& operator++() {
            ++cell_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return cell_ != other.cell_; }

    private:
        const ::ListCell* cell_;
    };

    explicit Elements(const ::List* list)
        : first_(list ? list->elements : nullptr), size_(list ? static_cast<std::size_t>(list->length) : 0) {}
    Iterator begin() const { return Iterator(first_); }
    Iterator end() const { return Iterator(first_ + size_); }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const Item* front() const { return static_cast<const Item*>(first_[0].ptr_value); }
    const Item* back() const { return static_cast<const Item*>(first_[size_ - 1].ptr_value); }
    const Item* operator[](std::size_t index) const {
        return static_cast<const Item*>(first_[index].ptr_value);
    }

private:
    const ::ListCell* first_;
    std::size_t size_;
};

template <class Item>
Elements<Item> elements(const ::List* list) {
    return Elements<Item>(list);
}

/// A list that stands where the grammar's type is Node.
inline const ::List* list_of(const void* node) {
    return static_cast<const ::List*>(node);
}

/// Stands for the result of a function until a container has the room for it: large structures are made in
/// place.
template <class Function>
struct MadeInPlace {
    Function function;
    operator decltype(std::declval<const Function&>()())() const { return function(); }
};
template <class Function>
MadeInPlace(Function) -> MadeInPlace<Function>;

/// Lowers every element of a list with a function.
template <class Item, class Function>
auto lower_list(Lowering& lowering, const ::List* list, Function function) {
    std::vector<decltype(function(lowering, std::declval<const Item*>()))> result;
    const Elements<Item> items(list);
    result.reserve(items.size());
    for (const Item* item : items)
        result.emplace_back(MadeInPlace{[&] { return function(lowering, item); }});
    return result;
}

/// Lowers every element of a list.
template <class Item>
auto lower_list(Lowering& lowering, const ::List* list) {
    return lower_list<Item>(lowering, list,
                            [](Lowering& walk, const Item* item) { return lower(walk, item); });
}

/// Lowers what may be missing.
template <class Item>
auto lower_optional(Lowering& lowering, const Item* item) {
    std::optional<decltype(lower(lowering, item))> result;
    if (item) result.emplace(lower(lowering, item));
    return result;
}

/// The enumerator that has the same place in our enumeration, which names PostgreSQL's in its order.
template <class To, class From>
To same(From value) {
    return static_cast<To>(static_cast<int>(value));
}

inline ObjectKind lower(::ObjectType type) {
    return same<ObjectKind>(type);
}
inline DropBehavior lower(::DropBehavior behavior) {
    return same<DropBehavior>(behavior);
}

// --- words and names
// ------------------------------------------------------------------------------------------

inline std::string string_of(const char* text) {
    return text ? std::string(text) : std::string();
}
std::optional<std::string> optional_string_of(const char* text);

/// A value node as it is written: String, Integer, Float, Boolean or BitString.
std::string value_of(const void* node);
/// A list of String.
Names names_of(const ::List* list);
/// A name that the grammar gives as a list of String, or as one String.
Names names_of_node(const void* node);
Names names_of(const ::RangeVar* relation);

Alias lower(Lowering& lowering, const ::Alias* alias);
RangeVar lower(Lowering& lowering, const ::RangeVar* relation);
RoleSpec lower(Lowering& lowering, const ::RoleSpec* role);
TypeName lower(Lowering& lowering, const ::TypeName* type);
ObjectWithArgs lower(Lowering& lowering, const ::ObjectWithArgs* object);
FunctionParameter lower(Lowering& lowering, const ::FunctionParameter* parameter);
Option lower(Lowering& lowering, const ::DefElem* option);
VariableSet lower_setting(Lowering& lowering, const ::VariableSetStmt* setting);
Options lower_options(Lowering& lowering, const ::List* list);

/// What DROP, COMMENT, RENAME and the like give as the object, whose form hangs on the kind.
ObjectReference lower_reference(Lowering& lowering, ::ObjectType type, const void* object);

// --- expressions and queries
// ----------------------------------------------------------------------------------

ExpressionPtr lower_expression(Lowering& lowering, const void* node);
Expressions lower_expressions(Lowering& lowering, const ::List* list);
FromItemPtr lower_from_item(Lowering& lowering, const void* node);
std::vector<FromItemPtr> lower_from(Lowering& lowering, const ::List* list);
StatementPtr lower_statement(Lowering& lowering, const void* node);
std::vector<StatementPtr> lower_statements(Lowering& lowering, const ::List* list);
SelectPtr lower_select(Lowering& lowering, const ::SelectStmt* select);

SortBy lower(Lowering& lowering, const ::SortBy* sort);
WindowDefinition lower(Lowering& lowering, const ::WindowDef* window);
Target lower(Lowering& lowering, const ::ResTarget* target);
IntoClause lower(Lowering& lowering, const ::IntoClause* into);
std::unique_ptr<WindowDefinition> lower_window(Lowering& lowering, const ::WindowDef* window);
std::unique_ptr<WithClause> lower_with(Lowering& lowering, const ::WithClause* with);
std::vector<Indirection::Step> lower_indirection(Lowering& lowering, const ::List* list);

/// FORMAT JSON [ENCODING name] as words: "json encoding utf8". Empty when it is not written.
std::string json_format_words(const ::JsonFormat* format);
/// What SQL/JSON clauses say in addition to their expressions, as words: "with wrapper omit quotes error on
/// error".
std::string json_behavior_words(::JsonWrapper wrapper, ::JsonQuotes quotes, const ::JsonBehavior* on_empty,
                                const ::JsonBehavior* on_error);

// --- parts of tables
// ------------------------------------------------------------------------------------------

ColumnDefinition lower(Lowering& lowering, const ::ColumnDef* column);
Constraint lower(Lowering& lowering, const ::Constraint* constraint);
IndexElement lower(Lowering& lowering, const ::IndexElem* element);
PartitionBound lower(Lowering& lowering, const ::PartitionBoundSpec* bound);
PartitionSpec lower(Lowering& lowering, const ::PartitionSpec* spec);
AlterTableCommand lower(Lowering& lowering, const ::AlterTableCmd* command);

// --- one function for each type of node
// -----------------------------------------------------------------------

#define BACKOUT_DECLARE(Type) StatementPtr lower(Lowering& lowering, const ::Type* node);
BACKOUT_STATEMENT_NODES(BACKOUT_DECLARE)
#undef BACKOUT_DECLARE

#define BACKOUT_DECLARE(Type) ExpressionPtr lower(Lowering& lowering, const ::Type* node);
BACKOUT_EXPRESSION_NODES(BACKOUT_DECLARE)
#undef BACKOUT_DECLARE

#define BACKOUT_DECLARE(Type) FromItemPtr lower(Lowering& lowering, const ::Type* node);
BACKOUT_FROM_NODES(BACKOUT_DECLARE)
#undef BACKOUT_DECLARE

}  // namespace backout::sql::raw
