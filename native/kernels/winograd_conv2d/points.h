// The points at which Winograd's algorithms take products, and for which sizes there are kernels.
//
// A convolution of a row is a product of polynomials, and that is found from its values at as many points as it has
// coefficients: F(tile, taps), `tile` outputs of `taps` taps, takes tile + taps - 1 (Lavin and Gray, "Fast Algorithms
// for Convolutional Neural Networks", 2015). One of the points is infinity. With the others, x_i, the matrices are
//
//   G    row i: (1, x_i, ..., x_i^(taps - 1)) / prod_{j != i} (x_i - x_j); last row (0, ..., 0, 1)
//   B^T  row i: the coefficients of prod_{j != i} (x - x_j), lowest first; last row those of prod_j (x - x_j)
//   A^T  column i: (1, x_i, ..., x_i^(tile - 1)); last column (0, ..., 0, 1)
//
// and a tile of outputs is A^T [(G g H^T) * (B^T d C)] D, with the matrices G, B, A of the columns' direction and H, C,
// D of the rows', the product in the middle element by element, summed over the channels. In a direction of one tap
// there is one point, and all matrices are 1.
//
// The points are 0, infinity and pairs of opposite sign, which share half of the additions. Which ones matters
// (Barabasz and others, "Error analysis and improving the accuracy of Winograd convolution for deep neural networks",
// 2018): with Lavin and Gray's 0, +-1, +-2 the errors of F(4x4, 3x3) reach 1e-5, with +-3/4 and +-3/2 a third to a
// fifth of that. These are among the best of all sets of simple fractions from 1/4 to 3, with 192 channels drawn at
// random: errors of 1e-6 for F(4, 3), 2e-6 for F(4x4, 3x3) and F(2x2, 5x5), 4e-6 for F(4, 7). F(6x6, 3x3) and F(6, 7)
// reach 1e-5 whatever the points. All are exact in float32.
#pragma once

#include <stdint.h>

namespace convolt {

constexpr int kMaxWinogradPairs = 4;

/// The finite points, for each number of pairs.
constexpr double kWinogradPoints[kMaxWinogradPairs + 1][2 * kMaxWinogradPairs + 1] = {
    {0.0},
    {0.0, 1.0, -1.0},
    {0.0, 0.75, -0.75, 1.5, -1.5},
    {0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0},
    {0.0, 0.5, -0.5, 0.75, -0.75, 1.25, -1.25, 2.5, -2.5},
};

/// The most points in one direction.
constexpr int kMaxWinogradPoints = 2 * kMaxWinogradPairs + 2;

/// F(tile, taps) in one direction: tile + taps - 1 points, an even number, or F(1, 1).
struct WinogradAxis {
  int64_t tile, taps;
};

struct WinogradSize {
  WinogradAxis rows, columns;  // how many rows of outputs and of taps, how many columns
};

constexpr WinogradSize kWinogradSizes[] = {
    {{2, 3}, {2, 3}}, {{4, 3}, {4, 3}}, {{2, 5}, {2, 5}}, {{1, 1}, {4, 3}},
    {{4, 3}, {1, 1}}, {{1, 1}, {4, 7}}, {{4, 7}, {1, 1}},
};
constexpr int kWinogradSizeCount = sizeof(kWinogradSizes) / sizeof(kWinogradSizes[0]);

}  // namespace convolt
