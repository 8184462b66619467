// Running text: breaking into lines and shortening.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/overlay/ink.h"

namespace orthoscope {

// Broken at spaces into lines no wider than `width`; a longer word is cut where it must be. At most `lines` lines,
// the last one then ends with an ellipsis. An empty text has no lines.
std::vector<std::string> wrapped(const Ink& ink, Type type, std::string_view text, double width, std::size_t lines = 99);
// A sentence about symbols as it is read: "d x d" becomes "d × d", "u_i" becomes "uᵢ" where Unicode has the letter.
std::string prose(std::string text);
// Shortened in its middle, so that both the start of a name and its suffix stay; for names and paths.
std::string shortened(const Ink& ink, Type type, const std::string& text, double width);

// Lines of text as one block.
Extent measure(const Ink& ink, Type type, const std::vector<std::string>& lines);
void draw(const Ink& ink, double x, double y, Type type, Colour colour, const std::vector<std::string>& lines);

}  // namespace orthoscope
