// The starts of the portfolio. Internal to core/alignment/wasserstein.
#pragma once

#include "core/alignment/wasserstein/lane.h"

namespace orthoscope {

// Rows compared by signatures that no rotation changes; `noise` and `reach` as in signatures().
std::unique_ptr<Opening> signature_opening(const SearchRows& rows, double noise, double reach, std::uint64_t seed);

// A plan made in a pose that the lane has yet to turn to: priced in the pose that is still shown.
void show_plan(const SearchRows& rows, const SoftPlan& plan, const Matrix& made_at, Shown& shown);

// Of the pairs of outermost rows those that keep each other's distances, for d <= 12: a few right ones among many wrong
// suffice, strays or not. M. Leordeanu and M. Hebert, ICCV 2005.
constexpr Index most_agreeing_dimensions = 12;
std::unique_ptr<Opening> consistent_opening(const SearchRows& rows);

// Many rotations tried on few rows, the worse ones dropped in rounds. `Axes`: principal axes onto principal axes with
// all signs (and neighbours exchanged), d <= 6; `Turns`: drawn uniformly, for d <= 6. `place` 1: the best answer that
// differs from the first.
enum class RaceField { Axes, Turns };
constexpr Index most_race_dimensions = 6;
class Race;
std::shared_ptr<Race> make_race(const SearchRows& rows, RaceField field, std::uint64_t seed);
std::unique_ptr<Opening> race_opening(const SearchRows& rows, std::shared_ptr<Race> race, int place);

// Frank-Wolfe on |X X' D - D Y Y'|^2 over doubly stochastic D, exact oracle and line search; of D only X'D and D Y
// are kept. M. Frank and P. Wolfe 1956; G. Even et al., arXiv 2405.14532.
std::unique_ptr<Opening> frank_wolfe_opening(const SearchRows& rows, int iterations);

// Stochastic descent over batches: E. Grave, A. Joulin and Q. Berthet, AISTATS 2019. Begins at `from` (x onto y).
std::unique_ptr<Opening> stochastic_opening(const SearchRows& rows, Matrix from, std::uint64_t seed);

// A given rotation of x onto y, softened from `sharpness` on; or a whole pose that is only polished.
std::unique_ptr<Opening> rotation_opening(const SearchRows& rows, Matrix rotation, double sharpness);
std::unique_ptr<Opening> pose_opening(ProcrustesFit pose);

}  // namespace orthoscope
