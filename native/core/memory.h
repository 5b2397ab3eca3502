// Memory aligned to cache lines, for the workspaces of ops.
#pragma once

#include <cstddef>
#include <memory>

namespace convolt {

/// A cache line, and the width of the widest vector register.
constexpr size_t kAlignment = 64;

struct AlignedFree {
  void operator()(void* memory) const;
};

using AlignedBuffer = std::unique_ptr<std::byte[], AlignedFree>;

/// `bytes` of uninitialised memory at a multiple of kAlignment; throws an Error when there is none.
AlignedBuffer allocate_aligned(size_t bytes);

constexpr size_t align_up(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace convolt
