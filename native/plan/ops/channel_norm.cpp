// channelNorm and blockedChannelNorm: layer normalisation over the channels of each pixel.
#include "kernels/channel_norm/channel_norm.h"

#include <algorithm>
#include <string>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

// Inputs: x, weight or none, bias or none.
enum Input { kX, kWeight, kBias, kInputCount };

/// Pixels a task comes in multiples of this, so that kernels work in tiles and threads do not share cache lines.
constexpr int64_t kPixelMultiple = 32;

class ChannelNorm final : public Op {
 public:
  ChannelNorm(const TensorView& x, const TensorView& y, int64_t channels, int64_t block, float eps)
      : x_(samples_of(x)),
        y_(samples_of(y)),
        channels_(channels),
        plane_(x.numel() == 0 ? 0 : x.shape[2] * x.shape[3]),
        block_(block),
        eps_(eps) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const float* weight = inputs[kWeight].present() ? inputs[kWeight].as<float>() : nullptr;
    const float* bias = inputs[kBias].present() ? inputs[kBias].as<float>() : nullptr;
    const int64_t parts = (plane_ + kPixelMultiple - 1) / kPixelMultiple;
    parallel_sample_ranges(pool, y_.count, parts, kPixelMultiple * channels_, [&](int64_t sample, Range range) {
      const Range pixels{range.begin * kPixelMultiple, std::min(plane_, range.end * kPixelMultiple)};
      kernels().channel_norm({inputs[kX].as<float>() + sample * x_.stride,
                              outputs[0].as<float>() + sample * y_.stride, weight, bias, channels_, plane_, block_,
                              eps_, pixels});
    });
  }

 private:
  const Samples x_, y_;
  const int64_t channels_, plane_, block_;
  const float eps_;
};

/// @param channels of x, which lie in blocks of `block`
std::unique_ptr<Op> prepare(const std::string& name, int64_t channels, int64_t block, const Attributes& attributes,
                            const TensorViews& inputs, const TensorView& y) {
  const TensorView& x = inputs[kX];
  require(x.dtype == DType::kFloat32 && y.dtype == DType::kFloat32, [&] { return name + " takes float32"; });
  require(x.rank == y.rank && std::equal(x.shape, x.shape + x.rank, y.shape),
          [&] { return name + ": output " + to_string(y) + " does not fit input " + to_string(x); });
  for (int i : {kWeight, kBias}) {
    if (!inputs[i].present()) continue;
    require(inputs[i].dtype == DType::kFloat32 && inputs[i].rank == 1 && inputs[i].shape[0] == channels, [&] {
      return name + ": " + to_string(inputs[i]) + " does not fit the channels of input " + to_string(x);
    });
  }
  return std::make_unique<ChannelNorm>(x, y, channels, block, static_cast<float>(attributes.number("eps")));
}

}  // namespace

std::unique_ptr<Op> prepare_channel_norm(const Attributes& attributes, const TensorViews& inputs,
                                         const TensorViews& outputs) {
  require(inputs.size() == kInputCount && outputs.size() == 1, "channelNorm takes three inputs and one output");
  const TensorView& x = inputs[kX];
  require(x.rank == 4, [&] { return "channelNorm takes images, not " + to_string(x); });
  return prepare("channelNorm", x.shape[1], 1, attributes, inputs, outputs[0]);
}

std::unique_ptr<Op> prepare_blocked_channel_norm(const Attributes& attributes, const TensorViews& inputs,
                                                 const TensorViews& outputs) {
  require(inputs.size() == kInputCount && outputs.size() == 1, "blockedChannelNorm takes three inputs and one output");
  const TensorView& x = inputs[kX];
  const int64_t channels = attributes.integer("channels"), block = kernels().channel_block;
  require(x.rank == 5 && x.shape[4] == block && channels >= 1 && x.shape[1] == (channels - 1) / block + 1,
          [&] { return "blockedChannelNorm: " + to_string(x) + " has not the blocks of its channels"; });
  return prepare("blockedChannelNorm", channels, block, attributes, inputs, outputs[0]);
}

}  // namespace convolt
