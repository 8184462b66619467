// What the person answered when a file could be read in several ways, kept between starts.
#pragma once

#include "core/io/read.h"

namespace orthoscope {

// The answer for this file as it stands now (its size and time); empty: it was never asked, or has changed since.
std::vector<InputSpec> remembered_answer(const std::filesystem::path& path);
void remember_answer(const std::filesystem::path& path, const std::vector<InputSpec>& answer);
void forget_answers();

// As what all tables of 2 or 3 columns are read; none: the person is asked for each.
std::optional<Kind> remembered_reading();
void remember_reading(std::optional<Kind> kind);

}  // namespace orthoscope
