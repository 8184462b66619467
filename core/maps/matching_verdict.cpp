#include "core/maps/matching_verdict.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/maps/candidates.h"
#include "core/maps/matching_solver.h"
#include "core/maps/measures.h"
#include "core/maps/partial.h"

namespace orthoscope {
namespace {

// A map that exceeds both is none between deformations of one shape. Right maps: commutativity 0.06 to 0.10 (figures,
// camels), 0.15 (cat and lion, whose Dirichlet energy is 12.8 all the same); unrelated shapes: 0.20 and more, and 10.7.
constexpr double most_commutativity = 0.18, most_dirichlet = 6;
constexpr double open_by = 0.3;  // of one shape's boundary above the other's: one may be a part
constexpr double same_area = 1.2;
constexpr double alike = 0.1, least_difference = 0.05;  // of scores: relative, and of the energies' sum
constexpr double far_worse = 10;
constexpr double told_apart = 0.05, missed = 0.1;       // over the root of the area
constexpr double agrees = 5e-3;                         // neighbouring eigenvalues, relative
constexpr Index low_values = 8;

class Judge {
  public:
    Judge(const MatchingEvidence& evidence, Report& report)
        : e_(evidence), report_(report), source_(*evidence.pairs.sets[0]), target_(*evidence.pairs.sets[1]) {}

    void judge() {
        report_.verdict = Verdict::Supported;
        landmarks_ = e_.plan.search ? e_.pairs.options.landmarks.size() : 0;
        if (landmarks_) root_ = std::sqrt(shape_area(source_));
        const bool partial = parts();
        sides();
        if (e_.coverage < 0.3)
            lower(Verdict::Doubtful, "Only " + in_percent(e_.coverage) + " of the source vertices have a partner.");
        strain(partial);
        if (e_.plan.search) compare(), mirror_image();
        if (report_.verdict == Verdict::Supported) {
            const std::string why = oriented() && !mirrored_ ? in_percent(e_.orientation) + " of the triangles keep their orientation, and " : "";
            report_.reasons.insert(report_.reasons.begin(), why + in_percent(e_.coverage) + " of the source vertices have a partner" +
                                   (e_.plan.search ? "." : "; no other map was compared."));
        }
        follow();
    }

  private:
    void lower(Verdict to, std::string why) {
        if (to > report_.verdict) report_.verdict = to;
        report_.reasons.push_back(std::move(why));
    }
    bool oriented() const { return std::isfinite(e_.orientation); }

    // Scaling a part to the area of the whole compares what does not belong together.
    bool parts() {
        const double a = boundary_length(source_), b = boundary_length(target_);
        const double one = shape_area(source_), other = shape_area(target_), ratio = std::max(one, other) / std::min(one, other);
        const bool differ = std::abs(a - b) > open_by;
        const Indices& map = *e_.answers[0].state->map;
        if (const Index lost = (map.array() < 0).count(); lost > 0 && may_be_part(source_, target_))
            report_.reasons.push_back(in_percent(double(lost) / double(map.size())) + " of the target's vertices have no partner (-1): the source "
                                      "seems to lack what they belong to.");
        if (!differ && !(std::min(a, b) > open_by && ratio > same_area)) return false;
        const std::string why =
            differ ? std::string(a > b ? "The source" : "The target") + " has a boundary " + brief(std::max(a, b)) +
                         " times the root of its area long, the " + (a > b ? "target " : "source ") +
                         (std::min(a, b) > 0 ? brief(std::min(a, b)) : "none")
                   : "Both shapes have a boundary and their areas differ " + brief(ratio) + " times";
        lower(Verdict::Doubtful, why + ": one may be a part of the other, and then the map is distorted, for both are scaled to one area.");
        report_.warnings.push_back("Both shapes were scaled to one area; where one is a part of the other that is too much for the part.");
        return true;
    }

    void sides() {
        if (!oriented() || e_.orientation >= 0.7) return;
        const std::string share = in_percent(e_.orientation) + " of the triangles keep their orientation";
        const bool image = landmarks_ && e_.orientation < 0.3 && miss() < missed;
        mirrored_ = image && asked();
        if (image && !mirrored_)
            lower(Verdict::Doubtful, "Only " + share + ": the map is a mirror image, and the landmarks ask for it no more than for another.");
        else if (mirrored_) report_.reasons.push_back("The map is a mirror image, as the landmarks ask: " + share + ".");
        else if (e_.orientation < 0.5) lower(Verdict::Unsupported, "Only " + share + ": the map is mirrored or broken.");
        else lower(Verdict::Doubtful, "Only " + share + "; a right map keeps some 80 %.");
    }

    // Every other answer that is no mirror image fails the landmarks, or is clearly worse with them.
    bool asked() const {
        for (std::size_t i = 1; i < e_.answers.size(); ++i)
            if (!separated(i) && close(i) && !(orientation_preserved(source_, target_, *e_.answers[i].state->map) < 0.5)) return false;
        return true;
    }

    bool close(std::size_t other, double less = 0) const {
        const double best = e_.answers[0].score;
        return e_.answers[other].score - less - best < std::max(alike * std::abs(best), least_difference);
    }

