#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulate/context.h"

namespace backout::simulate {

enum class OutcomeKind : std::uint8_t { ok, error, unknown };

/// What became of a statement. An error has the server's SQLSTATE and words; an unknown outcome has its reason in
/// `error.message`.
struct Outcome {
    OutcomeKind kind = OutcomeKind::ok;
    Error error;
};

struct StatementResult {
    Outcome outcome;
    Effects effects;
    catalog::Position before = 0;
    catalog::Position after = 0;
    /// Parts of the statement whose effect isn't known though the rest was simulated (dynamic SQL, a volatile
    /// function's doings …), each a reason.
    std::vector<std::string> uncertainties;
};

/// Replays statements on a catalog as one session of a server would, transactions included.
class Simulator {
public:
    struct Options {
        catalog::builtin::Major major = catalog::builtin::newest_major;
        World world = World::closed;
    };

    explicit Simulator(const Options& options);
    ~Simulator();
    Simulator(Simulator&&) noexcept;
    Simulator& operator=(Simulator&&) noexcept;

    const Catalog& catalog() const { return *catalog_; }
    /// For comparing states, which moves along the journal.
    Catalog& mutable_catalog() { return *catalog_; }
    Session& session() { return session_; }
    const Session& session() const { return session_; }
    const std::vector<Assumption>& assumptions() const { return assumptions_; }
    /// From now on unknown names may be there all the same: something of unknown effect has run.
    void open_world() { world_ = World::open; }
    World world() const { return world_; }
    /// Starts from what an earlier replay of the same history had to assume.
    void seed(const std::vector<Assumption>& assumptions);

    /// A statement on its own, in whatever transaction is open. An error inside a transaction block aborts it:
    /// what follows is refused with 25P02 until ROLLBACK.
    StatementResult execute(const sql::Statement& statement, const catalog::Origin& origin);

    /// A runner's own BEGIN and COMMIT around a script. commit() of an aborted transaction rolls back and says so.
    void begin();
    bool commit();
    void rollback();
    /// Several statements sent as one message share an implicit transaction (tcop/postgres.c, exec_simple_query).
    void begin_message(bool several_statements);
    void end_message();

    bool in_transaction_block() const;
    bool transaction_aborted() const;

    /// A new connection: settings, prepared statements, temporary objects and an open transaction are gone.
    void reconnect();

    /// State to return to: the catalog's position and the session.
    struct Snapshot {
        catalog::Position position = 0;
        Session session;
    };
    Snapshot snapshot() const { return {catalog_->position(), session_}; }
    void restore(const Snapshot& snapshot);

private:
    enum class Block : std::uint8_t { none, implicit, explicit_, aborted };
    struct Savepoint {
        std::string name;  ///< empty for the transaction itself
        catalog::Position position = 0;
        SessionState state;
    };

    Status run_transaction_statement(const sql::TransactionStatement& statement, Effects& effects);
    Status savepoint_statement(const sql::TransactionStatement& statement);
    void start_block(Block block);
    void end_block(bool commit);
    void forget_local_settings();
    void apply_on_commit_actions();
    /// Why an error about a name may be none: a body of which not all is known names it, too, or it would be in a
    /// schema of which nothing is known. Empty where there is no doubt.
    std::string doubt_about(const Error& failure) const;
    /// What is made, changed or dropped for sure is known again.
    void settle_doubts(catalog::Position since);

    std::unique_ptr<Catalog> catalog_;
    Session session_;
    World world_;
    std::vector<Assumption> assumptions_;
    Block block_ = Block::none;
    std::vector<Savepoint> savepoints_;
    std::set<std::string, std::less<>> doubted_names_;
    bool several_statements_ = false;
};

}  // namespace backout::simulate
