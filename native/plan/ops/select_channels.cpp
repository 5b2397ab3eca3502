// selectChannels: a blocked image of any channels of other blocked images.
#include "kernels/select_channels/select_channels.h"

#include <algorithm>

#include "plan/ops.h"
#include "plan/ops/blocked.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// Where the channels of each block of the output come from.
struct Selection {
  std::vector<LaneSource> sources;
  std::vector<int64_t> starts;  // of each block's sources, and the end

  /// Adds the output's next channel.
  void add(int64_t channel, int64_t input, int64_t index) {
    const int64_t block = kernels().channel_block;
    if (channel % block == 0) starts.push_back(static_cast<int64_t>(sources.size()));
    auto source = std::find_if(sources.begin() + starts.back(), sources.end(), [&](const LaneSource& known) {
      return known.input == input && known.block == index / block;
    });
    if (source == sources.end()) {
      source = sources.insert(source, LaneSource{input, index / block, {}});
      std::fill_n(source->lanes, kMostLanes, -1);
    }
    source->lanes[channel % block] = static_cast<int32_t>(index % block);
  }
};

class SelectChannels final : public Op {
 public:
  SelectChannels(Selection selection, const TensorViews& inputs, const TensorView& y)
      : selection_(std::move(selection)), y_(samples_of(y)), pixels_(y.shape[2] * y.shape[3]) {
    for (const TensorView& x : inputs) strides_.push_back(x.strides[0]);
  }

  size_t workspace_bytes(int) const override { return strides_.size() * sizeof(const float*); }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    auto** images = static_cast<const float**>(workspace);
    for (size_t i = 0; i < inputs.size(); ++i) images[i] = inputs[i].as<float>();
    const int64_t block = kernels().channel_block;
    parallel_sample_ranges(pool, y_.count, y_.elements / block, block, [&](int64_t sample, Range range) {
      kernels().select_channels({images, strides_.data(), sample, outputs[0].as<float>() + sample * y_.stride,
                                 selection_.sources.data(), selection_.starts.data(), pixels_, block, range});
    });
  }

 private:
  const Selection selection_;
  const Samples y_;
  const int64_t pixels_;
  std::vector<int64_t> strides_;
};

}  // namespace

std::unique_ptr<Op> prepare_select_channels(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs) {
  const char* op = "selectChannels";
  require(!inputs.empty() && outputs.size() == 1, "selectChannels takes at least one input, and one output");
  const TensorView& y = outputs[0];
  const std::vector<int64_t> in_channels = extents(attributes, "inChannels", inputs.size(), 1);
  const std::vector<int64_t> channels = attributes.integers("channels");
  require(!channels.empty(), "attribute 'channels' must have elements");
  require_blocked(op, y, static_cast<int64_t>(channels.size()));
  std::vector<int64_t> ends;  // of the inputs' channels, laid end to end
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TensorView& x = inputs[i];
    require_blocked(op, x, in_channels[i]);
    require(x.shape[0] == y.shape[0] && x.shape[2] == y.shape[2] && x.shape[3] == y.shape[3],
            [&] { return "selectChannels: " + to_string(x) + " does not fit output " + to_string(y); });
    ends.push_back((ends.empty() ? 0 : ends.back()) + in_channels[i]);
  }
  Selection selection;
  for (size_t k = 0; k < channels.size(); ++k) {
    require(channels[k] >= 0 && channels[k] < ends.back(), [&] {
      return "selectChannels: there is no channel " + std::to_string(channels[k]) + " in " +
             std::to_string(ends.back());
    });
    const int64_t input = std::upper_bound(ends.begin(), ends.end(), channels[k]) - ends.begin();
    selection.add(static_cast<int64_t>(k), input, channels[k] - ends[input] + in_channels[input]);
  }
  selection.starts.push_back(static_cast<int64_t>(selection.sources.size()));
  return std::make_unique<SelectChannels>(std::move(selection), inputs, y);
}

}  // namespace convolt
