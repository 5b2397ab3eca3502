#include "core/isa.h"

#include <cstdint>
#include <cstdlib>

#include "core/error.h"

#if defined(__x86_64__) || defined(_M_X64)
#define CONVOLT_X64 1
#if defined(_MSC_VER)
#include <immintrin.h>
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#endif

namespace convolt {
namespace {

#if defined(CONVOLT_X64)

struct CpuidResult {
  uint32_t eax, ebx, ecx, edx;
};

CpuidResult cpuid(uint32_t leaf, uint32_t subleaf) {
  CpuidResult result{};
#if defined(_MSC_VER)
  int registers[4];
  __cpuidex(registers, static_cast<int>(leaf), static_cast<int>(subleaf));
  result = {static_cast<uint32_t>(registers[0]), static_cast<uint32_t>(registers[1]),
            static_cast<uint32_t>(registers[2]), static_cast<uint32_t>(registers[3])};
#else
  __get_cpuid_count(leaf, subleaf, &result.eax, &result.ebx, &result.ecx, &result.edx);
#endif
  return result;
}

/// XCR0: which register files the operating system saves.
uint64_t xgetbv0() {
#if defined(_MSC_VER)
  return _xgetbv(0);
#else
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<uint64_t>(high) << 32) | low;
#endif
}

bool all(uint64_t value, uint64_t bits) { return (value & bits) == bits; }

std::vector<Isa> detect() {
  std::vector<Isa> isas = {Isa::kReference, Isa::kScalar, Isa::kSse2};
  constexpr uint32_t kFma = 1u << 12, kOsxsave = 1u << 27, kAvx = 1u << 28;                    // leaf 1, ecx
  constexpr uint32_t kAvx2 = 1u << 5;                                                           // leaf 7, ebx
  constexpr uint32_t kAvx512 = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);              // F, DQ, BW, VL
  constexpr uint64_t kYmmState = 0x6, kZmmState = 0xe6;                                         // xcr0
  const uint32_t leaf1 = cpuid(1, 0).ecx;
  if (!all(leaf1, kFma | kOsxsave | kAvx)) return isas;
  const uint64_t xcr0 = xgetbv0();
  const uint32_t leaf7 = cpuid(7, 0).ebx;
  if (!all(xcr0, kYmmState) || !all(leaf7, kAvx2)) return isas;
  isas.push_back(Isa::kAvx2);
  if (all(xcr0, kZmmState) && all(leaf7, kAvx512)) isas.push_back(Isa::kAvx512);
  return isas;
}

#elif defined(__aarch64__) || defined(_M_ARM64)

std::vector<Isa> detect() { return {Isa::kReference, Isa::kScalar, Isa::kNeon}; }

#else

std::vector<Isa> detect() { return {Isa::kReference, Isa::kScalar}; }

#endif

Isa choose() {
  const std::vector<Isa>& isas = supported_isas();
  const char* wanted = std::getenv("CONVOLT_ISA");
  if (wanted == nullptr || *wanted == '\0') return isas.back();
  std::string names;
  for (Isa isa : isas) {
    if (isa == Isa::kReference) continue;
    if (std::string(name(isa)) == wanted) return isa;
    names += (names.empty() ? "" : ", ") + std::string(name(isa));
  }
  throw Error("CONVOLT_INVALID_ENVIRONMENT",
              "CONVOLT_ISA: expected one of " + names + " (what this CPU can run), received '" + wanted + "'");
}

}  // namespace

const char* name(Isa isa) {
  switch (isa) {
    case Isa::kReference:
      return "reference";
    case Isa::kScalar:
      return "scalar";
    case Isa::kSse2:
      return "sse2";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kNeon:
      return "neon";
  }
  return "unknown";
}

// Leaked on purpose, as all process-wide state is: threads may still run while the process exits.
const std::vector<Isa>& supported_isas() {
  static const auto* isas = new std::vector<Isa>(detect());
  return *isas;
}

Isa active_isa() {
  static const Isa isa = choose();
  return isa;
}

}  // namespace convolt
