# What our own sources are held to; third-party headers are system headers and exempt.
option(BACKOUT_WARNINGS_AS_ERRORS "Stop at a warning" ON)

add_library(backout_warnings INTERFACE)
target_compile_options(
    backout_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow $<$<BOOL:${BACKOUT_WARNINGS_AS_ERRORS}>:-Werror>)
