#include "sql/raw/accepts.h"

#include "sql/raw/raw_parser.h"

namespace backout::sql::raw {

bool accepts(std::string_view text) {
    return !RawParse(std::string(text), ::RAW_PARSE_DEFAULT).error();
}

}  // namespace backout::sql::raw
