# Builds libpg_query from its upstream sources, for machines that reach them and have no package of it.
# The result lies in the build tree as tools/get_libpg_query would lay it out; its folder is left in
# _libpgquery_prefix. The build happens while configuring, once, and takes a minute or two.
include(FetchContent)

FetchContent_Declare(
    libpg_query
    URL https://github.com/pganalyze/libpg_query/archive/refs/tags/18.1.0.tar.gz
    URL_HASH SHA256=2d3486cf6a9d3955b53e66235db39d62b54216c820cd392ab66dc842c5b1316d
    DOWNLOAD_EXTRACT_TIMESTAMP ON)
FetchContent_GetProperties(libpg_query)
if(NOT libpg_query_POPULATED)
    FetchContent_Populate(libpg_query)
endif()

set(_libpgquery_prefix ${PROJECT_BINARY_DIR}/libpg_query)
if(NOT EXISTS ${_libpgquery_prefix}/lib/libpg_query.a)
    cmake_host_system_information(RESULT _processors QUERY NUMBER_OF_LOGICAL_CORES)
    message(STATUS "Building libpg_query in ${libpg_query_SOURCE_DIR}")
    execute_process(
        COMMAND make -s -j${_processors} CC=${CMAKE_C_COMPILER} build
        WORKING_DIRECTORY ${libpg_query_SOURCE_DIR}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

    set(_headers ${_libpgquery_prefix}/include/pg_query)
    file(GLOB _public_headers ${libpg_query_SOURCE_DIR}/*.h)
    file(COPY ${_public_headers} DESTINATION ${_libpgquery_prefix}/include)
    file(COPY ${libpg_query_SOURCE_DIR}/src/pg_query_internal.h DESTINATION ${_headers})
    file(COPY ${libpg_query_SOURCE_DIR}/src/postgres/include/ DESTINATION ${_headers}/postgres)
    file(COPY ${libpg_query_SOURCE_DIR}/libpg_query.a DESTINATION ${_libpgquery_prefix}/lib)
endif()
