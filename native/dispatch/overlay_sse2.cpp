#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_sse2(KernelTable& table) { table.unary = unary_sse2; }

}  // namespace convolt
