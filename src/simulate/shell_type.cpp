#include "simulate/shell_type.h"

#include "simulate/names.h"
#include "simulate/type_name_free.h"

namespace backout::simulate {

Result<Oid> insert_shell_type(StatementContext& context, const sql::Names& names) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, names));
    BACKOUT_TRY(check_type_name_free(context, name.scope, name.name));
    auto type = context.make<catalog::Type>(name.name, name.scope);
    type->kind = catalog::TypeKind::pseudo;
    type->category = 'P';
    type->defined = false;
    type->length = 4;
    type->by_value = true;
    type->storage = 'p';
    Oid oid = type->oid;
    context.catalog.insert(std::move(type));
    return oid;
}

}  // namespace backout::simulate
