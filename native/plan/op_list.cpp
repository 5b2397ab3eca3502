#include "plan/ops.h"

namespace convolt {

const std::vector<OpEntry>& op_list() {
  static const auto* list = new std::vector<OpEntry>{
      {"copy", Layout::kStrided, prepare_copy},
      {"fill", Layout::kStrided, prepare_fill},
      {"relu", Layout::kContiguous, prepare_relu},
  };
  return *list;
}

}  // namespace convolt
