#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "simulate/reloptions.h"

/// The storage parameters that a server knows (access/common/reloptions.c; manual, CREATE TABLE and CREATE
/// INDEX, "Storage Parameters").
namespace backout::simulate {

enum class OptionType : std::uint8_t { boolean, integer, real, choice };

struct OptionFact {
    std::string_view name;
    std::uint32_t kinds;  ///< bits 1 << OptionsOf
    OptionType type;
    double minimum = 0;
    double maximum = 0;
    std::string_view choices = {};  ///< separated by blanks
    std::string_view choices_detail = {};
    int since = 0;
};

std::span<const OptionFact> option_facts();

}  // namespace backout::simulate
