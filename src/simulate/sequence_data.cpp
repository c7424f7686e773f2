#include "simulate/sequence_data.h"

#include <charconv>
#include <limits>

#include "simulate/names.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

namespace {

using catalog::Relation;
using catalog::SequenceData;

constexpr Oid int2_type = 21;
constexpr Oid int4_type = 23;
constexpr Oid int8_type = 20;

std::int64_t type_maximum(Oid type) {
    if (type == int2_type) return std::numeric_limits<std::int16_t>::max();
    if (type == int4_type) return std::numeric_limits<std::int32_t>::max();
    return std::numeric_limits<std::int64_t>::max();
}
std::int64_t type_minimum(Oid type) {
    return -type_maximum(type) - 1;
}

/// defGetInt64: numbers that don't fit 32 bits come as text.
Result<std::int64_t> option_integer(const sql::Option& option) {
    if (option.kind == sql::Option::Kind::integer) return option.integer;
    if (option.kind == sql::Option::Kind::none)
        return error("42601", "{} requires a numeric value", option.name);
    std::int64_t value = 0;
    const char* end = option.text.data() + option.text.size();
    auto [parsed, failed] = std::from_chars(option.text.data(), end, value);
    if (failed == std::errc::result_out_of_range)
        return error("22003", "value \"{}\" is out of range for type bigint", option.text);
    if (failed != std::errc{} || parsed != end)
        return error("22P02", "invalid input syntax for type bigint: \"{}\"", option.text);
    return value;
}

/// The options of one statement by name, each given at most once.
struct SequenceOptions {
    const sql::Option* type = nullptr;
    const sql::Option* increment = nullptr;
    const sql::Option* start = nullptr;
    const sql::Option* restart = nullptr;
    const sql::Option* maximum = nullptr;
    const sql::Option* minimum = nullptr;
    const sql::Option* cache = nullptr;
    const sql::Option* cycle = nullptr;
    const sql::Option* owned_by = nullptr;
    const sql::Option* name = nullptr;

    const sql::Option** slot(std::string_view option) {
        if (option == "as") return &type;
        if (option == "increment") return &increment;
        if (option == "start") return &start;
        if (option == "restart") return &restart;
        if (option == "maxvalue") return &maximum;
        if (option == "minvalue") return &minimum;
        if (option == "cache") return &cache;
        if (option == "cycle") return &cycle;
        if (option == "owned_by") return &owned_by;
        if (option == "sequence_name") return &name;
        return nullptr;
    }
};

Result<SequenceOptions> sort_options(const sql::Options& options) {
    SequenceOptions sorted;
    for (const sql::Option& option : options) {
        const sql::Option** slot = sorted.slot(option.name);
        if (!slot) continue;
        if (*slot) return error_at(option.location, "42601", "conflicting or redundant options");
        *slot = &option;
    }
    return sorted;
}

Status set_type(SequenceData& data, Oid type, bool is_new, bool for_identity) {
    if (type != int2_type && type != int4_type && type != int8_type)
        return error("22023", "{} type must be smallint, integer, or bigint",
                     for_identity ? "identity column" : "sequence");
    if (!is_new) {
        // Bounds that were the old type's own become the new type's.
        if (data.maximum == type_maximum(data.type)) data.maximum = type_maximum(type);
        if (data.minimum == type_minimum(data.type)) data.minimum = type_minimum(type);
    }
    data.type = type;
    return {};
}

Status set_bounds(StatementContext& context, SequenceData& data, const SequenceOptions& options,
                  bool is_new) {
    auto out_of_range = [&](std::string_view word, std::int64_t value) {
        return error("22023", "{} ({}) is out of range for sequence data type {}", word, value,
                     catalog::format_type(context.catalog, context.path, data.type));
    };
    const bool ascending = data.increment > 0;
    auto is_given = [](const sql::Option* option) {
        return option && option->kind != sql::Option::Kind::none;
    };
    if (is_given(options.maximum)) {
        BACKOUT_ASSIGN(data.maximum, option_integer(*options.maximum));
    } else if (is_new || options.maximum) {
        data.maximum = ascending ? type_maximum(data.type) : -1;
    }
    if (data.maximum > type_maximum(data.type) || data.maximum < type_minimum(data.type))
        return out_of_range("MAXVALUE", data.maximum);
    if (is_given(options.minimum)) {
        BACKOUT_ASSIGN(data.minimum, option_integer(*options.minimum));
    } else if (is_new || options.minimum) {
        data.minimum = ascending ? 1 : type_minimum(data.type);
    }
    if (data.minimum > type_maximum(data.type) || data.minimum < type_minimum(data.type))
        return out_of_range("MINVALUE", data.minimum);
    if (data.minimum >= data.maximum)
        return error("22023", "MINVALUE ({}) must be less than MAXVALUE ({})", data.minimum, data.maximum);
    return {};
}

Status check_within_bounds(const SequenceData& data, std::string_view word, std::int64_t value) {
    if (value < data.minimum)
        return error("22023", "{} value ({}) cannot be less than MINVALUE ({})", word, value, data.minimum);
    if (value > data.maximum)
        return error("22023", "{} value ({}) cannot be greater than MAXVALUE ({})", word, value,
                     data.maximum);
    return {};
}

}  // namespace

