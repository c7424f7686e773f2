#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>
#include <tl/expected.hpp>

#include "analyze/analyze.h"

/// Errors of simulated statements: the server's own SQLSTATE and message, or (unknown = true) a reason why the outcome
/// can't be decided.
namespace backout::simulate {

using Error = analyze::Error;

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

/// `return error("42P07", "relation \"{}\" already exists", name);`
template <class... Args>
tl::unexpected<Error> error(std::string sqlstate, fmt::format_string<Args...> format, Args&&... args) {
    Error made;
    made.sqlstate = std::move(sqlstate);
    made.message = fmt::format(format, std::forward<Args>(args)...);
    return tl::unexpected<Error>(std::move(made));
}

/// The same with the place in the statement that the server's error position points at.
template <class... Args>
tl::unexpected<Error> error_at(sql::Location location, std::string sqlstate, fmt::format_string<Args...> format,
                               Args&&... args) {
    Error made;
    made.sqlstate = std::move(sqlstate);
    made.message = fmt::format(format, std::forward<Args>(args)...);
    made.location = location;
    return tl::unexpected<Error>(std::move(made));
}

/// The outcome can't be decided, for this reason.
template <class... Args>
tl::unexpected<Error> unknown(fmt::format_string<Args...> format, Args&&... args) {
    Error made;
    made.unknown = true;
    made.message = fmt::format(format, std::forward<Args>(args)...);
    return tl::unexpected<Error>(std::move(made));
}

}  // namespace backout::simulate

/// Passes an error on: `BACKOUT_TRY(check_owner(context, relation));`
#define BACKOUT_TRY(...)                                                                   \
    do {                                                                                   \
        if (auto backout_status = (__VA_ARGS__); !backout_status)                          \
            return tl::unexpected(std::move(backout_status).error());                      \
    } while (false)

#define BACKOUT_CONCAT_INNER(a, b) a##b
#define BACKOUT_CONCAT(a, b) BACKOUT_CONCAT_INNER(a, b)

/// Takes the value or passes the error on: `BACKOUT_ASSIGN(Oid type, resolve_type(context, name));`
#define BACKOUT_ASSIGN(target, ...)                                                        \
    auto BACKOUT_CONCAT(backout_result_, __LINE__) = (__VA_ARGS__);                        \
    if (!BACKOUT_CONCAT(backout_result_, __LINE__))                                        \
        return tl::unexpected(std::move(BACKOUT_CONCAT(backout_result_, __LINE__)).error()); \
    target = std::move(*BACKOUT_CONCAT(backout_result_, __LINE__))
