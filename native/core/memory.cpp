#include "core/memory.h"

#include <new>
#include <string>

#include "core/error.h"

namespace convolt {

void AlignedFree::operator()(void* memory) const { ::operator delete[](memory, std::align_val_t{kAlignment}); }

AlignedBuffer allocate_aligned(size_t bytes) {
  void* memory = ::operator new[](bytes, std::align_val_t{kAlignment}, std::nothrow);
  if (memory == nullptr) throw Error("CONVOLT_OUT_OF_MEMORY", "cannot allocate " + std::to_string(bytes) + " bytes");
  return AlignedBuffer(static_cast<std::byte*>(memory));
}

}  // namespace convolt
