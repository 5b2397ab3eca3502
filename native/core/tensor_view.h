// A tensor as the native code sees it: memory that somebody else owns, with a dtype, a shape and strides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/pod/dtype.h"

namespace convolt {

constexpr int kMaxRank = 8;

constexpr const char* kDTypeNames[] = {"float32", "float64", "float16", "bfloat16", "int64",
                                       "int32",   "int16",   "int8",    "uint8",    "bool"};
constexpr int kDTypeCount = 10;

int64_t element_size(DType dtype);
const char* name(DType dtype);

struct TensorView {
  DType dtype = DType::kNone;
  int rank = 0;
  int64_t shape[kMaxRank] = {};
  int64_t strides[kMaxRank] = {};  // in elements
  void* data = nullptr;            // the element at index (0, …, 0)

  bool present() const { return dtype != DType::kNone; }
  int64_t numel() const;
  bool is_contiguous() const;

  /// The elements as T. The caller has checked the dtype.
  template <class T>
  T* as() const {
    return static_cast<T*>(data);
  }
};

using TensorViews = std::vector<TensorView>;

/// Throws an Error unless every element lies within `capacity` elements from the first one on.
void require_within(const TensorView& view, int64_t capacity);

/// "float32[1, 32, 28, 28]", for messages.
std::string to_string(const TensorView& view);

/// Throws an Error: no kernel takes such an input.
[[noreturn]] void refuse_dtype(const TensorView& input);

}  // namespace convolt
