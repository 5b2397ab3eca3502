// Layout and algorithm: kernels/gemm/panel_product.h, with panels packed from a matrix of any strides.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/gemm/panel_product.h"

namespace convolt {
namespace {

CONVOLT_INLINE void gemm_body(const GemmParams& p) {
  const auto pack = [&p](Range depth, int64_t column, int columns, int lanes, float* panel) {
    const float* source = p.b + depth.begin * p.b_depth_stride + column * p.b_column_stride;
    for (int64_t k = depth.begin; k < depth.end; ++k, source += p.b_depth_stride, panel += lanes) {
      if (p.b_column_stride == 1) {
        if (lanes == kPanelLanes) store(panel, load(source));
        const int done = lanes - kLanes;
        store(panel + done, load_lanes(source + done, columns - done));
      } else {
        for (int i = 0; i < columns; ++i) panel[i] = source[i * p.b_column_stride];
        for (int i = columns; i < lanes; ++i) panel[i] = 0.0f;
      }
    }
  };
  multiply_panels({p.a, p.a_row_stride, p.a_depth_stride, p.c, p.c_row_stride, p.rows, p.columns, p.depth, nullptr,
                   nullptr, {}, p.workspace},
                  pack);
}

}  // namespace
}  // namespace convolt
