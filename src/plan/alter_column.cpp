#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plan/alteration.h"
#include "plan/define_column.h"
#include "plan/placeholder.h"
#include "plan/table_parts.h"
#include "sql/quote.h"

/// Columns of tables on both sides.
namespace backout::plan {

using catalog::Attribute;
using catalog::AttributeNumber;
using catalog::Relation;

namespace {

/// A parent's column of the same name; null when there is none.
const Attribute* column_above(const Catalog& catalog, const Relation& table, const Attribute& column) {
    for (Oid oid : table.parents)
        if (const auto* parent = catalog.find<Relation>(oid))
            if (const Attribute* above = parent->find_attribute(std::string_view(column.name))) return above;
    return nullptr;
}

/// A child's column changes with its parent's, where the child stays a child.
bool is_inherited(const Writer& writer, const Relation& table, const Attribute& column, const Writer& other,
                  const Relation& other_table) {
    if (column.inherit_count == 0) return false;
    for (Oid oid : table.parents) {
        const auto* parent = writer.catalog().find<Relation>(oid);
        if (parent && parent->find_attribute(std::string_view(column.name)) &&
            std::any_of(other_table.parents.begin(), other_table.parents.end(),
                        [&](Oid kept) { return other.name(kept) == writer.name(oid); }))
            return true;
    }
    return false;
}

std::string generation(const Writer& writer, const Relation& table, const Attribute& column) {
    const auto* value = writer.catalog().find<catalog::AttributeDefault>(column.default_oid);
    if (!column.generated || !value || !value->expression) return {};
    return std::string(1, column.generated) + writer.expression(*value->expression, table.oid);
}

/// Whether rows can be cast without being told how: ALTER COLUMN TYPE casts as an assignment does.
bool casts_by_itself(const Catalog& catalog, Oid from, Oid to) {
    from = catalog::base_type(catalog, from);
    to = catalog::base_type(catalog, to);
    if (from == to || catalog::is_binary_coercible(catalog, from, to)) return true;
    const Oid from_element = catalog::element_type_of(catalog, from);
    const Oid to_element = catalog::element_type_of(catalog, to);
    if (from_element && to_element) return casts_by_itself(catalog, from_element, to_element);
    auto cast = catalog::find_cast(catalog, from, to);
    if (cast) return cast->context != 'e';
    auto target = catalog::type_info(catalog, to);
    return target && target->category == 'S';  // any type's output function makes a string
}

/// Types that are called the same are the same, whatever their oids on the two sides.
bool has_same_type(const Pair& pair, const Attribute& before, const Attribute& after) {
    const auto& path = catalog::catalog_only_path();
    return catalog::format_type(pair.from.catalog(), path, before.type, before.typmod) ==
               catalog::format_type(pair.to.catalog(), path, after.type, after.typmod) &&
           collate_clause(pair.from, before) == collate_clause(pair.to, after);
}

/// The changes of one column that is there before and after.
class ColumnChange {
public:
    ColumnChange(const Pair& pair, Alteration& alteration, const Relation& before_table, const Relation& table,
                 const Attribute& before, const Attribute& after)
        : pair_(pair),
          alteration_(alteration),
          before_table_(before_table),
          table_(table),
          before_(before),
          after_(after),
          is_inherited_(is_inherited(pair.to, table, after, pair.from, before_table)),
          prefix_(alter_column_prefix(pair.to, table, after)) {}

    /// What reads other columns comes before their changes.
    void release() {
        if (is_made_anew() && before_.generated)
            drop();
        else if (becomes_plain())
            alteration_.steps.push_back(
                {.statements = {prefix_ + " DROP EXPRESSION"}, .remarks = {}, .releases = before_.number});
    }

    void make() {
        if (is_made_anew()) {
            make_anew();
            return;
        }
        if (loses_identity()) add(prefix_ + " DROP IDENTITY");
        change_type();
        change_identity_and_null();
        change_settings();
    }

private:
    Step& add(std::string statement) {
        alteration_.steps.push_back({.statements = {std::move(statement)}, .column = after_.number, .remarks = {}});
        return alteration_.steps.back();
    }

