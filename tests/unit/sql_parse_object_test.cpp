#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

namespace {

/// What an ObjectReference should hold. Empty members should be empty there, too.
struct Expected {
    Names names;
    std::string_view sub_name = "";
    std::string_view type = "";  ///< last part of its name
    std::string_view target_type = "";
    std::string_view access_method = "";
    bool function = false;
};

void check(const ObjectReference& reference, const Expected& expected) {
    CHECK(reference.names == expected.names);
    CHECK(reference.sub_name == expected.sub_name);
    CHECK((reference.type ? reference.type->names.back() : "") == expected.type);
    CHECK((reference.target_type ? reference.target_type->names.back() : "") == expected.target_type);
    CHECK(reference.access_method == expected.access_method);
    CHECK(reference.function.has_value() == expected.function);
}

struct Case {
    std::string_view object;
    ObjectKind kind;
    Expected expected;
};

}  // namespace

TEST_CASE("DROP of every kind of object") {
    for (const Case& c : {
             Case{"TABLE s.t", ObjectKind::table, {{"s", "t"}}},
             Case{"SEQUENCE s.t", ObjectKind::sequence, {{"s", "t"}}},
             Case{"VIEW v", ObjectKind::view, {{"v"}}},
             Case{"MATERIALIZED VIEW v", ObjectKind::materialized_view, {{"v"}}},
             Case{"INDEX i", ObjectKind::index, {{"i"}}},
             Case{"FOREIGN TABLE t", ObjectKind::foreign_table, {{"t"}}},
             Case{"COLLATION s.c", ObjectKind::collation, {{"s", "c"}}},
             Case{"CONVERSION c", ObjectKind::conversion, {{"c"}}},
             Case{"STATISTICS x", ObjectKind::statistics, {{"x"}}},
             Case{"TEXT SEARCH PARSER p", ObjectKind::ts_parser, {{"p"}}},
             Case{"TEXT SEARCH DICTIONARY p", ObjectKind::ts_dictionary, {{"p"}}},
             Case{"TEXT SEARCH TEMPLATE p", ObjectKind::ts_template, {{"p"}}},
             Case{"TEXT SEARCH CONFIGURATION p", ObjectKind::ts_configuration, {{"p"}}},
             Case{"ACCESS METHOD m", ObjectKind::access_method, {{"m"}}},
             Case{"EVENT TRIGGER e", ObjectKind::event_trigger, {{"e"}}},
             Case{"EXTENSION e", ObjectKind::extension, {{"e"}}},
             Case{"FOREIGN DATA WRAPPER w", ObjectKind::foreign_data_wrapper, {{"w"}}},
             Case{"LANGUAGE l", ObjectKind::language, {{"l"}}},
             Case{"PUBLICATION p", ObjectKind::publication, {{"p"}}},
             Case{"SCHEMA s", ObjectKind::schema, {{"s"}}},
             Case{"SERVER s", ObjectKind::foreign_server, {{"s"}}},
             Case{"POLICY p ON s.t", ObjectKind::policy, {{"s", "t"}, "p"}},
             Case{"RULE r ON t", ObjectKind::rule, {{"t"}, "r"}},
             Case{"TRIGGER g ON s.t", ObjectKind::trigger, {{"s", "t"}, "g"}},
             Case{"TYPE s.k", ObjectKind::type, {{"s", "k"}, "", "k"}},
             Case{"DOMAIN d", ObjectKind::domain, {{"d"}, "", "d"}},
             Case{"FUNCTION s.f(int)", ObjectKind::function, {{"s", "f"}, "", "", "", "", true}},
             Case{"PROCEDURE p", ObjectKind::procedure, {{"p"}, "", "", "", "", true}},
             Case{"ROUTINE r()", ObjectKind::routine, {{"r"}, "", "", "", "", true}},
             Case{"AGGREGATE a(*)", ObjectKind::aggregate, {{"a"}, "", "", "", "", true}},
             Case{"OPERATOR s.+ (int, int)", ObjectKind::operator_, {{"s", "+"}, "", "", "", "", true}},
             Case{"OPERATOR CLASS s.c USING gist",
                  ObjectKind::operator_class,
                  {{"s", "c"}, "", "", "", "gist"}},
             Case{"OPERATOR FAMILY c USING hash", ObjectKind::operator_family, {{"c"}, "", "", "", "hash"}},
         }) {
        CAPTURE(c.object);
        const std::string text = "DROP " + std::string(c.object) + " CASCADE";
        const auto drop = parsed<DropStatement>(text);
        CHECK(drop->object == c.kind);
        CHECK(drop->behavior == DropBehavior::cascade);
        CHECK_FALSE(drop->missing_ok);
        REQUIRE(drop->objects.size() == 1);
        check(drop->objects[0], c.expected);
    }
    const auto cast = parsed<DropStatement>("DROP CAST IF EXISTS (text AS s.k)");
    CHECK(cast->missing_ok);
    CHECK(cast->object == ObjectKind::cast);
    check(cast->objects[0], {{}, "", "text", "k"});
    const auto transform = parsed<DropStatement>("DROP TRANSFORM FOR hstore LANGUAGE plperl");
    CHECK(transform->object == ObjectKind::transform);
    check(transform->objects[0], {{}, "plperl", "hstore"});
    const auto index = parsed<DropStatement>("DROP INDEX CONCURRENTLY IF EXISTS a, s.b");
    CHECK(index->concurrently);
    CHECK(index->objects.size() == 2);
}

