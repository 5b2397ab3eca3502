#include "support/guarded_buffer.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace convolt::test {

GuardedBytes::GuardedBytes(size_t bytes, Guard guard) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t body = (bytes + page - 1) / page * page;
  mapping_bytes_ = body + 2 * page;
  mapping_ = mmap(nullptr, mapping_bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping_ == MAP_FAILED) throw std::bad_alloc();
  char* start = static_cast<char*>(mapping_) + page;
  if (body > 0 && mprotect(start, body, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
  data_ = guard == Guard::kAfter ? start + body - bytes : start;
  if (bytes > 0) std::memset(data_, 0xff, bytes);
}

GuardedBytes::~GuardedBytes() { munmap(mapping_, mapping_bytes_); }

}  // namespace convolt::test
