#include "simulate/simulator.h"

#include <algorithm>
#include <array>

#include "simulate/assume.h"
#include "simulate/default_privileges.h"
#include "simulate/drop.h"
#include "simulate/role_membership.h"
#include "simulate/settings.h"

namespace backout::simulate {

using Action = sql::TransactionStatement::Action;

namespace {

constexpr Oid bootstrap_superuser = 10;
constexpr Oid database_owner_role = 6171;  // pg_database_owner
/// An open world is asked at most this often for what one statement misses.
constexpr int assumption_limit = 100;

std::shared_ptr<catalog::Namespace> make_public_schema(catalog::builtin::Major major) {
    auto schema = std::make_shared<catalog::Namespace>();
    schema->oid = catalog::public_namespace;
    schema->name = "public";
    schema->owner = major >= catalog::builtin::Major::pg15 ? database_owner_role : bootstrap_superuser;
    schema->comment = "standard public schema";
    return schema;
}

std::shared_ptr<catalog::Role> make_bootstrap_role() {
    auto role = std::make_shared<catalog::Role>();
    role->oid = bootstrap_superuser;
    role->name = "postgres";
    role->superuser = role->create_role = role->create_db = role->can_login = true;
    role->replication = role->bypass_rls = true;
    return role;
}

std::shared_ptr<catalog::Extension> make_plpgsql(Catalog& catalog) {
    auto extension = std::make_shared<catalog::Extension>();
    extension->oid = catalog.new_oid();
    extension->name = "plpgsql";
    extension->version = "1.0";
    extension->schema = catalog::pg_catalog_namespace;
    extension->owner = bootstrap_superuser;
    extension->comment = "PL/pgSQL procedural language";
    return extension;
}

/// What PostgreSQL still takes in an aborted transaction.
bool ends_aborted_transaction(const sql::Statement& statement) {
    const auto* transaction = sql::as<sql::TransactionStatement>(&statement);
    return transaction && (transaction->action == Action::commit || transaction->action == Action::rollback ||
                           transaction->action == Action::rollback_to || transaction->action == Action::prepare);
}

/// Whether a temporary object was made, changed or dropped since a place in the journal.
bool changes_temporary_objects(const Catalog& catalog, const Session& session, catalog::Position since) {
    if (session.temporary_namespace == catalog::invalid_oid) return false;
    for (const catalog::Change& change : catalog.changes(since, catalog.position())) {
        const catalog::ObjectPtr& object = change.after ? change.after : change.before;
        if (object && object->scope == session.temporary_namespace) return true;
    }
    return false;
}

}  // namespace

Status prevent_in_transaction_block(const StatementContext& context, std::string_view command) {
    if (context.in_function) return error("25001", "{} cannot be executed from a function", command);
    if (context.in_transaction_block) return error("25001", "{} cannot run inside a transaction block", command);
    return {};
}

Simulator::Simulator(const Options& options)
    : catalog_(std::make_unique<Catalog>(options.major)), world_(options.world) {
    catalog_->insert(make_public_schema(options.major));
    catalog_->insert(make_bootstrap_role());
    catalog_->insert(make_plpgsql(*catalog_));
}

Simulator::~Simulator() = default;
Simulator::Simulator(Simulator&&) noexcept = default;
Simulator& Simulator::operator=(Simulator&&) noexcept = default;

void Simulator::seed(const std::vector<Assumption>& assumptions) {
    Effects effects;
    StatementContext context{*catalog_, session_, effects, session_.search_path(*catalog_), {}, world_, assumptions_};
    seed_assumptions(context, assumptions);
}

std::string Simulator::doubt_about(const Error& failure) const {
    // What is missing or there already, by name.
    static constexpr std::array<std::string_view, 8> codes{"42P01", "42703", "42704", "42883",
                                                           "42P07", "42701", "42710", "42723"};
    if (std::find(codes.begin(), codes.end(), failure.sqlstate) == codes.end()) return {};
    // The first quoted name, or the function's.
    std::string_view message = failure.message;
    std::size_t begin = message.find('"');
    std::size_t end = begin == std::string_view::npos ? begin : message.find('"', begin + 1);
    if (message.starts_with("function ")) {
        begin = message.find(' ');
        end = message.find('(');
    }
    if (end == std::string_view::npos) return {};
    std::string_view name = message.substr(begin + 1, end - begin - 1);
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        const auto* schema = catalog_->find(catalog::find_namespace(*catalog_, name.substr(0, dot)));
        if (schema && schema->assumed) return fmt::format("schema {} was there before, with what is not known", schema->name);
        name.remove_prefix(dot + 1);
    }
    if (doubted_names_.contains(name)) return "a body that has run, and of which not all is known, names it";
    return {};
}

