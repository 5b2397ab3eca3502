// The points at which Winograd's algorithms F(2x2, 3x3) and F(4x4, 3x3) take products, beside the one at infinity.
//
// A convolution of a row is a product of polynomials, and that is found from its values at as many points as it has
// coefficients: tile + 2 for `tile` outputs of 3 taps (Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks", 2015). With points x_i, the matrices are
//
//   G    row i: (1, x_i, x_i^2) / prod_{j != i} (x_i - x_j); last row (0, 0, 1)
//   B^T  row i: the coefficients of prod_{j != i} (x - x_j), lowest first; last row those of prod_j (x - x_j)
//   A^T  column i: (1, x_i, ..., x_i^(tile - 1)); last column (0, ..., 0, 1)
//
// and a tile of outputs is A^T [(G g G^T) * (B^T d B)] A, the product in the middle element by element, summed over the
// channels. Points in pairs of opposite sign share half of the additions. Lavin and Gray's 0, +-1, +-2 make errors of
// up to 1e-5 in F(4x4); +-3/4 and +-3/2 a third to a fifth of that (64 and 256 channels, drawn at random), with
// constants that are exact in float32 (Barabasz and others, "Error analysis and improving the accuracy of Winograd
// convolution for deep neural networks", 2018, on why points matter).
#pragma once

namespace convolt {

constexpr double kWinogradPoints2[] = {0.0, 1.0, -1.0};
constexpr double kWinogradPoints4[] = {0.0, 0.75, -0.75, 1.5, -1.5};

/// The most points in one direction, infinity included.
constexpr int kMaxWinogradPoints = 6;

}  // namespace convolt
