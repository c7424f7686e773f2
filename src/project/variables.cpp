#include "project/variables.h"

#include <algorithm>
#include <set>

#include "sql/character_class.h"
#include "sql/quoted_ranges.h"
#include "sql/split.h"

namespace backout::project {

namespace {

constexpr std::size_t not_found = std::string_view::npos;

/// A variable found in the text.
struct Use {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string name;
    /// The value when `--var` gives none: `${NAME:-fallback}`.
    std::optional<std::string> fallback;
    std::optional<sql::PsqlVariable::Form> psql;
    bool runners_own = false;  ///< the runner fills this form everywhere
    bool in_brackets = false;
};

bool is_name(std::string_view text) {
    return !text.empty() && sql::starts_word(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char byte) { return sql::continues_tag(byte) || byte == '.' || byte == ':'; });
}

/// `${NAME}`, `${NAME:-fallback}`; Flyway's names may hold ':' and '.'.
void find_dollar_braces(std::string_view text, bool runners_own, std::vector<Use>& uses) {
    for (std::size_t at = 0; (at = text.find("${", at)) != not_found; at += 2) {
        const std::size_t close = text.find_first_of("}\n", at);
        if (close == not_found || text[close] != '}') continue;
        std::string_view name = text.substr(at + 2, close - at - 2);
        std::optional<std::string> fallback;
        if (const std::size_t dash = name.find(":-"); dash != not_found) {
            fallback = name.substr(dash + 2);
            name = name.substr(0, dash);
        }
        if (!is_name(name)) continue;
        uses.push_back({at, close + 1, std::string(name), std::move(fallback), {}, runners_own, false});
    }
}

/// What a template expression is about: the last name or quoted name in it. `.Schema`, `index .Options
/// "Namespace"`. Empty for what is none, such as the array `'{{a,b},{c,d}}'`.
std::string template_name(std::string_view expression) {
    if (expression.find_first_of(",{}'") != not_found) return {};
    std::size_t end = expression.size();
    while (end > 0 && !sql::continues_tag(expression[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && sql::continues_tag(expression[begin - 1]))
        --begin;
    return std::string(expression.substr(begin, end - begin));
}

/// `{{ .NAME }}` of Go's templates, `{{ NAME }}` of others.
void find_double_braces(std::string_view text, std::vector<Use>& uses) {
    for (std::size_t at = 0; (at = text.find("{{", at)) != not_found; at += 2) {
        const std::size_t close = text.find("}}", at);
        if (close == not_found) return;
        const std::string_view expression = text.substr(at + 2, close - at - 2);
        if (expression.find('\n') != not_found) continue;
        std::string name = template_name(expression);
        if (is_name(name)) uses.push_back({at, close + 2, std::move(name), {}, {}, false, false});
    }
}

/// Whether the text can hold psql variables at all: spares most texts the splitter.
bool may_hold_psql_variables(std::string_view text) {
    for (std::size_t at = 0; (at = text.find(':', at)) != not_found; ++at) {
        if (at + 1 >= text.size()) return false;
        const char after = text[at + 1];
        if (after == ':') {
            ++at;
        } else if (sql::starts_word(after) || after == '\'' || after == '"' || after == '{') {
            return true;
        }
    }
    return false;
}

void find_psql_variables(std::string_view text, std::vector<Use>& uses) {
    if (!may_hold_psql_variables(text)) return;
    for (sql::PsqlVariable& variable : sql::split(text).variables) {
        uses.push_back({variable.begin,
                        variable.end,
                        std::move(variable.name),
                        {},
                        variable.form,
                        false,
                        variable.in_brackets});
    }
}

std::string quoted(std::string_view value, char quote) {
    std::string out(1, quote);
    for (const char byte : value) {
        if (byte == quote) out += quote;
        out += byte;
    }
    return out += quote;
}

/// psql writes a literal with a backslash in it as an escape string (libpq, PQescapeLiteral).
std::string quoted_literal(std::string_view value) {
    std::string escaped;
    for (const char byte : value)
        escaped += byte == '\\' ? std::string(2, byte) : std::string(1, byte);
    return escaped.size() == value.size() ? quoted(value, '\'') : " E" + quoted(escaped, '\'');
}

std::optional<std::string> value_of(const Use& use, const Variables& values) {
    const auto found = values.find(use.name);
    using Form = sql::PsqlVariable::Form;
    if (use.psql == Form::is_set) return found != values.end() ? "TRUE" : "FALSE";
    if (found == values.end()) return use.fallback;
    if (use.psql == Form::literal) return quoted_literal(found->second);
    if (use.psql == Form::identifier) return quoted(found->second, '"');
    return found->second;
}

std::vector<Use> find_uses(std::string_view text, DollarBraces dollar_braces) {
    std::vector<Use> uses;
    find_dollar_braces(text, dollar_braces == DollarBraces::filled, uses);
    find_double_braces(text, uses);
    find_psql_variables(text, uses);
    std::sort(uses.begin(), uses.end(),
              [](const Use& left, const Use& right) { return left.begin < right.begin; });
    // `${:name}` and the like: the outer one counts
    std::vector<Use> apart;
    for (Use& use : uses) {
        if (apart.empty() || use.begin >= apart.back().end) apart.push_back(std::move(use));
    }
    return apart;
}

/// Replaces uses that have a value; leaves the others to `unfilled`.
void replace_uses(std::string_view text, const std::vector<Use>& uses, const Variables& values,
                  FilledText& filled, std::vector<const Use*>& without_value) {
    std::string made;
    std::size_t done = 0;
    auto copy_up_to = [&](std::size_t end) {
        made += text.substr(done, end - done);
        filled.map.append_verbatim(end - done, done);
        done = end;
    };
    for (const Use& use : uses) {
        const std::optional<std::string> value = value_of(use, values);
        if (!value) {
            without_value.push_back(&use);
            continue;
        }
        copy_up_to(use.begin);
        made += *value;
        filled.map.append_replacement(value->size(), use.begin);
        done = use.end;
        filled.text.emplace();
    }
    if (!filled.text) return;
    copy_up_to(text.size());
    filled.text = std::move(made);
}

}  // namespace

FilledText fill_variables(std::string_view text, const Variables& values, DollarBraces dollar_braces) {
    FilledText filled;
    const std::vector<Use> uses = find_uses(text, dollar_braces);
    if (uses.empty()) return filled;
    std::vector<const Use*> without_value;
    replace_uses(text, uses, values, filled, without_value);
    if (without_value.empty()) return filled;

    const std::vector<sql::QuotedRange> quoted_ranges = sql::find_quoted_ranges(text);
    std::set<std::string> named;
    for (const Use* use : without_value) {
        if (use->in_brackets) continue;
        if (!use->runners_own && sql::is_quoted(quoted_ranges, use->begin)) continue;
        if (!named.insert(use->name).second) continue;
        const std::string written(text.substr(use->begin, use->end - use->begin));
        filled.unfilled.push_back({use->begin, written, use->name, use->psql.has_value()});
    }
    return filled;
}

}  // namespace backout::project