void Simulator::settle_doubts(catalog::Position since) {
    if (doubted_names_.empty()) return;
    for (const catalog::Change& change : catalog_->changes(since, catalog_->position()))
        if (const catalog::ObjectPtr& object = change.after ? change.after : change.before) doubted_names_.erase(object->name);
}

StatementResult Simulator::execute(const sql::Statement& statement, const catalog::Origin& origin) {
    StatementResult result;
    result.before = catalog_->position();
    catalog_->set_origin(origin);
    auto fail = [&](Error failure) {
        result.outcome.kind = failure.unknown ? OutcomeKind::unknown : OutcomeKind::error;
        result.outcome.error = std::move(failure);
        result.after = catalog_->position();
        return std::move(result);
    };
    if (block_ == Block::aborted && !ends_aborted_transaction(statement)) {
        auto refused = error("25P02", "current transaction is aborted, commands ignored until end of transaction block");
        return fail(std::move(refused.value()));
    }
    if (const auto* transaction = sql::as<sql::TransactionStatement>(&statement)) {
        auto status = run_transaction_statement(*transaction, result.effects);
        if (!status) {
            if (in_transaction_block() && block_ != Block::aborted) block_ = Block::aborted;
            return fail(std::move(status.error()));
        }
        result.before = std::min(result.before, catalog_->position());
        result.after = catalog_->position();
        return result;
    }
    SessionState state_before = session_.state;
    std::map<std::string, std::pair<catalog::Position, bool>, std::less<>> schema_changers;
    for (int attempt = 0;; ++attempt) {
        StatementContext context{*catalog_, session_, result.effects, session_.search_path(*catalog_),
                                 origin,    world_,   assumptions_};
        context.in_transaction_block = in_transaction_block();
        context.uncertainties = &result.uncertainties;
        context.doubted_names = &doubted_names_;
        context.schema_changers = &schema_changers;
        auto status = execute_statement(context, statement);
        if (status) {
            apply_default_privileges(*catalog_, result.before);
            if (!result.uncertainties.empty()) doubt_privileges(*catalog_);
            if (result.uncertainties.empty()) settle_doubts(result.before);
            break;
        }
        catalog_->undo_to(result.before);
        session_.state = state_before;
        result.effects = {};
        result.uncertainties.clear();
        bool is_assumed = attempt < assumption_limit && assume_missing(context, status.error().missing);
        // What is assumed was there before the statement.
        result.before = catalog_->position();
        if (is_assumed) continue;
        if (std::string doubt = status.error().unknown ? std::string() : doubt_about(status.error()); !doubt.empty()) {
            status.error().unknown = true;
            status.error().message += ", as far as is known: " + doubt;
        }
        if (status.error().unknown) doubt_privileges(*catalog_);
        if (!status.error().unknown && in_transaction_block()) block_ = Block::aborted;
        return fail(std::move(status.error()));
    }
    if (!in_transaction_block()) {
        end_local_settings(session_.state);
        session_.state.unsafe_labels.clear();
        session_.state.made_in_transaction.clear();
        session_.state.pending_events.clear();
    }
    result.after = catalog_->position();
    return result;
}

bool Simulator::in_transaction_block() const { return block_ != Block::none; }

bool Simulator::transaction_aborted() const { return block_ == Block::aborted; }

void Simulator::start_block(Block block) {
    block_ = block;
    savepoints_.clear();
    savepoints_.push_back({"", catalog_->position(), session_.state});
}

void Simulator::end_block(bool commit) {
    if (!commit && !savepoints_.empty()) {
        catalog_->undo_to(savepoints_.front().position);
        session_.state = savepoints_.front().state;
    }
    end_local_settings(session_.state);
    session_.state.unsafe_labels.clear();
    session_.state.made_in_transaction.clear();
    session_.state.pending_events.clear();
    savepoints_.clear();
    block_ = Block::none;
    std::erase_if(session_.cursors, [](const auto& cursor) { return !cursor.second; });
    if (commit) apply_on_commit_actions();
}

/// Temporary tables made ON COMMIT DROP go now.
void Simulator::apply_on_commit_actions() {
    constexpr std::int32_t on_commit_drop = 3;
    if (session_.temporary_namespace == catalog::invalid_oid) return;
    std::vector<ObjectAddress> dropped;
    for (const auto* relation : catalog_->members_of_class<catalog::Relation>(session_.temporary_namespace))
        if (relation->on_commit == on_commit_drop) dropped.push_back({relation->oid, 0});
    if (dropped.empty()) return;
    Effects effects;
    StatementContext context{*catalog_, session_, effects, session_.search_path(*catalog_), {}, world_, assumptions_};
    (void)perform_deletion(context, dropped, sql::DropBehavior::cascade, true);
}

