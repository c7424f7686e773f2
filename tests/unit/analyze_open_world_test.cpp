#include <doctest/doctest.h>

#include "analyze/deparse.h"
#include "analyze_query_helper.h"
#include "catalog/relation.h"

using namespace backout;
using catalog::Oid;

namespace {

/// A table of which only column id is known by its definition; `guess` is there since some statement needed
/// it.
class OpenWorld {
public:
    OpenWorld() : catalog_(catalog::builtin::Major::pg15) {
        auto schema = std::make_shared<catalog::Namespace>();
        schema->oid = catalog::public_namespace;
        schema->name = "public";
        catalog_.insert(schema);
        auto table = std::make_shared<catalog::Relation>();
        table->oid = table_ = catalog_.new_oid();
        table->name = "t";
        table->scope = catalog::public_namespace;
        table->open = true;
        add_column(*table, "id", 23);
        add_column(*table, "guess", catalog::invalid_oid);
        catalog_.insert(table);
    }

    void install_unknown_extension() {
        auto extension = std::make_shared<catalog::Extension>();
        extension->oid = catalog_.new_oid();
        extension->name = "something_of_theirs";
        extension->known = false;
        catalog_.insert(extension);
    }

    analyze::Result<catalog::ExprPtr> analyse(std::string_view text) const {
        const analyze::Context context{.catalog = catalog_, .path = path_};
        analyze::ScopeRelation scope;
        scope.relation = table_;
        scope.name = "t";
        return analyze::analyze_expression(context, **sql::parse_expression(text), analyze::Use::check,
                                           {scope});
    }

    /// The printed expression and its type ("-": not known), or the error.
    std::string answer(std::string_view text) const {
        auto analysed = analyse(text);
        if (!analysed) return test::SchemaMaker::describe(analysed.error());
        return analyze::deparse_expression(catalog_, **analysed, table_) + " " +
               catalog::format_type(catalog_, path_, (*analysed)->type);
    }

    Oid table() const { return table_; }

private:
    static void add_column(catalog::Relation& table, std::string name, Oid type) {
        catalog::Attribute attribute;
        attribute.number = ++table.last_attribute;
        attribute.name = std::move(name);
        attribute.type = type;
        attribute.assumed = type == catalog::invalid_oid;
        table.attributes.push_back(std::move(attribute));
    }

    catalog::Catalog catalog_;
    catalog::SearchPath path_;
    Oid table_ = catalog::invalid_oid;
};

}  // namespace

TEST_CASE("a column that an open relation may have is missing, not wrong") {
    OpenWorld world;
    auto analysed = world.analyse("other > 1");
    REQUIRE_FALSE(analysed);
    CHECK(analysed.error().sqlstate == "42703");
    CHECK(analysed.error().missing.kind == analyze::Missing::Kind::column);
    CHECK(analysed.error().missing.name == "other");
    CHECK(analysed.error().missing.relation == world.table());
}

TEST_CASE("what is computed from a column of unknown type can still be printed") {
    OpenWorld world;
    CHECK(world.answer("guess") == "guess -");
    CHECK(world.answer("guess = 'x'") == "(guess = 'x') boolean");
    CHECK(world.answer("guess > id") == "(guess > id) boolean");
    CHECK(world.answer("guess + 1") == "(guess + 1) -");
    CHECK(world.answer("guess ->> 'a'") == "(guess ->> 'a') text");
    CHECK(world.answer("guess IN ('a', 'b')") == "((guess = 'a') OR (guess = 'b')) boolean");
    CHECK(world.answer("guess = ANY (ARRAY['a'])") == "(guess = ANY (ARRAY['a'::text])) boolean");
    CHECK(world.answer("guess IS NULL") == "(guess IS NULL) boolean");
    CHECK(world.answer("guess AND id = 1") == "(guess AND (id = 1)) boolean");
    CHECK(world.answer("lower(guess)") == "lower(guess) -");
    CHECK(world.answer("concat(guess, 'x')") == "concat(guess, 'x') text");
    CHECK(world.answer("length(guess) > 1") == "(length(guess) > 1) boolean");
    CHECK(world.answer("coalesce(guess, 0)") == "COALESCE(guess, 0) -");
    CHECK(world.answer("guess::text") == "(guess)::text text");
    CHECK(world.answer("guess[1]") == "guess[1] -");
    CHECK(world.answer("CASE WHEN guess THEN 1 END") ==
          "\nCASE\n    WHEN guess THEN 1\n    ELSE NULL::integer\nEND integer");
}

TEST_CASE("what an extension of unknown content may have brought is unknown") {
    OpenWorld world;
    CHECK(world.answer("st_area(id)") == "42883 function st_area(integer) does not exist");
    world.install_unknown_extension();
    CHECK(world.answer("st_area(id)") == "unknown function st_area(integer) does not exist");
    CHECK(world.answer("id <-> 1") == "unknown operator does not exist: integer <-> integer");
    CHECK(world.answer("id::geometry") == "unknown type \"geometry\" does not exist");
    CHECK(world.answer("nope") == "42703 column \"nope\" does not exist");
}
