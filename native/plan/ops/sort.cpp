// sort, topk: the elements of each line of a dimension in order, and their indices.
#include "kernels/sort/sort.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "kernels/topk/topk.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

/// A tensor as lines along dimension `dim`.
struct Lines {
  int64_t outer = 1;
  int64_t length = 1;
  int64_t stride = 1;

  Lines(const Attributes& attributes, const TensorView& x) {
    const int64_t dim = attributes.integer("dim");
    require(dim >= 0 && dim < x.rank, "attribute 'dim' is out of range");
    for (int d = 0; d < x.rank; ++d) (d < dim ? outer : d == dim ? length : stride) *= x.shape[d];
  }

  /// Calls body(line, worker) for every line, in parallel.
  template <class Body>
  void for_each(ThreadPool& pool, const Body& body) const {
    const int64_t count = outer * stride;
    const int64_t per_task = std::max<int64_t>(1, kTaskElements / std::max<int64_t>(1, length));
    pool.parallel_for((count + per_task - 1) / per_task, [&](int64_t task, int worker) {
      for (int64_t line = task * per_task; line < std::min(count, (task + 1) * per_task); ++line) body(line, worker);
    });
  }

  /// Where a line starts in a tensor with `size` elements along the dimension.
  int64_t start(int64_t line, int64_t size) const { return line / stride * size * stride + line % stride; }
};

template <class T>
class Sort final : public Op {
 public:
  Sort(SortKernel<T> kernel, const Lines& lines, bool descending)
      : kernel_(kernel), lines_(lines), descending_(descending) {}

  size_t workspace_bytes(int threads) const override { return static_cast<size_t>(threads) * bytes(); }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    if (lines_.length == 0) return;
    lines_.for_each(pool, [&](int64_t line, int worker) {
      const int64_t start = lines_.start(line, lines_.length);
      kernel_({inputs[0].as<T>() + start, lines_.length, lines_.stride, descending_, outputs[0].as<T>() + start,
               outputs[1].as<int64_t>() + start, static_cast<char*>(workspace) + worker * bytes()});
    });
  }

 private:
  size_t bytes() const { return static_cast<size_t>(lines_.length * kSortBytesPerElement); }

  const SortKernel<T> kernel_;
  const Lines lines_;
  const bool descending_;
};

template <class T>
class Topk final : public Op {
 public:
  Topk(TopkKernel<T> kernel, const Lines& lines, int64_t k, bool largest)
      : kernel_(kernel), lines_(lines), k_(k), largest_(largest) {}

  size_t workspace_bytes(int threads) const override { return static_cast<size_t>(threads) * bytes(); }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    if (k_ == 0) return;
    lines_.for_each(pool, [&](int64_t line, int worker) {
      const int64_t to = lines_.start(line, k_);
      kernel_({inputs[0].as<T>() + lines_.start(line, lines_.length), lines_.length, lines_.stride, k_, largest_,
               outputs[0].as<T>() + to, outputs[1].as<int64_t>() + to,
               static_cast<char*>(workspace) + worker * bytes()});
    });
  }

 private:
  size_t bytes() const { return static_cast<size_t>(k_ * kTopkBytesPerElement); }

  const TopkKernel<T> kernel_;
  const Lines lines_;
  const int64_t k_;
  const bool largest_;
};

/// Both outputs must have the input's shape, but for `size` along `dim`.
void check(const TensorViews& inputs, const TensorViews& outputs, int64_t dim, int64_t size) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 2, "one input and two outputs");
  const TensorView &x = inputs[0], &values = outputs[0], &indices = outputs[1];
  require(values.dtype == x.dtype && indices.dtype == DType::kInt64, "outputs must be values and int64 indices");
  TensorView expected = x;
  expected.shape[dim] = size;
  for (const TensorView& y : outputs) {
    require(y.rank == x.rank && std::equal(y.shape, y.shape + y.rank, expected.shape),
            [&] { return "output " + to_string(y) + " does not fit input " + to_string(x); });
  }
}

}  // namespace

std::unique_ptr<Op> prepare_sort(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(!inputs.empty(), "one input");
  const Lines lines(attributes, inputs[0]);
  check(inputs, outputs, attributes.integer("dim"), lines.length);
  const bool descending = attributes.flag("descending");
  switch (inputs[0].dtype) {
    case DType::kFloat32:
      return std::make_unique<Sort<float>>(kernels().sort_float32, lines, descending);
    case DType::kFloat64:
      return std::make_unique<Sort<double>>(kernels().sort_float64, lines, descending);
    case DType::kInt64:
      return std::make_unique<Sort<int64_t>>(kernels().sort_int64, lines, descending);
    default:
      refuse_dtype(inputs[0]);
  }
}

std::unique_ptr<Op> prepare_topk(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(!inputs.empty(), "one input");
  const Lines lines(attributes, inputs[0]);
  const int64_t k = attributes.integer("k");
  require(k >= 0 && k <= lines.length, "attribute 'k' is out of range");
  check(inputs, outputs, attributes.integer("dim"), k);
  const bool largest = attributes.flag("largest");
  switch (inputs[0].dtype) {
    case DType::kFloat32:
      return std::make_unique<Topk<float>>(kernels().topk_float32, lines, k, largest);
    case DType::kFloat64:
      return std::make_unique<Topk<double>>(kernels().topk_float64, lines, k, largest);
    case DType::kInt64:
      return std::make_unique<Topk<int64_t>>(kernels().topk_int64, lines, k, largest);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
