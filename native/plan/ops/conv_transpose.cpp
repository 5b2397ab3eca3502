// Transposed convolution of sequences, images and volumes: the product of transposed weights and input gives each
// position's column, and col2im sums the columns where they overlap.
//
// A task computes some channels of some planes of the output: first the columns of the positions that these planes see,
// into the worker's own memory, small enough for the L2 cache, then their sums. Positions near the edge of a task are
// computed by both neighbours, so tasks need not wait for each other and no two of them add to one output.
//
// A volume is cut into planes along its depth. An image takes the same way with its height as depth and height 1.
#include <algorithm>
#include <string>

#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

struct Geometry {
  int64_t batch, groups;
  int64_t input_channels, output_channels;  // of one group
  Window3d window;                          // as kernels/col2im has it

  int64_t input_plane() const { return window.plane.height * window.plane.width; }
  int64_t input_volume() const { return window.depth * input_plane(); }
  int64_t output_volume() const {
    return window.output_depth * window.plane.output_height * window.plane.output_width;
  }
  int64_t taps() const { return window.kernel_depth * window.plane.kernel_height * window.plane.kernel_width; }
};

class ConvTranspose final : public Op {
 public:
  explicit ConvTranspose(const Geometry& geometry) : geometry_(geometry) {}

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * worker_floats(split(threads)) * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const Geometry& g = geometry_;
    const Window3d& w = g.window;
    const Blocks blocks = split(pool.threads());
    const int64_t stride = worker_floats(blocks);
    const int64_t depth_blocks = ceil_div(w.output_depth, blocks.depths);
    const int64_t channel_blocks = ceil_div(g.output_channels, blocks.channels);
    const float* bias = inputs[2].as<float>();
    pool.parallel_for(g.batch * g.groups * channel_blocks * depth_blocks, [&](int64_t task, int worker) {
      const int64_t plane = task / (channel_blocks * depth_blocks);  // sample by sample, group by group
      const int64_t channel = task / depth_blocks % channel_blocks * blocks.channels;
      const int64_t begin = task % depth_blocks * blocks.depths;
      const Range output_depths = {begin, std::min(begin + blocks.depths, w.output_depth)};
      const Range depths = seen(output_depths);
      const int64_t group = plane % g.groups, channels = std::min(blocks.channels, g.output_channels - channel);
      const int64_t positions = (depths.end - depths.begin) * g.input_plane();
      float* const panel = static_cast<float*>(workspace) + worker * stride;
      float* const row = panel + kGemmWorkspaceFloats;
      float* const columns = row + row_floats();
      if (positions > 0) {
        kernels().gemm({inputs[1].as<float>() +
                            (group * g.input_channels * g.output_channels + channel) * g.taps(),
                        1, g.output_channels * g.taps(),
                        inputs[0].as<float>() + plane * g.input_channels * g.input_volume() +
                            depths.begin * g.input_plane(),
                        g.input_volume(), 1, columns, positions, channels * g.taps(), positions, g.input_channels,
                        panel});
      }
      const int64_t first = group * g.output_channels + channel;
      kernels().col2im({columns, bias == nullptr ? nullptr : bias + first,
                        outputs[0].as<float>() + (plane * g.output_channels + channel) * g.output_volume(), channels,
                        w, depths, output_depths, row});
    });
  }

 private:
  struct Blocks {
    int64_t channels, depths;
  };

  static constexpr int64_t kColumnFloats = 1 << 16;
  /// Rows of a product below which packing the input anew for each block of channels would cost too much.
  static constexpr int64_t kMinRows = 48;
  static constexpr int64_t kTasksPerThread = 2;

  /// Floats of the row that col2im needs, rounded up to whole cache lines.
  int64_t row_floats() const {
    const int64_t line = kAlignment / sizeof(float);
    return ceil_div(col2im_workspace_floats(geometry_.window.plane.output_width), line) * line;
  }

  int64_t worker_floats(const Blocks& blocks) const {
    const int64_t line = kAlignment / sizeof(float);
    return kGemmWorkspaceFloats + row_floats() + ceil_div(column_floats(blocks), line) * line;
  }

  int64_t column_floats(const Blocks& blocks) const {
    const Window3d& w = geometry_.window;
    const int64_t reach = blocks.depths - 1 + (w.kernel_depth - 1) * w.dilation_z;
    return blocks.channels * geometry_.taps() * std::min(w.depth, reach / w.stride_z + 1) * geometry_.input_plane();
  }

  /// The planes of the input that planes of the output see.
  Range seen(Range output_depths) const {
    const Window3d& w = geometry_.window;
    const int64_t least = output_depths.begin + w.pad_front - (w.kernel_depth - 1) * w.dilation_z;
    const int64_t most = output_depths.end - 1 + w.pad_front;
    const int64_t begin = least <= 0 ? 0 : ceil_div(least, w.stride_z);
    return {begin, std::max(begin, std::min(w.depth, most / w.stride_z + 1))};
  }

  /// Blocks whose columns fit the cache, and that leave every thread several of them. Planes are cut no thinner than
  /// pays for the positions that neighbours compute too. Results do not depend on the blocks.
  Blocks split(int threads) const {
    const Geometry& g = geometry_;
    const int64_t thinnest = 4 * ((g.window.kernel_depth - 1) * g.window.dilation_z + 1);
    Blocks blocks{g.output_channels, g.window.output_depth};
    const auto halve_channels = [&] { blocks.channels = ceil_div(blocks.channels, 2); };
    const auto halve_depths = [&] { blocks.depths = ceil_div(blocks.depths, 2); };
    const auto many_channels = [&] { return blocks.channels > 1 && blocks.channels / 2 * g.taps() >= kMinRows; };
    while (column_floats(blocks) > kColumnFloats) {
      if (many_channels()) {
        halve_channels();
      } else if (blocks.depths / 2 >= thinnest) {
        halve_depths();
      } else if (blocks.channels > 1) {
        halve_channels();
      } else {
        break;
      }
    }
    const auto tasks = [&] {
      return g.batch * g.groups * ceil_div(g.output_channels, blocks.channels) *
             ceil_div(g.window.output_depth, blocks.depths);
    };
    while (threads > 1 && g.batch > 0 && tasks() < kTasksPerThread * threads) {
      if (many_channels()) {
        halve_channels();
      } else if (blocks.depths / 2 >= thinnest) {
        halve_depths();
      } else {
        break;
      }
    }
    return blocks;
  }

  const Geometry geometry_;
};

}  // namespace

