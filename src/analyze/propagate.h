#pragma once

#include <utility>

#include <tl/expected.hpp>

// Errors are passed on without a word at each call. The simulator's error.h has the same two.

#ifndef BACKOUT_TRY
/// Passes an error on: `BACKOUT_TRY(check_placement(state));`
#define BACKOUT_TRY(...)                                                                   \
    do {                                                                                   \
        if (auto backout_status = (__VA_ARGS__); !backout_status)                          \
            return tl::unexpected(std::move(backout_status).error());                      \
    } while (false)
#endif

#ifndef BACKOUT_ASSIGN
#define BACKOUT_CONCAT_INNER(a, b) a##b
#define BACKOUT_CONCAT(a, b) BACKOUT_CONCAT_INNER(a, b)

/// Takes the value or passes the error on: `BACKOUT_ASSIGN(Oid type, select_common_type(…));`
#define BACKOUT_ASSIGN(target, ...)                                                        \
    auto BACKOUT_CONCAT(backout_result_, __LINE__) = (__VA_ARGS__);                        \
    if (!BACKOUT_CONCAT(backout_result_, __LINE__))                                        \
        return tl::unexpected(std::move(BACKOUT_CONCAT(backout_result_, __LINE__)).error()); \
    target = std::move(*BACKOUT_CONCAT(backout_result_, __LINE__))
#endif
