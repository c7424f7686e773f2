# A compiler cache and a fast linker where the machine has them.
find_program(CCACHE ccache)
mark_as_advanced(CCACHE)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_program(MOLD mold)
mark_as_advanced(MOLD)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()
