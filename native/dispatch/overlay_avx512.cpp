#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_avx512(KernelTable& table) { table.unary = unary_avx512; }

}  // namespace convolt
