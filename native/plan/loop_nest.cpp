#include "plan/loop_nest.h"

#include "core/error.h"

namespace convolt {
namespace {

/// What is copied in the time that it takes to find where a tile begins, or more.
constexpr int64_t kLeastTileElements = 256;

}  // namespace

LoopNest::LoopNest(std::initializer_list<TensorView> operands) : operands_(static_cast<int>(operands.size())) {
  std::fill(shape_, shape_ + kMaxRank, 1);
  const TensorView& output = *operands.begin();
  for (int d = 0; d < output.rank; ++d) shape_[kMaxRank - output.rank + d] = output.shape[d];
  int64_t* strides = strides_[0];
  for (const TensorView& operand : operands) {
    const int front = kMaxRank - operand.rank;
    require(operand.rank <= output.rank,
            [&] { return to_string(operand) + " does not broadcast to " + to_string(output); });
    for (int d = 0; d < operand.rank; ++d) {
      const bool same = operand.shape[d] == shape_[front + d];
      require(same || operand.shape[d] == 1,
              [&] { return to_string(operand) + " does not broadcast to " + to_string(output); });
      strides[front + d] = same && operand.shape[d] != 1 ? operand.strides[d] : 0;
    }
    strides += kMaxRank;
  }
  // Where there is no element, the product of the other sizes may be beyond any number.
  if (is_empty()) return;
  sort();
  merge();
}

bool LoopNest::is_empty() const { return std::find(shape_, shape_ + kMaxRank, 0) != shape_ + kMaxRank; }

void LoopNest::swap_loops(int a, int b) {
  std::swap(shape_[a], shape_[b]);
  for (int k = 0; k < operands_; ++k) std::swap(strides_[k][a], strides_[k][b]);
}

void LoopNest::sort() {
  const auto outside = [&](int a, int b) {
    return shape_[a] == 1 ? shape_[b] != 1 : shape_[b] != 1 && strides_[0][a] > strides_[0][b];
  };
  for (int end = 1; end < kMaxRank; ++end) {
    for (int d = end; d > 0 && outside(d, d - 1); --d) swap_loops(d, d - 1);
  }
}

void LoopNest::merge() {
  int inner = kColumns;
  for (int d = kColumns - 1; d >= 0; --d) {
    bool one_run = true;
    for (int k = 0; k < operands_; ++k) one_run &= strides_[k][d] == strides_[k][inner] * shape_[inner];
    if (one_run || shape_[d] == 1) {
      shape_[inner] *= shape_[d];
    } else {
      --inner;
      if (inner != d) swap_loops(inner, d);
    }
    if (inner != d) shape_[d] = 1;
  }
}

void LoopNest::bring_to_rows(int operand) {
  int nearest = kColumns;
  for (int d = kColumns - 1; d >= 0; --d) {
    if (shape_[d] != 1 && strides_[operand][d] < strides_[operand][nearest]) nearest = d;
  }
  if (nearest != kColumns) {
    swap_loops(nearest, kRows);
  } else if (shape_[kColumns] * shape_[kRows] < kLeastTileElements) {
    const int longest = static_cast<int>(std::max_element(shape_, shape_ + kColumns) - shape_);
    if (longest != kRows) swap_loops(longest, kRows);
  }
}

LoopNest::Tile LoopNest::tile_at(int64_t outer, int64_t row, int64_t column) const {
  Tile tile{};
  for (int k = 0; k < operands_; ++k) tile.offsets[k] = row * row_stride(k) + column * column_stride(k);
  for (int d = kRows - 1; d >= 0 && outer > 0; --d) {
    const int64_t index = outer % shape_[d];
    outer /= shape_[d];
    for (int k = 0; k < operands_; ++k) tile.offsets[k] += index * strides_[k][d];
  }
  return tile;
}

}  // namespace convolt
