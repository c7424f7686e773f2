#include "backout/version.h"

namespace backout {

std::string_view version() {
    return BACKOUT_VERSION;
}

}  // namespace backout
