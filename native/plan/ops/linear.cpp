#include "kernels/linear/linear.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/activation.h"
#include "plan/ops.h"
#include "plan/ops/residual.h"

namespace convolt {
namespace {

/// Multiply-adds a task: worth a hand-over to another thread.
constexpr int64_t kTaskProducts = 1 << 16;
/// Rows a task: weights that it has loaded serve all of them.
constexpr int64_t kTaskRows = 48;
/// Outputs a task comes in multiples of this, so that kernels can work in tiles.
constexpr int64_t kOutputMultiple = 8;

class Linear final : public Op {
 public:
  Linear(int64_t rows, int64_t inputs, int64_t outputs, Activation activation)
      : rows_(rows), inputs_(inputs), outputs_(outputs), activation_(activation) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    LinearParams params{};
    params.x = inputs[0].as<float>();
    params.weight = inputs[1].as<float>();
    params.bias = inputs[2].as<float>();
    params.residual = residual_of(inputs);
    params.y = outputs[0].as<float>();
    params.inputs = inputs_;
    params.outputs = outputs_;
    params.activation = activation_;

    const int64_t rows = std::min(rows_, kTaskRows);
    const int64_t wanted = kTaskProducts / std::max<int64_t>(rows * inputs_, 1) + 1;
    const int64_t columns = (wanted + kOutputMultiple - 1) / kOutputMultiple * kOutputMultiple;
    const int64_t column_tasks = (outputs_ + columns - 1) / columns;
    const int64_t row_tasks = rows == 0 ? 0 : (rows_ + rows - 1) / rows;
    pool.parallel_for(row_tasks * column_tasks, [&](int64_t task, int) {
      LinearParams part = params;
      const int64_t row = task / column_tasks * rows, column = task % column_tasks * columns;
      part.rows = {row, std::min(row + rows, rows_)};
      part.columns = {column, std::min(column + columns, outputs_)};
      kernels().linear(part);
    });
  }

 private:
  const int64_t rows_, inputs_, outputs_;
  const Activation activation_;
};

}  // namespace

std::unique_ptr<Op> prepare_linear(const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  require((inputs.size() == 3 || inputs.size() == 4) && outputs.size() == 1,
          "linear takes input, weight, bias and perhaps a residual, and one output");
  const TensorView &x = inputs[0], &weight = inputs[1], &bias = inputs[2], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && weight.dtype == DType::kFloat32 && y.dtype == DType::kFloat32,
          "linear takes float32");
  require(x.rank >= 1 && weight.rank == 2 && x.shape[x.rank - 1] == weight.shape[1],
          [&] { return "linear: input " + to_string(x) + " does not fit weight " + to_string(weight); });
  bool fits = y.rank == x.rank && y.shape[y.rank - 1] == weight.shape[0];
  int64_t rows = 1;
  for (int d = 0; d < x.rank - 1; ++d) {
    fits = fits && y.shape[d] == x.shape[d];
    rows *= x.shape[d];
  }
  require(fits, [&] {
    return "linear: output " + to_string(y) + " does not fit input " + to_string(x) + " and weight " +
           to_string(weight);
  });
  require(!bias.present() || (bias.dtype == DType::kFloat32 && bias.rank == 1 && bias.shape[0] == weight.shape[0]),
          [&] { return "linear: bias " + to_string(bias) + " does not fit weight " + to_string(weight); });
  require_residual("linear", inputs, y);
  return std::make_unique<Linear>(rows, weight.shape[1], weight.shape[0], decode_activation(attributes));
}

}  // namespace convolt
