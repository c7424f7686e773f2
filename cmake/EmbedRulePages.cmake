# Writes a C++ file that holds the pages of rules/, so that `backout explain` needs no files.
# cmake -DPAGES=<a;b;c> -DOUTPUT=<file> -P EmbedRulePages.cmake
set(content "// Made from rules/*.md by cmake/EmbedRulePages.cmake.\n#include \"lint/page.h\"\n\n")
string(APPEND content "namespace backout::lint {\n\nstd::optional<std::string_view> page_of(std::string_view rule) {\n")
foreach(page IN LISTS PAGES)
    get_filename_component(id "${page}" NAME_WE)
    file(READ "${page}" text)
    string(APPEND content "    if (rule == \"${id}\")\n        return R\"page(${text})page\";\n")
endforeach()
string(APPEND content "    (void)rule;\n    return std::nullopt;\n}\n\n}  // namespace backout::lint\n")
file(WRITE "${OUTPUT}" "${content}")
