// Matrix products as torch.matmul's: vectors, matrices and batches of matrices that broadcast.
#include <algorithm>

#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"

namespace convolt {
namespace {

/// Both operands and the result seen as batches of matrices; a vector is a matrix of one row or one column.
struct Batches {
  int64_t rows, columns, depth;
  int64_t a_row_stride, a_depth_stride;
  int64_t b_depth_stride, b_column_stride;
  int rank;  // of the batch
  int64_t shape[kMaxRank], a_strides[kMaxRank], b_strides[kMaxRank];
  int64_t count;
};

class MatMul final : public Op {
 public:
  explicit MatMul(const Batches& batches) : batches_(batches) {}

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * kGemmWorkspaceFloats * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const Batches& m = batches_;
    if (m.rows == 0 || m.columns == 0) return;
    const int64_t row_blocks = (m.rows + kBlockRows - 1) / kBlockRows;
    const int64_t column_blocks = (m.columns + kBlockColumns - 1) / kBlockColumns;
    const int64_t blocks = row_blocks * column_blocks;
    pool.parallel_for(m.count * blocks, [&](int64_t task, int worker) {
      const int64_t row = task % blocks / column_blocks * kBlockRows;
      const int64_t column = task % column_blocks * kBlockColumns;
      int64_t a = row * m.a_row_stride, b = column * m.b_column_stride;
      int64_t index = task / blocks;
      for (int d = m.rank - 1; d >= 0; index /= m.shape[d--]) {
        a += index % m.shape[d] * m.a_strides[d];
        b += index % m.shape[d] * m.b_strides[d];
      }
      kernels().gemm({inputs[0].as<float>() + a, m.a_row_stride, m.a_depth_stride, inputs[1].as<float>() + b,
                      m.b_depth_stride, m.b_column_stride,
                      outputs[0].as<float>() + (task / blocks * m.rows + row) * m.columns + column, m.columns,
                      std::min(kBlockRows, m.rows - row), std::min(kBlockColumns, m.columns - column), m.depth,
                      static_cast<float*>(workspace) + worker * kGemmWorkspaceFloats});
    });
  }

 private:
  static constexpr int64_t kBlockRows = 192, kBlockColumns = 4 * kGemmPanelColumns;

  const Batches batches_;
};

}  // namespace

std::unique_ptr<Op> prepare_matmul(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "matmul takes two inputs and one output");
  const TensorView &a = inputs[0], &b = inputs[1], &y = outputs[0];
  const auto shapes = [&] {
    return "matmul: " + to_string(a) + " and " + to_string(b) + " do not fit each other and " + to_string(y);
  };
  require(a.dtype == DType::kFloat32 && b.dtype == DType::kFloat32 && y.dtype == DType::kFloat32,
          "matmul takes float32");
  require(a.rank >= 1 && b.rank >= 1, shapes);
  require(y.is_contiguous(), "matmul: the output must be contiguous");

  Batches m{};
  const bool a_is_vector = a.rank == 1, b_is_vector = b.rank == 1;
  m.depth = a.shape[a.rank - 1];
  m.a_depth_stride = a.strides[a.rank - 1];
  m.rows = a_is_vector ? 1 : a.shape[a.rank - 2];
  m.a_row_stride = a_is_vector ? 0 : a.strides[a.rank - 2];
  m.columns = b_is_vector ? 1 : b.shape[b.rank - 1];
  m.b_column_stride = b_is_vector ? 0 : b.strides[b.rank - 1];
  const int b_depth_dim = b_is_vector ? 0 : b.rank - 2;
  m.b_depth_stride = b.strides[b_depth_dim];
  require(b.shape[b_depth_dim] == m.depth, shapes);

  const int a_batch_rank = a_is_vector ? 0 : a.rank - 2, b_batch_rank = b_is_vector ? 0 : b.rank - 2;
  m.rank = std::max(a_batch_rank, b_batch_rank);
  m.count = 1;
  require(y.rank == m.rank + (a_is_vector ? 0 : 1) + (b_is_vector ? 0 : 1), shapes);
  for (int d = 0; d < m.rank; ++d) {
    const int a_dim = d - (m.rank - a_batch_rank), b_dim = d - (m.rank - b_batch_rank);
    const int64_t a_size = a_dim < 0 ? 1 : a.shape[a_dim], b_size = b_dim < 0 ? 1 : b.shape[b_dim];
    m.shape[d] = a_size == 1 ? b_size : a_size;
    require((b_size == 1 || b_size == m.shape[d]) && y.shape[d] == m.shape[d], shapes);
    m.a_strides[d] = a_size == 1 ? 0 : a.strides[a_dim];
    m.b_strides[d] = b_size == 1 ? 0 : b.strides[b_dim];
    m.count *= m.shape[d];
  }
  require((a_is_vector || y.shape[m.rank] == m.rows) && (b_is_vector || y.shape[y.rank - 1] == m.columns), shapes);
  return std::make_unique<MatMul>(m);
}

}  // namespace convolt