    /// A plain column needs no new rows; a virtual one has none.
    bool becomes_plain() const { return before_.generated && !after_.generated && before_.generated != 'v'; }

    bool is_made_anew() const {
        if (becomes_plain()) return false;
        // A generated column's values are computed anew anyway.
        if (before_.generated && after_.generated && !has_same_type(pair_, before_, after_)) return true;
        return generation(pair_.from, before_table_, before_) != generation(pair_.to, table_, after_);
    }

    /// A generated column's rows come from its expression: nothing is lost when it is made anew.
    void make_anew() {
        if (!before_.generated) drop();
        Step& step = add(fmt::format("{} ADD COLUMN {}", alter_prefix(pair_.to, table_),
                                     column_definition(pair_.to, table_, after_)));
        for (std::string& statement : column_settings(pair_.to, table_, after_)) step.statements.push_back(std::move(statement));
    }

    void drop() {
        alteration_.steps.push_back(
            {.statements = {fmt::format("{} DROP COLUMN {}", alter_prefix(pair_.to, table_),
                                        sql::quote_identifier(before_.name))},
             .drops = before_.number,
             .remarks = {}});
    }

    void change_type() {
        if (is_inherited_ || has_same_type(pair_, before_, after_)) return;
        if (after_.type == catalog::invalid_oid) {
            alteration_.unknowns.push_back(
                fmt::format("the definition of column {} of {} is not known", after_.name, table_.name));
            return;
        }
        std::string statement = fmt::format("{} TYPE {}{}", prefix_, pair_.to.type(after_.type, after_.typmod),
                                            collate_clause(pair_.to, after_));
        statement += conversion();
        Step step{.statements = {}, .retypes = before_.number, .column = after_.number, .remarks = {}};
        const auto* value = pair_.to.catalog().find<catalog::AttributeDefault>(after_.default_oid);
        const bool resets = resets_default(pair_.from.catalog(), before_, pair_.to.catalog(), after_);
        if (resets) step.statements.push_back(prefix_ + " DROP DEFAULT");
        if (statement.find("::text::") != std::string::npos)
            step.remarks.push_back(fmt::format("fails where a value of {} doesn't read as {}: then write the conversion",
                                               after_.name, pair_.to.type(after_.type)));
        step.statements.push_back(std::move(statement));
        if (resets && value && value->expression)
            step.statements.push_back(prefix_ + " SET DEFAULT " + pair_.to.expression(*value->expression, table_.oid));
        alteration_.steps.push_back(std::move(step));
    }

    /// " USING c::type" where an assignment would not convert the rows; by way of text where there is no cast at all.
    std::string conversion() const {
        const Catalog& catalog = pair_.from.catalog();
        const bool known = before_.type < catalog::first_user_oid && after_.type < catalog::first_user_oid;
        auto target = catalog::type_info(pair_.to.catalog(), after_.type);
        const bool becomes_string = target && target->category == 'S' && after_.type < catalog::first_user_oid;
        if (becomes_string || (known && casts_by_itself(catalog, before_.type, after_.type))) return {};
        const std::string column = sql::quote_identifier(after_.name);
        const std::string type = pair_.to.type(after_.type);
        if (known && catalog::find_cast(catalog, before_.type, after_.type)) return fmt::format(" USING {}::{}", column, type);
        return fmt::format(" USING {}::text::{}", column, type);
    }

    void change_identity_and_null() {
        const bool inherited_null = is_inherited_ && follows_parent();
        if (!before_.not_null && after_.not_null && !inherited_null && (after_.identity || !is_key_column()))
            add(prefix_ + " SET NOT NULL").remarks.push_back(
                fmt::format("fails where a row has no {}: fill it first", after_.name));
        if (has_inherited_identity()) return change_null_back(inherited_null);
        if (!before_.identity && after_.identity)
            add(prefix_ + " ADD GENERATED " + identity_clause(pair_.to, table_, after_));
        else if (before_.identity && after_.identity)
            change_identity();
        change_null_back(inherited_null);
    }

