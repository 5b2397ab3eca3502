// The walk that reductions share: a matrix is folded over its rows.
// Algorithm: blocks of 64 columns keep their running values in registers and the first-level cache while the rows go
// by. A single column whose rows lie in order is read as 16 interleaved columns, which are joined at the end.
// The order of the operations depends on the shape only.
#pragma once

#include <stdint.h>

namespace convolt {
namespace {

constexpr int64_t kFoldBlock = 64;
constexpr int64_t kFoldInterleaved = 16;

/// running[c] = combine(running[c], term(x[r, c], c)) for all rows.
template <class T, class Running, class Term, class Combine>
void fold_rows(const T* x, int64_t rows, int64_t row_stride, int64_t columns, Running* running, Term term,
               Combine combine) {
  for (int64_t r = 0; r < rows; ++r) {
    const T* row = x + r * row_stride;
    for (int64_t c = 0; c < columns; ++c) running[c] = combine(running[c], term(row[c], c));
  }
}

/// Folds columns [begin, begin + columns), at most kFoldBlock of them, into `running`. `term(value, c)` is what an
/// element of column begin + c adds; `combine` must be associative but for rounding.
template <class T, class Running, class Term, class Combine>
void fold_block(const T* x, int64_t rows, int64_t row_stride, int64_t columns, Running initial, Running* running,
                Term term, Combine combine) {
  if (columns == 1 && row_stride == 1) {
    const auto first_column = [term](T value, int64_t) { return term(value, 0); };
    for (int64_t i = 0; i < kFoldInterleaved; ++i) running[i] = initial;
    const int64_t groups = rows / kFoldInterleaved, rest = groups * kFoldInterleaved;
    fold_rows(x, groups, kFoldInterleaved, kFoldInterleaved, running, first_column, combine);
    fold_rows(x + rest, 1, 0, rows - rest, running, first_column, combine);
    for (int64_t width = kFoldInterleaved / 2; width > 0; width /= 2) {
      for (int64_t i = 0; i < width; ++i) running[i] = combine(running[i], running[i + width]);
    }
    return;
  }
  for (int64_t c = 0; c < columns; ++c) running[c] = initial;
  fold_rows(x, rows, row_stride, columns, running, term, combine);
}

}  // namespace
}  // namespace convolt
