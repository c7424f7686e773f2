#pragma once

#include "catalog/oid.h"

/// Numbers of built-in types that analysis knows by heart (catalog/pg_type.dat).
namespace backout::analyze::type_oid {

using catalog::Oid;

inline constexpr Oid boolean = 16, bytea = 17, char_ = 18, name = 19, int8 = 20, int2 = 21, int2vector = 22,
                     int4 = 23, regproc = 24, text = 25, oid = 26, tid = 27, xid = 28, cid = 29,
                     oidvector = 30, json = 114, xml = 142, float8 = 701, unknown = 705, int2_array = 1005,
                     int4_array = 1007, text_array = 1009, oid_array = 1028, bpchar = 1042, varchar = 1043,
                     date = 1082, time = 1083, timestamp = 1114, timestamptz = 1184, interval = 1186,
                     timetz = 1266, bit = 1560, numeric = 1700, regprocedure = 2202, regoper = 2203,
                     regoperator = 2204, regclass = 2205, regtype = 2206, jsonb = 3802, jsonpath = 4072,
                     regconfig = 3734, regdictionary = 3769, regnamespace = 4089, regrole = 4096,
                     regcollation = 4191;

inline constexpr Oid record = 2249, cstring = 2275, any = 2276, anyarray = 2277, void_ = 2278, trigger = 2279,
                     anyelement = 2283, record_array = 2287, anynonarray = 2776, anyenum = 3500,
                     anyrange = 3831, anymultirange = 4537, anycompatiblemultirange = 4538,
                     anycompatible = 5077, anycompatiblearray = 5078, anycompatiblenonarray = 5079,
                     anycompatiblerange = 5080;

}  // namespace backout::analyze::type_oid
