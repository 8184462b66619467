// Orthonormal bases that know nothing of the data, and what is lost when only some of their directions are kept.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// Columns of SpectrumState::errors of `truncation`: the basis that the data themselves give (singular vectors; of a shape
// the eigenvectors of its Laplacian), a random one, Hadamard's and that of the discrete cosine transform.
enum class TruncationBasis : Index { Own, Random, Hadamard, Cosine };
constexpr Index truncation_bases = 4;

// The orthonormal DCT of type II: column k is cos(pi k (2 i + 1) / (2 d)), scaled. d x d.
Matrix cosine_basis(Index d);
// Each row's coefficients in Hadamard's basis of the next power of two, the row padded with zeros: n x 2^ceil(log2 d), in
// the order of the number of sign changes (sequency).
Matrix hadamard_coefficients(const Matrix& rows);
// In a random orthonormal basis: Haar's up to 1,024 columns; beyond, Hadamard's after random signs and a random order.
Matrix random_coefficients(const Matrix& rows, std::uint64_t seed);

// sqrt of the share of the sum of `energies` outside the first p, for p = 0 .. count. All 0 where the sum is.
Vector errors_in_order(const Vector& energies, Index count);
// The same with the largest energies first: the best p directions of a basis.
Vector errors_by_energy(Vector energies, Index count);

// Relative Frobenius error of a matrix (rows n x D) after the best p = 0 .. count directions of the random, Hadamard and
// cosine bases: (count + 1) x 3.
Matrix basis_errors(const Matrix& a, Index count, std::uint64_t seed);
// The same of functions on n vertices (columns of y, already weighted by the roots of the masses), the first p functions in
// order of frequency over the numbering of the vertices.
Matrix function_errors(const Matrix& y, Index count, std::uint64_t seed);

}  // namespace orthoscope
