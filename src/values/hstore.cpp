#include "values/hstore.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

/// The extension hstore (contrib/hstore/hstore_io.c).
namespace backout::values {
namespace {

struct Pair {
    std::string key;
    std::optional<std::string> value;
};

struct Word {
    std::string text;
    bool quoted = false;
};

class Reader {
public:
    Reader(std::string_view text, int major) : text_(text), has_codes_(major >= 16) {}

    tl::expected<std::vector<Pair>, LiteralError> pairs() {
        std::vector<Pair> made;
        while (true) {
            auto key = word(true);
            if (!key) return tl::unexpected(std::move(key).error());
            if (!*key) return made;  // also after a last comma
            if (auto arrow = skip_arrow(); !arrow) return tl::unexpected(std::move(arrow).error());
            auto value = word(false);
            if (!value) return tl::unexpected(std::move(value).error());
            if (!*value) return end_of_string();
            const bool is_null = !(*value)->quoted && equals_ignoring_case((*value)->text, "null");
            made.push_back({std::move((*key)->text), is_null ? std::nullopt : std::optional((*value)->text)});
            skip_space();
            if (at_end()) return made;
            if (text_[at_] != ',') return unexpected_character();
            ++at_;
        }
    }

private:
    bool at_end() const { return at_ >= text_.size(); }
    void skip_space() {
        while (!at_end() && is_space(text_[at_])) ++at_;
    }

    /// Before 16 these were raised without a code.
    Failure end_of_string() const {
        return has_codes_ ? failure("42601", "syntax error in hstore: unexpected end of string")
                          : failure("XX000", "Unexpected end of string");
    }
    Failure unexpected_character() const {
        const std::string_view rest = text_.substr(at_);
        const std::string_view character = rest.substr(0, character_bytes(rest));
        return has_codes_ ? failure("42601", fmt::format("syntax error in hstore, near \"{}\" at position {}", character, at_))
                          : failure("XX000", fmt::format("Syntax error near \"{}\" at position {}", character, at_));
    }

    /// The next key or value; none at the end of the text.
    tl::expected<std::optional<Word>, LiteralError> word(bool is_key) {
        skip_space();
        if (at_end()) return std::nullopt;
        if (text_[at_] == '"') return quoted_word();
        if (is_key && text_[at_] == '=') return unexpected_character();
        Word made;
        // The first character may be any other, even the one that ends the word later.
        for (bool first = true; !at_end(); first = false) {
            const char c = text_[at_];
            if (!first && (is_space(c) || c == (is_key ? '=' : ','))) break;
            ++at_;
            if (c == '\\') {
                if (at_end()) return end_of_string();
                made.text += text_[at_++];
            } else {
                made.text += c;
            }
        }
        return made;
    }

    tl::expected<std::optional<Word>, LiteralError> quoted_word() {
        Word made{.text = {}, .quoted = true};
        for (++at_; !at_end() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
            if (at_end()) return end_of_string();
            made.text += text_[at_];
        }
        if (at_end()) return end_of_string();
        ++at_;
        return made;
    }

    tl::expected<void, LiteralError> skip_arrow() {
        skip_space();
        for (const char expected : {'=', '>'}) {
            if (at_end()) return end_of_string();
            if (text_[at_] != expected) return unexpected_character();
            ++at_;
        }
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool has_codes_ = true;
};

/// Shorter keys first; of equal keys the first counts (hstoreUniquePairs).
void sort_and_unite(std::vector<Pair>& pairs) {
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& one, const Pair& other) {
        return one.key.size() != other.key.size() ? one.key.size() < other.key.size() : one.key < other.key;
    });
    pairs.erase(std::unique(pairs.begin(), pairs.end(),
                            [](const Pair& one, const Pair& other) { return one.key == other.key; }),
                pairs.end());
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made + '"';
}

}  // namespace

LiteralResult hstore_in(const Input& input) {
    auto pairs = Reader(input.literal, input.context.postgres_major).pairs();
    if (!pairs) return tl::unexpected(std::move(pairs).error());
    sort_and_unite(*pairs);
    std::string text;
    for (const Pair& pair : *pairs) {
        if (!text.empty()) text += ", ";
        text += quoted(pair.key) + "=>" + (pair.value ? quoted(*pair.value) : "NULL");
    }
    return exactly(std::move(text));
}

}  // namespace backout::values
