// The loop of an op that computes each element of its output from the one in the same place of its input.
#pragma once

#include <algorithm>

#include "core/error.h"
#include "plan/layout.h"
#include "plan/split.h"

namespace convolt {

class ElementRuns {
 public:
  /// Throws an Error unless both have one dtype and one shape.
  ElementRuns(const TensorView& input, const TensorView& output)
      : samples_(samples_of(output)), input_stride_(samples_of(input).stride) {
    require(input.dtype == output.dtype && input.rank == output.rank &&
                std::equal(input.shape, input.shape + input.rank, output.shape),
            [&] { return "output " + to_string(output) + " does not fit input " + to_string(input); });
  }

  /// Calls body(input, output, count) for runs of elements, in parallel.
  template <class T, class Body>
  void for_each(ThreadPool& pool, const T* input, T* output, const Body& body) const {
    parallel_sample_ranges(pool, samples_.count, samples_.elements, 1, [&](int64_t sample, Range run) {
      body(input + sample * input_stride_ + run.begin, output + sample * samples_.stride + run.begin,
           run.end - run.begin);
    });
  }

 private:
  const Samples samples_;
  const int64_t input_stride_;
};

}  // namespace convolt
