#include "plan/ops.h"

namespace convolt {

const std::vector<OpEntry>& op_list() {
  static const auto* list = new std::vector<OpEntry>{
      {"adaptiveAvgPool2d", Layout::kContiguous, prepare_adaptive_avg_pool2d},
      {"avgPool2d", Layout::kContiguous, prepare_avg_pool2d},
      {"batchNorm", Layout::kContiguous, prepare_batch_norm},
      {"conv2d", Layout::kContiguous, prepare_conv2d},
      {"copy", Layout::kStrided, prepare_copy},
      {"fill", Layout::kStrided, prepare_fill},
      {"linear", Layout::kContiguous, prepare_linear},
      {"logSoftmax", Layout::kContiguous, prepare_log_softmax},
      {"matmul", Layout::kStrided, prepare_matmul},
      {"maxPool2d", Layout::kContiguous, prepare_max_pool2d},
      {"pad", Layout::kContiguous, prepare_pad},
      {"relu", Layout::kContiguous, prepare_relu},
      {"softmax", Layout::kContiguous, prepare_softmax},
  };
  return *list;
}

}  // namespace convolt
