// gather, scatter: elements picked from, or put into, a dimension by an index tensor; any strides.
// indexSelect: whole slices of a dimension by a list of indices.
#include "kernels/gather/gather.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

/// The lines of an index tensor along dimension `inner`, and where each starts in the tensors beside it.
class Lines {
 public:
  Lines(const TensorView& index, int inner) : rank_(index.rank), inner_(inner) {
    for (int d = 0; d < rank_; ++d) {
      shape_[d] = d == inner ? 1 : index.shape[d];
      count_ *= shape_[d];
    }
    length_ = index.shape[inner];
  }

  int64_t length() const { return length_; }

  /// Elements to where `line` starts in a tensor of these strides; dimension `without` does not count.
  int64_t start(int64_t line, const TensorView& tensor, int without = -1) const {
    int64_t offset = 0;
    for (int d = rank_ - 1; d >= 0; line /= shape_[d--]) {
      if (d != without) offset += line % shape_[d] * tensor.strides[d];
    }
    return offset;
  }

  template <class Body>
  void for_each(ThreadPool& pool, const Body& body) const {
    if (length_ == 0) return;
    const int64_t per_task = std::max<int64_t>(1, kTaskElements / length_);
    pool.parallel_for((count_ + per_task - 1) / per_task, [&](int64_t task, int) {
      for (int64_t line = task * per_task; line < std::min(count_, (task + 1) * per_task); ++line) body(line);
    });
  }

 private:
  int rank_;
  int inner_;
  int64_t shape_[kMaxRank];
  int64_t count_ = 1;
  int64_t length_;
};

class Gather final : public Op {
 public:
  Gather(int dim, const TensorView& index) : dim_(dim), inner_(index.rank - 1), lines_(index, inner_) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const TensorView &x = inputs[0], &index = inputs[1], &y = outputs[0];
    const int64_t size = element_size(x.dtype);
    lines_.for_each(pool, [&](int64_t line) {
      kernels().gather({size, x.as<const char>() + lines_.start(line, x, dim_) * size, x.shape[dim_],
                        index.as<int64_t>() + lines_.start(line, index), y.as<char>() + lines_.start(line, y) * size,
                        lines_.length(), x.strides[dim_], dim_ == inner_ ? 0 : x.strides[inner_], index.strides[inner_],
                        y.strides[inner_]});
    });
  }

 private:
  const int dim_;
  const int inner_;
  const Lines lines_;
};

/// Lines run along the indexed dimension, so that two threads never put an element into the same place.
class Scatter final : public Op {
 public:
  Scatter(int dim, const TensorView& index) : dim_(dim), lines_(index, dim) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const TensorView &index = inputs[0], &x = inputs[1], &y = outputs[0];
    const int64_t size = element_size(x.dtype);
    lines_.for_each(pool, [&](int64_t line) {
      kernels().scatter({size, x.as<const char>() + lines_.start(line, x) * size,
                         index.as<int64_t>() + lines_.start(line, index), y.as<char>() + lines_.start(line, y) * size,
                         y.shape[dim_], lines_.length(), x.strides[dim_], index.strides[dim_], y.strides[dim_]});
    });
  }

 private:
  const int dim_;
  const Lines lines_;
};

class IndexSelect final : public Op {
 public:
  IndexSelect(const TensorView& x, int64_t count, int dim) : size_(x.shape[dim]), count_(count) {
    for (int d = 0; d < dim; ++d) outer_ *= x.shape[d];
    bytes_ = element_size(x.dtype);
    for (int d = dim + 1; d < x.rank; ++d) bytes_ *= x.shape[d];
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    if (count_ == 0 || bytes_ == 0) return;
    const auto* x = inputs[0].as<const char>();
    const auto* index = inputs[1].as<int64_t>();
    auto* y = outputs[0].as<char>();
    // A task is part of the list of indices in one of the outer slices.
    const int64_t length = std::max<int64_t>(1, std::min(count_, kTaskElements * 4 / bytes_));
    const int64_t parts = (count_ + length - 1) / length;
    pool.parallel_for(outer_ * parts, [&](int64_t task, int) {
      const int64_t outer = task / parts, begin = task % parts * length;
      kernels().gather_blocks({x + outer * size_ * bytes_, size_, index + begin, y + (outer * count_ + begin) * bytes_,
                               std::min(length, count_ - begin), bytes_});
    });
  }

 private:
  int64_t outer_ = 1;
  int64_t size_;
  int64_t count_;
  int64_t bytes_;
};

int indexed_dim(const Attributes& attributes, const TensorView& tensor) {
  const int64_t dim = attributes.integer("dim");
  require(dim >= 0 && dim < tensor.rank, "attribute 'dim' is out of range");
  return static_cast<int>(dim);
}

/// Every index, but for dimension `except`, must point into the tensor.
void check_inside(const TensorView& index, const TensorView& tensor, int except) {
  require(index.dtype == DType::kInt64, "an index must be int64");
  bool inside = index.rank == tensor.rank;
  for (int d = 0; inside && d < index.rank; ++d) inside = d == except || index.shape[d] <= tensor.shape[d];
  require(inside, [&] { return "index " + to_string(index) + " does not fit " + to_string(tensor); });
}

}  // namespace

std::unique_ptr<Op> prepare_gather(const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "gather takes two inputs and one output");
  const TensorView &x = inputs[0], &index = inputs[1], &y = outputs[0];
  const int dim = indexed_dim(attributes, x);
  check_inside(index, x, dim);
  require(y.dtype == x.dtype && y.rank == index.rank && std::equal(y.shape, y.shape + y.rank, index.shape),
          [&] { return "output " + to_string(y) + " does not fit index " + to_string(index); });
  return std::make_unique<Gather>(dim, index);
}

std::unique_ptr<Op> prepare_scatter(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "scatter takes two inputs and one output");
  const TensorView &index = inputs[0], &x = inputs[1], &y = outputs[0];
  const int dim = indexed_dim(attributes, y);
  check_inside(index, y, dim);
  check_inside(index, x, -1);
  require(x.dtype == y.dtype, "source and output must have one dtype");
  return std::make_unique<Scatter>(dim, index);
}

std::unique_ptr<Op> prepare_index_select(const Attributes& attributes, const TensorViews& inputs,
                                         const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "indexSelect takes two inputs and one output");
  const TensorView &x = inputs[0], &index = inputs[1], &y = outputs[0];
  const int dim = indexed_dim(attributes, x);
  require(index.dtype == DType::kInt64 && index.rank == 1, "the index must be a list of int64");
  TensorView expected = x;
  expected.shape[dim] = index.shape[0];
  require(y.dtype == x.dtype && y.rank == x.rank && std::equal(y.shape, y.shape + y.rank, expected.shape),
          [&] { return "output " + to_string(y) + " does not fit input " + to_string(x); });
  return std::make_unique<IndexSelect>(x, index.shape[0], dim);
}

}  // namespace convolt
