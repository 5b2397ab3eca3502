// The transforms of inputs and products by the matrices B^T and A^T of points.h, in one direction.
//
// With the finite points 0 and +-a_i, let P be the product of all x^2 - a_i^2, and P_i that of all but one. Both are
// polynomials in x^2. The rows of B^T are then P for the point 0, x P for infinity, and x (x +- a_i) P_i for +-a_i,
// which is x^2 P_i +- a_i x P_i: two halves that the points of a pair share. The rows of A^T are even or odd in a_i, so
// there sum and difference of a pair's products are shared by the outputs.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/winograd_conv2d/points.h"

namespace convolt {
namespace {

/// The coefficients of P and P_i, of x^0, x^2, x^4 and so on, in double, rounded once.
template <int kPairs>
struct PairPolynomials {
  float all[kPairs + 1];
  float without[kPairs][kPairs];
};

template <int kPairs>
constexpr PairPolynomials<kPairs> pair_polynomials() {
  PairPolynomials<kPairs> result{};
  for (int left_out = 0; left_out <= kPairs; ++left_out) {  // kPairs: none
    double coefficients[kPairs + 1] = {1.0};
    int degree = 0;
    for (int pair = 0; pair < kPairs; ++pair) {
      if (pair == left_out) continue;
      const double point = kWinogradPoints[kPairs][1 + 2 * pair], square = point * point;
      ++degree;
      for (int e = degree; e > 0; --e) coefficients[e] = coefficients[e - 1] - square * coefficients[e];
      coefficients[0] *= -square;
    }
    for (int e = 0; e <= degree; ++e) {
      (left_out == kPairs ? result.all : result.without[left_out])[e] = static_cast<float>(coefficients[e]);
    }
  }
  return result;
}

/// factor * a + b for a factor that is known when this is compiled.
CONVOLT_INLINE Vec plus_times(float factor, Vec a, Vec b) {
  if (factor == 1.0f) return add(b, a);
  if (factor == -1.0f) return sub(b, a);
  return fma(broadcast(factor), a, b);
}

/// F(kTile, kTaps).
template <int kTile, int kTaps>
struct WinogradRow {
  static constexpr int kPoints = kTile + kTaps - 1, kPairs = kPoints / 2 - 1;
  static_assert(kPoints % 2 == 0 && kPairs <= kMaxWinogradPairs, "0, infinity and pairs");

  CONVOLT_INLINE void input(const Vec (&d)[kPoints], Vec (&t)[kPoints]) {
    constexpr PairPolynomials<kPairs> polynomials = pair_polynomials<kPairs>();
    t[0] = sum<kPairs + 1>(polynomials.all, d, 0);
    CONVOLT_UNROLL
    for (int pair = 0; pair < kPairs; ++pair) {
      const float a = point(pair);
      const Vec even = sum<kPairs>(polynomials.without[pair], d, 2), odd = sum<kPairs>(polynomials.without[pair], d, 1);
      t[1 + 2 * pair] = plus_times(a, odd, even);
      t[2 + 2 * pair] = plus_times(-a, odd, even);
    }
    t[kPoints - 1] = sum<kPairs + 1>(polynomials.all, d, 1);
  }

  CONVOLT_INLINE void output(const Vec (&m)[kPoints], Vec (&y)[kTile]) {
    Vec even[kPairs], odd[kPairs];
    CONVOLT_UNROLL
    for (int pair = 0; pair < kPairs; ++pair) {
      even[pair] = add(m[1 + 2 * pair], m[2 + 2 * pair]);
      odd[pair] = sub(m[1 + 2 * pair], m[2 + 2 * pair]);
    }
    float powers[kPairs];  // of the points: to the number of the output
    CONVOLT_UNROLL
    for (int pair = 0; pair < kPairs; ++pair) powers[pair] = 1.0f;
    CONVOLT_UNROLL
    for (int i = 0; i < kTile; ++i) {
      const auto& terms = i % 2 == 0 ? even : odd;
      constexpr int kLast = kPairs - 1;
      if (i == 0) {
        y[i] = add(m[0], terms[kLast]);
      } else if (i == kTile - 1) {
        y[i] = plus_times(powers[kLast], terms[kLast], m[kPoints - 1]);
      } else {
        y[i] = mul(broadcast(powers[kLast]), terms[kLast]);
      }
      CONVOLT_UNROLL
      for (int pair = kLast - 1; pair >= 0; --pair) y[i] = plus_times(powers[pair], terms[pair], y[i]);
      CONVOLT_UNROLL
      for (int pair = 0; pair < kPairs; ++pair) powers[pair] *= point(pair);
    }
  }

 private:
  /// The positive one of a pair.
  CONVOLT_INLINE float point(int pair) { return static_cast<float>(kWinogradPoints[kPairs][1 + 2 * pair]); }

  /// The sum of coefficients[e] * d[first + 2 e]; the last coefficient is 1.
  template <int kCount>
  CONVOLT_INLINE Vec sum(const float (&coefficients)[kCount], const Vec (&d)[kPoints], int first) {
    Vec result = d[first + 2 * (kCount - 1)];
    CONVOLT_UNROLL
    for (int e = kCount - 2; e >= 0; --e) result = plus_times(coefficients[e], d[first + 2 * e], result);
    return result;
  }
};

/// A direction without taps to share.
template <>
struct WinogradRow<1, 1> {
  static constexpr int kPoints = 1;
  CONVOLT_INLINE void input(const Vec (&d)[1], Vec (&t)[1]) { t[0] = d[0]; }
  CONVOLT_INLINE void output(const Vec (&m)[1], Vec (&y)[1]) { y[0] = m[0]; }
};

}  // namespace
}  // namespace convolt
