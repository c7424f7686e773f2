// How PostgreSQL servers print definitions: deparse_definitions.tsv, written by tests/oracle/definition_check from
// deparse_definitions.sql.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "analyze/deparse.h"
#include "catalog/lookup.h"
#include "catalog/table_part.h"
#include "simulate_helper.h"
#include "sql/quote.h"

using namespace backout;
using catalog::Oid;

namespace {

using Definitions = std::map<std::pair<std::string, std::string>, std::string>;

std::filesystem::path beside(const char* name) { return std::filesystem::path(__FILE__).parent_path() / name; }

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\';
        if (escaped) ++i;
        result += !escaped ? text[i] : text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
    }
    return result;
}

/// The servers' definitions, by major version.
std::map<std::string, Definitions> read_expected() {
    std::ifstream file(beside("deparse_definitions.tsv"));
    REQUIRE(file);
    std::map<std::string, Definitions> expected;
    for (std::string line; std::getline(file, line);) {
        std::stringstream fields(line);
        std::string majors, kind, name, definition;
        std::getline(fields, majors, '\t');
        std::getline(fields, kind, '\t');
        std::getline(fields, name, '\t');
        std::getline(fields, definition, '\t');
        std::stringstream list(majors);
        for (std::string major; std::getline(list, major, ',');)
            expected[major][{kind, unescape(name)}] = unescape(definition);
    }
    return expected;
}

/// The same of a simulated server.
class Printed {
public:
    explicit Printed(const catalog::Catalog& catalog) : catalog_(catalog) {
        for (const auto* relation : catalog.all_of_class<catalog::Relation>()) add_relation(*relation);
        for (const auto* constraint : catalog.all_of_class<catalog::Constraint>()) {
            if (constraint->type == catalog::Constraint::Type::not_null ||
                constraint->type == catalog::Constraint::Type::trigger)
                continue;
            const auto* domain = catalog.find<catalog::Type>(constraint->scope);
            const std::string owner =
                domain ? catalog::format_type(catalog, path(), domain->oid) : relation_name(constraint->scope);
            add("constraint", owner + "." + sql::quote_identifier(constraint->name),
                analyze::deparse_constraint(catalog, constraint->oid));
        }
        for (const auto* trigger : catalog.all_of_class<catalog::Trigger>())
            add("trigger", part_name(*trigger), analyze::deparse_trigger(catalog, trigger->oid));
        for (const auto* rule : catalog.all_of_class<catalog::Rule>())
            if (rule->name != "_RETURN") add("rule", part_name(*rule), analyze::deparse_rule(catalog, rule->oid));
        for (const auto* statistics : catalog.all_of_class<catalog::Statistics>())
            add("statistics", catalog::qualified_name(catalog, statistics->scope, statistics->name),
                analyze::deparse_statistics(catalog, statistics->oid));
        for (const auto* function : catalog.all_of_class<catalog::Function>())
            add("function", analyze::function_signature(catalog, function->oid, true),
                analyze::deparse_function(catalog, function->oid));
        for (const auto* policy : catalog.all_of_class<catalog::Policy>()) {
            const std::string name = relation_name(policy->scope) + "." + policy->name;
            if (policy->using_)
                add("policy using", name, analyze::deparse_expression(catalog, *policy->using_, policy->scope));
            if (policy->with_check)
                add("policy check", name, analyze::deparse_expression(catalog, *policy->with_check, policy->scope));
        }
        for (const auto* value : catalog.all_of_class<catalog::AttributeDefault>()) {
            const auto column = catalog::find_column(catalog, value->scope, value->attribute);
            add("default", relation_name(value->scope) + "." + sql::quote_identifier(column->name),
                analyze::deparse_expression(catalog, *value->expression, value->scope));
        }
    }

    const Definitions& definitions() const { return definitions_; }

private:
    static const catalog::SearchPath& path() { return catalog::catalog_only_path(); }

    std::string relation_name(Oid relation) const {
        const auto info = catalog::relation_info(catalog_, relation);
        return catalog::qualified_name(catalog_, info->scope, info->name);
    }

    std::string part_name(const catalog::Object& object) const {
        return relation_name(object.scope) + "." + sql::quote_identifier(object.name);
    }

    void add(const char* kind, std::string name, std::string definition) {
        definitions_[{kind, std::move(name)}] = std::move(definition);
    }

    void add_relation(const catalog::Relation& relation) {
        const std::string name = relation_name(relation.oid);
        if (relation.is_index()) add("index", name, analyze::deparse_index(catalog_, relation.oid));
        if (relation.view_query)
            add("view", name, analyze::deparse_query(catalog_, *relation.view_query, {}, relation.oid));
        if (relation.partition_key) add("partition key", name, analyze::deparse_partition_key(catalog_, relation.oid));
        if (relation.partition_bound && !relation.is_index())
            add("partition bound", name, analyze::deparse_partition_bound(catalog_, relation.oid));
    }

    const catalog::Catalog& catalog_;
    Definitions definitions_;
};

std::string read_statements() {
    std::ifstream file(beside("deparse_definitions.sql"));
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("deparse: definitions print as the servers print them") {
    for (const auto& [major, expected] : read_expected()) {
        CAPTURE(major);
        test::Replay replay(std::atoi(major.c_str()));
        std::stringstream statements(read_statements());
        for (std::string statement; std::getline(statements, statement);) {
            CAPTURE(statement);
            CHECK(replay.outcome(statement) == "ok");
        }
        const Printed printed(replay.catalog());
        for (const auto& [key, definition] : expected) {
            CAPTURE(key.first);
            CAPTURE(key.second);
            const auto found = printed.definitions().find(key);
            CHECK((found == printed.definitions().end() ? "missing" : found->second) == definition);
        }
        for (const auto& [key, definition] : printed.definitions()) {
            CAPTURE(key.first);
            CAPTURE(key.second);
            CHECK(expected.contains(key));
        }
    }
}
