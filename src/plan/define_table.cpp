#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plan/define_column.h"
#include "plan/definition.h"
#include "plan/table_parts.h"
#include "sql/quote.h"

/// CREATE TABLE with what can be written with it, and the settings that only ALTER TABLE knows.
namespace backout::plan {

using catalog::Attribute;
using catalog::Constraint;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// Columns that came with the parent have no definition of their own.
bool is_own_column(const Attribute& column) { return column.is_local || column.inherit_count == 0; }

/// CREATE TABLE … PARTITION OF makes all columns inherited ones; where the partition was attached, they are its own.
bool was_attached(const Relation& table) {
    return table.is_partition && std::any_of(table.attributes.begin(), table.attributes.end(), is_own_column);
}

std::string_view create_words(const Relation& table) {
    if (table.kind == RelationKind::foreign_table) return "CREATE FOREIGN TABLE";
    return table.persistence == 'u' ? "CREATE UNLOGGED TABLE" : "CREATE TABLE";
}

std::string body(const Writer& writer, const Relation& table) {
    std::vector<std::string> lines;
    for (const Attribute& column : table.attributes)
        if (is_own_column(column) && !table.of_type) lines.push_back("    " + column_definition(writer, table, column));
    for (const Constraint* constraint : constraints_written_with_table(writer.catalog(), table))
        lines.push_back(fmt::format("    CONSTRAINT {} {}", sql::quote_identifier(constraint->name),
                                    analyze::deparse_constraint(writer.catalog(), constraint->oid, writer.options())));
    return lines.empty() ? std::string(" ()") : fmt::format(" (\n{}\n)", fmt::join(lines, ",\n"));
}

std::string clauses(const Writer& writer, const Relation& table, bool as_partition) {
    std::string text;
    if (!table.parents.empty() && !table.is_partition) {
        std::vector<std::string> parents;
        for (Oid parent : table.parents) parents.push_back(writer.name(parent));
        text += fmt::format(" INHERITS ({})", fmt::join(parents, ", "));
    }
    if (as_partition) text += " " + analyze::deparse_partition_bound(writer.catalog(), table.oid);
    if (table.partition_key)
        text += " PARTITION BY " + analyze::deparse_partition_key(writer.catalog(), table.oid);
    if (table.foreign_server) {
        const Object* server = writer.catalog().find(table.foreign_server);
        text += " SERVER " + (server ? Writer::bare_name(*server) : std::string());
        if (!table.fdw_options.empty()) text += fmt::format(" OPTIONS ({})", generic_options(table.fdw_options));
    }
    if (auto method = catalog::access_method_info(writer.catalog(), table.access_method); method && method->name != "heap")
        text += " USING " + sql::quote_identifier(method->name);
    if (!table.options.empty()) text += fmt::format(" WITH ({})", storage_parameters(table.options));
    if (!table.tablespace.empty()) text += " TABLESPACE " + sql::quote_identifier(table.tablespace);
    return text;
}

void add_settings(const Writer& writer, const Relation& table, Definition& definition) {
    for (const Attribute& column : table.attributes)
        if (is_own_column(column))
            for (std::string& statement : column_settings(writer, table, column))
                definition.statements.push_back(std::move(statement));
    if (table.replica_identity == 'f' || table.replica_identity == 'n')
        definition.statements.push_back(fmt::format("{} REPLICA IDENTITY {}", alter_prefix(writer, table),
                                                    table.replica_identity == 'f' ? "FULL" : "NOTHING"));
}

}  // namespace

void define_table(const Writer& writer, const Object& object, Definition& definition) {
    const auto& table = static_cast<const Relation&>(object);
    const bool attached = was_attached(table);
    const bool as_partition = table.is_partition && !attached && !table.parents.empty();
    std::string text = fmt::format("{} {}", create_words(table), writer.name(table));
    if (as_partition) {
        text += " PARTITION OF " + writer.name(table.parents.front());
    } else if (table.of_type) {
        text += " OF " + writer.type(table.of_type);
        if (!constraints_written_with_table(writer.catalog(), table).empty()) text += body(writer, table);
    } else {
        text += body(writer, table);
    }
    definition.statements.push_back(text + clauses(writer, table, as_partition));
    add_settings(writer, table, definition);
    if (attached && !table.parents.empty())
        definition.statements.push_back(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}",
                                                    writer.name(table.parents.front()), writer.name(table),
                                                    analyze::deparse_partition_bound(writer.catalog(), table.oid)));
}

std::vector<std::string> row_security_statements(const Writer& writer, const Relation& table, bool was_enabled,
                                                 bool was_forced) {
    std::vector<std::string> statements;
    if (table.row_security != was_enabled)
        statements.push_back(fmt::format("{} {} ROW LEVEL SECURITY", alter_prefix(writer, table),
                                         table.row_security ? "ENABLE" : "DISABLE"));
    if (table.force_row_security != was_forced)
        statements.push_back(fmt::format("{} {} ROW LEVEL SECURITY", alter_prefix(writer, table),
                                         table.force_row_security ? "FORCE" : "NO FORCE"));
    return statements;
}

}  // namespace backout::plan
