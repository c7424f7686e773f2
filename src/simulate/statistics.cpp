#include "simulate/statistics.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/constraint.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_column.h"

namespace backout::simulate {

namespace {

using catalog::Attribute;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Statistics;

/// STATS_MAX_DIMENSIONS (statistics/statistics.h)
constexpr std::size_t max_dimensions = 8;
constexpr std::int32_t max_target = 10000;

Status check_kind(const StatementContext& context, const Relation& table) {
    if (table.is_table() || table.kind == RelationKind::materialized_view) return {};
    if (context.major() < 15)
        return error("42809", "relation \"{}\" is not a table, foreign table, or materialized view",
                     table.name);
    auto made = error("42809", "cannot define statistics for relation \"{}\"", table.name);
    std::string_view kind = "views";
    if (table.kind == RelationKind::sequence) kind = "sequences";
    if (table.kind == RelationKind::composite) kind = "composite types";
    if (table.is_index()) kind = "indexes";
    made.value().detail = fmt::format("This operation is not supported for {}.", kind);
    return made;
}

bool can_be_sorted(const Catalog& catalog, Oid type) {
    if (type == catalog::invalid_oid) return true;
    const auto btree = catalog::find_access_method(catalog, "btree");
    return !btree || catalog::default_operator_class(catalog, btree->oid, type).has_value();
}

/// What the elements of a definition come to.
struct StatisticsColumns {
    std::vector<AttributeNumber> attributes;
    std::vector<catalog::ExprPtr> expressions;
    std::vector<std::string> names;  ///< for the name: columns and "expr"
};

Status add_column(StatementContext& context, const Relation& table, AttributeNumber number,
                  StatisticsColumns& columns) {
    if (number <= 0) return error("0A000", "statistics creation on system columns is not supported");
    const Attribute* attribute = table.find_attribute(number);
    if (attribute->generated == 'v')
        return error("0A000", "statistics creation on virtual generated columns is not supported");
    if (!can_be_sorted(context.catalog, attribute->type))
        return error("0A000",
                     "column \"{}\" cannot be used in statistics because its type {} has no default btree "
                     "operator class",
                     attribute->name, catalog::format_type(context.catalog, context.path, attribute->type));
    columns.attributes.push_back(number);
    return {};
}

Status add_expression(StatementContext& context, const Relation& table, const catalog::ExprPtr& expression,
                      bool only_one, StatisticsColumns& columns) {
    if (expression->kind == catalog::ExprKind::var && expression->attribute != 0)
        return add_column(context, table, expression->attribute, columns);
    for (AttributeNumber number : analyze::columns_of(*expression)) {
        if (number < 0) return error("0A000", "statistics creation on system columns is not supported");
        const Attribute* attribute = table.find_attribute(number);
        if (attribute && attribute->generated == 'v')
            return error("0A000", "statistics creation on virtual generated columns is not supported");
    }
    if (!only_one && !can_be_sorted(context.catalog, expression->type))
        return error(
            "0A000",
            "expression cannot be used in multivariate statistics because its type {} has no default btree "
            "operator class",
            catalog::format_type(context.catalog, context.path, expression->type));
    columns.expressions.push_back(expression);
    return {};
}

Result<StatisticsColumns> resolve_elements(StatementContext& context, Oid table_oid,
                                           const sql::CreateStatisticsStatement& statement,
                                           const std::vector<catalog::ExprPtr>& analysed) {
    StatisticsColumns columns;
    if (statement.elements.size() > max_dimensions)
        return error("54011", "cannot have more than {} columns in statistics", max_dimensions);
    for (std::size_t place = 0; place < statement.elements.size(); ++place) {
        const auto& element = statement.elements[place];
        if (element.expression) {
            BACKOUT_TRY(add_expression(context, *context.catalog.find<Relation>(table_oid), analysed[place],
                                       statement.elements.size() == 1, columns));
            continue;
        }
        Result<AttributeNumber> found = get_column(context, table_oid, element.name);
        if (!found && found.error().sqlstate == "42703")
            return error("42703", "column \"{}\" does not exist", element.name);
        BACKOUT_TRY(found);
        BACKOUT_TRY(add_column(context, *context.catalog.find<Relation>(table_oid), *found, columns));
    }
    return columns;
}

/// The kinds asked for, as letters; all that make sense where none is.
Result<std::string> resolve_kinds(const sql::CreateStatisticsStatement& statement,
                                  const StatisticsColumns& columns) {
    const bool single_expression = columns.expressions.size() == 1 && columns.attributes.empty();
    if (single_expression && !statement.kinds.empty())
        return error(
            "0A000",
            "when building statistics on a single expression, statistics kinds may not be specified");
    bool distinct = false;
    bool dependencies = false;
    bool most_common = false;
    for (const std::string& kind : statement.kinds) {
        if (kind == "ndistinct")
            distinct = true;
        else if (kind == "dependencies")
            dependencies = true;
        else if (kind == "mcv")
            most_common = true;
        else
            return error("42601", "unrecognized statistics kind \"{}\"", kind);
    }
    const std::size_t count = columns.attributes.size() + columns.expressions.size();
    if (count < 2 && !single_expression)
        return error("42P17", "extended statistics require at least 2 columns");
    if (statement.kinds.empty() && count >= 2) distinct = dependencies = most_common = true;
    std::string letters;
    if (distinct) letters += 'd';
    if (dependencies) letters += 'f';
    if (most_common) letters += 'm';
    if (!columns.expressions.empty()) letters += 'e';
    return letters;
}

Status check_no_duplicates(const Catalog& catalog, Oid table, StatisticsColumns& columns) {
    std::sort(columns.attributes.begin(), columns.attributes.end());
    if (std::adjacent_find(columns.attributes.begin(), columns.attributes.end()) != columns.attributes.end())
        return error("42701", "duplicate column name in statistics definition");
    for (std::size_t place = 0; place < columns.expressions.size(); ++place)
        for (std::size_t before = 0; before < place; ++before)
            if (same_expression(catalog, columns.expressions[before], table, columns.expressions[place],
                                table))
                return error("42701", "duplicate expression in statistics definition");
    return {};
}

/// ChooseExtendedStatisticName
std::string choose_statistics_name(const Catalog& catalog, const Relation& table,
                                   const std::vector<std::string>& columns) {
    const std::string middle = join_column_names(columns);
    std::string name = make_object_name(table.name, middle, "stat");
    for (int number = 1; catalog.find<Statistics>(table.scope, name); ++number)
        name = make_object_name(table.name, middle, "stat" + std::to_string(number));
    return name;
}

void insert_statistics(StatementContext& context, std::shared_ptr<Statistics> made) {
    const Oid table = made->relation;
    for (AttributeNumber number : made->attributes)
        depend(*made, {table, number}, catalog::DependencyType::auto_);
    if (made->attributes.empty()) depend(*made, {table, 0}, catalog::DependencyType::auto_);
    for (const catalog::ExprPtr& expression : made->expressions)
        for (const ObjectAddress& used : analyze::references_of(context.catalog, *expression, table))
            depend(*made, used,
                   used.oid == table ? catalog::DependencyType::auto_ : catalog::DependencyType::normal);
    context.catalog.insert(std::move(made));
}

Result<std::vector<catalog::ExprPtr>> analyze_elements(StatementContext& context, Oid table,
                                                       const sql::CreateStatisticsStatement& statement) {
    std::vector<catalog::ExprPtr> analysed(statement.elements.size());
    for (std::size_t place = 0; place < statement.elements.size(); ++place) {
        if (!statement.elements[place].expression) continue;
        BACKOUT_ASSIGN(
            analysed[place],
            analyze::analyze_expression(context.analysis(), *statement.elements[place].expression,
                                        analyze::Use::statistics, relation_scope(context.catalog, table)));
    }
    return analysed;
}

Oid find_statistics(const StatementContext& context, const CreationName& name, bool qualified) {
    if (qualified) {
        const auto* found = context.catalog.find<Statistics>(name.scope, name.name);
        return found ? found->oid : catalog::invalid_oid;
    }
    for (Oid scope : context.path.namespaces)
        if (const auto* found = context.catalog.find<Statistics>(scope, name.name)) return found->oid;
    return catalog::invalid_oid;
}

}  // namespace

Status create_statistics(StatementContext& context, const sql::CreateStatisticsStatement& statement) {
    if (statement.relations.size() != 1 || !statement.only_relations)
        return error("0A000", "only a single relation is allowed in CREATE STATISTICS");
    BACKOUT_ASSIGN(const Oid table_oid, get_relation(context, statement.relations.front(), false, "rmfp"));
    BACKOUT_ASSIGN(const std::vector<catalog::ExprPtr> analysed,
                   analyze_elements(context, table_oid, statement));
    BACKOUT_ASSIGN(const Relation* const table, get_user_relation(context, table_oid));
    context.effects.lock(table_oid, LockMode::share_update_exclusive);
    BACKOUT_TRY(check_kind(context, *table));
    CreationName name{table->scope, {}};
    if (!statement.names.empty()) {
        BACKOUT_ASSIGN(name, creation_name(context, statement.names));
        if (const auto* existing = context.catalog.find<Statistics>(name.scope, name.name)) {
            if (!statement.if_not_exists)
                return error("42710", "statistics object \"{}\" already exists", name.name);
            context.effects.notice(
                fmt::format("statistics object \"{}\" already exists, skipping", name.name), "42710");
            context.effects.skipped = true;
            context.effects.skipped_for = existing->oid;
            return {};
        }
    }
    BACKOUT_ASSIGN(StatisticsColumns columns, resolve_elements(context, table_oid, statement, analysed));
    BACKOUT_ASSIGN(std::string kinds, resolve_kinds(statement, columns));
    BACKOUT_TRY(check_no_duplicates(context.catalog, table_oid, columns));
    if (name.name.empty()) {
        for (const auto& element : statement.elements)
            columns.names.push_back(element.expression ? "expr" : element.name);
        name.name = choose_statistics_name(context.catalog, *context.catalog.find<Relation>(table_oid),
                                           columns.names);
    }
    auto made = context.make<Statistics>(name.name, name.scope);
    made->relation = table_oid;
    made->kinds = std::move(kinds);
    made->attributes = std::move(columns.attributes);
    made->expressions = std::move(columns.expressions);
    insert_statistics(context, std::move(made));
    return {};
}

Status alter_statistics(StatementContext& context, const sql::AlterStatisticsStatement& statement) {
    std::optional<std::int32_t> target = statement.target;
    if (target && *target < 0) {
        if (*target == -1)
            target.reset();
        else
            return error("22023", "statistics target {} is too low", *target);
    }
    if (target && *target > max_target) {
        target = max_target;
        context.effects.notice(fmt::format("lowering statistics target to {}", max_target), "22023");
    }
    const bool qualified = statement.names.size() > 1;
    CreationName name{catalog::invalid_oid, statement.names.back()};
    if (qualified) {
        Result<CreationName> given = creation_name(context, statement.names);
        if (!given && !statement.missing_ok) return tl::unexpected(given.error());
        if (given) name = *given;
    }
    const Oid found = find_statistics(context, name, qualified);
    if (found == catalog::invalid_oid) {
        if (!statement.missing_ok) {
            if (context.world == World::open)
                return unknown("whether there are statistics \"{}\" is not known",
                               display_name(statement.names));
            return error("42704", "statistics object \"{}\" does not exist", display_name(statement.names));
        }
        context.effects.notice(
            fmt::format("statistics object \"{}\" does not exist, skipping", statement.names.back()));
        context.effects.skipped = true;
        return {};
    }
    context.catalog.change<Statistics>(found, [&](Statistics& changed) { changed.target = target; });
    return {};
}

std::vector<Oid> statistics_of(const Catalog& catalog, Oid relation) {
    std::vector<Oid> found;
    for (Oid dependent : catalog.dependents(relation)) {
        const auto* statistics = catalog.find<Statistics>(dependent);
        if (statistics && statistics->relation == relation) found.push_back(dependent);
    }
    return found;
}

void clone_statistics(StatementContext& context, Oid source_oid, const Relation& table, bool with_comment) {
    const auto* source = context.catalog.find<Statistics>(source_oid);
    const auto* source_table = context.catalog.find<Relation>(source->relation);
    const AttributeMap map = attribute_map(*source_table, table);
    std::vector<std::string> names;
    for (AttributeNumber number : source->attributes)
        if (const Attribute* attribute = source_table->find_attribute(number))
            names.push_back(attribute->name);
    for (std::size_t place = 0; place < source->expressions.size(); ++place)
        names.emplace_back("expr");
    auto made = context.make<Statistics>(choose_statistics_name(context.catalog, table, names), table.scope);
    made->relation = table.oid;
    made->kinds = source->kinds;
    made->attributes = map_attributes(source->attributes, map);
    std::sort(made->attributes.begin(), made->attributes.end());
    for (const catalog::ExprPtr& expression : source->expressions)
        made->expressions.push_back(map_attributes(expression, map));
    if (with_comment) made->comment = source->comment;
    insert_statistics(context, std::move(made));
}

}  // namespace backout::simulate
