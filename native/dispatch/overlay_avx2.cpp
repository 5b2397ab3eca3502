#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_avx2(KernelTable& table) { table.unary = unary_avx2; }

}  // namespace convolt
