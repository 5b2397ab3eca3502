// Layout: two flat runs of floats. Algorithm: one vector at a time, the last one partial.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/unary/unary.h"

namespace convolt {
namespace {

template <class Function>
CONVOLT_INLINE void map(const UnaryParams& params, Function function) {
  int64_t i = 0;
  for (; i + kLanes <= params.count; i += kLanes) store(params.y + i, function(load(params.x + i)));
  const int rest = static_cast<int>(params.count - i);
  if (rest > 0) store_partial(params.y + i, function(load_partial(params.x + i, rest)), rest);
}

CONVOLT_INLINE void unary_body(const UnaryParams& params) {
  switch (params.function) {
    case UnaryFunction::kRelu:
      return map(params, [](Vec x) { return maximum(x, zero()); });
  }
}

}  // namespace
}  // namespace convolt
