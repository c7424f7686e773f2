#pragma once

#include <string>

#include "catalog/catalog.h"

namespace backout::report {

/// The catalog as SQL that makes it on an empty database: what pg_dump --schema-only would print, without comments.
std::string schema_sql(const catalog::Catalog& catalog);

}  // namespace backout::report
