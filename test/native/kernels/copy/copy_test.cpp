#include "kernels/copy/copy.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

template <class T>
void check_copy(DType dtype) {
  CAPTURE(static_cast<int>(dtype));
  for (int64_t rows : {1, 2, 31, 32, 33, 70}) {
    for (int64_t columns : {1, 5, 32, 65}) {
      CAPTURE(rows);
      CAPTURE(columns);
      const Guarded<T> x(rows * columns), y(rows * columns);
      for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(i);
      // In order, and transposed.
      kernels().copy({dtype, dtype, x.data(), y.data(), rows, columns, columns, 1, columns, 1});
      for (size_t i = 0; i < x.size(); ++i) REQUIRE(y[i] == x[i]);
      kernels().copy({dtype, dtype, x.data(), y.data(), rows, columns, 1, rows, columns, 1});
      for (int64_t r = 0; r < rows; ++r) {
        for (int64_t c = 0; c < columns; ++c) REQUIRE(y[r * columns + c] == x[c * rows + r]);
      }
    }
  }
}

TEST_CASE("copy: blocks of every element size, in order and transposed, inside their buffers") {
  check_copy<uint8_t>(DType::kUint8);
  check_copy<int16_t>(DType::kInt16);
  check_copy<int32_t>(DType::kInt32);
  check_copy<int64_t>(DType::kInt64);
}

TEST_CASE("copy: one value fills a strided block") {
  const double value = 2.5;
  const Guarded<float> y(9);
  for (size_t i = 0; i < 9; ++i) y[i] = 0.0f;
  kernels().copy({DType::kFloat64, DType::kFloat32, &value, y.data(), 2, 2, 0, 0, 6, 2});
  for (size_t i = 0; i < 9; ++i) CHECK(y[i] == (i == 0 || i == 2 || i == 6 || i == 8 ? 2.5f : 0.0f));
}

TEST_CASE("copy: every float16 and bfloat16 survives the way through float") {
  for (DType dtype : {DType::kFloat16, DType::kBFloat16}) {
    std::vector<uint16_t> halves(65536), back(65536);
    std::vector<float> floats(65536);
    for (size_t i = 0; i < halves.size(); ++i) halves[i] = static_cast<uint16_t>(i);
    kernels().copy({dtype, DType::kFloat32, halves.data(), floats.data(), 1, 65536, 0, 1, 0, 1});
    kernels().copy({DType::kFloat32, dtype, floats.data(), back.data(), 1, 65536, 0, 1, 0, 1});
    int wrong = 0;
    for (size_t i = 0; i < halves.size(); ++i) wrong += floats[i] == floats[i] && back[i] != halves[i];
    CHECK(wrong == 0);
  }
}

}  // namespace
}  // namespace convolt::test
