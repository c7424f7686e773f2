#include <algorithm>

#include "simulate/connection_string.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/subscription_options.h"

/// Subscriptions (commands/subscriptioncmds.c). That the other server answers is taken for granted.
namespace backout::simulate {

using catalog::Subscription;

namespace {

/// AlterSubscriptionType (nodes/parsenodes.h).
enum class Action : std::int32_t {
    options, connection, set_publication, add_publication, drop_publication, refresh, enabled, skip
};

constexpr std::string_view needs_other_server = "the other server is taken to answer";

Status check_publications_given_once(const std::vector<std::string>& publications) {
    for (auto name = publications.begin(); name != publications.end(); ++name)
        if (std::find(publications.begin(), name, *name) != name)
            return error("42710", "publication name \"{}\" used more than once", *name);
    return {};
}

std::string_view option_value(const Subscription& subscription, std::string_view name) {
    for (const auto& option : subscription.options)
        if (option.first == name) return option.second;
    return {};
}

bool has_slot(const Subscription& subscription) { return option_value(subscription, "slot_name") != "none"; }

void set_option(Subscription& subscription, const sql::Option& option) {
    auto existing = std::find_if(subscription.options.begin(), subscription.options.end(),
                                 [&](const auto& candidate) { return candidate.first == option.name; });
    const std::string value = option.kind == sql::Option::Kind::none ? "true" : option_text(option);
    if (existing == subscription.options.end())
        subscription.options.emplace_back(option.name, value);
    else
        existing->second = value;
}

/// merge_publications
Result<std::vector<std::string>> changed_publications(const Subscription& subscription,
                                                      const std::vector<std::string>& named, bool add) {
    BACKOUT_TRY(check_publications_given_once(named));
    std::vector<std::string> made = subscription.publications;
    for (const std::string& name : named) {
        auto found = std::find(made.begin(), made.end(), name);
        if (add && found != made.end())
            return error("42710", "publication \"{}\" is already in subscription \"{}\"", name, subscription.name);
        if (add) {
            made.push_back(name);
        } else {
            if (found == made.end())
                return error("42P17", "publication \"{}\" is not in subscription \"{}\"", name, subscription.name);
            made.erase(found);
        }
    }
    if (made.empty()) return error("42P17", "cannot drop all the publications from a subscription");
    return made;
}

/// Refreshing asks the other server for its tables.
Status check_refresh(const StatementContext& context, const Subscription& subscription, std::string_view what,
                     std::string_view command) {
    if (!subscription.enabled)
        return error("55000", "{} is not allowed for disabled subscriptions", what);
    return prevent_in_transaction_block(context, command);
}

/// CheckAlterSubOption
Status check_slot_option(const StatementContext& context, const Subscription& subscription, std::string_view name,
                         bool changes_slot) {
    if (subscription.enabled)
        return error("55000", "cannot set option \"{}\" for enabled subscription", name);
    if (!changes_slot) return {};
    if (!has_slot(subscription))
        return error("55000", "cannot set option \"{}\" for a subscription that does not have a slot name", name);
    return prevent_in_transaction_block(context, fmt::format("ALTER SUBSCRIPTION ... SET ({})", name));
}

Status set_options(StatementContext& context, Subscription& changed, const sql::AlterSubscriptionStatement& statement) {
    BACKOUT_ASSIGN(SubscriptionOptions options,
                   subscription_options(context, SubscriptionOptionsOf::alter, statement.options));
    if (changed.enabled && options.slot_name == "none")
        return error("55000", "cannot set slot_name = NONE for enabled subscription");
    if (options.two_phase) {
        BACKOUT_TRY(check_slot_option(context, changed, "two_phase", !*options.two_phase));
        if (!*options.two_phase && options.slot_name)
            return error("42601", "\"slot_name\" and \"two_phase\" cannot be altered at the same time");
    }
    if (options.failover) BACKOUT_TRY(check_slot_option(context, changed, "failover", true));
    if (options.failover || (options.two_phase && !*options.two_phase))
        context.uncertain(std::string(needs_other_server));
    for (const sql::Option& option : statement.options) set_option(changed, option);
    return {};
}

Status set_publications(StatementContext& context, Subscription& changed,
                        const sql::AlterSubscriptionStatement& statement) {
    BACKOUT_ASSIGN(SubscriptionOptions options,
                   subscription_options(context, SubscriptionOptionsOf::publications, statement.options));
    const auto action = static_cast<Action>(statement.action);
    if (action == Action::set_publication) {
        BACKOUT_TRY(check_publications_given_once(statement.publications));
        changed.publications = statement.publications;
    } else {
        BACKOUT_ASSIGN(changed.publications, changed_publications(changed, statement.publications,
                                                                  action == Action::add_publication));
    }
    if (!options.refresh) return {};
    context.uncertain(std::string(needs_other_server));
    return check_refresh(context, changed, "ALTER SUBSCRIPTION with refresh", "ALTER SUBSCRIPTION with refresh");
}

Status apply_action(StatementContext& context, Subscription& changed, const sql::AlterSubscriptionStatement& statement) {
    switch (static_cast<Action>(statement.action)) {
        case Action::options: return set_options(context, changed, statement);
        case Action::connection:
            BACKOUT_TRY(check_connection_string(statement.connection, context.major()));
            changed.connection = statement.connection;
            return {};
        case Action::set_publication:
        case Action::add_publication:
        case Action::drop_publication: return set_publications(context, changed, statement);
        case Action::refresh:
            if (!changed.enabled)
                return error("55000", "ALTER SUBSCRIPTION ... REFRESH is not allowed for disabled subscriptions");
            BACKOUT_TRY(subscription_options(context, SubscriptionOptionsOf::refresh, statement.options));
            context.uncertain(std::string(needs_other_server));
            return prevent_in_transaction_block(context, "ALTER SUBSCRIPTION ... REFRESH");
        case Action::enabled: {
            BACKOUT_ASSIGN(SubscriptionOptions options,
                           subscription_options(context, SubscriptionOptionsOf::enable, statement.options));
            if (options.enabled && !has_slot(changed))
                return error("55000", "cannot enable subscription that does not have a slot name");
            changed.enabled = options.enabled;
            return {};
        }
        case Action::skip:
            BACKOUT_TRY(subscription_options(context, SubscriptionOptionsOf::skip, statement.options));
            return {};
    }
    return {};
}

}  // namespace

Status create_subscription(StatementContext& context, const sql::CreateSubscriptionStatement& statement) {
    BACKOUT_ASSIGN(SubscriptionOptions options,
                   subscription_options(context, SubscriptionOptionsOf::create, statement.options));
    if (options.create_slot)
        BACKOUT_TRY(prevent_in_transaction_block(context, "CREATE SUBSCRIPTION ... WITH (create_slot = true)"));
    if (context.catalog.find<Subscription>(catalog::invalid_oid, statement.name))
        return error("42710", "subscription \"{}\" already exists", statement.name);
    BACKOUT_TRY(check_connection_string(statement.connection, context.major()));
    BACKOUT_TRY(check_publications_given_once(statement.publications));
    auto subscription = context.make<Subscription>(statement.name, catalog::invalid_oid);
    subscription->connection = statement.connection;
    subscription->publications = statement.publications;
    subscription->enabled = options.enabled;
    for (const sql::Option& option : statement.options) set_option(*subscription, option);
    if (options.connect) context.uncertain("CREATE SUBSCRIPTION connects to another server");
    context.catalog.insert(std::move(subscription));
    return {};
}

Status alter_subscription(StatementContext& context, const sql::AlterSubscriptionStatement& statement) {
    const auto* subscription = context.catalog.find<Subscription>(catalog::invalid_oid, statement.name);
    if (!subscription) return error("42704", "subscription \"{}\" does not exist", statement.name);
    auto changed = std::static_pointer_cast<Subscription>(subscription->clone());
    BACKOUT_TRY(apply_action(context, *changed, statement));
    const Subscription& made = *changed;
    context.catalog.change<Subscription>(made.oid, [&](Subscription& target) { target = made; });
    return {};
}

Status drop_subscription(StatementContext& context, const sql::DropSubscriptionStatement& statement) {
    const auto* subscription = context.catalog.find<Subscription>(catalog::invalid_oid, statement.name);
    if (!subscription) {
        if (!statement.missing_ok) return error("42704", "subscription \"{}\" does not exist", statement.name);
        context.effects.skipped = true;
        context.effects.notice(fmt::format("subscription \"{}\" does not exist, skipping", statement.name));
        return {};
    }
    // The slot that is dropped over there doesn't come back.
    if (has_slot(*subscription)) BACKOUT_TRY(prevent_in_transaction_block(context, "DROP SUBSCRIPTION"));
    context.catalog.erase(subscription->oid);
    return {};
}

}  // namespace backout::simulate
