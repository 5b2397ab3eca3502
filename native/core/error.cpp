#include "core/error.h"

namespace convolt {

void require(bool condition, const std::string& message) {
  if (!condition) throw Error("CONVOLT_NATIVE_CHECK", message);
}

}  // namespace convolt
