#include "analyze/deparse_printer.h"
#include "catalog/table_part.h"
#include "sql/quote.h"

/// Definitions of what hangs on a table: pg_get_constraintdef, pg_get_indexdef, pg_get_triggerdef,
/// pg_get_statisticsobjdef.
namespace backout::analyze {

using catalog::AttributeNumber;
using catalog::Catalog;
using catalog::Constraint;
using catalog::Expr;
using catalog::IndexData;
using catalog::Oid;
using catalog::Relation;

namespace {

std::string column_name(const Catalog& catalog, Oid relation, AttributeNumber number) {
    const auto column = catalog::find_column(catalog, relation, number);
    return column ? quoted_name(catalog, column->name) : "?column?";
}

std::string column_list(const Catalog& catalog, Oid relation, const std::vector<AttributeNumber>& numbers,
                        bool period = false) {
    std::string list;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) list += period && i + 1 == numbers.size() ? ", PERIOD " : ", ";
        list += column_name(catalog, relation, numbers[i]);
    }
    return list;
}

std::string always_qualified(const Catalog& catalog, Oid relation) {
    const auto found = catalog::relation_info(catalog, relation);
    return found ? catalog::qualified_name(catalog, found->scope, found->name) : std::to_string(relation);
}

/// An expression of an index or partition key: in parentheses unless it looks like a call.
std::string key_expression(const Catalog& catalog, const Expr& expression, Oid relation,
                           const DeparseOptions& options) {
    const std::string text = deparse_expression(catalog, expression, relation, false, options);
    return looks_like_function(expression) ? text : "(" + text + ")";
}

/// Expressions of statistics are always printed with few parentheses and on one line.
std::string statistics_expression(const Catalog& catalog, const Expr& expression, Oid relation,
                                  const DeparseOptions& options) {
    Printer printer(catalog, options, {.indent = false, .few_parentheses = true});
    catalog::RangeEntry entry;
    entry.relation = relation;
    const std::vector<catalog::RangeEntry> entries{entry};
    NameSpace names;
    choose_names(names, catalog, entries);
    printer.push(names);
    printer.print(expression, false);
    const std::string text = printer.take();
    return looks_like_function(expression) ? text : "(" + text + ")";
}

/// get_reloptions: values that aren't plain words are quoted.
std::string option_list(const catalog::OptionList& options) {
    std::string list;
    for (const auto& [name, value] : options) {
        if (!list.empty()) list += ", ";
        list += sql::quote_identifier(name) + "=";
        list += sql::quote_identifier(value) == value ? value : quoted_literal(value);
    }
    return list;
}

std::string foreign_key_action(std::string_view event, char action) {
    switch (action) {
        case 'r': return std::string(event) + "RESTRICT";
        case 'c': return std::string(event) + "CASCADE";
        case 'n': return std::string(event) + "SET NULL";
        case 'd': return std::string(event) + "SET DEFAULT";
        default: return {};
    }
}

std::string foreign_key(const Catalog& catalog, const Constraint& key, const Printer& printer) {
    std::string text = "FOREIGN KEY (" + column_list(catalog, key.scope, key.keys, key.period) + ") REFERENCES " +
                       printer.relation_name(key.referenced);
    // The primary key of a relation that is only assumed isn't known.
    if (!key.referenced_keys.empty())
        text += "(" + column_list(catalog, key.referenced, key.referenced_keys, key.period) + ")";
    if (key.match_type == 'f') text += " MATCH FULL";
    if (key.match_type == 'p') text += " MATCH PARTIAL";
    text += foreign_key_action(" ON UPDATE ", key.update_action);
    text += foreign_key_action(" ON DELETE ", key.delete_action);
    if (!key.delete_set_columns.empty())
        text += " (" + column_list(catalog, key.scope, key.delete_set_columns) + ")";
    return text;
}

