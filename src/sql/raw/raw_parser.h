#pragma once

#include <string>

#include "sql/parse.h"

#include "sql/raw/postgres_nodes.h"

namespace backout::sql::raw {

/// PostgreSQL's parser at work on one text. The tree lives as long as this object does, in a memory context
/// of its own, and only in the thread that made it.
class RawParse {
public:
    RawParse(const std::string& script, ::RawParseMode mode);
    ~RawParse();
    RawParse(const RawParse&) = delete;
    RawParse& operator=(const RawParse&) = delete;

    /// What the grammar gives; null when there is no statement, or an error.
    const ::List* tree() const { return tree_; }

    /// What the grammar refused, or null.
    const ::ErrorData* error() const { return error_; }

private:
    ::MemoryContext context_;
    ::List* tree_ = nullptr;
    ::ErrorData* error_ = nullptr;
};

/// The error as PostgreSQL's client would see it, its place turned into a byte offset into the text.
SyntaxError to_syntax_error(const ::ErrorData& error, std::string_view text);

}  // namespace backout::sql::raw
