// y = activation(x W^T + b + residual): rows of x against rows of W, as PyTorch lays out a linear layer.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"

namespace convolt {

struct LinearParams {
  const float* x;       // [rows][inputs]
  const float* weight;  // [outputs][inputs]
  const float* bias;    // [outputs], or null
  const float* residual;  // as y, which it may be, or null
  float* y;               // [rows][outputs]
  int64_t inputs, outputs;
  Activation activation;
  Range rows, columns;  // the part of y that this call computes
};

using LinearKernel = void (*)(const LinearParams&);

void linear_reference(const LinearParams&);
void linear_scalar(const LinearParams&);
void linear_sse2(const LinearParams&);
void linear_avx2(const LinearParams&);
void linear_avx512(const LinearParams&);
void linear_neon(const LinearParams&);

}  // namespace convolt