std::string unique_key(const Catalog& catalog, const Constraint& key) {
    const auto* relation = catalog.find<Relation>(key.index);
    const IndexData* index = relation ? relation->index.get() : nullptr;
    std::string text = key.type == Constraint::Type::primary_key ? "PRIMARY KEY " : "UNIQUE ";
    if (key.type == Constraint::Type::unique && index && index->nulls_not_distinct) text += "NULLS NOT DISTINCT ";
    text += "(" + column_list(catalog, key.scope, key.keys);
    text += key.period ? " WITHOUT OVERLAPS)" : ")";
    if (index && !index->included.empty()) text += " INCLUDE (" + column_list(catalog, key.scope, index->included) + ")";
    return text;
}

/// pg_get_indexdef_worker; with operators it is the definition of an exclusion constraint.
std::string index_definition(const Catalog& catalog, const Relation& index, const std::vector<Oid>* exclusion,
                             const DeparseOptions& options) {
    const IndexData& data = *index.index;
    const Printer printer(catalog, options, {});
    const auto method = catalog::access_method_info(catalog, data.access_method);
    const std::string method_name = method ? quoted_name(catalog, method->name) : "btree";
    std::string text;
    if (exclusion) {
        text = "EXCLUDE USING " + method_name + " (";
    } else {
        text = data.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
        text += quoted_name(catalog, index.name) + " ON ";
        if (index.kind == catalog::RelationKind::partitioned_index) text += "ONLY ";
        text += options.pretty ? printer.relation_name(data.table) : always_qualified(catalog, data.table);
        text += " USING " + method_name + " (";
    }
    for (std::size_t i = 0; i < data.keys.size(); ++i) {
        const IndexData::Key& key = data.keys[i];
        Oid type = catalog::invalid_oid;
        Oid collation = catalog::invalid_oid;
        if (i > 0) text += ", ";
        if (key.attribute != 0) {
            text += column_name(catalog, data.table, key.attribute);
            if (const auto column = catalog::find_column(catalog, data.table, key.attribute)) {
                type = column->type;
                collation = column->collation;
            }
        } else if (key.expression) {
            text += key_expression(catalog, *key.expression, data.table, options);
            type = key.expression->type;
            collation = key.expression->collation;
        }
        if (key.collation != catalog::invalid_oid && key.collation != collation)
            text += " COLLATE " + printer.collation_name(key.collation);
        text += printer.opclass_suffix(key.opclass, key.opclass_options.empty() ? type : catalog::invalid_oid);
        if (!key.opclass_options.empty()) text += " (" + option_list(key.opclass_options) + ")";
        if (!method || method->can_order) {
            if (key.descending) {
                text += key.nulls_first ? " DESC" : " DESC NULLS LAST";
            } else if (key.nulls_first) {
                text += " NULLS FIRST";
            }
        }
        if (exclusion && i < exclusion->size()) text += " WITH " + printer.operator_name((*exclusion)[i]);
    }
    if (!data.included.empty()) text += ") INCLUDE (" + column_list(catalog, data.table, data.included);
    text += ")";
    if (data.nulls_not_distinct) text += " NULLS NOT DISTINCT";
    if (!index.options.empty()) text += " WITH (" + option_list(index.options) + ")";
    if (data.predicate) {
        const std::string predicate = deparse_expression(catalog, *data.predicate, data.table, false, options);
        text += exclusion ? " WHERE (" + predicate + ")" : " WHERE " + predicate;
    }
    return text;
}

}  // namespace

