// Winograd's transforms of one row or column, over vectors of channels: B^T d and A^T m of points.h, with the additions
// that points of opposite sign share.
//
// Contract: no product is left for the compiler to fuse with an addition or not, so that a tile's bits do not depend on
// which copy of the code computed it.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/winograd_conv2d/points.h"

namespace convolt {
namespace {

/// F(kTile, 3) in one direction.
template <int kTile>
struct WinogradRow;

template <>
struct WinogradRow<2> {
  CONVOLT_INLINE void input(const Vec (&d)[4], Vec (&t)[4]) {
    t[0] = sub(d[2], d[0]);
    t[1] = add(d[2], d[1]);
    t[2] = sub(d[2], d[1]);
    t[3] = sub(d[3], d[1]);
  }

  CONVOLT_INLINE void output(const Vec (&m)[4], Vec (&y)[2]) {
    y[0] = add(m[0], add(m[1], m[2]));
    y[1] = add(sub(m[1], m[2]), m[3]);
  }
};

/// The points are 0, +-a and +-b.
template <>
struct WinogradRow<4> {
  static constexpr float a = static_cast<float>(kWinogradPoints4[1]), b = static_cast<float>(kWinogradPoints4[3]);

  CONVOLT_INLINE void input(const Vec (&d)[6], Vec (&t)[6]) {
    const Vec product = broadcast(a * a * b * b), sum = broadcast(-(a * a + b * b));
    t[0] = fma(product, d[0], fma(sum, d[2], d[4]));
    t[5] = fma(product, d[1], fma(sum, d[3], d[5]));
    pair(d, a, -b * b, t[1], t[2]);
    pair(d, b, -a * a, t[3], t[4]);
  }

  CONVOLT_INLINE void output(const Vec (&m)[6], Vec (&y)[4]) {
    const Vec even_a = add(m[1], m[2]), odd_a = sub(m[1], m[2]);
    const Vec even_b = add(m[3], m[4]), odd_b = sub(m[3], m[4]);
    y[0] = add(m[0], add(even_a, even_b));
    y[1] = fma(broadcast(a), odd_a, mul(broadcast(b), odd_b));
    y[2] = fma(broadcast(a * a), even_a, mul(broadcast(b * b), even_b));
    y[3] = fma(broadcast(a * a * a), odd_a, fma(broadcast(b * b * b), odd_b, m[5]));
  }

 private:
  /// Those of the points x and -x; `other` is minus the square of the other pair's.
  CONVOLT_INLINE void pair(const Vec (&d)[6], float x, float other, Vec& plus, Vec& minus) {
    const Vec even = fma(broadcast(other), d[2], d[4]), odd = fma(broadcast(other), d[1], d[3]);
    plus = fma(broadcast(x), odd, even);
    minus = fma(broadcast(-x), odd, even);
  }
};

}  // namespace
}  // namespace convolt
