#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "analyze/deparse.h"
#include "catalog/relation.h"
#include "simulate/drop.h"
#include "simulate_helper.h"

/// What the tests of tables, constraints, indexes and partitions share.
namespace backout::test {

/// A statement, and what a server answers to it after those before.
struct Answer {
    std::string_view sql;
    std::string_view outcome;
};

/// Runs statements one after another in one session.
inline void check_answers(int major, const std::vector<Answer>& answers) {
    Replay replay(major);
    for (const Answer& answer : answers) {
        CAPTURE(answer.sql);
        CHECK(replay.outcome(answer.sql) == answer.outcome);
    }
}

inline const catalog::Relation* find_relation(const Replay& replay, std::string_view name) {
    return replay.catalog().find<catalog::Relation>(catalog::public_namespace, name);
}

/// "name definition" of each constraint of a table, in order of name.
inline std::vector<std::string> constraints_of(const Replay& replay, std::string_view table) {
    const catalog::SearchPath path;
    std::vector<std::string> lines;
    for (const auto* constraint :
         replay.catalog().members_of_class<catalog::Constraint>(find_relation(replay, table)->oid))
        lines.push_back(constraint->name + " " +
                        analyze::deparse_constraint(replay.catalog(), constraint->oid, {&path, false}));
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Definitions of the indexes of a schema, in order of name.
inline std::vector<std::string> indexes(const Replay& replay) {
    std::vector<std::string> lines;
    for (const auto* relation : replay.catalog().all_of_class<catalog::Relation>())
        if (relation->index) lines.push_back(analyze::deparse_index(replay.catalog(), relation->oid));
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Rows of pg_depend as pg_describe_object words them: "index i -> column a of table t (a)". Those of row
/// types and of schemas are left out.
inline std::vector<std::string> dependencies(const Replay& replay) {
    const catalog::Catalog& catalog = replay.catalog();
    const catalog::SearchPath path;
    std::vector<std::string> lines;
    auto add = [&](const catalog::Object* object) {
        for (const catalog::Dependency& dependency : object->dependencies)
            lines.push_back(simulate::describe(catalog, path, {object->oid, dependency.column}) + " -> " +
                            simulate::describe(catalog, path, dependency.referenced) + " (" +
                            static_cast<char>(dependency.type) + ")");
    };
    for (catalog::ObjectClass kind :
         {catalog::ObjectClass::relation, catalog::ObjectClass::constraint,
          catalog::ObjectClass::attribute_default, catalog::ObjectClass::statistics})
        for (catalog::Oid oid : catalog.all(kind))
            add(catalog.find(oid));
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

/// "name mode" of each lock of a statement.
inline std::vector<std::string> locks(const Replay& replay, const simulate::StatementResult& result) {
    std::vector<std::string> lines;
    for (const auto& lock : result.effects.locks)
        lines.push_back(replay.catalog().find(lock.relation)->name + " " +
                        std::to_string(static_cast<int>(lock.mode)));
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Names of the relations that a statement reads all rows of.
inline std::vector<std::string> scans(const Replay& replay, const simulate::StatementResult& result) {
    std::vector<std::string> lines;
    for (const auto& scan : result.effects.scans)
        lines.push_back(replay.catalog().find(scan.relation)->name);
    std::sort(lines.begin(), lines.end());
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace backout::test
