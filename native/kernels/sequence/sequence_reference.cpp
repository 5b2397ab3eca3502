#include "kernels/sequence/sequence.h"

namespace convolt {
namespace {

template <class T>
void sequence(const SequenceParams<T>& p) {
  const int64_t half = p.count / 2;
  const int64_t middle = p.end < half ? p.end : half;
  int64_t i = p.begin;
  for (; i < middle; ++i) p.y[i] = static_cast<T>(p.start + static_cast<double>(i) * p.step);
  for (; i < p.end; ++i) p.y[i] = static_cast<T>(p.last - static_cast<double>(p.count - 1 - i) * p.step);
}

}  // namespace

void sequence_float32(const SequenceParams<float>& params) { sequence(params); }
void sequence_float64(const SequenceParams<double>& params) { sequence(params); }
void sequence_int64(const SequenceParams<int64_t>& params) { sequence(params); }

}  // namespace convolt
