#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_scalar(KernelTable& table) { table.unary = unary_scalar; }

}  // namespace convolt