    /// Since 17 partitions have the identity columns of their parent.
    bool has_inherited_identity() const {
        return is_inherited_ && table_.is_partition && pair_.to.catalog().major_number() >= 17;
    }

    bool loses_identity() const { return before_.identity && !after_.identity && !has_inherited_identity(); }

    void change_null_back(bool inherited_null) {
        if (before_.not_null && !after_.not_null && !inherited_null)
            add(prefix_ + " DROP NOT NULL").loosens = before_.number;
    }

    /// Whether what changes here changes in the parent, too.
    bool follows_parent() const {
        const Attribute* above = column_above(pair_.to.catalog(), table_, after_);
        const Attribute* above_before = column_above(pair_.from.catalog(), before_table_, before_);
        return above && above_before && above->not_null == after_.not_null && above_before->not_null == before_.not_null;
    }

    /// ADD PRIMARY KEY marks its columns itself.
    bool is_key_column() const {
        for (const auto* constraint : pair_.to.catalog().members_of_class<catalog::Constraint>(table_.oid))
            if (constraint->type == catalog::Constraint::Type::primary_key && pair_.to.catalog().major_number() < 18 &&
                std::find(constraint->keys.begin(), constraint->keys.end(), after_.number) != constraint->keys.end())
                return true;
        return false;
    }

    void change_identity() {
        std::string clause;
        if (before_.identity != after_.identity)
            clause += after_.identity == 'a' ? " SET GENERATED ALWAYS" : " SET GENERATED BY DEFAULT";
        const Relation* before = identity_sequence(pair_.from.catalog(), before_table_, before_.number);
        const Relation* after = identity_sequence(pair_.to.catalog(), table_, after_.number);
        if (before && after) {
            const auto& from = *before->sequence;
            const auto& to = *after->sequence;
            if (from.increment != to.increment) clause += fmt::format(" SET INCREMENT BY {}", to.increment);
            if (from.minimum != to.minimum) clause += fmt::format(" SET MINVALUE {}", to.minimum);
            if (from.maximum != to.maximum) clause += fmt::format(" SET MAXVALUE {}", to.maximum);
            if (from.start != to.start) clause += fmt::format(" SET START WITH {}", to.start);
            if (from.cache != to.cache) clause += fmt::format(" SET CACHE {}", to.cache);
            if (to.maximum < from.maximum || to.minimum > from.minimum) clause += " RESTART";
            if (from.cycle != to.cycle) clause += to.cycle ? " SET CYCLE" : " SET NO CYCLE";
        }
        if (!clause.empty()) add(prefix_ + clause);
    }

    void change_settings() {
        auto type = catalog::type_info(pair_.to.catalog(), after_.type);
        auto old_type = catalog::type_info(pair_.from.catalog(), before_.type);
        const bool usual = type && type->storage == after_.storage;
        const bool was_usual = old_type && old_type->storage == before_.storage;
        const bool retyped = !has_same_type(pair_, before_, after_);
        if (table_.is_table() && (retyped ? !usual : before_.storage != after_.storage && !(usual && was_usual)))
            add(fmt::format("{} SET STORAGE {}", prefix_, storage_word(after_.storage)));
        if (before_.compression != after_.compression)
            add(fmt::format("{} SET COMPRESSION {}", prefix_,
                            after_.compression == 'l' ? "lz4" : after_.compression ? "pglz" : "default"));
        if (before_.statistics_target != after_.statistics_target)
            add(fmt::format("{} SET STATISTICS {}", prefix_, after_.statistics_target));
        if (before_.options != after_.options) {
            if (!after_.options.empty())
                add(fmt::format("{} SET ({})", prefix_, storage_parameters(after_.options)));
            std::vector<std::string> gone;
            for (const auto& option : before_.options)
                if (std::none_of(after_.options.begin(), after_.options.end(),
                                 [&](const auto& kept) { return kept.first == option.first; }))
                    gone.push_back(option.first);
            if (!gone.empty()) add(fmt::format("{} RESET ({})", prefix_, fmt::join(gone, ", ")));
        }
    }

