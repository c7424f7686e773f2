#pragma once

#include "simulate/context.h"

/// Storage parameters: WITH (…) of tables, indexes and views, and options of columns
/// (access/common/reloptions.c).
namespace backout::simulate {

enum class OptionsOf : std::uint8_t {
    heap,
    partitioned_table,
    toast,
    view,
    btree,
    hash,
    gist,
    spgist,
    gin,
    brin,
    other_index,
    column
};

OptionsOf index_options_kind(const Catalog& catalog, Oid access_method);
OptionsOf relation_options_kind(const Catalog& catalog, const catalog::Relation& relation);

/// The old options changed by SET, RESET or WITH (transformRelOptions), then checked: 22023 "unrecognized
/// parameter "x"", "value 5 out of bounds for option "fillfactor"", "invalid value for boolean option …";
/// 42601 for the namespace. `toast.` parameters of tables are kept with their prefix.
Result<catalog::OptionList> relation_options(StatementContext& context, OptionsOf kind,
                                             const catalog::OptionList& before, const sql::Options& options,
                                             bool reset = false);

/// OPTIONS (…) of foreign objects: ADD, SET, DROP on what there was (transformGenericOptions,
/// commands/foreigncmds.c).
Result<catalog::OptionList> generic_options(const catalog::OptionList& before, const sql::Options& options);

/// An option's value as text, as defGetString gives it.
std::string option_text(const sql::Option& option);

}  // namespace backout::simulate
