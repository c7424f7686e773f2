#include <algorithm>
#include <array>

#include "analyze/references.h"
#include "catalog/builtin/builtin.h"
#include "simulate/index_column_name.h"
#include "simulate/index_definition.h"
#include "simulate/names.h"
#include "simulate/table_column.h"
#include "sql/quote.h"

/// What the columns of an index are: ComputeIndexAttrs and ResolveOpClass of commands/indexcmds.c.
namespace backout::simulate {

namespace {

using catalog::AttributeNumber;
using catalog::ExprPtr;
using catalog::IndexData;
using catalog::Relation;

/// What an index column holds.
struct KeyType {
    Oid type = catalog::invalid_oid;
    Oid collation = catalog::invalid_oid;
};

/// Names of operator classes that old dumps have and that mean the type's default (ResolveOpClass).
bool is_obsolete_class(const sql::Names& name) {
    static constexpr std::array<std::string_view, 4> obsolete{"network_ops", "timespan_ops", "datetime_ops",
                                                              "lztext_ops"};
    return name.size() == 1 && std::find(obsolete.begin(), obsolete.end(), name[0]) != obsolete.end();
}

Result<std::optional<catalog::OperatorClassInfo>> find_named_class(StatementContext& context,
                                                                   const sql::Names& name,
                                                                   Oid access_method) {
    if (name.size() == 1)
        return catalog::find_operator_class(context.catalog, access_method, context.path,
                                            name[0] == "bigbox_ops" ? "box_ops" : name[0]);
    BACKOUT_ASSIGN(const Oid scope, get_namespace(context, name[name.size() - 2]));
    return catalog::find_operator_class(context.catalog, access_method, scope, name.back());
}

Result<KeyType> column_key(StatementContext& context, const IndexPlan& plan, const sql::IndexElement& element,
                           IndexData::Key& key) {
    const Oid table = plan.data.table;
    Result<AttributeNumber> found = get_column(context, table, element.name);
    if (!found && found.error().sqlstate == "42703")
        return plan.is_constraint ? error("42703", "column \"{}\" named in key does not exist", element.name)
                                  : error("42703", "column \"{}\" does not exist", element.name);
    if (!found) return tl::unexpected(found.error());
    key.attribute = *found;
    const catalog::Attribute* attribute = context.catalog.find<Relation>(table)->find_attribute(*found);
    if (!attribute) return KeyType{};
    return KeyType{attribute->type, attribute->collation};
}

/// An expression that is nothing but a column counts as the column, COLLATE or not.
Result<KeyType> expression_key(StatementContext& context, const ExprPtr& expression, IndexData::Key& key) {
    const catalog::Expr* bare = expression.get();
    while (bare->kind == catalog::ExprKind::collate)
        bare = bare->arguments.front().get();
    if (bare->kind == catalog::ExprKind::var && bare->attribute != 0) {
        key.attribute = bare->attribute;
    } else {
        key.expression = expression;
        if (analyze::volatility_of(context.catalog, *expression) != 'i')
            return error("42P17", "functions in index expression must be marked IMMUTABLE");
    }
    return KeyType{expression->type, expression->collation};
}

Status check_included_column(const sql::IndexElement& element) {
    auto refuse = [](std::string_view what) {
        return error("42P17", "including column does not support {}", what);
    };
    if (element.expression) return error("0A000", "expressions are not supported in included columns");
    if (!element.collation.empty()) return refuse("a collation");
    if (!element.opclass.empty()) return refuse("an operator class");
    if (element.direction != sql::SortBy::Direction::default_) return refuse("ASC/DESC options");
    if (element.nulls != sql::SortBy::Nulls::default_) return refuse("NULLS FIRST/LAST options");
    return {};
}

Result<Oid> key_collation(StatementContext& context, const sql::IndexElement& element, const KeyType& type) {
    Oid collation = type.collation;
    if (!element.collation.empty()) {
        BACKOUT_ASSIGN(collation, analyze::resolve_collation(context.analysis(), element.collation, type.type,
                                                             element.location));
    }
    const std::optional<catalog::TypeInfo> info = catalog::type_info(context.catalog, type.type);
    if (!info) return collation;
    const bool collatable = info->collation != catalog::invalid_oid;
    if (collatable && collation == catalog::invalid_oid) {
        auto made = error("42P22", "could not determine which collation to use for index expression");
        made.value().hint = "Use the COLLATE clause to set the collation explicitly.";
        return made;
    }
    return collatable ? collation : catalog::invalid_oid;
}

Status set_order(const sql::IndexElement& element, const catalog::AccessMethodInfo& access_method,
                 IndexData::Key& key) {
    using Direction = sql::SortBy::Direction;
    using Nulls = sql::SortBy::Nulls;
    if (access_method.can_order) {
        key.descending = element.direction == Direction::descending;
        key.nulls_first =
            element.nulls == Nulls::first || (key.descending && element.nulls == Nulls::default_);
        return {};
    }
    if (element.direction != Direction::default_)
        return error("0A000", "access method \"{}\" does not support ASC/DESC options", access_method.name);
    if (element.nulls != Nulls::default_)
        return error("0A000", "access method \"{}\" does not support NULLS FIRST/LAST options",
                     access_method.name);
    return {};
}

/// The operator that an exclusion constraint compares this key with.
Result<Oid> exclusion_operator(StatementContext& context, const sql::Names& name, const KeyType& type,
                               Oid opclass) {
    const Oid found = analyze::compatible_operator(context.analysis(), name, type.type, type.type);
    if (found == catalog::invalid_oid) {
        BACKOUT_TRY(
            analyze::resolve_operator(context.analysis(), name, type.type, type.type, sql::no_location));
        return error("42883", "operator requires run-time type coercion: {}", sql::quote_names(name));
    }
    const std::optional<catalog::OperatorInfo> info = catalog::operator_info(context.catalog, found);
    if (!info) return found;
    auto signature = [&] {
        return fmt::format("{}({},{})", info->name,
                           catalog::format_type(context.catalog, context.path, info->left),
                           catalog::format_type(context.catalog, context.path, info->right));
    };
    if (info->commutator != found) {
        auto made = error("42809", "operator {} is not commutative", signature());
        made.value().detail = "Only commutative operators can be used in exclusion constraints.";
        return made;
    }
    const std::optional<catalog::OperatorClassInfo> op_class =
        catalog::operator_class_info(context.catalog, opclass);
    if (op_class && catalog::family_strategy(context.catalog, op_class->family, found) == 0) {
        const catalog::Object* own = context.catalog.find(op_class->family);
        const auto* fact = catalog::builtin::find_operator_family(context.catalog.major(), op_class->family);
        auto made = error("42809", "operator {} is not a member of operator family \"{}\"", signature(),
                          own    ? std::string_view(own->name)
                          : fact ? std::string_view(fact->name)
                                 : op_class->name);
        made.value().detail =
            "The exclusion operator must be related to the index operator class for the constraint.";
        return made;
    }
    return found;
}

void set_opclass_options(const sql::IndexElement& element, IndexData::Key& key) {
    for (const sql::Option& option : element.opclass_options)
        key.opclass_options.emplace_back(option.name,
                                         option.text.empty() && option.kind == sql::Option::Kind::integer
                                             ? std::to_string(option.integer)
                                             : option.text);
}

std::string column_name(const sql::IndexElement& element) {
    if (!element.index_column_name.empty()) return element.index_column_name;
    if (!element.name.empty()) return element.name;
    return element.expression ? index_expression_name(*element.expression) : "expr";
}

Status resolve_key(StatementContext& context, IndexPlan& plan, const catalog::AccessMethodInfo& access_method,
                   const sql::IndexElement& element, const ExprPtr& expression,
                   const sql::Names* operator_name) {
    IndexData::Key key;
    BACKOUT_ASSIGN(const KeyType type, expression ? expression_key(context, expression, key)
                                                  : column_key(context, plan, element, key));
    BACKOUT_ASSIGN(key.collation, key_collation(context, element, type));
    if (type.type != catalog::invalid_oid) {
        BACKOUT_ASSIGN(key.opclass,
                       resolve_operator_class(context, element.opclass, type.type, access_method));
        if (operator_name) {
            BACKOUT_ASSIGN(const Oid found, exclusion_operator(context, *operator_name, type, key.opclass));
            plan.exclusion_operators.push_back(found);
        }
    }
    BACKOUT_TRY(set_order(element, access_method, key));
    set_opclass_options(element, key);
    plan.column_names.push_back(column_name(element));
    plan.data.keys.push_back(std::move(key));
    return {};
}

}  // namespace

Status analyze_index_expressions(StatementContext& context, Oid table, IndexColumns& columns) {
    columns.expressions.resize(columns.keys.size());
    for (std::size_t place = 0; place < columns.keys.size(); ++place) {
        const sql::IndexElement& element = *columns.keys[place];
        if (!element.expression) continue;
        BACKOUT_ASSIGN(columns.expressions[place],
                       analyze::analyze_expression(context.analysis(), *element.expression,
                                                   analyze::Use::index_expression,
                                                   relation_scope(context.catalog, table)));
    }
    return {};
}

Result<ExprPtr> analyze_index_predicate(StatementContext& context, Oid table,
                                        const sql::Expression& expression) {
    return analyze::analyze_condition(context.analysis(), expression, analyze::Use::index_predicate,
                                      relation_scope(context.catalog, table), "WHERE");
}

Result<Oid> resolve_operator_class(StatementContext& context, const sql::Names& name, Oid type,
                                   const catalog::AccessMethodInfo& access_method) {
    auto printed_type = [&] { return catalog::format_type(context.catalog, context.path, type); };
    if (name.empty() || is_obsolete_class(name)) {
        if (auto found = catalog::default_operator_class(context.catalog, access_method.oid, type))
            return found->oid;
        if (const auto* own = context.catalog.find<catalog::Type>(type); own && own->assumed)
            return unknown("what type {} is and how it is indexed is not known", own->name);
        auto made = error("42704", "data type {} has no default operator class for access method \"{}\"",
                          printed_type(), access_method.name);
        made.value().hint =
            "You must specify an operator class for the index or define a default operator class for the "
            "data type.";
        return made;
    }
    BACKOUT_ASSIGN(const std::optional<catalog::OperatorClassInfo> found,
                   find_named_class(context, name, access_method.oid));
    if (!found)
        return error("42704", "operator class \"{}\" does not exist for access method \"{}\"",
                     display_name(name), access_method.name);
    if (!catalog::is_binary_coercible(context.catalog, type, found->input_type))
        return error("42804", "operator class \"{}\" does not accept data type {}", display_name(name),
                     printed_type());
    return found->oid;
}

Status resolve_index_keys(StatementContext& context, IndexPlan& plan,
                          const catalog::AccessMethodInfo& access_method, const IndexColumns& columns) {
    if (plan.data.predicate && analyze::volatility_of(context.catalog, *plan.data.predicate) != 'i')
        return error("42P17", "functions in index predicate must be marked IMMUTABLE");
    for (std::size_t place = 0; place < columns.keys.size(); ++place)
        BACKOUT_TRY(
            resolve_key(context, plan, access_method, *columns.keys[place],
                        columns.expressions.empty() ? nullptr : columns.expressions[place],
                        columns.exclusion_operators.empty() ? nullptr : columns.exclusion_operators[place]));
    for (const sql::IndexElement* element : columns.included) {
        BACKOUT_TRY(check_included_column(*element));
        IndexData::Key key;
        BACKOUT_TRY(column_key(context, plan, *element, key));
        plan.data.included.push_back(key.attribute);
        plan.column_names.push_back(column_name(*element));
    }
    return {};
}

}  // namespace backout::simulate
