#include "sql/quote.h"

extern "C" {
#include "postgres.h"

#include "common/keywords.h"
}

namespace backout::sql {

namespace {

bool is_plain_identifier(std::string_view name) {
    if (name.empty() || !((name[0] >= 'a' && name[0] <= 'z') || name[0] == '_')) return false;
    for (char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    return true;
}

bool is_reserved(std::string_view name) {
    int keyword = ScanKeywordLookup(std::string(name).c_str(), &ScanKeywords);
    return keyword >= 0 && ScanKeywordCategories[keyword] != UNRESERVED_KEYWORD;
}

}  // namespace

std::string quote_identifier(std::string_view name) {
    if (is_plain_identifier(name) && !is_reserved(name)) return std::string(name);
    std::string quoted = "\"";
    for (char c : name) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

std::string quote_names(const std::vector<std::string>& names) {
    std::string joined;
    for (const std::string& name : names) {
        if (!joined.empty()) joined += '.';
        joined += quote_identifier(name);
    }
    return joined;
}

std::string quote_literal(std::string_view text) {
    std::string quoted = text.find('\\') == std::string_view::npos ? "'" : "E'";
    for (char c : text) {
        if (c == '\'' || c == '\\') quoted += c;
        quoted += c;
    }
    return quoted += '\'';
}

}  // namespace backout::sql
