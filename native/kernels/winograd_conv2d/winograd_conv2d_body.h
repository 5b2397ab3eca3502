// Layout: images are [sample][block of channels][row][column][kLanes]; so the channels of a pixel's block are one
// vector through both transforms. Transformed inputs are [point][tile][channel], weights [point][panel][channel][2
// kLanes], products [point][tile][channel of a group of panels] (winograd_conv2d.h, winograd_conv2d_weight.h).
//
// Algorithm: Winograd's, of the sizes of points.h. A call takes a block of tiles. It transforms their inputs, all
// channels; then for each group of panels it multiplies, point by point, the [tiles][channels] matrix of inputs by the
// panels (tile_product.h), and transforms the products back, with bias, residual and activation. So the weights pass
// once for each block of tiles, and a panel of them stays in the L1 cache while all tiles of the block meet it;
// products never leave the L2 cache.
//
// Numerical contract: an element's sum over the channels is in their order, whatever the tiles and panels of the call:
// its bits depend on neither. The error is that of a direct convolution times a small factor; see points.h. One input
// that is infinite or NaN makes all outputs of the tiles that see it NaN.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "kernels/activation/functions.h"
#include "kernels/winograd_conv2d/tile_product.h"
#include "kernels/winograd_conv2d/transforms.h"
#include "kernels/winograd_conv2d/winograd_conv2d.h"

