#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/oid.h"

namespace backout::simulate {

/// A value while a DO block is run: known, NULL, or not known since it hangs on the project's rows.
struct Value {
    enum class Kind : std::uint8_t { unknown, null, scalar, array, row };
    Kind kind = Kind::unknown;
    std::string text;              ///< of a scalar, as its output function prints it; of a regclass and the like its number
    bool is_boolean = false;
    std::vector<Value> elements;   ///< of an array or row
    std::vector<std::string> names;///< of a row's fields
    std::string printed;           ///< of a regclass and the like: the name
    catalog::Oid type = catalog::invalid_oid;  ///< 0 where it isn't known

    bool operator==(const Value&) const = default;

    static Value unknown() { return {}; }
    static Value null() { return of(Kind::null); }
    static Value scalar(std::string text, catalog::Oid type = catalog::invalid_oid) {
        Value value = of(Kind::scalar);
        value.text = std::move(text);
        value.type = type;
        return value;
    }
    static Value boolean(bool truth) {
        Value value = scalar(truth ? "t" : "f");
        value.is_boolean = true;
        return value;
    }
    static Value number(std::int64_t value) { return scalar(std::to_string(value)); }
    static Value array(std::vector<Value> elements) {
        Value value = of(Kind::array);
        value.elements = std::move(elements);
        return value;
    }
    static Value row(std::vector<std::string> names, std::vector<Value> fields) {
        Value value = of(Kind::row);
        value.names = std::move(names);
        value.elements = std::move(fields);
        return value;
    }

    bool is_unknown() const { return kind == Kind::unknown; }
    bool is_null() const { return kind == Kind::null; }
    bool is_scalar() const { return kind == Kind::scalar; }
    /// What a scalar looks like as text.
    const std::string& output() const { return printed.empty() ? text : printed; }
    /// Of a boolean: true, false, or nothing for NULL and what isn't known.
    std::optional<bool> truth() const;
    std::optional<std::int64_t> integer() const;
    /// A row's field; unknown where there is none of the name.
    Value field(std::string_view name) const;

private:
    static Value of(Kind kind) {
        Value value;
        value.kind = kind;
        return value;
    }
};

/// Less, equal, greater; nothing where one isn't a known scalar. Numbers are compared as numbers.
std::optional<int> compare(const Value& left, const Value& right);

/// Variables of a block by name.
using Variables = std::map<std::string, Value, std::less<>>;
/// Names of a routine and its blocks.
using Labels = std::set<std::string, std::less<>>;

}  // namespace backout::simulate
