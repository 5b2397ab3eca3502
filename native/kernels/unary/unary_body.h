// Layout: two flat runs of floats. Algorithm: one vector at a time, the last one partial.
// Contract: abs, neg, reciprocal and sqrt are exact or correctly rounded; the others are within a few ulp
// (simd/math.h).
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/unary/unary.h"
#include "simd/math.h"

namespace convolt {
namespace {

template <class Function>
CONVOLT_INLINE void map(const UnaryParams<float>& params, Function function) {
  int64_t i = 0;
  for (; i + kLanes <= params.count; i += kLanes) store(params.y + i, function(load(params.x + i)));
  const int rest = static_cast<int>(params.count - i);
  if (rest > 0) store_partial(params.y + i, function(load_partial(params.x + i, rest)), rest);
}

CONVOLT_INLINE void unary_body(const UnaryParams<float>& params) {
  switch (params.function) {
    case UnaryFunction::kAbs:
      return map(params, [](Vec x) { return abs(x); });
    case UnaryFunction::kExp:
      return map(params, [](Vec x) { return exp(x); });
    case UnaryFunction::kLog:
      return map(params, [](Vec x) { return log(x); });
    case UnaryFunction::kNeg:
      return map(params, [](Vec x) { return mul(x, broadcast(-1.0f)); });
    case UnaryFunction::kReciprocal:
      return map(params, [](Vec x) { return div(broadcast(1.0f), x); });
    case UnaryFunction::kRsqrt:
      return map(params, [](Vec x) { return div(broadcast(1.0f), sqrt(x)); });
    case UnaryFunction::kSqrt:
      return map(params, [](Vec x) { return sqrt(x); });
    case UnaryFunction::kCeil:
    case UnaryFunction::kCos:
    case UnaryFunction::kExp2:
    case UnaryFunction::kExpm1:
    case UnaryFunction::kFloor:
    case UnaryFunction::kLog10:
    case UnaryFunction::kLog1p:
    case UnaryFunction::kLog2:
    case UnaryFunction::kRound:
    case UnaryFunction::kSign:
    case UnaryFunction::kSin:
    case UnaryFunction::kTrunc:
      return unary_reference(params);  // too rare in networks for polynomials of their own
  }
}

}  // namespace
}  // namespace convolt
