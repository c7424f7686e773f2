#include "catalog/lookup.h"
#include "sql/quote.h"
#include "values/typmod.h"

namespace backout::catalog {

namespace {

/// What SQL calls a type of pg_catalog; empty when PostgreSQL's own name is printed (format_type_extended,
/// utils/adt/format_type.c). `typmod_given`: a modifier of -1 means that there is none, which for bit and
/// character is not what the bare SQL name means.
std::string_view sql_name(Oid type, std::int32_t typmod, bool typmod_given) {
    bool bare = typmod_given && typmod < 0;
    switch (type) {
        case 16:
            return "boolean";
        case 20:
            return "bigint";
        case 21:
            return "smallint";
        case 23:
            return "integer";
        case 114:
            return "json";  // a keyword since 16, but never quoted
        case 700:
            return "real";
        case 701:
            return "double precision";
        case 1042:
            return bare ? std::string_view() : "character";
        case 1043:
            return "character varying";
        case 1083:
        case 1266:
            return "time";
        case 1114:
        case 1184:
            return "timestamp";
        case 1186:
            return "interval";
        case 1560:
            return bare ? std::string_view() : "bit";
        case 1562:
            return "bit varying";
        case 1700:
            return "numeric";
        default:
            return {};
    }
}

/// What typmodout of an extension's type prints.
std::string format_extension_typmod(std::string_view type_name, std::int32_t typmod) {
    if (type_name != "vector" && type_name != "halfvec" && type_name != "sparsevec") return {};
    return "(" + std::to_string(typmod) + ")";
}

std::string format(const Catalog& catalog, const SearchPath& path, Oid type, std::int32_t typmod,
                   bool typmod_given) {
    if (type == invalid_oid) return "-";
    std::optional<TypeInfo> info = type_info(catalog, type);
    if (!info) return "???";
    // int2vector and oidvector are arrays too but print as themselves; they are the ones of plain storage.
    bool is_array = info->is_array && info->storage != 'p';
    if (is_array) {
        type = info->element;
        info = type_info(catalog, type);
        if (!info) return "???[]";
    }
    std::string printed;
    if (std::string_view name = sql_name(type, typmod, typmod_given); !name.empty()) {
        printed = name;
        printed += values::format_typmod(info->name, typmod);
    } else {
        bool visible = find_type(catalog, path, info->name) == type;
        // Among the names that come out quoted are "char" and "bit": other types than without the quotes.
        std::string quoted = sql::quote_identifier(info->name);
        printed =
            visible ? quoted : sql::quote_identifier(namespace_name(catalog, info->scope)) + '.' + quoted;
        if (typmod >= 0) printed += format_extension_typmod(info->name, typmod);
    }
    if (is_array) printed += "[]";
    return printed;
}

}  // namespace

std::string format_type(const Catalog& catalog, const SearchPath& path, Oid type) {
    return format(catalog, path, type, -1, false);
}

std::string format_type(const Catalog& catalog, const SearchPath& path, Oid type, std::int32_t typmod) {
    return format(catalog, path, type, typmod, true);
}

}  // namespace backout::catalog