std::string deparse_constraint(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* constraint = catalog.find<Constraint>(oid);
    if (!constraint) return {};
    const Printer printer(catalog, options, {});
    std::string text;
    switch (constraint->type) {
        case Constraint::Type::foreign_key: text = foreign_key(catalog, *constraint, printer); break;
        case Constraint::Type::primary_key:
        case Constraint::Type::unique: text = unique_key(catalog, *constraint); break;
        case Constraint::Type::check: {
            const Oid relation = constraint->on_domain ? catalog::invalid_oid : constraint->scope;
            text = "CHECK (";
            if (constraint->expression)
                text += deparse_expression(catalog, *constraint->expression, relation, false, options);
            text += constraint->no_inherit ? ") NO INHERIT" : ")";
            break;
        }
        case Constraint::Type::not_null:
            text = "NOT NULL";
            if (!constraint->on_domain) text += " " + column_list(catalog, constraint->scope, constraint->keys);
            if (constraint->no_inherit) text += " NO INHERIT";
            break;
        case Constraint::Type::trigger: text = "TRIGGER"; break;
        case Constraint::Type::exclusion: {
            const auto* index = catalog.find<Relation>(constraint->index);
            if (index && index->index)
                text = index_definition(catalog, *index, &constraint->exclusion_operators, options);
            break;
        }
    }
    if (constraint->deferrable) text += " DEFERRABLE";
    if (constraint->deferred) text += " INITIALLY DEFERRED";
    if (!constraint->enforced) {
        text += " NOT ENFORCED";
    } else if (!constraint->validated) {
        text += " NOT VALID";
    }
    return text;
}

std::string deparse_index(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* index = catalog.find<Relation>(oid);
    return index && index->index ? index_definition(catalog, *index, nullptr, options) : std::string();
}

std::string deparse_trigger(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* trigger = catalog.find<catalog::Trigger>(oid);
    if (!trigger) return {};
    const Printer printer(catalog, options, {});
    constexpr int row = 1, before = 2, insert = 4, delete_ = 8, update = 16, truncate = 32, instead = 64;
    const auto is = [&](int bit) { return (trigger->type & bit) != 0; };
    std::string text = trigger->constraint ? "CREATE CONSTRAINT TRIGGER " : "CREATE TRIGGER ";
    text += quoted_name(catalog, trigger->name);
    text += is(before) ? " BEFORE" : is(instead) ? " INSTEAD OF" : " AFTER";
    std::string_view separator = " ";
    const auto event = [&](int bit, std::string_view word) {
        if (!is(bit)) return;
        text += separator;
        text += word;
        separator = " OR ";
    };
    event(insert, "INSERT");
    event(delete_, "DELETE");
    event(update, "UPDATE");
    if (!trigger->columns.empty()) text += " OF " + column_list(catalog, trigger->scope, trigger->columns);
    event(truncate, "TRUNCATE");
    text += " ON ";
    text += options.pretty ? printer.relation_name(trigger->scope) : always_qualified(catalog, trigger->scope);
    text += " ";
    if (trigger->constraint) {
        if (trigger->constraint_relation != catalog::invalid_oid)
            text += "FROM " + printer.relation_name(trigger->constraint_relation) + " ";
        text += trigger->deferrable ? "DEFERRABLE INITIALLY " : "NOT DEFERRABLE INITIALLY ";
        text += trigger->initially_deferred ? "DEFERRED " : "IMMEDIATE ";
    }
    if (!trigger->old_table.empty() || !trigger->new_table.empty()) {
        text += "REFERENCING ";
        if (!trigger->old_table.empty()) text += "OLD TABLE AS " + quoted_name(catalog, trigger->old_table) + " ";
        if (!trigger->new_table.empty()) text += "NEW TABLE AS " + quoted_name(catalog, trigger->new_table) + " ";
    }
    text += is(row) ? "FOR EACH ROW " : "FOR EACH STATEMENT ";
    if (trigger->when)
        text += "WHEN (" + deparse_expression(catalog, *trigger->when, trigger->scope, true, options) + ") ";
    text += "EXECUTE FUNCTION " + printer.function_name(trigger->function) + "(";
    for (std::size_t i = 0; i < trigger->arguments.size(); ++i)
        text += (i > 0 ? ", " : "") + quoted_literal(trigger->arguments[i]);
    return text + ")";
}

