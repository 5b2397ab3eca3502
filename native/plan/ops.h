// The prepare function of every op, defined in plan/ops/<op>.cpp and listed in plan/op_list.cpp.
#pragma once

#include "kernels/activation/activation.h"
#include "kernels/binary/binary.h"
#include "kernels/compare/compare.h"
#include "kernels/extremum/extremum.h"
#include "kernels/reduce/reduce.h"
#include "kernels/scan/scan.h"
#include "kernels/unary/unary.h"
#include "plan/op.h"

namespace convolt {

// Families whose members differ in a function or a number of dimensions only; plan/op_list.cpp gives each member its name.
std::unique_ptr<Op> prepare_activation(ActivationFunction function, const Attributes& attributes,
                                       const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_binary(BinaryFunction function, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_compare(CompareFunction function, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_conv(int dims, const Attributes& attributes, const TensorViews& inputs,
                                 const TensorViews& outputs);
std::unique_ptr<Op> prepare_conv_transpose(int dims, const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs);
std::unique_ptr<Op> prepare_extremum(ExtremumFunction function, const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs);
std::unique_ptr<Op> prepare_reduce(ReduceFunction function, const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs);
std::unique_ptr<Op> prepare_scan(ScanFunction function, const Attributes& attributes, const TensorViews& inputs,
                                 const TensorViews& outputs);
std::unique_ptr<Op> prepare_unary(UnaryFunction function, const TensorViews& inputs, const TensorViews& outputs);

std::unique_ptr<Op> prepare_adaptive_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                                const TensorViews& outputs);
std::unique_ptr<Op> prepare_adaptive_max_pool(const Attributes& attributes, const TensorViews& inputs,
                                              const TensorViews& outputs);
std::unique_ptr<Op> prepare_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_batch_norm(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_batch_norm(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_channel_norm(const Attributes& attributes, const TensorViews& inputs,
                                                 const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                                  const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_depthwise_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                                     const TensorViews& outputs);
std::unique_ptr<Op> prepare_blocked_depthwise_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                                            const TensorViews& outputs);
std::unique_ptr<Op> prepare_cat(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_channel_norm(const Attributes& attributes, const TensorViews& inputs,
                                         const TensorViews& outputs);
std::unique_ptr<Op> prepare_copy(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_fill(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_flip(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_fold(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_from_blocked(const Attributes& attributes, const TensorViews& inputs,
                                         const TensorViews& outputs);
std::unique_ptr<Op> prepare_gather(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_index_select(const Attributes& attributes, const TensorViews& inputs,
                                         const TensorViews& outputs);
std::unique_ptr<Op> prepare_linear(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_log_softmax(const Attributes& attributes, const TensorViews& inputs,
                                        const TensorViews& outputs);
std::unique_ptr<Op> prepare_matmul(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_max_pool_indices(const Attributes& attributes, const TensorViews& inputs,
                                             const TensorViews& outputs);
std::unique_ptr<Op> prepare_max_unpool(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_moments(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);
std::unique_ptr<Op> prepare_nms(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_nonzero(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);
std::unique_ptr<Op> prepare_normal(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_pad(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_prelu(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_random_integers(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs);
std::unique_ptr<Op> prepare_random_permutation(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs);
std::unique_ptr<Op> prepare_resample(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs);
std::unique_ptr<Op> prepare_scatter(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);
std::unique_ptr<Op> prepare_row_norm(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs);
std::unique_ptr<Op> prepare_seed_generator(const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs);
std::unique_ptr<Op> prepare_select_channels(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs);
std::unique_ptr<Op> prepare_sequence(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs);
std::unique_ptr<Op> prepare_softmax(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);
std::unique_ptr<Op> prepare_sort(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_to_blocked(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_stem_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                        const TensorViews& outputs);
std::unique_ptr<Op> prepare_stem_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs);
std::unique_ptr<Op> prepare_topk(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_truncated_normal(const Attributes& attributes, const TensorViews& inputs,
                                             const TensorViews& outputs);
std::unique_ptr<Op> prepare_uniform(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);
std::unique_ptr<Op> prepare_where(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_winograd_conv2d(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs);
std::unique_ptr<Op> prepare_winograd_conv2d_weight(const Attributes& attributes, const TensorViews& inputs,
                                                   const TensorViews& outputs);

}  // namespace convolt
