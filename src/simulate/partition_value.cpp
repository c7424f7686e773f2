#include "simulate/partition_value.h"

#include <algorithm>
#include <array>

#include "values/literal.h"

namespace backout::simulate {

namespace {

using catalog::Expr;
using catalog::ExprKind;
using catalog::ExprPtr;

bool is_cast(const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
            return expression.arguments.size() == 1;
        case ExprKind::function:
            return !expression.arguments.empty() && (expression.form == catalog::ExprForm::implicit_cast ||
                                                     expression.form == catalog::ExprForm::explicit_cast);
        default:
            return false;
    }
}

/// Types whose values' order and equality is that of their text.
bool compares_as_text(std::string_view type) {
    static constexpr std::array<std::string_view, 4> types{"uuid", "bool", "name", "char"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_string(std::string_view type) {
    return type == "text" || type == "varchar" || type == "bpchar";
}

std::optional<std::strong_ordering> compare_labels(const Catalog& catalog, Oid type, std::string_view value,
                                                   std::string_view other) {
    const std::vector<std::string_view> labels = catalog::enum_labels(catalog, type);
    const auto first = std::find(labels.begin(), labels.end(), value);
    const auto second = std::find(labels.begin(), labels.end(), other);
    if (first == labels.end() || second == labels.end()) return std::nullopt;
    return first <=> second;
}

}  // namespace

ExprPtr fold_bound_value(const StatementContext& context, const ExprPtr& value, Oid type) {
    const Expr* bare = value.get();
    while (is_cast(*bare))
        bare = bare->arguments.front().get();
    if (bare == value.get() || bare->kind != ExprKind::constant) return value;
    auto folded = std::make_shared<Expr>(*bare);
    folded->type = type;
    folded->typmod = value->typmod;
    folded->collation = value->collation;
    if (folded->flag) return folded;
    const Oid base = catalog::base_type(context.catalog, type);
    const auto info = catalog::type_info(context.catalog, base);
    if (!info || !values::is_known_type(info->name)) return base == bare->type ? ExprPtr(folded) : value;
    values::LiteralContext settings;
    settings.postgres_major = context.major();
    settings.timezone = context.analysis().timezone;
    const values::LiteralResult read = values::canonicalize({info->name}, bare->text, settings);
    if (!read || !read->exact) return value;
    folded->text = read->text;
    return folded;
}

bool is_same_constant(const Expr& value, const Expr& other) {
    return value.kind == ExprKind::constant && other.kind == ExprKind::constant && value.type == other.type &&
           value.flag == other.flag && value.text == other.text;
}

std::optional<std::strong_ordering> compare_bound_values(const Catalog& catalog, const Expr& value,
                                                         const Expr& other, Oid collation) {
    if (value.kind != ExprKind::constant || other.kind != ExprKind::constant || value.flag || other.flag)
        return std::nullopt;
    if (is_same_constant(value, other)) return std::strong_ordering::equal;
    const Oid type = catalog::base_type(catalog, value.type);
    const auto info = catalog::type_info(catalog, type);
    if (!info) return std::nullopt;
    if (info->kind == catalog::TypeKind::enum_) return compare_labels(catalog, type, value.text, other.text);
    if (!catalog::is_builtin(type)) return std::nullopt;
    if (is_string(info->name)) {
        if (collation == catalog::c_collation) return value.text <=> other.text;
        return std::nullopt;
    }
    if (compares_as_text(info->name)) return value.text <=> other.text;
    return values::compare_values(info->name, value.text, other.text);
}

}  // namespace backout::simulate
