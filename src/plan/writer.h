#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyze/deparse.h"
#include "catalog/catalog.h"
#include "catalog/lookup.h"

/// How statements of a plan write what a catalog holds.
namespace backout::plan {

using catalog::Catalog;
using catalog::Object;
using catalog::Oid;

/// Prints names and expressions of one catalog as a script that runs under `path` has to write them: qualified only
/// where the path would not find them.
class Writer {
public:
    /// How expressions are printed: with the parentheses that a person would write, or with all that the server prints;
    /// it does not take the shorter form of some of them back as the same.
    enum class Style : std::uint8_t { readable, exact };

    /// `elsewhere`: the other side's catalog, asked for the names of roles that this one doesn't have (any more).
    Writer(const Catalog& catalog, const catalog::SearchPath& path, Style style = Style::readable,
           const Catalog* elsewhere = nullptr);
    Writer(const Writer&) = delete;  // its options point to its path
    Writer& operator=(const Writer&) = delete;

    const Catalog& catalog() const { return catalog_; }
    const analyze::DeparseOptions& options() const { return options_; }
    /// Where CREATE puts an unqualified name.
    Oid creation_schema() const { return path_.creation; }

    /// The object's own name, quoted, without its schema.
    static std::string bare_name(const Object& object);
    /// "t", "s.t"; of a constraint, trigger, rule or policy its bare name. Without the arguments of a function.
    std::string name(const Object& object) const;
    /// Also of what a fresh server or an extension brought, where it is a relation, type, function, collation or schema.
    std::string name(Oid oid) const;
    std::string type(Oid type, std::int32_t typmod = -1) const;
    std::string expression(const catalog::Expr& expression, Oid relation = catalog::invalid_oid,
                           bool old_new = false) const;
    std::string column(Oid relation, catalog::AttributeNumber number) const;
    /// "a, b"
    std::string columns(Oid relation, const std::vector<catalog::AttributeNumber>& numbers) const;
    /// The role's name, PUBLIC for 0.
    std::string role(Oid role) const;
    std::string schema(Oid schema) const;
    std::string function(Oid function) const;
    std::string collation(Oid collation) const;
    /// "f(integer, text)", as DROP and ALTER take it.
    std::string signature(Oid function) const;

    /// What COMMENT ON, DROP and ALTER call the object: "TABLE t", "FUNCTION f(integer)", "TRIGGER x ON t",
    /// "CONSTRAINT c ON t", "OPERATOR CLASS o USING btree".
    std::string phrase(const Object& object) const;

private:
    bool finds(Oid scope) const;
    std::string in_schema(Oid scope, std::string_view name, bool visible) const;

    const Catalog& catalog_;
    const Catalog* elsewhere_;
    catalog::SearchPath path_;
    analyze::DeparseOptions options_;
};

/// "TABLE", "MATERIALIZED VIEW", "FUNCTION" …: the object type's words in statements.
std::string_view object_words(const Object& object);

/// `a = 'x', b = 'y'` of WITH (…); bare words and numbers as they are.
std::string storage_parameters(const catalog::OptionList& options);
/// `a 'x', b 'y'` of OPTIONS (…).
std::string generic_options(const catalog::OptionList& options);

}  // namespace backout::plan
