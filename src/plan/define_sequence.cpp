#include <limits>

#include "catalog/relation.h"
#include "plan/sequence.h"
#include "plan/statement_text.h"

/// Sequences: what CREATE SEQUENCE says, and ALTER SEQUENCE changes (manual, "CREATE SEQUENCE").
namespace backout::plan {

using catalog::Relation;
using catalog::SequenceData;

namespace {

constexpr Oid int2 = 21, int4 = 23, int8 = 20;

std::int64_t highest(Oid type) {
    if (type == int2) return std::numeric_limits<std::int16_t>::max();
    if (type == int4) return std::numeric_limits<std::int32_t>::max();
    return std::numeric_limits<std::int64_t>::max();
}

std::int64_t default_minimum(const SequenceData& data) { return data.increment > 0 ? 1 : -highest(data.type) - 1; }
std::int64_t default_maximum(const SequenceData& data) { return data.increment > 0 ? highest(data.type) : -1; }
std::int64_t default_start(const SequenceData& data) { return data.increment > 0 ? data.minimum : data.maximum; }

}  // namespace

std::vector<std::string> sequence_options(const SequenceData& data, Oid implied_type) {
    std::vector<std::string> options;
    auto add = [&](std::string_view words, std::int64_t value) { options.push_back(fmt::format("{} {}", words, value)); };
    if (data.type != implied_type)
        options.emplace_back(data.type == int2 ? "AS smallint" : data.type == int4 ? "AS integer" : "AS bigint");
    if (data.increment != 1) add("INCREMENT BY", data.increment);
    if (data.minimum != default_minimum(data)) add("MINVALUE", data.minimum);
    if (data.maximum != default_maximum(data)) add("MAXVALUE", data.maximum);
    if (data.start != default_start(data)) add("START WITH", data.start);
    if (data.cache != 1) add("CACHE", data.cache);
    if (data.cycle) options.emplace_back("CYCLE");
    return options;
}

std::string owned_by_statement(const Writer& writer, const Relation& sequence) {
    const SequenceData* data = sequence.sequence.get();
    if (!data || data->identity) return {};
    std::string column = data->owned_by.oid == catalog::invalid_oid
                             ? "NONE"
                             : fmt::format("{}.{}", writer.name(data->owned_by.oid),
                                           writer.column(data->owned_by.oid, data->owned_by.column));
    return fmt::format("ALTER SEQUENCE {} OWNED BY {}", writer.name(sequence), column);
}

void define_sequence(const Writer& writer, const Object& object, Definition& definition) {
    const auto& relation = get<Relation>(object);
    if (!relation.sequence) {
        definition.unknowns.push_back(fmt::format("the parameters of {} are not known", writer.phrase(object)));
        return;
    }
    // An identity column makes its own.
    if (relation.sequence->identity) return;
    std::string statement = fmt::format("CREATE {}SEQUENCE {}",
                                        relation.persistence == 'u'   ? "UNLOGGED "
                                        : relation.persistence == 't' ? "TEMPORARY "
                                                                      : "",
                                        writer.name(object));
    for (const std::string& option : sequence_options(*relation.sequence, int8)) statement += " " + option;
    definition.statements.push_back(std::move(statement));
}

std::vector<std::string> sequence_changes(const SequenceData& from, const SequenceData& to) {
    std::vector<std::string> options;
    auto add = [&](std::string_view words, std::int64_t value) { options.push_back(fmt::format("{} {}", words, value)); };
    SequenceData now = from;
    if (from.type != to.type) {
        options.emplace_back(to.type == int2 ? "AS smallint" : to.type == int4 ? "AS integer" : "AS bigint");
        // Bounds that were the old type's own become the new type's (init_params, commands/sequence.c).
        if (now.maximum == highest(from.type)) now.maximum = highest(to.type);
        if (now.minimum == -highest(from.type) - 1) now.minimum = -highest(to.type) - 1;
    }
    if (now.increment != to.increment) add("INCREMENT BY", to.increment);
    if (now.minimum != to.minimum) add("MINVALUE", to.minimum);
    if (now.maximum != to.maximum) add("MAXVALUE", to.maximum);
    if (now.start != to.start) add("START WITH", to.start);
    // The value that comes next may be out of the new bounds, which is refused.
    if (to.maximum < from.maximum || to.minimum > from.minimum) options.emplace_back("RESTART");
    if (now.cache != to.cache) add("CACHE", to.cache);
    if (now.cycle != to.cycle) options.emplace_back(to.cycle ? "CYCLE" : "NO CYCLE");
    return options;
}

namespace {

std::string owner_of(const Writer& writer, const Relation& sequence) {
    const auto& column = sequence.sequence->owned_by;
    return column.oid ? writer.name(column.oid) + "." + writer.column(column.oid, column.column) : std::string();
}

/// Comes when the column is there: a step of its own, which the planner puts after the column.
void change_owner(const Pair& pair, const Relation& source, const Relation& target, Alteration& alteration) {
    if (target.sequence->identity || owner_of(pair.from, source) == owner_of(pair.to, target)) return;
    alteration.add(target.sequence->owned_by.oid ? owned_by_statement(pair.to, target)
                                                 : fmt::format("ALTER SEQUENCE {} OWNED BY NONE", pair.to.name(target)));
    alteration.steps.back().owns = true;
}

}  // namespace

void alter_sequence(const Pair& pair, Alteration& alteration) {
    const auto& source = get<Relation>(pair.source);
    const auto& target = get<Relation>(pair.target);
    if (!source.sequence || !target.sequence) {
        alteration.unknowns.push_back(fmt::format("the parameters of {} are not known", pair.to.phrase(target)));
        return;
    }
    if (source.sequence->identity != target.sequence->identity) {
        alteration.recreate = true;
        return;
    }
    std::vector<std::string> options = sequence_changes(*source.sequence, *target.sequence);
    // An identity column's sequence has the type that the column is given.
    if (target.sequence->identity) std::erase_if(options, [](const auto& option) { return option.starts_with("AS "); });
    if (!options.empty())
        alteration.add(fmt::format("ALTER SEQUENCE {} {}", pair.to.name(target), fmt::join(options, " ")));
    change_owner(pair, source, target, alteration);
    if (source.persistence != target.persistence)
        alteration.add(fmt::format("ALTER SEQUENCE {} SET {}", pair.to.name(target),
                                   target.persistence == 'u' ? "UNLOGGED" : "LOGGED"));
}

}  // namespace backout::plan
