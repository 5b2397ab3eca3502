#include "kernels/linear/linear.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

TEST_CASE("linear: every variant equals the reference for every remainder of rows, outputs and inputs") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t rows : {1, 2, 3, 5, 6, 7, 13}) {
      for (int64_t outputs : {1, 3, 4, 5, 8, 10, 17}) {
        for (int64_t inputs : {0, 1, 3, 4, 7, 8, 15, 16, 17, 33, 576}) {
          CAPTURE(rows);
          CAPTURE(outputs);
          CAPTURE(inputs);
          const Guarded<float> x(random_floats(rows * inputs, 1)), weight(random_floats(outputs * inputs, 2));
          const Guarded<float> bias(random_floats(outputs, 3)), expected(rows * outputs), actual(rows * outputs);
          LinearParams params{x.data(), weight.data(), bias.data(),      expected.data(), inputs,
                              outputs,  inputs % 2 ? Activation::kRelu : Activation::kNone, {0, rows}, {0, outputs}};
          kernel_table(Isa::kReference).linear(params);
          params.y = actual.data();
          kernel_table(isa).linear(params);
          CHECK(relative_error(actual.data(), expected.data(), expected.size()) <= 1e-5);
        }
      }
    }
  }
}

TEST_CASE("linear: a row's bits do not depend on the rows and outputs computed with it") {
  const int64_t rows = 13, inputs = 301, outputs = 21;
  const Guarded<float> x(random_floats(rows * inputs, 1)), weight(random_floats(outputs * inputs, 2));
  const Guarded<float> together(rows * outputs), alone(rows * outputs);
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    LinearParams params{x.data(), weight.data(), nullptr, together.data(), inputs, outputs, Activation::kNone,
                        {0, rows}, {0, outputs}};
    kernel_table(isa).linear(params);
    params.y = alone.data();
    for (int64_t row = 0; row < rows; ++row) {
      params.rows = {row, row + 1};
      for (int64_t column = 0; column < outputs; column += 6) {
        params.columns = {column, std::min(column + 6, outputs)};
        kernel_table(isa).linear(params);
      }
    }
    CHECK(relative_error(alone.data(), together.data(), together.size()) == 0.0);
  }
}

}  // namespace
}  // namespace convolt::test
