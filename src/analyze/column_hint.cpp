#include <algorithm>

#include <fmt/format.h>

#include "analyze/column_reference.h"

/// The column that a misspelt one may have meant (searchRangeTableForCol, parser/parse_relation.c).
namespace backout::analyze {

namespace {

constexpr std::size_t max_fuzzy_distance = 3;

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            std::size_t above = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, above + 1, diagonal + (left[i] != right[j])});
            diagonal = above;
        }
    }
    return row[right.size()];
}

/// The nearest columns met so far: one, or two of the same distance; of three none is a help.
class NearestColumns {
public:
    NearestColumns(std::string_view qualifier, std::string_view name) : qualifier_(qualifier), name_(name) {}

    void add(std::string_view relation, std::string_view column) {
        std::size_t distance = edit_distance(column, name_);
        if (!qualifier_.empty()) distance += edit_distance(relation, qualifier_);
        if (distance > best_ || distance > name_.size() / 2) return;
        if (distance < best_) {
            best_ = distance;
            found_.clear();
        } else if (found_.size() == 2) {
            found_.clear();
            best_ = distance == 0 ? 0 : distance - 1;
            return;
        }
        found_.push_back(fmt::format("\"{}.{}\"", relation, column));
    }

    std::string hint() const {
        if (found_.empty()) return {};
        if (found_.size() == 1)
            return fmt::format("Perhaps you meant to reference the column {}.", found_[0]);
        return fmt::format("Perhaps you meant to reference the column {} or the column {}.", found_[0],
                           found_[1]);
    }

private:
    std::string_view qualifier_, name_;
    std::size_t best_ = max_fuzzy_distance;
    std::vector<std::string> found_;
};

}  // namespace

std::string column_hint(const ParseState& state, std::string_view qualifier, std::string_view name) {
    NearestColumns nearest(qualifier, name);
    for (const ParseState* level = &state; level; level = level->parent) {
        for (const NamespaceItem& item : level->name_space) {
            if (!item.scope) continue;
            if (item.scope->relation)
                for (const auto& column : catalog::columns_of(state.catalog(), item.scope->relation))
                    nearest.add(item.name, column.name);
            else
                for (const auto& column : item.scope->columns)
                    nearest.add(item.name, column.name);
        }
        for (const catalog::RangeEntry& entry : level->range_table)
            if (entry.kind != catalog::RangeEntry::Kind::join)
                for (const auto& column : entry.columns)
                    nearest.add(entry.name, column.name);
    }
    return nearest.hint();
}

}  // namespace backout::analyze
