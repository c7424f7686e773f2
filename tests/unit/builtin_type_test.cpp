#include <doctest/doctest.h>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (chapters "Data Types", "System Catalogs") and pg_type.dat.

using namespace backout::catalog::builtin;

TEST_CASE("types have the properties the manual gives them") {
    struct Expected {
        Oid oid;
        const char* name;
        char category;
        bool preferred;
        int length;
        Oid array;
        bool has_typmod;
    };
    const Expected table[] = {
        {16, "bool", 'B', true, 1, 1000, false},         {20, "int8", 'N', false, 8, 1016, false},
        {23, "int4", 'N', false, 4, 1007, false},        {25, "text", 'S', true, -1, 1009, false},
        {701, "float8", 'N', true, 8, 1022, false},      {869, "inet", 'I', true, -1, 1041, false},
        {1042, "bpchar", 'S', false, -1, 1014, true},    {1043, "varchar", 'S', false, -1, 1015, true},
        {1082, "date", 'D', false, 4, 1182, false},      {1184, "timestamptz", 'D', true, 8, 1185, true},
        {1186, "interval", 'T', true, 16, 1187, true},   {1562, "varbit", 'V', true, -1, 1563, true},
        {1700, "numeric", 'N', false, -1, 1231, true},   {2205, "regclass", 'N', false, 4, 2210, false},
        {2950, "uuid", 'U', false, 16, 2951, false},     {3802, "jsonb", 'U', false, -1, 3807, false},
        {3904, "int4range", 'R', false, -1, 3905, false}};
    for (Major major : all_majors) {
        for (const Expected& expected : table) {
            CAPTURE(expected.name);
            const TypeFact* type = find_type(major, pg_catalog_oid, expected.name);
            REQUIRE(type != nullptr);
            CHECK(type == find_type(major, expected.oid));
            CHECK(type->category == expected.category);
            CHECK(type->preferred == expected.preferred);
            CHECK(type->length == expected.length);
            CHECK(type->array == expected.array);
            CHECK(type->has_typmod == expected.has_typmod);
        }
    }
}

TEST_CASE("only arrays proper are arrays, though other types have elements") {
    const TypeFact* int4_array = find_type(Major::pg15, pg_catalog_oid, "_int4");
    REQUIRE(int4_array != nullptr);
    CHECK(int4_array->true_array);
    CHECK(int4_array->element == 23);
    const TypeFact* point = find_type(Major::pg15, pg_catalog_oid, "point");
    REQUIRE(point != nullptr);
    CHECK_FALSE(point->true_array);
    CHECK(point->element == 701);
    CHECK(point->subscriptable);
    CHECK(find_type(Major::pg15, pg_catalog_oid, "jsonb")->subscriptable);
}

TEST_CASE("collations of types: name sorts by C, text by the database's default") {
    CHECK(find_type(Major::pg18, pg_catalog_oid, "name")->collation == 950);
    CHECK(find_type(Major::pg18, pg_catalog_oid, "text")->collation == 100);
    CHECK(find_type(Major::pg18, pg_catalog_oid, "int4")->collation == 0);
}

TEST_CASE("a type that changed between majors has the facts of its major") {
    // Release notes of 16: aclitem grew from 12 to 16 bytes with 64-bit privileges.
    CHECK(find_type(Major::pg15, pg_catalog_oid, "aclitem")->length == 12);
    CHECK(find_type(Major::pg16, pg_catalog_oid, "aclitem")->length == 16);
}

TEST_CASE("types of information_schema are apart from those of pg_catalog") {
    const TypeFact* sql_identifier = find_type(Major::pg17, information_schema_oid, "sql_identifier");
    REQUIRE(sql_identifier != nullptr);
    CHECK(sql_identifier->typtype == 'd');
    CHECK(sql_identifier->base_type == 19);
    CHECK(find_type(Major::pg17, pg_catalog_oid, "sql_identifier") == nullptr);
    CHECK(find_type(Major::pg17, information_schema_oid, "int4") == nullptr);
}

TEST_CASE("ranges know their subtype and multirange") {
    const RangeFact* daterange = find_range(Major::pg14, 3912);
    REQUIRE(daterange != nullptr);
    CHECK(daterange->subtype == 1082);
    const TypeFact* multirange = find_type(Major::pg14, daterange->multirange_type);
    REQUIRE(multirange != nullptr);
    CHECK(multirange->name == "datemultirange");
    CHECK(multirange->typtype == 'm');
    CHECK(find_range(Major::pg14, daterange->multirange_type) == daterange);
    CHECK(find_range(Major::pg14, 23) == nullptr);
}

TEST_CASE("a row type belongs to its relation") {
    const TypeFact* pg_class = find_type(Major::pg16, pg_catalog_oid, "pg_class");
    REQUIRE(pg_class != nullptr);
    CHECK(pg_class->typtype == 'c');
    CHECK(pg_class->oid == 83);
    CHECK(pg_class->relation == 1259);
    CHECK(find_relation(Major::pg16, 1259)->row_type == 83);
}

TEST_CASE("there is no type of a wrong name or oid") {
    CHECK(find_type(Major::pg18, pg_catalog_oid, "integer") == nullptr);
    CHECK(find_type(Major::pg18, pg_catalog_oid, "") == nullptr);
    CHECK(find_type(Major::pg18, 1) == nullptr);
    CHECK(find_type(Major::pg18, 16384) == nullptr);
}

TEST_CASE("a version that is not known is taken for the nearest") {
    CHECK(nearest_major(9) == Major::pg14);
    CHECK(nearest_major(16) == Major::pg16);
    CHECK(nearest_major(99) == Major::pg18);
}
