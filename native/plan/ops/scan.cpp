// cumsum and cumprod along one dimension.
#include "kernels/scan/scan.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/reduction.h"

namespace convolt {
namespace {

template <class T>
class Scan final : public Op {
 public:
  Scan(ScanKernel<T> kernel, ScanFunction function, const Reduction& reduction)
      : kernel_(kernel), function_(function), reduction_(reduction) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T* x = inputs[0].as<T>();
    T* y = outputs[0].as<T>();
    reduction_.for_each_run(pool, [&](int64_t start, int64_t, int64_t columns) {
      kernel_({function_, x + start, y + start, reduction_.rows(), reduction_.row_stride(), columns});
    });
  }

 private:
  const ScanKernel<T> kernel_;
  const ScanFunction function_;
  const Reduction reduction_;
};

}  // namespace

std::unique_ptr<Op> prepare_scan(ScanFunction function, const Attributes& attributes, const TensorViews& inputs,
                                 const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 1, "one input and one output");
  require(outputs[0].dtype == inputs[0].dtype && outputs[0].numel() == inputs[0].numel(),
          [&] { return "output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  const Reduction reduction(attributes, inputs[0], {});
  switch (inputs[0].dtype) {
    case DType::kFloat32:
      return std::make_unique<Scan<float>>(kernels().scan_float32, function, reduction);
    case DType::kFloat64:
      return std::make_unique<Scan<double>>(kernels().scan_float64, function, reduction);
    case DType::kInt64:
      return std::make_unique<Scan<int64_t>>(kernels().scan_int64, function, reduction);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
