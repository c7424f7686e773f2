#include <algorithm>

#include "catalog/cluster_objects.h"
#include "plan/statement_text.h"

/// Publications with what they publish, and subscriptions.
namespace backout::plan {

using catalog::Publication;
using catalog::PublicationNamespace;
using catalog::PublicationRelation;
using catalog::Subscription;

namespace {

/// Something that a publication publishes, as FOR, ADD, SET and DROP call it.
struct Member {
    std::string name;     ///< "TABLE t", "TABLES IN SCHEMA s"
    std::string details;  ///< " (a, b) WHERE (…)"
};

std::vector<Member> members_of(const Writer& writer, const Object& publication) {
    const Catalog& catalog = writer.catalog();
    std::vector<Member> members;
    for (const auto* member : catalog.members_of_class<PublicationRelation>(publication.oid)) {
        Member made{"TABLE " + writer.name(member->relation), {}};
        if (!member->columns.empty())
            made.details = fmt::format(" ({})", writer.columns(member->relation, member->columns));
        if (member->where) made.details += fmt::format(" WHERE ({})", writer.expression(*member->where, member->relation));
        members.push_back(std::move(made));
    }
    for (const auto* member : catalog.members_of_class<PublicationNamespace>(publication.oid))
        members.push_back({"TABLES IN SCHEMA " + writer.schema(member->schema), {}});
    return members;
}

std::string joined(const std::vector<Member>& members) {
    std::vector<std::string> printed;
    for (const Member& member : members) printed.push_back(member.name + member.details);
    std::string one_line = fmt::format(" {}", fmt::join(printed, ", "));
    return one_line.size() <= 80 ? one_line : fmt::format("\n    {}", fmt::join(printed, ",\n    "));
}

std::string published_actions(const Publication& publication) {
    std::vector<std::string_view> actions;
    if (publication.insert) actions.push_back("insert");
    if (publication.update) actions.push_back("update");
    if (publication.delete_) actions.push_back("delete");
    if (publication.truncate) actions.push_back("truncate");
    return fmt::format("{}", fmt::join(actions, ", "));
}

constexpr std::string_view all_actions = "insert, update, delete, truncate";

std::vector<std::string> parameters_of(const Publication& publication) {
    std::vector<std::string> parameters;
    if (std::string actions = published_actions(publication); actions != all_actions)
        parameters.push_back(fmt::format("publish = {}", sql::quote_literal(actions)));
    if (publication.via_root) parameters.emplace_back("publish_via_partition_root = true");
    if (!publication.properties.empty()) parameters.push_back(storage_parameters(publication.properties));
    return parameters;
}

}  // namespace

void define_publication(const Writer& writer, const Object& object, Definition& definition) {
    const auto& publication = get<Publication>(object);
    std::string statement = "CREATE PUBLICATION " + writer.name(object);
    std::vector<Member> members = members_of(writer, object);
    if (publication.all_tables)
        statement += " FOR ALL TABLES";
    else if (!members.empty())
        statement += " FOR" + joined(members);
    if (std::vector<std::string> parameters = parameters_of(publication); !parameters.empty())
        statement += fmt::format(" WITH ({})", fmt::join(parameters, ", "));
    definition.statements.push_back(std::move(statement));
}

namespace {

void alter_members(const Pair& pair, Alteration& alteration) {
    std::vector<Member> from = members_of(pair.from, pair.source), to = members_of(pair.to, pair.target);
    auto find = [](const std::vector<Member>& members, const std::string& name) {
        return std::find_if(members.begin(), members.end(), [&](const Member& member) { return member.name == name; });
    };
    std::vector<Member> dropped, added;
    bool is_changed = false;
    for (const Member& member : from) {
        auto kept = find(to, member.name);
        if (kept == to.end()) dropped.push_back({member.name, {}});
        is_changed |= kept != to.end() && kept->details != member.details;
    }
    for (const Member& member : to)
        if (find(from, member.name) == from.end()) added.push_back(member);
    std::string phrase = "ALTER " + pair.to.phrase(pair.target);
    // A table's columns and row filter can only be said anew along with all the others.
    if (is_changed) {
        alteration.add(fmt::format("{} SET{}", phrase, joined(to)));
        return;
    }
    if (!dropped.empty()) alteration.add(fmt::format("{} DROP{}", phrase, joined(dropped)));
    if (!added.empty()) alteration.add(fmt::format("{} ADD{}", phrase, joined(added)));
}

}  // namespace

void alter_publication(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Publication>(pair.source);
    const auto& to = get<Publication>(pair.target);
    bool loses_property = std::any_of(from.properties.begin(), from.properties.end(), [&](const auto& property) {
        return std::none_of(to.properties.begin(), to.properties.end(),
                            [&](const auto& other) { return other.first == property.first; });
    });
    if (from.all_tables != to.all_tables || loses_property) {
        alteration.recreate = true;
        return;
    }
    std::vector<std::string> parameters;
    if (published_actions(from) != published_actions(to))
        parameters.push_back(fmt::format("publish = {}", sql::quote_literal(published_actions(to))));
    if (from.via_root != to.via_root)
        parameters.push_back(fmt::format("publish_via_partition_root = {}", to.via_root));
    if (from.properties != to.properties) parameters.push_back(storage_parameters(to.properties));
    if (!parameters.empty())
        alteration.add(fmt::format("ALTER {} SET ({})", pair.to.phrase(to), fmt::join(parameters, ", ")));
    alter_members(pair, alteration);
}

namespace {

std::string publication_names(const Subscription& subscription) {
    std::vector<std::string> names;
    for (const std::string& name : subscription.publications) names.push_back(sql::quote_identifier(name));
    return fmt::format("{}", fmt::join(names, ", "));
}

const std::string* option_of(const Subscription& subscription, std::string_view name) {
    for (const auto& option : subscription.options)
        if (option.first == name) return &option.second;
    return nullptr;
}

}  // namespace

namespace {

/// Whether CREATE SUBSCRIPTION with these options makes it enabled: without a connection it can't be.
bool is_made_enabled(const Subscription& subscription) {
    auto is_false = [](const std::string* value) { return value && (*value == "false" || *value == "off" || *value == "0"); };
    return !is_false(option_of(subscription, "connect")) && !is_false(option_of(subscription, "enabled"));
}

/// Options that ALTER SUBSCRIPTION … SET has as well; the others say how it is made.
bool is_settable(std::string_view name) {
    constexpr std::string_view only_at_creation[] = {"connect", "create_slot", "enabled", "copy_data"};
    return std::find(std::begin(only_at_creation), std::end(only_at_creation), name) == std::end(only_at_creation);
}

}  // namespace

void define_subscription(const Writer& writer, const Object& object, Definition& definition) {
    const auto& subscription = get<Subscription>(object);
    std::string statement = fmt::format("CREATE SUBSCRIPTION {}\n    CONNECTION {}\n    PUBLICATION {}", writer.name(object),
                                        sql::quote_literal(subscription.connection), publication_names(subscription));
    if (!subscription.options.empty())
        statement += fmt::format("\n    WITH ({})", storage_parameters(subscription.options));
    definition.statements.push_back(std::move(statement));
    if (subscription.enabled != is_made_enabled(subscription))
        definition.statements.push_back(fmt::format("ALTER SUBSCRIPTION {} {}", writer.name(object),
                                                    subscription.enabled ? "ENABLE" : "DISABLE"));
}

void alter_subscription(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Subscription>(pair.source);
    const auto& to = get<Subscription>(pair.target);
    std::string phrase = "ALTER " + pair.to.phrase(pair.target);
    catalog::OptionList changed;
    for (const auto& option : to.options) {
        const std::string* before = option_of(from, option.first);
        if (!before || *before != option.second) changed.push_back(option);
    }
    bool loses_option = std::any_of(from.options.begin(), from.options.end(),
                                    [&](const auto& option) { return !option_of(to, option.first); });
    if (loses_option || !std::all_of(changed.begin(), changed.end(), [](const auto& one) { return is_settable(one.first); })) {
        alteration.recreate = true;
        return;
    }
    if (from.enabled && !to.enabled) alteration.add(phrase + " DISABLE");
    if (from.connection != to.connection)
        alteration.add(fmt::format("{} CONNECTION {}", phrase, sql::quote_literal(to.connection)));
    // Without REFRESH, which asks the other server and can't be in a transaction.
    if (from.publications != to.publications)
        alteration.add(fmt::format("{} SET PUBLICATION {} WITH (refresh = false)", phrase, publication_names(to)));
    if (!changed.empty()) alteration.add(fmt::format("{} SET ({})", phrase, storage_parameters(changed)));
    if (!from.enabled && to.enabled) alteration.add(phrase + " ENABLE");
}

}  // namespace backout::plan
