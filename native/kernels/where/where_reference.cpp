#include "kernels/where/where.h"

namespace convolt {
namespace {

template <class T>
void choose(const WhereParams& p) {
  const auto *a = static_cast<const T*>(p.a), *b = static_cast<const T*>(p.b);
  auto* y = static_cast<T*>(p.y);
  const bool in_order = p.condition_stride == 1 && p.y_stride == 1;
  if (in_order && p.a_stride == 1 && p.b_stride == 1) {
    for (int64_t i = 0; i < p.count; ++i) y[i] = p.condition[i] ? a[i] : b[i];
  } else if (in_order && p.a_stride == 0 && p.b_stride == 1) {
    const T value = *a;
    for (int64_t i = 0; i < p.count; ++i) y[i] = p.condition[i] ? value : b[i];
  } else {
    for (int64_t i = 0; i < p.count; ++i) {
      y[i * p.y_stride] = p.condition[i * p.condition_stride] ? a[i * p.a_stride] : b[i * p.b_stride];
    }
  }
}

}  // namespace

void where_reference(const WhereParams& params) {
  switch (params.element_size) {
    case 1:
      return choose<uint8_t>(params);
    case 2:
      return choose<uint16_t>(params);
    case 4:
      return choose<uint32_t>(params);
    case 8:
      return choose<uint64_t>(params);
  }
}

}  // namespace convolt