TEST_CASE("functions, aggregates and operators with their arguments") {
    const auto function = parsed<DropStatement>("DROP FUNCTION f(a int, OUT b text, VARIADIC c int[])");
    const ObjectWithArgs& object = *function->objects[0].function;
    CHECK(object.argument_types.size() == 2);  // extractArgTypes leaves out what is only output
    CHECK(object.parameters.size() == 3);
    CHECK(object.parameters[1].mode == ParameterMode::out);
    CHECK(object.parameters[2].mode == ParameterMode::variadic);
    CHECK_FALSE(object.args_unspecified);
    CHECK(parsed<DropStatement>("DROP FUNCTION f")->objects[0].function->args_unspecified);
    const auto prefix = parsed<DropStatement>("DROP OPERATOR @ (NONE, int)");
    REQUIRE(prefix->objects[0].function->argument_types.size() == 2);
    CHECK_FALSE(prefix->objects[0].function->argument_types[0]);
    CHECK(prefix->objects[0].function->argument_types[1]->names.back() == "int4");
}

TEST_CASE("COMMENT ON every kind of object") {
    for (const Case& c : {
             Case{"TABLE s.t", ObjectKind::table, {{"s", "t"}}},
             Case{"COLUMN s.t.a", ObjectKind::column, {{"s", "t", "a"}}},
             Case{"CONSTRAINT k ON s.t", ObjectKind::table_constraint, {{"s", "t"}, "k"}},
             Case{"CONSTRAINT k ON DOMAIN s.d", ObjectKind::domain_constraint, {{"s", "d"}, "k", "d"}},
             Case{"TRIGGER g ON t", ObjectKind::trigger, {{"t"}, "g"}},
             Case{"TYPE s.k", ObjectKind::type, {{"s", "k"}, "", "k"}},
             Case{"DOMAIN d", ObjectKind::domain, {{"d"}, "", "d"}},
             Case{"DATABASE d", ObjectKind::database, {{"d"}}},
             Case{"ROLE r", ObjectKind::role, {{"r"}}},
             Case{"TABLESPACE t", ObjectKind::tablespace, {{"t"}}},
             Case{"SUBSCRIPTION s", ObjectKind::subscription, {{"s"}}},
             Case{"FUNCTION f(int)", ObjectKind::function, {{"f"}, "", "", "", "", true}},
             Case{"OPERATOR + (int, int)", ObjectKind::operator_, {{"+"}, "", "", "", "", true}},
             Case{"OPERATOR CLASS c USING btree", ObjectKind::operator_class, {{"c"}, "", "", "", "btree"}},
             Case{"LARGE OBJECT 42", ObjectKind::large_object, {{"42"}}},
             Case{"CAST (text AS int)", ObjectKind::cast, {{}, "", "text", "int4"}},
             Case{"TRANSFORM FOR hstore LANGUAGE l", ObjectKind::transform, {{}, "l", "hstore"}},
             Case{"EXTENSION e", ObjectKind::extension, {{"e"}}},
         }) {
        CAPTURE(c.object);
        const std::string text = "COMMENT ON " + std::string(c.object) + " IS 'it''s'";
        const auto comment = parsed<CommentStatement>(text);
        CHECK(comment->object == c.kind);
        check(comment->reference, c.expected);
        CHECK(comment->comment == "it's");
    }
    CHECK_FALSE(parsed<CommentStatement>("COMMENT ON TABLE t IS NULL")->comment);
    CHECK(parsed<CommentStatement>("COMMENT ON TABLE t IS ''")->comment == "");
    const auto label = parsed<SecurityLabelStatement>("SECURITY LABEL FOR p ON COLUMN t.a IS 'x'");
    CHECK(label->provider == "p");
    CHECK(label->object == ObjectKind::column);
    CHECK(label->label == "x");
}

