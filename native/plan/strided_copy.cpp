#include "plan/strided_copy.h"

#include "dispatch/kernel_table.h"
#include "kernels/copy/copy.h"

namespace convolt {

StridedCopy::StridedCopy(const TensorView& to, const TensorView& from)
    : nest_({to, from}), to_dtype_(to.dtype), from_dtype_(from.dtype) {
  nest_.bring_to_rows(1);
}

void StridedCopy::run(const void* from, void* to, ThreadPool& pool) const {
  const auto* from_bytes = static_cast<const char*>(from);
  auto* to_bytes = static_cast<char*>(to);
  const int64_t from_size = element_size(from_dtype_), to_size = element_size(to_dtype_);
  nest_.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
    kernels().copy({from_dtype_, to_dtype_, from_bytes + tile.offsets[1] * from_size,
                    to_bytes + tile.offsets[0] * to_size, tile.rows, tile.columns, nest_.row_stride(1),
                    nest_.column_stride(1), nest_.row_stride(0), nest_.column_stride(0)});
  });
}

}  // namespace convolt
