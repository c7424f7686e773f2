#include <doctest/doctest.h>

#include <algorithm>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (chapter "Server Configuration") and the release notes.

using namespace backout::catalog::builtin;

TEST_CASE("settings") {
    const SettingFact* lock_timeout = find_setting(Major::pg15, "lock_timeout");
    REQUIRE(lock_timeout != nullptr);
    CHECK(lock_timeout->type == 'i');
    CHECK(lock_timeout->unit == "ms");
    CHECK(lock_timeout->context == "user");
    CHECK(lock_timeout->boot_value == "0");
    CHECK(find_setting(Major::pg15, "shared_buffers")->context == "postmaster");
    CHECK(find_setting(Major::pg15, "session_replication_role")->context == "superuser");
    CHECK(find_setting(Major::pg15, "search_path")->boot_value == "\"$user\", public");
    CHECK(find_setting(Major::pg15, "check_function_bodies")->boot_value == "on");
    CHECK(find_setting(Major::pg15, "timezone")->canonical_name == "TimeZone");
    CHECK(find_setting(Major::pg15, "lock_timout") == nullptr);
    TextList values = find_setting(Major::pg15, "default_transaction_isolation")->values;
    CHECK(values.size() == 4);
    CHECK(std::ranges::find(values, "repeatable read") != values.end());
}

TEST_CASE("settings that came and went") {
    CHECK(find_setting(Major::pg16, "transaction_timeout") == nullptr);
    CHECK(find_setting(Major::pg17, "transaction_timeout") != nullptr);  // new in 17
    CHECK(find_setting(Major::pg15, "vacuum_defer_cleanup_age") != nullptr);
    CHECK(find_setting(Major::pg16, "vacuum_defer_cleanup_age") == nullptr);  // removed in 16
    CHECK(find_setting(Major::pg16, "old_snapshot_threshold") != nullptr);
    CHECK(find_setting(Major::pg17, "old_snapshot_threshold") == nullptr);  // removed in 17
}
