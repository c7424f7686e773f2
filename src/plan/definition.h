#pragma once

#include <string>
#include <vector>

#include "catalog/relation.h"
#include "catalog/table_part.h"
#include "plan/writer.h"

/// The statements that make an object: one function per kind, in files named after the kinds.
namespace backout::plan {

/// What makes one object as it is in the catalog, in the order in which it runs.
struct Definition {
    std::vector<std::string> statements;  ///< without semicolons
    std::vector<std::string> unknowns;    ///< why it can't be written: "the definition of view v is not known"
};

/// Everything about the object: itself, its settings, owner, privileges, comment. What has a life of its own
/// (constraints, indexes, triggers, policies, sequences of columns) comes by its own definition, unless
/// `table_parts` says that CREATE TABLE has it.
/// `creator`: the role that runs the script, and so owns what it makes.
Definition define(const Writer& writer, const Object& object, Oid creator);

// By kind. The statements that make the thing itself; owner, privileges and comment are added by `define`.
void define_schema(const Writer& writer, const Object& object, Definition& definition);
void define_extension(const Writer& writer, const Object& object, Definition& definition);
void define_role(const Writer& writer, const Object& object, Definition& definition);
void define_type(const Writer& writer, const Object& object, Definition& definition);  ///< enum, domain, range, base
void define_composite(const Writer& writer, const Object& object, Definition& definition);
void define_sequence(const Writer& writer, const Object& object, Definition& definition);
void define_table(const Writer& writer, const Object& object, Definition& definition);
void define_view(const Writer& writer, const Object& object, Definition& definition);
void define_index(const Writer& writer, const Object& object, Definition& definition);
void define_constraint(const Writer& writer, const Object& object, Definition& definition);
void define_default(const Writer& writer, const Object& object, Definition& definition);
void define_trigger(const Writer& writer, const Object& object, Definition& definition);
void define_rule(const Writer& writer, const Object& object, Definition& definition);
void define_policy(const Writer& writer, const Object& object, Definition& definition);
void define_statistics(const Writer& writer, const Object& object, Definition& definition);
void define_function(const Writer& writer, const Object& object, Definition& definition);  ///< aggregates, too
void define_operator(const Writer& writer, const Object& object, Definition& definition);
void define_operator_class(const Writer& writer, const Object& object, Definition& definition);
void define_operator_family(const Writer& writer, const Object& object, Definition& definition);
void define_cast(const Writer& writer, const Object& object, Definition& definition);
void define_collation(const Writer& writer, const Object& object, Definition& definition);
void define_conversion(const Writer& writer, const Object& object, Definition& definition);
void define_transform(const Writer& writer, const Object& object, Definition& definition);
void define_language(const Writer& writer, const Object& object, Definition& definition);
void define_access_method(const Writer& writer, const Object& object, Definition& definition);
void define_event_trigger(const Writer& writer, const Object& object, Definition& definition);
void define_publication(const Writer& writer, const Object& object, Definition& definition);  ///< with its tables
void define_subscription(const Writer& writer, const Object& object, Definition& definition);
void define_foreign_data_wrapper(const Writer& writer, const Object& object, Definition& definition);
void define_foreign_server(const Writer& writer, const Object& object, Definition& definition);
void define_user_mapping(const Writer& writer, const Object& object, Definition& definition);
void define_text_search(const Writer& writer, const Object& object, Definition& definition);  ///< all four kinds
void define_default_privileges(const Writer& writer, const Object& object, Definition& definition);

/// Owner, privileges and comment of a new object, where they aren't what it has by itself.
void furnish(const Writer& writer, const Object& object, Oid creator, Definition& definition);

/// ALTER SEQUENCE … OWNED BY: apart from the sequence's own definition, since the column's default needs the sequence.
std::string owned_by_statement(const Writer& writer, const catalog::Relation& sequence);
/// " TO a, b USING (…) WITH CHECK (…)"
std::string policy_clauses(const Writer& writer, const catalog::Policy& policy);
/// What switches row-level security from what it was to what the table has.
std::vector<std::string> row_security_statements(const Writer& writer, const catalog::Relation& table, bool was_enabled,
                                                 bool was_forced);

/// What takes an object away: one statement, but for default privileges. None for what goes only with something else.
std::vector<std::string> drop_statements(const Writer& writer, const Object& object);

}  // namespace backout::plan
