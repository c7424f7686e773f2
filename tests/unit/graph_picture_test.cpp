#include <doctest/doctest.h>

#include <string>

#include "graph/picture.h"

// What may mean something in DOT: ", \, and in labels & (Graphviz, "The DOT Language", "escString"). In a label of
// Mermaid: quotes, HTML, Markdown, entity codes (Mermaid, "Special characters that break syntax").

using backout::graph::as_dot;
using backout::graph::as_mermaid;
using backout::graph::escape_dot;
using backout::graph::escape_mermaid;
using backout::graph::Picture;

TEST_CASE("names cannot end a string of DOT nor mean anything in it") {
    CHECK(escape_dot("plain_name 1") == "plain_name 1");
    CHECK(escape_dot("a\"];evil[\"") == "a&quot;];evil[&quot;");
    CHECK(escape_dot("back\\") == "back\\\\");
    CHECK(escape_dot("\\N\\G") == "\\\\N\\\\G");
    CHECK(escape_dot("&quot;<b>") == "&amp;quot;&lt;b&gt;");
    CHECK(escape_dot("two\nlines").find('\n') == std::string::npos);
}

TEST_CASE("names cannot end a label of Mermaid nor mean anything in it") {
    CHECK(escape_mermaid("plain_name 1") == "plain_name 1");
    CHECK(escape_mermaid("a\"]") == "a#34;#93;");
    CHECK(escape_mermaid("#quot;") == "#35;quot#59;");
    CHECK(escape_mermaid("<script>`*$%{") == "#60;script#62;#96;#42;#36;#37;#123;");
    CHECK(escape_mermaid("x\n  n0 --> n1").find('\n') == std::string::npos);
    CHECK(escape_mermaid("größe") == "größe");
}

TEST_CASE("hostile labels leave the structure of a picture as it is") {
    auto structure = [](const std::string& label) {
        Picture picture;
        picture.cluster_word = "schema";
        picture.boxes = {{"table", label, label}, {"view", label, ""}};
        picture.arrows = {{1, 0, label}};
        std::string kept;
        for (const std::string& drawn : {as_dot(picture), as_mermaid(picture)}) {
            bool quoted = false;
            for (char c : drawn) {
                if (c == '"') quoted = !quoted;
                if (!quoted) kept += c;
            }
        }
        return kept;
    };
    const std::string plain = structure("x");
    CHECK(structure("\"]; subgraph evil { \"") == plain);
    CHECK(structure("\\") == plain);
    CHECK(structure("\\\"") == plain);
    CHECK(structure("a\nend\nclick n0 \"javascript:alert(1)\"") == plain);
    CHECK(structure("\x1b[31m\xff") == plain);
    CHECK(structure("]-->|x|n1") == plain);
}
