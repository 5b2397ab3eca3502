// cat: the inputs one after another along one dimension, each converted to the output's dtype; any strides.
#include "core/error.h"
#include "plan/ops.h"
#include "plan/strided_copy.h"

namespace convolt {
namespace {

/// One input, and where its part of the output starts.
struct Part {
  StridedCopy copy;
  int64_t offset;  // in bytes
};

class Cat final : public Op {
 public:
  explicit Cat(std::vector<Part> parts) : parts_(std::move(parts)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    auto* y = outputs[0].as<char>();
    for (size_t i = 0; i < parts_.size(); ++i) parts_[i].copy.run(inputs[i].data, y + parts_[i].offset, pool);
  }

 private:
  const std::vector<Part> parts_;
};

/// Whether `x` has the output's shape but for dimension `dim`, in which it fits behind `start`.
bool fits(const TensorView& x, const TensorView& y, int64_t dim, int64_t start) {
  if (!x.present() || x.rank != y.rank) return false;
  for (int d = 0; d < y.rank; ++d) {
    if (d == dim ? x.shape[d] > y.shape[d] - start : x.shape[d] != y.shape[d]) return false;
  }
  return true;
}

}  // namespace

std::unique_ptr<Op> prepare_cat(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(!inputs.empty() && outputs.size() == 1, "cat takes at least one input, and one output");
  const TensorView& y = outputs[0];
  const int64_t dim = attributes.integer("dim");
  require(dim >= 0 && dim < y.rank, "attribute 'dim' is out of range");
  std::vector<Part> parts;
  int64_t start = 0;
  for (const TensorView& x : inputs) {
    require(fits(x, y, dim, start), "cat: input " + to_string(x) + " does not fit output " + to_string(y));
    TensorView part = y;
    part.shape[dim] = x.shape[dim];
    parts.push_back({StridedCopy(part, x), start * y.strides[dim] * element_size(y.dtype)});
    start += x.shape[dim];
  }
  require(start == y.shape[dim], "cat: the inputs do not fill output " + to_string(y));
  return std::make_unique<Cat>(std::move(parts));
}

}  // namespace convolt
