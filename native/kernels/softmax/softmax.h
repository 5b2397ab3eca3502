// Softmax and its logarithm along the middle dimension of (outer, size, inner) float32.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

enum class SoftmaxFunction : uint8_t {
  kSoftmax,     // exp(x - max) / sum(exp(x - max))
  kLogSoftmax,  // x - max - log(sum(exp(x - max)))
};

struct SoftmaxParams {
  SoftmaxFunction function;
  const float* x;
  float* y;       // not x
  int64_t size;   // at least 1
  int64_t inner;  // the distance between neighbours along the dimension
  Range columns;  // the outer * inner vectors along the dimension, numbered through
};

using SoftmaxKernel = void (*)(const SoftmaxParams&);

void softmax_reference(const SoftmaxParams&);
void softmax_scalar(const SoftmaxParams&);
void softmax_sse2(const SoftmaxParams&);
void softmax_avx2(const SoftmaxParams&);
void softmax_avx512(const SoftmaxParams&);
void softmax_neon(const SoftmaxParams&);

}  // namespace convolt
