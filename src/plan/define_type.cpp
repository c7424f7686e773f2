#include <algorithm>

#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "plan/statement_text.h"
#include "plan/type_support.h"

/// Enums, domains, ranges, base and shell types; composite types.
namespace backout::plan {

using catalog::Function;
using catalog::Relation;
using catalog::Type;
using catalog::TypeKind;

namespace {

std::string enum_definition(const Writer& writer, const Type& type) {
    std::vector<std::string> labels;
    for (const catalog::EnumLabel& label : type.labels) labels.push_back(sql::quote_literal(label.label));
    return listed(fmt::format("CREATE TYPE {} AS ENUM ", writer.name(type)), labels);
}

/// " COLLATE c", where the collation isn't the type's own.
std::string collate_clause(const Writer& writer, Oid collation, Oid type) {
    auto info = catalog::type_info(writer.catalog(), type);
    if (collation == catalog::invalid_oid || !info || info->collation == collation) return {};
    return " COLLATE " + writer.collation(collation);
}

std::string domain_definition(const Writer& writer, const Type& type) {
    std::string statement = fmt::format("CREATE DOMAIN {} AS {}{}", writer.name(type),
                                        writer.type(type.base_type, type.base_typmod),
                                        collate_clause(writer, type.collation, type.base_type));
    if (type.default_value) statement += " DEFAULT " + writer.expression(*type.default_value);
    if (type.not_null) statement += " NOT NULL";
    return statement;
}

/// makeMultirangeTypeName (catalog/pg_type.c), of names that need no cutting.
std::string default_multirange_name(const std::string& range) {
    auto place = range.find("range");
    return place == std::string::npos ? range + "_multirange" : range.substr(0, place) + "multi" + range.substr(place);
}

std::string range_definition(const Writer& writer, const Type& type) {
    constexpr Oid btree = 403;
    const Catalog& catalog = writer.catalog();
    std::vector<std::string> parameters{"SUBTYPE = " + writer.type(type.subtype)};
    auto opclass = catalog::default_operator_class(catalog, btree, type.subtype);
    if (type.subtype_opclass && !(opclass && opclass->oid == type.subtype_opclass))
        parameters.push_back("SUBTYPE_OPCLASS = " + writer.name(type.subtype_opclass));
    auto subtype = catalog::type_info(catalog, type.subtype);
    if (type.subtype_collation && !(subtype && subtype->collation == type.subtype_collation))
        parameters.push_back("COLLATION = " + writer.collation(type.subtype_collation));
    if (type.canonical) parameters.push_back("CANONICAL = " + writer.function(type.canonical));
    if (type.subtype_diff) parameters.push_back("SUBTYPE_DIFF = " + writer.function(type.subtype_diff));
    const auto* multirange = catalog.find<Type>(type.multirange);
    if (multirange && (multirange->name != default_multirange_name(type.name) || multirange->scope != type.scope))
        parameters.push_back("MULTIRANGE_TYPE_NAME = " + writer.name(*multirange));
    return listed(fmt::format("CREATE TYPE {} AS RANGE ", writer.name(type)), parameters);
}

std::string_view alignment_word(char align) {
    switch (align) {
        case 'c': return "char";
        case 's': return "int2";
        case 'd': return "double";
        default: return "int4";
    }
}

std::string_view storage_word(char storage) {
    switch (storage) {
        case 'x': return "extended";
        case 'e': return "external";
        case 'm': return "main";
        default: return "plain";
    }
}

std::string base_definition(const Writer& writer, const Type& type) {
    std::vector<std::string> parameters{"INPUT = " + writer.function(type.input),
                                        "OUTPUT = " + writer.function(type.output)};
    auto add = [&](std::string_view name, auto value) { parameters.push_back(fmt::format("{} = {}", name, value)); };
    if (type.length >= 0) add("INTERNALLENGTH", type.length);
    if (type.by_value) parameters.emplace_back("PASSEDBYVALUE");
    if (type.align != 'i') add("ALIGNMENT", alignment_word(type.align));
    if (type.storage != 'p') add("STORAGE", storage_word(type.storage));
    if (type.category != 'U') add("CATEGORY", sql::quote_literal(std::string(1, type.category)));
    if (type.preferred) add("PREFERRED", "true");
    if (type.delimiter != ',') add("DELIMITER", sql::quote_literal(std::string(1, type.delimiter)));
    if (type.collation) add("COLLATABLE", "true");
    for (const auto& [name, value] : type.properties)
        add(name, name == "default" ? sql::quote_literal(value) : sql::quote_identifier(value));
    return listed(fmt::format("CREATE TYPE {} ", writer.name(type)), parameters);
}

/// A type that its functions take or return is made known first, then they, then the type itself.
void define_with_functions(const Writer& writer, const Type& type, std::string statement, Definition& definition) {
    std::vector<const Function*> functions = support_functions(writer.catalog(), type);
    if (!functions.empty()) definition.statements.push_back("CREATE TYPE " + writer.name(type));
    for (const Function* function : functions) define_function(writer, *function, definition);
    definition.statements.push_back(std::move(statement));
}

}  // namespace

void define_type(const Writer& writer, const Object& object, Definition& definition) {
    const auto& type = get<Type>(object);
    if (!type.defined) {
        definition.statements.push_back("CREATE TYPE " + writer.name(type));
        return;
    }
    switch (type.kind) {
        case TypeKind::enum_: definition.statements.push_back(enum_definition(writer, type)); break;
        case TypeKind::domain: definition.statements.push_back(domain_definition(writer, type)); break;
        case TypeKind::range: define_with_functions(writer, type, range_definition(writer, type), definition); break;
        case TypeKind::base: define_with_functions(writer, type, base_definition(writer, type), definition); break;
        case TypeKind::composite:
        case TypeKind::pseudo:
        case TypeKind::multirange: break;
    }
}

std::string attribute_definition(const Writer& writer, const catalog::Attribute& attribute) {
    return fmt::format("{} {}{}", sql::quote_identifier(attribute.name), writer.type(attribute.type, attribute.typmod),
                       collate_clause(writer, attribute.collation, attribute.type));
}

void define_composite(const Writer& writer, const Object& object, Definition& definition) {
    std::vector<std::string> attributes;
    for (const catalog::Attribute& attribute : get<Relation>(object).attributes)
        attributes.push_back(attribute_definition(writer, attribute));
    definition.statements.push_back(listed(fmt::format("CREATE TYPE {} AS ", writer.name(object)), attributes));
}

std::vector<const Function*> support_functions(const Catalog& catalog, const Type& type) {
    std::vector<const Function*> found;
    auto add = [&](Oid oid) {
        const auto* function = catalog.find<Function>(oid);
        if (function && std::find(found.begin(), found.end(), function) == found.end()) found.push_back(function);
    };
    if (type.kind == TypeKind::range && type.canonical) add(type.canonical);
    if (type.kind != TypeKind::base || !type.defined) return found;
    add(type.input);
    add(type.output);
    // The others are known by name, and by taking or returning the type.
    for (Oid dependent : catalog.dependents(type.oid)) {
        const auto* function = catalog.find<Function>(dependent);
        bool is_named = function && std::any_of(type.properties.begin(), type.properties.end(), [&](const auto& property) {
                            return property.first != "default" && property.second == function->name;
                        });
        if (is_named) add(dependent);
    }
    return found;
}

bool is_support_function(const Catalog& catalog, const Function& function) {
    std::vector<Oid> types = function.argument_types;
    types.push_back(function.return_type);
    return std::any_of(types.begin(), types.end(), [&](Oid oid) {
        const auto* type = catalog.find<Type>(oid);
        if (!type) return false;
        auto functions = support_functions(catalog, *type);
        return std::find(functions.begin(), functions.end(), &function) != functions.end();
    });
}

}  // namespace backout::plan
