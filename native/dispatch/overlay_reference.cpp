#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_reference(KernelTable& table) {
  table.copy = copy_reference;
  table.unary = unary_reference;
}

}  // namespace convolt
