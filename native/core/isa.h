// The instruction sets that kernels are written for, weakest first.
#pragma once

#include <string>
#include <vector>

namespace convolt {

enum class Isa { kReference, kScalar, kSse2, kAvx2, kAvx512, kNeon };

const char* name(Isa isa);

/// The levels that this CPU and operating system can run, weakest first; always starts with reference and scalar.
const std::vector<Isa>& supported_isas();

/// The level that this process uses: the strongest supported one, or the one that CONVOLT_ISA names.
/// Throws an Error when CONVOLT_ISA names an unknown or unsupported level.
Isa active_isa();

}  // namespace convolt
