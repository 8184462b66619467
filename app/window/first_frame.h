// For the benchmark of the start: with ORTHOSCOPE_FIRST_FRAME set, the program prints the seconds from the start of its
// process to the first picture of a set on the screen, and quits.
#pragma once

namespace orthoscope {

class StageView;
void report_first_frame(StageView& view);  // does nothing without the variable

}  // namespace orthoscope
