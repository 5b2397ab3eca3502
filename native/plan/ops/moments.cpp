// moments over adjacent dimensions: outputs are the variance (or its root) and the mean.
#include "kernels/moments/moments.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/reduction.h"

namespace convolt {
namespace {

template <class T>
class Moments final : public Op {
 public:
  Moments(MomentsKernel<T> kernel, const Attributes& attributes, const Reduction& reduction)
      : kernel_(kernel),
        correction_(attributes.number("correction")),
        root_(attributes.flag("root")),
        reduction_(reduction) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T* x = inputs[0].as<T>();
    T *variance = outputs[0].as<T>(), *mean = outputs[1].as<T>();
    reduction_.for_each_run(pool, [&](int64_t input, int64_t output, int64_t columns) {
      kernel_({x + input, reduction_.rows(), reduction_.row_stride(), columns, correction_, root_, variance + output,
               mean + output});
    });
  }

 private:
  const MomentsKernel<T> kernel_;
  const double correction_;
  const bool root_;
  const Reduction reduction_;
};

}  // namespace

std::unique_ptr<Op> prepare_moments(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 2, "one input and two outputs");
  const DType dtype = inputs[0].dtype;
  require(outputs[0].dtype == dtype && outputs[1].dtype == dtype, "input and outputs must have one dtype");
  const Reduction reduction(attributes, inputs[0], outputs);
  switch (dtype) {
    case DType::kFloat32:
      return std::make_unique<Moments<float>>(kernels().moments_float32, attributes, reduction);
    case DType::kFloat64:
      return std::make_unique<Moments<double>>(kernels().moments_float64, attributes, reduction);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
