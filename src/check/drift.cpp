#include "backout/drift.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "catalog/relation.h"
#include "check/ups.h"
#include "simulate/assume.h"
#include "verify/residue.h"

namespace backout {

namespace {

using catalog::Catalog;
using catalog::Oid;
using catalog::Relation;

/// What belongs to the server rather than to a database's schema.
constexpr std::array left_out_kinds{"role", "role_setting", "role_member", "membership", "database", "default_acl",
                                    "default_privileges", "tablespace"};

/// The table that an object is of or belongs to: a column's, an index's, a constraint's, a serial column's sequence's.
const Relation* table_of(const Catalog& catalog, Oid oid) {
    const catalog::Object* object = catalog.find(oid);
    const auto* relation = catalog::as<Relation>(object);
    if (!relation) return object ? catalog.find<Relation>(object->scope) : nullptr;
    if (relation->index) return catalog.find<Relation>(relation->index->table);
    if (relation->sequence && relation->sequence->owned_by.oid)
        return catalog.find<Relation>(relation->sequence->owned_by.oid);
    return relation;
}

std::vector<verify::ListedItem> items_of(const verify::History& history) {
    const Catalog& catalog = history.simulator().catalog();
    std::vector<verify::ListedItem> items;
    for (inventory::Item& item : inventory::all_items(catalog)) {
        const bool is_left_out =
            std::find(left_out_kinds.begin(), left_out_kinds.end(), item.kind) != left_out_kinds.end();
        const Relation* table = table_of(catalog, item.oid);
        const bool is_nobodys = table && (history.is_bookkeeping(*table) || table->assumed);
        if (is_left_out || is_nobodys) continue;
        std::erase_if(item.properties, [](const inventory::Property& property) {
            return property.name == "owner" || property.name == "privileges";
        });
        const catalog::Object* object = catalog.find(item.oid);
        items.push_back({std::move(item), object ? object->origin : catalog::Origin{}});
    }
    return items;
}

void add_reason(DriftReport& report, std::string reason) {
    if (std::find(report.reasons.begin(), report.reasons.end(), reason) == report.reasons.end())
        report.reasons.push_back(std::move(reason));
}

/// What makes the schema that the migrations give less than certain.
void add_reasons_of_ups(DriftReport& report, const verify::UpState& state) {
    // In which transaction a statement may run makes no difference to what it makes.
    const bool is_about_schema =
        state.up.error && state.up.error->sqlstate != "25001" && state.up.error->sqlstate != "55P04";
    if (is_about_schema)
        add_reason(report, fmt::format("the up of {} fails: {}", state.migration.name, state.up.error->message));
    for (const std::string& reason : state.run.up.reasons)
        add_reason(report, fmt::format("in the up of {}, {}", state.migration.name, reason));
}

}  // namespace

DriftReport find_drift(const project::Project& project, const CheckOptions& options, const project::Script& dump) {
    DriftReport report;
    report.file = dump.file ? dump.file->path() : std::string();
    report.postgres_major = options.postgres_major;

    const project::Project nothing;
    CheckOptions dump_options;
    dump_options.postgres_major = options.postgres_major;
    dump_options.baseline = dump;
    verify::History dumped(nothing, dump_options, {});
    dumped.replay_ups(0, {});
    for (const SqlError& error : dumped.baseline_errors()) {
        if (error.sqlstate == "42601")
            report.syntax_errors.push_back(error);
        else
            add_reason(report, fmt::format("a statement in line {} of {} fails: {}", error.place.begin.line,
                                           report.file, error.message));
    }
    if (!report.syntax_errors.empty()) return report;

    auto made = replayed_ups(project, options, project.migrations.size(),
                             [&](const verify::UpState& state) { add_reasons_of_ups(report, state); });
    for (const simulate::Assumption& assumption : made->simulator().assumptions())
        if (assumption.kind != analyze::Missing::Kind::role)
            add_reason(report, fmt::format("{} is taken to have been there before the first migration",
                                           simulate::to_string(assumption, made->simulator().catalog())));

    verify::StateDifference difference = verify::compare_items(items_of(*made), items_of(dumped));
    for (std::size_t i = 0; i < difference.residue.size(); ++i) {
        Residue& one = difference.residue[i];
        const bool is_in_dump = one.change != Residue::Change::removed;
        const verify::History& origin = is_in_dump ? dumped : *made;
        if (auto place = origin.place(difference.origins[i]))
            one.origin = RelatedPlace{*place, is_in_dump ? "dumped here" : "made here"};
        report.differences.push_back(std::move(one));
    }
    report.notes = std::move(difference.notes);
    return report;
}

}  // namespace backout
