// max and min over adjacent dimensions: outputs are the values and the indices (of the flattened reduced dimensions).
#include "kernels/extremum/extremum.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/reduction.h"

namespace convolt {
namespace {

template <class T>
class Extremum final : public Op {
 public:
  Extremum(ExtremumKernel<T> kernel, ExtremumFunction function, const Reduction& reduction)
      : kernel_(kernel), function_(function), reduction_(reduction) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T* x = inputs[0].as<T>();
    T* values = outputs[0].as<T>();
    auto* indices = outputs[1].as<int64_t>();
    reduction_.for_each_run(pool, [&](int64_t input, int64_t output, int64_t columns) {
      kernel_({function_, x + input, reduction_.rows(), reduction_.row_stride(), columns, values + output,
               indices + output});
    });
  }

 private:
  const ExtremumKernel<T> kernel_;
  const ExtremumFunction function_;
  const Reduction reduction_;
};

}  // namespace

std::unique_ptr<Op> prepare_extremum(ExtremumFunction function, const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 2, "one input and two outputs");
  const DType dtype = inputs[0].dtype;
  require(outputs[0].dtype == dtype && outputs[1].dtype == DType::kInt64, "outputs must be values and int64 indices");
  const Reduction reduction(attributes, inputs[0], outputs);
  require(reduction.rows() > 0, "nothing to choose from");
  switch (dtype) {
    case DType::kFloat32:
      return std::make_unique<Extremum<float>>(kernels().extremum_float32, function, reduction);
    case DType::kFloat64:
      return std::make_unique<Extremum<double>>(kernels().extremum_float64, function, reduction);
    case DType::kInt64:
      return std::make_unique<Extremum<int64_t>>(kernels().extremum_int64, function, reduction);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
