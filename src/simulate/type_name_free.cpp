#include "simulate/type_name_free.h"

#include "simulate/table_row_type.h"

namespace backout::simulate {

Status check_type_name_free(StatementContext& context, Oid scope, const std::string& name) {
    Oid existing = catalog::find_type(context.catalog, scope, name);
    if (existing == catalog::invalid_oid || make_type_name_free(context, scope, name)) return {};
    auto failure = error("42710", "type \"{}\" already exists", name);
    failure.value().involved = {{existing, 0}};
    return failure;
}

}  // namespace backout::simulate
