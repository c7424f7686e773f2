/// What a byte can begin in SQL, as a table: the splitter looks at every byte of every script.
#pragma once

#include <array>
#include <cstdint>

namespace backout::sql {

enum class CharacterClass : std::uint8_t {
    other,  ///< operators, commas, dots: of no interest between statements
    space,
    word_start,  ///< letters, '_' and every byte of a multi-byte character (scan.l, ident_start)
    digit,
    single_quote,
    double_quote,
    dollar,
    minus,
    slash,
    backslash,
    colon,
    semicolon,
    open_parenthesis,
    close_parenthesis,
    open_bracket,
    close_bracket,
};

namespace detail {

constexpr std::array<CharacterClass, 256> make_character_classes() {
    std::array<CharacterClass, 256> classes{};
    for (int letter = 'a'; letter <= 'z'; ++letter)
        classes[letter] = CharacterClass::word_start;
    for (int letter = 'A'; letter <= 'Z'; ++letter)
        classes[letter] = CharacterClass::word_start;
    for (int byte = 0x80; byte <= 0xFF; ++byte)
        classes[byte] = CharacterClass::word_start;
    classes['_'] = CharacterClass::word_start;
    for (int digit = '0'; digit <= '9'; ++digit)
        classes[digit] = CharacterClass::digit;
    for (const char space : {' ', '\t', '\n', '\r', '\f', '\v'})
        classes[space] = CharacterClass::space;
    classes['\''] = CharacterClass::single_quote;
    classes['"'] = CharacterClass::double_quote;
    classes['$'] = CharacterClass::dollar;
    classes['-'] = CharacterClass::minus;
    classes['/'] = CharacterClass::slash;
    classes['\\'] = CharacterClass::backslash;
    classes[':'] = CharacterClass::colon;
    classes[';'] = CharacterClass::semicolon;
    classes['('] = CharacterClass::open_parenthesis;
    classes[')'] = CharacterClass::close_parenthesis;
    classes['['] = CharacterClass::open_bracket;
    classes[']'] = CharacterClass::close_bracket;
    return classes;
}

inline constexpr std::array<CharacterClass, 256> character_classes = make_character_classes();

}  // namespace detail

constexpr CharacterClass character_class(char byte) {
    return detail::character_classes[static_cast<unsigned char>(byte)];
}

constexpr bool is_space(char byte) {
    return character_class(byte) == CharacterClass::space;
}

/// scan.l, ident_start.
constexpr bool starts_word(char byte) {
    return character_class(byte) == CharacterClass::word_start;
}

/// Letters, digits and '_' (psqlscan.l, variable_char; scan.l, dolq_cont).
constexpr bool continues_tag(char byte) {
    const CharacterClass kind = character_class(byte);
    return kind == CharacterClass::word_start || kind == CharacterClass::digit;
}

/// scan.l, ident_cont.
constexpr bool continues_word(char byte) {
    return continues_tag(byte) || byte == '$';
}

}  // namespace backout::sql
