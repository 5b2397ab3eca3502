// Layout: a matrix that is searched over its rows. Algorithm: row after row, against the best of the rows before.
#include "kernels/extremum/extremum.h"

namespace convolt {
namespace {

template <class T, class Better>
void search(const ExtremumParams<T>& p, Better better) {
  for (int64_t c = 0; c < p.columns; ++c) {
    p.values[c] = p.x[c];
    p.indices[c] = 0;
  }
  for (int64_t r = 1; r < p.rows; ++r) {
    const T* row = p.x + r * p.row_stride;
    for (int64_t c = 0; c < p.columns; ++c) {
      const T best = p.values[c], candidate = row[c];
      const bool is_first_nan = candidate != candidate && best == best;
      if (better(candidate, best) || is_first_nan) {
        p.values[c] = candidate;
        p.indices[c] = r;
      }
    }
  }
}

template <class T>
void extremum(const ExtremumParams<T>& params) {
  // A comparison with NaN is false, so a NaN that is the best already stays.
  if (params.function == ExtremumFunction::kMax) {
    search(params, [](T candidate, T best) { return candidate > best; });
  } else {
    search(params, [](T candidate, T best) { return candidate < best; });
  }
}

}  // namespace

void extremum_float32(const ExtremumParams<float>& params) { extremum(params); }
void extremum_float64(const ExtremumParams<double>& params) { extremum(params); }
void extremum_int64(const ExtremumParams<int64_t>& params) { extremum(params); }

}  // namespace convolt
