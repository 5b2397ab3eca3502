#include "dispatch/kernel_table.h"

#include <array>

namespace convolt {
namespace {

constexpr size_t kIsaCount = 6;

void overlay(KernelTable& table, Isa isa) {
  switch (isa) {
    case Isa::kReference:
      return overlay_reference(table);
    case Isa::kScalar:
      return overlay_scalar(table);
#if defined(__x86_64__) || defined(_M_X64)
    case Isa::kSse2:
      return overlay_sse2(table);
    case Isa::kAvx2:
      return overlay_avx2(table);
    case Isa::kAvx512:
      return overlay_avx512(table);
#elif defined(__aarch64__) || defined(_M_ARM64)
    case Isa::kNeon:
      return overlay_neon(table);
#endif
    default:
      return;
  }
}

std::array<KernelTable, kIsaCount> build_tables() {
  std::array<KernelTable, kIsaCount> tables{};
  KernelTable table{};
  for (Isa isa : supported_isas()) {
    overlay(table, isa);
    tables[static_cast<size_t>(isa)] = table;
  }
  return tables;
}

}  // namespace

const KernelTable& kernel_table(Isa isa) {
  static const auto* tables = new std::array<KernelTable, kIsaCount>(build_tables());
  return (*tables)[static_cast<size_t>(isa)];
}

const KernelTable& kernels() {
  static const KernelTable& active = kernel_table(active_isa());
  return active;
}

}  // namespace convolt
