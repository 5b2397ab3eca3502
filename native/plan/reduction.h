// What reductions share: the input as [outer, rows, columns], of which the rows are reduced.
#pragma once

#include "core/attributes.h"
#include "core/tensor_view.h"
#include "plan/loop_nest.h"

namespace convolt {

class Reduction {
 public:
  /// `dims`, an attribute, lists the reduced dimensions: ascending, without gaps. Throws an Error when they are not, or
  /// when an output does not have exactly one element for each reduced group.
  Reduction(const Attributes& attributes, const TensorView& input, const TensorViews& outputs);

  int64_t rows() const { return rows_; }
  int64_t row_stride() const { return columns_; }

  /// Calls body(input_offset, output_offset, columns) for runs of columns that cover the output, in parallel.
  template <class Body>
  void for_each_run(ThreadPool& pool, const Body& body) const {
    if (outer_ == 0 || columns_ == 0) return;
    const int64_t width = std::min(columns_, kColumns);
    const int64_t across = (columns_ + width - 1) / width;
    const int64_t runs = outer_ * across;
    const int64_t runs_per_task = std::max<int64_t>(1, kTaskElements / (width * std::max<int64_t>(1, rows_)));
    pool.parallel_for((runs + runs_per_task - 1) / runs_per_task, [&](int64_t task, int) {
      for (int64_t run = task * runs_per_task; run < std::min(runs, (task + 1) * runs_per_task); ++run) {
        const int64_t outer = run / across, column = run % across * width;
        body(outer * rows_ * columns_ + column, outer * columns_ + column, std::min(width, columns_ - column));
      }
    });
  }

 private:
  static constexpr int64_t kColumns = 256;

  int64_t outer_ = 1;
  int64_t rows_ = 1;
  int64_t columns_ = 1;
};

}  // namespace convolt
