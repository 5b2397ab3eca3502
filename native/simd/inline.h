// What per-ISA files ask of the compiler.
#pragma once

// Inlining that it may not refuse: a call out of line from a per-ISA file would be a function that the linker
// could share with baseline code.
#if defined(_MSC_VER)
#define CONVOLT_INLINE static __forceinline
#else
#define CONVOLT_INLINE static inline __attribute__((always_inline))
#endif

// Before a loop with a constant number of steps: unrolls it fully, so that an array it indexes can live in registers.
#if defined(__clang__)
#define CONVOLT_UNROLL _Pragma("unroll")
#elif defined(__GNUC__)
#define CONVOLT_UNROLL _Pragma("GCC unroll 32")
#else
#define CONVOLT_UNROLL
#endif

// Starts to bring the line at an address into the caches; an address of no memory does no harm.
#if defined(_MSC_VER) && (defined(_M_X64) || defined(_M_IX86))
#include <intrin.h>
#define CONVOLT_PREFETCH(address) _mm_prefetch(reinterpret_cast<const char*>(address), _MM_HINT_T0)
#elif defined(_MSC_VER)
#define CONVOLT_PREFETCH(address) __prefetch(address)
#else
#define CONVOLT_PREFETCH(address) __builtin_prefetch(address)
#endif
