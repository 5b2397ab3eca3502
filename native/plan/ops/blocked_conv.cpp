#include "plan/ops/blocked_conv.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/activation.h"
#include "plan/ops/planes.h"
#include "plan/ops/residual.h"

namespace convolt {
namespace {

constexpr int kBlockedRank = 5;

/// An integer attribute that is a number of channels or of groups of them.
int64_t channel_count(const Attributes& attributes, const char* name) {
  const int64_t count = attributes.integer(name);
  require(count > 0 && count <= kMaxExtent, [&] { return std::string("attribute '") + name + "' is out of range"; });
  return count;
}

bool is_blocked(const TensorView& view, int64_t channels) {
  return view.rank == kBlockedRank && view.shape[1] == blocks_of(channels) &&
         view.shape[kBlockedRank - 1] == kernels().channel_block;
}

}  // namespace

int64_t blocks_of(int64_t channels) {
  const int64_t block = kernels().channel_block;
  return (channels + block - 1) / block;
}

BlockedConv decode_blocked_conv(const std::string& op, bool plain_input, const Attributes& attributes,
                                const TensorViews& inputs, const TensorViews& outputs) {
  require((inputs.size() == 3 || inputs.size() == 4) && outputs.size() == 1,
          [&] { return op + " takes input, weight, bias and perhaps a residual, and one output"; });
  const TensorView &x = inputs[0], &bias = inputs[2], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && y.dtype == DType::kFloat32, [&] { return op + " takes float32"; });

  BlockedConv conv{};
  conv.input_channels = channel_count(attributes, "inChannels");
  conv.output_channels = channel_count(attributes, "outChannels");
  conv.groups = channel_count(attributes, "groups");
  require(conv.input_channels % conv.groups == 0 && conv.output_channels % conv.groups == 0,
          [&] { return op + ": attribute 'groups' does not divide the channels"; });
  const bool input_fits =
      plain_input ? x.rank == 4 && x.shape[1] == conv.input_channels : is_blocked(x, conv.input_channels);
  require(input_fits, [&] { return op + ": input " + to_string(x) + " does not have attribute 'inChannels' channels"; });
  require(!bias.present() ||
              (bias.dtype == DType::kFloat32 && bias.rank == 1 && bias.shape[0] == conv.output_channels),
          [&] { return op + ": bias " + to_string(bias) + " does not have attribute 'outChannels' elements"; });

  const std::vector<int64_t> kernel = extents(attributes, "kernel", 2, 1);
  const std::vector<int64_t> stride = extents(attributes, "stride", 2, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 4, 0);
  const std::vector<int64_t> dilation = extents(attributes, "dilation", 2, 1);
  bool output_fits = is_blocked(y, conv.output_channels) && y.shape[0] == x.shape[0];
  for (int d = 0; d < 2; ++d) {
    const int64_t count =
        positions(x.shape[2 + d], kernel[d], padding[d] + padding[2 + d], stride[d], dilation[d]);
    output_fits = output_fits && x.shape[2 + d] <= kMaxExtent && count > 0 && y.shape[2 + d] == count;
  }
  require(output_fits, [&] {
    return op + ": output " + to_string(y) + " does not fit input " + to_string(x) + " and attributes";
  });
  require_residual(op, inputs, y);

  conv.batch = x.shape[0];
  conv.input_stride = x.strides[0];
  conv.output_stride = y.strides[0];
  conv.residual_stride = y.shape[1] * y.shape[2] * y.shape[3] * y.shape[4];
  conv.window = {x.shape[2], x.shape[3],  kernel[0],   kernel[1],   stride[0],  stride[1],
                 padding[0], padding[1], dilation[0], dilation[1], y.shape[2], y.shape[3]};
  conv.activation = decode_activation(attributes);
  return conv;
}

void require_packed(const std::string& op, const TensorView& packed, const std::vector<int64_t>& shape) {
  require(packed.dtype == DType::kFloat32 && packed.rank == static_cast<int>(shape.size()) &&
              std::equal(shape.begin(), shape.end(), packed.shape),
          [&] {
            std::string text;
            for (int64_t extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
            return op + ": packed weight " + to_string(packed) + " must be float32[" + text + "]";
          });
}

}  // namespace convolt
