#include "plan/ops.h"

namespace convolt {

const std::vector<OpEntry>& op_list() {
  static const auto* list = new std::vector<OpEntry>{
      {"conv2d", Layout::kContiguous, prepare_conv2d},
      {"copy", Layout::kStrided, prepare_copy},
      {"fill", Layout::kStrided, prepare_fill},
      {"linear", Layout::kContiguous, prepare_linear},
      {"matmul", Layout::kStrided, prepare_matmul},
      {"relu", Layout::kContiguous, prepare_relu},
  };
  return *list;
}

}  // namespace convolt
