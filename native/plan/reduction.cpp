#include "plan/reduction.h"

#include "core/error.h"

namespace convolt {

Reduction::Reduction(const Attributes& attributes, const TensorView& input, const TensorViews& outputs) {
  const std::vector<int64_t> dims = attributes.integers("dims");
  const int64_t first = dims.empty() ? input.rank : dims.front();
  const int64_t end = first + static_cast<int64_t>(dims.size());
  require(first >= 0 && end <= input.rank, "dims lie outside the input");
  for (size_t i = 0; i < dims.size(); ++i) {
    require(dims[i] == first + static_cast<int64_t>(i), "dims must be ascending, without gaps");
  }
  for (int d = 0; d < input.rank; ++d) (d < first ? outer_ : d < end ? rows_ : columns_) *= input.shape[d];
  for (const TensorView& output : outputs) {
    require(output.numel() == outer_ * columns_,
            [&] { return "output " + to_string(output) + " does not fit input " + to_string(input); });
  }
}

}  // namespace convolt
