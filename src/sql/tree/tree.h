#pragma once

/// The whole typed tree.
#include "sql/tree/object.h"
#include "sql/tree/query.h"
#include "sql/tree/routine.h"
#include "sql/tree/table.h"
#include "sql/tree/type.h"
#include "sql/tree/utility.h"
