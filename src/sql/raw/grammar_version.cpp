#include "backout/version.h"

#include <pg_query.h>

namespace backout {

std::string_view grammar_version() {
    return PG_VERSION;
}

}  // namespace backout
