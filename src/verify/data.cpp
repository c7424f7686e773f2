#include "verify/data.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/lookup.h"
#include "verify/lineage.h"

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
    using IsIgnored = std::function<bool(const Relation&)>;

    DataJudge(const Catalog& catalog, catalog::Position before, const IsIgnored& is_ignored)
        : catalog_(catalog), lineage_(catalog, before), is_ignored_(is_ignored) {}

    void add(const ScriptRun& script) {
        for (const StatementRun& statement : script.statements) {
            if (statement.result.outcome.kind != simulate::OutcomeKind::ok) continue;
            for (const Effects::Data& data : statement.result.effects.data)
                add(script, statement, data);
            lineage_.add(statement.result.effects.data);
        }
    }

    DataReport finish() {
        for (const Destroyed& destroyed : destroyed_)
            judge(destroyed);
        return std::move(report_);
    }

private:
    /// A column, or with column 0 a whole table, that a statement dropped.
    struct Destroyed {
        const Relation* relation;
        catalog::AttributeNumber column;
        std::string how;
        RelatedPlace place;
    };

    static bool holds_rows(const Relation& relation) {
        return relation.is_table() && relation.persistence != 't';
    }

    std::string name_of(const Relation& relation) const {
        return catalog::namespace_name(catalog_, relation.scope) + "." + relation.name;
    }

    static RelatedPlace place_of(const ScriptRun& script, const StatementRun& statement) {
        return {History::place(*script.parsed->source, statement.parsed->begin, statement.parsed->end),
                "lost here"};
    }

    void lose(std::string object, std::string detail, RelatedPlace place) {
        report_.verdict = DataVerdict::lossy;
        report_.losses.push_back({std::move(object), std::move(detail), std::move(place)});
    }

    void add(const ScriptRun& script, const StatementRun& statement, const Effects::Data& data) {
        const Relation* relation = lineage_.before_up(data.relation);
        if (!relation || !holds_rows(*relation) || is_ignored_(*relation)) return;
        std::string_view when = script.direction == Direction::up ? "up" : "down";
        RelatedPlace place = place_of(script, statement);
        switch (data.kind) {
            case Kind::table_dropped:
                destroyed_.push_back({relation, 0, fmt::format("the {} drops the table", when), place});
                break;
            case Kind::truncate:
                lose(name_of(*relation), fmt::format("all rows: the {} truncates it", when), place);
                break;
            case Kind::delete_:
                lose(name_of(*relation), fmt::format("rows that the {} deletes", when), place);
                break;
            case Kind::column_dropped:
                destroyed_.push_back(
                    {relation, data.column, fmt::format("the {} drops the column", when), place});
                break;
            case Kind::update:
            case Kind::column_filled:
            case Kind::type_changed:
                if (data.column == 0 || relation->find_attribute(data.column)) uncertain();
                break;
            case Kind::insert:
            case Kind::insert_select:
            case Kind::copy:
                break;
        }
    }

    void judge(const Destroyed& destroyed) {
        const Relation& relation = *destroyed.relation;
        if (destroyed.column) {
            const catalog::Attribute* attribute = relation.find_attribute(destroyed.column);
            if (attribute && !attribute->generated) judge_column(destroyed, *attribute);
            return;
        }
        bool any_trace =
            std::any_of(relation.attributes.begin(), relation.attributes.end(), [&](const auto& attribute) {
                return comes_back(relation, attribute) || !copies_of(relation, attribute).empty();
            });
        if (!any_trace) return lose(name_of(relation), "all rows: " + destroyed.how, destroyed.place);
        for (const catalog::Attribute& attribute : relation.attributes)
            if (!attribute.generated) judge_column(destroyed, attribute);
    }

    void judge_column(const Destroyed& destroyed, const catalog::Attribute& attribute) {
        const Relation& relation = *destroyed.relation;
        if (comes_back(relation, attribute)) return uncertain();
        std::string detail = "its values: " + destroyed.how;
        auto copies = copies_of(relation, attribute);
        if (!copies.empty())
            detail +=
                fmt::format("; the up wrote them to {}, but the down does not fill the column from there",
                            fmt::join(copies, " and "));
        lose(name_of(relation) + "." + attribute.name, std::move(detail), destroyed.place);
    }

    /// Whether the column that has the name now was filled with what had been made of the column's values.
    bool comes_back(const Relation& relation, const catalog::Attribute& attribute) const {
        Oid oid = catalog::find_relation(catalog_, relation.scope, relation.name);
        const Relation* now = oid ? catalog_.find<Relation>(oid) : nullptr;
        const catalog::Attribute* column = now ? now->find_attribute(attribute.name) : nullptr;
        return column && lineage_.holds({oid, column->number}, {relation.oid, attribute.number});
    }

    std::vector<std::string> copies_of(const Relation& relation, const catalog::Attribute& attribute) const {
        return lineage_.copies_of({relation.oid, attribute.number});
    }

    /// Values are overwritten, converted or written back; whether they are the old ones is not known.
    void uncertain() {
        if (report_.verdict == DataVerdict::lossless) report_.verdict = DataVerdict::unknown;
    }

    const Catalog& catalog_;
    Lineage lineage_;
    const IsIgnored& is_ignored_;
    std::vector<Destroyed> destroyed_;
    DataReport report_;
};

}  // namespace

DataReport judge_data(const Catalog& catalog, const MigrationRun& run,
                      const std::function<bool(const Relation&)>& is_ignored) {
    std::vector<const ScriptRun*> scripts{&run.up};
    if (run.has_down) scripts.push_back(&run.down);
    return judge_data(catalog, run.up.before, scripts, is_ignored);
}

DataReport judge_data(const Catalog& catalog, catalog::Position before, const std::vector<const ScriptRun*>& scripts,
                      const std::function<bool(const Relation&)>& is_ignored) {
    DataJudge judge(catalog, before, is_ignored);
    for (const ScriptRun* script : scripts) judge.add(*script);
    return judge.finish();
}

}  // namespace backout::verify
