// The activation attribute of ops that end in one.
#pragma once

#include "core/attributes.h"
#include "core/pod/activation.h"

namespace convolt {

/// Attribute `activation`: 'none' or 'relu'.
Activation decode_activation(const Attributes& attributes);

}  // namespace convolt
