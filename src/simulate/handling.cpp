#include "simulate/handling.h"

namespace backout::simulate {

KindHandling handling_of(sql::StatementKind kind) {
    using Kind = sql::StatementKind;
    constexpr std::string_view called = "functions that are called and whose body may change the schema";
    switch (kind) {
        case Kind::alter_collation:
        case Kind::alter_database:
        case Kind::alter_database_set:
        case Kind::alter_event_trigger:
        case Kind::alter_extension:
        case Kind::alter_extension_contents:
        case Kind::alter_foreign_data_wrapper:
        case Kind::alter_foreign_server:
        case Kind::alter_function:
        case Kind::alter_object_depends:
        case Kind::alter_object_schema:
        case Kind::alter_operator:
        case Kind::alter_operator_family:
        case Kind::alter_owner:
        case Kind::alter_publication:
        case Kind::alter_role:
        case Kind::alter_role_set:
        case Kind::alter_sequence:
        case Kind::alter_statistics:
        case Kind::alter_subscription:
        case Kind::alter_system:
        case Kind::alter_table_move_all:
        case Kind::alter_tablespace_options:
        case Kind::alter_ts_configuration:
        case Kind::alter_ts_dictionary:
        case Kind::alter_type:
        case Kind::alter_user_mapping:
        case Kind::cluster:
        case Kind::comment:
        case Kind::composite_type:
        case Kind::create_access_method:
        case Kind::create_conversion:
        case Kind::create_database:
        case Kind::create_domain:
        case Kind::create_enum:
        case Kind::create_event_trigger:
        case Kind::create_foreign_data_wrapper:
        case Kind::create_foreign_server:
        case Kind::create_foreign_table:
        case Kind::create_language:
        case Kind::create_operator_class:
        case Kind::create_operator_family:
        case Kind::create_policy:
        case Kind::create_publication:
        case Kind::create_range:
        case Kind::create_role:
        case Kind::create_schema:
        case Kind::create_sequence:
        case Kind::create_statistics:
        case Kind::create_subscription:
        case Kind::create_table:
        case Kind::create_table_as:
        case Kind::create_tablespace:
        case Kind::create_transform:
        case Kind::create_trigger:
        case Kind::create_user_mapping:
        case Kind::define:
        case Kind::drop:
        case Kind::drop_database:
        case Kind::drop_owned:
        case Kind::drop_role:
        case Kind::drop_subscription:
        case Kind::drop_tablespace:
        case Kind::drop_user_mapping:
        case Kind::grant:
        case Kind::grant_role:
        case Kind::index:
        case Kind::reassign_owned:
        case Kind::refresh_materialized_view:
        case Kind::reindex:
        case Kind::security_label:
        case Kind::vacuum:
        case Kind::view:
            return {Handling::simulated, {}};
        case Kind::rename:
            return {Handling::simulated,
                    "a database's own name; parts of a relation known only by name"};
        case Kind::alter_domain:
            return {Handling::simulated,
                    "a domain known only by name"};
        case Kind::alter_table:
            return {Handling::simulated,
                    "a form that the grammar may get in a later version; what hangs on a constraint, index or rule that a relation known only by name may have"};
        case Kind::create_function:
            return {Handling::simulated,
                    "a language that is neither built in nor brought by a known extension"};
        case Kind::create_cast:
            return {Handling::simulated,
                    "a type known only by name"};
        case Kind::create_rule:
            return {Handling::simulated,
                    "an ON SELECT rule that makes a table a view (PostgreSQL 15 and older)"};
        case Kind::do_:
            return {Handling::simulated,
                    "dynamic SQL that is not constant, loops over rows that are not known, other languages than SQL and PL/pgSQL: what follows may find more than is known"};
        case Kind::alter_default_privileges:
            return {Handling::simulated,
                    "kinds of objects of a later version"};
        case Kind::alter_enum:
            return {Handling::simulated,
                    "labels of a type known only by name"};
        case Kind::alter_policy:
            return {Handling::simulated,
                    "policies of a relation known only by name"};
        case Kind::call:
            return {Handling::simulated,
                    "the same as for DO, in the body of the procedure"};
        case Kind::create_extension:
            return {Handling::simulated,
                    "what an extension brings of which only the name is known"};
        case Kind::close_portal:
        case Kind::constraints_set:
        case Kind::deallocate:
        case Kind::declare_cursor:
        case Kind::discard:
        case Kind::execute:
        case Kind::fetch:
        case Kind::lock:
        case Kind::prepare:
        case Kind::variable_set:
        case Kind::variable_show:
            return {Handling::session, {}};
        case Kind::transaction:
            return {Handling::session,
                    "PREPARE TRANSACTION, which a server allows only where max_prepared_transactions is not 0"};
        case Kind::copy:
        case Kind::explain:
        case Kind::truncate:
            return {Handling::rows, {}};
        case Kind::delete_:
        case Kind::insert:
        case Kind::merge:
        case Kind::select:
        case Kind::update:
            return {Handling::rows, called};
        case Kind::alter_database_refresh_collation:
        case Kind::checkpoint:
        case Kind::listen:
        case Kind::load:
        case Kind::notify:
        case Kind::unlisten:
            return {Handling::without_effect, {}};
        case Kind::import_foreign_schema:
            return {Handling::unknown,
                    "it makes what the other server has"};
    }
    return {};
}

}  // namespace backout::simulate
