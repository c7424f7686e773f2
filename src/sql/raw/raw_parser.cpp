#include "sql/raw/raw_parser.h"

namespace backout::sql::raw {

namespace {

struct Outcome {
    ::List* tree;
    ::ErrorData* error;
};

/// Runs the grammar and catches its error. pg_query_raw_parse would do the same, but keeps no SQLSTATE. An
/// error jumps back here with longjmp: nothing in this function may need a destructor.
Outcome run_grammar(const char* text, ::RawParseMode mode) {
    ::MemoryContext context = CurrentMemoryContext;
    ::List* volatile tree = nullptr;
    ::ErrorData* volatile error = nullptr;
    PG_TRY();
    { tree = ::raw_parser(text, mode); }
    PG_CATCH();
    {
        ::MemoryContextSwitchTo(context);
        error = ::CopyErrorData();
        ::FlushErrorState();
    }
    PG_END_TRY();
    return {tree, error};
}

/// Five characters of six bits each; see MAKE_SQLSTATE of utils/elog.h.
std::string sqlstate_of(int code) {
    std::string state(5, '0');
    for (char& character : state) {
        character = static_cast<char>(PGUNSIXBIT(code));
        code >>= 6;
    }
    return state;
}

/// The offset of a character that is counted from 1, as error positions are; 0 when it is not known.
std::size_t offset_of_character(std::string_view text, int position) {
    std::size_t offset = 0;
    while (position > 1 && offset < text.size()) {
        ++offset;
        while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
            ++offset;
        --position;
    }
    return offset;
}

}  // namespace

RawParse::RawParse(const std::string& script, ::RawParseMode mode)
    : context_(::pg_query_enter_memory_context()) {
    const Outcome outcome = run_grammar(script.c_str(), mode);
    tree_ = outcome.tree;
    error_ = outcome.error;
}

RawParse::~RawParse() {
    ::pg_query_exit_memory_context(context_);
}

SyntaxError to_syntax_error(const ::ErrorData& error, std::string_view text) {
    return {.message = error.message ? error.message : "",
            .offset = offset_of_character(text, error.cursorpos),
            .sqlstate = sqlstate_of(error.sqlerrcode),
            .hint = error.hint ? error.hint : ""};
}

}  // namespace backout::sql::raw
