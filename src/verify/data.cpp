#include "verify/data.h"

#include <algorithm>

#include <fmt/format.h>

namespace backout::verify {

using catalog::Catalog;
using catalog::Oid;
using catalog::Relation;
using simulate::Effects;
using Kind = simulate::Effects::Data::Kind;

namespace {

/// Walks the statements of up and down and keeps what happened to rows that were there before.
class DataJudge {
public:
    DataJudge(const Catalog& catalog, const MigrationRun& run) : catalog_(catalog), before_(run.up.before) {}

    void add(const ScriptRun& script) {
        for (const StatementRun& statement : script.statements) {
            if (statement.result.outcome.kind != simulate::OutcomeKind::ok) continue;
            for (const Effects::Data& data : statement.result.effects.data) add(script, statement, data);
        }
    }

    DataReport finish() { return std::move(report_); }

private:
    /// The relation as it was before the up; null when up or down made it: its rows are no loss.
    const Relation* before_up(Oid oid) const {
        auto changes = catalog_.changes(before_, catalog_.position());
        auto first = std::find_if(changes.begin(), changes.end(), [&](const auto& change) { return change.oid == oid; });
        if (first == changes.end()) return catalog_.find<Relation>(oid);
        return catalog::as<Relation>(first->before.get());
    }

    static bool holds_rows(const Relation& relation) {
        return relation.is_table() && relation.persistence != 't';
    }

    std::string name_of(const Relation& relation) const {
        return catalog::namespace_name(catalog_, relation.scope) + "." + relation.name;
    }

    void lose(const ScriptRun& script, const StatementRun& statement, std::string object, std::string detail) {
        report_.verdict = DataVerdict::lossy;
        DataLoss loss{std::move(object), std::move(detail), {}};
        loss.origin = RelatedPlace{
            History::place(*script.parsed->source, statement.parsed->begin, statement.parsed->end), "lost here"};
        report_.losses.push_back(std::move(loss));
    }

    void add(const ScriptRun& script, const StatementRun& statement, const Effects::Data& data) {
        const Relation* relation = before_up(data.relation);
        if (!relation || !holds_rows(*relation)) return;
        const catalog::Attribute* attribute = data.column ? relation->find_attribute(data.column) : nullptr;
        std::string table = name_of(*relation);
        std::string_view when = script.direction == Direction::up ? "up" : "down";
        switch (data.kind) {
            case Kind::table_dropped:
                lose(script, statement, table, fmt::format("all rows: the {} drops the table", when));
                break;
            case Kind::truncate: lose(script, statement, table, fmt::format("all rows: the {} truncates it", when)); break;
            case Kind::delete_: lose(script, statement, table, fmt::format("rows that the {} deletes", when)); break;
            case Kind::column_dropped:
                if (attribute && !attribute->generated)
                    lose(script, statement, table + "." + attribute->name,
                         fmt::format("its values: the {} drops the column", when));
                break;
            case Kind::update:
            case Kind::column_filled:
            case Kind::type_changed:
                if (attribute || data.column == 0) uncertain();
                break;
            case Kind::insert:
            case Kind::insert_select:
            case Kind::copy: break;
        }
    }

    /// Values are overwritten or converted; whether the old ones can be had back is not known.
    void uncertain() {
        if (report_.verdict == DataVerdict::lossless) report_.verdict = DataVerdict::unknown;
    }

    const Catalog& catalog_;
    catalog::Position before_;
    DataReport report_;
};

}  // namespace

DataReport judge_data(const Catalog& catalog, const MigrationRun& run) {
    DataJudge judge(catalog, run);
    judge.add(run.up);
    if (run.has_down) judge.add(run.down);
    return judge.finish();
}

}  // namespace backout::verify
