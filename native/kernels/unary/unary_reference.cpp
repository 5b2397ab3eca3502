#include "kernels/unary/unary.h"

namespace convolt {
namespace {

float evaluate(UnaryFunction function, float x) {
  switch (function) {
    case UnaryFunction::kRelu:
      return x < 0.0f ? 0.0f : x;
  }
  return x;
}

}  // namespace

void unary_reference(const UnaryParams& params) {
  for (int64_t i = 0; i < params.count; ++i) params.y[i] = evaluate(params.function, params.x[i]);
}

}  // namespace convolt
