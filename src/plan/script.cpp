#include "plan/script.h"

#include <algorithm>

#include "text/escape.h"

namespace backout::plan {

std::string comment(std::string_view text) {
    std::string lines;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines += "-- " + text::escape_for_terminal(text.substr(0, end)) + "\n";
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

std::string script_of(const Plan& plan, const std::vector<std::string>& header) {
    std::string text;
    for (const std::string& line : header) text += comment(line);
    bool after_paragraph = true;
    for (const PlannedStatement& statement : plan.statements) {
        const bool is_paragraph = statement.sql.find('\n') != std::string::npos || !statement.remarks.empty();
        if (is_paragraph || after_paragraph) text += text.empty() ? "" : "\n";
        for (const std::string& remark : statement.remarks) text += comment(remark);
        text += statement.sql + ";\n";
        after_paragraph = is_paragraph;
    }
    return text;
}

}  // namespace backout::plan
