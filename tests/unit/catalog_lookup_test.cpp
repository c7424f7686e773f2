#include <doctest/doctest.h>

#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"

using namespace backout::catalog;

namespace {

/// A fresh database: nothing but schema public.
Catalog fresh_catalog(builtin::Major major = builtin::Major::pg15) {
    Catalog catalog(major);
    auto schema = std::make_shared<Namespace>();
    schema->oid = public_namespace;
    schema->name = "public";
    catalog.insert(schema);
    return catalog;
}

template <class T>
std::shared_ptr<T> make(Catalog& catalog, std::string name, Oid scope) {
    auto object = std::make_shared<T>();
    object->oid = catalog.new_oid();
    object->name = std::move(name);
    object->scope = scope;
    return object;
}

Oid create_extension(Catalog& catalog, std::string name, Oid schema) {
    auto extension = make<Extension>(catalog, std::move(name), invalid_oid);
    extension->schema = schema;
    Oid oid = extension->oid;
    catalog.insert(extension);
    return oid;
}

Oid create_domain(Catalog& catalog, std::string name, Oid base, std::int32_t typmod) {
    auto domain = make<Type>(catalog, std::move(name), public_namespace);
    domain->kind = TypeKind::domain;
    domain->base_type = base;
    domain->base_typmod = typmod;
    Oid oid = domain->oid;
    catalog.insert(domain);
    return oid;
}

constexpr Oid int4 = 23, int4_array = 1007, text = 25, varchar = 1043, bpchar = 1042, numeric = 1700,
              name_type = 19;
const SearchPath usual_path;

}  // namespace

TEST_CASE("types are found in the schemas of the path, a project's own after pg_catalog's") {
    Catalog catalog = fresh_catalog();
    CHECK(find_type(catalog, usual_path, "int4") == int4);
    CHECK(find_type(catalog, usual_path, "integer") == invalid_oid);  // only the grammar knows that name
    Oid domain = create_domain(catalog, "zip", varchar, 9);
    Oid shadowed = create_domain(catalog, "text", int4, -1);
    CHECK(find_type(catalog, usual_path, "zip") == domain);
    CHECK(find_type(catalog, usual_path, "text") == text);
    CHECK(find_type(catalog, SearchPath{{public_namespace, pg_catalog_namespace}, public_namespace},
                    "text") == shadowed);
    CHECK(find_type(catalog, pg_catalog_namespace, "zip") == invalid_oid);
}

TEST_CASE("domains lead to their base type and its modifier") {
    Catalog catalog = fresh_catalog();
    Oid inner = create_domain(catalog, "inner_domain", varchar, 9);
    Oid outer = create_domain(catalog, "outer_domain", inner, -1);
    std::int32_t typmod = -1;
    CHECK(base_type(catalog, outer, &typmod) == varchar);
    CHECK(typmod == 9);
    CHECK(base_type(catalog, int4) == int4);
    CHECK(element_type_of(catalog, create_domain(catalog, "integers", int4_array, -1)) == int4);
    CHECK(array_type_of(catalog, int4) == int4_array);
}

TEST_CASE("types print as format_type prints them") {
    Catalog catalog = fresh_catalog();
    Oid domain = create_domain(catalog, "Zip", varchar, 9);
    // select format_type(oid, typmod) on a server
    CHECK(format_type(catalog, usual_path, int4, -1) == "integer");
    CHECK(format_type(catalog, usual_path, int4_array, -1) == "integer[]");
    CHECK(format_type(catalog, usual_path, varchar, 14) == "character varying(10)");
    CHECK(format_type(catalog, usual_path, bpchar, 5) == "character(1)");
    CHECK(format_type(catalog, usual_path, bpchar, -1) == "bpchar");
    CHECK(format_type(catalog, usual_path, bpchar) == "character");
    CHECK(format_type(catalog, usual_path, 1560, -1) == "\"bit\"");
    CHECK(format_type(catalog, usual_path, 1560, 3) == "bit(3)");
    CHECK(format_type(catalog, usual_path, 18, -1) == "\"char\"");
    CHECK(format_type(catalog, usual_path, numeric, 655366) == "numeric(10,2)");
    CHECK(format_type(catalog, usual_path, 1231, 655366) == "numeric(10,2)[]");
    CHECK(format_type(catalog, usual_path, 1184, 3) == "timestamp(3) with time zone");
    CHECK(format_type(catalog, usual_path, 1114) == "timestamp without time zone");
    CHECK(format_type(catalog, usual_path, 22, -1) == "int2vector");
    CHECK(format_type(catalog, usual_path, domain, -1) == "\"Zip\"");
    CHECK(format_type(catalog, catalog_only_path(), domain, -1) == "public.\"Zip\"");
    CHECK(format_type(catalog, usual_path, invalid_oid, -1) == "-");
    CHECK(format_type(catalog, usual_path, 999999, -1) == "???");
}

