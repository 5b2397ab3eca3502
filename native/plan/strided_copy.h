// Copying one tensor into another of any strides: what copy and cat share.
#pragma once

#include "core/tensor_view.h"
#include "parallel/thread_pool.h"
#include "plan/loop_nest.h"

namespace convolt {

/// The elements of one tensor, converted to the dtype of another and broadcast to its shape.
class StridedCopy {
 public:
  /// Throws an Error unless `from` broadcasts to `to`.
  StridedCopy(const TensorView& to, const TensorView& from);

  /// Copies between tensors of the shapes, strides and dtypes given before.
  void run(const void* from, void* to, ThreadPool& pool) const;

 private:
  LoopNest nest_;
  const DType to_dtype_, from_dtype_;
};

}  // namespace convolt
