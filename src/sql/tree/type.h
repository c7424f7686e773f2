#pragma once

#include "sql/tree/table.h"

/// Types, domains, enums.
namespace backout::sql {

struct CompositeTypeStatement : StatementOf<StatementKind::composite_type> {
    RangeVar type;
    std::vector<ColumnDefinition> columns;
};

struct CreateEnumStatement : StatementOf<StatementKind::create_enum> {
    Names names;
    std::vector<std::string> labels;
};

struct AlterEnumStatement : StatementOf<StatementKind::alter_enum> {
    Names names;
    bool is_rename = false;  ///< RENAME VALUE
    std::string old_label;
    std::string new_label;
    std::string neighbor;
    bool after = true;
    bool if_not_exists = false;
};

struct CreateRangeStatement : StatementOf<StatementKind::create_range> {
    Names names;
    Options parameters;
};

struct CreateDomainStatement : StatementOf<StatementKind::create_domain> {
    Names names;
    TypeName type;
    Names collation;
    std::vector<Constraint> constraints;
};

struct AlterDomainStatement : StatementOf<StatementKind::alter_domain> {
    enum class Action : char {
        set_default = 'T', drop_not_null = 'N', set_not_null = 'O', add_constraint = 'C', drop_constraint = 'X',
        validate_constraint = 'V'
    };
    Action action = Action::set_default;
    Names names;
    std::string constraint_name;
    ExpressionPtr default_value;  ///< set_default; null: DROP DEFAULT
    std::optional<Constraint> constraint;
    DropBehavior behavior = DropBehavior::restrict_;
    bool missing_ok = false;
};

/// ALTER TYPE name SET (…): properties of a base type.
struct AlterTypeStatement : StatementOf<StatementKind::alter_type> {
    Names names;
    Options options;
};

struct AlterCollationStatement : StatementOf<StatementKind::alter_collation> {
    Names names;
};

}  // namespace backout::sql
