#include "simulate/plpgsql_compile.h"

#include <algorithm>
#include <cctype>

#include "analyze/type_oid.h"
#include "simulate/names.h"
#include "sql/parse.h"
#include "sql/plpgsql/compile.h"
#include "sql/plpgsql/parser.h"

namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using sql::plpgsql::Declaration;
using sql::plpgsql::Statement;

namespace {

constexpr Oid event_trigger_type = 3838;

sql::plpgsql::Routine shape_of(const catalog::Function* function) {
    sql::plpgsql::Routine routine;
    if (!function) return routine;
    routine.name = function->name;
    routine.arguments = function->argument_names;
    routine.argument_count =
        function->all_argument_types.empty() ? function->argument_types.size() : function->all_argument_types.size();
    routine.returns_set = function->returns_set;
    // The compiler takes an event trigger's function for one that returns void.
    routine.returns_void = function->return_type == type_oid::void_ || function->return_type == event_trigger_type;
    routine.is_procedure = function->kind == 'p';
    routine.is_trigger = function->return_type == type_oid::trigger;
    routine.is_event_trigger = function->return_type == event_trigger_type;
    routine.has_output_parameters = std::any_of(function->argument_modes.begin(), function->argument_modes.end(),
                                                [](char mode) { return mode == 'o' || mode == 'b' || mode == 't'; });
    return routine;
}

/// Types of declarations, in all blocks.
class TypeChecker {
public:
    TypeChecker(const StatementContext& context, std::string_view body) : context_(context), body_(body) {}

    Status check(const Statement& statement) const {
        for (const Declaration& declaration : statement.declarations)
            if (!declaration.is_alias && !declaration.is_cursor) BACKOUT_TRY(check_type(declaration));
        for (const Statement& nested : statement.body) BACKOUT_TRY(check(nested));
        for (const auto& branch : statement.branches)
            for (const Statement& nested : branch.statements) BACKOUT_TRY(check(nested));
        for (const auto& handler : statement.handlers)
            for (const Statement& nested : handler.statements) BACKOUT_TRY(check(nested));
        return {};
    }

private:
    Status check_type(const Declaration& declaration) const {
        std::string text(body_.substr(declaration.type.begin, declaration.type.end - declaration.type.begin));
        std::string small = text;
        for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (small.ends_with("%rowtype")) return check_row_type(text.substr(0, text.find('%')));
        // Of %TYPE the names may be variables as well.
        if (small == "record" || text.find('%') != std::string::npos || small.find(" collate ") != std::string::npos) return {};
        auto parsed = sql::parse_type_name(text);
        if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
        auto type = analyze::resolve_type(context_.analysis(), *parsed);
        if (type) {
            auto info = catalog::type_info(context_.catalog, type->type);
            if (info && info->kind == catalog::TypeKind::pseudo && type->type != type_oid::record &&
                !info->name.starts_with("any"))
                return error("0A000", "variable \"{}\" has pseudo-type {}", declaration.name, info->name);
            return {};
        }
        type.error().location = sql::no_location;
        return tl::unexpected(std::move(type.error()));
    }

    /// plpgsql_parse_wordrowtype
    Status check_row_type(const std::string& text) const {
        auto parsed = sql::parse_expression(text);
        const auto* name = parsed ? sql::as<sql::ColumnRef>(parsed->get()) : nullptr;
        if (!name || name->names.empty()) return {};
        Oid found = catalog::invalid_oid;
        if (name->names.size() == 1)
            found = catalog::find_relation(context_.catalog, context_.path, name->names.front());
        else if (Oid scope = catalog::find_namespace(context_.catalog, name->names[name->names.size() - 2]))
            found = catalog::find_relation(context_.catalog, scope, name->names.back());
        if (found) return {};
        return error("42P01", "relation \"{}\" does not exist", display_name(name->names));
    }

    const StatementContext& context_;
    std::string_view body_;
};

}  // namespace

Status compile_plpgsql(const StatementContext& context, std::string_view body, const catalog::Function* routine) {
    sql::plpgsql::Body parsed = sql::plpgsql::parse(body);
    sql::plpgsql::Routine shape = shape_of(routine);
    shape.major = context.major();
    if (auto found = sql::plpgsql::check(parsed, body, shape)) {
        auto failure = error(found->sqlstate, "{}", found->message);
        failure.value().hint = found->hint;
        return failure;
    }
    // What an open world doesn't know may be a table's row type or a type.
    if (context.world == World::open) return {};
    return TypeChecker(context, body).check(parsed.block);
}

bool checks_function_bodies(const StatementContext& context) {
    std::string_view value = context.session.setting("check_function_bodies");
    return value != "off" && value != "false" && value != "no" && value != "0" && value != "f";
}

}  // namespace backout::simulate
