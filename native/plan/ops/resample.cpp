// resample: one dimension of float32 to another size. The taps of every output are worked out when the op is prepared, in
// float32 and by PyTorch's formulas, so that rounding chooses the same inputs.
#include "kernels/resample/resample.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// The taps of all outputs, each with room for `most`.
struct Taps {
  int64_t most;
  std::vector<int64_t> counts, indices;
  std::vector<float> weights;

  Taps(int64_t outputs, int64_t most) : most(most), counts(outputs, most), indices(outputs * most), weights(outputs * most) {}

  void set(int64_t output, int64_t tap, int64_t index, float weight) {
    indices[output * most + tap] = index;
    weights[output * most + tap] = weight;
  }
};

/// One dimension's sizes and how its coordinates map.
struct Axis {
  int64_t input;
  int64_t output;
  bool align_corners;
  float scale;  // input elements an output element

  /// The input coordinate of output i. Below 0 only where the caller can extrapolate.
  float coordinate(int64_t i, bool extrapolates) const {
    if (align_corners) return scale * static_cast<float>(i);
    const float x = scale * (static_cast<float>(i) + 0.5f) - 0.5f;
    return !extrapolates && x < 0.0f ? 0.0f : x;
  }

  /// A coordinate as an index, whatever rounding did to it.
  int64_t index(float coordinate) const {
    const float inside = std::max(0.0f, std::min(coordinate, static_cast<float>(input)));
    return std::min(static_cast<int64_t>(inside), input - 1);
  }
};

float scale_of(int64_t input, int64_t output, bool align_corners, double factor) {
  if (align_corners) return output > 1 ? static_cast<float>(input - 1) / static_cast<float>(output - 1) : 0.0f;
  if (factor > 0.0) return static_cast<float>(1.0 / factor);
  return static_cast<float>(input) / static_cast<float>(output);
}

Taps nearest(const Axis& axis, bool exact) {
  Taps taps(axis.output, 1);
  for (int64_t i = 0; i < axis.output; ++i) {
    const float position = static_cast<float>(i) + (exact ? 0.5f : 0.0f);
    taps.set(i, 0, axis.index(std::floor(position * axis.scale)), 1.0f);
  }
  return taps;
}

Taps linear(const Axis& axis) {
  Taps taps(axis.output, 2);
  for (int64_t i = 0; i < axis.output; ++i) {
    const bool same = axis.input == axis.output;
    const float x = same ? static_cast<float>(i) : axis.coordinate(i, false);
    const int64_t index = same ? i : axis.index(x);
    const float beyond = same ? 0.0f : std::min(std::max(x - static_cast<float>(index), 0.0f), 1.0f);
    taps.set(i, 0, index, 1.0f - beyond);
    taps.set(i, 1, same ? i : std::min(index + 1, axis.input - 1), beyond);
  }
  return taps;
}

/// Keys' cubic convolution at distance x, with slope a at distance 1.
float cubic_weight(float x, float a) {
  x = std::fabs(x);
  if (x < 1.0f) return ((a + 2.0f) * x - (a + 3.0f)) * x * x + 1.0f;
  if (x < 2.0f) return ((a * x - 5.0f * a) * x + 8.0f * a) * x - 4.0f * a;
  return 0.0f;
}

Taps cubic(const Axis& axis) {
  Taps taps(axis.output, 4);
  const auto limit = static_cast<float>(axis.input);
  for (int64_t i = 0; i < axis.output; ++i) {
    const float x = std::max(-2.0f, std::min(axis.coordinate(i, true), limit));
    const float whole = std::floor(x);
    for (int k = 0; k < 4; ++k) {
      const int64_t index = static_cast<int64_t>(whole) + k - 1;
      const float weight = cubic_weight(x - whole - static_cast<float>(k - 1), -0.75f);
      taps.set(i, k, std::max<int64_t>(0, std::min(index, axis.input - 1)), weight);
    }
  }
  return taps;
}

float triangle_weight(float x) { return std::max(0.0f, 1.0f - std::fabs(x)); }

