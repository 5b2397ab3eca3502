#include "kernels/activation/activation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

using F = ActivationFunction;

struct Case {
  F function;
  float a = 0.0f;
  float b = 0.0f;
};

constexpr Case kCases[] = {
    {F::kElu, 1.5f, 0.5f}, {F::kElu, -1.0f, -1.0f},     {F::kGelu},       {F::kGeluTanh},  {F::kHardshrink, 0.5f},
    {F::kHardsigmoid},     {F::kHardswish},             {F::kHardtanh, -0.5f, 0.75f},     {F::kLeakyRelu, 0.01f},
    {F::kIdentity},        {F::kLogsigmoid},            {F::kMish},       {F::kRelu},      {F::kSelu},
    {F::kSigmoid},         {F::kSilu},                  {F::kSoftplus, 2.0f, 20.0f},      {F::kSoftplus, -1.0f, 20.0f},
    {F::kSoftshrink, 0.5f}, {F::kSoftsign},             {F::kTanh},       {F::kThreshold, 0.25f, -7.0f},
};

TEST_CASE("activation: every variant equals the reference for every remainder, and stays inside its buffers") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const auto& [function, a, b] : kCases) {
      CAPTURE(static_cast<int>(function));
      for (int64_t count = 0; count <= 35; ++count) {
        CAPTURE(count);
        std::vector<float> x = random_floats(count, 1);
        for (float& value : x) value *= 4.0f;
        if (count > 2) x[1] = std::numeric_limits<float>::quiet_NaN();
        if (count > 3) x[2] = -std::numeric_limits<float>::infinity();
        const Guarded<float> input(x), expected(count), actual(count);
        kernel_table(Isa::kReference).activation({function, a, b, input.data(), expected.data(), count});
        kernel_table(isa).activation({function, a, b, input.data(), actual.data(), count});
        CHECK(relative_error(actual.data(), expected.data(), count) <= 1e-6);
      }
    }
  }
}

TEST_CASE("activation: every value is right to its own last bits, from the smallest to the largest") {
  std::vector<float> x;
  for (float size = 1e-37f; size < 2e38f; size *= 1.13f) x.insert(x.end(), {size, -size});
  const auto count = static_cast<int64_t>(x.size());
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (const auto& [function, a, b] : kCases) {
      CAPTURE(static_cast<int>(function));
      std::vector<float> expected(count), actual(count);
      kernel_table(Isa::kReference).activation({function, a, b, x.data(), expected.data(), count});
      kernel_table(isa).activation({function, a, b, x.data(), actual.data(), count});
      for (int64_t i = 0; i < count; ++i) {
        INFO("x = ", x[i], ", y = ", actual[i], ", expected ", expected[i]);
        if (!std::isfinite(expected[i])) {
          CHECK(actual[i] == expected[i]);
          continue;
        }
        // The exact gelu subtracts from 1 far below 0, where it is right to the last bits of x; so are the hard functions
        // at their bend. An exponent is right to its own last bits, of which there are fewer the larger it is.
        const float size = std::fmin(std::fabs(x[i]), 10.0f);
        const bool tails = function == F::kGelu || function == F::kHardswish || function == F::kHardsigmoid;
        const float relative = function == F::kGeluTanh || function == F::kElu ? 1e-5f : 1e-6f;
        CHECK(std::fabs(actual[i] - expected[i]) <= relative * std::fabs(expected[i]) + (tails ? 2e-7f * size : 0) + 1e-36f);
      }
    }
  }
}

TEST_CASE("activation: integers are bounded exactly") {
  const int64_t x[] = {-3, 0, (int64_t{1} << 53) + 1};
  int64_t y[3];
  kernels().activation_int64({F::kHardtanh, -1, std::numeric_limits<int64_t>::max(), x, y, 3});
  CHECK((y[0] == -1 && y[1] == 0 && y[2] == (int64_t{1} << 53) + 1));
  kernels().activation_int64({F::kRelu, 0, 0, x, y, 3});
  CHECK((y[0] == 0 && y[1] == 0 && y[2] == (int64_t{1} << 53) + 1));
  kernels().activation_int64({F::kThreshold, 0, 7, x, y, 3});
  CHECK((y[0] == 7 && y[1] == 7 && y[2] == (int64_t{1} << 53) + 1));
}

}  // namespace
}  // namespace convolt::test
