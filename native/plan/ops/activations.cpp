// elu, gelu, …: y[i] = f(x[i]) with the function's parameters as attributes. prelu: leakyRelu with a slope for each channel.
#include <cmath>
#include <limits>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "kernels/activation/activation.h"
#include "plan/activation.h"
#include "plan/element_runs.h"
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

template <class T>
class ActivationOp final : public Op {
 public:
  ActivationOp(ActivationKernel<T> kernel, ActivationFunction function, const Attributes& attributes,
               const TensorView& x, const TensorView& y)
      : kernel_(kernel),
        function_(function),
        a_(parameter<T>(attributes, activation_parameters(function).a)),
        b_(parameter<T>(attributes, activation_parameters(function).b)),
        runs_(x, y) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    runs_.for_each(pool, inputs[0].as<T>(), outputs[0].as<T>(), [&](const T* x, T* y, int64_t count) {
      kernel_({function_, a_, b_, x, y, count});
    });
  }

 private:
  const ActivationKernel<T> kernel_;
  const ActivationFunction function_;
  const T a_;
  const T b_;
  const ElementRuns runs_;
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
    if (slopes_ == 1) {
      return parallel_ranges(pool, inner_, 1, [&](Range run) {
        kernel_({kFunction, weight[0], T{}, x + run.begin, y + run.begin, run.end - run.begin});
      });
    }
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

}  // namespace

std::unique_ptr<Op> prepare_activation(ActivationFunction function, const Attributes& attributes,
                                       const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "one input and one output");
  const TensorView &x = inputs[0], &y = outputs[0];
  const bool integers = function == ActivationFunction::kHardtanh || function == ActivationFunction::kRelu ||
                        function == ActivationFunction::kThreshold;
  if (x.dtype == DType::kFloat32)
    return std::make_unique<ActivationOp<float>>(kernels().activation, function, attributes, x, y);
  if (x.dtype == DType::kFloat64)
    return std::make_unique<ActivationOp<double>>(kernels().activation_float64, function, attributes, x, y);
  if (x.dtype == DType::kInt64 && integers)
    return std::make_unique<ActivationOp<int64_t>>(kernels().activation_int64, function, attributes, x, y);
  refuse_dtype(x);
}

std::unique_ptr<Op> prepare_prelu(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "prelu takes two inputs and one output");
  const TensorView &x = inputs[0], &weight = inputs[1];
  require(x.dtype == outputs[0].dtype && x.numel() == outputs[0].numel(),
          [&] { return "output " + to_string(outputs[0]) + " does not fit input " + to_string(x); });
  const int64_t slopes = weight.numel();
  require(weight.dtype == x.dtype && (slopes == 1 || (x.rank >= 2 && slopes == x.shape[1])), [&] {
    return "prelu: weight " + to_string(weight) + " does not fit the channels of input " + to_string(x);
  });
  if (x.dtype == DType::kFloat32) return std::make_unique<PRelu<float>>(kernels().activation, x, slopes);
  if (x.dtype == DType::kFloat64) return std::make_unique<PRelu<double>>(kernels().activation_float64, x, slopes);
  refuse_dtype(x);
}

}  // namespace convolt
