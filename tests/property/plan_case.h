#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../unit/simulate_helper.h"
#include "inventory/inventory.h"
#include "plan/planner.h"

/// Random schemas and migrations, of the statements in plan_statements.txt.
namespace backout::test {

using Statements = std::vector<std::string>;

/// The alternatives that names in braces stand for, and the statements by section.
class StatementPool {
public:
    static const StatementPool& instance() {
        static const StatementPool pool(BACKOUT_SOURCE_DIR "/tests/property/plan_statements.txt");
        return pool;
    }

    /// A statement of one section, its names chosen at random.
    rc::Gen<std::string> statement(const std::string& section) const {
        const Statements& templates = sections_.at(section);
        return rc::gen::exec([this, &templates] { return filled(*rc::gen::elementOf(templates)); });
    }

private:
    explicit StatementPool(const std::string& path) {
        std::ifstream file(path);
        if (!file) throw std::runtime_error("can't read " + path);
        std::string section;
        for (std::string line; std::getline(file, line);) {
            if (line.empty() || line.front() == '#') continue;
            if (line.front() == '[')
                section = line;
            else if (section.empty())
                add_name(line);
            else
                sections_[section].push_back(line);
        }
    }

    /// "{table}: a | b"
    void add_name(const std::string& line) {
        const std::size_t colon = line.find("}: ");
        Statements& alternatives = names_[line.substr(0, colon + 1)];
        constexpr std::string_view bar = " | ";
        std::size_t begin = colon + 3;
        for (std::size_t end; (end = line.find(bar, begin)) != std::string::npos; begin = end + bar.size())
            alternatives.push_back(line.substr(begin, end - begin));
        alternatives.push_back(line.substr(begin));
    }

    std::string filled(std::string text) const {
        for (std::size_t open = 0; (open = text.find('{', open)) != std::string::npos;) {
            const std::size_t close = text.find('}', open);
            auto found = close == std::string::npos ? names_.end() : names_.find(text.substr(open, close + 1 - open));
            if (found == names_.end())
                ++open;  // '{}' of an array
            else
                text.replace(open, close + 1 - open, *rc::gen::elementOf(found->second));
        }
        return text;
    }