std::string deparse_statistics(const Catalog& catalog, Oid oid, const DeparseOptions& options) {
    const auto* statistics = catalog.find<catalog::Statistics>(oid);
    if (!statistics) return {};
    const Printer printer(catalog, options, {});
    std::string text = "CREATE STATISTICS " + catalog::qualified_name(catalog, statistics->scope, statistics->name);
    const auto has = [&](char kind) { return statistics->kinds.find(kind) != std::string::npos; };
    const std::size_t columns = statistics->attributes.size() + statistics->expressions.size();
    if (columns > 1 && !(has('d') && has('f') && has('m'))) {
        std::string kinds;
        const auto add = [&](char kind, std::string_view word) {
            if (has(kind)) kinds += (kinds.empty() ? "" : ", ") + std::string(word);
        };
        add('d', "ndistinct");
        add('f', "dependencies");
        add('m', "mcv");
        text += " (" + kinds + ")";
    }
    text += " ON " + column_list(catalog, statistics->relation, statistics->attributes);
    for (std::size_t i = 0; i < statistics->expressions.size(); ++i) {
        if (i > 0 || !statistics->attributes.empty()) text += ", ";
        text += statistics_expression(catalog, *statistics->expressions[i], statistics->relation, options);
    }
    return text + " FROM " + printer.relation_name(statistics->relation);
}

std::string deparse_partition_key(const Catalog& catalog, Oid oid) {
    const auto* relation = catalog.find<Relation>(oid);
    if (!relation || !relation->partition_key) return {};
    const DeparseOptions options;
    const Printer printer(catalog, options, {});
    const catalog::PartitionKey& partition_key = *relation->partition_key;
    std::string text = partition_key.strategy == 'l' ? "LIST (" : partition_key.strategy == 'h' ? "HASH (" : "RANGE (";
    for (std::size_t i = 0; i < partition_key.columns.size(); ++i) {
        const auto& key = partition_key.columns[i];
        Oid type = catalog::invalid_oid;
        Oid collation = catalog::invalid_oid;
        if (i > 0) text += ", ";
        if (key.attribute != 0) {
            text += column_name(catalog, oid, key.attribute);
            if (const auto column = catalog::find_column(catalog, oid, key.attribute)) {
                type = column->type;
                collation = column->collation;
            }
        } else if (key.expression) {
            text += key_expression(catalog, *key.expression, oid, options);
            type = key.expression->type;
            collation = key.expression->collation;
        }
        if (key.collation != catalog::invalid_oid && key.collation != collation)
            text += " COLLATE " + printer.collation_name(key.collation);
        text += printer.opclass_suffix(key.opclass, type);
    }
    return text + ")";
}

std::string deparse_partition_bound(const Catalog& catalog, Oid oid) {
    const auto* relation = catalog.find<Relation>(oid);
    if (!relation || !relation->partition_bound) return {};
    const catalog::PartitionBoundData& bound = *relation->partition_bound;
    if (bound.is_default) return "DEFAULT";
    const auto list = [&](const std::vector<catalog::PartitionBoundValue>& values) {
        using Kind = catalog::PartitionBoundValue::Kind;
        Printer printer(catalog, {}, {});
        for (std::size_t i = 0; i < values.size(); ++i) {
            printer.append(i > 0 ? ", " : "(");
            if (values[i].kind == Kind::minvalue) {
                printer.append("MINVALUE");
            } else if (values[i].kind == Kind::maxvalue) {
                printer.append("MAXVALUE");
            } else if (values[i].value && values[i].value->kind == catalog::ExprKind::constant) {
                printer.print_constant(*values[i].value, -1);
            } else if (values[i].value) {
                printer.print(*values[i].value, false);
            }
        }
        printer.append(")");
        return printer.take();
    };
    switch (bound.strategy) {
        case 'h':
            return "FOR VALUES WITH (modulus " + std::to_string(bound.modulus) + ", remainder " +
                   std::to_string(bound.remainder) + ")";
        case 'l': return "FOR VALUES IN " + list(bound.list);
        default: return "FOR VALUES FROM " + list(bound.lower) + " TO " + list(bound.upper);
    }
}

}  // namespace backout::analyze