Result<SequenceData> sequence_data(StatementContext& context, const sql::Options& options,
                                   const SequenceData* before, bool for_identity, Oid type) {
    BACKOUT_ASSIGN(const SequenceOptions given, sort_options(options));
    const bool is_new = before == nullptr;
    SequenceData data = before ? *before : SequenceData{};
    if (given.type) {
        // The server gives the column's type as one more AS.
        if (type != catalog::invalid_oid)
            return error_at(given.type->location, "42601", "conflicting or redundant options");
        BACKOUT_ASSIGN(const analyze::TypeReference named,
                       analyze::resolve_type(context.analysis(), *given.type->type));
        type = named.type;
    }
    if (type != catalog::invalid_oid) BACKOUT_TRY(set_type(data, type, is_new, for_identity));
    if (given.increment) {
        BACKOUT_ASSIGN(data.increment, option_integer(*given.increment));
        if (data.increment == 0) return error("22023", "INCREMENT must not be zero");
    }
    if (given.cycle) data.cycle = given.cycle->text == "true";
    BACKOUT_TRY(set_bounds(context, data, given, is_new));
    if (given.start) {
        BACKOUT_ASSIGN(data.start, option_integer(*given.start));
    } else if (is_new) {
        data.start = data.increment > 0 ? data.minimum : data.maximum;
    }
    BACKOUT_TRY(check_within_bounds(data, "START", data.start));
    if (given.restart && given.restart->kind != sql::Option::Kind::none) {
        BACKOUT_ASSIGN(const std::int64_t restart, option_integer(*given.restart));
        BACKOUT_TRY(check_within_bounds(data, "RESTART", restart));
    }
    if (given.cache) {
        BACKOUT_ASSIGN(data.cache, option_integer(*given.cache));
        if (data.cache <= 0) return error("22023", "CACHE ({}) must be greater than zero", data.cache);
    }
    return data;
}

Result<Oid> insert_sequence(StatementContext& context, std::string name, Oid scope, char persistence,
                            SequenceData data) {
    auto sequence = context.make<Relation>(std::move(name), scope);
    sequence->kind = catalog::RelationKind::sequence;
    sequence->persistence = persistence;
    sequence->sequence = std::make_shared<const SequenceData>(std::move(data));
    const Oid oid = sequence->oid;
    constexpr Oid bool_type = 16;
    for (auto [column, type] :
         {std::pair{"last_value", int8_type}, {"log_cnt", int8_type}, {"is_called", bool_type}}) {
        catalog::Attribute attribute;
        attribute.number = ++sequence->last_attribute;
        attribute.name = column;
        attribute.type = type;
        attribute.not_null = true;
        sequence->attributes.push_back(std::move(attribute));
    }
    BACKOUT_TRY(claim_relation_name(context, scope, sequence->name));
    context.catalog.insert(std::move(sequence));
    if (context.in_transaction_block) context.session.state.made_in_transaction.push_back(oid);
    return oid;
}

void set_sequence_owner(StatementContext& context, Oid sequence, ObjectAddress column, bool identity) {
    context.catalog.change<Relation>(sequence, [&](Relation& changed) {
        auto data = std::make_shared<SequenceData>(*changed.sequence);
        std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.referenced == data->owned_by && data->owned_by.oid != catalog::invalid_oid;
        });
        data->owned_by = column;
        data->identity = identity;
        changed.sequence = std::move(data);
        if (column.oid != catalog::invalid_oid)
            depend(changed, column,
                   identity ? catalog::DependencyType::internal : catalog::DependencyType::auto_);
    });
}

namespace {

/// The table and column that OWNED BY names, as fit to own this sequence.
Result<ObjectAddress> owning_column(StatementContext& context, const Relation& sequence,
                                    const sql::Names& names) {
    const sql::Names table_names(names.begin(), names.end() - 1);
    BACKOUT_ASSIGN(const Oid table_oid, get_relation(context, to_range_var(table_names), false, "rfvp"));
    const auto* table = context.catalog.find<Relation>(table_oid);
    if (!table || (!table->is_table() && table->kind != catalog::RelationKind::view))
        return error("42809", "sequence cannot be owned by relation \"{}\"", names[names.size() - 2]);
    if (sequence.owner != table->owner && !sequence.assumed && !table->assumed)
        return error("55000", "sequence must have same owner as table it is linked to");
    if (sequence.scope != table->scope)
        return error("55000", "sequence must be in same schema as table it is linked to");
    const catalog::Attribute* column = table->find_attribute(names.back());
    if (!column && table->open)
        return unknown("whether \"{}\" has a column \"{}\" is not known", table->name, names.back());
    if (!column)
        return error("42703", "column \"{}\" of relation \"{}\" does not exist", names.back(), table->name);
    return ObjectAddress{table_oid, column->number};
}

}  // namespace

Status process_owned_by(StatementContext& context, Oid sequence, const sql::Options& options) {
    for (const sql::Option& option : options) {
        if (option.name != "owned_by") continue;
        const auto* relation = context.catalog.find<Relation>(sequence);
        ObjectAddress column;
        if (option.names.size() == 1) {
            if (option.names[0] != "none") {
                auto made = error("42601", "invalid OWNED BY option");
                made.value().hint = "Specify OWNED BY table.column or OWNED BY NONE.";
                return made;
            }
        } else {
            BACKOUT_ASSIGN(column, owning_column(context, *relation, option.names));
        }
        if (relation->sequence->identity) {
            auto made = error("0A000", "cannot change ownership of identity sequence");
            if (const auto* table = context.catalog.find<Relation>(relation->sequence->owned_by.oid))
                made.value().detail =
                    fmt::format("Sequence \"{}\" is linked to table \"{}\".", relation->name, table->name);
            return made;
        }
        set_sequence_owner(context, sequence, column, false);
    }
    return {};
}

Oid owned_sequence(const Catalog& catalog, ObjectAddress column, bool identity_only) {
    for (Oid dependent : catalog.dependents(column.oid)) {
        const auto* relation = catalog.find<Relation>(dependent);
        if (relation && relation->sequence && relation->sequence->owned_by == column &&
            (relation->sequence->identity || !identity_only))
            return dependent;
    }
    return catalog::invalid_oid;
}

}  // namespace backout::simulate
