#include "plan/activation.h"

#include "core/error.h"

namespace convolt {

Activation decode_activation(const Attributes& attributes) {
  const std::string& text = attributes.text("activation");
  require(text == "none" || text == "relu", "attribute 'activation' must be 'none' or 'relu'");
  return text == "relu" ? Activation::kRelu : Activation::kNone;
}

}  // namespace convolt
