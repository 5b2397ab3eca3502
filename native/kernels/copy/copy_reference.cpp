// Layout: a matrix of elements with any strides on both sides.
// Algorithm: where both rows lie in order, the row is copied (or converted) as one run; where they do not (a transpose),
// the matrix is walked in tiles of 16 x 16, a cache line of floats each way: larger ones evict their own lines where
// the rows lie a power of 2 apart.
// This is the only variant: copies are bound by memory, and the compiler vectorises the runs.
//
// Contract: conversions to float round to nearest, ties to even. A float becomes an integer by truncation; one that is
// out of range becomes what x86 makes of it, so that all machines agree with PyTorch there. Integers wrap.
#include "kernels/copy/copy.h"

#include <stdint.h>
#include <string.h>

#include "kernels/copy/half.h"

namespace convolt {
namespace {

constexpr int64_t kTile = 16;

struct Bool {
  uint8_t value;
};

// Every element type is read as one of float, double and int64_t.
float read(float x) { return x; }
double read(double x) { return x; }
float read(Half x) { return to_float(x); }
float read(BFloat16 x) { return to_float(x); }
int64_t read(int64_t x) { return x; }
int64_t read(int32_t x) { return x; }
int64_t read(int16_t x) { return x; }
int64_t read(int8_t x) { return x; }
int64_t read(uint8_t x) { return x; }
int64_t read(Bool x) { return x.value != 0; }

/// The conversion of cvttsd2si: out of range and NaN give the smallest integer.
template <class Integer, class Float>
Integer truncate(Float x, Float limit) {
  constexpr Integer kSmallest = static_cast<Integer>(Integer{1} << (8 * sizeof(Integer) - 2)) * -2;
  return x >= -limit && x < limit ? static_cast<Integer>(x) : kSmallest;
}

template <class To>
struct Write {
  static To from(int64_t x) { return static_cast<To>(x); }
  // Narrow signed integers go through 32 bits.
  template <class Float>
  static To from(Float x) {
    return static_cast<To>(truncate<int32_t, Float>(x, 0x1p31f));
  }
};

template <>
struct Write<int64_t> {
  static int64_t from(int64_t x) { return x; }
  template <class Float>
  static int64_t from(Float x) {
    return truncate<int64_t, Float>(x, 0x1p63f);
  }
};

template <>
struct Write<uint8_t> {
  template <class T>
  static uint8_t from(T x) {
    return static_cast<uint8_t>(Write<int64_t>::from(x));
  }
};

template <>
struct Write<Bool> {
  template <class T>
  static Bool from(T x) {
    return {x != 0};
  }
};

template <>
struct Write<float> {
  template <class T>
  static float from(T x) {
    return static_cast<float>(x);
  }
};

template <>
struct Write<double> {
  template <class T>
  static double from(T x) {
    return static_cast<double>(x);
  }
};

template <>
struct Write<Half> {
  template <class T>
  static Half from(T x) {
    return to_half(static_cast<float>(x));
  }
};

template <>
struct Write<BFloat16> {
  template <class T>
  static BFloat16 from(T x) {
    return to_bfloat16(static_cast<float>(x));
  }
};

struct Convert {
  template <class To, class From>
  static To element(From x) {
    return Write<To>::from(read(x));
  }
};

/// Elements of one dtype, whatever they mean.
struct Same {
  template <class To, class From>
  static To element(From x) {
    return x;
  }
};

int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

template <class Conversion, class From, class To>
void copy_row(const From* x, int64_t x_stride, To* y, int64_t y_stride, int64_t count) {
  if (x_stride == 0) {
    const To value = Conversion::template element<To>(*x);
    for (int64_t c = 0; c < count; ++c) y[c * y_stride] = value;
  } else if (x_stride == 1 && y_stride == 1) {
    for (int64_t c = 0; c < count; ++c) y[c] = Conversion::template element<To>(x[c]);
  } else {
    for (int64_t c = 0; c < count; ++c) y[c * y_stride] = Conversion::template element<To>(x[c * x_stride]);
  }
}

template <class Conversion, class From, class To>
void copy_block(const CopyParams& p) {
  const auto* x = static_cast<const From*>(p.x);
  auto* y = static_cast<To*>(p.y);
  const bool in_order = p.y_column_stride <= p.y_row_stride && p.x_column_stride <= p.x_row_stride;
  const int64_t width = p.rows == 1 || in_order ? p.columns : kTile;
  const int64_t height = width == kTile ? kTile : p.rows;
  for (int64_t r0 = 0; r0 < p.rows; r0 += height) {
    for (int64_t c0 = 0; c0 < p.columns; c0 += width) {
      for (int64_t r = r0; r < smaller(r0 + height, p.rows); ++r) {
        copy_row<Conversion>(x + r * p.x_row_stride + c0 * p.x_column_stride, p.x_column_stride,
                             y + r * p.y_row_stride + c0 * p.y_column_stride, p.y_column_stride,
                             smaller(width, p.columns - c0));
      }
    }
  }
}

template <class From>
void convert_from(const CopyParams& p) {
  switch (p.y_dtype) {
    case DType::kFloat32:
      return copy_block<Convert, From, float>(p);
    case DType::kFloat64:
      return copy_block<Convert, From, double>(p);
    case DType::kFloat16:
      return copy_block<Convert, From, Half>(p);
    case DType::kBFloat16:
      return copy_block<Convert, From, BFloat16>(p);
    case DType::kInt64:
      return copy_block<Convert, From, int64_t>(p);
    case DType::kInt32:
      return copy_block<Convert, From, int32_t>(p);
    case DType::kInt16:
      return copy_block<Convert, From, int16_t>(p);
    case DType::kInt8:
      return copy_block<Convert, From, int8_t>(p);
    case DType::kUint8:
      return copy_block<Convert, From, uint8_t>(p);
    case DType::kBool:
      return copy_block<Convert, From, Bool>(p);
    case DType::kNone:
      return;
  }
}

void convert(const CopyParams& p) {
  switch (p.x_dtype) {
    case DType::kFloat32:
      return convert_from<float>(p);
    case DType::kFloat64:
      return convert_from<double>(p);
    case DType::kFloat16:
      return convert_from<Half>(p);
    case DType::kBFloat16:
      return convert_from<BFloat16>(p);
    case DType::kInt64:
      return convert_from<int64_t>(p);
    case DType::kInt32:
      return convert_from<int32_t>(p);
    case DType::kInt16:
      return convert_from<int16_t>(p);
    case DType::kInt8:
      return convert_from<int8_t>(p);
    case DType::kUint8:
      return convert_from<uint8_t>(p);
    case DType::kBool:
      return convert_from<Bool>(p);
    case DType::kNone:
      return;
  }
}

}  // namespace

void copy_reference(const CopyParams& p) {
  if (p.x_dtype != p.y_dtype) return convert(p);
  switch (p.x_dtype) {
    case DType::kFloat64:
    case DType::kInt64:
      return copy_block<Same, uint64_t, uint64_t>(p);
    case DType::kFloat32:
    case DType::kInt32:
      return copy_block<Same, uint32_t, uint32_t>(p);
    case DType::kFloat16:
    case DType::kBFloat16:
    case DType::kInt16:
      return copy_block<Same, uint16_t, uint16_t>(p);
    case DType::kInt8:
    case DType::kUint8:
    case DType::kBool:
      return copy_block<Same, uint8_t, uint8_t>(p);
    case DType::kNone:
      return;
  }
}

}  // namespace convolt
