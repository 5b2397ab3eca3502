#include "kernels/max_unpool/max_unpool.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/volumes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class MaxUnpool final : public Op {
 public:
  MaxUnpool(const Volumes& x, const Volumes& y) : x_(x), y_(y) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t taken = x_.elements(), given = y_.elements();
    parallel_ranges(pool, y_.count, std::max(taken, given), [&](Range planes) {
      kernels().max_unpool({inputs[0].as<float>(), inputs[1].as<int64_t>(), outputs[0].as<float>(), planes, taken, given});
    });
  }

 private:
  const Volumes x_, y_;
};

}  // namespace

std::unique_ptr<Op> prepare_max_unpool(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  require(inputs.size() == 2 && outputs.size() == 1, "maxUnpool takes an input, indices and one output");
  require(inputs[0].dtype == DType::kFloat32 && inputs[1].dtype == DType::kInt64 &&
              outputs[0].dtype == DType::kFloat32,
          "maxUnpool takes float32 and int64 indices");
  const int dims = spatial_dims(attributes);
  const Volumes x = volumes_of("maxUnpool", inputs[0], dims);
  const Volumes indices = volumes_of("maxUnpool", inputs[1], dims);
  const Volumes y = volumes_of("maxUnpool", outputs[0], dims);
  require(x.count == indices.count && x.count == y.count && std::equal(x.size, x.size + 3, indices.size),
          [&] { return "maxUnpool: " + to_string(inputs[1]) + " does not fit input " + to_string(inputs[0]); });
  return std::make_unique<MaxUnpool>(x, y);
}

}  // namespace convolt
