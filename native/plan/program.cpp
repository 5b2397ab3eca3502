#include "plan/program.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace convolt {
Program::Program(std::shared_ptr<const Constants> constants, size_t arena_bytes, int threads, std::vector<Placed> tensors,
                 const std::vector<StepDescription>& steps, std::vector<int> inputs, std::vector<int> outputs)
    : constants_(std::move(constants)),
      arena_bytes_(arena_bytes),
      threads_(threads),
      tensors_(std::move(tensors)),
      inputs_(std::move(inputs)),
      outputs_(std::move(outputs)) {
  const auto check_known = [&](int tensor, int least) {
    require(tensor >= least && tensor < static_cast<int>(tensors_.size()), "a step names a tensor that is not there");
  };
  for (const Placed& tensor : tensors_) {
    const size_t bytes = tensor.place == Place::kArena ? arena_bytes_ : constants_->bytes;
    const int64_t size = element_size(tensor.layout.dtype);
    require(tensor.offset >= 0 && tensor.offset % size == 0 && tensor.offset <= static_cast<int64_t>(bytes),
            "a tensor begins outside its memory");
    require_within(tensor.layout, (static_cast<int64_t>(bytes) - tensor.offset) / size);
  }
  for (int tensor : inputs_) {
    check_known(tensor, 0);
    require(tensors_[tensor].place == Place::kArena && tensors_[tensor].layout.is_contiguous(),
            "inputs must be contiguous and in the arena");
  }
  for (int tensor : outputs_) {
    check_known(tensor, 0);
    require(tensors_[tensor].layout.is_contiguous(), "outputs must be contiguous");
  }
  for (const StepDescription& step : steps) {
    for (int tensor : step.inputs) check_known(tensor, -1);
    for (int tensor : step.outputs) check_known(tensor, 0);
    const OpEntry& entry = find_op(step.op);
    for (size_t i = 0; i < step.inputs.size(); ++i) {
      const int tensor = step.inputs[i];
      require(tensor < 0 || takes_input(entry.layout, i, tensors_[tensor].layout),
              [&] { return step.op + ": inputs must be contiguous"; });
    }
    for (int tensor : step.outputs) {
      require(tensors_[tensor].place == Place::kArena, [&] { return step.op + ": a step must not write constants"; });
      require(takes_output(entry.layout, tensors_[tensor].layout),
              [&] { return step.op + ": outputs must be contiguous"; });
    }
    steps_.push_back({entry.prepare(step.attributes, layouts(step.inputs), layouts(step.outputs)), step.inputs, step.outputs});
  }
}

size_t Program::workspace_bytes(int threads) const {
  size_t most = 0;
  for (const Step& step : steps_) most = std::max(most, step.op->workspace_bytes(threads));
  return most;
}

TensorView Program::view(int tensor, std::byte* arena) const {
  if (tensor < 0) return {};
  const Placed& placed = tensors_[tensor];
  TensorView view = placed.layout;
  std::byte* base = placed.place == Place::kArena ? arena : constants_->memory.get();
  view.data = base + placed.offset;
  return view;
}

TensorViews Program::layouts(const std::vector<int>& tensors) const {
  TensorViews views;
  for (int tensor : tensors) views.push_back(tensor < 0 ? TensorView() : tensors_[tensor].layout);
  return views;
}

}  // namespace convolt