TEST_CASE("RENAME of every kind of object") {
    struct RenameCase {
        std::string_view object;  ///< up to TO
        ObjectKind kind;
        std::string_view relation;
        Expected expected;
        std::string_view sub_name = "";
    };
    for (const RenameCase& c : {
             RenameCase{"TABLE s.t RENAME", ObjectKind::table, "t", {}},
             RenameCase{"SEQUENCE t RENAME", ObjectKind::sequence, "t", {}},
             RenameCase{"VIEW t RENAME", ObjectKind::view, "t", {}},
             RenameCase{"MATERIALIZED VIEW t RENAME", ObjectKind::materialized_view, "t", {}},
             RenameCase{"INDEX t RENAME", ObjectKind::index, "t", {}},
             RenameCase{"FOREIGN TABLE t RENAME", ObjectKind::foreign_table, "t", {}},
             RenameCase{"TABLE t RENAME COLUMN a", ObjectKind::column, "t", {}, "a"},
             RenameCase{"VIEW t RENAME a", ObjectKind::column, "t", {}, "a"},
             RenameCase{"TABLE t RENAME CONSTRAINT k", ObjectKind::table_constraint, "t", {}, "k"},
             RenameCase{"TYPE k RENAME ATTRIBUTE a", ObjectKind::attribute, "k", {}, "a"},
             RenameCase{"POLICY p ON t RENAME", ObjectKind::policy, "t", {}, "p"},
             RenameCase{"RULE r ON t RENAME", ObjectKind::rule, "t", {}, "r"},
             RenameCase{"TRIGGER g ON t RENAME", ObjectKind::trigger, "t", {}, "g"},
             RenameCase{"TYPE s.k RENAME", ObjectKind::type, "", {{"s", "k"}, "", "k"}},
             RenameCase{"DOMAIN d RENAME", ObjectKind::domain, "", {{"d"}, "", "d"}},
             RenameCase{
                 "DOMAIN d RENAME CONSTRAINT k", ObjectKind::domain_constraint, "", {{"d"}, "", "d"}, "k"},
             RenameCase{"FUNCTION f(int) RENAME", ObjectKind::function, "", {{"f"}, "", "", "", "", true}},
             RenameCase{"AGGREGATE f(int) RENAME", ObjectKind::aggregate, "", {{"f"}, "", "", "", "", true}},
             RenameCase{
                 "OPERATOR CLASS c USING m RENAME", ObjectKind::operator_class, "", {{"c"}, "", "", "", "m"}},
             RenameCase{"SCHEMA s RENAME", ObjectKind::schema, "", {{"s"}}, "s"},
             RenameCase{"DATABASE d RENAME", ObjectKind::database, "", {{"d"}}, "d"},
             RenameCase{"ROLE r RENAME", ObjectKind::role, "", {{"r"}}, "r"},
             RenameCase{"TABLESPACE t RENAME", ObjectKind::tablespace, "", {{"t"}}, "t"},
             RenameCase{"LANGUAGE l RENAME", ObjectKind::language, "", {{"l"}}},
             RenameCase{"SERVER s RENAME", ObjectKind::foreign_server, "", {{"s"}}},
             RenameCase{"STATISTICS s.x RENAME", ObjectKind::statistics, "", {{"s", "x"}}},
             RenameCase{"COLLATION c RENAME", ObjectKind::collation, "", {{"c"}}},
         }) {
        CAPTURE(c.object);
        const auto rename = parsed<RenameStatement>("ALTER " + std::string(c.object) + " TO z");
        CHECK(rename->object == c.kind);
        CHECK((rename->relation ? rename->relation->name : "") == c.relation);
        CHECK(rename->sub_name == c.sub_name);
        check(rename->reference, c.expected);
        CHECK(rename->new_name == "z");
    }
    const auto column = parsed<RenameStatement>("ALTER VIEW IF EXISTS v RENAME a TO b");
    CHECK(column->relation_kind == ObjectKind::view);
    CHECK(column->missing_ok);
    CHECK(parsed<RenameStatement>("ALTER TYPE t RENAME ATTRIBUTE a TO b CASCADE")->behavior ==
          DropBehavior::cascade);
}

