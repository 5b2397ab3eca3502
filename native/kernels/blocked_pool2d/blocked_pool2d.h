// Max and average pooling of images in the blocked layout: the windows of kernels/pool2d/pool2d.h, of whole vectors.
#pragma once

#include "kernels/pool2d/pool2d.h"

namespace convolt {

struct BlockedPool2dParams {
  Pool2dParams pool;  // whose planes are blocks: elements are `block` channels side by side
  int64_t block;
};

using BlockedPool2dKernel = void (*)(const BlockedPool2dParams&);

void blocked_pool2d_reference(const BlockedPool2dParams&);
void blocked_pool2d_scalar(const BlockedPool2dParams&);
void blocked_pool2d_sse2(const BlockedPool2dParams&);
void blocked_pool2d_avx2(const BlockedPool2dParams&);
void blocked_pool2d_avx512(const BlockedPool2dParams&);
void blocked_pool2d_neon(const BlockedPool2dParams&);

}  // namespace convolt
