// What singular values say by themselves: sizes of the spectrum, and where noise would end.
//
// Everywhere s are singular values, descending, >= 0; l = s^2. A void result is NaN, or 0 where a header says so.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// exp(-sum p ln p) with p = s / sum s (Roy and Vetterli 2007); of s, not of its square. NaN where all are 0.
double effective_rank(const Vector& s);
// sum l / l_1 (Rudelson and Vershynin 2007). NaN where all are 0.
double stable_rank(const Vector& s);
// (sum l)^2 / sum l^2. NaN where all are 0.
double participation_ratio(const Vector& s);

// The law of Marchenko and Pastur (1967) for l / (v^2 n) of an m x n matrix of independent entries with standard deviation
// v, as m and n grow with b = m / n <= 1: share of values up to x, and the x that half of them stay under.
// Preconditions: 0 < b <= 1.
double marchenko_pastur_share(double x, double b);
double marchenko_pastur_median(double b);
// (1 + sqrt b)^2, its upper end.
double marchenko_pastur_end(double b);

// Where values of noise alone would end. The noise level is the one under which the median of s is that of the law
// (Gavish and Donoho 2014, section III.E): it stays right while fewer than half of the directions are signal.
struct NoiseEdge {
    double deviation = 0;  // v, of one entry
    double edge = 0;       // v sqrt(n) (1 + sqrt b)
    double certain = 0;    // above this a value is larger than the largest of noise alone in 99 of 100 matrices of this size
                           // (Tracy and Widom's law of order 1 about Johnstone's centre, 2001)
    double threshold = 0;  // Gavish and Donoho: w(b) times the median, below which a direction costs more than it gives back
};
// m x n: rows and columns that are not zero. All 0 where there are fewer than `fewest_for_noise` values, or their median is
// rounding: low rank, without noise to measure.
constexpr Index fewest_for_noise = 10;
NoiseEdge noise_edge(const Vector& s, Index m, Index n);
// w(b) of Gavish and Donoho for unknown noise, exactly: 2.858 at b = 1.
double gavish_donoho_factor(double b);

// How many of s lie above a bound; NaN where the bound is not positive (void).
double count_above(const Vector& s, double bound);
// How many of the first of s lie above those of `bounds`, up to the first that does not.
Index leading_above(const Vector& s, const Vector& bounds);

// Expected squared lengths of the pieces of a stick of length sum l broken at random, longest first, as singular values:
// sqrt(sum l / q sum_{j >= i} 1 / j) (Frontier 1976).
Vector broken_stick(const Vector& s);

// Rounding of the values of an m x n matrix: numpy's bound, max(m, n) eps s_1.
double rounding_bound(const Vector& s, Index m, Index n);

}  // namespace orthoscope
