#include <algorithm>

#include "simulate/trigger_checks.h"

#include "analyze/references.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;
using sql::CreateTriggerStatement;

namespace {

// TRIGGER_TYPE_* of catalog/pg_trigger.h
constexpr std::int16_t before_bit = 2, insert_bit = 4, delete_bit = 8, update_bit = 16, truncate_bit = 32,
                       instead_bit = 64;

tl::unexpected<Error> wrong_kind(std::string message, std::string detail, std::string sqlstate = "42809") {
    auto failure = error(std::move(sqlstate), "{}", message);
    failure.value().detail = std::move(detail);
    return failure;
}

std::string kind_is(const catalog::RelationInfo& relation, std::string_view kind) {
    return fmt::format("\"{}\" is a {}", relation.name, kind);
}

Status check_view(const catalog::RelationInfo& relation, const CreateTriggerStatement& statement) {
    std::string message = kind_is(relation, "view");
    if (statement.timing != instead_bit && statement.row)
        return wrong_kind(message, "Views cannot have row-level BEFORE or AFTER triggers.");
    if (statement.events & truncate_bit) return wrong_kind(message, "Views cannot have TRUNCATE triggers.");
    return {};
}

Status check_foreign_table(const catalog::RelationInfo& relation, const CreateTriggerStatement& statement) {
    std::string message = kind_is(relation, "foreign table");
    if (statement.timing == instead_bit) return wrong_kind(message, "Foreign tables cannot have INSTEAD OF triggers.");
    if (statement.constraint) return wrong_kind(message, "Foreign tables cannot have constraint triggers.");
    return {};
}

std::string_view plural(RelationKind kind) {
    switch (kind) {
        case RelationKind::materialized_view: return "materialized views";
        case RelationKind::index: return "indexes";
        case RelationKind::partitioned_index: return "partitioned indexes";
        case RelationKind::sequence: return "sequences";
        case RelationKind::composite: return "composite types";
        default: return "TOAST tables";
    }
}

/// Transition tables: which triggers may have them.
Status check_transitions(const Relation& relation, const CreateTriggerStatement& statement) {
    std::string_view names[2];
    for (const auto& transition : statement.transitions) {
        if (!transition.is_table) {
            auto failure = error("0A000", "ROW variable naming in the REFERENCING clause is not supported");
            failure.value().hint = "Use OLD TABLE or NEW TABLE for naming transition tables.";
            return failure;
        }
        auto with_detail = [&](std::string_view kind, std::string detail) {
            return wrong_kind(fmt::format("\"{}\" is a {}", relation.name, kind), std::move(detail));
        };
        if (relation.kind == RelationKind::foreign_table)
            return with_detail("foreign table", "Triggers on foreign tables cannot have transition tables.");
        if (relation.kind == RelationKind::view)
            return with_detail("view", "Triggers on views cannot have transition tables.");
        if (statement.row && relation.is_partition)
            return error("0A000", "ROW triggers with transition tables are not supported on partitions");
        if (statement.row && !relation.parents.empty())
            return error("0A000", "ROW triggers with transition tables are not supported on inheritance children");
        if (statement.timing != 0) return error("42P17", "transition table name can only be specified for an AFTER trigger");
        if (statement.events & truncate_bit)
            return error("0A000", "TRUNCATE triggers with transition tables are not supported");
        if ((statement.events & (statement.events - 1)) != 0)
            return error("0A000", "transition tables cannot be specified for triggers with more than one event");
        if (!statement.columns.empty())
            return error("0A000", "transition tables cannot be specified for triggers with column lists");
        if (transition.is_new && !(statement.events & (insert_bit | update_bit)))
            return error("42P17", "NEW TABLE can only be specified for an INSERT or UPDATE trigger");
        if (!transition.is_new && !(statement.events & (delete_bit | update_bit)))
            return error("42P17", "OLD TABLE can only be specified for a DELETE or UPDATE trigger");
        std::string_view& name = names[transition.is_new ? 1 : 0];
        if (!name.empty())
            return error("42P17", "{} TABLE cannot be specified multiple times", transition.is_new ? "NEW" : "OLD");
        name = transition.name;
    }
    if (!names[0].empty() && names[0] == names[1])
        return error("42P17", "OLD TABLE name and NEW TABLE name cannot be the same");
    return {};
}

}  // namespace

Status check_trigger_relation(const StatementContext& context, Oid oid, const CreateTriggerStatement& statement) {
    auto relation = catalog::relation_info(context.catalog, oid);
    if (!relation) return {};
    switch (relation->kind) {
        case RelationKind::table:
            if (statement.timing == instead_bit)
                return wrong_kind(kind_is(*relation, "table"), "Tables cannot have INSTEAD OF triggers.");
            return {};
        case RelationKind::partitioned_table:
            if (statement.timing == instead_bit)
                return wrong_kind(kind_is(*relation, "table"), "Tables cannot have INSTEAD OF triggers.");
            if (statement.row && !statement.transitions.empty())
                return wrong_kind(kind_is(*relation, "partitioned table"),
                                  "ROW triggers with transition tables are not supported on partitioned tables.", "0A000");
            return {};
        case RelationKind::view: return check_view(*relation, statement);
        case RelationKind::foreign_table: return check_foreign_table(*relation, statement);
        default:
            if (context.major() < 15) return error("42809", "\"{}\" is not a table or view", relation->name);
            return wrong_kind(fmt::format("relation \"{}\" cannot have triggers", relation->name),
                              fmt::format("This operation is not supported for {}.", plural(relation->kind)));
    }
}

Status check_trigger_definition(const Relation& relation, const CreateTriggerStatement& statement) {
    if (statement.row && (statement.events & truncate_bit))
        return error("0A000", "TRUNCATE FOR EACH ROW triggers are not supported");
    if (statement.timing == instead_bit) {
        if (!statement.row) return error("0A000", "INSTEAD OF triggers must be FOR EACH ROW");
        if (statement.when) return error("0A000", "INSTEAD OF triggers cannot have WHEN conditions");
        if (!statement.columns.empty()) return error("0A000", "INSTEAD OF triggers cannot have column lists");
    }
    return check_transitions(relation, statement);
}

Status check_trigger_condition(const Relation& relation, const catalog::Expr& when,
                               const CreateTriggerStatement& statement) {
    constexpr std::int32_t old_index = 1;
    std::string_view message;
    std::string_view sqlstate = "42P17";
    analyze::walk(when, [&](const catalog::Expr& part) {
        if (part.kind != catalog::ExprKind::var || part.levels_up > 0 || !message.empty()) return;
        if (!statement.row) {
            message = "statement trigger's WHEN condition cannot reference column values";
        } else if (part.range_index == old_index) {
            if (statement.events & insert_bit) message = "INSERT trigger's WHEN condition cannot reference OLD values";
        } else if (statement.events & delete_bit) {
            message = "DELETE trigger's WHEN condition cannot reference NEW values";
        } else if (statement.timing & before_bit) {
            const auto is_generated = [&](const catalog::Attribute& attribute) {
                return attribute.generated != 0 && (part.attribute == 0 || part.attribute == attribute.number);
            };
            if (part.attribute < 0) {
                sqlstate = "0A000";
                message = "BEFORE trigger's WHEN condition cannot reference NEW system columns";
            } else if (std::any_of(relation.attributes.begin(), relation.attributes.end(), is_generated)) {
                message = "BEFORE trigger's WHEN condition cannot reference NEW generated columns";
            }
        }
    });
    if (message.empty()) return {};
    return error(std::string(sqlstate), "{}", message);
}

}  // namespace backout::simulate
