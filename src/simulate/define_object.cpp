#include "simulate/define_object.h"

#include "simulate/aggregate.h"
#include "simulate/statements.h"

namespace backout::simulate {

Status define_object(StatementContext& context, const sql::DefineStatement& statement) {
    switch (statement.object) {
        case sql::ObjectKind::aggregate: return create_aggregate(context, statement);
        case sql::ObjectKind::operator_: return create_operator(context, statement);
        case sql::ObjectKind::type: return create_base_type(context, statement);
        case sql::ObjectKind::collation: return create_collation(context, statement);
        case sql::ObjectKind::ts_parser: return create_text_search_parser(context, statement);
        case sql::ObjectKind::ts_template: return create_text_search_template(context, statement);
        case sql::ObjectKind::ts_dictionary: return create_text_search_dictionary(context, statement);
        case sql::ObjectKind::ts_configuration: return create_text_search_configuration(context, statement);
        default: return unknown("this kind of object is not defined by a list");
    }
}

}  // namespace backout::simulate
