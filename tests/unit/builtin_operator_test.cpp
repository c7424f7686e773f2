#include <doctest/doctest.h>

#include <string_view>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (chapters "Functions and Operators", "Type Conversion", "Indexes") and the
// catalogs' .dat files.

using namespace backout::catalog::builtin;

namespace {

const OperatorFact* find(Major major, std::string_view name, Oid left, Oid right) {
    for (const OperatorFact& fact : operators_named(major, name)) {
        if (fact.left == left && fact.right == right) return &fact;
    }
    return nullptr;
}

Oid type(std::string_view name) {
    return find_type(Major::pg15, pg_catalog_oid, name)->oid;
}

}  // namespace

TEST_CASE("int4 = int4") {
    for (Major major : all_majors) {
        const OperatorFact* equal = find(major, "=", 23, 23);
        REQUIRE(equal != nullptr);
        CHECK(equal->oid == 96);
        CHECK(equal == find_operator(major, 96));
        CHECK(equal->result == 16);
        CHECK(find_function(major, equal->function)->name == "int4eq");
        CHECK(equal->commutator == 96);
        CHECK(find_operator(major, equal->negator)->name == "<>");
        CHECK(equal->can_merge);
        CHECK(equal->can_hash);
    }
}

TEST_CASE("operators, prefix ones and ones that are gone") {
    CHECK(find(Major::pg15, "-", 0, 23) != nullptr);
    CHECK(find(Major::pg15, "->>", 3802, 25)->result == 25);
    CHECK(find(Major::pg15, "@>", 3802, 3802)->result == 16);
    CHECK(find(Major::pg15, "||", 25, 25)->result == 25);
    CHECK(find(Major::pg15, "=", 114, 114) == nullptr);   // json has no equality
    CHECK(operators_named(Major::pg14, "!").empty());     // release notes of 14: factorial operators removed
    CHECK(find(Major::pg14, ">^", 600, 600) != nullptr);  // kept until 18, where |>> is to be used
    CHECK(find_operator(Major::pg15, 1) == nullptr);
}

TEST_CASE("casts") {
    struct Expected {
        const char* source;
        const char* target;
        char context, method;
    };
    const Expected table[] = {{"int4", "int8", 'i', 'f'},        {"int8", "int4", 'a', 'f'},
                              {"varchar", "text", 'i', 'b'},     {"text", "regclass", 'i', 'f'},
                              {"json", "jsonb", 'a', 'i'},       {"int4", "bool", 'e', 'f'},
                              {"text", "xml", 'e', 'f'},         {"numeric", "numeric", 'i', 'f'},
                              {"timestamptz", "date", 'a', 'f'}, {"date", "timestamptz", 'i', 'f'},
                              {"cidr", "inet", 'i', 'b'},        {"oid", "int4", 'a', 'b'},
                              {"text", "bpchar", 'i', 'b'},      {"int4range", "int4multirange", 'e', 'f'}};
    for (Major major : all_majors) {
        for (const Expected& expected : table) {
            CAPTURE(expected.source);
            CAPTURE(expected.target);
            const CastFact* cast = find_cast(major, type(expected.source), type(expected.target));
            REQUIRE(cast != nullptr);
            CHECK(cast->context == expected.context);
            CHECK(cast->method == expected.method);
            CHECK((cast->function != 0) == (expected.method == 'f'));
        }
        CHECK(find_cast(major, type("text"), type("int4")) == nullptr);
        // Release notes of 18: casts between integers and bytea.
        CHECK((find_cast(major, type("int4"), type("bytea")) != nullptr) == (major == Major::pg18));
    }
    CHECK(casts_from(Major::pg15, type("uuid")).empty());
    CHECK_FALSE(casts_from(Major::pg15, type("int4")).empty());
}

TEST_CASE("index access methods can what the table in chapter \"Index Access Method\" says") {
    struct Expected {
        const char* name;
        bool order, unique, multi_column, exclude, include;
    };
    const Expected table[] = {
        {"btree", true, true, true, true, true},    {"hash", false, false, false, true, false},
        {"gist", false, false, true, true, true},   {"gin", false, false, true, false, false},
        {"brin", false, false, true, false, false}, {"spgist", false, false, false, true, true}};
    for (const Expected& expected : table) {
        CAPTURE(expected.name);
        const AccessMethodFact* method = find_access_method(Major::pg15, expected.name);
        REQUIRE(method != nullptr);
        CHECK(method->kind == 'i');
        CHECK(method->can_order == expected.order);
        CHECK(method->can_unique == expected.unique);
        CHECK(method->can_multi_column == expected.multi_column);
        CHECK(method->can_exclude == expected.exclude);
        CHECK(method->can_include == expected.include);
        CHECK(find_access_method(Major::pg15, method->oid) == method);
    }
    CHECK(find_access_method(Major::pg15, "heap")->kind == 't');
    CHECK(find_access_method(Major::pg15, "rtree") == nullptr);
    CHECK(access_methods(Major::pg15).size() == 7);
}

