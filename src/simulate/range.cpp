#include "analyze/type_oid.h"
#include "simulate/definition_options.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"
#include "simulate/type_name_free.h"

/// CREATE TYPE … AS RANGE: DefineRange (commands/typecmds.c). It makes the range, its multirange, an array of each, and
/// functions of their names that construct them.
namespace backout::simulate {

using catalog::DependencyType;
using catalog::Function;
using catalog::Type;
using catalog::TypeKind;

namespace {

constexpr Oid btree = 403;
constexpr Oid internal_language = 12;

/// makeMultirangeTypeName (catalog/pg_type.c): "range" becomes "multirange", else "_multirange" is added.
std::string default_multirange_name(const std::string& range) {
    std::size_t at = range.find("range");
    if (at == std::string::npos) return truncate_identifier(range).substr(0, 63 - 11) + "_multirange";
    return truncate_identifier(range.substr(0, at) + "multi" + range.substr(at));
}

struct Subtype {
    Oid type = catalog::invalid_oid;
    Oid opclass = catalog::invalid_oid;
    Oid collation = catalog::invalid_oid;
};

Result<Oid> subtype_opclass(StatementContext& context, const sql::Options& options, Oid subtype) {
    if (sql::Names names = option_names(options, "subtype_opclass"); !names.empty()) {
        std::optional<catalog::OperatorClassInfo> found;
        if (names.size() > 1) {
            BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
            found = catalog::find_operator_class(context.catalog, btree, scope, names.back());
        } else {
            found = catalog::find_operator_class(context.catalog, btree, context.path, names.back());
        }
        if (found) return found->oid;
        return error("42704", "operator class \"{}\" does not exist for access method \"btree\"", display_name(names));
    }
    auto found = catalog::default_operator_class(context.catalog, btree, subtype);
    if (found) return found->oid;
    auto failure = error("42704", "data type {} has no default operator class for access method \"btree\"",
                         printed_type(context, subtype));
    failure.value().hint = "You must specify an operator class for the range type or define a default operator class for "
                           "the subtype.";
    return failure;
}

Result<Subtype> range_subtype(StatementContext& context, const sql::Options& options) {
    Subtype subtype;
    BACKOUT_ASSIGN(subtype.type, option_type(context, options, "subtype"));
    if (!subtype.type) return error("42601", "type attribute \"subtype\" is required");
    auto info = catalog::type_info(context.catalog, subtype.type);
    if (info && info->kind == TypeKind::pseudo)
        return error("42804", "range subtype cannot be {}", printed_type(context, subtype.type));
    BACKOUT_ASSIGN(subtype.opclass, subtype_opclass(context, options, subtype.type));
    sql::Names collation = option_names(options, "collation");
    bool collatable = info && info->collation;
    if (!collatable && !collation.empty()) return error("42809", "range collation specified but subtype does not support collation");
    if (collatable) {
        BACKOUT_ASSIGN(subtype.collation,
                       analyze::resolve_collation(context.analysis(), collation, subtype.type, sql::no_location));
    }
    return subtype;
}

/// makeRangeConstructors, makeMultirangeConstructors: they go with the type.
void insert_constructor(StatementContext& context, const Type& type, std::vector<Oid> arguments, Oid variadic = 0) {
    auto function = context.make<Function>(type.name, type.scope);
    function->argument_types = arguments;
    if (variadic) {
        function->all_argument_types = std::move(arguments);
        function->argument_modes = {'v'};
        function->variadic_type = variadic;
    }
    function->return_type = type.oid;
    function->language = internal_language;
    function->volatility = 'i';
    function->parallel = 's';
    function->cost = 1;
    function->strict = type.kind == TypeKind::multirange;
    depend(*function, {type.oid, 0}, DependencyType::internal);
    context.catalog.insert(std::move(function));
}

}  // namespace

Status create_range(StatementContext& context, const sql::CreateRangeStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_TRY(check_type_name_free(context, name.scope, name.name));
    BACKOUT_ASSIGN(Subtype subtype, range_subtype(context, statement.parameters));

    auto range = context.make<Type>(name.name, name.scope);
    range->kind = TypeKind::range;
    range->category = 'R';
    range->align = 'd';
    range->subtype = subtype.type;
    range->subtype_opclass = subtype.opclass;
    range->subtype_collation = subtype.collation;
    if (sql::Names names = option_names(statement.parameters, "subtype_diff"); !names.empty()) {
        BACKOUT_ASSIGN(range->subtype_diff, exact_function(context, names, {subtype.type, subtype.type}));
    }
    if (sql::Names names = option_names(statement.parameters, "canonical"); !names.empty()) {
        BACKOUT_ASSIGN(range->canonical, exact_function(context, names, {range->oid}));
    }
    for (Oid needed : {subtype.type, subtype.opclass, subtype.collation, range->canonical, range->subtype_diff})
        if (needed) depend(*range, {needed, 0});

    sql::Names multirange_names = option_names(statement.parameters, "multirange_type_name");
    CreationName multirange_name{name.scope, default_multirange_name(name.name)};
    if (!multirange_names.empty()) {
        BACKOUT_ASSIGN(multirange_name, creation_name(context, multirange_names));
    }
    range->array = insert_array_type(context, *range);
    BACKOUT_TRY(check_type_name_free(context, multirange_name.scope, multirange_name.name));
    auto multirange = context.make<Type>(multirange_name.name, multirange_name.scope);
    multirange->kind = TypeKind::multirange;
    multirange->category = 'R';
    multirange->align = 'd';
    multirange->range = range->oid;
    range->multirange = multirange->oid;
    depend(*multirange, {range->oid, 0}, DependencyType::internal);
    multirange->array = insert_array_type(context, *multirange);
    const Type range_copy = *range;
    const Type multirange_copy = *multirange;
    context.catalog.insert(std::move(range));
    context.catalog.insert(std::move(multirange));
    insert_constructor(context, range_copy, {subtype.type, subtype.type});
    insert_constructor(context, range_copy, {subtype.type, subtype.type, analyze::type_oid::text});
    insert_constructor(context, multirange_copy, {});
    insert_constructor(context, multirange_copy, {range_copy.oid});
    insert_constructor(context, multirange_copy, {range_copy.array}, range_copy.oid);
    return {};
}

}  // namespace backout::simulate
