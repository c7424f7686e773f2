/// Scripts that are put into a project: what layouts have in common.
#pragma once

#include <string>
#include <string_view>

#include "project/annotations.h"
#include "project/layout.h"

namespace backout::project {

/// The script of a direction; null when the migration has none.
const Script* script_of(const Migration& migration, Direction direction);

inline Direction other(Direction direction) {
    return direction == Direction::up ? Direction::down : Direction::up;
}

/// The path of the other direction's script, from which that of the missing one follows. Empty when there is none.
std::string path_of_other(const Migration& migration, Direction direction);

/// A file that holds nothing but the script: where the migration has one already, that; else `path`. An empty `path`
/// says that the names don't lead there.
Placed place_file(const Migration& migration, const NewScript& script, const std::string& path);

/// The same name with the last `old_part` replaced; empty when it isn't in there.
std::string with_part_replaced(const std::string& path, std::string_view old_part, std::string_view new_part);

/// Puts the script into a section of the file that up and down share. `heading` is the line that begins the section,
/// without its end; `section`, if there is one, goes from the heading's beginning to the section's end.
Placed place_section(const Migration& migration, const NewScript& script, const std::vector<TextRange>& sections,
                     std::string_view heading, std::string_view body);

/// The section of a file of read_sections, its heading line included.
std::vector<TextRange> sections_with_heading(const AnnotatedText& annotated, Direction direction,
                                             std::size_t text_size);

}  // namespace backout::project
