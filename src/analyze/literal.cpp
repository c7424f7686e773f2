#include "analyze/literal.h"

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/type_oid.h"
#include "catalog/type.h"
#include "values/literal.h"

namespace backout::analyze {

namespace {

using catalog::TypeInfo;
using catalog::TypeKind;
using values::Canonical;
using values::LiteralError;
using values::LiteralResult;

/// Reads literals of all types, also nested ones: elements, bounds, fields.
class LiteralReader {
public:
    explicit LiteralReader(const Context& context)
        : context_(context), settings_{context.catalog.major_number(), context.timezone} {}

    LiteralResult read(Oid type, std::int32_t typmod, std::string_view literal) const {
        // What the parser meets most: text of any length, and its own types.
        if (type == type_oid::text || (typmod < 0 && (type == type_oid::varchar || type == type_oid::bpchar)))
            return Canonical{std::string(literal)};
        std::optional<TypeInfo> info = catalog::type_info(context_.catalog, type);
        if (!info || !info->defined) return as_written(literal);
        if (type == type_oid::record || type == type_oid::record_array)
            return refused("input of anonymous composite types is not implemented");
        if (info->kind == TypeKind::pseudo && type != type_oid::cstring && type != type_oid::void_)
            return refused(fmt::format("cannot accept a value of type {}", info->name));
        if (info->kind == TypeKind::domain) {
            std::int32_t base_typmod = -1;
            Oid base = catalog::base_type(context_.catalog, type, &base_typmod);
            return read(base, base_typmod, literal);
        }
        if (info->is_array && !is_known_array(*info)) return read_array(*info, typmod, literal);
        bool server_type = catalog::is_builtin(type) || catalog::is_extension_member(type);
        if (server_type && values::is_known_type(info->name))
            return values::canonicalize({info->name, typmod}, literal, settings_);
        return read_user_type(*info, literal);
    }

private:
    static LiteralResult as_written(std::string_view literal) {
        return Canonical{std::string(literal), false};
    }
    static LiteralResult refused(std::string message) {
        return tl::unexpected<LiteralError>(LiteralError{"0A000", std::move(message), {}});
    }

    /// Elements that name objects are read here, not by `values`.
    bool is_known_array(const TypeInfo& info) const {
        return catalog::is_builtin(info.oid) && values::is_known_type(info.name);
    }

    values::ReadValue reader_of(Oid type, std::int32_t typmod = -1) const {
        return [this, type, typmod](std::string_view literal) -> LiteralResult {
            if (auto object = read_object_literal(context_, type, literal, sql::no_location)) {
                if (*object) return Canonical{std::move((*object)->text)};
                return tl::unexpected<LiteralError>(
                    LiteralError{object->error().sqlstate, object->error().message, object->error().detail});
            }
            return read(type, typmod, literal);
        };
    }

    LiteralResult read_array(const TypeInfo& info, std::int32_t typmod, std::string_view literal) const {
        return values::canonicalize_array(reader_of(info.element, typmod), info.delimiter, literal,
                                          settings_);
    }

    LiteralResult read_user_type(const TypeInfo& info, std::string_view literal) const {
        switch (info.kind) {
            case TypeKind::enum_:
                return read_enum(info, literal);
            case TypeKind::composite:
                return read_composite(info, literal);
            case TypeKind::range:
                return values::canonicalize_range(range_of(info), literal);
            case TypeKind::multirange:
                return values::canonicalize_multirange(range_of(info), literal);
            default:
                return as_written(literal);
        }
    }

    /// enum_in (utils/adt/enum.c)
    LiteralResult read_enum(const TypeInfo& info, std::string_view literal) const {
        const auto* type = context_.catalog.find<catalog::Type>(info.oid);
        if (type && type->assumed && type->labels.empty()) return as_written(literal);
        bool found = false;
        for (std::string_view label : catalog::enum_labels(context_.catalog, info.oid))
            found |= label == literal;
        if (!found)
            return tl::unexpected<LiteralError>(
                LiteralError{"22P02",
                             fmt::format("invalid input value for enum {}: \"{}\"",
                                         type_text(context_, info.oid), literal),
                             {}});
        if (context_.unsafe_labels)
            for (const auto& [unsafe_type, label] : *context_.unsafe_labels)
                if (unsafe_type == info.oid && label == literal)
                    return tl::unexpected<LiteralError>(
                        LiteralError{"55P04",
                                     fmt::format("unsafe use of new value \"{}\" of enum type {}", literal,
                                                 type_text(context_, info.oid)),
                                     {}});
        return Canonical{std::string(literal)};
    }

    LiteralResult read_composite(const TypeInfo& info, std::string_view literal) const {
        auto relation = catalog::relation_info(context_.catalog, info.relation);
        if (!relation || relation->open) return as_written(literal);
        std::vector<values::ReadValue> fields;
        for (const catalog::ColumnInfo& column : catalog::columns_of(context_.catalog, info.relation))
            fields.push_back(reader_of(column.type, column.typmod));
        return values::canonicalize_record(fields, literal);
    }

    values::RangeSubtype range_of(const TypeInfo& info) const {
        values::RangeSubtype subtype;
        subtype.read = reader_of(info.range_subtype);
        auto element = catalog::type_info(context_.catalog, info.range_subtype);
        if (element && catalog::is_builtin(info.range_subtype))
            subtype.compare = [name = std::string(element->name)](std::string_view left,
                                                                  std::string_view right) {
                return values::compare_values(name, left, right);
            };
        return subtype;
    }

    const Context& context_;
    values::LiteralContext settings_;
};

}  // namespace

Result<LiteralValue> read_literal(const Context& context, Oid type, std::int32_t typmod,
                                  std::string_view literal, sql::Location location) {
    if (auto object = read_object_literal(context, type, literal, location)) return std::move(*object);
    LiteralResult value = LiteralReader(context).read(type, typmod, literal);
    if (value) return LiteralValue{std::move(value->text)};
    LiteralError& error = value.error();
    std::string hint;
    if (error.sqlstate == "55P04") hint = "New enum values must be committed before they can be used.";
    return failure(std::move(error.sqlstate), std::move(error.message), location, std::move(hint),
                   std::move(error.detail));
}

}  // namespace backout::analyze
