#include "verify/lineage.h"

#include <algorithm>

#include "catalog/lookup.h"

namespace backout::verify {

using catalog::Oid;
using catalog::Relation;
using simulate::Effects;
using Kind = Effects::Data::Kind;

const Relation* Lineage::before_up(Oid oid) const {
    if (!changed_) {
        changed_.emplace();
        for (const catalog::Change& change : catalog_.changes(before_, catalog_.position()))
            changed_->emplace(change.oid, catalog::as<Relation>(change.before.get()));
    }
    auto found = changed_->find(oid);
    return found == changed_->end() ? catalog_.find<Relation>(oid) : found->second;
}

std::set<ColumnId> Lineage::origins(ColumnId column) const {
    auto filled = filled_.find(column);
    if (filled != filled_.end()) return filled->second;
    const Relation* relation = before_up(column.first);
    if (relation && relation->find_attribute(column.second)) return {column};
    return {};
}

void Lineage::add(const std::vector<Effects::Data>& data) {
    std::map<ColumnId, std::set<ColumnId>> written;  // a statement reads the state before it
    for (const Effects::Data& one : data) {
        bool writes =
            one.kind == Kind::update || one.kind == Kind::insert_select || one.kind == Kind::column_filled;
        if (!writes || one.column == 0) continue;
        ColumnId target{one.relation, one.column};
        bool keeps_own = one.kind == Kind::insert_select || !one.whole_table;
        std::set<ColumnId>& values = written[target];
        if (keeps_own) values = origins(target);
        for (const catalog::ObjectAddress& source : one.sources) {
            auto from = origins({source.oid, source.column});
            values.insert(from.begin(), from.end());
            for (ColumnId original : from)
                if (original != target) copies_[original].push_back(target);
        }
    }
    for (auto& [column, values] : written)
        filled_[column] = std::move(values);
}

bool Lineage::holds(ColumnId column, ColumnId original) const {
    return origins(column).count(original) != 0;
}

std::vector<std::string> Lineage::copies_of(ColumnId original) const {
    std::vector<std::string> names;
    auto found = copies_.find(original);
    if (found == copies_.end()) return names;
    for (ColumnId copy : found->second) {
        std::string name = name_of(copy);
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

/// By the name it had last, also when it is gone.
std::string Lineage::name_of(ColumnId column) const {
    auto name_in = [&](const catalog::Object* object) -> std::string {
        const auto* relation = catalog::as<Relation>(object);
        const auto* attribute = relation ? relation->find_attribute(column.second) : nullptr;
        if (!attribute) return "";
        return catalog::namespace_name(catalog_, relation->scope) + "." + relation->name + "." +
               attribute->name;
    };
    std::string name = name_in(catalog_.find(column.first));
    auto changes = catalog_.changes(before_, catalog_.position());
    for (auto change = changes.rbegin(); name.empty() && change != changes.rend(); ++change)
        if (change->oid == column.first) name = name_in(change->before.get());
    return name;
}

}  // namespace backout::verify
