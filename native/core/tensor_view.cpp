#include "core/tensor_view.h"

#include "core/error.h"

namespace convolt {
namespace {

bool multiply(int64_t a, int64_t b, int64_t* product) {
#if defined(_MSC_VER) && !defined(__clang__)
  if (b != 0 && (a > INT64_MAX / b || a < INT64_MIN / b)) return false;
  *product = a * b;
  return true;
#else
  return !__builtin_mul_overflow(a, b, product);
#endif
}

}  // namespace

int64_t element_size(DType dtype) {
  switch (dtype) {
    case DType::kFloat64:
    case DType::kInt64:
      return 8;
    case DType::kFloat32:
    case DType::kInt32:
      return 4;
    case DType::kFloat16:
    case DType::kBFloat16:
    case DType::kInt16:
      return 2;
    case DType::kInt8:
    case DType::kUint8:
    case DType::kBool:
      return 1;
    case DType::kNone:
      break;
  }
  return 0;
}

const char* name(DType dtype) { return dtype == DType::kNone ? "none" : kDTypeNames[static_cast<int>(dtype)]; }

int64_t TensorView::numel() const {
  int64_t count = 1;
  for (int d = 0; d < rank; ++d) count *= shape[d];
  return count;
}

bool TensorView::is_contiguous() const {
  if (numel() == 0) return true;
  int64_t expected = 1;
  for (int d = rank - 1; d >= 0; --d) {
    if (shape[d] != 1 && strides[d] != expected) return false;
    expected *= shape[d];
  }
  return true;
}

void require_within(const TensorView& view, int64_t capacity) {
  int64_t numel = 1, last = 0;
  for (int d = 0; d < view.rank; ++d) {
    require(view.shape[d] >= 0 && view.strides[d] >= 0, "a tensor's sizes and strides must not be negative");
    require(multiply(numel, view.shape[d], &numel), "a tensor's size overflows");
  }
  if (numel == 0) return;
  for (int d = 0; d < view.rank; ++d) {
    int64_t reach = 0;
    require(multiply(view.shape[d] - 1, view.strides[d], &reach) && reach <= INT64_MAX - last, "a tensor's extent overflows");
    last += reach;
  }
  require(last < capacity, "a tensor reaches past the end of its memory, or its buffer was detached");
}

std::string to_string(const TensorView& view) {
  std::string text = name(view.dtype);
  text += "[";
  for (int d = 0; d < view.rank; ++d) text += (d ? ", " : "") + std::to_string(view.shape[d]);
  return text + "]";
}

void refuse_dtype(const TensorView& input) {
  throw Error("CONVOLT_NATIVE_CHECK", std::string("no kernel for ") + name(input.dtype));
}

}  // namespace convolt