TEST_CASE("OWNER TO, SET SCHEMA, DEPENDS ON EXTENSION") {
    const auto owner = parsed<AlterOwnerStatement>("ALTER FUNCTION s.f(int) OWNER TO SESSION_USER");
    CHECK(owner->object == ObjectKind::function);
    CHECK(owner->reference.function->names == Names{"s", "f"});
    CHECK(owner->new_owner.kind == RoleSpec::Kind::session_user);
    const auto schema_owner = parsed<AlterOwnerStatement>("ALTER SCHEMA s OWNER TO \"O\"");
    CHECK(schema_owner->reference.names == Names{"s"});
    CHECK(schema_owner->new_owner.name == "O");
    CHECK(parsed<AlterOwnerStatement>("ALTER LARGE OBJECT 7 OWNER TO o")->reference.names == Names{"7"});

    const auto table = parsed<AlterObjectSchemaStatement>("ALTER TABLE IF EXISTS t SET SCHEMA s");
    CHECK(table->relation->name == "t");
    CHECK(table->new_schema == "s");
    CHECK(table->missing_ok);
    const auto type = parsed<AlterObjectSchemaStatement>("ALTER TYPE a.k SET SCHEMA s");
    CHECK_FALSE(type->relation);
    CHECK(type->reference.names == Names{"a", "k"});

    const auto depends =
        parsed<AlterObjectDependsStatement>("ALTER TRIGGER g ON s.t NO DEPENDS ON EXTENSION e");
    CHECK(depends->object == ObjectKind::trigger);
    CHECK(depends->relation->name == "t");
    CHECK(depends->reference.sub_name == "g");
    CHECK(depends->extension == "e");
    CHECK(depends->remove);
}

