#include "core/memory.h"

#include <cstdint>
#include <new>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "core/error.h"

namespace convolt {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

void AlignedFree::operator()(void* memory) const { ::operator delete[](memory, std::align_val_t{kAlignment}); }

AlignedBuffer allocate_aligned(size_t bytes) {
  void* memory = ::operator new[](bytes, std::align_val_t{kAlignment}, std::nothrow);
  if (memory == nullptr) throw Error("CONVOLT_OUT_OF_MEMORY", "cannot allocate " + std::to_string(bytes) + " bytes");
  advise_huge_pages(memory, bytes);
  return AlignedBuffer(static_cast<std::byte*>(memory));
}

void advise_huge_pages(void* memory, size_t bytes) {
#ifdef __linux__
  if (bytes < kHugePage) return;
  // Whole pages, of the block's neighbours too at its ends: the system takes a huge page only where all of it was advised.
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t start = reinterpret_cast<uintptr_t>(memory) / page * page;
  const uintptr_t end = (reinterpret_cast<uintptr_t>(memory) + bytes + page - 1) / page * page;
  madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
}

void return_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace convolt
