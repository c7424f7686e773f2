# What our own sources are held to; third-party headers are system headers and exempt.
option(BACKOUT_WARNINGS_AS_ERRORS "Stop at a warning" ON)

add_library(backout_warnings INTERFACE)
target_compile_options(
    backout_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow $<$<BOOL:${BACKOUT_WARNINGS_AS_ERRORS}>:-Werror>)

# Warnings that hang on what the optimizer inlines are reported, but stop nothing: GCC 12 raises them on sound code of
# the standard library at -O2 (its bug 105651 about std::string's operator+ is the best known).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(
        backout_warnings
        INTERFACE -Wno-error=restrict -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow
                  -Wno-error=stringop-overread -Wno-error=array-bounds -Wno-error=free-nonheap-object
                  -Wno-error=null-dereference)
endif()