TEST_CASE("schemas and extensions") {
    const auto schema = parsed<CreateSchemaStatement>(
        "CREATE SCHEMA s AUTHORIZATION o CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1");
    CHECK(schema->name == "s");
    CHECK(schema->authorization->name == "o");
    REQUIRE(schema->elements.size() == 2);
    CHECK(as<CreateTableStatement>(schema->elements[0].get()));
    CHECK(as<ViewStatement>(schema->elements[1].get()));
    const auto unnamed =
        parsed<CreateSchemaStatement>("CREATE SCHEMA IF NOT EXISTS AUTHORIZATION CURRENT_ROLE");
    CHECK(unnamed->name.empty());
    CHECK(unnamed->if_not_exists);
    CHECK(unnamed->authorization->kind == RoleSpec::Kind::current_role);

    const auto extension = parsed<CreateExtensionStatement>(
        "CREATE EXTENSION IF NOT EXISTS hstore SCHEMA s VERSION '1.8' CASCADE");
    CHECK(extension->name == "hstore");
    CHECK(option(extension->options, "schema").text == "s");
    CHECK(option(extension->options, "new_version").text == "1.8");
    CHECK(option(extension->options, "cascade").text == "true");
    CHECK(option(parsed<AlterExtensionStatement>("ALTER EXTENSION e UPDATE TO '2'")->options, "new_version")
              .text == "2");
    const auto contents = parsed<AlterExtensionContentsStatement>("ALTER EXTENSION e DROP FUNCTION f()");
    CHECK_FALSE(contents->add);
    CHECK(contents->object == ObjectKind::function);
    CHECK(contents->reference.function);
    CHECK(parsed<AlterExtensionContentsStatement>("ALTER EXTENSION e ADD TABLE s.t")->add);
}

TEST_CASE("GRANT on every kind of object") {
    for (const Case& c : {
             Case{"s.t", ObjectKind::table, {{"s", "t"}}},
             Case{"TABLE t", ObjectKind::table, {{"t"}}},
             Case{"SEQUENCE s.q", ObjectKind::sequence, {{"s", "q"}}},
             Case{"FUNCTION f(int)", ObjectKind::function, {{"f"}, "", "", "", "", true}},
             Case{"PROCEDURE f()", ObjectKind::procedure, {{"f"}, "", "", "", "", true}},
             Case{"ROUTINE f()", ObjectKind::routine, {{"f"}, "", "", "", "", true}},
             Case{"SCHEMA s", ObjectKind::schema, {{"s"}}},
             Case{"DATABASE d", ObjectKind::database, {{"d"}}},
             Case{"TYPE s.k", ObjectKind::type, {{"s", "k"}, "", "k"}},
             Case{"DOMAIN d", ObjectKind::domain, {{"d"}, "", "d"}},
             Case{"LANGUAGE l", ObjectKind::language, {{"l"}}},
             Case{"TABLESPACE t", ObjectKind::tablespace, {{"t"}}},
             Case{"FOREIGN DATA WRAPPER w", ObjectKind::foreign_data_wrapper, {{"w"}}},
             Case{"FOREIGN SERVER s", ObjectKind::foreign_server, {{"s"}}},
             Case{"LARGE OBJECT 7", ObjectKind::large_object, {{"7"}}},
             Case{"PARAMETER work_mem", ObjectKind::parameter_acl, {{"work_mem"}}},
         }) {
        CAPTURE(c.object);
        const auto grant = parsed<GrantStatement>("GRANT ALL ON " + std::string(c.object) +
                                                  " TO PUBLIC, o WITH GRANT OPTION");
        CHECK(grant->is_grant);
        CHECK(grant->target == GrantStatement::Target::object);
        CHECK(grant->object == c.kind);
        CHECK(grant->privileges.empty());
        CHECK(grant->grant_option);
        CHECK(grant->grantees[0].kind == RoleSpec::Kind::public_);
        CHECK(grant->grantees[1].name == "o");
        REQUIRE(grant->objects.size() == 1);
        check(grant->objects[0], c.expected);
    }
    const auto schema =
        parsed<GrantStatement>("GRANT SELECT ON ALL TABLES IN SCHEMA a, b TO o GRANTED BY CURRENT_USER");
    CHECK(schema->target == GrantStatement::Target::all_in_schema);
    CHECK(schema->object == ObjectKind::table);
    CHECK(schema->objects[1].names == Names{"b"});
    CHECK(schema->grantor->kind == RoleSpec::Kind::current_user);
    const auto revoke =
        parsed<GrantStatement>("REVOKE GRANT OPTION FOR SELECT (a, b), Update ON t FROM o CASCADE");
    CHECK_FALSE(revoke->is_grant);
    CHECK(revoke->grant_option);
    REQUIRE(revoke->privileges.size() == 2);
    CHECK(revoke->privileges[0].name == "select");
    CHECK(revoke->privileges[0].columns == std::vector<std::string>{"a", "b"});
    CHECK(revoke->privileges[1].name == "update");
    CHECK(revoke->behavior == DropBehavior::cascade);
    const auto columns = parsed<GrantStatement>("GRANT ALL (c) ON t TO o");
    REQUIRE(columns->privileges.size() == 1);
    CHECK(columns->privileges[0].name.empty());
    CHECK(columns->privileges[0].columns == std::vector<std::string>{"c"});
}

