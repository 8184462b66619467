// MatchLines: lines from source rows to the partners that a frame gives them. A partner that changes between
// two frames is crossed over; what is wrong by the truth is red, where no truth is known what is far apart.
#pragma once

#include "views/overlay/overlay.h"
#include "views/scenes/drawn_rows.h"
#include "views/scenes/partners.h"
#include "views/scenes/ribbons.h"

namespace orthoscope {

class MatchLines {
  public:
    static constexpr Index most = 500;

    // `reference`: a long line, in world units.
    void build(const Pairs& pairs, const MethodInfo* method, const DrawnRows& drawn, double reference);
    struct Passage {
        const AlignmentState& from;
        const AlignmentState& to;
        double weight;  // 0..1
        const ProjectedPose& pose;
        const Matrix& axes;  // D x k: how target rows are shown
    };
    // `veil`: 1 in full strength, 0 not at all.
    void draw(Ribbons& ribbons, const Passage& passage, const Palette& colours, double veil);
    void tell(SceneNotes& notes) const;

  private:
    struct Line {
        Index source, target;  // rows
        double weight;         // 0..1
        std::size_t slot;      // its place among the rows that may have a line
        bool right = false;    // by the truth
    };
    // The lines of one state, found once.
    struct Set {
        const void* matching = nullptr;
        const void* confidence = nullptr;
        const void* coupling = nullptr;
        bool found = false;
        std::vector<Line> lines;
        Matrix sources, targets;  // a row a line
        std::size_t right = 0, total = 0;
        bool of(const AlignmentState& state) const;
    };
    const Set& find(const AlignmentState& state, Set& set, Set& other);
    void fill(Set& set, const AlignmentState& state);
    void fill_from_coupling(Set& set, const Matrix& coupling);
    void strokes(Ribbons& ribbons, const Set& set, const std::vector<double>& share, const Passage& passage,
                 const Palette& colours, double veil) const;
    std::vector<double> shares(const Set& set, const Set& other, double own) const;

    const Pairs* pairs_ = nullptr;
    Partners partners_;
    std::vector<Index> rows_;  // source rows that may have a line
    double reference_ = 1;
    Set from_, to_;
    std::size_t drawn_ = 0, total_ = 0, right_ = 0;
};

}  // namespace orthoscope
