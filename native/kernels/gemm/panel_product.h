// The product of a matrix A, read where it lies, and a matrix B, packed panel by panel: what GEMM and convolution
// share.
//
// Layout: A is [rows][depth] with any strides, C is [rows][columns] row-major. A panel is [depth block][kVectors *
// kLanes] of B: two vectors of columns (one, for a last panel of at most kLanes columns), its rows back to back.
//
// Algorithm: for each block of the depth, for each panel of columns: pack the panel, then walk down the rows of A in
// tiles of up to kTileRows rows, each row of a tile held as kVectors sums in registers. Per step of the depth a tile
// loads kVectors vectors of B and broadcasts one float of A a row. The rows are shared out evenly among the tiles (64
// rows are 4 x 11 + 2 x 10, not 5 x 12 + 4), so no tile is too short to hide the latency of a multiply-add.
//
// Why these sizes: a tile's sums, one row of B and a broadcast must fit the registers, and eight sums at least hide the
// latency on two ports: 12 x 2 of 32 registers (AVX-512, NEON), 6 x 2 of 16 (AVX2, SSE2), and 12 x 1 in a narrow panel. A
// panel of 256 x 2 vectors (32 KB at most) stays in the L1 cache while all of A's rows pass over it; a block of A (256
// deep) stays in L2 from panel to panel. As A is only ever broadcast, packing it would gain nothing but shorter strides,
// and weights would be packed anew at every call.
//
// Numerical contract: an element of C is the sum over blocks of the depth, in order, of the sum over the block's
// products, in order; blocks depend on the depth alone. So its bits do not depend on where it lies in C, on how C is
// cut into calls, or on the number of rows and columns. Bias, then the residual, are added to the first block's sum, so
// that the residual may lie where C does; the activation is applied to the last. Depth 0 gives zeros (or the bias).
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "kernels/activation/functions.h"
#include "kernels/gemm/gemm.h"
#include "kernels/tiles.h"

namespace convolt {
namespace {

constexpr int kPanelVectors = 2;
constexpr int kPanelLanes = kPanelVectors * kLanes;

/// The most rows of a tile that is so many vectors wide.
template <int kVectors>
constexpr int kTileRows = kVectors == kPanelVectors && kRegisters < 32 ? 6 : 12;

/// One tile of C and all that its sums need.
struct Tile {
  const float* a;
  int64_t a_row_stride, a_depth_stride;
  const float* panel;
  int64_t depth;
  float* c;
  int64_t c_row_stride;
  int last_lanes;     // columns of the panel's last vector
  bool first;         // sums start C rather than add to it
  const float* bias;  // of the tile's rows, or null; added by the first block
  const float* residual;  // where c's elements have theirs, or null; set for the first block only
  bool bounds;            // keeps the finished sums within low and high; set for the last block only
  float low, high;
};

CONVOLT_INLINE Vec load_lanes(const float* p, int lanes) { return lanes == kLanes ? load(p) : load_partial(p, lanes); }
CONVOLT_INLINE void store_lanes(float* p, Vec a, int lanes) {
  if (lanes == kLanes) {
    store(p, a);
  } else {
    store_partial(p, a, lanes);
  }
}

template <int kRows, int kVectors>
void multiply_tile(const Tile& tile) {
  // Three rows share a pointer: p, p + stride and p + 2 * stride are addresses the hardware forms by itself.
  constexpr int kGroups = (kRows + 2) / 3;
  const int64_t row_stride = tile.a_row_stride;
  const float* a[kGroups];
  CONVOLT_UNROLL
  for (int group = 0; group < kGroups; ++group) a[group] = tile.a + 3 * group * row_stride;
  const float* panel = tile.panel;

  Vec sums[kRows][kVectors];
  CONVOLT_UNROLL
  for (int row = 0; row < kRows; ++row) {
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) sums[row][v] = zero();
  }
  for (int64_t k = 0; k < tile.depth; ++k) {
    Vec b[kVectors];
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) b[v] = load(panel + v * kLanes);
    CONVOLT_UNROLL
    for (int row = 0; row < kRows; ++row) {
      const Vec x = broadcast(a[row / 3][row % 3 * row_stride]);
      CONVOLT_UNROLL
      for (int v = 0; v < kVectors; ++v) sums[row][v] = fma(x, b[v], sums[row][v]);
    }
    CONVOLT_UNROLL
    for (int group = 0; group < kGroups; ++group) a[group] += tile.a_depth_stride;
    panel += kVectors * kLanes;
  }

