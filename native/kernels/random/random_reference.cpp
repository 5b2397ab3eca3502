// Where PyTorch's build contracts a product and a sum into one rounding, so does fma here, whatever the CPU. Where it
// does not, no expression has both, lest the compiler contract it.
#include <math.h>

#include "kernels/random/fused_polynomial.h"
#include "kernels/random/random.h"

namespace convolt {
namespace {

constexpr uint64_t kWords = 624, kShift = 397;
constexpr double kPi = 3.14159265358979323846;

uint32_t twist(uint64_t high, uint64_t low) {
  const auto joined = static_cast<uint32_t>((high & 0x80000000u) | (low & 0x7fffffffu));
  return (joined >> 1) ^ ((low & 1) != 0 ? 0x9908b0dfu : 0u);
}

void turn_over(GeneratorState& state) {
  uint64_t* words = state.words;
  uint64_t i = 0;
  for (; i < kWords - kShift; ++i) words[i] = words[i + kShift] ^ twist(words[i], words[i + 1]);
  for (; i < kWords - 1; ++i) words[i] = words[i + kShift - kWords] ^ twist(words[i], words[i + 1]);
  words[i] = words[kShift - 1] ^ twist(words[i], words[0]);
  state.left = kWords;
  state.next = 0;
}

uint32_t random32(GeneratorState& state) {
  if (--state.left == 0 || state.next >= kWords) turn_over(state);
  auto word = static_cast<uint32_t>(state.words[state.next++]);
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

uint64_t random64(GeneratorState& state) {
  const uint64_t high = random32(state);
  return high << 32 | random32(state);
}

float unit_float(GeneratorState& state) { return static_cast<float>(random32(state) & 0xffffffu) * 0x1p-24f; }

double unit_double(GeneratorState& state) {
  return static_cast<double>(random64(state) & 0x1fffffffffffffu) * 0x1p-53;
}

double normal(GeneratorState& state) {
  if (state.has_normal != 0) {
    state.has_normal = 0;
    const double second = state.normal;
    state.normal = 0.0;
    return second;
  }
  const double u1 = unit_double(state), u2 = unit_double(state);
  const double radius = ::sqrt(-2.0 * ::log(1.0 - u2)), angle = 2.0 * kPi * u1;
  state.normal = radius * ::sin(angle);
  state.has_normal = 1;
  return radius * ::cos(angle);
}

/// The inverse of erf for -1 <= y <= 1: a rational approximation, then two of Newton's steps (Pavlis 1996).
float inverse_erf(float y) {
  constexpr float kCentral[] = {-0.140543331f, 0.914624893f, -1.645349621f, 0.886226899f};
  constexpr float kCentralDivisor[] = {0.012229801f, -0.329097515f, 1.442710462f, -2.118377725f, 1.0f};
  constexpr float kOuter[] = {1.641345311f, 3.429567803f, -1.624906493f, -1.970840454f};
  constexpr float kOuterDivisor[] = {1.637067800f, 3.543889200f, 1.0f};
  const float size = ::fabsf(y);
  if (size == 1.0f) return ::copysignf(INFINITY, y);
  float x;
  if (size <= 0.7f) {
    const float z = y * y;
    x = y * fused_polynomial(z, kCentral) / fused_polynomial(z, kCentralDivisor);
  } else {
    const float z = ::sqrtf(-::logf((1.0f - size) / 2.0f));
    x = ::copysignf(fused_polynomial(z, kOuter), y) / fused_polynomial(z, kOuterDivisor);
  }
  const float slope = 2.0f / static_cast<float>(::sqrt(kPi));
  for (int step = 0; step < 2; ++step) x = x - (::erff(x) - y) / (slope * ::expf(-x * x));
  return x;
}

/// erf at the place, in standard deviations, of a bound.
double erf_at(double bound, const RandomTruncatedNormalParams& p) {
  const double distribution = (1.0 + ::erf((bound - p.mean) / p.std / ::sqrt(2.0))) / 2.0;
  return 2.0 * distribution - 1.0;  // the product is exact
}

}  // namespace

void random_seed(const RandomSeedParams& p) {
  *p.state = {};
  p.state->seed = p.seed;
  p.state->left = 1;
  p.state->seeded = 1;
  auto word = static_cast<uint32_t>(p.seed);
  p.state->words[0] = word;
  for (uint32_t i = 1; i < kWords; ++i) {
    word = 1812433253u * (word ^ (word >> 30)) + i;
    p.state->words[i] = word;
  }
}

void random_uniform_float32(const RandomUniformParams<float>& p) {
  const float length = p.high - p.low;
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = ::fmaf(unit_float(*p.state), length, p.low);
}

void random_uniform_float64(const RandomUniformParams<double>& p) {
  const double length = p.high - p.low;
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = ::fma(unit_double(*p.state), length, p.low);
}

void random_normal(const RandomNormalParams& p) {
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = static_cast<float>(::fma(normal(*p.state), p.std, p.mean));
}

void random_truncated_normal(const RandomTruncatedNormalParams& p) {
  const auto from = static_cast<float>(erf_at(p.low, p)), to = static_cast<float>(erf_at(p.high, p));
  random_uniform_float32({p.state, p.y, p.count, from, to});
  const auto scale = static_cast<float>(p.std * ::sqrt(2.0)), mean = static_cast<float>(p.mean);
  const auto low = static_cast<float>(p.low), high = static_cast<float>(p.high);
  for (int64_t i = 0; i < p.count; ++i) {
    // The product of two floats is exact in double, so that it is rounded to float before the sum.
    const auto scaled = static_cast<float>(static_cast<double>(inverse_erf(p.y[i])) * scale);
    const float y = scaled + mean;
    p.y[i] = y < low ? low : y > high ? high : y;
  }
}

void random_integers(const RandomIntegersParams& p) {
  for (int64_t i = 0; i < p.count; ++i) {
    const uint64_t bits = p.wide ? random64(*p.state) : random32(*p.state);
    p.y[i] = static_cast<int64_t>(static_cast<uint64_t>(p.low) + bits % p.range);
  }
}

void random_permutation(const RandomPermutationParams& p) {
  for (int64_t i = 0; i < p.count; ++i) p.y[i] = i;
  for (int64_t i = 0; i < p.count - 1; ++i) {
    const int64_t other = i + static_cast<int64_t>(random32(*p.state) % static_cast<uint64_t>(p.count - i));
    const int64_t chosen = p.y[other];
    p.y[other] = p.y[i];
    p.y[i] = chosen;
  }
}

}  // namespace convolt
