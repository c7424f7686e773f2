#pragma once

/// PostgreSQL's own headers, as libpg_query ships them. Include this last: they define macros of everyday
/// words.

#include <pg_query.h>

// pg_query.h and pg_config.h both define these.
#undef PG_MAJORVERSION
#undef PG_VERSION
#undef PG_VERSION_NUM

extern "C" {
#include "pg_query/pg_query_internal.h"

#include "mb/pg_wchar.h"
#include "nodes/parsenodes.h"
#include "parser/parser.h"
#include "utils/elog.h"
}

// src/include/port.h redirects these to PostgreSQL's own implementations.
#undef fprintf
#undef printf
#undef snprintf
#undef sprintf
#undef strerror
#undef strerror_r
#undef vfprintf
#undef vprintf
#undef vsnprintf
#undef vsprintf

// src/include/c.h and elog.h
#undef Abs
#undef ERROR
#undef INFO
#undef Max
#undef Min
#undef _
#undef gettext
