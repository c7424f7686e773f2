#include "plan/define_column.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plan/table_parts.h"
#include "simulate/names.h"
#include "sql/quote.h"

namespace backout::plan {

using catalog::Attribute;
using catalog::Constraint;
using catalog::Relation;

namespace {

constexpr Oid int2 = 21;
constexpr Oid int4 = 23;

std::string_view serial_word(Oid type) { return type == int2 ? "smallserial" : type == int4 ? "serial" : "bigserial"; }

std::int64_t type_maximum(Oid type) { return type == int2 ? INT16_MAX : type == int4 ? INT32_MAX : INT64_MAX; }

/// The not-null constraint as a clause; from 18 on it may have a name of its own choice, and not be inherited.
std::string not_null_clause(const Catalog& catalog, const Relation& table, const Attribute& column) {
    for (const auto* constraint : catalog.members_of_class<Constraint>(table.oid)) {
        if (constraint->type != Constraint::Type::not_null || constraint->keys != std::vector{column.number}) continue;
        bool named = constraint->name != simulate::make_object_name(table.name, column.name, "not_null");
        return fmt::format("{}NOT NULL{}", named ? fmt::format("CONSTRAINT {} ", sql::quote_identifier(constraint->name)) : "",
                           constraint->no_inherit ? " NO INHERIT" : "");
    }
    return "NOT NULL";
}

}  // namespace

const Relation* identity_sequence(const Catalog& catalog, const Relation& table, catalog::AttributeNumber column) {
    for (Oid oid : catalog.dependents(table.oid)) {
        const auto* sequence = catalog.find<Relation>(oid);
        if (sequence && sequence->sequence && sequence->sequence->identity &&
            sequence->sequence->owned_by == catalog::ObjectAddress{table.oid, column})
            return sequence;
    }
    return nullptr;
}

std::string identity_clause(const Writer& writer, const Relation& table, const Attribute& column) {
    std::string clause = column.identity == 'a' ? "ALWAYS AS IDENTITY" : "BY DEFAULT AS IDENTITY";
    const Relation* sequence = identity_sequence(writer.catalog(), table, column.number);
    if (!sequence) return clause;
    const catalog::SequenceData& data = *sequence->sequence;
    std::vector<std::string> options;
    if (sequence->name != simulate::make_object_name(table.name, column.name, "seq"))
        options.push_back("SEQUENCE NAME " + writer.name(*sequence));
    if (data.increment != 1) options.push_back(fmt::format("INCREMENT BY {}", data.increment));
    if (data.minimum != 1) options.push_back(fmt::format("MINVALUE {}", data.minimum));
    if (data.maximum != type_maximum(data.type)) options.push_back(fmt::format("MAXVALUE {}", data.maximum));
    if (data.start != data.minimum) options.push_back(fmt::format("START WITH {}", data.start));
    if (data.cache != 1) options.push_back(fmt::format("CACHE {}", data.cache));
    if (data.cycle) options.push_back("CYCLE");
    if (!options.empty()) clause += fmt::format(" ({})", fmt::join(options, " "));
    return clause;
}

std::string collate_clause(const Writer& writer, const Attribute& column) {
    auto type = catalog::type_info(writer.catalog(), column.type);
    if (column.collation == catalog::invalid_oid || !type || type->collation == column.collation) return {};
    return " COLLATE " + writer.collation(column.collation);
}

std::string column_definition(const Writer& writer, const Relation& table, const Attribute& column) {
    const Catalog& catalog = writer.catalog();
    std::string text = sql::quote_identifier(column.name) + " ";
    if (serial_sequence(catalog, table, column)) return text + std::string(serial_word(column.type));
    text += writer.type(column.type, column.typmod);
    if (!column.fdw_options.empty()) text += fmt::format(" OPTIONS ({})", generic_options(column.fdw_options));
    text += collate_clause(writer, column);
    const auto* value = catalog.find<catalog::AttributeDefault>(column.default_oid);
    if (value && value->expression && is_written_with_table(catalog, *value)) {
        std::string expression = writer.expression(*value->expression, table.oid);
        if (column.generated)
            text += fmt::format(" GENERATED ALWAYS AS ({}) {}", expression, column.generated == 's' ? "STORED" : "VIRTUAL");
        else
            text += " DEFAULT " + expression;
    }
    if (column.identity) text += " GENERATED " + identity_clause(writer, table, column);
    if (column.not_null && (!column.identity || catalog.major_number() >= 18)) {
        std::string clause = not_null_clause(catalog, table, column);
        if (!column.identity || clause != "NOT NULL") text += " " + clause;
    }
    return text;
}

std::string alter_prefix(const Writer& writer, const Relation& table) {
    return fmt::format("ALTER {} {}",
                       table.kind == catalog::RelationKind::foreign_table       ? "FOREIGN TABLE"
                       : table.kind == catalog::RelationKind::view              ? "VIEW"
                       : table.kind == catalog::RelationKind::materialized_view ? "MATERIALIZED VIEW"
                                                                                : "TABLE",
                       writer.name(table));
}

std::string alter_column_prefix(const Writer& writer, const Relation& table, const Attribute& column) {
    return fmt::format("{} ALTER COLUMN {}", alter_prefix(writer, table), sql::quote_identifier(column.name));
}

std::string_view storage_word(char storage) {
    return storage == 'p' ? "PLAIN" : storage == 'e' ? "EXTERNAL" : storage == 'm' ? "MAIN" : "EXTENDED";
}

std::vector<std::string> column_settings(const Writer& writer, const Relation& table, const Attribute& column) {
    std::vector<std::string> statements;
    const std::string prefix = alter_column_prefix(writer, table, column);
    auto type = catalog::type_info(writer.catalog(), column.type);
    if (type && type->storage != column.storage && table.is_table())
        statements.push_back(fmt::format("{} SET STORAGE {}", prefix, storage_word(column.storage)));
    if (column.compression)
        statements.push_back(fmt::format("{} SET COMPRESSION {}", prefix, column.compression == 'l' ? "lz4" : "pglz"));
    if (column.statistics_target >= 0)
        statements.push_back(fmt::format("{} SET STATISTICS {}", prefix, column.statistics_target));
    if (!column.options.empty())
        statements.push_back(fmt::format("{} SET ({})", prefix, storage_parameters(column.options)));
    return statements;
}

}  // namespace backout::plan
