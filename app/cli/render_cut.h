// The cut-off of the basis in pictures without a window.
#pragma once

#include "core/recording/timeline.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

// Refuses a cut-off that was asked for (0: none) and that the run's bases cannot have.
Status check_cut_off(int functions, const Exhibit& exhibit);

class ExhibitCutter {
  public:
    ExhibitCutter(std::shared_ptr<const Exhibit> exhibit, int functions, int threads)
        : exhibit_(std::move(exhibit)), functions_(functions), threads_(threads) {}
    // The exhibit with what the cut-off leaves at the frame that a cursor has reached; as it is where that frame has no
    // basis.
    Result<std::shared_ptr<const Exhibit>> at(const Cursor& cursor, const Context& context);

  private:
    std::shared_ptr<const Exhibit> exhibit_;
    int functions_, threads_;
    std::shared_ptr<const CutShapes> shapes_;
};

}  // namespace orthoscope
