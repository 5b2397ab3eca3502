// blockedBatchNorm: batch normalisation as a scale and a shift for each channel of a blocked image, and an activation.
#include "kernels/blocked_batch_norm/blocked_batch_norm.h"

#include <algorithm>

#include "plan/activation.h"
#include "plan/ops.h"
#include "plan/ops/blocked.h"
#include "plan/split.h"

namespace convolt {
namespace {

class BlockedBatchNorm final : public Op {
 public:
  BlockedBatchNorm(const TensorView& x, const TensorView& y, int64_t channels, const Activation& activation)
      : x_(samples_of(x)),
        y_(samples_of(y)),
        channels_(channels),
        pixels_(x.shape[2] * x.shape[3]),
        activation_(activation) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t block = kernels().channel_block;
    parallel_sample_ranges(pool, y_.count, y_.elements / block, block, [&](int64_t sample, Range range) {
      kernels().blocked_batch_norm({inputs[0].as<float>() + sample * x_.stride,
                                    outputs[0].as<float>() + sample * y_.stride, inputs[1].as<float>(),
                                    inputs[2].as<float>(), channels_, pixels_, block, activation_, range});
    });
  }

 private:
  const Samples x_, y_;
  const int64_t channels_, pixels_;
  const Activation activation_;
};

}  // namespace

std::unique_ptr<Op> prepare_blocked_batch_norm(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs) {
  require(inputs.size() == 3 && outputs.size() == 1, "blockedBatchNorm takes input, scale and shift, and one output");
  const TensorView &x = inputs[0], &scale = inputs[1], &y = outputs[0];
  for (const TensorView& parameter : {scale, inputs[2]}) {
    require(parameter.dtype == DType::kFloat32 && parameter.rank == 1 && parameter.shape[0] == scale.shape[0], [&] {
      return "blockedBatchNorm: " + to_string(parameter) + " must be float32, one for each channel, as " +
             to_string(scale);
    });
  }
  const int64_t channels = scale.shape[0];
  require_blocked("blockedBatchNorm", x, channels);
  require(y.dtype == DType::kFloat32 && y.rank == x.rank && std::equal(x.shape, x.shape + x.rank, y.shape),
          [&] { return "blockedBatchNorm: output " + to_string(y) + " does not fit input " + to_string(x); });
  return std::make_unique<BlockedBatchNorm>(x, y, channels, decode_activation(attributes));
}

}  // namespace convolt
