// y[i] = f(x[i]) over a contiguous run.
#pragma once

#include <stdint.h>

namespace convolt {

/// A new one is a line here, a line in unary_reference.cpp, a line in unary_body.h, and a line in plan/op_list.cpp.
enum class UnaryFunction : uint8_t {
  kAbs,
  kCeil,
  kCos,
  kExp,
  kExp2,
  kExpm1,
  kFloor,
  kLog,
  kLog10,
  kLog1p,
  kLog2,
  kNeg,
  kReciprocal,
  kRound,  // ties to even
  kRsqrt,
  kSign,  // 0 for NaN
  kSin,
  kSqrt,
  kTrunc,
};

template <class T>
struct UnaryParams {
  UnaryFunction function;
  const T* x;
  T* y;  // may be x
  int64_t count;
};

template <class T>
using UnaryKernel = void (*)(const UnaryParams<T>&);

void unary_reference(const UnaryParams<float>&);
void unary_scalar(const UnaryParams<float>&);
void unary_sse2(const UnaryParams<float>&);
void unary_avx2(const UnaryParams<float>&);
void unary_avx512(const UnaryParams<float>&);
void unary_neon(const UnaryParams<float>&);

// These dtypes have no other variant. Integers have kAbs, kNeg and kSign, and are their own
// floor, ceil, round and trunc; the smallest wraps.
void unary_float64(const UnaryParams<double>&);
void unary_int64(const UnaryParams<int64_t>&);

}  // namespace convolt
