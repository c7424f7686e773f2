#include "simulate/system_relation.h"

#include "simulate/system_rows.h"

namespace backout::simulate {

namespace {

struct Provider {
    std::string_view name;
    std::vector<std::string_view> columns;
    void (*fill)(SystemRows& rows);
};

const std::vector<Provider>& catalog_providers() {
    static const std::vector<Provider> providers{
        {"pg_namespace", {"oid", "nspname", "nspowner"}, fill_pg_namespace},
        {"pg_class",
         {"oid", "relname", "relnamespace", "relkind", "relrowsecurity", "relforcerowsecurity", "relispartition",
          "relpersistence", "relowner"},
         fill_pg_class},
        {"pg_attribute",
         {"attrelid", "attname", "attnum", "atttypid", "attnotnull", "atthasdef", "attisdropped", "attidentity",
          "attgenerated"},
         fill_pg_attribute},
        {"pg_type", {"oid", "typname", "typnamespace", "typtype", "typrelid", "typelem", "typarray", "typbasetype"}, fill_pg_type},
        {"pg_enum", {"oid", "enumtypid", "enumlabel", "enumsortorder"}, fill_pg_enum},
        {"pg_constraint",
         {"oid", "conname", "connamespace", "contype", "conrelid", "contypid", "confrelid", "conindid", "condeferrable",
          "condeferred", "convalidated", "conkey", "confkey", "confdeltype", "confupdtype"},
         fill_pg_constraint},
        {"pg_index", {"indexrelid", "indrelid", "indisunique", "indisprimary", "indisvalid"}, fill_pg_index},
        {"pg_indexes", {"schemaname", "tablename", "indexname"}, fill_pg_indexes},
        {"pg_tables", {"schemaname", "tablename", "tableowner", "rowsecurity"}, fill_pg_tables},
        {"pg_views", {"schemaname", "viewname"}, fill_pg_views},
        {"pg_matviews", {"schemaname", "matviewname"}, fill_pg_matviews},
        {"pg_sequences", {"schemaname", "sequencename"}, fill_pg_sequences},
        {"pg_policies", {"schemaname", "tablename", "policyname", "permissive", "cmd"}, fill_pg_policies},
        {"pg_policy", {"oid", "polname", "polrelid", "polcmd", "polpermissive"}, fill_pg_policy},
        {"pg_trigger", {"oid", "tgname", "tgrelid", "tgisinternal", "tgenabled", "tgfoid"}, fill_pg_trigger},
        {"pg_proc", {"oid", "proname", "pronamespace", "prokind", "pronargs", "prorettype"}, fill_pg_proc},
        {"pg_language", {"oid", "lanname", "lanispl"}, fill_pg_language},
        {"pg_extension", {"oid", "extname", "extversion", "extnamespace"}, fill_pg_extension},
        {"pg_roles", {"oid", "rolname", "rolsuper", "rolcanlogin", "rolcreatedb", "rolcreaterole"}, fill_pg_roles},
        {"pg_authid", {"oid", "rolname", "rolsuper", "rolcanlogin", "rolcreatedb", "rolcreaterole"}, fill_pg_roles},
        {"pg_user", {"usesysid", "usename", "usesuper"}, fill_pg_user},
        {"pg_publication", {"oid", "pubname", "puballtables"}, fill_pg_publication},
        {"pg_publication_tables", {"pubname", "schemaname", "tablename"}, fill_pg_publication_tables},
        {"pg_event_trigger", {"oid", "evtname", "evtevent"}, fill_pg_event_trigger},
        {"pg_inherits", {"inhrelid", "inhparent", "inhseqno"}, fill_pg_inherits},
    };
    return providers;
}

const std::vector<Provider>& information_schema_providers() {
    static const std::vector<Provider> providers{
        {"schemata", {"schema_name", "schema_owner"}, fill_schemata},
        {"tables", {"table_schema", "table_name", "table_type"}, fill_tables},
        {"views", {"table_schema", "table_name"}, fill_information_views},
        {"columns",
         {"table_schema", "table_name", "column_name", "ordinal_position", "data_type", "udt_name", "is_nullable",
          "column_default", "character_maximum_length", "is_identity", "is_generated", "numeric_precision",
          "numeric_scale"},
         fill_columns},
        {"table_constraints",
         {"constraint_schema", "constraint_name", "table_schema", "table_name", "constraint_type"},
         fill_table_constraints},
        {"key_column_usage",
         {"constraint_schema", "constraint_name", "table_schema", "table_name", "column_name", "ordinal_position"},
         fill_key_column_usage},
        {"constraint_column_usage",
         {"constraint_schema", "constraint_name", "table_schema", "table_name", "column_name"},
         fill_constraint_column_usage},
        {"referential_constraints",
         {"constraint_schema", "constraint_name", "update_rule", "delete_rule"},
         fill_referential_constraints},
        {"sequences", {"sequence_schema", "sequence_name"}, fill_information_sequences},
        {"triggers",
         {"trigger_schema", "trigger_name", "event_object_schema", "event_object_table", "event_manipulation"},
         fill_triggers},
        {"routines", {"routine_schema", "routine_name", "routine_type", "specific_schema"}, fill_routines},
    };
    return providers;
}

std::optional<SystemRelation> fill_from(const StatementContext& context, const std::vector<Provider>& providers,
                                        std::string_view name, const RowFilter& filter) {
    for (const Provider& provider : providers) {
        if (provider.name != name) continue;
        SystemRelation relation{provider.columns, {}};
        SystemRows rows(context, filter, relation);
        provider.fill(rows);
        return relation;
    }
    return std::nullopt;
}

}  // namespace

std::optional<SystemRelation> system_relation(const StatementContext& context, std::string_view schema,
                                              std::string_view name, const RowFilter& filter) {
    if (schema == "information_schema") return fill_from(context, information_schema_providers(), name, filter);
    if (schema.empty() || schema == "pg_catalog") return fill_from(context, catalog_providers(), name, filter);
    return std::nullopt;
}

}  // namespace backout::simulate
