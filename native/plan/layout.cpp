#include "plan/layout.h"

namespace convolt {
namespace {

/// (samples, channels, height, width), or with the channels in blocks: (samples, blocks, height, width, lanes).
bool are_images(const TensorView& view) { return view.rank == 4 || view.rank == 5; }

bool has_contiguous_samples(const TensorView& view) {
  if (!are_images(view)) return view.is_contiguous();
  TensorView sample = view;
  sample.shape[0] = 1;
  return sample.is_contiguous();
}

}  // namespace

bool takes_output(Layout layout, const TensorView& output) {
  if (layout == Layout::kStrided) return true;
  return layout == Layout::kSamples ? has_contiguous_samples(output) : output.is_contiguous();
}

bool takes_input(Layout layout, size_t index, const TensorView& input) {
  if (!input.present()) return true;
  return takes_output(layout == Layout::kSamples && index > 0 ? Layout::kContiguous : layout, input);
}

Samples samples_of(const TensorView& view) {
  const int64_t elements = view.numel();
  if (!are_images(view) || elements == 0) return {1, elements, 0};
  return {view.shape[0], elements / view.shape[0], view.strides[0]};
}

}  // namespace convolt
