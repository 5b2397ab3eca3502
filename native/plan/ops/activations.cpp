// elu, gelu, …: y[i] = f(x[i]) with the function's parameters as attributes. prelu: leakyRelu with a slope for each channel.
#include <cmath>
#include <limits>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "kernels/activation/activation.h"
#include "plan/activation.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

template <class T>
T parameter(const Attributes& attributes, const char* name) {
  return name == nullptr ? T{} : static_cast<T>(attributes.number(name));
}

/// Without the fraction, and the nearest where int64 ends.
template <>
int64_t parameter<int64_t>(const Attributes& attributes, const char* name) {
  if (name == nullptr) return 0;
  const double value = std::trunc(attributes.number(name));
  constexpr double kEnd = 9223372036854775808.0;  // 2^63
  if (value >= kEnd) return std::numeric_limits<int64_t>::max();
  return value >= -kEnd ? static_cast<int64_t>(value) : std::numeric_limits<int64_t>::min();
}

/// Calls the kernel for chunks of its run, in parallel.
template <class T>
void run_chunks(ActivationKernel<T> kernel, const ActivationParams<T>& params, ThreadPool& pool) {
  pool.parallel_for((params.count + kTaskElements - 1) / kTaskElements, [&](int64_t task, int) {
    const int64_t begin = task * kTaskElements;
    ActivationParams<T> chunk = params;
    chunk.x += begin;
    chunk.y += begin;
    chunk.count = std::min(kTaskElements, params.count - begin);
    kernel(chunk);
  });
}

template <class T>
class ActivationOp final : public Op {
 public:
  ActivationOp(ActivationKernel<T> kernel, ActivationFunction function, const Attributes& attributes)
      : kernel_(kernel),
        function_(function),
        a_(parameter<T>(attributes, activation_parameters(function).a)),
        b_(parameter<T>(attributes, activation_parameters(function).b)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    run_chunks(kernel_, {function_, a_, b_, inputs[0].as<T>(), outputs[0].as<T>(), outputs[0].numel()}, pool);
  }

 private:
  const ActivationKernel<T> kernel_;
  const ActivationFunction function_;
  const T a_;
  const T b_;
};

template <class T>
class PRelu final : public Op {
 public:
  PRelu(ActivationKernel<T> kernel, const TensorView& x, int64_t slopes) : kernel_(kernel), slopes_(slopes) {
    if (x.numel() == 0) return;  // sizes beside a zero may have a product that overflows
    planes_ = slopes == 1 ? 1 : x.shape[0] * slopes;
    inner_ = x.numel() / planes_;
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T *x = inputs[0].as<T>(), *weight = inputs[1].as<T>();
    T* y = outputs[0].as<T>();
    constexpr auto kFunction = ActivationFunction::kLeakyRelu;
    if (slopes_ == 1) return run_chunks(kernel_, {kFunction, weight[0], T{}, x, y, inner_}, pool);
    parallel_ranges(pool, planes_, inner_, [&](Range planes) {
      for (int64_t plane = planes.begin; plane < planes.end; ++plane) {
        const int64_t begin = plane * inner_;
        kernel_({kFunction, weight[plane % slopes_], T{}, x + begin, y + begin, inner_});
      }
    });
  }

 private:
  const ActivationKernel<T> kernel_;
  const int64_t slopes_;
  int64_t planes_ = 0;
  int64_t inner_ = 0;
};

void check_elementwise(const TensorView& input, const TensorView& output) {
  require(input.dtype == output.dtype && input.numel() == output.numel(),
          [&] { return "output " + to_string(output) + " does not fit input " + to_string(input); });
}

}  // namespace

std::unique_ptr<Op> prepare_activation(ActivationFunction function, const Attributes& attributes,
                                       const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "one input and one output");
  check_elementwise(inputs[0], outputs[0]);
  const bool integers = function == ActivationFunction::kHardtanh || function == ActivationFunction::kRelu ||
                        function == ActivationFunction::kThreshold;
  if (inputs[0].dtype == DType::kFloat32)
    return std::make_unique<ActivationOp<float>>(kernels().activation, function, attributes);
  if (inputs[0].dtype == DType::kFloat64)
    return std::make_unique<ActivationOp<double>>(kernels().activation_float64, function, attributes);
  if (inputs[0].dtype == DType::kInt64 && integers)
    return std::make_unique<ActivationOp<int64_t>>(kernels().activation_int64, function, attributes);
  refuse_dtype(inputs[0]);
}

std::unique_ptr<Op> prepare_prelu(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "prelu takes two inputs and one output");
  const TensorView &x = inputs[0], &weight = inputs[1];
  check_elementwise(x, outputs[0]);
  const int64_t slopes = weight.numel();
  require(weight.dtype == x.dtype && (slopes == 1 || (x.rank >= 2 && slopes == x.shape[1])), [&] {
    return "prelu: weight " + to_string(weight) + " does not fit the channels of input " + to_string(x);
  });
  if (x.dtype == DType::kFloat32) return std::make_unique<PRelu<float>>(kernels().activation, x, slopes);
  if (x.dtype == DType::kFloat64) return std::make_unique<PRelu<double>>(kernels().activation_float64, x, slopes);
  refuse_dtype(x);
}

}  // namespace convolt
