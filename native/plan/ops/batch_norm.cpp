#include "kernels/batch_norm/batch_norm.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

// Inputs: x (N, C, …), runningMean, runningVar, weight or none, bias or none.
enum Input { kX, kMean, kVar, kWeight, kBias, kInputCount };

class BatchNorm final : public Op {
 public:
  BatchNorm(const TensorView& x, const TensorView& y, float eps)
      : channels_(x.shape[1]), x_(samples_of(x)), y_(samples_of(y)), eps_(eps) {
    if (x.numel() == 0) return;  // sizes beside a zero may have a product that overflows
    for (int d = 2; d < x.rank; ++d) inner_ *= x.shape[d];
  }

  size_t workspace_bytes(int) const override { return static_cast<size_t>(2 * channels_) * sizeof(float); }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    float* scale = static_cast<float*>(workspace);
    float* shift = scale + channels_;
    fold(inputs, scale, shift);
    parallel_sample_ranges(pool, y_.count, y_.elements / inner_, inner_, [&](int64_t sample, Range planes) {
      kernels().batch_norm({inputs[kX].as<float>() + sample * x_.stride, outputs[0].as<float>() + sample * y_.stride,
                            scale, shift, channels_, inner_, planes});
    });
  }

 private:
  /// (x - mean) / sqrt(var + eps) * weight + bias as x * scale + shift, rounded where PyTorch rounds.
  void fold(const TensorViews& inputs, float* scale, float* shift) const {
    const float* weight = inputs[kWeight].as<float>();
    const float* bias = inputs[kBias].as<float>();
    for (int64_t c = 0; c < channels_; ++c) {
      const float inverse_deviation = 1.0f / std::sqrt(inputs[kVar].as<float>()[c] + eps_);
      scale[c] = inputs[kWeight].present() ? inverse_deviation * weight[c] : inverse_deviation;
      shift[c] = (inputs[kBias].present() ? bias[c] : 0.0f) - inputs[kMean].as<float>()[c] * scale[c];
    }
  }

  const int64_t channels_;
  const Samples x_, y_;
  int64_t inner_ = 1;
  const float eps_;
};

}  // namespace

std::unique_ptr<Op> prepare_batch_norm(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  require(inputs.size() == kInputCount && outputs.size() == 1, "batchNorm takes five inputs and one output");
  const TensorView& x = inputs[kX];
  require(x.dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32, "batchNorm takes float32");
  require(x.rank >= 2 && x.rank == outputs[0].rank && std::equal(x.shape, x.shape + x.rank, outputs[0].shape),
          [&] { return "batchNorm: output " + to_string(outputs[0]) + " does not fit input " + to_string(x); });
  for (int i = kMean; i < kInputCount; ++i) {
    if (i >= kWeight && !inputs[i].present()) continue;
    require(inputs[i].dtype == DType::kFloat32 && inputs[i].rank == 1 && inputs[i].shape[0] == x.shape[1],
            [&] {
              return "batchNorm: " + to_string(inputs[i]) + " does not fit the channels of input " + to_string(x);
            });
  }
  return std::make_unique<BatchNorm>(x, outputs[0], static_cast<float>(attributes.number("eps")));
}

}  // namespace convolt
