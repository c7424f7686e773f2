#!/usr/bin/env python3
"""Writes src/text/character_width_data.h from the Unicode data that comes with Python."""
import pathlib
import unicodedata

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/text/character_width_data.h"
HANGUL_JOINING = range(0x1160, 0x1200)


def is_unassigned(code_point):
    return unicodedata.category(chr(code_point)) in ("Cn", "Cs", "Co")


def is_combining(code_point):
    return unicodedata.category(chr(code_point)) in ("Mn", "Me") or code_point in HANGUL_JOINING


def is_wide(code_point):
    if is_unassigned(code_point) or is_combining(code_point):
        return False
    return unicodedata.east_asian_width(chr(code_point)) in ("W", "F")


def ranges(accepts):
    """Ranges of accepted code points; a gap of nothing but unassigned ones within a range is closed."""
    found = []
    pending_gap = False
    for code_point in range(0x110000):
        if accepts(code_point):
            if found and not pending_gap:
                found[-1][1] = code_point
            else:
                found.append([code_point, code_point])
            pending_gap = False
        elif not is_unassigned(code_point) or not found:
            pending_gap = True
    return found


def rows(found):
    lines, line = [], "   "
    for first, last in found:
        entry = f" {{0x{first:X}, 0x{last:X}}},"
        if len(line) + len(entry) > 110:
            lines.append(line)
            line = "   "
        line += entry
    return "\n".join(lines + [line])


TARGET.write_text(f"""/// Generated from the Unicode Character Database {unicodedata.unidata_version} by tools/make_character_widths.py; unassigned code points
/// between two ranges are taken to be like their neighbours. Not meant to be edited.
#pragma once

namespace backout::text {{

struct CodePointRange {{
    char32_t first;
    char32_t last;
}};

/// East_Asian_Width W or F.
inline constexpr CodePointRange wide_characters[] = {{
{rows(ranges(is_wide))}
}};

/// General_Category Mn or Me, and the Hangul vowels and final consonants that join the syllable before them.
inline constexpr CodePointRange combining_characters[] = {{
{rows(ranges(is_combining))}
}};

}} // namespace backout::text
""")
