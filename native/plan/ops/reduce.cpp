// sum, mean, prod, l1, l2, all, any over adjacent dimensions.
#include "kernels/reduce/reduce.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/reduction.h"

namespace convolt {
namespace {

template <class T>
class Reduce final : public Op {
 public:
  Reduce(ReduceKernel<T> kernel, ReduceFunction function, const Reduction& reduction)
      : kernel_(kernel), function_(function), reduction_(reduction) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T* x = inputs[0].as<T>();
    T* y = outputs[0].as<T>();
    reduction_.for_each_run(pool, [&](int64_t input, int64_t output, int64_t columns) {
      kernel_({function_, x + input, reduction_.rows(), reduction_.row_stride(), columns, y + output});
    });
  }

 private:
  const ReduceKernel<T> kernel_;
  const ReduceFunction function_;
  const Reduction reduction_;
};

}  // namespace

std::unique_ptr<Op> prepare_reduce(ReduceFunction function, const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 1, "one input and one output");
  const DType dtype = inputs[0].dtype;
  require(outputs[0].dtype == dtype, "input and output must have one dtype");
  const bool logical = function == ReduceFunction::kAll || function == ReduceFunction::kAny;
  const bool any_number = function == ReduceFunction::kSum || function == ReduceFunction::kProd;
  if (logical != (dtype == DType::kBool) || (dtype == DType::kInt64 && !any_number)) refuse_dtype(inputs[0]);
  const Reduction reduction(attributes, inputs[0], outputs);
  switch (dtype) {
    case DType::kBool:
      return std::make_unique<Reduce<uint8_t>>(kernels().reduce_bool, function, reduction);
    case DType::kFloat32:
      return std::make_unique<Reduce<float>>(kernels().reduce_float32, function, reduction);
    case DType::kFloat64:
      return std::make_unique<Reduce<double>>(kernels().reduce_float64, function, reduction);
    case DType::kInt64:
      return std::make_unique<Reduce<int64_t>>(kernels().reduce_int64, function, reduction);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