    std::map<std::string, Statements> names_;
    std::map<std::string, Statements> sections_;
};

/// A schema, and a migration that runs on it.
struct PlanCase {
    int major = 18;
    Statements schema;
    Statements migration;
};

inline std::ostream& operator<<(std::ostream& out, const PlanCase& plan_case) {
    out << "-- PostgreSQL " << plan_case.major << "\n";
    for (const std::string& statement : plan_case.schema) out << statement << ";\n";
    out << "-- the migration\n";
    for (const std::string& statement : plan_case.migration) out << statement << ";\n";
    return out;
}

/// What each schema begins with.
inline const Statements& common_ground() {
    static const Statements statements{"CREATE ROLE reader", "CREATE ROLE writer", "CREATE SCHEMA s"};
    return statements;
}

/// Runs the statements; those that fail, or whose effect isn't known, leave no trace and are left out of the result.
inline Statements run_what_runs(Replay& replay, const Statements& statements) {
    Statements kept;
    for (const std::string& statement : statements) {
        const auto before = replay.simulator().snapshot();
        const auto result = replay.run(statement);
        if (result.outcome.kind == simulate::OutcomeKind::ok && result.uncertainties.empty())
            kept.push_back(statement);
        else
            replay.simulator().restore(before);
    }
    return kept;
}

/// Up to `most` statements of a section, each with as good a chance to be left out.
inline rc::Gen<Statements> some_of(const std::string& section, int most) {
    return rc::gen::resize(most, rc::gen::container<Statements>(StatementPool::instance().statement(section)));
}

inline rc::Gen<Statements> joined(std::vector<rc::Gen<Statements>> parts) {
    return rc::gen::exec([parts = std::move(parts)] {
        Statements all;
        for (const auto& part : parts) {
            Statements some = *part;
            all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        }
        return all;
    });
}

/// In an order in which most of it runs.
inline rc::Gen<Statements> random_schema() {
    return joined({some_of("[types]", 30), some_of("[tables]", 30), some_of("[parts]", 30), some_of("[change]", 40)});
}

inline rc::Gen<Statements> random_migration() {
    return joined({some_of("[types]", 3), some_of("[tables]", 3), some_of("[parts]", 5), some_of("[change]", 30)});
}

inline rc::Gen<PlanCase> random_case() {
    return rc::gen::build<PlanCase>(rc::gen::set(&PlanCase::major, rc::gen::element(18, 15, 14, 16, 17)),
                                    rc::gen::set(&PlanCase::schema, random_schema()),
                                    rc::gen::set(&PlanCase::migration, random_migration()));
}

/// The whole catalog, a line for each object; the order of columns left out, and the roles, which are the cluster's.
inline Statements printed(const catalog::Catalog& catalog) {
    Statements lines;
    for (const auto& item : inventory::all_items(catalog)) {
        if (item.kind == "colorder" || item.kind == "role") continue;
        std::string line = item.kind + " " + item.name;
        for (const auto& property : item.properties) line += " " + property.name + "=" + property.value;
        lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

inline std::string text_of(const plan::Plan& plan) {
    std::string text;
    for (const auto& statement : plan.statements) text += statement.sql + ";\n";
    return text;
}

/// Why a plan isn't proven, and its statements.
inline std::string explained(const plan::Plan& plan) {
    std::string text;
    for (const std::string& reason : plan.reasons) text += "-- reason: " + reason + "\n";
    for (const Residue& residue : plan.left)
        text += "-- left: " + residue.kind + " " + residue.name + " " + std::to_string(static_cast<int>(residue.change)) + " " +
                residue.detail + "\n";
    return text + text_of(plan);
}

/// "only here" or "only there" for what two catalogs don't share.
inline std::string compared(const Statements& here, const Statements& there) {
    Statements gone, come;
    std::set_difference(here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(gone));
    std::set_difference(there.begin(), there.end(), here.begin(), here.end(), std::back_inserter(come));
    std::string text;
    for (const std::string& line : gone) text += "only wanted: " + line + "\n";
    for (const std::string& line : come) text += "only reached: " + line + "\n";
    return text;
}

/// What a property found: nothing, or what is wrong.
struct Finding {
    std::string problem;  ///< empty: it holds
    std::string details;
};

/// A column that a child has only of its parent becomes its own by NO INHERIT, and nothing but a new table undoes that
/// (pg_attribute.attislocal). Such plans say so.
inline bool is_known_limit(const plan::Plan& plan) {
    return plan.reasons.empty() && std::all_of(plan.left.begin(), plan.left.end(), [](const Residue& residue) {
               return residue.kind == "column" && residue.detail == "inherited is absent, not true";
           });
}

inline Finding replayed(const PlanCase& plan_case, const std::string& script, const Statements& wanted, bool with_migration) {
    Replay fresh(plan_case.major);
    run_what_runs(fresh, common_ground());
    run_what_runs(fresh, plan_case.schema);
    if (with_migration) run_what_runs(fresh, plan_case.migration);
    if (!script.empty()) {
        const auto pieces = sql::split(script);
        for (const auto& piece : pieces.statements) {
            const std::string statement = pieces.text.substr(piece.begin, piece.end - piece.begin);
            if (std::string outcome = fresh.outcome(statement); outcome != "ok")
                return {"a proven statement fails: " + outcome, statement};
        }
    }
    std::string difference = compared(wanted, printed(fresh.catalog()));
    return difference.empty() ? Finding{} : Finding{"a proven script leads elsewhere", difference};
}

/// The rollback of the migration is proven, and its text leads back.
inline Finding rollback_finding(const PlanCase& plan_case, std::string* script = nullptr, bool* proven = nullptr) {
    Replay replay(plan_case.major);
    run_what_runs(replay, common_ground());
    run_what_runs(replay, plan_case.schema);
    const auto before = replay.catalog().position();
    const Statements wanted = printed(replay.catalog());
    run_what_runs(replay, plan_case.migration);
    catalog::Catalog target = replay.catalog();
    target.undo_to(before);
    plan::Request request;
    request.since = before;
    const plan::Plan plan = plan::make_plan(replay.simulator(), target, request);
    if (script) *script = text_of(plan);
    if (proven) *proven = plan.proven;
    if (!plan.proven) return is_known_limit(plan) ? Finding{} : Finding{"not proven", explained(plan)};
    Finding finding = replayed(plan_case, text_of(plan), wanted, true);
    if (!finding.problem.empty()) finding.details += text_of(plan);
    return finding;
}

/// The diff from one schema to the other is proven, and its text leads there. Roles are the cluster's.
inline Finding diff_finding(PlanCase plan_case, bool same = false, std::string* script = nullptr, bool* proven = nullptr) {
    Replay from(plan_case.major), to(plan_case.major);
    for (Replay* side : {&from, &to}) run_what_runs(*side, common_ground());
    const auto about_roles = [](const std::string& statement) {
        return statement.find(" ROLE ") != std::string::npos || statement.starts_with("GRANT writer");
    };
    std::erase_if(plan_case.schema, about_roles);
    std::erase_if(plan_case.migration, about_roles);
    run_what_runs(from, plan_case.schema);
    run_what_runs(to, same ? plan_case.schema : plan_case.migration);
    const plan::Plan plan = plan::make_plan(from.simulator(), to.catalog(), {});
    if (script) *script = text_of(plan);
    if (proven) *proven = plan.proven;
    if (!plan.proven) return is_known_limit(plan) ? Finding{} : Finding{"not proven", explained(plan)};
    if (same && !plan.statements.empty()) return {"there is something between a schema and itself", text_of(plan)};
    Finding finding = replayed(plan_case, text_of(plan), printed(to.catalog()), false);
    if (!finding.problem.empty()) finding.details += text_of(plan);
    return finding;
}

}  // namespace backout::test
