#include "kernels/gemm/gemm.h"

#include <doctest/doctest.h>

#include "dispatch/kernel_table.h"
#include "support/compare.h"
#include "support/guarded_buffer.h"

namespace convolt::test {
namespace {

struct Operands {
  int64_t rows, columns, depth;
  bool a_transposed, b_transposed;
};

GemmParams params(const Operands& o, const float* a, const float* b, float* c, float* workspace) {
  return {a,
          o.a_transposed ? 1 : o.depth,
          o.a_transposed ? o.rows : 1,
          b,
          o.b_transposed ? 1 : o.columns,
          o.b_transposed ? o.depth : 1,
          c,
          o.columns,
          o.rows,
          o.columns,
          o.depth,
          workspace};
}

double error(Isa isa, const Operands& o) {
  const Guarded<float> a(random_floats(o.rows * o.depth, 1)), b(random_floats(o.depth * o.columns, 2));
  const Guarded<float> expected(o.rows * o.columns), actual(o.rows * o.columns), workspace(kGemmWorkspaceFloats);
  kernel_table(Isa::kReference).gemm(params(o, a.data(), b.data(), expected.data(), nullptr));
  kernel_table(isa).gemm(params(o, a.data(), b.data(), actual.data(), workspace.data()));
  return relative_error(actual.data(), expected.data(), expected.size());
}

TEST_CASE("gemm: every variant equals the reference around the edges of tiles, panels and depth blocks") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    for (int64_t rows : {1, 2, 5, 6, 7, 11, 12, 13, 23, 25, 64}) {
      for (int64_t columns : {1, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 65}) {
        for (int64_t depth : {0, 1, 3, 17}) {
          CAPTURE(rows);
          CAPTURE(columns);
          CAPTURE(depth);
          CHECK(error(isa, {rows, columns, depth, false, false}) <= 1e-6);
        }
      }
    }
    for (int64_t depth : {255, 256, 257, 511, 513, 1000}) {
      CAPTURE(depth);
      CHECK(error(isa, {13, 35, depth, false, false}) <= 1e-6);
    }
  }
}

TEST_CASE("gemm: operands may be transposed") {
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    CHECK(error(isa, {14, 37, 300, true, false}) <= 1e-6);
    CHECK(error(isa, {14, 37, 300, false, true}) <= 1e-6);
    CHECK(error(isa, {14, 37, 300, true, true}) <= 1e-6);
  }
}

TEST_CASE("gemm: an element's bits do not depend on how C is cut into calls") {
  const Operands whole{29, 70, 600, false, false};
  const Guarded<float> a(random_floats(whole.rows * whole.depth, 1)), b(random_floats(whole.depth * whole.columns, 2));
  const Guarded<float> expected(whole.rows * whole.columns), actual(expected.size()), workspace(kGemmWorkspaceFloats);
  for (Isa isa : variants()) {
    CAPTURE(name(isa));
    kernel_table(isa).gemm(params(whole, a.data(), b.data(), expected.data(), workspace.data()));
    for (int64_t row : {0, 10}) {
      for (int64_t column : {0, 33}) {
        GemmParams part = params(whole, a.data() + row * whole.depth, b.data() + column,
                                 actual.data() + row * whole.columns + column, workspace.data());
        part.rows = row == 0 ? 10 : whole.rows - 10;
        part.columns = column == 0 ? 33 : whole.columns - 33;
        kernel_table(isa).gemm(part);
      }
    }
    CHECK(relative_error(actual.data(), expected.data(), expected.size()) == 0.0);
  }
}

}  // namespace
}  // namespace convolt::test
