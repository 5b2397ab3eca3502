// C = A B over float32 matrices with any strides.
#pragma once

#include <stdint.h>

namespace convolt {

/// The depth (rows of B, columns of A) that one pass accumulates in registers before it adds to C.
constexpr int64_t kGemmDepthBlock = 256;

/// The columns of C that start a panel in every variant: cut C at multiples of it and no panel is narrower than need
/// be.
constexpr int64_t kGemmPanelColumns = 32;

/// Scratch memory of one call, in floats: one packed panel of B.
constexpr int64_t kGemmWorkspaceFloats = kGemmDepthBlock * kGemmPanelColumns;

struct GemmParams {
  const float* a;  // [rows][depth]
  int64_t a_row_stride, a_depth_stride;
  const float* b;  // [depth][columns]
  int64_t b_depth_stride, b_column_stride;
  float* c;  // [rows][columns], columns contiguous
  int64_t c_row_stride;
  int64_t rows, columns, depth;
  float* workspace;  // kGemmWorkspaceFloats, aligned to a cache line
};

using GemmKernel = void (*)(const GemmParams&);

void gemm_reference(const GemmParams&);
void gemm_scalar(const GemmParams&);
void gemm_sse2(const GemmParams&);
void gemm_avx2(const GemmParams&);
void gemm_avx512(const GemmParams&);
void gemm_neon(const GemmParams&);

}  // namespace convolt