/// A filter as wide as the outputs are apart, when they are further apart than the inputs.
Taps antialiased(const Axis& axis, bool is_cubic) {
  const float stretch = std::max(axis.scale, 1.0f);
  const float radius = (is_cubic ? 2.0f : 1.0f) * stretch;
  const float inverse = static_cast<float>(1.0 / stretch);
  const auto most = std::min(static_cast<int64_t>(std::ceil(std::min(radius, 1e9f))) * 2 + 1, axis.input);
  Taps taps(axis.output, most);
  for (int64_t i = 0; i < axis.output; ++i) {
    const auto center = static_cast<float>(axis.scale * (static_cast<double>(i) + 0.5));
    const double left = static_cast<double>(center - radius) + 0.5;  // rounded to float32 first
    const double right = static_cast<double>(center + radius) + 0.5;
    const auto input = static_cast<double>(axis.input);
    const auto begin = static_cast<int64_t>(std::max(0.0, std::min(left, input)));
    const auto end = static_cast<int64_t>(std::max(0.0, std::min(right, input)));
    const int64_t count = std::min(std::max<int64_t>(end - begin, 0), most);
    float total = 0.0f;
    for (int64_t k = 0; k < count; ++k) {
      const auto distance = static_cast<float>((static_cast<float>(begin + k) - center + 0.5) * inverse);
      const float weight = is_cubic ? cubic_weight(distance, -0.5f) : triangle_weight(distance);
      taps.set(i, k, begin + k, weight);
      total += weight;
    }
    taps.counts[i] = count;
    for (int64_t k = 0; total != 0.0f && k < count; ++k) taps.weights[i * most + k] /= total;
  }
  return taps;
}

class Resample final : public Op {
 public:
  Resample(const Axis& axis, Taps taps, bool weighted, bool consecutive, int64_t outer, int64_t inner)
      : axis_(axis), taps_(std::move(taps)), weighted_(weighted), consecutive_(consecutive), outer_(outer), inner_(inner) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t rows = inner_ == 1 ? outer_ : outer_ * axis_.output;
    const int64_t outputs_per_row = inner_ == 1 ? axis_.output : inner_;
    parallel_ranges(pool, rows, outputs_per_row * std::min<int64_t>(taps_.most, 64), [&](Range range) {
      kernels().resample({inputs[0].as<float>(), outputs[0].as<float>(), range, axis_.input, axis_.output, inner_,
                          taps_.most, taps_.counts.data(), taps_.indices.data(),
                          weighted_ ? taps_.weights.data() : nullptr, consecutive_});
    });
  }

 private:
  const Axis axis_;
  const Taps taps_;
  const bool weighted_, consecutive_;
  const int64_t outer_, inner_;
};

}  // namespace

std::unique_ptr<Op> prepare_resample(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "resample takes one input and one output");
  const TensorView &x = inputs[0], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && y.dtype == DType::kFloat32, "resample takes float32");
  const int64_t dim = attributes.integer("dim");
  require(dim >= 0 && dim < x.rank && x.rank == y.rank, "resample: attribute 'dim' is out of range");
  int64_t outer = 1, inner = 1;
  for (int d = 0; d < x.rank; ++d) {
    require(d == dim || x.shape[d] == y.shape[d],
            [&] { return "resample: output " + to_string(y) + " does not fit input " + to_string(x); });
    if (d != dim) (d < dim ? outer : inner) *= x.shape[d];
  }
  for (int64_t extent : {x.shape[dim], y.shape[dim]})
    require(extent >= 1 && extent <= kMaxExtent, "resample: sizes must be from 1 to 2147483647");

  const double factor = attributes.number("scaleFactor");
  require(factor == 0.0 || (factor >= 1e-10 && factor <= 1e10), "resample: attribute 'scaleFactor' is out of range");
  const bool align_corners = attributes.flag("alignCorners");
  const Axis axis{x.shape[dim], y.shape[dim], align_corners,
                  scale_of(x.shape[dim], y.shape[dim], align_corners, factor)};
  const std::string& mode = attributes.text("mode");
  const bool antialias = attributes.flag("antialias");
  const auto make = [&](Taps taps, bool weighted) {
    return std::make_unique<Resample>(axis, std::move(taps), weighted, weighted && antialias, outer, inner);
  };
  if (mode == "nearest" || mode == "nearest-exact") return make(nearest(axis, mode == "nearest-exact"), false);
  require(mode == "linear" || mode == "cubic", [&] { return "resample: unknown mode '" + mode + "'"; });
  if (antialias) return make(antialiased(axis, mode == "cubic"), true);
  return make(mode == "cubic" ? cubic(axis) : linear(axis), true);
}

}  // namespace convolt
