/// What a layout is: the conventions of one migration runner. Each has a file in layouts/ and a row in
/// layouts.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backout/project.h"
#include "project/folder.h"

namespace backout::project {

class Loader;

/// How well a folder fits a layout.
struct Match {
    /// 0: not at all. 10: there is SQL. 50: names like these occur in several layouts. 70: names that few
    /// layouts use. 90: annotations or names that only this one uses. A little more or less for what lies
    /// around.
    int score = 0;
    /// Why, as a phrase: "files named N_name.up.sql".
    std::string reason;
};

/// A file as it is to be, or why the layout has no place for the script.
using Placed = tl::expected<FileChange, std::string>;

struct Layout {
    std::string_view name;  ///< as `--layout` takes it
    std::string_view files;
    /// How it sends a script that doesn't say otherwise.
    TransactionMode transaction = TransactionMode::implicit;
    /// The runner's own tables as it creates them before the first migration.
    std::string_view bookkeeping;
    /// See Project::starts_empty.
    bool starts_empty = true;
    Match (*detect)(const Folder& folder) = nullptr;
    /// Adds the migrations, in the runner's order, and says what it passes over.
    void (*load)(Loader& loader) = nullptr;
    /// Where a script goes that the migration doesn't have, and how it is written there; null where the runner knows
    /// no downs. See placing.h for what layouts have in common.
    Placed (*place)(const Migration& migration, const NewScript& script) = nullptr;
    /// How it sends a script that opts out of the transaction; none where it can't.
    std::optional<TransactionMode> outside_transaction = std::nullopt;
    /// A migration's up and down opt out together.
    bool opts_out_together = false;
};

/// Sets what a project knows from its layout alone.
void take_facts_of(const Layout& layout, Project& project);

/// The table of layouts, in the order in which help texts list them.
std::span<const Layout* const> all_layouts();

/// Null when there is none of that name.
const Layout* find_layout(std::string_view name);

/// Whether one of the folder's first .sql files has a line `-- PREFIX …`: goose, sql-migrate, micrate,
/// dbmate.
bool has_annotation(const Folder& folder, std::string_view prefix);

}  // namespace backout::project
