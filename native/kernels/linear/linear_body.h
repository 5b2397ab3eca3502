// Layout: x [rows][inputs], W [outputs][inputs], y [rows][outputs]; both operands of a dot product are contiguous.
//
// Algorithm: tiles of y, each element of a tile one vector of sums along the inputs, added up across its lanes at the
// end. With few rows all time goes into streaming W, which is read once, eight rows of it at a time; with more rows a
// tile takes several of them, so that a vector of W serves them all. The outputs of a tile lie as far apart as the
// call's outputs allow: the next tile reads on where this one stopped, and hardware prefetchers follow each stream
// through the whole call. With neighbours in a tile each row of W is a stream of its own, met anew every few KB.
//
// Why these sizes: 1 x 8 has the eight sums that hide the latency of a multiply-add and eight streams that hardware
// prefetchers can follow. From two rows on, 4 outputs by up to 6 rows (32 registers) or 3 (16): the sums, a vector of x
// a row and one of W fill the registers.
//
// Numerical contract: every tile size adds an element's products in the same order: lane l sums those of inputs l,
// l + kLanes, …, and the lanes are added at the end, then the bias and the residual. So a row's bits do not depend on
// the other rows. The activation comes over the stored rows of a tile's height, in vectors.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/functions.h"
#include "kernels/linear/linear.h"

namespace convolt {
namespace {

constexpr int kMaxRows = kRegisters == 32 ? 6 : 3;
constexpr int kOneRowOutputs = 8;
constexpr int kManyRowsOutputs = 4;

/// Outputs column, column + apart, …
template <int kRows, int kOutputs>
void linear_tile(const LinearParams& p, int64_t row, int64_t column, int64_t apart) {
  const float* x = p.x + row * p.inputs;
  const float* weight = p.weight + column * p.inputs;
  const int64_t stream = apart * p.inputs;
  Vec sums[kRows][kOutputs];
  CONVOLT_UNROLL
  for (int r = 0; r < kRows; ++r) {
    CONVOLT_UNROLL
    for (int o = 0; o < kOutputs; ++o) sums[r][o] = zero();
  }
  const auto step = [&](int64_t i, auto load_vector) {
    Vec xs[kRows];
    CONVOLT_UNROLL
    for (int r = 0; r < kRows; ++r) xs[r] = load_vector(x + r * p.inputs + i);
    CONVOLT_UNROLL
    for (int o = 0; o < kOutputs; ++o) {
      const Vec w = load_vector(weight + o * stream + i);
      CONVOLT_UNROLL
      for (int r = 0; r < kRows; ++r) sums[r][o] = fma(xs[r], w, sums[r][o]);
    }
  };
  int64_t i = 0;
  for (; i + kLanes <= p.inputs; i += kLanes) step(i, [](const float* from) { return load(from); });
  const int rest = static_cast<int>(p.inputs - i);
  if (rest > 0) step(i, [rest](const float* from) { return load_partial(from, rest); });

  CONVOLT_UNROLL
  for (int r = 0; r < kRows; ++r) {
    CONVOLT_UNROLL
    for (int o = 0; o < kOutputs; ++o) {
      const int64_t output = column + o * apart, at = (row + r) * p.outputs + output;
      float sum = reduce_add(sums[r][o]);
      if (p.bias != nullptr) sum += p.bias[output];
      if (p.residual != nullptr) sum += p.residual[at];
      p.y[at] = sum;
    }
  }
}

/// All of the call's outputs for kRows rows.
template <int kRows, int kOutputs>
void linear_rows(const LinearParams& p, int64_t row) {
  const int64_t tiles = (p.columns.end - p.columns.begin) / kOutputs;
  int64_t column = p.columns.begin;
  for (; column < p.columns.begin + tiles; ++column) linear_tile<kRows, kOutputs>(p, row, column, tiles);
  for (column = p.columns.begin + tiles * kOutputs; column < p.columns.end; ++column) {
    linear_tile<kRows, 1>(p, row, column, 1);
  }
}

/// The same for `rows` rows, 1 <= rows <= kRows.
template <int kRows = kMaxRows>
void linear_rows_of(const LinearParams& p, int64_t row, int64_t rows) {
  if constexpr (kRows == 1) {
    linear_rows<1, kOneRowOutputs>(p, row);
  } else {
    if (rows < kRows) return linear_rows_of<kRows - 1>(p, row, rows);
    linear_rows<kRows, kManyRowsOutputs>(p, row);
  }
}

CONVOLT_INLINE void linear_body(const LinearParams& p) {
  for (int64_t row = p.rows.begin; row < p.rows.end; row += kMaxRows) {
    const int64_t rest = p.rows.end - row, rows = rest < kMaxRows ? rest : kMaxRows;
    linear_rows_of(p, row, rows);
    if (p.activation.function != ActivationFunction::kIdentity) {
      float* y = p.y + row * p.outputs + p.columns.begin;
      activate_rows(p.activation, y, y, rows, p.columns.end - p.columns.begin, p.outputs);
    }
  }
}

}  // namespace
}  // namespace convolt
