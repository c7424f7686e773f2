#include "analyze/deparse_printer.h"
#include "sql/tree/expression.h"

/// XML and JSON constructs of the grammar.
namespace backout::analyze {

using catalog::Expr;

void Printer::print_xml(const Expr& expression) {
    using Operation = sql::XmlExpression::Operation;
    static constexpr std::string_view openings[] = {"XMLCONCAT(", "XMLELEMENT(", "XMLFOREST(",    "XMLPARSE(",
                                                    "XMLPI(",     "XMLROOT(",    "XMLSERIALIZE(", ""};
    const auto operation = static_cast<Operation>(expression.subkind);
    append(openings[expression.subkind]);
    if (operation == Operation::parse) append(expression.flag ? "DOCUMENT " : "CONTENT ");
    std::string_view separator;
    if (!expression.text.empty()) {
        append("NAME " + identifier(expression.text));
        separator = ", ";
    }
    const std::size_t named = expression.names.size();
    if (named > 0) {
        if (operation != Operation::forest) {
            append(separator);
            append("XMLATTRIBUTES(");
            separator = "";
        }
        for (std::size_t i = 0; i < named; ++i) {
            append(separator);
            print(*expression.arguments[i], true);
            append(" AS " + identifier(expression.names[i]));
            separator = ", ";
        }
        if (operation != Operation::forest) append(")");
    }
    if (expression.arguments.size() > named) append(separator);
    const auto& arguments = expression.arguments;
    if (operation == Operation::parse) {
        print(*arguments[named], true);
        append(arguments.size() > named + 1 && arguments[named + 1]->text.starts_with('t') ? " PRESERVE WHITESPACE"
                                                                                          : " STRIP WHITESPACE");
    } else if (operation == Operation::root) {
        print(*arguments[named], true);
        append(", VERSION ");
        if (arguments.size() <= named + 1 || arguments[named + 1]->flag) {
            append("NO VALUE");
        } else {
            print(*arguments[named + 1], false);
        }
        if (arguments.size() > named + 2 && !arguments[named + 2]->flag) {
            // XmlStandaloneType of utils/xml.h
            const std::string& standalone = arguments[named + 2]->text;
            if (standalone == "0") append(", STANDALONE YES");
            if (standalone == "1") append(", STANDALONE NO");
            if (standalone == "2") append(", STANDALONE NO VALUE");
        }
    } else if (operation == Operation::is_document) {
        print_in_parentheses(*arguments[named], false, expression);
    } else {
        print_list(arguments, true, named);
    }
    append(operation == Operation::is_document ? " IS DOCUMENT" : ")");
}

void Printer::print_xml_serialize(const Expr& expression) {
    append(expression.flag ? "XMLSERIALIZE(DOCUMENT " : "XMLSERIALIZE(CONTENT ");
    print(*expression.arguments[0], true);
    append(" AS " + type_name(expression.type, expression.typmod));
    if (catalog_.major_number() >= 16) append(expression.star ? " INDENT" : " NO INDENT");
    append(")");
}

/// Text as it is kept, with the arguments in the places of $1, $2 …
void Printer::print_template(const Expr& expression) {
    const std::string_view text = expression.text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 == text.size() || text[i + 1] < '0' || text[i + 1] > '9') {
            append(text.substr(i, 1));
            continue;
        }
        std::size_t number = 0;
        while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9')
            number = number * 10 + static_cast<std::size_t>(text[++i] - '0');
        if (number >= 1 && number <= expression.arguments.size()) print(*expression.arguments[number - 1], true);
    }
}

}  // namespace backout::analyze
