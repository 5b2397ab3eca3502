// The activation attribute of ops that end in one, and the attributes that are an activation's parameters.
#pragma once

#include "core/attributes.h"
#include "core/pod/activation.h"

namespace convolt {

/// The attributes that are a function's parameters a and b; null where it has none.
struct ActivationParameters {
  const char* a;
  const char* b;
};

ActivationParameters activation_parameters(ActivationFunction function);

/// Attribute `activation`: 'none' or the name of an activation op, whose own attributes are then there too.
Activation decode_activation(const Attributes& attributes);

}  // namespace convolt
