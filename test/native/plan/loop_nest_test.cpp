#include "plan/loop_nest.h"

#include <doctest/doctest.h>

#include <vector>

#include "core/error.h"

namespace convolt::test {
namespace {

TensorView view(std::vector<int64_t> shape, std::vector<int64_t> strides) {
  TensorView view;
  view.dtype = DType::kFloat32;
  view.rank = static_cast<int>(shape.size());
  for (int d = 0; d < view.rank; ++d) {
    view.shape[d] = shape[d];
    view.strides[d] = strides[d];
  }
  return view;
}

TEST_CASE("loop nest: tiles cover every element once, with the right element of each operand") {
  // The output, the second operand's strides over it (0 where it is broadcast), and that operand as it is.
  struct Case {
    TensorView output, operand;
    std::vector<int64_t> strides;
  };
  const std::vector<Case> cases = {
      {view({}, {}), view({}, {}), {}},
      {view({5}, {1}), view({}, {}), {0}},
      {view({2, 3, 4}, {12, 4, 1}), view({2, 3, 4}, {12, 4, 1}), {12, 4, 1}},
      {view({2, 3, 4}, {12, 4, 1}), view({3, 1}, {1, 7}), {0, 1, 0}},
      {view({2, 3, 4}, {12, 4, 1}), view({2, 3, 4}, {1, 2, 6}), {1, 2, 6}},
      {view({3, 1, 200, 300}, {60000, 7, 300, 1}), view({3, 1, 200, 300}, {60000, 1, 1, 200}), {60000, 0, 1, 200}},
      {view({40000}, {1}), view({40000}, {2}), {2}},
      {view({3, 4}, {1, 3}), view({3, 4}, {4, 1}), {4, 1}},
      {view({1, 2, 1, 2, 1, 2, 1, 2}, {8, 8, 4, 4, 2, 2, 1, 1}), view({2}, {5}), {0, 0, 0, 0, 0, 0, 0, 5}},
  };
  ThreadPool& pool = ThreadPool::process();
  const int threads = pool.threads();
  pool.set_threads(1);  // doctest's checks are not for several
  for (const Case& c : cases) {
    for (bool transposed : {false, true}) {
      CAPTURE(to_string(c.output));
      LoopNest nest({c.output, c.operand});
      if (transposed) nest.bring_to_rows(1);
      // Which element of the operand each element of the output met, by offset.
      std::vector<int64_t> met(c.output.numel(), -1);
      nest.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
        for (int64_t row = 0; row < tile.rows; ++row) {
          for (int64_t column = 0; column < tile.columns; ++column) {
            const auto offset = [&](int k) {
              return tile.offsets[k] + row * nest.row_stride(k) + column * nest.column_stride(k);
            };
            REQUIRE(met[offset(0)] == -1);
            met[offset(0)] = offset(1);
          }
        }
      });
      for (int64_t i = 0; i < c.output.numel(); ++i) {
        int64_t rest = i, output = 0, operand = 0;
        for (int d = c.output.rank - 1; d >= 0; --d) {
          output += rest % c.output.shape[d] * c.output.strides[d];
          operand += rest % c.output.shape[d] * c.strides[d];
          rest /= c.output.shape[d];
        }
        REQUIRE(met[output] == operand);
      }
    }
  }
  pool.set_threads(threads);
}

TEST_CASE("loop nest: nothing is done for empty tensors, and what does not broadcast is refused") {
  for (const TensorView& empty : {view({0}, {1}), view({2, 0, 3}, {0, 3, 1}), view({0, 3}, {3, 1})}) {
    int tiles = 0;
    LoopNest({empty, empty}).for_each_tile(ThreadPool::process(), [&](const LoopNest::Tile&) { ++tiles; });
    CHECK(tiles == 0);
  }
  CHECK_THROWS_AS(LoopNest({view({2, 3}, {3, 1}), view({2}, {1})}), Error);
  CHECK_THROWS_AS(LoopNest({view({3}, {1}), view({2, 3}, {3, 1})}), Error);
}

}  // namespace
}  // namespace convolt::test
