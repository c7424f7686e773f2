#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

#include "catalog/builtin/builtin.h"

// What must hold of the generated tables as a whole.

using namespace backout::catalog::builtin;

TEST_CASE("every reference between facts of a fresh server leads somewhere") {
    for (Major major : all_majors) {
        for (const TypeFact& type : types(major)) {
            CAPTURE(type.name.view());
            for (Oid other : {type.element, type.array, type.base_type}) {
                CHECK((other == 0 || find_type(major, other) != nullptr));
            }
            CHECK((type.collation == 0 || find_collation(major, type.collation) != nullptr));
            CHECK((type.relation == 0 || find_relation(major, type.relation) != nullptr));
        }
        for (const FunctionFact& function : functions(major)) {
            CAPTURE(function.name.view());
            CHECK(find_type(major, function.return_type) != nullptr);
            for (Oid argument : function.argument_types)
                CHECK(find_type(major, argument) != nullptr);
            CHECK(function.defaults.size() <= function.argument_types.size());
            std::size_t modes = function.argument_modes.view().size();
            if (function.all_argument_types.empty()) {
                CHECK((modes == 0 || modes == function.argument_types.size()));
            } else {
                CHECK(modes == function.all_argument_types.size());
            }
        }
        for (const OperatorFact& fact : operators(major)) {
            CAPTURE(fact.name.view());
            CHECK((fact.left == 0 || find_type(major, fact.left) != nullptr));
            CHECK(find_type(major, fact.right) != nullptr);
            CHECK(find_function(major, fact.function) != nullptr);
            for (Oid other : {fact.commutator, fact.negator}) {
                CHECK((other == 0 || find_operator(major, other) != nullptr));
            }
        }
        for (const FamilyOperatorFact& member : family_operators(major)) {
            CHECK(find_operator(major, member.operator_oid) != nullptr);
            CHECK(find_operator_family(major, member.family) != nullptr);
        }
        for (const RelationFact& relation : relations(major)) {
            CAPTURE(relation.name.view());
            for (const ColumnFact& column : columns_of(relation))
                CHECK(find_type(major, column.type) != nullptr);
        }
    }
}

TEST_CASE("every reference from members of extensions leads somewhere") {
    for (Major major : all_majors) {
        for (const ExtensionFact& extension : extensions(major)) {
            CAPTURE(extension.name.view());
            for (const TypeFact& type : types_of(major, extension)) {
                CHECK((type.element == 0 || find_type(major, type.element) != nullptr));
                CHECK((type.base_type == 0 || find_type(major, type.base_type) != nullptr));
                CHECK((type.relation == 0 || find_relation(major, type.relation) != nullptr));
            }
            for (const FunctionFact& function : functions_of(major, extension)) {
                CAPTURE(function.name.view());
                CHECK(find_type(major, function.return_type) != nullptr);
                for (Oid argument : function.argument_types)
                    CHECK(find_type(major, argument) != nullptr);
            }
            for (const OperatorFact& fact : operators_of(major, extension)) {
                CHECK(find_function(major, fact.function) != nullptr);
            }
            for (const OperatorClassFact& opclass : operator_classes_of(major, extension)) {
                CHECK(find_type(major, opclass.input_type) != nullptr);
                CHECK(find_access_method(major, opclass.access_method) != nullptr);
                CHECK(find_operator_family(major, opclass.family) != nullptr);
            }
            for (std::string_view required : extension.required)
                CHECK(find_extension(major, required) != nullptr);
        }
    }
}

TEST_CASE("of a name in a schema there is one fact in each major") {
    for (Major major : all_majors) {
        std::set<std::pair<Oid, std::string_view>> type_names;
        for (const TypeFact& type : types(major)) {
            CHECK(type_names.emplace(type.namespace_oid, type.name.view()).second);
        }
        std::set<Oid> function_oids;
        for (const FunctionFact& function : functions(major))
            CHECK(function_oids.insert(function.oid).second);
        std::set<std::string_view> extension_names;
        for (const ExtensionFact& extension : extensions(major)) {
            CHECK(extension_names.insert(extension.name.view()).second);
        }
    }
}

TEST_CASE("lookups find every fact by its own name and oid") {
    for (Major major : all_majors) {
        for (const TypeFact& type : types(major)) {
            CHECK(find_type(major, type.namespace_oid, type.name) == &type);
            CHECK(find_type(major, type.oid) == &type);
        }
        for (const CastFact& cast : casts(major))
            CHECK(find_cast(major, cast.source, cast.target) == &cast);
        for (const RelationFact& relation : relations(major)) {
            CHECK(find_relation(major, relation.namespace_oid, relation.name) == &relation);
        }
        for (const ExtensionFact& extension : extensions(major)) {
            CHECK(find_extension(major, extension.name) == &extension);
        }
    }
}
