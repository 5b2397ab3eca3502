// y[i] = f(x[i]) over a contiguous run of float32.
#pragma once

#include <stdint.h>

namespace convolt {

enum class UnaryFunction : uint8_t {
  kRelu,  // max(x, 0); NaN stays NaN
};

struct UnaryParams {
  UnaryFunction function;
  const float* x;
  float* y;  // may be x
  int64_t count;
};

using UnaryKernel = void (*)(const UnaryParams&);

void unary_reference(const UnaryParams&);
void unary_scalar(const UnaryParams&);
void unary_sse2(const UnaryParams&);
void unary_avx2(const UnaryParams&);
void unary_avx512(const UnaryParams&);
void unary_neon(const UnaryParams&);

}  // namespace convolt