std::unique_ptr<Op> prepare_conv_transpose(int dims, const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs) {
  const std::string op = "convTranspose" + std::to_string(dims) + "d";
  require(inputs.size() == 3 && outputs.size() == 1, [&] { return op + " takes input, weight and bias, and one output"; });
  const TensorView &x = inputs[0], &weight = inputs[1], &bias = inputs[2], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && weight.dtype == DType::kFloat32 && y.dtype == DType::kFloat32,
          [&] { return op + " takes float32"; });
  const auto shapes = [&] {
    return op + ": input " + to_string(x) + ", weight " + to_string(weight) + " and output " + to_string(y) +
           " do not fit each other";
  };
  require((x.rank == dims + 1 || x.rank == dims + 2) && weight.rank == dims + 2 && y.rank == x.rank, shapes);
  const std::vector<int64_t> stride = extents(attributes, "stride", dims, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", dims, 0);  // before each dimension
  const std::vector<int64_t> dilation = extents(attributes, "dilation", dims, 1);
  const int64_t groups = attributes.integer("groups");
  const int64_t *x_size = x.shape + x.rank - dims, *y_size = y.shape + y.rank - dims, *kernel = weight.shape + 2;
  for (int d = 0; d < weight.rank; ++d) require(weight.shape[d] > 0 && weight.shape[d] <= kMaxExtent, shapes);
  for (int d = 0; d < dims; ++d) {
    require(x_size[d] > 0 && x_size[d] <= kMaxExtent && y_size[d] > 0 && y_size[d] <= kMaxExtent, shapes);
  }
  Geometry g{};
  g.batch = x.rank == dims + 2 ? x.shape[0] : 1;
  require(groups > 0 && groups <= kMaxExtent && weight.shape[0] % groups == 0 && x_size[-1] == weight.shape[0] &&
              y_size[-1] % groups == 0 && y_size[-1] / groups == weight.shape[1] &&
              (y.rank == dims + 1 || y.shape[0] == g.batch),
          shapes);
  require(!bias.present() || (bias.dtype == DType::kFloat32 && bias.rank == 1 && bias.shape[0] == y_size[-1]),
          [&] { return op + ": bias " + to_string(bias) + " does not fit output " + to_string(y); });
  g.groups = groups;
  g.input_channels = weight.shape[0] / groups;
  g.output_channels = weight.shape[1];

  // (z, y, x) are (depth, height, width), (height, none, width) or (none, none, length).
  const auto three = [dims](const int64_t* values, int64_t missing) {
    const int64_t last = values[dims - 1], first = dims > 1 ? values[0] : missing;
    return std::vector<int64_t>{first, dims == 3 ? values[1] : missing, last};
  };
  const std::vector<int64_t> size = three(x_size, 1), taps = three(kernel, 1), step = three(stride.data(), 1);
  const std::vector<int64_t> before = three(padding.data(), 0), spread = three(dilation.data(), 1);
  const std::vector<int64_t> output = three(y_size, 1);
  g.window = {size[0], taps[0], step[0], before[0], spread[0], output[0],
              {size[1], size[2], taps[1], taps[2], step[1], step[2], before[1], before[2], spread[1], spread[2],
               output[1], output[2]}};
  constexpr int64_t kMost = int64_t{1} << 40;
  require(weight.numel() <= kMost && x.numel() <= kMost && g.output_channels * g.taps() <= kMost / g.input_volume(),
          [&] { return op + ": the columns of input " + to_string(x) + " are too large"; });
  return std::make_unique<ConvTranspose>(g);
}

}  // namespace convolt