namespace convolt {
namespace {

/// Where a tile's outputs begin.
struct TilePlace {
  int64_t sample, y, x;
};

CONVOLT_INLINE TilePlace place_of(const WinogradConv2dParams& p, int64_t tile) {
  const int64_t height = p.size.rows.tile, width = p.size.columns.tile;
  const int64_t columns = ceil_div(p.output_width, width), rows = ceil_div(p.output_height, height);
  return {tile / (rows * columns), tile / columns % rows * height, tile % columns * width};
}

/// The one-dimensional algorithms of a size, and its numbers.
template <int kSize>
struct WinogradTile {
  static constexpr WinogradSize kNumbers = kWinogradSizes[kSize];
  using Rows = WinogradRow<static_cast<int>(kNumbers.rows.tile), static_cast<int>(kNumbers.rows.taps)>;
  using Columns = WinogradRow<static_cast<int>(kNumbers.columns.tile), static_cast<int>(kNumbers.columns.taps)>;
  static constexpr int kHeight = static_cast<int>(kNumbers.rows.tile), kWidth = static_cast<int>(kNumbers.columns.tile);
  static constexpr int kPointRows = Rows::kPoints, kPointColumns = Columns::kPoints;
};

/// The window of a tile on the image; outside of [top, bottom) and [left, right) it sees zeros.
struct TileWindow {
  int64_t row_stride;
  int64_t top, bottom, left, right;
};

/// Transforms a tile of one block of channels. kInside: the whole window lies on the image.
template <class Tile, bool kInside>
void transform_input(const TileWindow& window, const float* from, float* to, int64_t point_stride) {
  constexpr int kRows = Tile::kPointRows, kColumns = Tile::kPointColumns;
  Vec half[kRows][kColumns];
  CONVOLT_UNROLL
  for (int j = 0; j < kColumns; ++j) {
    Vec d[kRows], t[kRows];
    CONVOLT_UNROLL
    for (int i = 0; i < kRows; ++i) {
      const bool inside =
          kInside || (i >= window.top && i < window.bottom && j >= window.left && j < window.right);
      d[i] = inside ? load(from + i * window.row_stride + j * kLanes) : zero();
    }
    Tile::Rows::input(d, t);
    CONVOLT_UNROLL
    for (int i = 0; i < kRows; ++i) half[i][j] = t[i];
  }
  CONVOLT_UNROLL
  for (int i = 0; i < kRows; ++i) {
    Vec t[kColumns];
    Tile::Columns::input(half[i], t);
    CONVOLT_UNROLL
    for (int j = 0; j < kColumns; ++j) store(to + (i * kColumns + j) * point_stride, t[j]);
  }
}

/// Transforms the inputs of the call's tiles.
template <class Tile>
CONVOLT_INLINE void transform_inputs(const WinogradConv2dParams& p) {
  const int64_t blocks = ceil_div(p.input_channels, kLanes), row_stride = p.width * kLanes;
  float* row = p.workspace;
  for (int64_t tile = p.tiles.begin; tile < p.tiles.end; ++tile, row += p.scratch.input_row) {
    const TilePlace place = place_of(p, tile);
    const int64_t y = place.y - p.pad_top, x = place.x - p.pad_left;
    const float* from = p.input + place.sample * p.input_stride + y * row_stride + x * kLanes;
    const TileWindow window = {row_stride, -y, p.height - y, -x, p.width - x};
    const bool inside = y >= 0 && x >= 0 && y + Tile::kPointRows <= p.height && x + Tile::kPointColumns <= p.width;
    const auto transform = inside ? transform_input<Tile, true> : transform_input<Tile, false>;
    for (int64_t block = 0; block < blocks; ++block, from += p.height * row_stride) {
      transform(window, from, row + block * kLanes, p.scratch.input_point);
    }
  }
}

/// Multiplies the transformed inputs by a group of panels.
CONVOLT_INLINE void multiply_group(const WinogradConv2dParams& p, Range panels, int64_t points, float* products) {
  const int64_t tiles = p.tiles.end - p.tiles.begin;
  const int64_t output_blocks = ceil_div(p.output_channels, kLanes);
  const int64_t depth = ceil_div(p.input_channels, kLanes) * kLanes;  // that weights are packed with
  const auto wide = share_out<TileProducts<kPanelVectors>>(tiles);
  const auto narrow = share_out<TileProducts<1>>(tiles);
  for (int64_t point = 0; point < points; ++point) {
    for (int64_t panel = panels.begin; panel < panels.end; ++panel) {
      const auto& tiling = kPanelVectors * panel + 1 < output_blocks ? wide : narrow;
      const float* weight = p.weight + (point * output_blocks * kLanes + panel * kPanelLanes) * depth;
      // Behind a group's last panel lies one that a later group meets, or the next point's first; only at the very end
      // nothing.
      const int64_t step = kPanelLanes / tiling.tiles;
      TileProduct product = {p.workspace + point * p.scratch.input_point,
                             p.scratch.input_row,
                             weight,
                             p.input_channels,
                             products + point * p.scratch.product_point + (panel - panels.begin) * kPanelLanes,
                             p.scratch.product_row,
                             weight + depth * kPanelLanes,
                             step};
      for (int64_t i = 0; i < tiling.tiles; ++i) {
        const bool taller = i < tiling.taller;
        (taller ? tiling.tall : tiling.low)(product);
        const int64_t rows = tiling.least + (taller ? 1 : 0);
        product.inputs += rows * product.input_row;
        product.products += rows * product.product_row;
        product.next += product.depth * step;
      }
    }
  }
}

/// One block of channels of a tile of outputs, `rows` by `columns` of which lie on the image.
struct OutputTile {
  const float* products;
  int64_t point_stride;
  Vec bias;
  const float* residual;  // or null
  float* output;
  int64_t row_stride;
  int64_t rows, columns;
};

/// kWhole: the image holds all of the tile.
template <class Tile, bool kWhole>
void transform_output(const OutputTile& tile, const Ending& ending) {
  constexpr int kRows = Tile::kPointRows, kColumns = Tile::kPointColumns;
  Vec half[Tile::kHeight][kColumns];
  CONVOLT_UNROLL
  for (int j = 0; j < kColumns; ++j) {
    Vec m[kRows], y[Tile::kHeight];
    CONVOLT_UNROLL
    for (int i = 0; i < kRows; ++i) m[i] = load(tile.products + (i * kColumns + j) * tile.point_stride);
    Tile::Rows::output(m, y);
    CONVOLT_UNROLL
    for (int i = 0; i < Tile::kHeight; ++i) half[i][j] = y[i];
  }
  CONVOLT_UNROLL
  for (int i = 0; i < Tile::kHeight; ++i) {
    if (!kWhole && i >= tile.rows) break;
    Vec y[Tile::kWidth];
    Tile::Columns::output(half[i], y);
    CONVOLT_UNROLL
    for (int j = 0; j < Tile::kWidth; ++j) {
      if (!kWhole && j >= tile.columns) break;
      const int64_t at = i * tile.row_stride + j * kLanes;
      Vec sum = add(y[j], tile.bias);
      if (tile.residual != nullptr) sum = add(sum, load(tile.residual + at));
      if (ending.bounds) sum = clamp(sum, broadcast(ending.low), broadcast(ending.high));
      store(tile.output + at, sum);
    }
  }
}

/// Transforms the products of a group of panels back.
template <class Tile>
CONVOLT_INLINE void transform_outputs(const WinogradConv2dParams& p, Range panels, const float* products) {
  const int64_t output_blocks = ceil_div(p.output_channels, kLanes);
  const int64_t row_stride = p.output_width * kLanes, plane = p.output_height * row_stride;
  const int64_t first = kPanelVectors * panels.begin, last = min(kPanelVectors * panels.end, output_blocks);
  const Ending ending = ending_of(p.activation);
  for (int64_t tile = p.tiles.begin; tile < p.tiles.end; ++tile, products += p.scratch.product_row) {
    const TilePlace place = place_of(p, tile);
    const int64_t at = place.y * row_stride + place.x * kLanes;
    const int64_t rows = min(Tile::kHeight, p.output_height - place.y);
    const int64_t columns = min(Tile::kWidth, p.output_width - place.x);
    const bool whole = rows == Tile::kHeight && columns == Tile::kWidth;
    const auto transform = whole ? transform_output<Tile, true> : transform_output<Tile, false>;
    for (int64_t block = first; block < last; ++block) {
      const int64_t channel = block * kLanes;
      const int lanes = static_cast<int>(min(kLanes, p.output_channels - channel));
      const float* residual = p.residual;
      if (residual != nullptr) residual += (place.sample * output_blocks + block) * plane + at;
      float* output = p.output + place.sample * p.output_stride + block * plane + at;
      transform({products + (block - first) * kLanes, p.scratch.product_point,
                 p.bias == nullptr ? zero() : load_partial(p.bias + channel, lanes), residual, output, row_stride, rows,
                 columns},
                ending);
      if (ending.curve) activate_rows(p.activation, output, output, rows, columns * kLanes, row_stride);
    }
  }
}

template <class Tile>
CONVOLT_INLINE void winograd_conv2d_tiles(const WinogradConv2dParams& p) {
  constexpr int64_t kPoints = Tile::kPointRows * Tile::kPointColumns;
  float* products = p.workspace + kPoints * p.scratch.input_point;
  transform_inputs<Tile>(p);
  for (int64_t panel = p.panels.begin; panel < p.panels.end; panel += p.scratch.group_panels) {
    const Range group = {panel, min(panel + p.scratch.group_panels, p.panels.end)};
    multiply_group(p, group, kPoints, products);
    transform_outputs<Tile>(p, group, products);
  }
}

/// Finds the size from number kSize on.
template <int kSize = 0>
CONVOLT_INLINE void winograd_conv2d_body(const WinogradConv2dParams& p) {
  constexpr WinogradAxis kRows = kWinogradSizes[kSize].rows, kColumns = kWinogradSizes[kSize].columns;
  if (p.size.rows.tile == kRows.tile && p.size.rows.taps == kRows.taps && p.size.columns.tile == kColumns.tile &&
      p.size.columns.taps == kColumns.taps) {
    winograd_conv2d_tiles<WinogradTile<kSize>>(p);
  } else if constexpr (kSize + 1 < kWinogradSizeCount) {
    winograd_conv2d_body<kSize + 1>(p);
  }
}

}  // namespace
}  // namespace convolt