    void strain(bool partial) {
        strained_ = e_.commutativity > most_commutativity && e_.dirichlet > most_dirichlet;
        if (!strained_) return;
        lower(partial ? Verdict::Doubtful : Verdict::Unsupported,
              "The map tears: its Dirichlet energy is " + brief(e_.dirichlet) + " times the source's own, and it fails to commute with the "
              "Laplacians by " + brief(e_.commutativity) + " (" + brief(most_dirichlet) + " and " + brief(most_commutativity) +
              " are the most that deformations of one shape show). The shapes do not belong together, or no start led to their map.");
    }

    void compare() {
        const auto& answers = e_.answers;
        const bool decided = told();
        if (std::isnan(e_.orientation) && !decided)
            lower(Verdict::Doubtful, "Left and right cannot be told apart without the triangles of both shapes: a mirrored map is as "
                                     "good as this one. Landmarks decide" + std::string(landmarks_ ? ", but these do not." : "."));
        if (auto first = repeated(); first && !decided)
            lower(Verdict::Doubtful, "Eigenvalues " + std::to_string(*first + 1) + " and " + std::to_string(*first + 2) +
                                     " agree on both shapes, as on a round one: a map turned about the shape is as good as this one.");
        if (answers.size() < 2) return report_.reasons.push_back("All starts led to this map.");
        const std::string other = answers[1].name.empty() ? "the next map" : "the next map (" + answers[1].name + ")";
        const double best = answers[0].score, more = answers[1].score - best;
        const std::string scores = brief(answers[1].score) + " against " + brief(best);
        if (separated(1)) report_.reasons.push_back("The landmarks tell it from " + other + ".");
        else if (close(1))
            lower(Verdict::Doubtful, "By its score " + other + " is hardly worse (" + scores + ")" +
                                     (strained_ ? "." : ": the shape looks symmetric. Compare the candidates, or give landmarks" +
                                                            std::string(landmarks_ ? " where they differ." : ".")));
        else if (answers[1].score > 2 * screened_only || more > far_worse * std::abs(best))
            report_.reasons.push_back("Of the maps that differ from it, " + other + " is mirrored or far worse.");
        else report_.reasons.push_back("By its score " + other + " is " + in_percent(more / best) + " worse.");
    }

    // Landmarks were given, and the mirror image meets them as well: the triangles alone speak against it, and of a mirrored
    // copy they speak wrongly.
    void mirror_image() {
        if (!landmarks_ || !oriented() || e_.orientation < 0.5) return;
        for (std::size_t i = 1; i < e_.answers.size(); ++i) {
            if (separated(i) || !close(i, mirror_surcharge)) continue;
            if (!(orientation_preserved(source_, target_, *e_.answers[i].state->map) < 0.5)) continue;
            return lower(Verdict::Doubtful, "The mirror image (candidate " + std::to_string(i + 1) + ") meets the landmarks as well: only the orientation "
                                            "of the triangles tells left from right. If one shape is a mirrored copy, take that candidate; else give a "
                                            "landmark off the plane of symmetry.");
        }
    }

    void follow() {
        if (!landmarks_) return;
        const double away = miss();
        if (away < missed) return report_.reasons.push_back("The map follows " + counted(landmarks_, "landmark") + ".");
        lower(Verdict::Doubtful, "The map misses the landmarks by " + brief(away) + " root areas on average.");
    }

    // Of a landmark, between its image and its place, over the root of the area.
    double miss(const Indices& map, const Landmark& at) const {
        const Index image = map(at.target);
        return image < 0 ? 1 : (source_.values().row(image) - source_.values().row(at.source)).norm() / root_;
    }
    double miss() const {
        double sum = 0;
        for (auto& at : e_.pairs.options.landmarks) sum += miss(*e_.answers[0].state->map, at);
        return sum / double(std::max<std::size_t>(landmarks_, 1));
    }
    // A landmark lies clearly farther from its image by the other map than by the best.
    bool separated(std::size_t other) const {
        if (!landmarks_) return false;
        const double least = std::max(told_apart, miss());
        return std::any_of(e_.pairs.options.landmarks.begin(), e_.pairs.options.landmarks.end(), [&](auto& at) {
            return miss(*e_.answers[other].state->map, at) - miss(*e_.answers[0].state->map, at) > least;
        });
    }
    // The landmarks speak against every other map, or its score does.
    bool told() const {
        const auto& answers = e_.answers;
        for (std::size_t i = 1; i < answers.size(); ++i)
            if (!separated(i) && !(landmarks_ && answers[i].score > 1.5 * answers[0].score + least_difference)) return false;
        return landmarks_ && answers.size() > 1;
    }

    // Of the low eigenvalues the first that agrees with the next one on both shapes; zeros are components.
    std::optional<Index> repeated() const {
        const auto& state = *e_.answers[0].state;
        const Vector a = state.source_values->col(0), b = state.target_values->col(0);
        const auto same = [](const Vector& v, Index i) {
            return v(i) > 1e-9 * v(v.size() - 1) && v(i + 1) - v(i) <= agrees * v(i + 1);
        };
        for (Index i = 1; i < std::min({low_values, a.size() - 1, b.size() - 1}); ++i)
            if (same(a, i) && same(b, i)) return i;
        return {};
    }

    const MatchingEvidence& e_;
    Report& report_;
    const Dataset &source_, &target_;
    std::size_t landmarks_ = 0;
    double root_ = 1;
    bool mirrored_ = false, strained_ = false;
};

}  // namespace

void judge_matching(const MatchingEvidence& evidence, Report& report) { Judge(evidence, report).judge(); }

}  // namespace orthoscope
