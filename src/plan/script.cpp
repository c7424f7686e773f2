#include "plan/script.h"

namespace backout::plan {

std::string comment(std::string_view text) {
    std::string lines = "-- ";
    for (char c : text) {
        if (c == '\n')
            lines += "\n-- ";
        else if (c != '\r')
            lines += c;
    }
    return lines + "\n";
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
