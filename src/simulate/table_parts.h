#pragma once

/// What CREATE TABLE and ALTER TABLE are built from. Each header knows one part of a table; both statements
/// first boil their definitions down (table_transform.h, as parser/parse_utilcmd.c does) and then add part
/// after part.
#include "simulate/constraint.h"
#include "simulate/index_definition.h"
#include "simulate/inherit.h"
#include "simulate/partition.h"
#include "simulate/reloptions.h"
#include "simulate/sequence_data.h"
#include "simulate/table_column.h"
#include "simulate/table_row_type.h"
#include "simulate/table_transform.h"
