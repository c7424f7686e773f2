#include "sql/raw/lowering.h"

/// Publications and subscriptions.
namespace backout::sql::raw {

namespace {

PublicationObject lower_object(Lowering& lowering, const ::PublicationObjSpec* object) {
    PublicationObject result;
    switch (object->pubobjtype) {
        case PUBLICATIONOBJ_TABLES_IN_SCHEMA:
            result.kind = PublicationObject::Kind::tables_in_schema;
            break;
        case PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA:
            result.kind = PublicationObject::Kind::tables_in_current_schema;
            break;
        default:
            result.kind = PublicationObject::Kind::table;
    }
    result.schema = string_of(object->name);
    if (const ::PublicationTable* table = object->pubtable) {
        result.relation = lower(lowering, table->relation);
        result.where = lower_expression(lowering, table->whereClause);
        result.columns = names_of(table->columns);
    }
    return result;
}

AlterPublicationStatement::Action publication_action(const ::AlterPublicationStmt* node) {
    using Action = AlterPublicationStatement::Action;
    if (node->options) return Action::options;
    switch (node->action) {
        case AP_DropObjects:
            return Action::drop;
        case AP_SetObjects:
            return Action::set;
        default:
            return Action::add;
    }
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::CreatePublicationStmt* node) {
    auto result = std::make_unique<CreatePublicationStatement>();
    result->name = string_of(node->pubname);
    result->options = lower_options(lowering, node->options);
    result->objects = lower_list<::PublicationObjSpec>(lowering, node->pubobjects, lower_object);
    result->for_all_tables = node->for_all_tables;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterPublicationStmt* node) {
    auto result = std::make_unique<AlterPublicationStatement>();
    result->name = string_of(node->pubname);
    result->action = publication_action(node);
    result->options = lower_options(lowering, node->options);
    result->objects = lower_list<::PublicationObjSpec>(lowering, node->pubobjects, lower_object);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreateSubscriptionStmt* node) {
    auto result = std::make_unique<CreateSubscriptionStatement>();
    result->name = string_of(node->subname);
    result->connection = string_of(node->conninfo);
    result->publications = names_of(node->publication);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterSubscriptionStmt* node) {
    auto result = std::make_unique<AlterSubscriptionStatement>();
    result->name = string_of(node->subname);
    result->action = node->kind;
    result->connection = string_of(node->conninfo);
    result->publications = names_of(node->publication);
    result->options = lower_options(lowering, node->options);
    return result;
}

StatementPtr lower(Lowering&, const ::DropSubscriptionStmt* node) {
    auto result = std::make_unique<DropSubscriptionStatement>();
    result->name = string_of(node->subname);
    result->missing_ok = node->missing_ok;
    result->behavior = lower(node->behavior);
    return result;
}

}  // namespace backout::sql::raw
