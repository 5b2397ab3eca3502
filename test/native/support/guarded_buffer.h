// Memory that ends (or starts) at an unmapped page, so that one element too far is a crash even for masked vector
// accesses, which the sanitizers do not see.
#pragma once

#include <cstddef>
#include <vector>

namespace convolt::test {

class GuardedBytes {
 public:
  enum class Guard { kAfter, kBefore };

  /// `bytes` of memory, filled with 0xff (NaN as floats), flush against the guard page.
  explicit GuardedBytes(size_t bytes, Guard guard = Guard::kAfter);
  ~GuardedBytes();
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;

  void* data() const { return data_; }

 private:
  void* mapping_;
  size_t mapping_bytes_;
  void* data_;
};

/// `count` elements of T flush against a guard page.
template <class T>
class Guarded {
 public:
  explicit Guarded(size_t count, GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter)
      : count_(count), bytes_(count * sizeof(T), guard) {}
  explicit Guarded(const std::vector<T>& values, GuardedBytes::Guard guard = GuardedBytes::Guard::kAfter)
      : Guarded(values.size(), guard) {
    for (size_t i = 0; i < count_; ++i) data()[i] = values[i];
  }

  T* data() const { return static_cast<T*>(bytes_.data()); }
  size_t size() const { return count_; }
  T& operator[](size_t i) const { return data()[i]; }

 private:
  size_t count_;
  GuardedBytes bytes_;
};

}  // namespace convolt::test
