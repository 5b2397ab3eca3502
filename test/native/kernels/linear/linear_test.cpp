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
          LinearParams params{x.data(), weight.data(), bias.data(), nullptr, expected.data(), inputs, outputs, {},
                              {0, rows}, {0, outputs}};
          kernel_table(Isa::kReference).linear(params);
          params.y = actual.data();
          kernel_table(isa).linear(params);
          CHECK(relative_error(actual.data(), expected.data(), expected.size()) <= 1e-5);
        }
      }
    }
  }
}

TEST_CASE("linear: activations and the residual, in pieces, over where the residual lies") {
  using F = ActivationFunction;
  const int64_t rows = 7, inputs = 33, outputs = 21;
  const Guarded<float> x(random_floats(rows * inputs, 1)), weight(random_floats(outputs * inputs, 2));
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const Activation& activation :
           {Activation{}, {F::kRelu, 0, 0}, {F::kHardtanh, -0.5f, 0.5f}, {F::kLeakyRelu, 0.1f, 0},
            {F::kGelu, 0, 0}}) {
      CAPTURE(static_cast<int>(activation.function));
      for (bool residual : {false, true}) {
        const Guarded<float> expected(random_floats(rows * outputs, 3)), actual(random_floats(rows * outputs, 3));
        LinearParams params{x.data(), weight.data(), nullptr, residual ? expected.data() : nullptr, expected.data(),
                            inputs, outputs, activation, {0, rows}, {0, outputs}};
        kernel_table(Isa::kReference).linear(params);
        params.y = actual.data();
        if (residual) params.residual = actual.data();
        for (int64_t row = 0; row < rows; row += 4) {
          for (int64_t column = 0; column < outputs; column += 9) {
            params.rows = {row, std::min(row + 4, rows)};
            params.columns = {column, std::min(column + 9, outputs)};
            kernel_table(isa).linear(params);
          }
        }
        CHECK(relative_error(actual.data(), expected.data(), expected.size()) <= 1e-5);
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
    LinearParams params{x.data(), weight.data(), nullptr, nullptr, together.data(), inputs, outputs, {}, {0, rows},
                        {0, outputs}};
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