TEST_CASE("default operator classes") {
    struct Expected {
        const char* method;
        const char* type;
        const char* opclass;  // null: "data type … has no default operator class for access method …"
    };
    const Expected table[] = {{"btree", "int4", "int4_ops"},
                              {"btree", "text", "text_ops"},
                              {"btree", "varchar", "text_ops"},
                              {"btree", "bpchar", "bpchar_ops"},
                              {"btree", "cidr", "inet_ops"},
                              {"btree", "jsonb", "jsonb_ops"},
                              {"btree", "_int4", "array_ops"},
                              {"btree", "int4range", "range_ops"},
                              {"btree", "varbit", "varbit_ops"},
                              {"btree", "regclass", "oid_ops"},
                              {"btree", "json", nullptr},
                              {"btree", "point", nullptr},
                              {"btree", "xml", nullptr},
                              {"hash", "varchar", "text_ops"},
                              {"hash", "uuid", "uuid_ops"},
                              {"gin", "jsonb", "jsonb_ops"},
                              {"gin", "_text", "array_ops"},
                              {"gin", "text", nullptr},
                              {"gin", "tsvector", "tsvector_ops"},
                              {"gist", "point", "point_ops"},
                              {"gist", "tsrange", "range_ops"},
                              {"gist", "int4", nullptr},
                              {"gist", "inet", nullptr},
                              {"spgist", "inet", "inet_ops"},
                              {"spgist", "text", "text_ops"},
                              {"brin", "timestamptz", "timestamptz_minmax_ops"},
                              {"brin", "varchar", "text_minmax_ops"}};
    for (Major major : all_majors) {
        for (const Expected& expected : table) {
            CAPTURE(expected.method);
            CAPTURE(expected.type);
            Oid method = find_access_method(major, expected.method)->oid;
            const OperatorClassFact* opclass = default_operator_class(major, method, type(expected.type));
            REQUIRE((opclass != nullptr) == (expected.opclass != nullptr));
            if (opclass != nullptr) CHECK(opclass->name == std::string_view(expected.opclass));
        }
    }
}

TEST_CASE("types that users made find the polymorphic operator classes") {
    constexpr Oid btree = 403;
    CHECK(default_operator_class(Major::pg15, btree, TypeShape{16400, 'e', 'E', false, false})->name ==
          "enum_ops");
    CHECK(default_operator_class(Major::pg15, btree, TypeShape{16401, 'c', 'C', false, false})->name ==
          "record_ops");
    CHECK(default_operator_class(Major::pg15, btree, TypeShape{16402, 'r', 'R', false, false})->name ==
          "range_ops");
    CHECK(default_operator_class(Major::pg15, btree, TypeShape{16403, 'b', 'A', true, false})->name ==
          "array_ops");
    CHECK(default_operator_class(Major::pg15, btree, TypeShape{16404, 'b', 'U', false, false}) == nullptr);
}

TEST_CASE("operator classes by name, and whether a type fits") {
    constexpr Oid btree = 403;
    constexpr Oid gin = 2742;
    const OperatorClassFact* pattern = find_operator_class(Major::pg15, btree, "text_pattern_ops");
    REQUIRE(pattern != nullptr);
    CHECK_FALSE(pattern->is_default);
    CHECK(is_binary_coercible(Major::pg15, type("varchar"), pattern->input_type));
    CHECK_FALSE(is_binary_coercible(Major::pg15, type("int4"), pattern->input_type));
    CHECK(find_operator_class(Major::pg15, gin, "jsonb_path_ops") != nullptr);
    CHECK(find_operator_class(Major::pg15, btree, "jsonb_path_ops") == nullptr);
    CHECK(find_operator_class(Major::pg15, gin, "gin_trgm_ops") == nullptr);  // of pg_trgm
    CHECK(find_operator_class(Major::pg15, pattern->oid) == pattern);
    CHECK(is_binary_coercible(Major::pg15, type("_int4"), type("anyarray")));
    CHECK_FALSE(is_binary_coercible(Major::pg15, type("int4"), type("anyarray")));
}

TEST_CASE("members of operator families") {
    const OperatorFamilyFact* integers = find_operator_family(Major::pg15, 403, "integer_ops");
    REQUIRE(integers != nullptr);
    CHECK(integers->oid == 1976);
    // Strategy 3 of B-trees is equality, also across types: what foreign keys look for.
    CHECK(find_family_operator(Major::pg15, 1976, 23, 23, 3) == 96);
    CHECK(find_family_operator(Major::pg15, 1976, 23, 20, 3) == 15);
    CHECK(find_family_operator(Major::pg15, 1976, 23, 1700, 3) == 0);
    CHECK(find_family_membership(Major::pg15, 1976, 96)->strategy == 3);
    CHECK(family_operators(Major::pg15, 1976).size() == 45);  // 3 types × 3 types × 5 strategies

    // Exclusion constraints: && is in the GiST family of ranges, and is no member of the B-tree family.
    const OperatorFact* overlaps = find(Major::pg15, "&&", type("anyrange"), type("anyrange"));
    REQUIRE(overlaps != nullptr);
    CHECK(find_family_membership(Major::pg15, find_operator_family(Major::pg15, 783, "range_ops")->oid,
                                 overlaps->oid) != nullptr);
    CHECK(find_family_membership(Major::pg15, find_operator_family(Major::pg15, 403, "range_ops")->oid,
                                 overlaps->oid) == nullptr);
}
