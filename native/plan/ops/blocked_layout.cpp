// toBlocked, fromBlocked: images from (N, C, H, W) to blocks of channels and back.
#include "kernels/blocked_layout/blocked_layout.h"

#include "plan/ops.h"
#include "plan/ops/blocked.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// `Params` is ToBlockedParams or FromBlockedParams.
template <class Params>
class BlockedLayout final : public Op {
 public:
  BlockedLayout(void (*kernel)(const Params&), const TensorView& x, const TensorView& y, int64_t channels)
      : kernel_(kernel),
        x_(samples_of(x)),
        y_(samples_of(y)),
        channels_(channels),
        pixels_(x.shape[2] * x.shape[3]) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    if (y_.elements == 0) return;
    const int64_t block = kernels().channel_block;
    parallel_sample_ranges(pool, y_.count, blocks_of(channels_) * pixels_, block, [&](int64_t sample, Range range) {
      kernel_({inputs[0].as<float>() + sample * x_.stride, outputs[0].as<float>() + sample * y_.stride, channels_,
               pixels_, block, range});
    });
  }

 private:
  void (*const kernel_)(const Params&);
  const Samples x_, y_;
  const int64_t channels_, pixels_;
};

/// Returns the channels.
int64_t check(const char* op, const TensorView& plain, const TensorView& blocked) {
  require(plain.dtype == DType::kFloat32 && plain.rank == 4 && plain.shape[1] >= 1 && plain.shape[1] <= kMaxExtent,
          [&] { return std::string(op) + ": " + to_string(plain) + " is no image of float32"; });
  require_blocked(op, blocked, plain.shape[1]);
  require(plain.shape[0] == blocked.shape[0] && plain.shape[2] == blocked.shape[2] && plain.shape[3] == blocked.shape[3],
          [&] { return std::string(op) + ": " + to_string(plain) + " does not fit " + to_string(blocked); });
  return plain.shape[1];
}

}  // namespace

std::unique_ptr<Op> prepare_to_blocked(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "toBlocked takes one input and one output");
  const int64_t channels = check("toBlocked", inputs[0], outputs[0]);
  return std::make_unique<BlockedLayout<ToBlockedParams>>(kernels().to_blocked, inputs[0], outputs[0], channels);
}

std::unique_ptr<Op> prepare_from_blocked(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "fromBlocked takes one input and one output");
  const int64_t channels = check("fromBlocked", outputs[0], inputs[0]);
  return std::make_unique<BlockedLayout<FromBlockedParams>>(kernels().from_blocked, inputs[0], outputs[0], channels);
}

}  // namespace convolt
