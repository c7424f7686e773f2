# Finds libpg_query with PostgreSQL's server headers (pg_query/postgres), which come with it since 17:
# 1. in .deps/libpg_query, where tools/get_libpg_query puts it,
# 2. else on the system, if its grammar is PostgreSQL 18's or newer,
# 3. else, with BACKOUT_FETCH_LIBPG_QUERY, builds it from its upstream sources.
# Defines LibPgQuery::LibPgQuery and LibPgQuery_VERSION, the version of PostgreSQL behind the grammar.

# The version of PostgreSQL that the library below a prefix reads, empty if there is none.
function(_libpgquery_version prefix result)
    set(version "")
    if(EXISTS ${prefix}/include/pg_query.h AND IS_DIRECTORY ${prefix}/include/pg_query/postgres)
        file(STRINGS ${prefix}/include/pg_query.h line REGEX "^#define PG_VERSION ")
        string(REGEX MATCH "[0-9]+(\\.[0-9]+)?" version "${line}")
    endif()
    set(${result} "${version}" PARENT_SCOPE)
endfunction()

set(_libpgquery_prefix ${PROJECT_SOURCE_DIR}/.deps/libpg_query)
_libpgquery_version(${_libpgquery_prefix} LibPgQuery_VERSION)
if(NOT LibPgQuery_VERSION)
    set(_libpgquery_prefix /usr)
    _libpgquery_version(${_libpgquery_prefix} LibPgQuery_VERSION)
    if(LibPgQuery_VERSION VERSION_LESS 18)
        set(LibPgQuery_VERSION "")
    endif()
endif()
if(NOT LibPgQuery_VERSION AND BACKOUT_FETCH_LIBPG_QUERY)
    include(FetchLibPgQuery)
    _libpgquery_version(${_libpgquery_prefix} LibPgQuery_VERSION)
endif()

unset(LibPgQuery_LIBRARY CACHE)
if(LibPgQuery_VERSION)
    find_library(
        LibPgQuery_LIBRARY
        NAMES libpg_query.a pg_query
        PATHS ${_libpgquery_prefix}/lib
        PATH_SUFFIXES ${CMAKE_LIBRARY_ARCHITECTURE}
        NO_DEFAULT_PATH)
endif()
mark_as_advanced(LibPgQuery_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
    LibPgQuery
    REQUIRED_VARS LibPgQuery_LIBRARY LibPgQuery_VERSION
    VERSION_VAR LibPgQuery_VERSION
    REASON_FAILURE_MESSAGE "run tools/setup, or configure with -DBACKOUT_FETCH_LIBPG_QUERY=ON")

if(LibPgQuery_FOUND AND NOT TARGET LibPgQuery::LibPgQuery)
    add_library(LibPgQuery::LibPgQuery UNKNOWN IMPORTED)
    set_target_properties(LibPgQuery::LibPgQuery PROPERTIES IMPORTED_LOCATION ${LibPgQuery_LIBRARY})
    target_include_directories(
        LibPgQuery::LibPgQuery SYSTEM
        INTERFACE ${_libpgquery_prefix}/include ${_libpgquery_prefix}/include/pg_query
                  ${_libpgquery_prefix}/include/pg_query/postgres)

    find_package(Threads REQUIRED)
    target_link_libraries(LibPgQuery::LibPgQuery INTERFACE Threads::Threads m)

    # The package was built against a glibc that has strlcpy (2.38 and newer).
    include(CheckFunctionExists)
    check_function_exists(strlcpy LIBC_HAS_STRLCPY)
    if(NOT LIBC_HAS_STRLCPY)
        add_library(strlcpy STATIC ${CMAKE_CURRENT_LIST_DIR}/strlcpy.c)
        target_link_libraries(LibPgQuery::LibPgQuery INTERFACE strlcpy)
    endif()
endif()
