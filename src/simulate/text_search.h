#pragma once

#include <string_view>

namespace backout::simulate {

/// The token types of the default parser that configurations map, by their numbers (tsearch/wparser_def.c).
constexpr std::string_view text_search_token_types[] = {
    "asciiword", "word",     "numword",     "email", "url",      "host", "sfloat", "version", "hword_numpart", "hword_part",
    "hword_asciipart", "numhword", "asciihword", "hword", "url_path", "file", "float",  "int",     "uint"};

}  // namespace backout::simulate
