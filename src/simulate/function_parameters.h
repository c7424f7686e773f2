#pragma once

#include "simulate/context.h"

/// The parameters of CREATE FUNCTION, PROCEDURE and AGGREGATE (interpret_function_parameter_list and
/// compute_return_type, commands/functioncmds.c).
namespace backout::simulate {

/// The kind of routine that is being made, as far as its parameters differ.
enum class RoutineKind : std::uint8_t { function, procedure, aggregate };

/// What pg_proc says of a routine's arguments.
struct RoutineParameters {
    std::vector<Oid> input_types;
    std::vector<Oid> all_types;       ///< empty where all are input
    std::vector<char> modes;          ///< as well
    std::vector<std::string> names;   ///< empty where none has a name
    std::vector<catalog::ExprPtr> defaults;
    Oid variadic_type = catalog::invalid_oid;  ///< of the elements of a VARIADIC array
    Oid required_result = catalog::invalid_oid;  ///< that OUT parameters ask for; 0 where there are none
};

Result<RoutineParameters> interpret_parameters(StatementContext& context,
                                               const std::vector<sql::FunctionParameter>& parameters,
                                               RoutineKind routine, std::string_view language);

struct ReturnType {
    Oid type = catalog::invalid_oid;
    bool is_set = false;
};
/// The type after RETURNS. Functions of languages C and internal may name one that is yet to come: a shell is made.
Result<ReturnType> compute_return_type(StatementContext& context, const sql::TypeName& name, std::string_view language);

/// 42P13 "cannot determine result data type", where a polymorphic result has no argument to tell it from.
Status check_polymorphic_result(const StatementContext& context, const std::vector<Oid>& input_types, Oid result);

/// The type as messages print it.
std::string printed_type(const StatementContext& context, Oid type);

}  // namespace backout::simulate
