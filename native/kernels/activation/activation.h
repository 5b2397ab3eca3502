// y[i] = f(x[i]) over a contiguous run, for activation functions of up to two parameters.
#pragma once

#include <stdint.h>

#include "core/pod/activation.h"

namespace convolt {

constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSeluScale = 1.0507009873554804934193349852946;

template <class T>
struct ActivationParams {
  ActivationFunction function;
  T a;
  T b;
  const T* x;
  T* y;  // may be x
  int64_t count;
};

template <class T>
using ActivationKernel = void (*)(const ActivationParams<T>&);

void activation_reference(const ActivationParams<float>&);
void activation_scalar(const ActivationParams<float>&);
void activation_sse2(const ActivationParams<float>&);
void activation_avx2(const ActivationParams<float>&);
void activation_avx512(const ActivationParams<float>&);
void activation_neon(const ActivationParams<float>&);

/// What activation_reference computes, for the references of kernels that end in an activation.
double activation_value(const Activation&, double x);

// These dtypes have no other variant. Integers have kHardtanh, kRelu and kThreshold only.
void activation_float64(const ActivationParams<double>&);
void activation_int64(const ActivationParams<int64_t>&);

}  // namespace convolt
