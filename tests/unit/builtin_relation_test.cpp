#include <doctest/doctest.h>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (chapters "System Catalogs", "System Views", "The Information Schema",
// "Predefined Roles", "Collation Support") and the release notes.

using namespace backout::catalog::builtin;

TEST_CASE("system catalogs and their columns") {
    for (Major major : all_majors) {
        const RelationFact* pg_class = find_relation(major, pg_catalog_oid, "pg_class");
        REQUIRE(pg_class != nullptr);
        CHECK(pg_class->oid == 1259);
        CHECK(pg_class->relkind == 'r');
        const ColumnFact* relname = find_column(*pg_class, "relname");
        REQUIRE(relname != nullptr);
        CHECK(relname->number == 2);
        CHECK(relname->type == 19);
        CHECK(relname->not_null);
        CHECK(columns_of(*pg_class).front().name == "oid");
        CHECK(find_column(*pg_class, "relhasoids") == nullptr);
    }
}

TEST_CASE("relations and columns that came with a major") {
    for (Major major : all_majors) {
        const RelationFact* pg_constraint = find_relation(major, pg_catalog_oid, "pg_constraint");
        REQUIRE(pg_constraint != nullptr);
        CHECK((find_column(*pg_constraint, "conperiod") != nullptr) == (major >= Major::pg18));
        CHECK((find_column(*pg_constraint, "confdelsetcols") != nullptr) == (major >= Major::pg15));
        CHECK((find_relation(major, pg_catalog_oid, "pg_stat_io") != nullptr) == (major >= Major::pg16));
        CHECK((find_relation(major, pg_catalog_oid, "pg_wait_events") != nullptr) == (major >= Major::pg17));
    }
}

TEST_CASE("information_schema") {
    const RelationFact* columns = find_relation(Major::pg15, information_schema_oid, "columns");
    REQUIRE(columns != nullptr);
    CHECK(columns->relkind == 'v');
    CHECK(columns_of(*columns).size() == 44);
    const TypeFact* type = find_type(Major::pg15, find_column(*columns, "is_nullable")->type);
    REQUIRE(type != nullptr);
    CHECK(type->name == "yes_or_no");
    CHECK(find_relation(Major::pg15, pg_catalog_oid, "columns") == nullptr);
    CHECK(find_relation(Major::pg15, information_schema_oid, "sql_features")->relkind == 'r');
    CHECK(find_relation(Major::pg15, columns->oid) == columns);
}

TEST_CASE("collations") {
    CHECK(collations_named(Major::pg15, "default").first()->oid == 100);
    CHECK(collations_named(Major::pg15, "default").first()->provider == 'd');
    CHECK(collations_named(Major::pg15, "C").first()->oid == 950);
    CHECK(collations_named(Major::pg15, "POSIX").first()->provider == 'c');
    CHECK(collations_named(Major::pg15, "und-x-icu").first()->provider == 'i');
    CHECK(collations_named(Major::pg15, "unicode").empty());
    CHECK_FALSE(collations_named(Major::pg16, "unicode").empty());
    CHECK(collations_named(Major::pg17, "pg_c_utf8").first()->provider == 'b');
    CHECK(find_collation(Major::pg15, 950)->name == "C");
}

TEST_CASE("roles, schemas and other names") {
    CHECK(find_named(Major::pg14, NameTable::role, "pg_read_all_data") != nullptr);
    CHECK(find_named(Major::pg14, NameTable::role, "pg_checkpoint") == nullptr);
    CHECK(find_named(Major::pg15, NameTable::role, "pg_checkpoint") != nullptr);
    CHECK(find_named(Major::pg16, NameTable::role, "pg_maintain") == nullptr);
    CHECK(find_named(Major::pg17, NameTable::role, "pg_maintain") != nullptr);
    CHECK(find_named(Major::pg15, NameTable::role, "alice") == nullptr);
    CHECK(find_named(Major::pg15, NameTable::schema, "public")->oid == public_oid);
    CHECK(find_named(Major::pg15, NameTable::schema, "pg_catalog")->oid == pg_catalog_oid);
    CHECK(find_named(Major::pg15, NameTable::schema, "information_schema")->oid == information_schema_oid);
    CHECK(find_named(Major::pg15, NameTable::tablespace, "pg_default")->oid == 1663);
    CHECK(find_named(Major::pg15, NameTable::text_search_configuration, "english") != nullptr);
    CHECK(find_named(Major::pg15, NameTable::text_search_configuration, "simple")->oid == 3748);
    CHECK(find_named(Major::pg15, NameTable::text_search_template, "ispell") != nullptr);
    CHECK(find_named(Major::pg15, NameTable::text_search_parser, "default") != nullptr);
    CHECK(find_named(Major::pg15, NameTable::text_search_dictionary, "german_stem") != nullptr);
    CHECK(find_named(Major::pg15, NameTable::conversion, "utf8_to_iso_8859_1") != nullptr);
    CHECK(names(Major::pg15, NameTable::foreign_data_wrapper).empty());
    CHECK(names(Major::pg15, NameTable::text_search_template).size() == 5);
}
