/// The difference of two schemas, as ordered SQL.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backout/check.h"
#include "backout/project.h"
#include "backout/report.h"

namespace backout {

/// One side of a diff: what a script makes, or what a project's migrations make.
struct SchemaSource {
    std::optional<project::Script> script;
    std::optional<project::Project> project;
    /// Up to and with this migration (id or name); all when empty.
    std::string at;
};

struct DiffOptions {
    /// PostgreSQL's major version: 14 to 18.
    int postgres_major = 18;
    /// What kept its rows under another name: "old" and "new", of tables ("t", "s.t") or columns ("t.c", "s.t.c").
    std::vector<std::pair<std::string, std::string>> renames;
    /// In steps that block nobody for long: indexes concurrently, constraints added without and then with their check.
    bool safe = false;
};

/// A property that differs; empty where it is absent.
struct PropertyChange {
    std::string name;
    std::string before;
    std::string after;
};

/// What is there only before ("removed"), only after ("added"), or changed.
struct DiffItem {
    std::string kind;  ///< "column", "index" …: the words of tests/oracle
    std::string name;  ///< qualified: public.users.email
    Residue::Change change = Residue::Change::changed;
    /// The table or view that it is part of, by kind and name; empty for what stands by itself.
    std::string parent_kind;
    std::string parent;
    /// Of what was added or removed: all of its properties.
    std::vector<PropertyChange> properties;
};

struct Diff {
    /// By kind and name.
    std::vector<DiffItem> items;
    /// The SQL that leads from one to the other, with what it does to rows and readers as comments; empty when equal.
    std::string sql;
    /// The SQL was replayed on the first schema, and makes the second.
    bool proven = false;
    std::vector<std::string> reasons;
    /// What still differs after the SQL.
    std::vector<Residue> left;
    /// Renames that look likely, as --rename takes them: "old=new".
    std::vector<std::string> likely_renames;
    /// Statements of a source that PostgreSQL would refuse: then there is no diff.
    std::vector<SqlError> errors;
};

/// Nothing when a source names a migration that its project doesn't have.
std::optional<Diff> diff(const SchemaSource& from, const SchemaSource& to, const DiffOptions& options);

}  // namespace backout
