#include "core/tensor_view.h"

#include "core/error.h"

namespace convolt {

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
  int64_t expected = 1;
  for (int d = rank - 1; d >= 0; --d) {
    if (shape[d] == 0) return true;
    if (shape[d] != 1 && strides[d] != expected) return false;
    expected *= shape[d];
  }
  return true;
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
