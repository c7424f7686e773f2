#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plan/alteration.h"
#include "plan/define_column.h"
#include "sql/quote.h"

/// Tables on both sides: what they are (logged, partition, child), their settings, then their columns.
namespace backout::plan {

using catalog::Relation;
using catalog::RelationKind;

namespace {

std::vector<std::string> parent_names(const Writer& writer, const Relation& table) {
    std::vector<std::string> names;
    for (Oid parent : table.parents) names.push_back(writer.name(parent));
    return names;
}

std::string bound(const Writer& writer, const Relation& table) {
    return table.is_partition ? analyze::deparse_partition_bound(writer.catalog(), table.oid) : std::string();
}

/// The parents of a table on both sides, and for a partition which part of its parent it is.
struct Parents {
    Parents(const Pair& pair, const Relation& before_table, const Relation& after_table)
        : before(parent_names(pair.from, before_table)),
          after(parent_names(pair.to, after_table)),
          changes(before != after || bound(pair.from, before_table) != bound(pair.to, after_table)) {}

    static bool has(const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    std::vector<std::string> before, after;
    bool changes;
};

void leave_parents(const Pair& pair, const Parents& parents, Alteration& alteration) {
    const auto& before = static_cast<const Relation&>(pair.source);
    const auto& after = static_cast<const Relation&>(pair.target);
    if (!parents.changes) return;
    for (const std::string& parent : parents.before) {
        if (before.is_partition)
            alteration.add(fmt::format("ALTER TABLE {} DETACH PARTITION {}", parent, pair.to.name(after)));
        else if (!Parents::has(parents.after, parent))
            alteration.add(fmt::format("{} NO INHERIT {}", alter_prefix(pair.to, after), parent));
        else
            continue;
        alteration.steps.back().leaves_parent = true;
    }
}

void join_parents(const Pair& pair, const Parents& parents, Alteration& alteration) {
    const auto& after = static_cast<const Relation&>(pair.target);
    if (!parents.changes) return;
    for (const std::string& parent : parents.after) {
        if (after.is_partition)
            alteration.add(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", parent, pair.to.name(after), bound(pair.to, after)));
        else if (!Parents::has(parents.before, parent))
            alteration.add(fmt::format("{} INHERIT {}", alter_prefix(pair.to, after), parent));
        else
            continue;
        alteration.steps.back().joins_parent = true;
    }
}

void change_options(std::string_view prefix, const catalog::OptionList& before, const catalog::OptionList& after,
                    Alteration& alteration) {
    if (before == after) return;
    catalog::OptionList set;
    std::vector<std::string> reset;
    for (const auto& option : after)
        if (std::find(before.begin(), before.end(), option) == before.end()) set.push_back(option);
    for (const auto& option : before)
        if (std::none_of(after.begin(), after.end(), [&](const auto& kept) { return kept.first == option.first; }))
            reset.push_back(option.first);
    if (!set.empty()) alteration.add(fmt::format("{} SET ({})", prefix, storage_parameters(set)));
    if (!reset.empty()) alteration.add(fmt::format("{} RESET ({})", prefix, fmt::join(reset, ", ")));
}

void change_foreign_options(std::string_view prefix, const catalog::OptionList& before, const catalog::OptionList& after,
                            Alteration& alteration) {
    std::vector<std::string> changes;
    auto find = [](const catalog::OptionList& options, const std::string& name) {
        return std::find_if(options.begin(), options.end(), [&](const auto& option) { return option.first == name; });
    };
    for (const auto& [name, value] : after) {
        auto old = find(before, name);
        if (old == before.end() || old->second != value)
            changes.push_back(fmt::format("{} {} {}", old == before.end() ? "ADD" : "SET", sql::quote_identifier(name),
                                          sql::quote_literal(value)));
    }
    for (const auto& option : before)
        if (find(after, option.first) == after.end()) changes.push_back("DROP " + sql::quote_identifier(option.first));
    if (!changes.empty()) alteration.add(fmt::format("{} OPTIONS ({})", prefix, fmt::join(changes, ", ")));
}

void change_settings(const Pair& pair, const Relation& before, const Relation& after, Alteration& alteration) {
    const std::string prefix = alter_prefix(pair.to, after);
    if (before.persistence != after.persistence)
        alteration.add(fmt::format("{} SET {}", prefix, after.persistence == 'u' ? "UNLOGGED" : "LOGGED"));
    auto method = [](const Writer& writer, const Relation& table) {
        auto info = catalog::access_method_info(writer.catalog(), table.access_method);
        return info ? std::string(info->name) : std::string("heap");
    };
    if (std::string name = method(pair.to, after); name != method(pair.from, before))
        alteration.add(fmt::format("{} SET ACCESS METHOD {}", prefix, sql::quote_identifier(name)));
    if (before.tablespace != after.tablespace)
        alteration.add(fmt::format("{} SET TABLESPACE {}", prefix,
                                   after.tablespace.empty() ? "pg_default" : sql::quote_identifier(after.tablespace)));
    change_options(prefix, before.options, after.options, alteration);
    change_foreign_options(prefix, before.fdw_options, after.fdw_options, alteration);
    // With an index: the index says so itself.
    if (before.replica_identity != after.replica_identity && after.replica_identity != 'i')
        alteration.add(fmt::format("{} REPLICA IDENTITY {}", prefix,
                                   after.replica_identity == 'f'   ? "FULL"
                                   : after.replica_identity == 'n' ? "NOTHING"
                                                                   : "DEFAULT"));
}

std::string partition_key(const Writer& writer, const Relation& table) {
    return table.partition_key ? analyze::deparse_partition_key(writer.catalog(), table.oid) : std::string();
}

std::string server_name(const Writer& writer, const Relation& table) {
    const Object* server = writer.catalog().find(table.foreign_server);
    return server ? server->name : std::string();
}

}  // namespace

void alter_table(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const Relation&>(pair.source);
    const auto& after = static_cast<const Relation&>(pair.target);
    if (before.kind != after.kind || partition_key(pair.from, before) != partition_key(pair.to, after) ||
        server_name(pair.from, before) != server_name(pair.to, after)) {
        alteration.recreate = true;
        return;
    }
    auto row_type = [](const Writer& writer, const Relation& table) {
        return table.of_type ? writer.type(table.of_type) : std::string();
    };
    const std::string of_type = row_type(pair.to, after);
    if (row_type(pair.from, before) != of_type)
        alteration.add(alter_prefix(pair.to, after) + (of_type.empty() ? " NOT OF" : " OF " + of_type));
    const Parents parents(pair, before, after);
    leave_parents(pair, parents, alteration);
    if (!after.of_type) alter_columns(pair, alteration);
    join_parents(pair, parents, alteration);
    change_settings(pair, before, after, alteration);
    std::vector<std::string> security =
        row_security_statements(pair.to, after, before.row_security, before.force_row_security);
    if (!security.empty())
        alteration.steps.push_back({.statements = std::move(security), .remarks = {}, .after_policies = true});
}

}  // namespace backout::plan