    const Pair& pair_;
    Alteration& alteration_;
    const Relation& before_table_;
    const Relation& table_;
    const Attribute& before_;
    const Attribute& after_;
    const bool is_inherited_;
    const std::string prefix_;
};

void add_column(const Pair& pair, Alteration& alteration, const Relation& table, const Attribute& column) {
    Step step{.statements = {fmt::format("{} ADD COLUMN {}", alter_prefix(pair.to, table),
                                         column_definition(pair.to, table, column))},
              .column = column.number,
              .remarks = {}};
    if (column.assumed || column.type == catalog::invalid_oid)
        alteration.unknowns.push_back(fmt::format("the definition of column {} of {} is not known",
                                                  column.name, table.name));
    for (std::string& statement : column_settings(pair.to, table, column)) step.statements.push_back(std::move(statement));
    const bool filled = column.default_oid || column.identity || column.generated;
    const auto value = column.not_null && !filled ? placeholder(pair.to, table, column) : std::nullopt;
    if (value) {
        // Rows that are there need a value; new ones are not to get it.
        step.statements.front() += " DEFAULT " + *value;
        step.statements.insert(step.statements.begin() + 1, alter_column_prefix(pair.to, table, column) + " DROP DEFAULT");
        step.remarks.push_back(fmt::format("the values of {} are not restored: the rows get {}", column.name, *value));
    } else if (!column.generated) {
        step.remarks.push_back(fmt::format("the values of {} are not restored", column.name));
    }
    if (column.not_null && !filled && !value)
        step.remarks.push_back(fmt::format(
            "fails where {} has rows: then add it without NOT NULL, fill it, and SET NOT NULL", table.name));
    alteration.steps.push_back(std::move(step));
}

}  // namespace

bool resets_default(const Catalog& source, const Attribute& before, const Catalog& target, const Attribute& after) {
    if (before.default_oid == catalog::invalid_oid || before.generated || after.generated) return false;
    const bool known_types = before.type < catalog::first_user_oid && after.type < catalog::first_user_oid;
    if (known_types) return !casts_by_itself(source, before.type, after.type);
    const auto& path = catalog::catalog_only_path();
    return catalog::format_type(source, path, before.type) != catalog::format_type(target, path, after.type);
}

void alter_columns(const Pair& pair, Alteration& alteration) {
    const auto& before = static_cast<const Relation&>(pair.source);
    const auto& after = static_cast<const Relation&>(pair.target);
    auto drop_columns = [&](bool generated) {
        for (const Attribute& column : before.attributes)
            if ((column.generated != 0) == generated && !after.find_attribute(std::string_view(column.name)) &&
                !is_inherited(pair.from, before, column, pair.to, after))
                alteration.steps.push_back({.statements = {fmt::format("{} DROP COLUMN {}", alter_prefix(pair.to, after),
                                                                       sql::quote_identifier(column.name))},
                                            .drops = column.number,
                                            .remarks = {}});
    };
    drop_columns(true);
    for (const Attribute& column : after.attributes)
        if (const Attribute* old = before.find_attribute(std::string_view(column.name)))
            ColumnChange(pair, alteration, before, after, *old, column).release();
    for (const Attribute& column : after.attributes) {
        const Attribute* old = before.find_attribute(std::string_view(column.name));
        if (old)
            ColumnChange(pair, alteration, before, after, *old, column).make();
        else if (!is_inherited(pair.to, after, column, pair.from, before))
            add_column(pair, alteration, after, column);
    }
    drop_columns(false);
}

}  // namespace backout::plan
