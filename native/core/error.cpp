#include "core/error.h"

namespace convolt {

void require(bool condition, const char* message) {
  if (!condition) throw Error("CONVOLT_NATIVE_CHECK", message);
}

void require(bool condition, const std::string& message) { require(condition, message.c_str()); }

}  // namespace convolt
