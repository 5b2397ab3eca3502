// Random inputs and the project's error bound.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/isa.h"

namespace convolt::test {

/// The SIMD levels to hold against the reference: all that this CPU can run.
std::vector<Isa> variants();

/// Floats uniform in [-1, 1) from a fixed seed.
std::vector<float> random_floats(size_t count, uint32_t seed);

/// The largest absolute difference over the largest magnitude of `expected`; infinity where one is NaN or infinite and
/// the other is not the same.
double relative_error(const float* actual, const float* expected, size_t count);

}  // namespace convolt::test