void Simulator::begin() { start_block(Block::explicit_); }

bool Simulator::commit() {
    bool committed = block_ != Block::aborted;
    if (block_ != Block::none) end_block(committed);
    return committed;
}

void Simulator::rollback() {
    if (block_ != Block::none) end_block(false);
}

void Simulator::begin_message(bool several_statements) {
    several_statements_ = several_statements;
    if (several_statements && block_ == Block::none) start_block(Block::implicit);
}

void Simulator::end_message() {
    several_statements_ = false;
    if (block_ == Block::implicit) end_block(true);
}

Status Simulator::run_transaction_statement(const sql::TransactionStatement& statement, Effects& effects) {
    switch (statement.action) {
        case Action::begin:
        case Action::start:
            if (block_ == Block::explicit_)
                effects.notice("there is already a transaction in progress", "25001");
            else if (block_ == Block::implicit)
                block_ = Block::explicit_;
            else
                start_block(Block::explicit_);
            return {};
        case Action::commit:
        case Action::rollback: {
            bool commits = statement.action == Action::commit && block_ != Block::aborted;
            if (statement.chain && block_ != Block::explicit_ && block_ != Block::aborted)
                return error("25P01", "{} AND CHAIN can only be used in transaction blocks",
                             statement.action == Action::commit ? "COMMIT" : "ROLLBACK");
            if (block_ == Block::none || block_ == Block::implicit)
                effects.notice("there is no transaction in progress", "25P01");
            if (block_ != Block::none) end_block(commits);
            if (statement.chain)
                start_block(Block::explicit_);
            else if (several_statements_)
                start_block(Block::implicit);
            return {};
        }
        case Action::savepoint:
        case Action::release:
        case Action::rollback_to: return savepoint_statement(statement);
        case Action::prepare: {
            if (block_ == Block::none || block_ == Block::implicit) {
                effects.notice("there is no transaction in progress", "25P01");
                return {};
            }
            const bool was_aborted = block_ == Block::aborted;
            const bool temporary = changes_temporary_objects(*catalog_, session_, savepoints_.front().position);
            // What was done is not to be seen before COMMIT PREPARED.
            end_block(false);
            if (was_aborted) return {};
            if (temporary)
                return error("0A000", "cannot PREPARE a transaction that has operated on temporary objects");
            return unknown("a transaction can only be prepared where max_prepared_transactions is not 0, its default");
        }
        case Action::commit_prepared:
        case Action::rollback_prepared:
            return error("42704", "prepared transaction with identifier \"{}\" does not exist", statement.gid);
    }
    return {};
}

Status Simulator::savepoint_statement(const sql::TransactionStatement& statement) {
    std::string_view command = statement.action == Action::savepoint ? "SAVEPOINT"
                               : statement.action == Action::release ? "RELEASE SAVEPOINT"
                                                                     : "ROLLBACK TO SAVEPOINT";
    if (block_ == Block::none || block_ == Block::implicit)
        return error("25P01", "{} can only be used in transaction blocks", command);
    if (statement.action == Action::savepoint) {
        savepoints_.push_back({statement.savepoint, catalog_->position(), session_.state});
        return {};
    }
    auto found = std::find_if(savepoints_.rbegin(), savepoints_.rend(), [&](const Savepoint& savepoint) {
        return !savepoint.name.empty() && savepoint.name == statement.savepoint;
    });
    if (found == savepoints_.rend()) return error("3B001", "savepoint \"{}\" does not exist", statement.savepoint);
    auto place = std::next(found).base();
    if (statement.action == Action::release) {
        savepoints_.erase(place, savepoints_.end());
        return {};
    }
    catalog_->undo_to(place->position);
    session_.state = place->state;
    savepoints_.erase(std::next(place), savepoints_.end());
    block_ = Block::explicit_;
    return {};
}

void Simulator::reconnect() {
    rollback();
    if (session_.temporary_namespace != catalog::invalid_oid && catalog_->find(session_.temporary_namespace)) {
        Effects effects;
        StatementContext context{*catalog_, session_, effects, session_.search_path(*catalog_), {}, world_, assumptions_};
        (void)perform_deletion(context, {{session_.temporary_namespace, 0}}, sql::DropBehavior::cascade, true);
    }
    session_ = Session{};
}

void Simulator::restore(const Snapshot& snapshot) {
    block_ = Block::none;
    savepoints_.clear();
    several_statements_ = false;
    catalog_->undo_to(snapshot.position);
    catalog_->redo_to(snapshot.position);
    session_ = snapshot.session;
}

}  // namespace backout::simulate
