// Draws from PyTorch's CPU generator: a 32-bit Mersenne Twister (mt19937), and the distributions over it.
//
// Contract: a seed gives the numbers, and leaves the state, that it does with PyTorch 1.13 on x86-64 with AVX2, bit for
// bit; where a distribution calls log, sin, erf or their like, as far as the C library agrees with glibc's. The stream
// is sequential, so these kernels are too, and have no other variant.
#pragma once

#include <stdint.h>

namespace convolt {

/// The generator's state, in the layout of `torch.get_rng_state()`. Any content is safe to draw from.
struct GeneratorState {
  uint64_t seed;
  uint32_t left;  // words until the twister turns over, plus 1
  uint32_t seeded;
  uint64_t next;        // the next word's place
  uint64_t words[624];  // of 32 bits each
  double unused_x;
  double normal;  // the second number of a pair that was drawn for the first
  double unused_rho;
  uint32_t has_normal;
  uint32_t padding;
  float unused_float_normal;
  uint32_t unused_has_float_normal;
};
static_assert(sizeof(GeneratorState) == 5056, "as in PyTorch");

/// Starts the stream of a seed; its low 32 bits count.
struct RandomSeedParams {
  GeneratorState* state;
  uint64_t seed;
};

/// Evenly from [low, high), rounded once: 24 random bits for a float, 53 for a double.
template <class T>
struct RandomUniformParams {
  GeneratorState* state;
  T* y;
  int64_t count;
  T low;
  T high;
};

/// Normal numbers one at a time, in double, by Box and Muller's pairs; the second of a pair waits in the state.
struct RandomNormalParams {
  GeneratorState* state;
  float* y;
  int64_t count;
  double mean;
  double std;
};

/// Normal numbers within [low, high] by the inverse of the distribution function.
struct RandomTruncatedNormalParams {
  GeneratorState* state;
  float* y;
  int64_t count;
  double mean;
  double std;
  double low;
  double high;
};

/// Integers of [low, low + range), range > 0.
struct RandomIntegersParams {
  GeneratorState* state;
  int64_t* y;
  int64_t count;
  int64_t low;
  uint64_t range;
  bool wide;  // 64 random bits for each rather than 32
};

/// A permutation of [0, count).
struct RandomPermutationParams {
  GeneratorState* state;
  int64_t* y;
  int64_t count;
};

using RandomSeedKernel = void (*)(const RandomSeedParams&);
template <class T>
using RandomUniformKernel = void (*)(const RandomUniformParams<T>&);
using RandomNormalKernel = void (*)(const RandomNormalParams&);
using RandomTruncatedNormalKernel = void (*)(const RandomTruncatedNormalParams&);
using RandomIntegersKernel = void (*)(const RandomIntegersParams&);
using RandomPermutationKernel = void (*)(const RandomPermutationParams&);

void random_seed(const RandomSeedParams&);
void random_uniform_float32(const RandomUniformParams<float>&);
void random_uniform_float64(const RandomUniformParams<double>&);
void random_normal(const RandomNormalParams&);
void random_truncated_normal(const RandomTruncatedNormalParams&);
void random_integers(const RandomIntegersParams&);
void random_permutation(const RandomPermutationParams&);

}  // namespace convolt
