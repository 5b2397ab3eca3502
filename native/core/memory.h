// Memory aligned to cache lines: workspaces of ops, and what plans hold.
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

/// Asks the system for huge pages under a large block that is yet to be written. Linux, where these are to be asked for in most
/// distributions (/sys/kernel/mm/transparent_hugepage/enabled: madvise), then takes one fault for 2 MB in place of 512, and
/// one entry of the TLB. A hint, which other systems do without: what lies there stays as it is.
void advise_huge_pages(void* memory, size_t bytes);

/// Gives what was freed back to the system where the allocator would keep it: glibc's does, in between what lives on.
void return_free_memory();

constexpr size_t align_up(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace convolt
