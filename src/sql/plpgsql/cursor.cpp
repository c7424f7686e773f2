#include "sql/plpgsql/cursor.h"

#include <algorithm>

namespace backout::sql::plpgsql {

Range Cursor::take_until(std::initializer_list<std::string_view> words) {
    Range range{peek().begin, peek().begin};
    int parentheses = 0;
    int cases = 0;
    while (!at_end()) {
        const Token& token = peek();
        if (parentheses == 0 && token.is(";")) break;
        bool ends = parentheses == 0 && cases == 0 &&
                    std::any_of(words.begin(), words.end(), [&](std::string_view word) { return token.is(word); });
        if (ends) break;
        if (token.is("(") || token.is("[")) ++parentheses;
        if ((token.is(")") || token.is("]")) && parentheses > 0) --parentheses;
        if (token.is("case")) ++cases;
        if (token.is("end") && cases > 0) --cases;
        range.end = take().end;
    }
    return range;
}

}  // namespace backout::sql::plpgsql
