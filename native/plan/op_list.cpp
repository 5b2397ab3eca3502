#include "plan/ops.h"

namespace convolt {

const std::vector<OpEntry>& op_list() {
  static const auto* list = new std::vector<OpEntry>{
      {"relu", InputLayout::kContiguous, prepare_relu},
  };
  return *list;
}

}  // namespace convolt
