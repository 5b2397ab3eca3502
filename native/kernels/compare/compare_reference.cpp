#include "kernels/compare/compare.h"

namespace convolt {
namespace {

template <class T, class Relation>
void zip(const CompareParams<T>& p, Relation relation) {
  for (int64_t row = 0; row < p.rows; ++row) {
    const T *a = p.a + row * p.a_row_stride, *b = p.b + row * p.b_row_stride;
    uint8_t* y = p.y + row * p.y_row_stride;
    if (p.a_stride == 1 && p.b_stride == 1) {
      for (int64_t i = 0; i < p.count; ++i) y[i] = relation(a[i], b[i]);
    } else if (p.a_stride == 1 && p.b_stride == 0) {
      const T value = *b;
      for (int64_t i = 0; i < p.count; ++i) y[i] = relation(a[i], value);
    } else {
      for (int64_t i = 0; i < p.count; ++i) y[i] = relation(a[i * p.a_stride], b[i * p.b_stride]);
    }
  }
}

template <class T>
void combine(const CompareParams<T>& params) {
  const T none{};
  if (params.function == CompareFunction::kAnd) {
    zip(params, [none](T a, T b) { return static_cast<uint8_t>((a != none) & (b != none)); });
  } else if (params.function == CompareFunction::kOr) {
    zip(params, [none](T a, T b) { return static_cast<uint8_t>((a != none) | (b != none)); });
  } else {
    zip(params, [none](T a, T b) { return static_cast<uint8_t>((a != none) != (b != none)); });
  }
}

template <class T>
void compare(const CompareParams<T>& params) {
  switch (params.function) {
    case CompareFunction::kAnd:
    case CompareFunction::kOr:
    case CompareFunction::kXor:
      return combine(params);
    case CompareFunction::kEq:
      return zip(params, [](T a, T b) { return a == b; });
    case CompareFunction::kGe:
      return zip(params, [](T a, T b) { return a >= b; });
    case CompareFunction::kGt:
      return zip(params, [](T a, T b) { return a > b; });
    case CompareFunction::kLe:
      return zip(params, [](T a, T b) { return a <= b; });
    case CompareFunction::kLt:
      return zip(params, [](T a, T b) { return a < b; });
    case CompareFunction::kNe:
      return zip(params, [](T a, T b) { return a != b; });
  }
}

}  // namespace

void compare_float32(const CompareParams<float>& params) { compare(params); }
void compare_float64(const CompareParams<double>& params) { compare(params); }
void compare_int64(const CompareParams<int64_t>& params) { compare(params); }
void compare_bool(const CompareParams<uint8_t>& params) { combine(params); }

}  // namespace convolt
