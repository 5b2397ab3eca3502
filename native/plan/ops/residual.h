// An optional input of ops that multiply by weights: a tensor that is added before the activation.
#pragma once

#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/tensor_view.h"

namespace convolt {

/// The place of the residual among the inputs, after input, weight and bias.
constexpr size_t kResidual = 3;

/// The residual's elements, or null.
inline const float* residual_of(const TensorViews& inputs) {
  return inputs.size() > kResidual ? inputs[kResidual].as<float>() : nullptr;
}

/// Throws an Error unless the residual, if there is one, is a float32 of the output's shape.
inline void require_residual(const std::string& op, const TensorViews& inputs, const TensorView& output) {
  if (inputs.size() <= kResidual || !inputs[kResidual].present()) return;
  const TensorView& residual = inputs[kResidual];
  require(residual.dtype == DType::kFloat32 && residual.rank == output.rank &&
              std::equal(output.shape, output.shape + output.rank, residual.shape),
          [&] { return op + ": residual " + to_string(residual) + " does not fit output " + to_string(output); });
}

}  // namespace convolt