TEST_CASE("relations of a fresh server have columns and row types") {
    Catalog catalog = fresh_catalog();
    Oid pg_class = find_relation(catalog, usual_path, "pg_class");
    REQUIRE(pg_class == 1259);
    CHECK(relation_info(catalog, pg_class)->row_type == 83);
    CHECK(find_column(catalog, pg_class, "relname")->type == name_type);
    CHECK(find_column(catalog, pg_class, AttributeNumber{1})->name == "oid");
    CHECK_FALSE(find_column(catalog, pg_class, "nothing"));
    Oid information_schema = find_namespace(catalog, "information_schema");
    CHECK(namespace_name(catalog, information_schema) == "information_schema");
    CHECK(find_relation(catalog, information_schema, "tables") != invalid_oid);
    CHECK(find_relation(catalog, usual_path, "tables") == invalid_oid);
}

TEST_CASE("functions and operators of all sources are found together") {
    Catalog catalog = fresh_catalog();
    CHECK(find_function(catalog, pg_catalog_namespace, "lower", std::array<Oid, 1>{text}) == 870);
    CHECK(function_info(catalog, 870)->volatility == 'i');
    CHECK(functions_named(catalog, usual_path, "lower").size() == 3);  // text, anyrange, anymultirange
    auto own = make<Function>(catalog, "lower", public_namespace);
    own->argument_types = {int4};
    catalog.insert(own);
    CHECK(functions_named(catalog, usual_path, "lower").size() == 4);
    CHECK(find_function(catalog, public_namespace, "lower", std::array<Oid, 1>{int4}) == own->oid);
    CHECK(operator_info(catalog, 96)->name == "=");
    CHECK(operators_named(catalog, usual_path, "||").size() >= 10);
}

TEST_CASE("members of an extension are there while the extension is, in its schema") {
    Catalog catalog = fresh_catalog();
    CHECK(find_type(catalog, usual_path, "citext") == invalid_oid);
    Oid extension = create_extension(catalog, "citext", public_namespace);
    Oid citext = find_type(catalog, usual_path, "citext");
    REQUIRE(citext != invalid_oid);
    CHECK(type_info(catalog, citext)->scope == public_namespace);
    CHECK(extension_of_member(catalog, citext) == extension);
    CHECK(format_type(catalog, catalog_only_path(), citext, -1) == "public.citext");
    CHECK(find_cast(catalog, citext, text)->method == 'b');
    CHECK(is_binary_coercible(catalog, citext, text));
    CHECK_FALSE(is_binary_coercible(catalog, text, citext));
    constexpr Oid btree = 403;
    CHECK(default_operator_class(catalog, btree, citext)->name == "citext_ops");

    catalog.erase(extension);
    CHECK(find_type(catalog, usual_path, "citext") == invalid_oid);
    auto schema = make<Namespace>(catalog, "extensions", invalid_oid);
    catalog.insert(schema);
    create_extension(catalog, "pgcrypto", schema->oid);
    CHECK(functions_named(catalog, usual_path, "digest").empty());
    CHECK(functions_named(catalog, SearchPath{{schema->oid}, schema->oid}, "digest").size() == 2);
}

TEST_CASE("default operator classes follow binary coercion and preferred types") {
    Catalog catalog = fresh_catalog();
    constexpr Oid btree = 403, gin = 2742, gist = 783, jsonb = 3802;
    CHECK(default_operator_class(catalog, btree, int4)->name == "int4_ops");
    CHECK(default_operator_class(catalog, btree, varchar)->name == "text_ops");
    CHECK(default_operator_class(catalog, btree, int4_array)->name == "array_ops");
    CHECK(default_operator_class(catalog, btree, create_domain(catalog, "zip", varchar, 9))->name ==
          "text_ops");
    CHECK(default_operator_class(catalog, gin, jsonb)->name == "jsonb_ops");
    CHECK_FALSE(default_operator_class(catalog, gin, text));
    CHECK_FALSE(default_operator_class(catalog, gist, int4));
    auto mood = make<Type>(catalog, "mood", public_namespace);
    mood->kind = TypeKind::enum_;
    mood->category = 'E';
    catalog.insert(mood);
    CHECK(default_operator_class(catalog, btree, mood->oid)->name == "enum_ops");
}

TEST_CASE("operators of families have strategies") {
    Catalog catalog = fresh_catalog();
    constexpr Oid integer_ops = 1976;
    CHECK(find_family_operator(catalog, integer_ops, int4, int4, 3) == 96);
    CHECK(family_strategy(catalog, integer_ops, 97) == 1);
    CHECK(family_strategy(catalog, integer_ops, 98) == 0);  // texteq
}

TEST_CASE("casts of the project are found by their types") {
    Catalog catalog = fresh_catalog();
    CHECK(find_cast(catalog, int4, numeric)->context == 'i');
    CHECK_FALSE(find_cast(catalog, text, int4));
    auto cast = make<Cast>(catalog, "25->23", invalid_oid);
    cast->source = text;
    cast->target = int4;
    cast->context = 'a';
    cast->method = 'i';
    catalog.insert(cast);
    CHECK(find_cast(catalog, text, int4)->context == 'a');
}

TEST_CASE("schema public is found only while it has not been dropped") {
    Catalog catalog = fresh_catalog();
    CHECK(find_namespace(catalog, "public") == public_namespace);
    catalog.erase(public_namespace);
    CHECK(find_namespace(catalog, "public") == invalid_oid);
    CHECK(find_namespace(catalog, "pg_catalog") == pg_catalog_namespace);
}
