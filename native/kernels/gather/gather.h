// Elements picked, or put, by indices: one line of a tensor of any strides. An index below 0 counts from the end; one
// that is out of range picks 0 and puts nothing, so that no index reaches other memory. Callers have checked them.
#pragma once

#include <stdint.h>

namespace convolt {

/// y[i * y_stride] = x[index[i * index_stride] * x_index_stride + i * x_stride]
struct GatherParams {
  int64_t element_size;  // in bytes: 1, 2, 4 or 8
  const void* x;
  int64_t size;  // of the indexed dimension
  const int64_t* index;
  void* y;
  int64_t count;
  // Strides in elements.
  int64_t x_index_stride;
  int64_t x_stride;
  int64_t index_stride;
  int64_t y_stride;
};

/// y[index[i * index_stride] * y_stride] = x[i * x_stride], in order of i
struct ScatterParams {
  int64_t element_size;
  const void* x;
  const int64_t* index;
  void* y;
  int64_t size;  // of the indexed dimension
  int64_t count;
  int64_t x_stride;
  int64_t index_stride;
  int64_t y_stride;
};

/// Block i of y is block index[i] of x.
struct GatherBlocksParams {
  const void* x;
  int64_t size;  // blocks of x
  const int64_t* index;
  void* y;
  int64_t count;
  int64_t block_bytes;
};

using GatherKernel = void (*)(const GatherParams&);
using ScatterKernel = void (*)(const ScatterParams&);
using GatherBlocksKernel = void (*)(const GatherBlocksParams&);

// The only variants: bound by memory.
void gather_reference(const GatherParams&);
void scatter_reference(const ScatterParams&);
void gather_blocks_reference(const GatherBlocksParams&);

}  // namespace convolt
