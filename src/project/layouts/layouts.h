/// The layouts; the table that lists them is in layouts.cpp.
#pragma once

#include "project/layout.h"

namespace backout::project {

extern const Layout atlas_layout;
extern const Layout dbmate_layout;
extern const Layout diesel_layout;
extern const Layout drizzle_layout;
extern const Layout flyway_layout;
extern const Layout golang_migrate_layout;
extern const Layout goose_layout;
extern const Layout hasura_layout;
extern const Layout micrate_layout;
extern const Layout node_pg_migrate_layout;
extern const Layout plain_layout;
extern const Layout popx_layout;
extern const Layout postgrator_layout;
extern const Layout prisma_layout;
extern const Layout refinery_layout;
extern const Layout sqitch_layout;
extern const Layout sql_migrate_layout;
extern const Layout sqlx_layout;
extern const Layout supabase_layout;

}  // namespace backout::project
