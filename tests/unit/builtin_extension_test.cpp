#include <doctest/doctest.h>

#include <string_view>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (appendix "Additional Supplied Modules and Extensions") and from the
// documentation of the extensions.

using namespace backout::catalog::builtin;

namespace {

const OperatorClassFact* opclass_of(Major major, const ExtensionFact& extension, std::string_view method,
                                    std::string_view name) {
    for (const OperatorClassFact& opclass : operator_classes_of(major, extension)) {
        const AccessMethodFact* access_method = find_access_method(major, opclass.access_method);
        if (opclass.name == name && access_method != nullptr && access_method->name == method)
            return &opclass;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("control files") {
    const ExtensionFact* earthdistance = find_extension(Major::pg15, "earthdistance");
    REQUIRE(earthdistance != nullptr);
    CHECK(earthdistance->required.size() == 1);
    CHECK(earthdistance->required[0] == "cube");
    CHECK(find_extension(Major::pg15, "pgcrypto")->trusted);
    CHECK_FALSE(find_extension(Major::pg15, "postgres_fdw")->trusted);
    CHECK(find_extension(Major::pg15, "hstore")->default_version == "1.8");
    CHECK(find_extension(Major::pg15, "plpgsql")->preinstalled);
    CHECK(find_extension(Major::pg15, "plpgsql")->schema == "pg_catalog");
    CHECK_FALSE(find_extension(Major::pg15, "hstore")->preinstalled);
    CHECK(find_extension(Major::pg15, "pgcripto") == nullptr);
    // Release notes of 17: adminpack removed.
    CHECK(find_extension(Major::pg16, "adminpack") != nullptr);
    CHECK(find_extension(Major::pg17, "adminpack") == nullptr);
}

TEST_CASE("every contrib extension people use is known with its members") {
    for (const char* name : {"pgcrypto",
                             "uuid-ossp",
                             "citext",
                             "hstore",
                             "pg_trgm",
                             "btree_gin",
                             "btree_gist",
                             "ltree",
                             "intarray",
                             "unaccent",
                             "cube",
                             "earthdistance",
                             "fuzzystrmatch",
                             "tablefunc",
                             "postgres_fdw",
                             "file_fdw",
                             "dblink",
                             "isn",
                             "lo",
                             "pgrowlocks",
                             "pgstattuple",
                             "xml2",
                             "bloom",
                             "seg",
                             "dict_int",
                             "dict_xsyn",
                             "pg_buffercache",
                             "moddatetime",
                             "tsm_system_rows",
                             "pg_stat_statements",
                             "pg_prewarm",
                             "plpgsql"}) {
        CAPTURE(name);
        for (Major major : all_majors) {
            const ExtensionFact* extension = find_extension(major, name);
            REQUIRE(extension != nullptr);
            CHECK(extension->members == MemberKnowledge::all);
            CHECK_FALSE(functions_of(major, *extension).empty());
        }
    }
}

TEST_CASE("citext: a type of strings that texts are cast to and from") {
    const ExtensionFact* citext = find_extension(Major::pg15, "citext");
    REQUIRE(citext != nullptr);
    const TypeFact* type = types_of(Major::pg15, *citext, "citext").first();
    REQUIRE(type != nullptr);
    CHECK(type->oid >= first_extension_oid);
    CHECK(type->namespace_oid == extension_schema_oid);
    CHECK(type->category == 'S');
    CHECK_FALSE(type->preferred);
    CHECK(find_type(Major::pg15, type->oid) == type);
    CHECK(find_type(Major::pg15, type->array)->element == type->oid);
    CHECK(find_type(Major::pg15, pg_catalog_oid, "citext") == nullptr);
    CHECK(extension_of(Major::pg15, type->oid) == citext);
    int to_text = 0;
    for (const CastFact& cast : casts_of(Major::pg15, *citext)) {
        if (cast.source == type->oid && cast.target == 25) {
            ++to_text;
            CHECK(cast.method == 'b');
            CHECK(cast.context == 'i');
        }
    }
    CHECK(to_text == 1);
}

TEST_CASE("functions of pgcrypto and uuid-ossp") {
    const ExtensionFact* pgcrypto = find_extension(Major::pg15, "pgcrypto");
    CHECK(functions_of(Major::pg15, *pgcrypto, "gen_salt").size() == 2);
    CHECK(functions_of(Major::pg15, *pgcrypto, "gen_random_uuid").size() == 1);
    CHECK(functions_of(Major::pg15, *pgcrypto, "gen_random_uuid").first()->volatility == 'v');
    const ExtensionFact* uuid = find_extension(Major::pg15, "uuid-ossp");
    CHECK(functions_of(Major::pg15, *uuid, "uuid_generate_v4").first()->return_type == 2950);
    CHECK(functions_of(Major::pg15, *uuid, "uuid_generate_v5").first()->volatility == 'i');
    CHECK(functions_of(Major::pg15, *uuid, "gen_salt").empty());
}

TEST_CASE("operator classes of pg_trgm, btree_gist and btree_gin") {
    const ExtensionFact* pg_trgm = find_extension(Major::pg15, "pg_trgm");
    CHECK(opclass_of(Major::pg15, *pg_trgm, "gin", "gin_trgm_ops")->input_type == 25);
    CHECK(opclass_of(Major::pg15, *pg_trgm, "gist", "gist_trgm_ops") != nullptr);
    CHECK(opclass_of(Major::pg15, *pg_trgm, "btree", "gin_trgm_ops") == nullptr);
    const ExtensionFact* btree_gist = find_extension(Major::pg15, "btree_gist");
    const OperatorClassFact* int4 = opclass_of(Major::pg15, *btree_gist, "gist", "gist_int4_ops");
    REQUIRE(int4 != nullptr);
    CHECK(int4->is_default);
    // What an exclusion constraint (room WITH =, during WITH &&) needs.
    bool equality = false;
    for (const FamilyOperatorFact& member : family_operators_of(Major::pg15, *btree_gist)) {
        if (member.family == int4->family && member.operator_oid == 96) equality = true;
    }
    CHECK(equality);
    CHECK(opclass_of(Major::pg15, *find_extension(Major::pg15, "btree_gin"), "gin", "int4_ops")->is_default);
}

TEST_CASE("relations, wrappers and dictionaries") {
    const ExtensionFact* statements = find_extension(Major::pg15, "pg_stat_statements");
    bool found = false;
    for (const RelationFact& relation : relations_of(Major::pg15, *statements)) {
        if (relation.name != "pg_stat_statements") continue;
        found = true;
        CHECK(relation.relkind == 'v');
        CHECK(find_column(relation, "queryid")->type == 20);
    }
    CHECK(found);
    CHECK(names_of(Major::pg15, *find_extension(Major::pg15, "postgres_fdw")).first()->table ==
          NameTable::foreign_data_wrapper);
    CHECK(names_of(Major::pg15, *find_extension(Major::pg15, "unaccent")).size() ==
          2);  // template, dictionary
    CHECK(languages_of(Major::pg15, *find_extension(Major::pg15, "plperl")).first()->trusted);
    CHECK_FALSE(languages_of(Major::pg15, *find_extension(Major::pg15, "plpython3u")).first()->trusted);
}

TEST_CASE("an extension's facts refer to those of one it requires") {
    const ExtensionFact* earthdistance = find_extension(Major::pg18, "earthdistance");
    const TypeFact* earth = types_of(Major::pg18, *earthdistance, "earth").first();
    REQUIRE(earth != nullptr);
    CHECK(earth->typtype == 'd');
    CHECK(extension_of(Major::pg18, earth->base_type)->name == "cube");
}

TEST_CASE("pgvector") {
    for (Major major : all_majors) {
        const ExtensionFact* vector = find_extension(major, "vector");
        REQUIRE(vector != nullptr);
        CHECK(vector->members == MemberKnowledge::some);
        for (const char* name : {"vector", "halfvec", "sparsevec"}) {
            CHECK(types_of(major, *vector, name).first()->has_typmod);
        }
        for (const char* name : {"<->", "<#>", "<=>", "<+>"}) {
            CHECK(operators_of(major, *vector, name).size() == 3);
        }
        CHECK(opclass_of(major, *vector, "ivfflat", "vector_l2_ops")->is_default);
        CHECK_FALSE(opclass_of(major, *vector, "hnsw", "vector_l2_ops")->is_default);
        CHECK(opclass_of(major, *vector, "hnsw", "vector_cosine_ops") != nullptr);
        CHECK(opclass_of(major, *vector, "ivfflat", "sparsevec_l2_ops") == nullptr);
        for (const AccessMethodFact& method : access_methods_of(major, *vector)) {
            CHECK_FALSE(method.can_order);
            CHECK_FALSE(method.can_unique);
            CHECK_FALSE(method.can_multi_column);
            CHECK_FALSE(method.can_include);
        }
        CHECK(functions_of(major, *vector, "l2_distance").first()->language == 'c');
    }
}

TEST_CASE("PostGIS, TimescaleDB and pg_cron") {
    const ExtensionFact* postgis = find_extension(Major::pg18, "postgis");
    REQUIRE(postgis != nullptr);
    CHECK(types_of(Major::pg18, *postgis, "geometry").first()->has_typmod);
    CHECK_FALSE(functions_of(Major::pg18, *postgis, "st_makepoint").empty());
    CHECK(opclass_of(Major::pg18, *postgis, "gist", "gist_geometry_ops_2d")->is_default);
    CHECK(find_extension(Major::pg18, "postgis_topology")->schema == "topology");

    const ExtensionFact* timescaledb = find_extension(Major::pg18, "timescaledb");
    REQUIRE(timescaledb != nullptr);
    CHECK(functions_of(Major::pg18, *timescaledb, "create_hypertable").size() == 2);
    CHECK(functions_of(Major::pg18, *timescaledb, "time_bucket").first()->volatility == 'i');

    const ExtensionFact* pg_cron = find_extension(Major::pg18, "pg_cron");
    REQUIRE(pg_cron != nullptr);
    const NamedFact* schema = names_of(Major::pg18, *pg_cron).first();
    REQUIRE(schema != nullptr);
    CHECK(schema->name == "cron");
    CHECK(functions_of(Major::pg18, *pg_cron, "schedule").first()->namespace_oid == schema->oid);
}

TEST_CASE("of some extensions only the name is known") {
    const ExtensionFact* pgsodium = find_extension(Major::pg15, "pgsodium");
    REQUIRE(pgsodium != nullptr);
    CHECK(pgsodium->members == MemberKnowledge::none);
    CHECK(functions_of(Major::pg15, *pgsodium).empty());
}
