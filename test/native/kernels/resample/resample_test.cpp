#include "kernels/resample/resample.h"

#include <doctest/doctest.h>

#include <vector>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

/// Output i has `taps` neighbours, but the last output one less, from where i lies among the inputs.
void compare(int64_t outer, int64_t input, int64_t output, int64_t inner, int64_t taps, bool weighted) {
  CAPTURE(input);
  CAPTURE(output);
  CAPTURE(inner);
  CAPTURE(taps);
  const Guarded<float> x(random_floats(outer * input * inner, 1)), weights(random_floats(output * taps, 2));
  const Guarded<float> expected(outer * output * inner), actual(outer * output * inner);
  const Guarded<int64_t> counts(output), indices(output * taps);
  for (int64_t i = 0; i < output; ++i) {
    counts[i] = i + 1 == output && taps > 1 ? taps - 1 : taps;
    for (int64_t k = 0; k < taps; ++k) indices[i * taps + k] = i * (input - taps) / output + k;
  }
  const int64_t rows = inner == 1 ? outer : outer * output;
  ResampleParams params{x.data(), expected.data(), {0, rows}, input, output, inner, taps, counts.data(),
                        indices.data(), weighted ? weights.data() : nullptr, true};
  kernel_table(Isa::kReference).resample(params);
  params.y = actual.data();
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (size_t i = 0; i < actual.size(); ++i) actual[i] = -1.0f;
    kernel_table(isa).resample(params);
    CHECK(relative_error(actual.data(), expected.data(), static_cast<int64_t>(actual.size())) <= 1e-5);
  }
}

TEST_CASE("resample: lines of every length equal the reference") {
  for (int64_t inner = 2; inner <= 37; ++inner) compare(2, 7, 5, inner, 3, true);
  compare(1, 9, 4, 33, 1, false);
  compare(2, 20, 3, 17, 18, true);
}

TEST_CASE("resample: the last dimension, with few taps and with runs of them, for every number of rows") {
  for (int64_t outer : {1, 3, 4, 5, 9}) {
    for (int64_t taps : {1, 2, 4, 7, 8, 15, 16, 33}) compare(outer, 40, 11, 1, taps, true);
    compare(outer, 40, 70, 1, 1, false);
  }
}

}  // namespace
}  // namespace convolt::test
