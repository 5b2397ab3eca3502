// The prepare function of every op, defined in plan/ops/<op>.cpp and listed in plan/op_list.cpp.
#pragma once

#include "plan/op.h"

namespace convolt {

std::unique_ptr<Op> prepare_adaptive_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                                const TensorViews& outputs);
std::unique_ptr<Op> prepare_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_batch_norm(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_conv2d(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_copy(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_fill(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_linear(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_log_softmax(const Attributes& attributes, const TensorViews& inputs,
                                        const TensorViews& outputs);
std::unique_ptr<Op> prepare_matmul(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs);
std::unique_ptr<Op> prepare_pad(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_relu(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
std::unique_ptr<Op> prepare_softmax(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs);

}  // namespace convolt