  CONVOLT_UNROLL
  for (int row = 0; row < kRows; ++row) {
    const Vec bias = tile.bias == nullptr ? zero() : broadcast(tile.bias[row]);
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) {
      float* c = tile.c + row * tile.c_row_stride + v * kLanes;
      const int lanes = v == kVectors - 1 ? tile.last_lanes : kLanes;
      Vec sum = add(sums[row][v], tile.first ? bias : load_lanes(c, lanes));
      if (tile.residual != nullptr) {
        sum = add(sum, load_lanes(tile.residual + row * tile.c_row_stride + v * kLanes, lanes));
      }
      if (tile.bounds) sum = clamp(sum, broadcast(tile.low), broadcast(tile.high));
      store_lanes(c, sum, lanes);
    }
  }
}

/// Tiles of kVectors vectors.
template <int kVectors>
struct PanelTiles {
  static constexpr int kMost = kTileRows<kVectors>;
  using Function = void (*)(const Tile&);

  template <int kRows>
  static void multiply(const Tile& tile) {
    multiply_tile<kRows, kVectors>(tile);
  }
};

/// C = f(A B + bias + residual), with B's panels coming from `pack`.
struct PanelProduct {
  const float* a;
  int64_t a_row_stride, a_depth_stride;
  float* c;
  int64_t c_row_stride;
  int64_t rows, columns, depth;
  const float* bias;      // [rows], or null
  const float* residual;  // as c, which it may be, or null
  Activation activation;
  float* workspace;  // kGemmWorkspaceFloats
};

/// Calls pack(depth_range, first_column, columns, lanes, panel) for each panel in turn, which writes B's rows of
/// `depth_range`, `lanes` floats each, zeros from `columns` on.
template <class Pack>
CONVOLT_INLINE void multiply_panels(const PanelProduct& p, const Pack& pack) {
  if (p.rows == 0) return;
  const int64_t blocks = p.depth > kGemmDepthBlock ? ceil_div(p.depth, kGemmDepthBlock) : 1;
  const int64_t block_depth = ceil_div(p.depth, blocks);
  const auto wide_tiling = share_out<PanelTiles<kPanelVectors>>(p.rows), narrow_tiling = share_out<PanelTiles<1>>(p.rows);
  const Ending ending = ending_of(p.activation);

  for (int64_t block = 0; block < blocks; ++block) {
    const Range depth = {min(block * block_depth, p.depth), min((block + 1) * block_depth, p.depth)};
    for (int64_t column = 0; column < p.columns; column += kPanelLanes) {
      const int columns = static_cast<int>(min(kPanelLanes, p.columns - column));
      const bool narrow = columns <= kLanes;
      const int lanes = narrow ? kLanes : kPanelLanes;
      pack(depth, column, columns, lanes, p.workspace);

      const auto& tiling = narrow ? narrow_tiling : wide_tiling;
      Tile tile{p.a + depth.begin * p.a_depth_stride,
                p.a_row_stride,
                p.a_depth_stride,
                p.workspace,
                depth.end - depth.begin,
                p.c + column,
                p.c_row_stride,
                columns - (lanes - kLanes),
                block == 0,
                p.bias,
                p.residual == nullptr || block > 0 ? nullptr : p.residual + column,
                block == blocks - 1 && ending.bounds,
                ending.low,
                ending.high};
      for (int64_t i = 0; i < tiling.tiles; ++i) {
        const bool taller = i < tiling.taller;
        (taller ? tiling.tall : tiling.low)(tile);
        const int64_t rows = tiling.least + (taller ? 1 : 0);
        if (block == blocks - 1 && ending.curve) {
          activate_rows(p.activation, tile.c, tile.c, rows, columns, tile.c_row_stride);
        }
        tile.a += rows * p.a_row_stride;
        tile.c += rows * p.c_row_stride;
        if (tile.bias != nullptr) tile.bias += rows;
        if (tile.residual != nullptr) tile.residual += rows * p.c_row_stride;
      }
    }
  }
}

}  // namespace
}  // namespace convolt
