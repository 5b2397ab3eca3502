#include "kernels/col2im/col2im.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Holds a variant, called for `step` planes of the output at a time, against the reference.
double error(Isa isa, int64_t channels, const Window3d& w, int64_t step,
             GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter) {
  const Window2d& p = w.plane;
  const int64_t taps = w.kernel_depth * p.kernel_height * p.kernel_width;
  const int64_t volume = w.output_depth * p.output_height * p.output_width;
  const Guarded<float> columns(random_floats(channels * taps * w.depth * p.height * p.width, 1), guard);
  const Guarded<float> bias(random_floats(channels, 2), guard);
  const Guarded<float> expected(channels * volume), actual(channels * volume, guard);
  const Guarded<float> workspace(col2im_workspace_floats(p.output_width));
  Col2imParams params{columns.data(), bias.data(), expected.data(), channels, w, {0, w.depth}, {0, w.output_depth},
                      workspace.data()};
  kernel_table(Isa::kReference).col2im(params);
  params.output = actual.data();
  for (int64_t z = 0; z < w.output_depth; z += step) {
    params.output_depths = {z, std::min(z + step, w.output_depth)};
    kernel_table(isa).col2im(params);
  }
  return relative_error(actual.data(), expected.data(), expected.size());
}

int64_t output_size(int64_t size, int64_t kernel, int64_t stride, int64_t pad, int64_t dilation, int64_t more) {
  return std::max<int64_t>(1, (size - 1) * stride - 2 * pad + dilation * (kernel - 1) + 1 + more);
}

TEST_CASE("col2im: every variant equals the reference for windows of all kinds") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (auto guard : {GuardedBytes::Guard::kAfter, GuardedBytes::Guard::kBefore}) {
      for (int64_t kernel : {1, 2, 3, 5}) {
        for (int64_t stride : {1, 2, 3, 7}) {
          for (int64_t dilation : {1, 2, 3}) {
            for (int64_t pad : {0, 1, 3}) {
              for (int64_t width : {1, 20}) {
                CAPTURE(kernel);
                CAPTURE(stride);
                CAPTURE(dilation);
                CAPTURE(pad);
                CAPTURE(width);
                const int64_t more = stride - 1;
                const int64_t height = output_size(3, kernel, stride, pad, dilation, more);
                const Window3d w = {3, kernel, stride, pad, dilation, height,
                                    {1, width, 1, kernel, 1, stride, 0, pad, 1, dilation, 1,
                                     output_size(width, kernel, stride, pad, dilation, more)}};
                CHECK(error(isa, 2, w, 2, guard) <= 1e-6);
              }
            }
          }
        }
      }
    }
  }
}

TEST_CASE("col2im: volumes, and every width around the edges of vectors") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t width = 1; width <= 36; ++width) {
      CAPTURE(width);
      const Window3d w = {2, 2, 2, 0, 1, 4, {3, width, 3, 3, 1, 1, 1, 1, 1, 1, 3, width}};
      CHECK(error(isa, 2, w, 1) <= 1e-6);
    }
  }
}

TEST_CASE("col2im: only some planes of the grid are at hand") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    // Output plane 4 sees, through 3 taps at stride 2, the planes 1 and 2 of the grid.
    const Window3d w = {5, 3, 2, 0, 1, 11, {1, 9, 1, 3, 1, 2, 0, 1, 1, 1, 1, 18}};
    const Guarded<float> columns(random_floats(9 * 2 * 9, 1));
    const Guarded<float> expected(11 * 18), actual(11 * 18), workspace(col2im_workspace_floats(18));
    Col2imParams params{columns.data(), nullptr, expected.data(), 1, w, {1, 3}, {4, 5}, workspace.data()};
    kernel_table(Isa::kReference).col2im(params);
    params.output = actual.data();
    kernel_table(isa).col2im(params);
    CHECK(relative_error(actual.data() + 4 * 18, expected.data() + 4 * 18, 18) <= 1e-6);
  }
}

}  // namespace
}  // namespace convolt::test
