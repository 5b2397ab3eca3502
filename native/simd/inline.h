// Inlining that the compiler may not refuse: a call out of line from a per-ISA file would be a function that the linker
// could share with baseline code.
#pragma once

#if defined(_MSC_VER)
#define CONVOLT_INLINE static __forceinline
#else
#define CONVOLT_INLINE static inline __attribute__((always_inline))
#endif
