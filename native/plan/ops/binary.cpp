// add, mul, …: y = f(a, b) with broadcasting, all of one dtype; eq, lt, … the same with a bool output. Inputs and
// output may have any strides.
#include "kernels/binary/binary.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "kernels/compare/compare.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

/// `Params` is BinaryParams<T> with Y = T, or CompareParams<T> with Y = uint8_t.
template <class T, class Y, class Params>
class Binary final : public Op {
 public:
  Binary(void (*kernel)(const Params&), decltype(Params::function) function, const TensorView& y, const TensorView& a,
         const TensorView& b)
      : nest_({y, a, b}), kernel_(kernel), function_(function) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T *a = inputs[0].as<T>(), *b = inputs[1].as<T>();
    Y* y = outputs[0].as<Y>();
    nest_.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
      const Params rows{function_,
                        a + tile.offsets[1],
                        nest_.column_stride(1),
                        b + tile.offsets[2],
                        nest_.column_stride(2),
                        y + tile.offsets[0],
                        tile.columns,
                        tile.rows,
                        nest_.row_stride(1),
                        nest_.row_stride(2),
                        nest_.row_stride(0)};
      if (nest_.column_stride(0) == 1 || tile.columns == 1) {
        kernel_(rows);
      } else {
        run_strided(rows);
      }
    });
  }

 private:
  /// Kernels write runs; an op in place may have a target whose elements lie apart.
  void run_strided(const Params& p) const {
    constexpr int64_t kPiece = 256;
    Y piece[kPiece];
    for (int64_t row = 0; row < p.rows; ++row) {
      const T *a = p.a + row * p.a_row_stride, *b = p.b + row * p.b_row_stride;
      Y* y = p.y + row * p.y_row_stride;
      for (int64_t begin = 0; begin < p.count; begin += kPiece) {
        const int64_t count = std::min(kPiece, p.count - begin);
        kernel_({function_, a + begin * p.a_stride, p.a_stride, b + begin * p.b_stride, p.b_stride, piece, count});
        for (int64_t i = 0; i < count; ++i) y[(begin + i) * nest_.column_stride(0)] = piece[i];
      }
    }
  }

  const LoopNest nest_;
  void (*const kernel_)(const Params&);
  const decltype(Params::function) function_;
};

/// Checks all but the shapes, which LoopNest does.
void check(const TensorViews& inputs, const TensorViews& outputs, DType output_dtype) {
  require(inputs.size() == 2 && outputs.size() == 1, "two inputs and one output");
  require(inputs[0].dtype == inputs[1].dtype,
          [&] { return "inputs " + to_string(inputs[0]) + " and " + to_string(inputs[1]) + " must have one dtype"; });
  require(outputs[0].dtype == output_dtype,
          [&] { return "output " + to_string(outputs[0]) + " must be a " + name(output_dtype); });
}

template <class T>
std::unique_ptr<Op> make_binary(BinaryKernel<T> kernel, BinaryFunction function, const TensorViews& inputs,
                                const TensorViews& outputs) {
  return std::make_unique<Binary<T, T, BinaryParams<T>>>(kernel, function, outputs[0], inputs[0], inputs[1]);
}

template <class T>
std::unique_ptr<Op> make_compare(CompareKernel<T> kernel, CompareFunction function, const TensorViews& inputs,
                                 const TensorViews& outputs) {
  return std::make_unique<Binary<T, uint8_t, CompareParams<T>>>(kernel, function, outputs[0], inputs[0], inputs[1]);
}

}  // namespace

std::unique_ptr<Op> prepare_binary(BinaryFunction function, const TensorViews& inputs, const TensorViews& outputs) {
  check(inputs, outputs, inputs.empty() ? DType::kNone : inputs[0].dtype);
  switch (inputs[0].dtype) {
    case DType::kFloat32:
      return make_binary(kernels().binary, function, inputs, outputs);
    case DType::kFloat64:
      return make_binary(kernels().binary_float64, function, inputs, outputs);
    case DType::kInt64:
      return make_binary(kernels().binary_int64, function, inputs, outputs);
    default:
      refuse_dtype(inputs[0]);
  }
}

std::unique_ptr<Op> prepare_compare(CompareFunction function, const TensorViews& inputs, const TensorViews& outputs) {
  check(inputs, outputs, DType::kBool);
  const bool is_logical = function == CompareFunction::kAnd || function == CompareFunction::kOr ||
                          function == CompareFunction::kXor;
  switch (inputs[0].dtype) {
    case DType::kBool:
      if (!is_logical) refuse_dtype(inputs[0]);
      return make_compare(kernels().compare_bool, function, inputs, outputs);
    case DType::kFloat32:
      return make_compare(kernels().compare_float32, function, inputs, outputs);
    case DType::kFloat64:
      return make_compare(kernels().compare_float64, function, inputs, outputs);
    case DType::kInt64:
      return make_compare(kernels().compare_int64, function, inputs, outputs);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
