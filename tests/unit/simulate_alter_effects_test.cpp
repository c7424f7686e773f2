#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulate_helper.h"

// What ALTER TABLE locks, rewrites and reads, as measured on servers of versions 15 and 18 (pg_locks,
// relfilenode and scan counters after each statement). Indexes are left out.
namespace backout::test {

namespace {

using simulate::LockMode;

constexpr const char* base = R"sql(
create table parent(id int primary key, email text, v varchar(20), n numeric(10,2), ts timestamp, i int,
    b bool default false, nn int not null default 1, c text collate "C", cid cidr);
create index parent_i_idx on parent(i);
create unique index parent_email_uq on parent(email);
create table child(id int primary key, parent_id int);
create table fkchild(id int primary key, parent_id int constraint fkchild_fk references parent, s text,
    constraint fkchild_chk check (id>0));
alter table fkchild add constraint nvchk check (parent_id>0) not valid;
create table nvfk(id int, pid int);
alter table nvfk add constraint nvfk_fk foreign key (pid) references parent not valid;
create table t2(id int, a int);
create table part(id int, k int) partition by range(k);
create table part1 partition of part for values from (0) to (10);
create table partdef partition of part default;
create table partnew(id int, k int);
create table partckd(id int, k int, check (k is not null and k>=30 and k<40));
create type mood as enum('a','b');
create table mt(m mood);
create function trf() returns trigger language plpgsql as 'begin return new; end';
create trigger trg before insert on t2 for each row execute function trf();
create domain dom as int;
create role r1;
)sql";

struct EffectCase {
    int since;
    int until;
    std::string setup;
    std::string statement;
    std::string locks;
    std::string rewrites;
    std::string scans;
};

const EffectCase effect_cases[] = {
    {15, 18, "", "alter table parent add column x int", "parent:AX", "", ""},
    {15, 18, "", "alter table parent add column x int default 5", "parent:AX", "", ""},
    {15, 18, "", "alter table parent add column x timestamptz default now()", "parent:AX", "", ""},
    {15, 18, "", "alter table parent add column x timestamptz default clock_timestamp()", "parent:AX",
     "parent", "parent"},
    {15, 18, "", "alter table parent add column x uuid default gen_random_uuid()", "parent:AX", "parent",
     "parent"},
    {15, 18, "", "alter table parent add column x int not null default 5", "parent:AX", "", ""},
    {15, 18, "", "alter table parent add column x serial", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent add column x int generated always as identity", "parent:AX", "parent",
     "parent"},
    {15, 18, "", "alter table parent add column x int generated always as (i*2) stored", "parent:AX",
     "parent", "parent"},
    {15, 18, "", "alter table parent add column x int references child(id)", "child:SRX parent:AX", "", ""},
    {15, 18, "", "alter table parent add column x int unique", "parent:AX", "", "parent"},
    {15, 18, "", "alter table parent add column x int check (x>0)", "parent:AX", "", "parent"},
    {15, 18, "", "alter table parent add column x dom", "parent:AX", "", ""},
    {15, 18, "", "alter table parent drop column i", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column nn drop not null", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column i set default 3", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column i set statistics 500", "parent:SUX", "", ""},
    {15, 18, "", "alter table parent alter column email set storage plain", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column i type bigint", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column v type varchar(50)", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column v type varchar(10)", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column v type text", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column email type varchar(50)", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column n type numeric(12,2)", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column n type numeric(12,4)", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column n type numeric", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column ts type timestamp(3)", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column cid type inet", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column c type text collate \"POSIX\"", "parent:AX", "", ""},
    {15, 18, "", "alter table child add constraint fk foreign key (parent_id) references parent(id)",
     "child:SRX parent:SRX", "", "child parent"},
    {15, 18, "",
     "alter table child add constraint fk foreign key (parent_id) references parent(id) not valid",
     "child:SRX parent:SRX", "", ""},
    {15, 18, "", "alter table nvfk validate constraint nvfk_fk", "nvfk:SUX parent:RS", "", "nvfk parent"},
    {15, 18, "", "alter table fkchild validate constraint nvchk", "fkchild:SUX", "", "fkchild"},
    {15, 18, "", "alter table child add constraint ck check (parent_id>0)", "child:AX", "", "child"},
    {15, 18, "", "alter table child add constraint ck check (parent_id>0) not valid", "child:AX", "", ""},
    {15, 18, "", "alter table child add constraint u unique (parent_id)", "child:AX", "", "child"},
    {15, 18, "", "alter table parent add constraint u unique using index parent_email_uq", "parent:AX", "",
     ""},
    {15, 18, "", "alter table t2 add primary key (id)", "t2:AX", "", "t2"},
    {15, 18, "", "alter table parent add constraint pk2 exclude using btree (i with =)", "parent:AX", "",
     "parent"},
    {15, 18, "", "alter table fkchild drop constraint fkchild_fk", "fkchild:AX parent:AX", "", ""},
    {15, 18, "", "alter table fkchild drop constraint fkchild_chk", "fkchild:AX", "", ""},
    {15, 18, "", "alter table child drop constraint child_pkey", "child:AX", "", ""},
    {15, 18, "", "alter table fkchild alter constraint fkchild_fk deferrable", "fkchild:AX", "", ""},
    {15, 18, "", "alter table part attach partition partnew for values from (20) to (30)",
     "part:SUX partdef:AX partnew:AX", "", "partdef partnew"},
    {15, 18, "", "alter table part attach partition partckd for values from (30) to (40)",
     "part:SUX partckd:AX partdef:AX", "", "partdef"},
    {15, 18, "", "alter table part detach partition part1", "part1:AX part:AX partdef:AX", "", ""},
    {15, 18, "", "alter table t2 disable trigger trg", "t2:SRX", "", ""},
    {15, 18, "", "alter table t2 disable trigger user", "t2:SRX", "", ""},
    {15, 18, "", "alter table parent enable row level security", "parent:AX", "", ""},
    {15, 18, "", "alter table parent force row level security", "parent:AX", "", ""},
    {15, 18, "", "alter table parent owner to r1", "parent:AX", "", ""},
    {15, 18, "", "alter table parent set (fillfactor=70)", "parent:SUX", "", ""},
    {15, 18, "", "alter table parent set (autovacuum_enabled=false)", "parent:SUX", "", ""},
    {15, 18, "", "alter table t2 set unlogged", "t2:AX", "t2", "t2"},
    {15, 18, "", "alter table parent cluster on parent_pkey", "parent:SUX", "", ""},
    {15, 18, "", "alter table parent replica identity full", "parent:AX", "", ""},
    {15, 18, "", "alter table parent set tablespace pg_default", "parent:AX", "", ""},
    {15, 18, "", "alter table parent set access method heap", "parent:AX", "", ""},
    {15, 18, "", "alter table mt alter column m type text", "mt:AX", "mt", "mt"},
    {15, 18, "create domain cdom as int check (value>0)", "alter table parent add column x cdom", "parent:AX",
     "parent", "parent"},
    {15, 18, "create domain cdom as int check (value>0)", "alter table parent add column x cdom default 5",
     "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column i type bigint using i::bigint", "parent:AX", "parent",
     "parent"},
    {15, 18, "", "alter table parent alter column v type text using upper(v)", "parent:AX", "parent",
     "parent"},
    {15, 18, "", "alter table parent alter column v type text using v", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column i type text", "parent:AX", "parent", "parent"},
    {15, 18, "", "alter table parent alter column ts type date", "parent:AX", "parent", "parent"},
    {15, 18, "alter table t2 alter column id set not null",
     "alter table t2 alter column id add generated always as identity", "t2:AX", "", ""},
    {15, 18, "", "alter table parent alter column v set compression pglz", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column b drop default", "parent:AX", "", ""},
    {15, 18, "alter table parent add column g int generated always as (i*2) stored",
     "alter table parent alter column g drop expression", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column v type varchar(20) collate \"C\"", "parent:AX", "", ""},
    {15, 18, "", "alter table part add column z int", "part1:AX part:AX partdef:AX", "", ""},
    {15, 15, "", "alter table part add constraint pku unique(k)", "part1:S part:AX partdef:S", "",
     "part1 partdef"},
    {18, 18, "", "alter table part add constraint pku unique(k)", "part1:AX part:AX partdef:AX", "",
     "part1 partdef"},
    {18, 18, "", "alter table parent add column x int generated always as (i*2)", "parent:AX", "", ""},
    {18, 18, "", "alter table parent add column x int generated always as (i*2) virtual", "parent:AX", "",
     ""},
    {18, 18, "", "alter table child add constraint nnc not null parent_id", "child:AX", "", "child"},
    {18, 18, "", "alter table child add constraint nnc not null parent_id not valid", "child:AX", "", ""},
    {18, 18, "",
     "alter table child add constraint fk foreign key (parent_id) references parent(id) not enforced",
     "child:SRX parent:SRX", "", ""},
    {18, 18, "alter table child add constraint nnc not null parent_id not valid",
     "alter table child validate constraint nnc", "child:SUX", "", "child"},
    {18, 18, "alter table parent add column g int generated always as (i*2) stored",
     "alter table parent alter column g set expression as (i*3)", "parent:AX", "parent", "parent"},
    {15, 18,
     "alter table parent add constraint ck check (i is not null) not valid; alter table parent validate "
     "constraint ck",
     "alter table parent alter column i set not null", "parent:AX", "", ""},
    {15, 18,
     "alter table parent add constraint ck check (i is not null and i>0) not valid; alter table parent "
     "validate constraint ck",
     "alter table parent alter column i set not null", "parent:AX", "", ""},
    {15, 18, "", "alter table parent alter column i set not null", "parent:AX", "", "parent"},
    {15, 18, "set timezone='UTC'", "alter table parent alter column ts type timestamptz", "parent:AX", "",
     ""},
    {15, 18, "set timezone='Europe/Paris'", "alter table parent alter column ts type timestamptz",
     "parent:AX", "parent", "parent"},
    {15, 18, "alter table t2 alter column id set not null; create unique index t2u on t2(id)",
     "alter table t2 add primary key using index t2u", "t2:AX", "", ""},
    {15, 18, "create unique index t2u on t2(id)", "alter table t2 add primary key using index t2u", "t2:AX",
     "", "t2"},
};

std::string_view mode_name(LockMode mode) {
    static constexpr std::string_view names[] = {"", "AS", "RS", "RX", "SUX", "S", "SRX", "X", "AX"};
    return names[static_cast<std::size_t>(mode)];
}

/// The tables that an effect is about, by name; new ones and indexes are left out.
class Tables {
public:
    explicit Tables(const catalog::Catalog& catalog) {
        for (catalog::Oid oid : catalog.all(catalog::ObjectClass::relation)) {
            const auto* relation = catalog.find<catalog::Relation>(oid);
            if (relation->is_table()) names_[oid] = relation->name;
        }
    }
    const std::string* name(catalog::Oid oid) const {
        auto found = names_.find(oid);
        return found == names_.end() ? nullptr : &found->second;
    }

private:
    std::map<catalog::Oid, std::string> names_;
};

std::string joined(const std::set<std::string>& words) {
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : " ") + word;
    return all;
}

std::string locks_of(const simulate::Effects& effects, const Tables& tables) {
    std::map<std::string, LockMode> strongest;
    for (const auto& lock : effects.locks)
        if (const std::string* name = tables.name(lock.relation))
            strongest[*name] = std::max(strongest[*name], lock.mode);
    std::set<std::string> words;
    for (const auto& [name, mode] : strongest)
        words.insert(name + ":" + std::string(mode_name(mode)));
    return joined(words);
}

template <class Effect>
std::string relations_of(const std::vector<Effect>& effects, const Tables& tables) {
    std::set<std::string> words;
    for (const auto& effect : effects)
        if (const std::string* name = tables.name(effect.relation)) words.insert(*name);
    return joined(words);
}

}  // namespace

TEST_CASE("ALTER TABLE: locks, rewrites and scans") {
    for (const EffectCase& row : effect_cases) {
        for (int major : {15, 18}) {
            if (major < row.since || major > row.until) continue;
            Replay replay(major);
            CHECK(replay.run(base).outcome.error.message == "");
            CHECK(replay.run(row.setup).outcome.error.message == "");
            Tables tables(replay.catalog());
            INFO("version ", major, ": ", row.setup, " | ", row.statement);
            simulate::StatementResult result = replay.run(row.statement);
            CHECK(result.outcome.error.message == "");
            CHECK(locks_of(result.effects, tables) == row.locks);
            CHECK(relations_of(result.effects.rewrites, tables) == row.rewrites);
            CHECK(relations_of(result.effects.scans, tables) == row.scans);
        }
    }
}

}  // namespace backout::test
