/// Showing text that others wrote on a terminal: nothing in it may move the cursor, change colours, or make
/// the reader see another order of characters than the server does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace backout::text {

/// Control characters (C0 but not tab, DEL, C1), bidirectional controls, zero-width and other invisible
/// characters and bytes that aren't UTF-8 become visible: ESC as `\u{1b}`, U+202E as `\u{202e}`, a stray byte
/// 0xFF as `\x{ff}`. The rest stays as it is. A line end is a control character too: pass one line at a time.
std::string escape_for_terminal(std::string_view text);

/// How many terminal columns a text takes once escaped: 2 for wide (East Asian, emoji), 0 for combining
/// characters; a tab takes the columns to the next multiple of `tab_width`, counted from `start_column`.
std::size_t display_width(std::string_view text, std::size_t start_column = 0, std::size_t tab_width = 4);

/// The text escaped, with tabs as blanks, so that a caret line under it can be made of blanks as wide as
/// display_width() says.
std::string expand_for_terminal(std::string_view text, std::size_t tab_width = 4);

}  // namespace backout::text
