#include "values/geometry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "values/floating.h"

namespace backout::values {
namespace {

// Coordinates closer than this are the same (geo_decls.h, EPSILON).
constexpr double epsilon = 1.0E-06;

struct Point {
    double x = 0;
    double y = 0;
};

using Status = tl::expected<void, LiteralError>;

/// Reads coordinates with the parentheses that all geometric types share (geo_ops.c, path_decode).
class Reader {
public:
    Reader(std::string_view literal, std::string_view sql_type)
        : literal_(literal), sql_type_(sql_type), rest_(trim_start(literal)) {}

    Failure invalid() const { return invalid_syntax(sql_type_, literal_); }
    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }
    bool take(char c) {
        if (!rest_.starts_with(c)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    void skip_space() { rest_ = trim_start(rest_); }

    Status number(double& value);
    Status point(Point& point);
    /// As many points as `points` has. `is_open` if they are in brackets, which only some types take.
    Status points(std::vector<Point>& points, bool brackets_allowed, bool& is_open);

    /// Whether the parenthesis at the start is the only one, so that it isn't a point's.
    bool has_single_parenthesis() const { return rest_.starts_with('(') && rest_.rfind('(') == 0; }

private:
    int take_opening(bool& is_open);

    std::string_view literal_;
    std::string_view sql_type_;
    std::string_view rest_;
};

Status Reader::number(double& value) {
    const auto leading = leading_float8(rest_, sql_type_, literal_);
    if (!leading) {
        return tl::make_unexpected(leading.error());
    }
    value = leading->value;
    rest_.remove_prefix(leading->length);
    return {};
}

Status Reader::point(Point& point) {
    skip_space();
    const bool parenthesized = take('(');
    Status status = number(point.x);
    if (!status) {
        return status;
    }
    if (!take(',')) {
        return invalid();
    }
    status = number(point.y);
    if (status && parenthesized) {
        if (!take(')')) {
            return invalid();
        }
        skip_space();
    }
    return status;
}

/// What has to be closed again: a bracket, or a parenthesis that isn't the first point's.
int Reader::take_opening(bool& is_open) {
    is_open = take('[');
    if (is_open) {
        return 1;
    }
    if (!rest_.starts_with('(')) {
        return 0;
    }
    const std::string_view inner = trim_start(rest_.substr(1));
    if (inner.starts_with('(') || has_single_parenthesis()) {
        rest_ = inner;
        return 1;
    }
    return 0;
}

Status Reader::points(std::vector<Point>& points, bool brackets_allowed, bool& is_open) {
    skip_space();
    const int depth = take_opening(is_open);
    if (is_open && !brackets_allowed) {
        return invalid();
    }
    for (Point& next : points) {
        if (Status status = point(next); !status) {
            return status;
        }
        take(',');
    }
    if (depth > 0) {
        if (!take(')') && !(is_open && take(']'))) {
            return invalid();
        }
        skip_space();
    }
    return {};
}

std::string point_text(const Point& point) {
    return fmt::format("({},{})", float8_out(point.x), float8_out(point.y));
}

std::string points_text(const std::vector<Point>& points) {
    std::string text;
    for (const Point& point : points) {
        text += text.empty() ? "" : ",";
        text += point_text(point);
    }
    return text;
}

LiteralResult failed(Status& status) {
    return tl::make_unexpected(std::move(status.error()));
}

/// The points of a path or polygon, by the commas; 0 if there is an even number of them.
std::size_t count_points(std::string_view literal) {
    const auto commas = static_cast<std::size_t>(std::count(literal.begin(), literal.end(), ','));
    return commas % 2 == 1 ? (commas + 1) / 2 : 0;
}

bool almost_equal(double left, double right) {
    return left == right || std::fabs(left - right) <= epsilon;
}

std::string line_text(double a, double b, double c) {
    return fmt::format("{{{},{},{}}}", float8_out(a), float8_out(b), float8_out(c));
}

/// "{A,B,C}" of the equation Ax + By + C = 0.
LiteralResult line_from_equation(Reader& reader) {
    reader.take('{');
    double coefficients[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        if (Status status = reader.number(coefficients[i]); !status) {
            return failed(status);
        }
        if (!reader.take(i < 2 ? ',' : '}')) {
            return reader.invalid();
        }
    }
    reader.skip_space();
    if (!reader.at_end()) {
        return reader.invalid();
    }
    if (std::fabs(coefficients[0]) <= epsilon && std::fabs(coefficients[1]) <= epsilon) {
        return failure("22P02", "invalid line specification: A and B cannot both be zero");
    }
    return exactly(line_text(coefficients[0], coefficients[1], coefficients[2]));
}

/// line_construct, with the slope of point_sl.
std::string line_through(const Point& p, const Point& q) {
    if (almost_equal(p.x, q.x)) {
        return line_text(-1, 0, p.x);
    }
    if (almost_equal(p.y, q.y)) {
        return line_text(0, -1, p.y);
    }
    const double slope = (p.y - q.y) / (p.x - q.x);
    const double intercept = p.y - slope * p.x;
    return line_text(slope, -1, intercept == 0 ? 0.0 : intercept);
}

}  // namespace

LiteralResult point_in(const Input& input) {
    Reader reader(input.literal, "point");
    Point point;
    if (Status status = reader.point(point); !status) {
        return failed(status);
    }
    return reader.at_end() ? exactly(point_text(point)) : LiteralResult(reader.invalid());
}

LiteralResult lseg_in(const Input& input) {
    Reader reader(input.literal, "lseg");
    std::vector<Point> points(2);
    bool is_open = false;
    if (Status status = reader.points(points, true, is_open); !status) {
        return failed(status);
    }
    return reader.at_end() ? exactly("[" + points_text(points) + "]") : LiteralResult(reader.invalid());
}

LiteralResult line_in(const Input& input) {
    Reader reader(input.literal, "line");
    if (reader.rest().starts_with('{')) {
        return line_from_equation(reader);
    }
    std::vector<Point> points(2);
    bool is_open = false;
    if (Status status = reader.points(points, true, is_open); !status) {
        return failed(status);
    }
    if (!reader.at_end()) {
        return reader.invalid();
    }
    if (almost_equal(points[0].x, points[1].x) && almost_equal(points[0].y, points[1].y)) {
        return failure("22P02", "invalid line specification: must be two distinct points");
    }
    return exactly(line_through(points[0], points[1]));
}

LiteralResult box_in(const Input& input) {
    Reader reader(input.literal, "box");
    std::vector<Point> corners(2);
    bool is_open = false;
    if (Status status = reader.points(corners, false, is_open); !status) {
        return failed(status);
    }
    if (!reader.at_end()) {
        return reader.invalid();
    }
    // The upper right corner comes first.
    if (corners[0].x < corners[1].x || (std::isnan(corners[1].x) && !std::isnan(corners[0].x))) {
        std::swap(corners[0].x, corners[1].x);
    }
    if (corners[0].y < corners[1].y || (std::isnan(corners[1].y) && !std::isnan(corners[0].y))) {
        std::swap(corners[0].y, corners[1].y);
    }
    return exactly(points_text(corners));
}

LiteralResult path_in(const Input& input) {
    Reader reader(input.literal, "path");
    std::vector<Point> points(count_points(input.literal));
    if (points.empty()) {
        return reader.invalid();
    }
    const bool parenthesized = reader.has_single_parenthesis() && reader.take('(');
    bool is_open = false;
    if (Status status = reader.points(points, true, is_open); !status) {
        return failed(status);
    }
    if (parenthesized) {
        if (!reader.take(')')) {
            return reader.invalid();
        }
        reader.skip_space();
    }
    if (!reader.at_end()) {
        return reader.invalid();
    }
    return exactly((is_open ? "[" : "(") + points_text(points) + (is_open ? "]" : ")"));
}

LiteralResult polygon_in(const Input& input) {
    Reader reader(input.literal, "polygon");
    std::vector<Point> points(count_points(input.literal));
    if (points.empty()) {
        return reader.invalid();
    }
    bool is_open = false;
    if (Status status = reader.points(points, false, is_open); !status) {
        return failed(status);
    }
    return reader.at_end() ? exactly("(" + points_text(points) + ")") : LiteralResult(reader.invalid());
}

LiteralResult circle_in(const Input& input) {
    Reader reader(input.literal, "circle");
    bool enclosed = reader.take('<');
    if (!enclosed && reader.rest().starts_with('(') && trim_start(reader.rest().substr(1)).starts_with('(')) {
        enclosed = reader.take('(');
    }
    Point center;
    if (Status status = reader.point(center); !status) {
        return failed(status);
    }
    reader.take(',');
    double radius = 0;
    if (Status status = reader.number(radius); !status) {
        return failed(status);
    }
    if (radius < 0) {
        return reader.invalid();
    }
    if (enclosed) {
        // Either closing goes with either opening.
        if (!reader.take(')') && !reader.take('>')) {
            return reader.invalid();
        }
        reader.skip_space();
    }
    if (!reader.at_end()) {
        return reader.invalid();
    }
    return exactly(fmt::format("<{},{}>", point_text(center), float8_out(radius)));
}

}  // namespace backout::values
