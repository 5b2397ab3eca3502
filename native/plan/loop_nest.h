// The loops of an op that walks several tensors of one (broadcast) shape together.
#pragma once

#include <algorithm>
#include <initializer_list>

#include "core/tensor_view.h"
#include "parallel/thread_pool.h"

namespace convolt {

/// Elements a task: small enough to share among threads, large enough to be worth a hand-over.
constexpr int64_t kTaskElements = 16384;

/// Nested loops over the index space of operand 0, the output, to which the others broadcast. Loops of size 1 are
/// dropped, the others sorted so that the output's smallest stride is innermost, and neighbours that run through the
/// memory of every operand as one are merged: contiguous tensors of one shape leave a single loop.
class LoopNest {
 public:
  static constexpr int kMaxOperands = 4;

  /// Throws an Error unless every operand broadcasts to the first.
  explicit LoopNest(std::initializer_list<TensorView> operands);

  /// Rows and columns of the two innermost loops, and where they start in each operand, in elements.
  struct Tile {
    int64_t offsets[kMaxOperands];
    int64_t rows;
    int64_t columns;
  };

  int64_t row_stride(int operand) const { return strides_[operand][kRows]; }
  int64_t column_stride(int operand) const { return strides_[operand][kColumns]; }

  /// Makes the loop in which `operand` has its smallest stride the rows. If that is the columns, and a tile of the two
  /// innermost loops would be tiny, the longest loop becomes the rows. For transposes.
  void bring_to_rows(int operand);

  /// Calls body(tile) for tiles that cover the index space, in parallel.
  template <class Body>
  void for_each_tile(ThreadPool& pool, const Body& body) const {
    if (is_empty()) return;
    const int64_t width = std::min(shape_[kColumns], kTaskElements);
    const int64_t height = std::min(shape_[kRows], std::max<int64_t>(1, kTaskElements / width));
    const int64_t across = (shape_[kColumns] + width - 1) / width;
    const int64_t down = (shape_[kRows] + height - 1) / height;
    int64_t tiles = across * down;
    for (int loop = 0; loop < kRows; ++loop) tiles *= shape_[loop];
    const int64_t tiles_per_task = std::max<int64_t>(1, kTaskElements / (width * height));
    pool.parallel_for((tiles + tiles_per_task - 1) / tiles_per_task, [&](int64_t task, int) {
      const int64_t end = std::min(tiles, (task + 1) * tiles_per_task);
      for (int64_t i = task * tiles_per_task; i < end; ++i) {
        const int64_t column = i % across * width;
        const int64_t row = i / across % down * height;
        Tile tile = tile_at(i / (across * down), row, column);
        tile.rows = std::min(height, shape_[kRows] - row);
        tile.columns = std::min(width, shape_[kColumns] - column);
        body(tile);
      }
    });
  }

 private:
  static constexpr int kRows = kMaxRank - 2;
  static constexpr int kColumns = kMaxRank - 1;

  bool is_empty() const;
  Tile tile_at(int64_t outer, int64_t row, int64_t column) const;
  void swap_loops(int a, int b);
  void sort();
  void merge();

  int operands_;
  // Aligned to the right, outer loops of size 1 in front.
  int64_t shape_[kMaxRank];
  int64_t strides_[kMaxOperands][kMaxRank] = {};
};

}  // namespace convolt
