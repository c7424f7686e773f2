/// What a check of a project says: the verdict on every migration and the findings. Complete in itself: a reporter asks
/// nobody else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backout/position.h"
#include "backout/project.h"

namespace backout {

/// Of a script or a statement. `unknown`: the simulation can't tell, for a reason that is given.
enum class Outcome { ok, error, unknown };

/// Whether a down is the inverse of its up. `missing`: there is no down; `unproven`: it hangs on something unknown.
enum class Verdict { inverse, not_inverse, fails, unproven, missing };

/// What up then down does to the rows that were there before.
enum class DataVerdict { lossless, lossy, unknown };

using project::Severity;

/// A stretch of a file. Lines and columns count from 1, columns in characters; the end is exclusive.
/// `file` is relative to the project's root; empty when there is no place.
struct Place {
    std::string file;
    text::Position begin;
    text::Position end;
    /// The text of the lines, for a source frame: those from begin.line on that are to be shown.
    std::string line_text;
};

/// A place that explains another: where the object was created, which statement dropped it.
struct RelatedPlace {
    Place place;
    std::string message;
};

/// An error that PostgreSQL would raise, in its words.
struct SqlError {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    Place place;
    /// Why it is so, a step each, back to the statement that made it so.
    std::vector<RelatedPlace> chain;
};

struct ScriptReport {
    Outcome outcome = Outcome::ok;
    std::optional<SqlError> error;
    /// Why the outcome is unknown.
    std::vector<std::string> reasons;
};

/// One difference between the catalog before the up and after up then down.
struct Residue {
    enum class Change { added, removed, changed };
    std::string kind;    ///< "column", "index" …: the words of tests/oracle
    std::string name;    ///< qualified: public.users.email
    Change change = Change::changed;
    std::string detail;  ///< what changed, for a person: "default 'x' is lost"
    std::optional<RelatedPlace> origin;  ///< the statement behind it, where one is known
};

struct RoundTrip {
    Verdict verdict = Verdict::missing;
    std::vector<Residue> residue;
    /// Differences that are no failure: the order of columns.
    std::vector<Residue> notes;
    std::vector<std::string> reasons;
};

/// Rows that are lost by up then down.
struct DataLoss {
    std::string object;  ///< public.users.email
    std::string detail;
    std::optional<RelatedPlace> origin;
};

struct DataReport {
    DataVerdict verdict = DataVerdict::lossless;
    std::vector<DataLoss> losses;
};

struct MigrationReport {
    std::string id;
    std::string name;
    std::string up_file;
    std::string down_file;  ///< empty: there is none
    ScriptReport up;
    std::optional<ScriptReport> down;
    RoundTrip round_trip;
    DataReport data;
};

struct Finding {
    std::string rule;
    Severity severity = Severity::warning;
    Place place;
    std::string message;
    std::string help;
    std::string migration;  ///< the migration's name; empty when it is about the project
    std::vector<RelatedPlace> related;
    /// Further lines under the source frame: what is lost, why it is so.
    std::vector<std::string> notes;
};

struct Summary {
    std::size_t migrations = 0;
    std::size_t downs = 0;
    std::size_t inverse = 0;
    std::size_t not_inverse = 0;
    std::size_t fails = 0;
    std::size_t unproven = 0;
    std::size_t missing = 0;
    std::size_t errors = 0;    ///< findings
    std::size_t warnings = 0;
    std::size_t notes = 0;
};

struct Report {
    std::string layout;
    std::string root;
    int postgres_major = 0;
    std::vector<MigrationReport> migrations;
    std::vector<Finding> findings;
    /// What was taken to be there before the first migration, in words.
    std::vector<std::string> assumptions;
    Summary summary;
};

std::string_view to_string(Outcome outcome);
std::string_view to_string(Verdict verdict);
std::string_view to_string(DataVerdict verdict);
std::string_view to_string(Residue::Change change);
std::string_view to_string(Severity severity);

}  // namespace backout
