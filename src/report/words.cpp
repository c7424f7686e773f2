#include "backout/report.h"

namespace backout {

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::ok:
            return "ok";
        case Outcome::error:
            return "error";
        case Outcome::unknown:
            return "unknown";
    }
    return "";
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::inverse:
            return "inverse";
        case Verdict::not_inverse:
            return "not-inverse";
        case Verdict::fails:
            return "fails";
        case Verdict::unproven:
            return "unproven";
        case Verdict::missing:
            return "missing";
    }
    return "";
}

std::string_view to_string(DataVerdict verdict) {
    switch (verdict) {
        case DataVerdict::lossless:
            return "lossless";
        case DataVerdict::lossy:
            return "lossy";
        case DataVerdict::unknown:
            return "unknown";
    }
    return "";
}

std::string_view to_string(Residue::Change change) {
    switch (change) {
        case Residue::Change::added:
            return "added";
        case Residue::Change::removed:
            return "removed";
        case Residue::Change::changed:
            return "changed";
    }
    return "";
}

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "";
}

}  // namespace backout
