#include "simulate/reloptions_table.h"

namespace backout::simulate {

namespace {

constexpr std::uint32_t bit(OptionsOf kind) {
    return 1U << static_cast<unsigned>(kind);
}
constexpr std::uint32_t heap = bit(OptionsOf::heap);
constexpr std::uint32_t toast = bit(OptionsOf::toast);
constexpr std::uint32_t both = heap | toast;
constexpr std::uint32_t btree = bit(OptionsOf::btree);
constexpr std::uint32_t hash = bit(OptionsOf::hash);
constexpr std::uint32_t gist = bit(OptionsOf::gist);
constexpr std::uint32_t spgist = bit(OptionsOf::spgist);
constexpr std::uint32_t gin = bit(OptionsOf::gin);
constexpr std::uint32_t brin = bit(OptionsOf::brin);
constexpr std::uint32_t view = bit(OptionsOf::view);
constexpr std::uint32_t column = bit(OptionsOf::column);
constexpr double int_max = std::numeric_limits<std::int32_t>::max();
constexpr double double_max = std::numeric_limits<double>::max();

using enum OptionType;

constexpr OptionFact facts[] = {
    {"autosummarize", brin, boolean},
    {"autovacuum_analyze_scale_factor", heap, real, 0, 100},
    {"autovacuum_analyze_threshold", heap, integer, 0, int_max},
    {"autovacuum_enabled", both, boolean},
    {"autovacuum_freeze_max_age", both, integer, 100000, 2000000000},
    {"autovacuum_freeze_min_age", both, integer, 0, 1000000000},
    {"autovacuum_freeze_table_age", both, integer, 0, 2000000000},
    {"autovacuum_multixact_freeze_max_age", both, integer, 10000, 2000000000},
    {"autovacuum_multixact_freeze_min_age", both, integer, 0, 1000000000},
    {"autovacuum_multixact_freeze_table_age", both, integer, 0, 2000000000},
    {"autovacuum_vacuum_cost_delay", both, real, 0, 100},
    {"autovacuum_vacuum_cost_limit", both, integer, 1, 10000},
    {"autovacuum_vacuum_insert_scale_factor", both, real, 0, 100},
    {"autovacuum_vacuum_insert_threshold", both, integer, -1, int_max},
    {"autovacuum_vacuum_max_threshold", both, integer, -1, int_max, {}, {}, 18},
    {"autovacuum_vacuum_scale_factor", both, real, 0, 100},
    {"autovacuum_vacuum_threshold", both, integer, 0, int_max},
    {"buffering", gist, choice, 0, 0, "on off auto", R"(Valid values are "on", "off", and "auto".)"},
    {"check_option", view, choice, 0, 0, "local cascaded", R"(Valid values are "local" and "cascaded".)"},
    {"deduplicate_items", btree, boolean},
    {"fastupdate", gin, boolean},
    {"fillfactor", heap | btree | hash | gist | spgist, integer, 10, 100},
    {"gin_pending_list_limit", gin, integer, 64, int_max},
    {"log_autovacuum_min_duration", both, integer, -1, int_max},
    {"n_distinct", column, real, -1, double_max},
    {"n_distinct_inherited", column, real, -1, double_max},
    {"pages_per_range", brin, integer, 1, 131072},
    {"parallel_workers", heap, integer, 0, 1024},
    {"security_barrier", view, boolean},
    {"security_invoker", view, boolean, 0, 0, {}, {}, 15},
    {"toast_tuple_target", heap, integer, 128, 8160},
    {"user_catalog_table", heap, boolean},
    {"vacuum_cleanup_index_scale_factor", btree, real, 0, 1e10},
    {"vacuum_index_cleanup", both, choice, 0, 0, "auto on off true false yes no 1 0",
     R"(Valid values are "on", "off", and "auto".)"},
    {"vacuum_max_eager_freeze_failure_rate", both, real, 0, 1, {}, {}, 18},
    {"vacuum_truncate", both, boolean},
};

}  // namespace

std::span<const OptionFact> option_facts() {
    return facts;
}

}  // namespace backout::simulate
