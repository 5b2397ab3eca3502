#include "dispatch/kernel_table.h"

namespace convolt {

void overlay_neon(KernelTable& table) { table.unary = unary_neon; }

}  // namespace convolt
