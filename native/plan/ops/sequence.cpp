// sequence: numbers at equal distances, from `start` to `last`.
#include "kernels/sequence/sequence.h"

#include <cmath>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

template <class T>
class Sequence final : public Op {
 public:
  Sequence(SequenceKernel<T> kernel, double start, double last, double step)
      : kernel_(kernel), start_(start), last_(last), step_(step) {}

  void run(const TensorViews&, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t count = outputs[0].numel();
    parallel_ranges(pool, count, 1, [&](Range range) {
      kernel_({start_, last_, step_, count, range.begin, range.end, outputs[0].as<T>()});
    });
  }

 private:
  const SequenceKernel<T> kernel_;
  const double start_;
  const double last_;
  const double step_;
};

}  // namespace

std::unique_ptr<Op> prepare_sequence(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs) {
  require(inputs.empty() && outputs.size() == 1, "sequence takes no input and one output");
  const double start = attributes.number("start"), last = attributes.number("last"), step = attributes.number("step");
  switch (outputs[0].dtype) {
    case DType::kFloat32:
      return std::make_unique<Sequence<float>>(kernels().sequence_float32, start, last, step);
    case DType::kFloat64:
      return std::make_unique<Sequence<double>>(kernels().sequence_float64, start, last, step);
    case DType::kInt64: {
      // Every number lies between the two ends, but for rounding.
      const double size = std::max(std::fabs(start), std::fabs(last)) + std::fabs(step);
      require(size < 0x1p63, "sequence: int64 cannot hold these numbers");
      return std::make_unique<Sequence<int64_t>>(kernels().sequence_int64, start, last, step);
    }
    default:
      refuse_dtype(outputs[0]);
  }
}

}  // namespace convolt
