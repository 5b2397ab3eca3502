#include "kernels/gather/gather.h"

#include <string.h>

namespace convolt {
namespace {

/// From the front; -1 where it is out of range.
int64_t wrap(int64_t index, int64_t size) {
  if (index < 0) index += size;
  return index >= 0 && index < size ? index : -1;
}

template <class T>
void gather(const GatherParams& p) {
  const auto* x = static_cast<const T*>(p.x);
  auto* y = static_cast<T*>(p.y);
  for (int64_t i = 0; i < p.count; ++i) {
    const int64_t at = wrap(p.index[i * p.index_stride], p.size);
    y[i * p.y_stride] = at < 0 ? T{} : x[at * p.x_index_stride + i * p.x_stride];
  }
}

template <class T>
void scatter(const ScatterParams& p) {
  const auto* x = static_cast<const T*>(p.x);
  auto* y = static_cast<T*>(p.y);
  for (int64_t i = 0; i < p.count; ++i) {
    const int64_t at = wrap(p.index[i * p.index_stride], p.size);
    if (at >= 0) y[at * p.y_stride] = x[i * p.x_stride];
  }
}

}  // namespace

void gather_reference(const GatherParams& params) {
  switch (params.element_size) {
    case 1:
      return gather<uint8_t>(params);
    case 2:
      return gather<uint16_t>(params);
    case 4:
      return gather<uint32_t>(params);
    case 8:
      return gather<uint64_t>(params);
  }
}

void scatter_reference(const ScatterParams& params) {
  switch (params.element_size) {
    case 1:
      return scatter<uint8_t>(params);
    case 2:
      return scatter<uint16_t>(params);
    case 4:
      return scatter<uint32_t>(params);
    case 8:
      return scatter<uint64_t>(params);
  }
}

void gather_blocks_reference(const GatherBlocksParams& p) {
  const auto* x = static_cast<const char*>(p.x);
  auto* y = static_cast<char*>(p.y);
  const auto bytes = static_cast<size_t>(p.block_bytes);
  for (int64_t i = 0; i < p.count; ++i, y += bytes) {
    const int64_t at = wrap(p.index[i], p.size);
    if (at < 0) {
      memset(y, 0, bytes);
    } else {
      memcpy(y, x + at * p.block_bytes, bytes);
    }
  }
}

}  // namespace convolt
