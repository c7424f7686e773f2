#include "simulate/table_tablespace.h"

namespace backout::simulate {

std::string chosen_tablespace(const StatementContext& context, std::string_view named) {
    return std::string(named.empty() ? context.session.setting("default_tablespace") : named);
}

Status check_tablespace(const StatementContext& context, std::string_view name, bool partitioned) {
    if (name == "pg_default" && partitioned)
        return error("0A000", "cannot specify default tablespace for partitioned relations");
    if (name.empty() || name == "pg_default") return {};
    if (name == "pg_global")
        return error("22023", "only shared relations can be placed in pg_global tablespace");
    const bool exists = context.catalog.find<catalog::Tablespace>(catalog::invalid_oid, name) != nullptr;
    if (!exists && context.catalog.was_known(ObjectClass::tablespace, catalog::invalid_oid, name))
        return error("42704", "tablespace \"{}\" does not exist", name);
    return {};
}

}  // namespace backout::simulate
