#include "core/alignment/landmark_status.h"

#include <Eigen/SVD>
#include <algorithm>

namespace orthoscope {
namespace {

constexpr double thin = 1e-3;  // of the first singular value: what spans less is taken for a line

int rank_of(const Matrix& rows) {
    if (rows.rows() < 2) return 0;
    const Matrix centred = rows.rowwise() - rows.colwise().mean();
    const Eigen::JacobiSVD<Matrix> svd(centred);
    const auto& sigma = svd.singularValues();
    if (!(sigma(0) > 1e-12 * std::max(rows.norm(), 1e-300))) return 0;
    return static_cast<int>((sigma.array() > thin * sigma(0)).count());
}

}  // namespace

LandmarkStatus landmark_status(const Matrix& source, const Matrix& target, const std::vector<Landmark>& landmarks, int needed) {
    std::vector<Landmark> used;
    for (auto& pair : landmarks) {
        const bool inside = pair.source >= 0 && pair.source < source.rows() && pair.target >= 0 &&
                            pair.target < target.rows();
        if (!inside)
            return {LandmarkStatus::Kind::OutOfRange, 0,
                    "source row " + std::to_string(pair.source) + " or target row " + std::to_string(pair.target) +
                        " is not in its set"};
        if (pair.weight > 0) used.push_back(pair);
    }
    const auto count = static_cast<Index>(used.size());
    Matrix moving(count, source.cols()), staying(count, target.cols());
    for (Index i = 0; i < count; ++i) {
        moving.row(i) = source.row(used[static_cast<std::size_t>(i)].source);
        staying.row(i) = target.row(used[static_cast<std::size_t>(i)].target);
    }
    const int of_source = rank_of(moving), of_target = rank_of(staying);
    const int rank = std::min(of_source, of_target);
    if (count < needed)
        return {LandmarkStatus::Kind::TooFew, rank,
                std::to_string(count) + " of " + std::to_string(needed) + " needed"};
    if (needed < 3) return {LandmarkStatus::Kind::GivesStart, rank, "guides the match"};
    if (rank < std::min<Index>(2, std::min(source.cols(), target.cols()))) {
        const std::string where = of_source < 2 && of_target < 2 ? "on both sets"
                                  : of_source < 2               ? "on the set that moves"
                                                                : "on the set that stays";
        return {LandmarkStatus::Kind::Collinear, rank, "collinear " + where + ": pick one away from the line"};
    }
    std::string sentence = "gives a start";
    if (const auto d = std::max(source.cols(), target.cols()); d > 3 && rank < d - 1)
        sentence += ", which fixes " + std::to_string(rank) + " of " + std::to_string(d) + " directions";
    return {LandmarkStatus::Kind::GivesStart, rank, sentence};
}

}  // namespace orthoscope