TEST_CASE("default privileges and membership") {
    const auto defaults = parsed<AlterDefaultPrivilegesStatement>(
        "ALTER DEFAULT PRIVILEGES FOR ROLE o, p IN SCHEMA s GRANT USAGE ON SEQUENCES TO r");
    CHECK(defaults->schemas == std::vector<std::string>{"s"});
    CHECK(defaults->roles.size() == 2);
    CHECK(defaults->action->target == GrantStatement::Target::defaults);
    CHECK(defaults->action->object == ObjectKind::sequence);
    CHECK(defaults->action->objects.empty());

    const auto membership = parsed<GrantRoleStatement>("GRANT a, b TO c WITH ADMIN OPTION, INHERIT FALSE");
    CHECK(membership->granted == std::vector<std::string>{"a", "b"});
    CHECK(membership->grantees[0].name == "c");
    CHECK(option(membership->options, "admin").text == "true");
    CHECK(option(membership->options, "inherit").text == "false");
    CHECK_FALSE(parsed<GrantRoleStatement>("REVOKE ADMIN OPTION FOR a FROM c")->is_grant);
}

TEST_CASE("roles") {
    const auto role = parsed<CreateRoleStatement>(
        "CREATE USER u WITH LOGIN NOSUPERUSER PASSWORD 'x' CONNECTION LIMIT 5 VALID UNTIL '2030-01-01' IN "
        "ROLE a, b");
    CHECK(role->type == CreateRoleStatement::Type::user);
    CHECK(role->name == "u");
    CHECK(option(role->options, "canlogin").text == "true");
    CHECK(option(role->options, "superuser").text == "false");
    CHECK(option(role->options, "password").text == "x");
    CHECK(option(role->options, "connectionlimit").integer == 5);
    const Option& groups = option(role->options, "addroleto");
    CHECK(groups.kind == Option::Kind::list);
    REQUIRE(groups.list.size() == 2);
    CHECK(groups.list[1].role->name == "b");
    CHECK(parsed<AlterRoleStatement>("ALTER ROLE CURRENT_USER CREATEDB")->role.kind ==
          RoleSpec::Kind::current_user);
    CHECK(parsed<AlterRoleStatement>("ALTER GROUP g DROP USER u")->action == -1);
    const auto setting = parsed<AlterRoleSetStatement>("ALTER ROLE ALL IN DATABASE d SET work_mem = '64MB'");
    CHECK_FALSE(setting->role);
    CHECK(setting->database == "d");
    CHECK(setting->setting.values == std::vector<std::string>{"64MB"});
    CHECK(parsed<DropRoleStatement>("DROP ROLE IF EXISTS a, b")->roles.size() == 2);
    CHECK(parsed<DropOwnedStatement>("DROP OWNED BY a CASCADE")->behavior == DropBehavior::cascade);
    CHECK(parsed<ReassignOwnedStatement>("REASSIGN OWNED BY a, b TO c")->new_role.name == "c");
}
