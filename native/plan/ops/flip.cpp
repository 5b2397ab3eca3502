// flip: the input's elements in reverse order along the dimensions `dims`; any strides.
#include "core/error.h"
#include "plan/ops.h"
#include "plan/strided_copy.h"

namespace convolt {
namespace {

/// Reads the input backwards: from its last element along the flipped dimensions, with negative strides.
class Flip final : public Op {
 public:
  Flip(const TensorView& output, const TensorView& reversed, int64_t offset)
      : copy_(output, reversed), offset_(offset) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    copy_.run(inputs[0].as<const char>() + offset_, outputs[0].data, pool);
  }

 private:
  const StridedCopy copy_;
  const int64_t offset_;  // in bytes
};

}  // namespace

std::unique_ptr<Op> prepare_flip(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 1, "flip takes one input and one output");
  TensorView reversed = inputs[0];
  int64_t offset = 0;
  for (const int64_t dim : attributes.integers("dims")) {
    require(dim >= 0 && dim < reversed.rank, "attribute 'dims' is out of range");
    if (reversed.shape[dim] > 1) offset += (reversed.shape[dim] - 1) * reversed.strides[dim];
    reversed.strides[dim] = -reversed.strides[dim];
  }
  const bool same_shape = std::equal(reversed.shape, reversed.shape + kMaxRank, outputs[0].shape);
  require(same_shape && reversed.rank == outputs[0].rank,
          [&] { return "flip: output " + to_string(outputs[0]) + " must be as input " + to_string(inputs[0]); });
  return std::make_unique<Flip>(outputs[0], reversed, offset * element_size(reversed.dtype));
}

}  // namespace convolt
