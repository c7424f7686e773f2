#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"
#include "simulate/type_name_free.h"

namespace backout::simulate {

using catalog::EnumLabel;
using catalog::Type;
using catalog::TypeKind;

namespace {

constexpr std::size_t label_length_limit = 63;

Status check_label(const std::string& label) {
    if (label.size() <= label_length_limit) return {};
    auto failure = error("42602", "invalid enum label \"{}\"", label);
    failure.value().detail = fmt::format("Labels must be {} bytes or less.", label_length_limit);
    return failure;
}

Result<const Type*> get_enum(StatementContext& context, const sql::Names& names) {
    sql::TypeName name;
    name.names = names;
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::resolve_type(context.analysis(), name));
    const auto* type = context.catalog.find<Type>(found.type);
    if (!type || type->kind != TypeKind::enum_) {
        if (type && type->assumed) return unknown("the labels of type {} are not known", type->name);
        return error("42809", "{} is not an enum", catalog::format_type(context.catalog, context.path, found.type));
    }
    return type;
}

auto find_label(const std::vector<EnumLabel>& labels, const std::string& label) {
    return std::find_if(labels.begin(), labels.end(), [&](const EnumLabel& one) { return one.label == label; });
}

bool made_in_this_transaction(const StatementContext& context, Oid type) {
    const auto& made = context.session.state.made_in_transaction;
    return std::find(made.begin(), made.end(), type) != made.end();
}

}  // namespace

Status create_enum(StatementContext& context, const sql::CreateEnumStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_TRY(check_type_name_free(context, name.scope, name.name));
    auto type = context.make<Type>(name.name, name.scope);
    type->kind = TypeKind::enum_;
    type->category = 'E';
    type->length = 4;
    type->by_value = true;
    type->storage = 'p';
    double order = 1;
    for (const std::string& label : statement.labels) {
        BACKOUT_TRY(check_label(label));
        if (find_label(type->labels, label) != type->labels.end())
            return error("23505", "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"");
        type->labels.push_back({label, order++, context.origin, static_cast<std::int32_t>(type->labels.size()) + 1});
    }
    type->array = insert_array_type(context, *type);
    if (context.in_transaction_block) context.session.state.made_in_transaction.push_back(type->oid);
    context.catalog.insert(std::move(type));
    return {};
}

namespace {

Status rename_label(StatementContext& context, const Type& type, const sql::AlterEnumStatement& statement) {
    BACKOUT_TRY(check_label(statement.new_label));
    auto old = find_label(type.labels, statement.old_label);
    if (old == type.labels.end())
        return error("22023", "\"{}\" is not an existing enum label", statement.old_label);
    if (find_label(type.labels, statement.new_label) != type.labels.end())
        return error("42710", "enum label \"{}\" already exists", statement.new_label);
    auto place = static_cast<std::size_t>(old - type.labels.begin());
    context.catalog.change<Type>(type.oid,
                                 [&](Type& changed) { changed.labels[place].label = statement.new_label; });
    return {};
}

Status add_label(StatementContext& context, const Type& type, const sql::AlterEnumStatement& statement) {
    BACKOUT_TRY(check_label(statement.new_label));
    if (find_label(type.labels, statement.new_label) != type.labels.end()) {
        if (!statement.if_not_exists) return error("42710", "enum label \"{}\" already exists", statement.new_label);
        context.effects.skipped = true;
        context.effects.skipped_for = type.oid;
        context.effects.notice(fmt::format("enum label \"{}\" already exists, skipping", statement.new_label), "42710");
        return {};
    }
    std::size_t place = type.labels.size();
    if (!statement.neighbor.empty()) {
        auto neighbor = find_label(type.labels, statement.neighbor);
        if (neighbor == type.labels.end())
            return error("22023", "\"{}\" is not an existing enum label", statement.neighbor);
        place = static_cast<std::size_t>(neighbor - type.labels.begin()) + (statement.after ? 1 : 0);
    }
    context.catalog.change<Type>(type.oid, [&](Type& changed) {
        changed.labels.insert(changed.labels.begin() + static_cast<std::ptrdiff_t>(place),
                              EnumLabel{statement.new_label, 0, context.origin,
                                        static_cast<std::int32_t>(changed.labels.size()) + 1});
        // Numbers follow the order; the server's own fractions between neighbours are never seen.
        for (std::size_t i = 0; i < changed.labels.size(); ++i) changed.labels[i].sort_order = static_cast<double>(i + 1);
    });
    // Until it is committed the label may not be used, unless its type is as new (AddEnumLabel, catalog/pg_enum.c).
    if (context.in_transaction_block && !made_in_this_transaction(context, type.oid))
        context.session.state.unsafe_labels.emplace_back(type.oid, statement.new_label);
    return {};
}

}  // namespace

Status alter_enum(StatementContext& context, const sql::AlterEnumStatement& statement) {
    BACKOUT_ASSIGN(const Type* type, get_enum(context, statement.names));
    return statement.is_rename ? rename_label(context, *type, statement) : add_label(context, *type, statement);
}

}  // namespace backout::simulate
